"""A net-change run writes only what has changed, and its plan is the one of a full run."""

from __future__ import annotations

import random
from datetime import timedelta
from decimal import Decimal as D
from typing import Any

import pytest
from django.db import transaction

from inventory.models import Demand, Item
from inventory.services.stock import receive_stock
from production.models import (
    BomComponent,
    ForecastBucket,
    PlannedForecast,
    PlannedOrder,
    PlannedPeg,
    PlanningException,
    PlanningRule,
    PlanningRun,
)
from production.services import planning_amend
from production.services.boms import create_bom
from production.services.planned_orders import firm_planned_orders, settle_exceptions
from production.services.structure_rows import ComponentValues
from tests.factories import BOSS, assert_books_hold, main_warehouse
from tests.production.planning.test_forecast_needs import forecast
from tests.production.planning.test_runs import day, demand, mrp_item, planned

pytestmark = pytest.mark.django_db


def stored():
    """Everything that is stored of the plan in force, keys replaced by what they stand for."""
    orders: list[Any] = []
    names: dict[int, Any] = {}
    nth: dict[int, int] = {}
    for row in PlannedOrder.objects.filter(status="proposed").order_by("pk"):
        number = nth[row.item_id] = nth.get(row.item_id, 0) + 1
        names[row.pk] = ("order", row.item_id, number)
        orders.append((row.item_id, number, row.warehouse_id, row.kind, row.level, row.quantity,
                       row.release_on, row.due_on, row.wanted_on, row.supplier_id))  # fmt: skip
    expected: dict[int, Any] = {
        row.pk: (row.item_id, row.starts_on, row.taken, row.quantity) for row in PlannedForecast.objects.all()
    }
    pegs = [
        (row.item_id, row.warehouse_id, row.quantity, row.supply_kind,
         names[row.supply_id] if row.supply_kind == 2 else row.supply_id, row.need_kind,
         {1: names, 3: expected}.get(row.need_kind, {}).get(row.need_id, row.need_id))
        for row in PlannedPeg.objects.all()
    ]  # fmt: skip
    told = [
        (row.code, row.subject,
         names[row.subject_id] if row.subject == "planned_order" else row.subject_id,
         row.item_id, row.document_number, row.quantity, row.now_on, row.better_on, row.is_done)
        for row in PlanningException.objects.all()
    ]  # fmt: skip
    return [sorted(map(repr, rows)) for rows in (orders, pegs, told, expected.values())]


class Undo(Exception):
    """Takes a savepoint back."""


def whole():
    """What a full run would store."""
    try:
        with transaction.atomic():
            assert "changed" not in planned(horizon_days=90).counts
            found = stored()
            raise Undo
    except Undo:
        return found


def company(chance):
    """Three levels of parts that share parts, in random quantities, with lead times."""
    levels = [[mrp_item(f"T{n}", supply="make", lead_time_days=chance.randint(0, 4)) for n in range(4)]]
    levels.append([mrp_item(f"M{n}", supply="make", lead_time_days=chance.randint(1, 6)) for n in range(4)])
    levels.append([mrp_item(f"B{n}", lead_time_days=chance.randint(1, 20)) for n in range(5)])
    for above, below in zip(levels, levels[1:], strict=False):
        for item in above:
            parts = chance.sample(below, 2)
            rows: list[ComponentValues] = [
                {"item_id": part.pk, "quantity": D(chance.randint(1, 3))} for part in parts
            ]
            create_bom(item_id=item.pk, components=rows, actor=BOSS)
    for n in range(12):
        demand(chance.choice(levels[0]), chance.randint(1, 20), chance.randint(0, 60), f"SO-{n}")
    forecast(levels[0][0], 0, 5, 7, 9, 9, 9)
    return [item for level in levels for item in level]


