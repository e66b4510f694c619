"""Plans as their readers see them: runs, planned orders, exceptions, and pegs up and down."""

from __future__ import annotations

from django.db.models import QuerySet

from erp.core.actor import Actor
from erp.core.commands import declare_permission
from erp.core.documents import document
from production.models import PlannedOrder, PlanningException, PlanningRule, PlanningRun

VIEW_PLAN = declare_permission("production.view_plan", "See material plans")


@document("planning_run", prefix="prn", permission=VIEW_PLAN)
def visible_runs(actor: Actor) -> QuerySet[PlanningRun]:
    """All runs, for those who may see plans."""
    return PlanningRun.objects.defer("traces") if actor.has(VIEW_PLAN) else PlanningRun.objects.none()


@document("planned_order", prefix="pln", permission=VIEW_PLAN)
def visible_planned_orders(actor: Actor) -> QuerySet[PlannedOrder]:
    """All planned orders, for those who may see plans."""
    if not actor.has(VIEW_PLAN):
        return PlannedOrder.objects.none()
    return PlannedOrder.objects.select_related("item__unit", "warehouse", "supplier")


@document("planning_exception", prefix="pex", permission=VIEW_PLAN)
def visible_exceptions(actor: Actor) -> QuerySet[PlanningException]:
    """The work list, for those who may see plans."""
    if not actor.has(VIEW_PLAN):
        return PlanningException.objects.none()
    return PlanningException.objects.select_related("item__unit", "warehouse")


@document("planning_rule", prefix="plr", permission=VIEW_PLAN)
def visible_rules(actor: Actor) -> QuerySet[PlanningRule]:
    """How items are planned, for those who may see plans."""
    if not actor.has(VIEW_PLAN):
        return PlanningRule.objects.none()
    return PlanningRule.objects.select_related("item__unit")


def plan_in_force() -> PlanningRun | None:
    """The run whose plan holds: the last that completed."""
    return PlanningRun.objects.filter(state="completed").order_by("-pk").first()
