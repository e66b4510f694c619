"""What a work order is made of and by which steps, taken from the structure in force when it is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from django.db.models import Q
from django.utils.translation import gettext as _

from erp.core.errors import Conflict
from inventory.models import Item
from production.calc.explosion import rounded
from production.models import Bom, BomComponent, Operation, Routing, RoutingOperation, WorkOrder
from production.models.output import WorkOrderOutput
from production.models.work_order import WorkOrderComponent

MOST_LEVELS = 30
_EXACT = Decimal("0.0000000001")


@dataclass
class Part:
    """What one unit of an item takes of another, down through phantoms; `fixed` is once per order."""

    item: Item
    per: Fraction
    fixed: Fraction
    operation_number: int | None


def bom_on(item_id: int, on: date) -> Bom | None:
    """The bill in force on a day: of the active versions that hold then, the one that began last."""
    rows = Bom.objects.filter(item_id=item_id, alternative="", is_active=True, valid_from__lte=on)
    return rows.filter(Q(valid_to=None) | Q(valid_to__gte=on)).order_by("-valid_from").first()


def routing_on(item_id: int, on: date) -> Routing | None:
    """The routing in force on a day, as for bills."""
    rows = Routing.objects.filter(item_id=item_id, is_active=True, valid_from__lte=on)
    return rows.filter(Q(valid_to=None) | Q(valid_to__gte=on)).order_by("-valid_from").first()


def parts_of(bom: Bom, on: date) -> list[Part]:
    """What one unit of a bill's item takes, phantoms replaced by what they consist of.

    Raises: Conflict (`bom_not_explodable`) when phantoms lead in a circle.
    """
    found: dict[int, Part] = {}
    _collect(bom, (Fraction(1), Fraction(0)), on, found, level=0, operation=None)
    return list(found.values())


def _collect(
    bom: Bom,
    times: tuple[Fraction, Fraction],
    on: date,
    found: dict[int, Part],
    *,
    level: int,
    operation: int | None,
) -> None:
    """Add what a bill takes so many times per piece, and so many times once for the whole order.

    What hangs below a phantom hangs below its parent.
    """
    if level > MOST_LEVELS:
        raise Conflict("bom_not_explodable", reason="cycle")
    rows: list[BomComponent] = list(bom.components.select_related("item").order_by("pk"))
    for row in rows:
        share = Fraction(row.quantity) * (1 + Fraction(row.scrap_percent) / 100)
        each, once = (one * share / Fraction(bom.output_quantity) for one in times)
        if row.is_fixed:
            each, once = Fraction(0), share
        number = operation or row.operation_number
        below = bom_on(row.item_id, on)
        if below is not None and below.is_phantom:
            _collect(below, (each, once), on, found, level=level + 1, operation=number)
            continue
        if row.item.kind != Item.Kind.STOCKED:
            continue
        part = found.setdefault(row.item_id, Part(row.item, Fraction(0), Fraction(0), number))
        part.per += each
        part.fixed += once


def build_components(work_order: WorkOrder, parts: list[Part]) -> list[WorkOrderComponent]:
    """The components of a work order, not saved; what is fixed is a line of its own."""
    built: list[WorkOrderComponent] = []
    for part in parts:
        for per, is_fixed in ((part.per, False), (part.fixed, True)):
            if per <= 0:
                continue
            quantity = rounded(per if is_fixed else per * Fraction(work_order.quantity))
            each = (Decimal(per.numerator) / Decimal(per.denominator)).quantize(_EXACT)
            built.append(
                WorkOrderComponent(
                    work_order=work_order,
                    line_no=len(built) + 1,
                    item=part.item,
                    quantity_per=max(each, _EXACT),
                    quantity=quantity,
                    is_fixed=is_fixed,
                    operation_number=part.operation_number,
                )
            )
    return built


def build_outputs(work_order: WorkOrder, bom: Bom) -> list[WorkOrderOutput]:
    """What falls out of a work order beside its item, not saved."""
    return [
        WorkOrderOutput(
            work_order=work_order,
            item=one.item,
            kind=one.kind,
            quantity_per=max((one.quantity / bom.output_quantity).quantize(_EXACT), _EXACT),
            cost_share_percent=one.cost_share_percent,
        )
        for one in bom.outputs.select_related("item").order_by("pk")
    ]


def same_step(step: Operation) -> Operation:
    """An operation for another work order, not saved, that is to be done like this one."""
    names = (
        "number", "name", "work_center_id", "setup_minutes", "run_minutes", "outside_days",
        "inspection_percent", "inspection_note",
    )  # fmt: skip
    return Operation(**{name: getattr(step, name) for name in names})


def build_operations(
    work_order: WorkOrder, routing: Routing | None, steps: Sequence[Operation] | None = None
) -> list[Operation]:
    """The steps of a work order, not saved; one without a routing has the one step of making it.

    Steps that are given take the place of the routing's.
    """
    if steps is not None:
        for step in steps:
            step.work_order = work_order
        return list(steps)
    if routing is None:
        return [Operation(work_order=work_order, number=10, name=_("Make"))]
    rows: list[RoutingOperation] = list(routing.operations.order_by("number"))
    if not rows:
        return [Operation(work_order=work_order, number=10, name=_("Make"))]
    return [
        Operation(
            work_order=work_order,
            number=row.number,
            work_center_id=row.work_center_id,
            name=row.name,
            setup_minutes=row.setup_minutes,
            run_minutes=row.run_minutes,
            inspection_percent=row.inspection_percent,
            inspection_note=row.inspection_note,
        )
        for row in rows
    ]
