"""MRP plans for what is expected beyond orders, and says so."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal as D

import pytest
from django.utils import timezone

from production.calc.forecast.buckets import bucket_of
from production.models import (
    Forecast,
    ForecastBucket,
    PlannedForecast,
    PlannedOrder,
    PlannedPeg,
    PlanningException,
    PlanningRule,
    PlanningSetting,
)
from production.selectors.pegging import pegs_up
from tests.clients import api_with
from tests.factories import assert_books_hold
from tests.production.planning.test_runs import day, demand, mrp_item, orders, planned

pytestmark = pytest.mark.django_db


def monday(after=0):
    return bucket_of(day(), "week") + timedelta(weeks=after)


def forecast(item, *means, bucket="week", first=0):
    """A forecast of weeks from this one on."""
    row = Forecast.objects.create(item=item, bucket=bucket, computed_at=timezone.now())
    for week, mean in enumerate(means):
        ForecastBucket.objects.create(
            forecast=row, starts_on=monday(first + week), mean=D(mean), lower=0, upper=D(mean) * 2
        )
    return row


def in_week(week):
    """Days from today to the Wednesday of a coming week."""
    return (monday(week) - day()).days + 2


def test_what_orders_have_not_used_up_is_planned_for_and_named() -> None:
    item = mrp_item("F-1", lead_time_days=2)
    forecast(item, 0, 0, 40, 40, 40)
    demand(item, 50, in_week(3), "SO-1")
    run = planned(horizon_days=28)
    assert (run.counts["forecasts"], run.counts["late"]) == (2, 0)
    rows = PlannedForecast.objects.order_by("starts_on")
    assert [(row.starts_on, row.expected, row.taken, row.quantity) for row in rows] == [
        (monday(2), 40, 10, 30), (monday(4), 40, 0, 40),
    ]  # fmt: skip
    assert sorted(row[2] for row in orders()) == [30, 40, 50]
    first = PlannedOrder.objects.get(quantity=30)
    up = pegs_up(first)
    assert len(up) == 1 and "orecast" in up[0].kind and up[0].on == monday(2)
    found = api_with("planner").get(f"/api/v1/planning/orders/pln_{first.pk}/").json()["pegging"]
    assert found[0]["kind"].startswith("Forecast of the week") and found[0]["document"] is None
    before = orders()
    assert planned(horizon_days=28).counts["orders"] == 3 and orders() == before
    assert_books_hold()


def test_a_forecast_is_never_late_and_never_takes_stock_from_an_order_that_new_supply_cannot_serve() -> None:
    item = mrp_item("F-2", lead_time_days=30)
    from inventory.services.stock import receive_stock
    from tests.factories import BOSS, main_warehouse

    receive_stock(item=item, warehouse=main_warehouse(), quantity=D(10), reason="x", actor=BOSS)
    forecast(item, 10, 10, 10, 10)
    demand(item, 10, 20, "SO-1")
    PlanningSetting.objects.create(pk=1, back_days=0, ahead_days=0)
    run = planned(horizon_days=28)
    assert run.counts["late"] == 0
    stock = PlannedPeg.objects.get(supply_kind=PlannedPeg.Supply.ON_HAND)
    assert stock.need_kind == PlannedPeg.Need.DEMAND
    assert {row.code for row in PlanningException.objects.all()} <= {"release_now"}
    told = api_with("planner").get("/api/v1/planning/exceptions/").json()["results"]
    assert told and all(row["needed_for"].startswith("Forecast of the week") for row in told)


def test_rules_say_fence_and_windows_for_single_items_and_forecasts_can_be_left_out() -> None:
    item = mrp_item("F-3")
    forecast(item, 0, 0, 10, 10, 10, 10)
    PlanningRule.objects.create(
        item=item, demand_fence_days=(monday(4) - day()).days, back_days=0, ahead_days=0
    )
    demand(item, 25, in_week(3))
    planned(horizon_days=60)
    assert [row.starts_on for row in PlannedForecast.objects.order_by("starts_on")] == [monday(4), monday(5)]
    PlanningSetting.objects.create(pk=1, uses_forecast=False)
    assert planned(horizon_days=60).counts["forecasts"] == 0


def test_shipped_orders_of_the_week_have_used_up_its_forecast_and_kits_pass_theirs_on() -> None:
    from production.services.boms import create_bom
    from tests.factories import BOSS, make_item

    part = mrp_item("F-4")
    kit = make_item(sku="KIT", kind="kit")
    create_bom(item_id=kit.pk, components=[{"item_id": part.pk, "quantity": D(3)}], actor=BOSS)
    forecast(kit, 0, 5)
    forecast(part, 0, 7)
    gone = demand(part, 4, in_week(1))
    type(gone).objects.filter(pk=gone.pk).update(shipped=4)
    planned(horizon_days=21)
    row = PlannedForecast.objects.get()
    assert (row.item_id, row.expected, row.taken, row.quantity) == (part.pk, 22, 4, 18)


def test_the_clock_plans_once_a_night_from_its_hour_on_in_the_companys_time() -> None:
    from zoneinfo import ZoneInfo

    from erp.core.actor import system_actor
    from erp.masterdata.selectors.company import company
    from production.models import PlanningRun
    from production.services.planning_runs import plan_by_the_clock

    clock, zone = system_actor("planning"), ZoneInfo(company().time_zone)
    PlanningSetting.objects.create(pk=1, hour=5, horizon_days=77)
    night = timezone.now().astimezone(zone).replace(hour=4, minute=59)
    assert plan_by_the_clock(actor=clock, at=night) is None
    run = plan_by_the_clock(actor=clock, at=night + timedelta(minutes=6))
    assert run is not None and (run.horizon_days, run.mode) == (77, "full")
    assert plan_by_the_clock(actor=clock, at=night + timedelta(hours=3)) is None
    assert plan_by_the_clock(actor=clock, at=night + timedelta(days=1, hours=3)) is not None
    PlanningSetting.objects.update(plans_nightly=False)
    assert plan_by_the_clock(actor=clock, at=night + timedelta(days=2, hours=3)) is None
    assert PlanningRun.objects.count() == 2


def test_a_forecast_plan_firmed_whole_proposes_nothing_more() -> None:
    from production.services.boms import create_bom
    from production.services.planned_orders import firm_planned_orders
    from tests.factories import BOSS

    top = mrp_item("F-6", supply="make", lead_time_days=4)
    part = mrp_item("F-7", lead_time_days=9)
    create_bom(item_id=top.pk, components=[{"item_id": part.pk, "quantity": D(2)}], actor=BOSS)
    forecast(top, 3, 6, 0, 4.5, 7)
    demand(top, 5, in_week(1))
    planned(horizon_days=42)
    keys = list(PlannedOrder.objects.values_list("pk", flat=True))
    firm_planned_orders(order_ids=keys, actor=BOSS)
    run = planned(horizon_days=42)
    assert (run.counts["orders"], run.counts["late"] <= 1) == (0, True)
    assert_books_hold()
