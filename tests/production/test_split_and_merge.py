"""Work orders are split and merged: quantities, reservations and promises go along; sums stay."""

from decimal import Decimal as D

import pytest
from django.db.models import Sum

from erp.core.errors import Conflict, IllegalTransition, Invalid
from erp.core.integrity import run_checks
from erp.core.outbox import relay
from inventory.models import Demand, ExpectedSupply, Peg
from production.models import BomOutput, WorkOrder
from production.services.issuing import issue_components
from production.services.merging import merge_work_orders
from production.services.splitting import split_work_order
from production.services.work_orders import release_work_order
from tests.clients import api_with
from tests.factories import BOSS, confirmed, fresh, make_customer, make_item, quantities
from tests.factories.making import made_item, released, report, work_order

pytestmark = pytest.mark.django_db


@pytest.fixture
def steel():
    return make_item(stock=30, cost="3")


@pytest.fixture
def lamp(steel):
    return made_item((steel, 2), planning="to_order", cost="10")


def sums():
    """Planned, expected, pegged, needed and reserved of all open work orders together."""
    live = WorkOrder.objects.exclude(state="cancelled")
    need = Demand.objects.filter(document_kind="work_order", document_id__in=live.values("pk"))
    return (
        live.aggregate(all=Sum("quantity"))["all"],
        ExpectedSupply.objects.filter(is_open=True).aggregate(all=Sum("quantity"))["all"],
        Peg.objects.aggregate(all=Sum("quantity"))["all"],
        need.aggregate(all=Sum("quantity"))["all"],
        need.aggregate(all=Sum("reserved"))["all"],
    )


def nothing_broken():
    relay()
    assert [(one.check.code, one.rows) for one in run_checks() if one.rows] == []


def merge(row, other, **more):
    return merge_work_orders(work_order_id=row.pk, other_id=other.pk, actor=BOSS, **more)


def reserved_for(row: WorkOrder) -> D:
    demand = row.components.get().demand
    assert demand is not None
    return demand.reserved


def test_there_and_back_again(lamp):
    order = confirmed(make_customer(), (lamp, 10))
    row = WorkOrder.objects.get()
    release_work_order(work_order_id=row.pk, actor=BOSS)
    before = sums()
    assert before == (10, 10, 10, 20, 20)
    rival = released(made_item((lamp.boms.get().components.get().item, 1)), 50)
    split_work_order(work_order_id=row.pk, quantity=D(4), actor=BOSS)
    relay()
    part = WorkOrder.objects.get(split_from=row)
    assert {(p.supply.document_number, p.quantity) for p in Peg.objects.all()} == {
        (row.number, 6),
        (part.number, 4),
    }
    assert reserved_for(part) == 8
    assert reserved_for(rival) == 10
    merge(row, part)
    assert (fresh(part).state, fresh(part).merged_into_id, fresh(row).quantity) == ("cancelled", row.pk, 10)
    assert reserved_for(row) == 20
    assert [(p.supply.document_number, p.quantity) for p in Peg.objects.all()] == [(row.number, 10)]
    nothing_broken()
    report(row, 10)
    assert quantities(order) == [(10, 10, 0, 0, 0)]
    nothing_broken()


def test_two_customers_are_served_by_one(lamp):
    first, second = (confirmed(make_customer(), (lamp, 3)) for _n in range(2))
    row, other = WorkOrder.objects.order_by("pk")
    merge(row, other)
    nothing_broken()
    release_work_order(work_order_id=row.pk, actor=BOSS)
    report(row, 6)
    assert quantities(first) == quantities(second) == [(3, 3, 0, 0, 0)]
    nothing_broken()


def test_what_was_begun_is_not_split_off(lamp):
    row = released(lamp, 10)
    row.operations.update(number=20)
    row.operations.create(number=10, name="Cut")
    report(row, 8, operation=10)
    with pytest.raises(Conflict) as refusal:
        split_work_order(work_order_id=row.pk, quantity=D(5), actor=BOSS)
    assert refusal.value.code == "not_partly_open"
    split_work_order(work_order_id=row.pk, quantity=D(2), actor=BOSS)
    assert fresh(row).quantity == 8
    nothing_broken()


def test_what_is_not_merged(lamp, steel):
    row = work_order(lamp, 2)
    with pytest.raises(Invalid):
        merge(row, row)
    with pytest.raises(Conflict) as refusal:
        merge(row, work_order(made_item((steel, 2)), 2))
    assert refusal.value.code == "not_alike"
    begun = released(lamp, 2)
    issue_components(work_order_id=begun.pk, actor=BOSS)
    with pytest.raises(Conflict) as refusal:
        merge(row, begun)
    assert refusal.value.code == "has_begun"
    report(begun, 1)
    with pytest.raises(IllegalTransition):
        merge(row, begun)
    assert merge(begun, row).quantity == 4
    api = api_with("production_manager")
    third = work_order(lamp, 1)
    told = api.post(f"/api/v1/work-orders/wo_{begun.pk}/merge/", {"other": third.number})
    assert (told.status_code, told.json()["quantity"]) == (200, "5")
    assert api.get(f"/api/v1/work-orders/wo_{third.pk}/").json()["merged_into"] == begun.number
    nothing_broken()


def test_co_and_by_products_come_into_stock_with_the_good_pieces(steel):
    lamp = made_item((steel, 1), cost="10", tracking="lot")
    shade, chips = make_item(cost="4", tracking="lot"), make_item(cost="0.5")
    bom = lamp.boms.get()
    bom.outputs.create(item=shade, kind=BomOutput.Kind.CO, quantity=2, cost_share_percent=40)
    bom.outputs.create(item=chips, kind=BomOutput.Kind.BY, quantity=D("0.3"))
    row = released(lamp, 10)
    report(row, 6, 1)
    report(row, 3)
    assert {one.item_id: one.received for one in row.outputs.all()} == {shade.pk: 18, chips.pk: D("2.7")}
    assert fresh(row).received_value == 90 + 72 + D("1.35")
    assert shade.lots.get().code == row.number
    nothing_broken()
    told = api_with("production_manager").get(f"/api/v1/work-orders/wo_{row.pk}/").json()
    assert [(one["kind"], one["received"]) for one in told["outputs"]] == [("co", "18"), ("by", "2.7")]
