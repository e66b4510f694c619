"""Routings: the operations by which an item is made, as versions that are in force from a day on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, TypedDict

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from erp.core.actor import Actor
from erp.core.commands import command
from erp.core.events import emit
from erp.core.quantity import QUANTITY_MAX, plain
from erp.core.records import Changes, Problems, delete_unused, set_values
from erp.core.refs import DocumentRef
from erp.masterdata.models import Supplier
from erp.masterdata.selectors.company import business_day
from production import locks
from production.events import RoutingChanged, RoutingCreated, RoutingDeleted
from production.models import OperationAlternative, Routing, RoutingOperation, WorkCenter
from production.services.boms import made_item

RIGHT = ("production.edit_routing", "Create and edit routings")
MAX_OPERATIONS = 200
MAX_ALTERNATIVES = 20
MAX_MINUTES = Decimal(525_600)
MAX_LEAD_DAYS = 3650
_MINUTES = ("setup_minutes", "run_minutes", "queue_minutes", "move_minutes")
_PLAIN = ("number", "name", *_MINUTES, "overlap_quantity", "setup_group", "lead_days", "outside_price",
          "instruction", "inspection_percent", "inspection_note")  # fmt: skip


class AlternativeValues(TypedDict, total=False):
    """Another work center for an operation; it takes `factor` times as long there."""

    work_center_id: int
    factor: Decimal
    preference: int


class OperationValues(TypedDict, total=False):
    """An operation: minutes of set-up once, of run per base unit, of waiting before and after."""

    number: int
    work_center_id: int
    name: str
    setup_minutes: Decimal
    run_minutes: Decimal
    queue_minutes: Decimal
    move_minutes: Decimal
    overlap_quantity: Decimal | None
    setup_group: str
    supplier_id: int | None
    lead_days: int | None
    outside_price: Decimal | None
    instruction: str
    inspection_percent: Decimal | None
    inspection_note: str
    alternatives: Sequence[AlternativeValues]


class RoutingValues(TypedDict, total=False):
    """What can be said about a version beside its operations."""

    valid_to: date | None
    lot_quantity: Decimal
    is_active: bool
    note: str


@dataclass
class _Built:
    row: RoutingOperation
    alternatives: list[OperationAlternative] = field(default_factory=list)


def routing_ref(routing: Routing) -> DocumentRef:
    """The routing as the audit trail names it."""
    return DocumentRef("routing", routing.pk, f"{routing.item.sku} {routing.valid_from}"[:60])


@command(*RIGHT)
def create_routing(
    *,
    item_id: int,
    operations: Sequence[OperationValues],
    valid_from: date | None = None,
    values: RoutingValues | None = None,
    actor: Actor,
) -> Routing:
    """Say how an item is made, from a day on (from today unless said); same day replaces.

    Operations without a number get 10, 20, 30 … in their order.
    Locks:  product structure.
    Emits:  RoutingCreated, or RoutingChanged when a routing of that day is replaced.
    Raises: Invalid, with the field: an operation needs an active work center, ours one with a calendar;
            no time is negative.
    """
    locks.lock_structure()
    item = made_item(item_id, _("A service has no routing."))
    start = valid_from or business_day(timezone.now())
    routing = Routing.objects.filter(item_id=item_id, valid_from=start).first()
    is_new = routing is None
    if routing is None:
        last = Routing.objects.filter(item_id=item_id).aggregate(last=Max("version"))["last"]
        routing = Routing(item=item, valid_from=start, version=(last or 0) + 1)
    if not is_new:
        routing.revision += 1
    changes = _take(routing, values or {}, operations)
    ref = routing_ref(routing)
    if is_new:
        emit(RoutingCreated(document=ref, product=item.sku, operations=len(operations)), actor=actor)
    elif changes:
        emit(RoutingChanged(document=ref, product=item.sku), actor=actor, changes=changes)
    return routing


@command(*RIGHT)
def edit_routing(
    *,
    routing_id: int,
    operations: Sequence[OperationValues] | None = None,
    values: RoutingValues | None = None,
    actor: Actor,
    expected_version: int | None = None,
) -> Routing:
    """Change a routing; its operations are replaced as a whole where given.

    Work orders keep the operations that they were made with.
    Locks:  product structure, the routing.
    Emits:  RoutingChanged.
    Raises: NotFound; StaleVersion; Invalid.
    """
    locks.lock_structure()
    routing = locks.routing_for_update(routing_id, expected_version)
    routing.revision += 1
    changes = _take(routing, values or {}, operations)
    if changes:
        event = RoutingChanged(document=routing_ref(routing), product=routing.item.sku)
        emit(event, actor=actor, changes=changes)
    return routing


@command(*RIGHT)
def delete_routing(*, routing_id: int, actor: Actor, expected_version: int | None = None) -> None:
    """Take a routing out; the one before it is in force again.

    Locks:  product structure, the routing.
    Emits:  RoutingDeleted.
    Raises: NotFound; StaleVersion; Conflict (`in_use`).
    """
    locks.lock_structure()
    routing = locks.routing_for_update(routing_id, expected_version)
    ref, sku = routing_ref(routing), routing.item.sku
    delete_unused(routing, "routing")
    emit(RoutingDeleted(document=ref, product=sku), actor=actor)


def _take(
    routing: Routing, values: Mapping[str, Any], operations: Sequence[OperationValues] | None
) -> Changes:
    """Put a routing's values and operations into it; gives what changed."""
    problems = Problems()
    changes = set_values(routing, values, problems)
    if "lot_quantity" not in problems.errors and not 0 < routing.lot_quantity <= QUANTITY_MAX:
        problems.add("lot_quantity", _("This must be above zero."))
    if routing.valid_to is not None and routing.valid_to < routing.valid_from:
        problems.add("valid_to", _("Ends before it begins."))
    built = None if operations is None else _built(operations, problems)
    problems.refuse()
    routing.save()
    if built is not None:
        before = _labels(routing)
        _store(routing, built)
        after = _labels(routing)
        if before != after:
            changes["operations"] = [before, after]
    return changes


