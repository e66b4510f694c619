"""Plans as their readers see them: runs, planned orders, exceptions, and pegs up and down."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from erp.core.actor import Actor
from erp.core.commands import declare_permission
from erp.core.documents import document
from inventory.models import Item
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


def why_failed(run: PlanningRun | None) -> str:
    """In words, why a run could not be reckoned, with the items that it is about."""
    if run is None or run.state != PlanningRun.State.FAILED:
        return ""
    facts = run.error_facts
    keys = [*facts.get("path", []), *([facts["item"]] if "item" in facts else [])]
    skus = dict(Item.objects.filter(pk__in=keys).values_list("pk", "sku"))
    words = {
        "bom_cycle": _("A product would consist of itself"),
        "calendar_never_open": _("A warehouse's calendar is never open"),
        "negative_lead_time": _("A lead time is below zero"),
        "zero_lot_size": _("A lot size is zero"),
        "negative_quantity": _("A quantity is below zero"),
        "too_large": _("Quantities are too large to reckon with"),
    }
    about = " → ".join(skus.get(key, "?") for key in keys)
    said = str(words.get(run.error, run.error))
    return f"{said}: {about}" if about else said


def plan_in_force() -> PlanningRun | None:
    """The run whose plan holds: the last that completed. Its traces are read when they are asked for."""
    return PlanningRun.objects.filter(state="completed").defer("traces").order_by("-pk").first()