def change(chance, items):
    """One random change of what plans are made from, or a decision on the plan."""
    item = chance.choice(items)
    what = chance.randrange(9)
    if what == 0:
        demand(item, chance.randint(1, 9), chance.randint(0, 70), "SO-new")
    elif what == 1:
        Demand.objects.filter(pk=chance.choice(Demand.objects.values_list("pk", flat=True))).update(
            quantity=0
        )
    elif what == 2:
        receive_stock(
            item=item, warehouse=main_warehouse(), quantity=D(chance.randint(1, 9)), reason="x", actor=BOSS
        )
    elif what == 3:
        row = chance.choice(list(BomComponent.objects.all()))
        BomComponent.objects.filter(pk=row.pk).update(quantity=D(chance.randint(1, 4)))
    elif what == 4:
        PlanningRule.objects.update_or_create(item=item, defaults={"multiple": D(chance.randint(1, 6))})
    elif what == 5:
        row = chance.choice(list(ForecastBucket.objects.all()))
        ForecastBucket.objects.filter(pk=row.pk).update(mean=D(chance.randint(0, 20)), upper=D(40))
    elif what == 6:
        Item.objects.filter(pk=item.pk).update(lead_time_days=chance.randint(0, 20))
    elif what == 7:
        keys = list(PlannedOrder.objects.filter(status="proposed").values_list("pk", flat=True))
        firm_planned_orders(order_ids=[chance.choice(keys)], actor=BOSS)
    else:
        keys = list(PlanningException.objects.values_list("pk", flat=True))
        settle_exceptions(exception_ids=[chance.choice(keys)], actor=BOSS)


@pytest.mark.parametrize("seed", [1, 2])
def test_after_any_changes_it_stores_what_a_full_run_stores(seed, monkeypatch) -> None:
    monkeypatch.setattr(planning_amend, "MOST_CHANGED", 2.0)
    chance = random.Random(seed)
    items = company(chance)
    planned(horizon_days=90)
    for _turn in range(7):
        for _change in range(chance.randint(1, 3)):
            change(chance, items)
        run = planned(mode="net_change", horizon_days=90)
        assert "written_whole" not in run.counts and run.base_id
        assert stored() == whole()
    assert_books_hold()


def test_only_what_changed_and_its_parts_are_written() -> None:
    items = company(random.Random(5))
    full = planned(horizon_days=90)
    before = set(PlannedOrder.objects.values_list("pk", flat=True))
    same = planned(mode="net_change", horizon_days=90)
    assert (same.counts["changed"], same.counts["written_orders"]) == (0, 0)
    assert set(PlannedOrder.objects.values_list("pk", flat=True)) == before
    assert {name: same.counts[name] for name in full.counts} == full.counts
    demand(items[-1], 3, 40, "SO-late")
    run = planned(mode="net_change", horizon_days=90)
    assert run.counts["changed"] == 1 and run.rows_of == full.pk
    kept = PlannedOrder.objects.exclude(item=items[-1])
    assert set(kept.values_list("pk", flat=True)) <= before
    again = planned(mode="net_change", horizon_days=90)
    assert again.counts["changed"] == 0 and again.base_id == full.pk
    assert list(PlanningRun.objects.filter(traces__isnull=False)) == [again]


def test_what_cannot_be_narrowed_is_written_whole_and_says_why(monkeypatch) -> None:
    items = company(random.Random(6))
    assert planned(mode="net_change").counts["written_whole"] == "no_plan_before"
    Item.objects.filter(pk__in=[item.pk for item in items]).update(lead_time_days=9)
    assert planned(mode="net_change").counts["written_whole"] == "most_has_changed"
    monkeypatch.setattr(planning_amend, "MOST_CHANGED", 2.0)
    PlannedOrder.objects.filter(item__in=items[4:8]).delete()
    for item in items[8:]:
        demand(item, 2, 30)
    assert planned(mode="net_change").counts["written_whole"] == "stored_plan_differs"
    assert_books_hold()


def test_the_next_day_only_what_the_day_moves_is_written(monkeypatch) -> None:
    """Days are compared as calendar days: what lies ahead stays as it is when today moves on."""
    from django.utils import timezone

    from production.services import planning_runs

    item, late = mrp_item("N-1"), mrp_item("N-2", lead_time_days=9)
    demand(item, 5, 40)
    demand(late, 5, 3)
    planned(horizon_days=90)
    tomorrow = timezone.now() + timedelta(days=1)
    asked = planning_runs.ask_planning(mode="net_change", horizon_days=90, actor=BOSS)
    run = planning_runs.carry_out_run(run_id=asked.pk, actor=BOSS, at=tomorrow)
    assert isinstance(run, PlanningRun)
    assert run.counts["changed"] == 1 and run.planned_on == day(1)