def _store(routing: Routing, built: list[_Built]) -> None:
    routing.operations.all().delete()
    for one in built:
        one.row.routing = routing
    RoutingOperation.objects.bulk_create([one.row for one in built])
    for one in built:
        for alternative in one.alternatives:
            alternative.operation = one.row
    OperationAlternative.objects.bulk_create([row for one in built for row in one.alternatives])


def _built(operations: Sequence[OperationValues], problems: Problems) -> list[_Built]:
    if not operations or len(operations) > MAX_OPERATIONS:
        problems.add("operations", _("Between 1 and %(count)s operations.") % {"count": MAX_OPERATIONS})
        return []
    centers = _centers(operations)
    named = {pk for values in operations if (pk := values.get("supplier_id")) is not None}
    suppliers = set(Supplier.objects.filter(pk__in=named).values_list("pk", flat=True)) if named else set()
    built: list[_Built] = []
    seen: set[int] = set()
    last = 0
    for index, values in enumerate(operations):
        own = Problems(f"operations[{index}].")
        row = _operation({"number": last // 10 * 10 + 10, **values}, centers, own)
        if row.number in seen:
            own.add("number", _("This number is taken already."))
        seen.add(row.number)
        last = max(last, row.number or 0)
        if values.get("supplier_id") is not None and row.supplier_id not in suppliers:
            own.add("supplier", _("There is no such thing, or you may not see it."))
        alternatives = _alternatives(values.get("alternatives") or (), row, centers, own)
        built.append(_Built(row, alternatives))
        problems.merge(own.errors)
    return sorted(built, key=lambda one: one.row.number or 0)


def check_operations(operations: Sequence[OperationValues], problems: Problems) -> None:
    """Note what would be refused about operations, on `operations[n].…`; nothing is written."""
    _built(operations, problems)


def _centers(operations: Sequence[OperationValues]) -> dict[int, WorkCenter]:
    named = {values.get("work_center_id") for values in operations}
    named |= {one.get("work_center_id") for row in operations for one in row.get("alternatives") or ()}
    return WorkCenter.objects.in_bulk([pk for pk in named if pk is not None])


def _operation(
    values: Mapping[str, Any], centers: Mapping[int, WorkCenter], own: Problems
) -> RoutingOperation:
    row = RoutingOperation()
    said = {name: values[name] for name in _PLAIN if name in values}
    if not str(said.get("name") or "").strip():
        said.pop("name", None)
    set_values(row, said, own)
    center = _center(values.get("work_center_id"), centers, own)
    row.work_center_id = center.pk if center else 0
    row.supplier_id = values.get("supplier_id")
    if not row.name and center is not None:
        row.name = center.name
    if not 0 < (row.number or 0) < 10**6:
        own.add("number", _("This must be above zero."))
    own.not_negative(row, *_MINUTES, "lead_days", "outside_price")
    for name in _MINUTES:
        if getattr(row, name) > MAX_MINUTES:
            own.add(name, _("This number is too large."))
    if row.overlap_quantity is not None and not 0 < row.overlap_quantity <= QUANTITY_MAX:
        own.add("overlap_quantity", _("This must be above zero."))
    if row.inspection_percent is not None and not 0 < row.inspection_percent <= 100:
        own.add("inspection_percent", _("This must be above 0, and 100 at most."))
    if (row.lead_days or 0) > MAX_LEAD_DAYS:
        own.add("lead_days", _("This number is too large."))
    if center is not None:
        _check_place(row, center, own)
    return row


def _check_place(row: RoutingOperation, center: WorkCenter, own: Problems) -> None:
    """What an operation outside says, one of ours does not."""
    if center.is_outside:
        row.supplier_id = row.supplier_id or center.supplier_id
        if row.lead_days is None:
            own.add("lead_days", _("An operation outside needs the days it takes there."))
        return
    for name, attribute in (("supplier", "supplier_id"), ("lead_days",) * 2, ("outside_price",) * 2):
        if getattr(row, attribute) is not None:
            own.add(name, _("Only an operation at an outside work center has this."))


def _center(pk: Any, centers: Mapping[int, WorkCenter], own: Problems) -> WorkCenter | None:
    center = centers.get(pk or 0)
    if pk is None:
        own.add("work_center", _("This field is required."))
    elif center is None:
        own.add("work_center", _("There is no such thing, or you may not see it."))
    elif not center.is_active:
        own.add("work_center", _("%(code)s is not active.") % {"code": center.code})
    elif not center.is_outside and center.calendar_id is None:
        own.add("work_center", _("%(code)s has no working calendar.") % {"code": center.code})
    return center


def _alternatives(
    rows: Sequence[AlternativeValues], row: RoutingOperation, centers: Mapping[int, WorkCenter], own: Problems
) -> list[OperationAlternative]:
    if len(rows) > MAX_ALTERNATIVES:
        own.add("alternatives", _("There may be at most %(count)s.") % {"count": MAX_ALTERNATIVES})
        return []
    built, seen = [], {row.work_center_id}
    for index, values in enumerate(rows):
        inner, found = Problems(f"alternatives[{index}]."), OperationAlternative()
        numbers = {
            "factor": values.get("factor", Decimal(1)),
            "preference": values.get("preference", index + 1),
        }
        set_values(found, numbers, inner)
        center = _center(values.get("work_center_id"), centers, inner)
        found.work_center_id = center.pk if center else 0
        if center is not None and center.pk in seen:
            inner.add("work_center", _("This work center is named twice."))
        seen.add(found.work_center_id)
        if not inner.errors and not 0 < found.factor <= 1000:
            inner.add("factor", _("This must be above zero."))
        own.merge(inner.errors)
        built.append(found)
    return built


def _labels(routing: Routing) -> list[str]:
    rows = routing.operations.select_related("work_center", "supplier").prefetch_related(
        "alternatives__work_center"
    )
    return [_label(row) for row in rows.order_by("number")]


def _label(row: RoutingOperation) -> str:
    times = " / ".join(plain(getattr(row, name)) for name in _MINUTES)
    text = f"{row.number} {row.name} @ {row.work_center.code}: {times} min"
    if row.overlap_quantity is not None:
        text += f", ≥ {plain(row.overlap_quantity)}"
    if row.inspection_percent is not None:
        text += f", ✓ {plain(row.inspection_percent)} %"
    if row.setup_group:
        text += f", {row.setup_group}"
    if row.work_center.is_outside:
        supplier = row.supplier.code if row.supplier else "-"
        text += f", {supplier} {row.lead_days} d {plain(row.outside_price or Decimal(0))}"
    others = [f"{one.work_center.code} × {plain(one.factor)}" for one in row.alternatives.all()]
    return f"{text} | {', '.join(others)}" if others else text
