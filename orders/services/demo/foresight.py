"""How the demo company looks ahead: forecasts that people correct, costs, the material plan, the schedule."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db.models import Count

from erp.core.actor import Actor
from erp.identity.selectors.actors import actor_for
from inventory.models import ItemCategory
from orders.models import OrderLine
from orders.services.demo.catalog_words import Text
from orders.services.demo.phrases import say
from orders.services.demo.plan import DemoPlan
from orders.services.demo.written import Written
from production.models import Forecast, ForecastEvent, PlannedOrder, WorkOrder
from production.services.costs import roll_up_costs
from production.services.forecast_events import create_event, create_like
from production.services.forecast_overrides import override_forecast
from production.services.forecasts import run_forecasts
from production.services.planned_orders import firm_planned_orders
from production.services.planning_rules import create_planning_rule
from production.services.planning_runs import ask_planning, carry_out_run
from production.services.scheduling import run_schedule
from production.services.work_orders import release_work_order

PROMOTION: Text = ("Winter light campaign", "冬季照明促销")
SHUTDOWN: Text = ("Building sites closed", "工地停工")
TENDER: Text = ("Tender for the new school is won", "中标新校区项目")
PROJECT: Text = ("Sales hears of a second site", "销售获悉二期项目")
STOCKED_UP: Text = ("Distributor has stocked up", "经销商已备足库存")
COMING: Text = ("Trade fair orders expected", "预计展会带来订单")
FIRMED, RELEASED, MASTER_ITEMS = 20, 8, 6
SCHEDULE_SECONDS = 0.3


@dataclass(frozen=True)
class Correction:
    """What somebody says instead of a forecast: so many times as much, of the month that begins then."""

    reason: Text
    factor: str
    starts_on: date


def look_ahead(plan: DemoPlan, written: Written) -> dict[str, int]:
    """Forecast, correct, reckon costs, plan material and schedule; gives how much of each."""
    _foresee(plan, written)
    boss = actor_for(written.people["production_manager"])
    rollup = roll_up_costs(actor=boss)
    planner = actor_for(written.people["planner"])
    _schedule_by_hand(planner)
    firmed = _plan_material(plan, written)
    run_schedule(seconds=SCHEDULE_SECONDS, actor=planner)
    return {
        "forecasts": Forecast.objects.filter(refusal="").count(),
        "work orders of the plan": firmed,
        "planned orders": PlannedOrder.objects.filter(status="proposed").count(),
        "items with costs": rollup.items,
    }


def _foresee(plan: DemoPlan, written: Written) -> None:
    """A forecast of two months ago that people corrected, scored now; today's, with a correction to come."""
    planner, seller = (actor_for(written.people[name]) for name in ("planner", "sales_manager"))
    _tell_events(plan, written)
    month = plan.today.replace(day=1)
    before = (month - timedelta(days=1)).replace(day=1)
    then = plan.now - (plan.today - before) + timedelta(days=4)
    run_forecasts(actor=planner, at=then)
    for place, (reason, factor, actor) in enumerate(
        ((PROJECT, "1.4", seller), (STOCKED_UP, "0.7", seller), (TENDER, "1.2", planner))
    ):
        _correct(plan, place, Correction(reason, factor, before), actor, then)
    run_forecasts(actor=planner, at=plan.now)
    nexts = (month + timedelta(days=32)).replace(day=1)
    _correct(plan, 1, Correction(COMING, "1.25", nexts), seller, plan.now)


def _schedule_by_hand(planner: Actor) -> None:
    """The made items that sell best stand in the master schedule; this week only orders count."""
    best = Forecast.objects.filter(refusal="", region=None, item__supply="make", item__planning="mrp")
    for item_id in best.order_by("-value", "pk").values_list("item_id", flat=True)[:MASTER_ITEMS]:
        values = {"item_id": item_id, "is_master_scheduled": True, "demand_fence_days": 7}
        create_planning_rule(values=values, actor=planner)


def _correct(plan: DemoPlan, place: int, correction: Correction, actor: Actor, at: datetime) -> None:
    """Somebody says something else of one of the items that sell best."""
    forecasts = Forecast.objects.filter(refusal="", region=None, buckets__starts_on=correction.starts_on)
    forecast = forecasts.order_by("-value", "pk")[place : place + 1].first()
    if forecast is None:
        return
    said = forecast.buckets.get(starts_on=correction.starts_on).mean
    override_forecast(
        forecast_id=forecast.pk,
        starts_on=correction.starts_on,
        quantity=max((said * Decimal(correction.factor)).quantize(Decimal(1)), Decimal(1)),
        reason=say(correction.reason, plan.language),
        actor=actor,
        at=at,
    )


def _tell_events(plan: DemoPlan, written: Written) -> None:
    """A campaign to come, sites that were closed, and a new lamp that sells like a known one."""
    planner = actor_for(written.people["planner"])
    lamps = ItemCategory.objects.get(code="LUM")
    month = plan.today.replace(day=1)
    campaign = (month + timedelta(days=64)).replace(day=1)
    closed = (month - timedelta(days=200)).replace(day=8)
    for name, kind, begins, days, uplift in (
        (PROMOTION, ForecastEvent.Kind.PROMOTION, campaign, 20, Decimal(25)),
        (SHUTDOWN, ForecastEvent.Kind.HOLIDAY, closed, 9, None),
    ):
        create_event(
            values={
                "name": say(name, plan.language),
                "kind": kind,
                "starts_on": begins,
                "ends_on": begins + timedelta(days=days),
                "category_id": lamps.pk,
                "uplift_percent": uplift,
            },
            actor=planner,
        )
    sold = OrderLine.objects.filter(item__is_sold=True, item__supply="make").values_list("item_id")
    ranks = list(sold.annotate(count=Count("pk")).order_by("count", "item_id"))
    if len(ranks) > 1:
        create_like(
            values={"item_id": ranks[0][0], "like_id": ranks[-1][0], "ratio": Decimal("0.3")}, actor=planner
        )


def _plan_material(plan: DemoPlan, written: Written) -> int:
    """Plan; make work orders of the first planned orders, release some; plan again by what is in hand."""
    planner, boss = (actor_for(written.people[name]) for name in ("planner", "production_manager"))
    run = ask_planning(actor=planner, at=plan.now - timedelta(hours=3))
    carry_out_run(run_id=run.pk, actor=planner, at=plan.now - timedelta(hours=3))
    first = PlannedOrder.objects.filter(status="proposed", kind="make").order_by("release_on", "pk")
    keys = list(first.values_list("pk", flat=True)[:FIRMED])
    if not keys:
        return 0
    rows = firm_planned_orders(order_ids=keys, actor=planner, at=plan.now - timedelta(hours=2))
    begun = WorkOrder.objects.filter(pk__in=[row.document_id for row in rows], state="planned")
    for pk in begun.order_by("release_on", "pk").values_list("pk", flat=True)[:RELEASED]:
        release_work_order(work_order_id=pk, actor=boss, at=plan.now - timedelta(hours=1))
    again = ask_planning(actor=planner, at=plan.now)
    carry_out_run(run_id=again.pk, actor=planner, at=plan.now)
    return len(rows)
