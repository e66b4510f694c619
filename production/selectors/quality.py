"""Non-conformances: who sees them, lists, and what their rework costs."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import F, Prefetch, QuerySet

from erp.core.actor import Actor
from erp.core.documents import document
from erp.core.money import round_money
from production.models import Disposition, NonConformance, Operation, WorkInspection, WorkOrder
from production.selectors.work_orders import VIEW, percent_of

ZERO = Decimal(0)


@document("non_conformance", prefix="ncr", key="number", permission=VIEW)
def visible_non_conformances(actor: Actor) -> QuerySet[NonConformance]:
    """All non-conformances."""
    return NonConformance.objects.all()


def with_decisions(rows: QuerySet[NonConformance]) -> QuerySet[NonConformance]:
    """With their work order, operation and decisions; the rework orders have their operations read along."""
    steps = Operation.objects.select_related("work_center").order_by("number")
    decided = Disposition.objects.select_related("work_order").prefetch_related(
        Prefetch("work_order__operations", steps)
    )
    rows = rows.select_related("item__unit", "work_order", "operation__work_center", "inspection")
    return rows.prefetch_related(Prefetch("dispositions", decided.order_by("pk")))


@dataclass(frozen=True)
class Rework:
    """A rework order: how far it has come, and what it costs beyond what the pieces have cost already."""

    decision: Disposition
    order: WorkOrder
    percent: int
    cost: Decimal


def reworks_of(row: NonConformance) -> list[Rework]:
    """The rework orders of a non-conformance read by `with_decisions`."""
    return [
        Rework(one, one.work_order, percent_of(one.work_order), rework_cost(one.work_order))
        for one in row.dispositions.all()
        if one.work_order is not None
    ]


def rework_cost(order: WorkOrder) -> Decimal:
    """What a rework order costs: its own operation at the work center's rate, and what it was issued besides.

    Standard cost in the base currency; the operations after the rework would have been done anyway.
    """
    first = min(order.operations.all(), key=lambda one: one.number, default=None)
    hours = ZERO
    rate = ZERO
    if first is not None and first.work_center is not None:
        hours = (first.setup_minutes + first.run_minutes * order.quantity) / 60
        rate = first.work_center.cost_per_hour
    return round_money(hours * rate + order.issued_value)


def inspections_of(row: WorkOrder) -> list[WorkInspection]:
    """What was inspected of a work order, latest first; at most 200."""
    rows = WorkInspection.objects.filter(operation__work_order=row).select_related("operation")
    return list(rows.order_by("-at", "-pk")[:200])


def waiting_inspections(actor: Actor) -> QuerySet[Operation]:
    """Operations whose finished pieces wait for an inspection, the most urgent first."""
    rows = Operation.objects.filter(unchecked__gt=0, work_order__state="in_progress")
    return rows.select_related("work_order__item__unit", "work_center").order_by(
        F("work_order__priority").desc(), "work_order__due_on", "pk"
    )
