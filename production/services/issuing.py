"""Components go to the shop floor: by hand, by themselves with what is reported, and back again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from erp.core.actor import Actor
from erp.core.commands import command
from erp.core.errors import Conflict, IllegalTransition, Invalid, Shortage
from erp.core.events import emit
from erp.core.quantity import QUANTITY_MAX
from erp.core.rows import save_row
from erp.core.sets import delete_rows, update_rows
from inventory import locks as stock_locks
from inventory.models import Demand, Item, Location, Move, Reservation
from inventory.services.ledger import MoveLine, MoveSource, post_lines
from inventory.services.reservations import reserve_demands
from inventory.services.stock import default_location, value_of
from production import locks
from production.calc.work import taken_by
from production.events import ComponentsIssued
from production.models import WorkOrder, WorkOrderComponent
from production.models.work_order import KIND
from production.services.work_order_base import ISSUE, open_for

ZERO = Decimal(0)
_WORKING = {WorkOrder.State.RELEASED, WorkOrder.State.IN_PROGRESS}


@dataclass(frozen=True)
class IssueLine:
    """How much of a component goes to the floor; a quantity left out is all that is still needed."""

    line_no: int
    quantity: Decimal | None = None


@command(*ISSUE)
def issue_components(
    *,
    work_order_id: int,
    actor: Actor,
    lines: Sequence[IssueLine] | None = None,
    expected_version: int | None = None,
    at: datetime | None = None,
) -> WorkOrder:
    """Bring components to the shop floor: those named, else all that is still needed.

    What is reserved for the work order goes first, then what is free.

    Locks:  the work order, its components, demands, reservations and balances.
    Emits:  ComponentsIssued, StockMoved.
    Raises: NotFound; StaleVersion; IllegalTransition unless released or in progress; Invalid on `lines[n]`;
            Shortage; Conflict `nothing_to_issue`.
    """
    at = at or timezone.now()
    row = open_for(work_order_id, expected_version)
    if row.state not in _WORKING:
        raise IllegalTransition(action="issue", state=row.state, document=row.number)
    components = locks.components_for_update(row.pk)
    wanted = _wanted(components, lines)
    if not wanted:
        raise Conflict("nothing_to_issue", document=row.number)
    _issue(row, components, wanted, actor=actor, at=at)
    row.version += 1
    save_row(row, ["issued_value", "version"])
    return row


def _wanted(
    components: Sequence[WorkOrderComponent], lines: Sequence[IssueLine] | None
) -> dict[int, Decimal]:
    if lines is None:
        return {part.pk: part.quantity - part.issued for part in components if part.quantity > part.issued}
    known = {part.line_no: part for part in components}
    wanted: dict[int, Decimal] = {}
    for place, line in enumerate(lines):
        part = known.get(line.line_no)
        if part is None:
            raise Invalid.field(f"lines[{place}].line", _("This work order has no such line."), "unknown")
        quantity = part.quantity - part.issued if line.quantity is None else line.quantity
        if not quantity.is_finite() or not 0 < quantity <= QUANTITY_MAX:
            raise Invalid.field(f"lines[{place}].quantity", _("Must be greater than zero."))
        wanted[part.pk] = wanted.get(part.pk, ZERO) + quantity
    return wanted


def back_flush(row: WorkOrder, *, actor: Actor, at: datetime) -> None:
    """Take what the pieces so far, good, spoiled or gone to rework, have used and nobody has issued yet.

    Source: domain.md, "Back-flush takes components for good + scrap". The caller holds the work order and
    saves it.
    Raises: Shortage when the books have less than the floor has used.
    """
    components = locks.components_for_update(row.pk)
    made = row.reported
    wanted = {}
    for part in components:
        missing = taken_by(part.quantity_per, made, is_fixed=part.is_fixed) - part.issued
        if part.is_backflushed and missing > 0:
            wanted[part.pk] = missing
    if wanted:
        _issue(row, components, wanted, actor=actor, at=at)


def _issue(
    row: WorkOrder,
    components: Sequence[WorkOrderComponent],
    wanted: dict[int, Decimal],
    *,
    actor: Actor,
    at: datetime,
) -> None:
    """Reserve what is lacking, then consume reservations: stock, ledger and demands together."""
    parts = {part.demand_id or 0: part for part in components if part.pk in wanted}
    demands = stock_locks.demands_for_update(parts)
    _ask_for_more(demands, parts, wanted)
    reserve_demands(document=row.ref, actor=actor, at=at)
    demands = stock_locks.demands_for_update(parts)
    taken = _take(demands, {d.pk: wanted[parts[d.pk].pk] for d in demands}, parts)
    moves = _consume(taken, parts)
    post_lines(
        moves, kind=Move.Kind.CONSUMPTION, at=at, actor=actor, source=_source(row), reason=row.item.sku
    )
    row.issued_value -= sum((move.value for move in moves), ZERO)
    told = []
    for part in parts.values():
        part.issued += wanted[part.pk]
        part.quantity = max(part.quantity, part.issued)
        told.append({"product": part.item.sku, "quantity": str(wanted[part.pk])})
    WorkOrderComponent.objects.bulk_update(parts.values(), ["issued", "quantity"])
    event = ComponentsIssued(document=row.ref, lines=told)
    emit(event, actor=actor, at=at)


def _source(row: WorkOrder) -> MoveSource:
    number = row.document_number if row.document_kind == "order" else ""
    return MoveSource(row.ref, number)


def _ask_for_more(
    demands: Sequence[Demand], parts: dict[int, WorkOrderComponent], wanted: dict[int, Decimal]
) -> None:
    """More is used than the bill says: the demand grows with it, and nobody's day matters any more."""
    rows = []
    for demand in demands:
        most = demand.shipped + demand.cancelled + wanted[parts[demand.pk].pk]
        if most > demand.quantity or demand.reserve_on is not None:
            rows.append({"id": demand.pk, "quantity": max(most, demand.quantity), "reserve_on": None})
    update_rows(Demand, rows, put=["quantity", "reserve_on"])


