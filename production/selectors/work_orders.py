"""Work orders: who sees them, lists, what is short, how far they have come."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import F, OuterRef, Prefetch, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.db.models.lookups import LessThan
from django.utils import timezone

from erp.core.actor import Actor
from erp.core.documents import document
from erp.masterdata.selectors.company import business_day
from inventory.models import ExpectedSupply, Peg
from inventory.selectors.demands import free_stock
from production.calc.work import Step, progress
from production.models import Operation, WorkOrder, WorkOrderComponent, WorkOrderOutput, WorkReport
from production.models.work_order import KIND
from production.selectors.brought import brought_by

ZERO = Decimal(0)
VIEW = "production.view_work_order"


@document("work_order", prefix="wo", key="number", permission=VIEW)
def visible_work_orders(actor: Actor) -> QuerySet[WorkOrder]:
    """All work orders."""
    return WorkOrder.objects.all()


@document("operation", prefix="opn", permission=VIEW)
def visible_operations(actor: Actor) -> QuerySet[Operation]:
    """The operations of all work orders."""
    return Operation.objects.all()


def in_list(rows: QuerySet[WorkOrder]) -> QuerySet[WorkOrder]:
    """With what lists show: item, warehouse, operations, and how much of it nobody waits for."""
    pegged = (
        Peg.objects.filter(supply__source_kind=KIND, supply__source_id=OuterRef("pk"))
        .order_by()
        .values("supply__source_id")
        .annotate(total=Sum("quantity"))
        .values("total")
    )
    rows = rows.select_related("item__unit", "warehouse", "lot", "rework_of", "merged_into").annotate(
        pegged=Coalesce(Subquery(pegged), ZERO)
    )
    steps = Operation.objects.select_related("work_center").order_by("number")
    return rows.prefetch_related(Prefetch("operations", steps))


def in_full(rows: QuerySet[WorkOrder]) -> QuerySet[WorkOrder]:
    """With what one work order's page shows."""
    components = WorkOrderComponent.objects.select_related("item__unit", "demand").order_by("line_no")
    outputs = WorkOrderOutput.objects.select_related("item__unit").order_by("pk")
    return in_list(rows).prefetch_related(Prefetch("components", components), Prefetch("outputs", outputs))


def percent_of(row: WorkOrder) -> int:
    """How far a work order has come, in whole percent, from its operations as they were read along."""
    if row.state in {"completed", "closed"}:
        return 100
    return progress(row.quantity - row.reworked, [step_of(one) for one in row.operations.all()])


def step_of(row: Operation) -> Step:
    """An operation as the arithmetic takes it."""
    aside = row.rejected + row.reworked
    return Step(row.number, row.setup_minutes, row.run_minutes, row.good, row.scrapped, row.unchecked, aside)


def surplus_of(row: WorkOrder) -> Decimal:
    """What of an open work order that was made for a document nobody waits for any more."""
    if not row.is_open or not row.document_kind:
        return ZERO
    pegged: Decimal = row.pegged  # type: ignore[attr-defined]  # annotated by in_list
    return max(row.open_quantity - pegged - row.kept, ZERO)


def unneeded(rows: QuerySet[WorkOrder]) -> QuerySet[WorkOrder]:
    """Open work orders made for a document that needs less of them by now; rows come from `in_list`."""
    rows = rows.filter(state__in=["planned", "released", "in_progress", "on_hold"]).exclude(document_kind="")
    open_quantity = F("quantity") - F("good") - F("scrapped") - F("reworked")
    return rows.filter(LessThan(F("pegged") + F("kept"), open_quantity))


def alike(row: WorkOrder) -> list[WorkOrder]:
    """Work orders that nobody has begun and that could be made along with an open one; at most 50."""
    if not row.is_open or row.is_rework:
        return []
    same = {"item": row.item_id, "bom": row.bom_id, "routing": row.routing_id, "warehouse": row.warehouse_id}
    rows = WorkOrder.objects.filter(**same, state__in=["planned", "released"], is_rework=False)
    return list(rows.exclude(pk=row.pk).order_by("due_on", "pk")[:50])


