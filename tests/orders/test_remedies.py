"""What can be done about a promise that slips: honest dates and costs, done by one call."""

from datetime import timedelta
from decimal import Decimal as D

import pytest
from django.utils import timezone

from erp.core.errors import Conflict, IllegalTransition, NotPermitted
from erp.core.models import LoggedEvent
from erp.core.outbox import relay
from erp.masterdata.models import Company
from erp.masterdata.selectors.company import business_day, forget_company
from inventory.models import (
    Demand,
    ExpectedSupply,
    ItemSubstitute,
    PurchaseRequisition,
    SupplierItem,
    Warehouse,
)
from inventory.services.warehouses import create_warehouse
from orders.models import PromiseSlip
from orders.selectors.remedies import remedies_for
from orders.services.remedies import remedy_slip
from orders.services.watch import watch_everything
from orders.views.promises import remedy_words
from tests.clients import actor_with, api_with
from tests.factories import (
    BOSS,
    assert_books_hold,
    confirmed,
    fresh,
    main_warehouse,
    make_customer,
    make_item,
    make_supplier,
    quantities,
    receive,
    release,
)


@pytest.fixture
def today(db):
    yield business_day(timezone.now())
    assert_books_hold()


def coming(item, quantity, on, number=1):
    return ExpectedSupply.objects.create(
        source_kind="purchase_order_line",
        source_id=number,
        document_kind="purchase_order",
        document_id=number,
        document_number=f"PO-{number}",
        kind="purchase",
        item=item,
        warehouse=main_warehouse(),
        due_on=on,
        quantity=D(quantity),
    )


def slipping(today, *, stock=0, quantity=6, **fields):
    """An order of which part is reserved and the rest waits for a supply that is late now."""
    item = make_item(stock=stock, lead_time_days=60, cost="4", price="10")
    supply = coming(item, 10, today + timedelta(days=4))
    order = confirmed(make_customer(), (item, quantity), **fields)
    supply.due_on = today + timedelta(days=12)
    supply.save()
    watch_everything()
    return (
        item,
        order,
        PromiseSlip.objects.select_related("order", "line__item", "line__demand").get(order=order),
    )


def found(slip, today, actor=BOSS):
    slip = PromiseSlip.objects.select_related("order", "line__item__unit", "line__demand").get(pk=slip.pk)
    return {one.kind: one for one in remedies_for(slip, actor, today=today)}


def test_a_later_order_gives_its_stock_when_it_keeps_its_own_promise(today):
    item = make_item(lead_time_days=60)
    supply = coming(item, 10, today + timedelta(days=4))
    order = confirmed(make_customer(), (item, 6))
    receive(item, 6)  # who comes first takes it before back-orders are filled
    later = confirmed(make_customer(), (item, 6), requested_on=today + timedelta(days=20))
    supply.due_on = today + timedelta(days=12)
    supply.save()
    watch_everything()
    slip = PromiseSlip.objects.get()
    assert slip.order_id == order.pk
    remedy = found(slip, today)["repeg"]
    assert (remedy.on, remedy.cost, remedy.facts["orders"]) == (
        slip.old_promised_on,
        0,
        [later.number],
    )
    with pytest.raises(NotPermitted):
        remedy_slip(slip_id=slip.pk, kind="repeg", actor=actor_with("sales"))
    assert quantities(order) == [(6, 0, 6, 0, 0)]
    remedy_slip(slip_id=slip.pk, kind="repeg", actor=actor_with("sales_manager"))
    assert quantities(order) == [(6, 6, 0, 0, 0)]
    assert quantities(later) == [(6, 0, 6, 0, 0)]
    slip = fresh(slip)
    assert (slip.state, slip.remedy, fresh(order).open_slips) == ("remedied", "repeg", 0)
    assert LoggedEvent.objects.filter(name="promise.remedied", document_id=order.pk).count() == 1
    relay()
    assert watch_everything() == 0
    with pytest.raises(IllegalTransition):
        remedy_slip(slip_id=slip.pk, kind="repeg", actor=BOSS)