def _take(
    demands: Sequence[Demand], wanted: dict[int, Decimal], parts: dict[int, WorkOrderComponent]
) -> list[tuple[Reservation, Decimal]]:
    """The reservations to consume, and how much of each.

    Raises: Shortage naming the first component that is not there; Conflict `lot_blocked`.
    """
    left = dict(wanted)
    taken: list[tuple[Reservation, Decimal]] = []
    for one in stock_locks.reservations_of_demands_for_update(wanted, unassigned_only=True):
        part = min(left[one.demand_id], one.quantity)
        if part <= 0:
            continue
        lot = one.balance.lot
        if lot is not None and lot.is_blocked:
            raise Conflict("lot_blocked", lot=lot.code, reason=lot.blocked_reason)
        left[one.demand_id] -= part
        taken.append((one, part))
    for demand in demands:
        if left[demand.pk] > 0:
            sku = parts[demand.pk].item.sku
            asked = wanted[demand.pk]
            raise Shortage(product=sku, asked=asked, available=asked - left[demand.pk])
    return taken


def _consume(
    taken: Sequence[tuple[Reservation, Decimal]], parts: dict[int, WorkOrderComponent]
) -> list[MoveLine]:
    places = Location.objects.in_bulk({one.balance.location_id for one, _part in taken})
    delete_rows(Reservation, [one.pk for one, part in taken if part == one.quantity])
    cut = [{"id": one.pk, "quantity": -part} for one, part in taken if part < one.quantity]
    update_rows(Reservation, cut, add=["quantity"])
    gone: dict[int, Decimal] = {}
    for one, part in taken:
        gone[one.demand_id] = gone.get(one.demand_id, ZERO) + part
    update_rows(
        Demand,
        [{"id": pk, "shipped": gone[pk], "reserved": -gone[pk]} for pk in sorted(gone)],
        add=["shipped", "reserved"],
    )
    return [
        MoveLine(
            parts[one.demand_id].item_id,
            places[one.balance.location_id],
            -part,
            -value_of(parts[one.demand_id].item, part),
            one.balance.lot_id,
            reserved=part,
            sku=parts[one.demand_id].item.sku,
        )
        for one, part in taken
    ]


