"""Past business written in bulk: the same rows, states and books as the commands leave."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from erp.core.actor import Actor
from erp.core.errors import Invalid, NotPermitted, Shortage
from erp.core.integrity import run_checks
from erp.core.models import LoggedEvent, OutboxMessage
from erp.identity.models import User
from finance.models import CreditAccount, CreditHold, Invoice, JournalLine, Payment
from finance.services.payments import record_payment
from inventory.models import Balance, Demand, Item, Location, Move, Reservation, Shipment
from inventory.services.dispatch import deliver_shipment, ship_shipment
from inventory.services.packing import pack_shipment
from orders.models import Order
from orders.services.history import (
    Clerk,
    Clerks,
    HistoricLine,
    HistoricMove,
    HistoricOrder,
    HistoricPayment,
    HistoricShipment,
    write_history,
)
from tests.factories import BOSS, make_customer, make_item

pytestmark = pytest.mark.django_db
D = Decimal


def at(day: int, hour: int = 9) -> datetime:
    return datetime(2026, 3, day, hour, tzinfo=UTC)


def opening(item: Item, quantity: str) -> HistoricMove:
    location = Location.objects.get(code="STOCK")
    return HistoricMove(item_id=item.pk, location_id=location.pk, at=at(1), quantity=D(quantity))


def line(item: Item, quantity: str, price: str = "10", **fields: Any) -> HistoricLine:
    return HistoricLine(item_id=item.pk, quantity=D(quantity), unit_price=D(price), **fields)


def gone(day: int, *, paid: int | None = None, **fields: Any) -> HistoricShipment:
    payments = (HistoricPayment(received_at=at(paid), method="transfer"),) if paid else ()
    return HistoricShipment(
        released_at=at(day, 8), picked_at=at(day, 9), packed_at=at(day, 10), shipped_at=at(day, 11),
        **{"payments": payments, **fields},
    )  # fmt: skip


def broken() -> list[object]:
    """Violated invariants, and computed states that the timeline does not end with."""
    missing = []
    for order in Order.objects.all():
        for machine, first in (("fulfillment_state", "unallocated"), ("billing_state", "unbilled")):
            told = LoggedEvent.objects.filter(
                document_kind="order", document_id=order.pk, changes__has_key=machine
            )
            changes = [row.changes[machine] for row in told.order_by("id")]
            chain = [first, *(change[1] for change in changes)]
            if chain[-1] != getattr(order, machine) or [c[0] for c in changes] != chain[:-1]:
                missing.append((order.number, machine, changes))
    return [*missing, *(finding for finding in run_checks() if finding.rows)]


def test_a_closed_order_leaves_every_document_and_the_books_agree() -> None:
    customer, item = make_customer(), make_item(cost="4")
    freight = make_item(kind="service", price="3", cost="0")
    clerk = User.objects.create(username="anna", first_name="Anna", last_name="Berg")
    order = HistoricOrder(
        customer_id=customer.pk,
        lines=(line(item, "5", tax_rate=D("0.13")), line(freight, "1", "3")),
        created_at=at(2),
        channel="web",
        external_id="4711",
        promised_on=date(2026, 3, 9),
        shipments=(gone(5, paid=20, delivered_at=at(7), tracking_number="T1"),),
        ended_at=at(20, 12),
    )

    clerks = Clerks(warehouse=Clerk(clerk.pk, "Anna Berg"))
    result = write_history(orders=[order], moves=[opening(item, "8")], actor=BOSS, clerks=clerks)

    assert result.orders == 1
    stored = Order.objects.get(external_id="4711")
    assert (stored.state, stored.fulfillment_state, stored.billing_state) == ("closed", "delivered", "paid")
    assert (stored.subtotal, stored.tax, stored.total) == (D(53), D("6.5"), D("59.5"))
    assert (stored.billed, stored.paid, stored.cost) == (D("59.5"), D("59.5"), D(20))
    assert stored.closed_at == at(20, 12)
    assert Balance.objects.get(item=item).on_hand == 3
    assert list(Move.objects.order_by("id").values_list("kind", "quantity", "value")) == [
        ("opening", D(8), D(32)),
        ("shipment", D(-5), D(-20)),
    ]
    invoice = Invoice.objects.get()
    assert (invoice.state, invoice.total, invoice.open_amount) == ("paid", D("59.5"), D(0))
    assert invoice.lines.count() == 2
    assert Payment.objects.get().state == "matched"
    assert sum(JournalLine.objects.values_list("amount", flat=True)) == 0
    told = LoggedEvent.objects.filter(about_kind="order").order_by("id")
    moves = list(told.filter(name__endswith="_moved").values_list("facts__state", flat=True))
    assert moves == ["allocated", "picking", "packed", "shipped", "billed", "delivered", "paid"]
    names = list(told.exclude(name__endswith="_moved").values_list("name", "actor_label"))
    assert names == [
        ("order.created", "Boss"),
        ("order.submitted", "Boss"),
        ("order.confirmed", "Boss"),
        ("order.allocated", "Anna Berg"),
        ("shipment.released", "Anna Berg"),
        ("shipment.picked", "Anna Berg"),
        ("shipment.packed", "Anna Berg"),
        ("shipment.shipped", "Anna Berg"),
        ("invoice.issued", "Boss"),
        ("shipment.delivered", "Anna Berg"),
        ("invoice.paid", "Boss"),
        ("order.closed", "Boss"),
    ]
    assert not OutboxMessage.objects.exists()
    assert not broken()


def test_parts_and_part_payments_leave_an_order_half_way() -> None:
    customer, item = make_customer(), make_item(cost="4")
    order = HistoricOrder(
        customer_id=customer.pk,
        lines=(line(item, "3", "3.333", tax_rate=D("0.13")),),
        created_at=at(2),
        state="confirmed",
        shipments=(
            gone(4, quantities=(D(1),), payments=(HistoricPayment(received_at=at(9), amount=D(1)),)),
            gone(6, quantities=(D(1),), paid=8),
        ),
    )

    write_history(orders=[order], moves=[opening(item, "10")], actor=BOSS)

    stored = Order.objects.get()
    assert (stored.fulfillment_state, stored.billing_state) == ("partially_shipped", "partially_paid")
    assert stored.total == D("11.30")
    first, second = Invoice.objects.order_by("id")
    assert (first.total, first.open_amount, first.state) == (D("3.76"), D("2.76"), "partially_paid")
    assert second.state == "paid"
    demand = Demand.objects.get()
    assert (demand.quantity, demand.shipped, demand.reserved) == (3, 2, 1)
    account = CreditAccount.objects.get(customer=customer)
    assert account.open_receivables == D("2.76")
    assert account.open_orders == stored.total - stored.billed == CreditHold.objects.get().amount
    assert not broken()


def test_open_orders_share_stock_by_priority_and_promise() -> None:
    customer, item = make_customer(), make_item()
    common: dict[str, Any] = {"customer_id": customer.pk, "lines": (line(item, "4"),), "state": "confirmed"}
    orders = [
        HistoricOrder(number="LATE", created_at=at(2), promised_on=date(2026, 4, 9), **common),
        HistoricOrder(number="SOON", created_at=at(3), promised_on=date(2026, 4, 1), **common),
        HistoricOrder(number="RUSH", created_at=at(4), priority="rush", **common),
    ]

    write_history(orders=orders, moves=[opening(item, "10")], actor=BOSS)

    states = dict(Order.objects.values_list("number", "fulfillment_state"))
    assert states == {"RUSH": "allocated", "SOON": "allocated", "LATE": "partially_allocated"}
    assert Balance.objects.get(item=item).reserved == 10
    assert not broken()


@pytest.mark.parametrize(
    ("steps", "shipment_state", "order_state"),
    [
        ({}, "released", "picking"),
        ({"picking_started": True}, "picking", "picking"),
        ({"picked_at": at(5, 9)}, "picked", "picking"),
        ({"picked_at": at(5, 9), "packed_at": at(5, 10)}, "packed", "packed"),
    ],
)
def test_shipments_on_their_way_hold_their_goods(
    steps: dict[str, Any], shipment_state: str, order_state: str
) -> None:
    customer, item = make_customer(), make_item()
    shipment = HistoricShipment(released_at=at(5, 8), **steps)
    order = HistoricOrder(
        customer_id=customer.pk,
        lines=(line(item, "4"),),
        created_at=at(2),
        state="confirmed",
        shipments=(shipment,),
    )

    write_history(orders=[order], moves=[opening(item, "4")], actor=BOSS)

    assert Shipment.objects.get().state == shipment_state
    assert Order.objects.get().fulfillment_state == order_state
    assert Reservation.objects.get().shipment_line is not None
    assert not broken()


def test_a_shipment_that_stock_does_not_suffice_for_is_left_out() -> None:
    customer, item = make_customer(), make_item()
    order = HistoricOrder(
        customer_id=customer.pk,
        lines=(line(item, "4"),),
        created_at=at(2),
        state="confirmed",
        shipments=(HistoricShipment(released_at=at(5)),),
    )

    result = write_history(orders=[order], moves=[opening(item, "3")], actor=BOSS)

    assert result.left_waiting == 1
    assert not Shipment.objects.exists()
    assert Order.objects.get().fulfillment_state == "partially_allocated"
    assert not broken()


def test_orders_that_ended_early() -> None:
    customer, item = make_customer(), make_item()
    common: dict[str, Any] = {"customer_id": customer.pk, "lines": (line(item, "4"),), "created_at": at(2)}
    part = gone(4, quantities=(D(1),), paid=8)
    orders = [
        HistoricOrder(number="DRAFT", state="draft", **common),
        HistoricOrder(number="ASKED", state="submitted", **common),
        HistoricOrder(number="REFUSED", state="rejected", reason="No", **common),
        HistoricOrder(number="GONE", state="cancelled", reason="No", confirmed_at=at(3), **common),
        HistoricOrder(number="HELD", state="on_hold", reason="Wait", **common),
        HistoricOrder(number="PART", state="cancelled", confirmed_at=at(3), shipments=(part,), **common),
    ]

    write_history(orders=orders, moves=[opening(item, "10")], actor=BOSS)

    assert dict(Order.objects.values_list("number", "state")) == {
        "DRAFT": "draft", "ASKED": "submitted", "REFUSED": "rejected", "GONE": "cancelled", "HELD": "on_hold",
        "PART": "cancelled",
    }  # fmt: skip
    assert Order.objects.get(number="PART").total == 10
    held = Demand.objects.get(document_number="HELD")
    assert (held.is_held, held.reserved) == (True, 4)
    assert Demand.objects.get(document_number="GONE").cancelled == 4
    assert not broken()


def test_history_goes_on_with_the_ordinary_commands() -> None:
    customer, item = make_customer(), make_item()
    shipment = HistoricShipment(released_at=at(5, 8), picked_at=at(5, 9))
    order = HistoricOrder(
        customer_id=customer.pk,
        lines=(line(item, "4"),),
        created_at=at(2),
        state="confirmed",
        shipments=(shipment,),
    )
    write_history(orders=[order], moves=[opening(item, "4")], actor=BOSS)
    key = Shipment.objects.get().pk

    pack_shipment(shipment_id=key, actor=BOSS)
    ship_shipment(shipment_id=key, actor=BOSS)
    deliver_shipment(shipment_id=key, actor=BOSS)
    invoice = Invoice.objects.get()
    record_payment(
        customer_id=customer.pk, amount=invoice.total, currency="USD", actor=BOSS,
        allocations=[(invoice.pk, invoice.total)],
    )  # fmt: skip

    stored = Order.objects.get()
    assert (stored.fulfillment_state, stored.billing_state) == ("delivered", "paid")
    assert Balance.objects.get(item=item).on_hand == 0
    assert not broken()


def test_invoices_are_numbered_in_the_order_they_were_issued() -> None:
    customer, item = make_customer(), make_item()
    common: dict[str, Any] = {"customer_id": customer.pk, "lines": (line(item, "1"),), "created_at": at(2)}
    orders = [
        HistoricOrder(number="B", shipments=(gone(9, paid=9, delivered_at=at(10)),), **common),
        HistoricOrder(number="A", shipments=(gone(4, paid=9, delivered_at=at(10)),), **common),
    ]

    write_history(orders=orders, moves=[opening(item, "10")], actor=BOSS)

    assert list(Invoice.objects.order_by("number").values_list("document_number", flat=True)) == ["A", "B"]
    assert not broken()


def test_foreign_currency_is_kept_in_the_base_currency_too() -> None:
    customer, item = make_customer(currency_id="EUR"), make_item()
    order = HistoricOrder(
        customer_id=customer.pk,
        lines=(line(item, "3", "3.33", tax_rate=D("0.19")),),
        created_at=at(2),
        state="confirmed",
        currency="EUR",
        rate=D("1.0837"),
        shipments=(gone(4, payments=(HistoricPayment(received_at=at(9), amount=D(5)),)),),
    )

    write_history(orders=[order], moves=[opening(item, "10")], actor=BOSS)

    invoice = Invoice.objects.get()
    assert (invoice.total, invoice.base_total) == (D("11.89"), D("12.89"))
    assert not broken()


def test_what_is_there_is_not_written_again() -> None:
    customer, item = make_customer(), make_item()
    common: dict[str, Any] = {
        "customer_id": customer.pk,
        "lines": (line(item, "1"),),
        "created_at": at(2),
        "channel": "x",
    }
    orders = [HistoricOrder(external_id=str(n), state="submitted", **common) for n in range(3)]
    write_history(orders=orders[:2], actor=BOSS)

    result = write_history(orders=orders, actor=BOSS)

    assert (result.orders, result.skipped) == (1, 2)
    assert Order.objects.count() == 3


def test_goods_that_were_not_there_can_not_have_been_shipped() -> None:
    customer, item = make_customer(), make_item()
    order = HistoricOrder(
        customer_id=customer.pk, lines=(line(item, "4"),), created_at=at(2), shipments=(gone(4, paid=9),)
    )

    with pytest.raises(Shortage):
        write_history(orders=[order], moves=[opening(item, "3")], actor=BOSS)

    assert not Order.objects.exists()
    assert not Invoice.objects.exists()
    assert not broken()


def test_payments_never_exceed_their_invoice() -> None:
    customer, item = make_customer(), make_item()
    too_much = gone(4, payments=(HistoricPayment(received_at=at(9), amount=D(11)),))
    order = HistoricOrder(
        customer_id=customer.pk, lines=(line(item, "1"),), created_at=at(2), shipments=(too_much,)
    )

    with pytest.raises(Invalid):
        write_history(orders=[order], moves=[opening(item, "3")], actor=BOSS)

    assert not Payment.objects.exists()


def test_only_who_may_import_writes_history() -> None:
    with pytest.raises(NotPermitted):
        write_history(orders=[], actor=Actor(label="Nobody"))