def test_who_would_break_an_own_promise_or_is_being_picked_gives_nothing(today):
    item = make_item(lead_time_days=60)
    supply = coming(item, 10, today + timedelta(days=4))
    confirmed(make_customer(), (item, 6))
    receive(item, 6)
    soon = confirmed(make_customer(), (item, 6), requested_on=today + timedelta(days=5))
    supply.due_on = today + timedelta(days=12)
    supply.save()
    watch_everything()
    slip = PromiseSlip.objects.get()
    assert "repeg" not in found(slip, today)
    Demand.objects.filter(document_id=soon.pk).update(promised_on=today + timedelta(days=30))
    assert "repeg" in found(slip, today)
    release(soon)
    assert "repeg" not in found(slip, today)
    with pytest.raises(Conflict) as refusal:
        remedy_slip(slip_id=slip.pk, kind="repeg", actor=BOSS)
    assert refusal.value.code == "remedy_gone"
    assert fresh(slip).state == "open"


def test_a_split_ships_what_is_there_and_costs_one_more_shipment(today):
    Company.objects.update(extra_freight=D(35))
    forget_company()
    item, order, slip = slipping(today, stock=2, ship_complete=True)
    remedy = found(slip, today)["split"]
    assert (remedy.cost, remedy.facts["now"], remedy.facts["later"]) == (35, 2, 4)
    remedy_slip(slip_id=slip.pk, kind="split", actor=BOSS)
    lines = list(order.lines.order_by("line_no"))
    assert [(line.quantity, line.promised_on > slip.old_promised_on) for line in lines] == [
        (2, False),
        (4, True),
    ]
    assert quantities(order) == [(2, 2, 0, 0, 0), (4, 0, 4, 0, 0)]
    assert fresh(order).is_ship_complete is False
    assert lines[0].first_promised_on == slip.old_promised_on
    relay()
    assert watch_everything() == 0
    Company.objects.update(extra_freight=D(0))
    forget_company()


def test_another_warehouse_serves_the_line(today):
    item, order, slip = slipping(today)
    other = create_warehouse(values={"code": "W2", "name": "Second"}, actor=BOSS)
    receive(item, 10, warehouse=other)
    remedy = found(slip, today)["warehouse"]
    assert (remedy.on, remedy.cost, remedy.choice) == (slip.old_promised_on, 0, str(other.pk))
    remedy_slip(slip_id=slip.pk, kind="warehouse", choice=remedy.choice, actor=actor_with("sales"))
    assert quantities(order) == [(6, 6, 0, 0, 0)]
    assert Demand.objects.get(document_id=order.pk).warehouse_id == other.pk
    assert order.lines.get().promised_on == slip.old_promised_on
    assert Warehouse.objects.get(pk=order.warehouse_id).code == "MAIN"


def test_a_substitute_keeps_the_amount_and_tells_the_lost_margin(today):
    item, order, slip = slipping(today)
    better = make_item(stock=50, cost="5", price="14")
    row = ItemSubstitute.objects.create(item=item, substitute=better, ratio=D(2))
    remedy = found(slip, today)["substitute"]
    assert (remedy.on, remedy.cost) == (slip.old_promised_on, D(6 * 2 * 5 - 6 * 4))
    assert found(slip, today, actor_with("sales"))["substitute"].cost is None
    total = fresh(order).total
    remedy_slip(slip_id=slip.pk, kind="substitute", choice=str(row.pk), actor=actor_with("sales"))
    assert [(line.item_id, line.quantity) for line in order.lines.order_by("line_no")] == [
        (item.pk, 0),
        (better.pk, 12),
    ]
    assert fresh(order).total == total
    relay()
    assert fresh(slip).state == "remedied"
    assert fresh(order).open_slips == 0


