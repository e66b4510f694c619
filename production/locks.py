"""The only locks of production."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TypeVar

from django.db import connection

from erp.core.commands import current
from erp.core.errors import NotFound, StaleVersion
from erp.core.locks import row_for_update
from production.models import (
    Bom,
    CostRollup,
    Forecast,
    NonConformance,
    Operation,
    PlannedOrder,
    PlanningException,
    PlanningRule,
    PlanningRun,
    Routing,
    Scenario,
    SopDecision,
    WorkCenter,
    WorkOrder,
    WorkOrderComponent,
)

_STRUCTURE = 0x4B450B03
_FORECASTS = 0x4B450B04
_PLANNING = 0x4B450B06
_SCHEDULE = 0x4B450B05
_SOP = 0x4B450B07


def bom_for_update(bom_id: int, expected_revision: int | None = None) -> Bom:
    """Lock a bill of materials, and with it its components.

    Raises: NotFound; StaleVersion.
    """
    return _as_seen(row_for_update(Bom, bom_id, "bom"), expected_revision)


RowT = TypeVar("RowT", Bom, Routing)


def _as_seen(row: RowT, expected_revision: int | None) -> RowT:
    if expected_revision is not None and row.revision != expected_revision:
        raise StaleVersion(expected=expected_revision, current=row.revision)
    return row


def routing_for_update(routing_id: int, expected_revision: int | None = None) -> Routing:
    """Lock a routing, and with it its operations.

    Raises: NotFound; StaleVersion.
    """
    return _as_seen(row_for_update(Routing, routing_id, "routing"), expected_revision)


def work_center_for_update(work_center_id: int, expected_version: int | None = None) -> WorkCenter:
    """Lock a work center.

    Raises: NotFound; StaleVersion.
    """
    return row_for_update(WorkCenter, work_center_id, "work_center", expected_version)


def rollup_for_update(rollup_id: int) -> CostRollup:
    """Lock a cost roll-up.

    Raises: NotFound.
    """
    return row_for_update(CostRollup, rollup_id, "cost_rollup")


def lock_structure() -> None:
    """Let one command at a time change product structure: two bills together could close a circle."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_STRUCTURE])


def lock_work_orders(work_order_ids: Sequence[int]) -> None:
    """Lock work orders, lowest key first, and remember them for the rest of the command."""
    unit = current()
    rows = WorkOrder.objects.select_for_update(of=("self",)).select_related("item", "warehouse")
    for row in rows.filter(pk__in=list(work_order_ids)).order_by("pk"):
        unit.remember("work_order", row.pk, row)


def work_order_for_update(work_order_id: int, expected_version: int | None = None) -> WorkOrder:
    """Lock a work order.

    Raises: NotFound; StaleVersion when the caller saw another version.
    """
    unit = current()
    if unit.recall("work_order", work_order_id) is None:
        lock_work_orders([work_order_id])
    row = unit.recall("work_order", work_order_id)
    if row is None:
        raise NotFound(kind="work_order", id=work_order_id)
    if expected_version is not None and row.version != expected_version:
        raise StaleVersion(expected=expected_version, current=row.version)
    return row


def operations_for_update(work_order_id: int) -> list[Operation]:
    """Lock the operations of a work order, in their order; the work order is locked already."""
    rows = Operation.objects.select_for_update(of=("self",)).filter(work_order_id=work_order_id)
    return sorted(rows.order_by("pk"), key=lambda row: row.number)


def components_for_update(work_order_id: int) -> list[WorkOrderComponent]:
    """Lock the components of a work order, in their order; the work order is locked already."""
    rows = WorkOrderComponent.objects.select_for_update(of=("self",)).select_related("item")
    return list(rows.filter(work_order_id=work_order_id).order_by("pk"))


def non_conformance_for_update(row_id: int, expected_version: int | None = None) -> NonConformance:
    """Lock a non-conformance; its work order is locked already.

    Raises: NotFound; StaleVersion.
    """
    return row_for_update(NonConformance, row_id, "non_conformance", expected_version)


def lock_forecasts() -> None:
    """Let one run of forecasts, or one change of what is said of them, follow the other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_FORECASTS])


def forecast_for_update(forecast_id: int) -> Forecast:
    """Lock a forecast, and with it its overrides.

    Raises: NotFound.
    """
    return row_for_update(Forecast, forecast_id, "forecast")


def lock_planning() -> None:
    """Let one planning run or firming at a time have the plan."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_PLANNING])


def keep_while_reckoning() -> None:
    """Keep this transaction and its locks through arithmetic of minutes without a statement.

    The database otherwise ends transactions that say nothing for a minute; a worker that is gone is noticed
    by its connection. Fifty thousand items take seconds, on a machine with much else to do a good deal more.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL idle_in_transaction_session_timeout = '10min'")


def planning_run_for_update(run_id: int) -> PlanningRun:
    """Lock a planning run.

    Raises: NotFound.
    """
    return row_for_update(PlanningRun, run_id, "planning_run")


def planned_orders_for_update(order_ids: Collection[int]) -> list[PlannedOrder]:
    """Lock planned orders of the company's plan, by key; those of a scenario are nobody's to firm."""
    rows = PlannedOrder.objects.filter(pk__in=list(order_ids), run__scenario__isnull=True).order_by("pk")
    return list(rows.select_for_update(of=("self",)))


def planning_exceptions_for_update(exception_ids: Collection[int]) -> list[PlanningException]:
    """Lock lines of the planners' work list, by key; a scenario's are nobody's to settle."""
    keys = list(exception_ids)
    rows = PlanningException.objects.filter(pk__in=keys, run__scenario__isnull=True).order_by("pk")
    return list(rows.select_for_update(of=("self",)))


def planning_rule_for_update(rule_id: int, expected_version: int | None = None) -> PlanningRule:
    """Lock a planning rule.

    Raises: NotFound; StaleVersion.
    """
    return row_for_update(PlanningRule, rule_id, "planning_rule", expected_version)


def lock_schedule() -> None:
    """Let one command at a time make or change the schedule."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_SCHEDULE])


def lock_agreed_plans() -> None:
    """Let one command at a time agree plans, so that versions count without a gap."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_SOP])


def sop_decision_for_update(decision_id: int, expected_version: int | None = None) -> SopDecision:
    """Lock a decision, with its family and owner read beside it.

    Raises: NotFound; StaleVersion.
    """
    rows = SopDecision.objects.select_for_update(of=("self",)).select_related("family", "owner")
    row = rows.filter(pk=decision_id).first()
    if row is None:
        raise NotFound(kind="sop_decision", id=decision_id)
    if expected_version is not None and row.version != expected_version:
        raise StaleVersion(expected=expected_version, current=row.version)
    return row


def scenario_for_update(scenario_id: int, expected_version: int | None = None) -> Scenario:
    """Lock a scenario, and with it its changes.

    Raises: NotFound; StaleVersion.
    """
    return row_for_update(Scenario, scenario_id, "scenario", expected_version)
