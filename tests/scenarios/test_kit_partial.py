"""Kits: opened at entry, shipped in parts, billed complete, and exact whatever happens to them."""

from decimal import Decimal as D

import pytest

from erp.core.errors import Conflict, Invalid
from erp.core.outbox import relay
from finance.models import Invoice
from inventory.models import Demand
from orders.models import KitComponent, ReturnReason
from orders.services.amend import LineChange, amend_order
from orders.services.order_lines import LineInput
from orders.services.orders import cancel_order, close_order
from orders.services.return_goods import Verdict, inspect_return, receive_return
from orders.services.return_settlement import settle_return
from orders.services.returns import ReturnInput, ReturnLineInput, approve_return, create_return
from production.services.boms import create_bom
from tests.factories import (
    BOSS,
    confirmed,
    draft,
    fresh,
    make_customer,
    make_item,
    pay,
    quantities,
    receive,
    ship,
)


def make_kit(*parts, output=1, **fields):
    kit = make_item(kind="kit", planning="none", **fields)
    create_bom(
        item_id=kit.pk,
        components=[{"item_id": item.pk, "quantity": D(str(quantity))} for item, quantity in parts],
        output_quantity=D(output),
        actor=BOSS,
    )
    return kit


def parts_of(order):
    rows = Demand.objects.filter(document_kind="order", document_id=order.pk, kit__isnull=False)
    return [(d.quantity, d.reserved, d.backordered, d.shipped, d.cancelled) for d in rows.order_by("pk")]


def test_a_kit_is_as_far_as_its_scarcest_component_and_billed_complete():
    desk, leg = make_item(stock=10), make_item(stock=9)
    kit = make_kit((desk, 1), (leg, 4), price="100")
    order = confirmed(make_customer(), (kit, 3))
    assert quantities(order) == [(3, 2, 1, 0, 0)]
    assert parts_of(order) == [(3, 3, 0, 0, 0), (12, 9, 3, 0, 0)]
    assert order.fulfillment_state == "partially_allocated"
    assert order.lines.get().unit_cost == 20

    ship(order)
    assert quantities(fresh(order)) == [(3, 0, 1, 2, 0)]
    assert fresh(order).fulfillment_state == "partially_shipped"
    assert Invoice.objects.get().total == D("200.00")

    receive(leg, 10)
    relay()
    assert quantities(fresh(order)) == [(3, 1, 0, 2, 0)]
    ship(fresh(order))
    order = fresh(order)
    assert (order.fulfillment_state, order.billing_state) == ("shipped", "billed")
    assert sorted(Invoice.objects.values_list("total", flat=True)) == [D(100), D(200)]
    for invoice in Invoice.objects.all():
        pay(invoice)
    assert close_order(order_id=order.pk, actor=BOSS).state == "closed"


def test_a_shipment_without_a_complete_kit_bills_nothing_and_moves_the_order():
    desk, leg = make_item(stock=2), make_item()
    kit = make_kit((desk, 1), (leg, 4), price="100")
    order = confirmed(make_customer(), (kit, 2))
    ship(order)
    assert quantities(fresh(order)) == [(2, 0, 2, 0, 0)]
    assert fresh(order).fulfillment_state == "partially_shipped"
    assert not Invoice.objects.exists()
    receive(leg, 8)
    relay()
    ship(fresh(order))
    assert fresh(order).fulfillment_state == "shipped"
    assert Invoice.objects.get().total == D("200.00")


def test_a_later_bill_does_not_touch_the_line():
    part, other = make_item(stock=10), make_item(stock=10)
    kit = make_kit((part, 2))
    order = draft(make_customer(), (kit, 2))
    create_bom(item_id=kit.pk, components=[{"item_id": other.pk, "quantity": D(1)}], actor=BOSS)
    assert [row.item for row in KitComponent.objects.filter(line__order=order)] == [part]


def test_kits_inside_kits_thirds_and_services_are_opened_exactly():
    screw, plate = make_item(stock=100), make_item(stock=100)
    service = make_item(kind="service")
    inner = make_kit((screw, 1), output=3)
    outer = make_kit((inner, 2), (plate, 1), (screw, 1), (service, 1))
    order = confirmed(make_customer(), (outer, 4))
    rows = KitComponent.objects.filter(line__order=order).order_by("pk")
    assert [(row.item, row.quantity, row.per) for row in rows] == [(screw, 5, 3), (plate, 1, 1)]
    assert parts_of(order) == [(D("6.666667"), D("6.666667"), 0, 0, 0), (4, 4, 0, 0, 0)]
    assert quantities(order) == [(4, 4, 0, 0, 0)]
    ship(order)
    assert quantities(fresh(order)) == [(4, 0, 0, 4, 0)]
    assert fresh(order).fulfillment_state == "shipped"