def test_buying_faster_raises_one_requisition_and_leaves_the_slip_open(today):
    item, order, slip = slipping(today)
    supplier = make_supplier()
    SupplierItem.objects.create(supplier=supplier, item=item, price=D(5), lead_time_days=6)
    remedy = found(slip, today)["expedite"]
    assert (remedy.on, remedy.cost) == (today + timedelta(days=6), D(6))
    for _turn in range(2):
        remedy_slip(slip_id=slip.pk, kind="expedite", actor=actor_with("buyer"))
    assert PurchaseRequisition.objects.get().quantity == 6
    slip = fresh(slip)
    assert (slip.state, slip.remedy) == ("open", "expedite")
    assert order.number in PurchaseRequisition.objects.get().reason


def test_remedies_over_the_api(today):
    item, order, slip = slipping(today, stock=2)
    api = api_with("sales")
    answer = api.get(f"/api/v1/promise-slips/slp_{slip.pk}/remedies/").json()
    assert {row["kind"] for row in answer} == {"split"}
    refused = api.post(f"/api/v1/promise-slips/slp_{slip.pk}/remedy/", {"kind": "substitute"}, format="json")
    assert (refused.status_code, refused.json()["code"]) == (409, "remedy_gone")
    done = api.post(f"/api/v1/promise-slips/slp_{slip.pk}/remedy/", {"kind": "split"}, format="json")
    assert (done.status_code, done.json()["state"]) == (200, "remedied")


def test_substitutes_are_kept_over_the_api(today):
    one, other = make_item(), make_item()
    api = api_with("buyer")
    made = api.post(
        "/api/v1/item-substitutes/",
        {"product": one.sku, "substitute": other.sku, "ratio": "1.5"},
        format="json",
    )
    assert (made.status_code, made.json()["ratio"]) == (201, "1.5")
    again = {"product": one.sku, "substitute": other.sku}
    assert api.post("/api/v1/item-substitutes/", again, format="json").status_code == 400
    itself = api.post("/api/v1/item-substitutes/", {"product": one.sku, "substitute": one.sku}, format="json")
    assert (itself.status_code, list(itself.json()["errors"])) == (400, ["substitute"])
    assert api_with("sales").post("/api/v1/item-substitutes/", again, format="json").status_code == 403
    assert api.delete(f"/api/v1/item-substitutes/{made.json()['id']}/").status_code == 204


def test_a_split_says_when_it_is_other_lines_that_leave_now(today):
    there, late = make_item(stock=5), make_item(lead_time_days=60)
    supply = coming(late, 10, today + timedelta(days=4))
    order = confirmed(make_customer(), (late, 6), (there, 5), ship_complete=True)
    supply.due_on = today + timedelta(days=12)
    supply.save()
    watch_everything()
    slip = PromiseSlip.objects.get(order=order)
    remedy = found(slip, today)["split"]
    assert ("now" in remedy.facts, remedy.facts["later"]) == (False, 6)
    assert remedy_words(remedy)[1].startswith("the other lines now, 6 on ")


def test_a_split_is_not_offered_when_nothing_would_leave(today):
    slip = slipping(today, ship_complete=True)[2]
    assert "split" not in found(slip, today)
    with pytest.raises(Conflict) as refusal:
        remedy_slip(slip_id=slip.pk, kind="split", actor=BOSS)
    assert refusal.value.code == "remedy_gone"


def test_a_split_of_what_is_being_picked_already_is_not_offered(today):
    _item, order, slip = slipping(today, stock=2)
    assert found(slip, today)["split"].facts["now"] == 2
    release(order)
    assert "split" not in found(slip, today)


def test_a_donor_keeps_its_promise_with_its_days_on_the_way(today):
    """Who needs the goods a week before the day at his customer can't wait for a supply of that week."""
    item = make_item(lead_time_days=60)
    supply = coming(item, 10, today + timedelta(days=4))
    confirmed(make_customer(), (item, 6))
    receive(item, 6)
    later = confirmed(make_customer(), (item, 6), requested_on=today + timedelta(days=14))
    supply.due_on = today + timedelta(days=12)
    supply.save()
    watch_everything()
    slip = PromiseSlip.objects.exclude(order=later).get()
    assert "repeg" in found(slip, today)
    Demand.objects.filter(document_id=later.pk).update(delivery_days=5)
    assert "repeg" not in found(slip, today)