@dataclass(frozen=True)
class Part:
    """A component with what is lacking of it: still needed, reserved for it, free besides, and then short."""

    component: WorkOrderComponent
    still: Decimal
    reserved: Decimal
    free: Decimal
    short: Decimal
    coming_on: date | None


def parts_of(row: WorkOrder) -> list[Part]:
    """The components of a work order read by `in_full`, with what is short of them; three queries."""
    components = list(row.components.all())
    if not components:
        return []
    ids = {part.item_id for part in components}
    today = business_day(timezone.now())
    free = free_stock(warehouse_id=row.warehouse_id, item_ids=ids, today=today) if row.is_open else {}
    coming = dict(
        ExpectedSupply.objects.filter(
            item_id__in=ids, warehouse_id=row.warehouse_id, is_open=True, quantity__gt=F("received")
        )
        .order_by("item_id", "-usable_on")
        .values_list("item_id", "usable_on")
    )
    return [_part(row, part, free, coming) for part in components]


def _part(
    row: WorkOrder, part: WorkOrderComponent, free: dict[int, Decimal], coming: dict[int, date]
) -> Part:
    still = max(part.quantity - part.issued, ZERO) if row.is_open else ZERO
    reserved = part.demand.reserved if part.demand else ZERO
    there = free.get(part.item_id, ZERO)
    short = max(still - reserved - there, ZERO)
    return Part(part, still, reserved, there, short, coming.get(part.item_id) if short else None)


def reports_of(row: WorkOrder) -> list[WorkReport]:
    """What the shop floor has reported of it, latest first; at most 200."""
    rows = WorkReport.objects.filter(operation__work_order=row).select_related("operation")
    return list(rows.order_by("-at", "-pk")[:200])


def served_by(row: WorkOrder) -> list[Peg]:
    """Whom a work order serves, with its item or what falls out beside it."""
    rows = Peg.objects.filter(brought_by([row.pk], "supply__"))
    return list(rows.select_related("demand__customer").order_by("demand__needed_on", "pk")[:200])


@dataclass(frozen=True)
class Making:
    """How far what is made for a document has come: a work order, its pegged part, and its percent."""

    work_order: WorkOrder
    percent: int


def made_for(document_kind: str, document_id: int) -> list[Making]:
    """The work orders that a document's demands are pegged to, or that were made for it; three queries."""
    pegged = Peg.objects.filter(
        demand__document_kind=document_kind, demand__document_id=document_id, supply__document_kind=KIND
    ).values("supply__document_id")
    rows = WorkOrder.objects.filter(document_kind=document_kind, document_id=document_id)
    ids = set(rows.values_list("pk", flat=True)) | {one["supply__document_id"] for one in pegged}
    found = in_list(WorkOrder.objects.filter(pk__in=ids)).exclude(state="cancelled").order_by("due_on", "pk")
    return [Making(row, percent_of(row)) for row in found]


@dataclass(frozen=True)
class Production:
    """Where what is made for a document stands as a whole: scheduled, in production or made, and how far."""

    state: str
    percent: int
    parts: list[Making]


def production_of(document_kind: str, document_id: int) -> Production | None:
    """Where a document's goods stand in production, weighed by what they cost; None where nothing is made.

    Made when all of it is, in production as soon as one has begun.
    """
    parts = made_for(document_kind, document_id)
    if not parts:
        return None
    weights = [max(part.work_order.quantity * part.work_order.item.standard_cost, ZERO) for part in parts]
    if not sum(weights):
        weights = [part.work_order.quantity for part in parts]
    done = sum((weight * part.percent for weight, part in zip(weights, parts, strict=True)), ZERO)
    percent = int(done / sum(weights))
    if all(part.percent == 100 for part in parts):
        return Production("made", 100, parts)
    begun = any(part.percent or part.work_order.started_at is not None for part in parts)
    return Production("in_production" if begun else "scheduled", min(percent, 99), parts)


def short_ids(rows: Iterable[WorkOrder]) -> Collection[int]:
    """Those of the rows that lack reserved components."""
    lacking = WorkOrderComponent.objects.filter(
        work_order__in=[row.pk for row in rows], quantity__gt=F("issued") + F("demand__reserved")
    )
    return set(lacking.values_list("work_order_id", flat=True))
