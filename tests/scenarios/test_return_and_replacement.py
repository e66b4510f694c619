"""A customer sends goods back: money for what is broken, the goods once more for what was wrong."""

from decimal import Decimal as D

from erp.core.outbox import relay
from finance.models import CreditNote, Invoice
from inventory.models import Balance
from inventory.services.dispatch import deliver_shipment
from orders.models import ReturnReason
from orders.services.return_goods import Arrived, Verdict, inspect_return, receive_return
from orders.services.return_settlement import settle_return
from orders.services.returns import ReturnInput, ReturnLineInput, approve_return, create_return
from tests.clients import actor_with
from tests.factories import confirmed, fresh, make_customer, make_item, make_tax, pay, ship


def test_credit_for_the_one_and_new_goods_for_the_other():
    tax = make_tax("0.13")
    lamp, cable = make_item(stock=10, price="100", tax_code=tax), make_item(stock=5, price="20", tax_code=tax)
    seller = actor_with("sales_manager")
    clerk, money = actor_with("warehouse_operator"), actor_with("finance")
    order = confirmed(make_customer(), (lamp, 6), (cable, 5))
    shipment = ship(order)
    pay(Invoice.objects.get())
    deliver_shipment(shipment_id=shipment.pk, actor=clerk)
    relay()
    assert fresh(order).state == "closed"

    first, second = order.lines.order_by("line_no")
    broken = create_return(
        request=ReturnInput(
            order.pk,
            ReturnReason.objects.get(code="defective"),
            [ReturnLineInput(first.pk, D(3))],
        ),
        actor=seller,
    )
    approve_return(return_id=broken.pk, actor=seller)
    receive_return(return_id=broken.pk, arrived={1: Arrived(D(2))}, actor=clerk)
    inspect_return(return_id=broken.pk, verdicts={1: Verdict(D(2), disposition="scrap")}, actor=clerk)
    broken = settle_return(return_id=broken.pk, resolution="credit_note", actor=money)
    note = CreditNote.objects.get()
    assert (broken.state, note.total, note.source_number) == ("settled", D("226.00"), broken.number)
    assert note.payment.unapplied == D("226.00")

    wrong = create_return(
        request=ReturnInput(
            order.pk, ReturnReason.objects.get(code="wrong_item"), [ReturnLineInput(second.pk, D(4))]
        ),
        actor=seller,
    )
    approve_return(return_id=wrong.pk, actor=seller)
    receive_return(return_id=wrong.pk, actor=clerk)
    inspect_return(return_id=wrong.pk, verdicts={1: Verdict(D(4), disposition="restock")}, actor=clerk)
    wrong = settle_return(return_id=wrong.pk, resolution="replacement", actor=money)
    new = wrong.replacement
    assert new is not None
    relay()
    assert fresh(new).fulfillment_state == "allocated"
    assert new.promised_on is not None
    ship(new)
    assert Invoice.objects.get(document_number=new.number).total == 0

    lying = {(b.item_id, b.location.code): b.on_hand for b in Balance.objects.all() if b.on_hand}
    assert lying == {(lamp.pk, "STOCK"): 4}  # the scrapped two are written off
    assert list(order.lines.order_by("line_no").values_list("demand__returned", flat=True)) == [2, 4]
    from orders.selectors.timeline import order_timeline
    from tests.factories import BOSS

    told = [event["event"] for event in order_timeline(order.pk, actor=BOSS)]
    for name in ("return.requested", "return.received", "return.inspected", "return.settled"):
        assert told.count(name) == 2
    assert "credit_note.issued" in told