@command(*ISSUE)
def return_components(
    *,
    work_order_id: int,
    lines: Sequence[IssueLine],
    actor: Actor,
    expected_version: int | None = None,
    at: datetime | None = None,
) -> WorkOrder:
    """Take components back from the floor that were issued and not used; they lie free again.

    Locks:  the work order, its components, demands and balances.
    Emits:  ComponentsIssued with what came back below zero, StockMoved, StockReceived.
    Raises: NotFound; StaleVersion; IllegalTransition unless in progress, released or on hold; Invalid on
            `lines[n]`, also for more than was issued.
    """
    at = at or timezone.now()
    row = open_for(work_order_id, expected_version)
    if not row.is_open:
        raise IllegalTransition(action="return", state=row.state, document=row.number)
    components = {part.line_no: part for part in locks.components_for_update(row.pk)}
    wanted: dict[int, Decimal] = {}
    for place, line in enumerate(lines):
        part = components.get(line.line_no)
        if part is None:
            raise Invalid.field(f"lines[{place}].line", _("This work order has no such line."), "unknown")
        quantity = part.issued if line.quantity is None else line.quantity
        if not quantity.is_finite() or quantity <= 0:
            raise Invalid.field(f"lines[{place}].quantity", _("Must be greater than zero."))
        if wanted.get(part.pk, ZERO) + quantity > part.issued:
            raise Invalid.field(f"lines[{place}].quantity", _("Is more than was issued."))
        wanted[part.pk] = wanted.get(part.pk, ZERO) + quantity
    if not wanted:
        raise Invalid.field("lines", _("Name at least one line."))
    _take_back(row, components.values(), wanted, actor=actor, at=at)
    row.version += 1
    save_row(row, ["issued_value", "version"])
    return row


def take_back_all(row: WorkOrder, *, actor: Actor, at: datetime) -> None:
    """All that was issued to a locked work order goes back to stock, for what it went out; it is saved."""
    components = locks.components_for_update(row.pk)
    wanted = {part.pk: part.issued for part in components if part.issued > 0}
    if wanted:
        _take_back(row, components, wanted, actor=actor, at=at)
    save_row(row, ["issued_value"])


def _take_back(
    row: WorkOrder,
    components: Iterable[WorkOrderComponent],
    wanted: dict[int, Decimal],
    *,
    actor: Actor,
    at: datetime,
) -> None:
    parts = [part for part in components if part.pk in wanted]
    by_item: dict[int, Decimal] = {}
    for part in parts:
        by_item[part.item_id] = by_item.get(part.item_id, ZERO) + wanted[part.pk]
        part.issued -= wanted[part.pk]
    items = {part.item_id: part.item for part in parts}
    moves = [move for pk, back in by_item.items() for move in _back_moves(row, items[pk], back)]
    WorkOrderComponent.objects.bulk_update(parts, ["issued"])
    demands = stock_locks.demands_for_update([part.demand_id or 0 for part in parts])
    by_demand = {part.demand_id: part for part in parts}
    update_rows(
        Demand,
        [{"id": d.pk, "shipped": -wanted[by_demand[d.pk].pk]} for d in demands],
        add=["shipped"],
    )
    post_lines(
        moves, kind=Move.Kind.CONSUMPTION, at=at, actor=actor, source=_source(row), reason=row.item.sku
    )
    row.issued_value -= sum((move.value for move in moves), ZERO)
    told = [{"product": part.item.sku, "quantity": str(-wanted[part.pk])} for part in parts]
    emit(ComponentsIssued(document=row.ref, lines=told), actor=actor, at=at)


def _back_moves(row: WorkOrder, item: Item, quantity: Decimal) -> list[MoveLine]:
    """Put a quantity back where it came from, lot by lot, the last issued first, at the value it left."""
    out: dict[tuple[int, int | None], list[Decimal]] = {}
    moves = Move.objects.filter(source_kind=KIND, source_id=row.pk, kind=Move.Kind.CONSUMPTION)
    for move in moves.filter(item_id=item.pk).order_by("-pk"):
        sums = out.setdefault((move.location_id, move.lot_id), [ZERO, ZERO])
        sums[0] -= move.quantity
        sums[1] -= move.value
    places = Location.objects.in_bulk({place for place, _lot in out})
    left, lines = quantity, []
    for (place, lot_id), (there, value) in out.items():
        back = min(there, left)
        if back <= 0:
            continue
        left -= back
        worth = value if back == there else min(value_of(item, back), value)
        location = places[place]
        if not (location.is_usable and location.is_active):
            location = default_location(row.warehouse)
        lines.append(MoveLine(item.pk, location, back, worth, lot_id, sku=item.sku))
    return lines
