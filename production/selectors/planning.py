"""Plans as their readers see them: runs, planned orders, exceptions, and pegs up and down."""

from __future__ import annotations

from typing import TypeVar

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from erp.core.actor import Actor
from erp.core.commands import declare_permission
from erp.core.documents import document
from inventory.models import Item
from production.models import PlannedOrder, PlanningException, PlanningRule, PlanningRun

VIEW_SCENARIO = "production.view_scenario"
VIEW_PLAN = declare_permission("production.view_plan", "See material plans")


RowT = TypeVar("RowT", PlannedOrder, PlanningException)


def runs_beside() -> QuerySet[PlanningRun]:
    """The runs of scenarios whose plans are stored beside the plan in force."""
    rows = PlanningRun.objects.filter(scenario__isnull=False, state="completed", rows_kept=True)
    return rows.order_by("-pk")


def _without_scenarios(rows: QuerySet[RowT]) -> QuerySet[RowT]:
    return rows.exclude(run_id__in=runs_of_scenarios())


def runs_of_scenarios() -> QuerySet[PlanningRun, int]:
    """The keys of all runs of scenarios, however far they are: read by the statement that leaves them out."""
    return PlanningRun.objects.filter(scenario__isnull=False).values_list("pk", flat=True)


@document("planning_run", prefix="prn", permission=VIEW_PLAN)
def visible_runs(actor: Actor) -> QuerySet[PlanningRun]:
    """All runs, for those who may see plans; those of scenarios for those who may see these too."""
    if not actor.has(VIEW_PLAN):
        return PlanningRun.objects.none()
    rows = PlanningRun.objects.defer("traces").select_related("scenario")
    return rows if actor.has(VIEW_SCENARIO) else rows.filter(scenario__isnull=True)


@document("planned_order", prefix="pln", permission=VIEW_PLAN)
def visible_planned_orders(actor: Actor) -> QuerySet[PlannedOrder]:
    """All planned orders of the company, for those who may see plans; none of a scenario's."""
    return _without_scenarios(planned_orders_anywhere(actor))


def planned_orders_anywhere(actor: Actor) -> QuerySet[PlannedOrder]:
    """Planned orders of the company and of scenarios, as far as the actor may see them."""
    if not actor.has(VIEW_PLAN):
        return PlannedOrder.objects.none()
    rows = PlannedOrder.objects.select_related("item__unit", "warehouse", "supplier")
    return rows if actor.has(VIEW_SCENARIO) else _without_scenarios(rows)


@document("planning_exception", prefix="pex", permission=VIEW_PLAN)
def visible_exceptions(actor: Actor) -> QuerySet[PlanningException]:
    """The work list, for those who may see plans; none of a scenario's."""
    return _without_scenarios(exceptions_anywhere(actor))


def exceptions_anywhere(actor: Actor) -> QuerySet[PlanningException]:
    """Work lists of the company and of scenarios, as far as the actor may see them."""
    if not actor.has(VIEW_PLAN):
        return PlanningException.objects.none()
    rows = PlanningException.objects.select_related("item__unit", "warehouse")
    return rows if actor.has(VIEW_SCENARIO) else _without_scenarios(rows)


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
        "calendar_never_open": _("A calendar is never open"),
        "negative_lead_time": _("A lead time is below zero"),
        "zero_lot_size": _("A lot size is zero"),
        "negative_quantity": _("A quantity is below zero"),
        "too_large": _("Quantities are too large to reckon with"),
        "overtaken": _("A run that was asked for later was done first"),
        "scenario_closed": _("The scenario was closed before it could be planned"),
        "scenario_empty": _("The scenario has no changes"),
    }
    about = " → ".join(skus.get(key, "?") for key in keys)
    said = str(words.get(run.error, run.error))
    return f"{said}: {about}" if about else said


def plan_in_force() -> PlanningRun | None:
    """The run whose plan holds: the last of the company's own that completed, never a scenario's.

    Its traces are read when they are asked for.
    """
    rows = PlanningRun.objects.filter(state="completed", scenario__isnull=True)
    return rows.defer("traces").order_by("-pk").first()


def last_run() -> PlanningRun | None:
    """The company's run that was asked for last, however it went."""
    return PlanningRun.objects.filter(scenario__isnull=True).defer("traces").order_by("-pk").first()