def test_amending_up_and_down_keeps_components_in_step():
    desk, leg = make_item(stock=10), make_item(stock=20)
    kit = make_kit((desk, 1), (leg, 4))
    order = confirmed(make_customer(), (kit, 2))
    line = order.lines.get()

    amend_order(order_id=order.pk, changes=[LineChange(line.pk, quantity=D(6))], actor=BOSS)
    assert quantities(fresh(order)) == [(6, 5, 1, 0, 0)]
    assert parts_of(order) == [(6, 6, 0, 0, 0), (24, 20, 4, 0, 0)]

    amend_order(order_id=order.pk, changes=[LineChange(line.pk, quantity=D(1))], actor=BOSS)
    assert quantities(fresh(order)) == [(1, 1, 0, 0, 0)]
    assert parts_of(order) == [(1, 1, 0, 0, 0), (4, 4, 0, 0, 0)]

    amend_order(order_id=order.pk, added=[LineInput(item_id=kit.pk, quantity=D(2))], actor=BOSS)
    assert quantities(fresh(order)) == [(1, 1, 0, 0, 0), (2, 2, 0, 0, 0)]
    assert fresh(order).fulfillment_state == "allocated"
    with pytest.raises(Invalid):
        amend_order(order_id=order.pk, changes=[LineChange(line.pk, quantity=D("1.5"))], actor=BOSS)


def test_a_line_does_not_go_below_what_its_components_have_shipped():
    desk, leg = make_item(stock=5), make_item(stock=4)
    kit = make_kit((desk, 1), (leg, 4))
    order = confirmed(make_customer(), (kit, 5))
    ship(order)
    assert quantities(fresh(order)) == [(5, 0, 4, 1, 0)]
    with pytest.raises(Conflict) as refusal:
        amend_order(order_id=order.pk, changes=[LineChange(order.lines.get().pk, quantity=D(2))], actor=BOSS)
    assert refusal.value.code == "already_shipped"
    assert quantities(fresh(order)) == [(5, 0, 4, 1, 0)]


def test_cancelling_frees_what_is_left_of_every_component():
    desk, leg = make_item(stock=5), make_item(stock=8)
    kit = make_kit((desk, 1), (leg, 4), price="50")
    order = confirmed(make_customer(), (kit, 5))
    ship(order)
    receive(leg, 4)
    relay()
    cancel_order(order_id=order.pk, reason="no longer wanted", actor=BOSS)
    order = fresh(order)
    assert quantities(order) == [(5, 0, 0, 2, 3)]
    assert parts_of(order) == [(5, 0, 0, 5, 0), (20, 0, 0, 8, 12)]
    assert order.total == D("100.00") == Invoice.objects.get().total
    assert sum(balance.reserved for balance in leg.balances.all()) == 0


def test_kits_share_their_components_with_other_lines():
    desk = make_item(stock=3)
    kit = make_kit((desk, 2))
    order = confirmed(make_customer(), (desk, 1), (kit, 2))
    assert quantities(order) == [(1, 1, 0, 0, 0), (2, 1, 1, 0, 0)]


def test_a_kit_without_contents_or_in_parts_is_refused():
    empty, part = make_item(kind="kit", planning="none"), make_item(stock=1)
    kit = make_kit((part, 1))
    with pytest.raises(Invalid) as refusal:
        draft(make_customer(), (empty, 1), (kit, "0.5"))
    assert set(refusal.value.errors) == {"lines[0].product", "lines[1].quantity"}


def test_a_returned_kit_comes_back_as_its_components():
    desk, leg = make_item(stock=3), make_item(stock=12)
    kit = make_kit((desk, 1), (leg, 4), price="100")
    order = confirmed(make_customer(), (kit, 3))
    ship(order)
    line = order.lines.get()
    reason = ReturnReason.objects.filter(is_active=True).first()
    assert reason is not None
    with pytest.raises(Invalid):
        create_return(request=ReturnInput(order.pk, reason, [ReturnLineInput(line.pk, D("1.5"))]), actor=BOSS)
    row = create_return(request=ReturnInput(order.pk, reason, [ReturnLineInput(line.pk, D(2))]), actor=BOSS)
    approve_return(return_id=row.pk, actor=BOSS)
    receive_return(return_id=row.pk, actor=BOSS)
    demand = line.components.get(item=leg).demand
    assert demand is not None and demand.returned == 8
    assert fresh(line).demand.returned == 2
    inspect_return(return_id=row.pk, verdicts={1: Verdict(accepted=D(2))}, actor=BOSS)
    assert sum(b.on_hand for b in leg.balances.filter(location__is_usable=True)) == 8
    settle_return(return_id=row.pk, resolution="credit_note", actor=BOSS)
    assert quantities(fresh(order)) == [(3, 0, 0, 3, 0)]
