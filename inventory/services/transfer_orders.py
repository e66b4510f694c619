"""Transfers as documents: written, released (reserved and expected), sent, received, cancelled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from erp.core.actor import Actor
from erp.core.commands import command
from erp.core.errors import Conflict, Invalid
from erp.core.events import emit
from erp.core.machines import move_on
from erp.core.numbering import next_number
from erp.core.quantity import QUANTITY_MAX
from erp.core.records import Problems, need_reason
from erp.core.refs import DocumentRef
from erp.core.rows import insert_row, insert_rows, save_row
from erp.masterdata.selectors.company import business_day
from inventory import locks
from inventory.events import TransferOrderCancelled, TransferOrderCreated, TransferOrderReleased
from inventory.models import ExpectedSupply, Item, Lot, TransferOrder, TransferOrderLine, Warehouse
from inventory.services.demands import cancel_demands
from inventory.services.inbound import tell_closed
from inventory.services.reservations import DemandSpec, open_demands, reserve_demands
from inventory.services.transfers import transit_days_between

ZERO = Decimal(0)
LINE = "transfer_order_line"
RIGHT = "inventory.transfer_stock"
MOST_LINES = 200
MOST_DAYS = 365
MOST_NOTE = 500
_FAR = timedelta(days=730)


@dataclass(frozen=True)
class TransferLineInput:
    """What one line is to bring; with a lot only that lot. Units: base units of the item."""

    item: Item
    quantity: Decimal
    lot: str = ""


@dataclass(frozen=True)
class TransferInput:
    """A transfer as somebody wrote it; without days on the way it takes those of the two warehouses."""

    from_warehouse: Warehouse
    to_warehouse: Warehouse
    lines: Sequence[TransferLineInput]
    ship_on: date | None = None
    transit_days: int | None = None
    note: str = ""


@command(RIGHT, "Send goods to another warehouse and take them in")
def create_transfer_order(
    *, transfer: TransferInput, actor: Actor, at: datetime | None = None
) -> TransferOrder:
    """Write a draft: nothing is reserved and nothing expected yet.

    Emits:  TransferOrderCreated.
    Raises: Invalid naming the field.
    """
    at = at or timezone.now()
    today = business_day(at)
    ship_on = transfer.ship_on or today
    lots = _check(transfer, ship_on, today)
    days = transfer.transit_days
    if days is None:
        days = transit_days_between(transfer.from_warehouse.pk, transfer.to_warehouse.pk)
    row = TransferOrder(
        number=next_number("transfer_order"),
        from_warehouse=transfer.from_warehouse,
        to_warehouse=transfer.to_warehouse,
        ship_on=ship_on,
        transit_days=days,
        due_on=ship_on + timedelta(days=days),
        note=transfer.note,
        created_by=actor.label[:150],
        created_at=at,
    )
    insert_row(row)
    insert_rows(
        TransferOrderLine(order=row, line_no=number, item=line.item, lot=lot, quantity=line.quantity)
        for number, (line, lot) in enumerate(zip(transfer.lines, lots, strict=True), start=1)
    )
    event = TransferOrderCreated(
        document=row.ref, to_warehouse=transfer.to_warehouse.code, lines=len(transfer.lines)
    )
    emit(event, actor=actor, at=at, changes={"state": ["", "draft"]})
    return row


def _check(transfer: TransferInput, ship_on: date, today: date) -> list[Lot | None]:
    """Refuse what can't be sent; gives the lots of the lines.

    Raises: Invalid with every field that is wrong.
    """
    problems = Problems()
    check_way(transfer.from_warehouse, transfer.to_warehouse, transfer.transit_days, transfer.note, problems)
    check_ship_date(ship_on, today, problems)
    check_line_count(len(transfer.lines), problems)
    lots = check_lines(transfer.lines[:MOST_LINES], problems)
    problems.refuse()
    return lots


def check_way(
    from_warehouse: Warehouse, to_warehouse: Warehouse, days: int | None, note: str, problems: Problems
) -> None:
    """Note what is wrong with where a transfer goes, how long it takes and what is said about it."""
    if from_warehouse == to_warehouse:
        problems.add("to_warehouse", _("Must be another warehouse."))
    for name, warehouse in (("from_warehouse", from_warehouse), ("to_warehouse", to_warehouse)):
        if not warehouse.is_active:
            problems.add(name, _("This warehouse is not active."))
    if days is not None and not 0 <= days <= MOST_DAYS:
        problems.add("transit_days", _("Must be between 0 and 365 days."))
    if len(note) > MOST_NOTE:
        problems.add("note", _("Has more than 500 characters."))


def check_ship_date(ship_on: date, today: date, problems: Problems) -> None:
    """Note a day on which nothing can leave any more, or that is too far away to be meant."""
    if ship_on < today:
        problems.add("ship_date", _("This day has passed."))
    elif ship_on > today + _FAR:
        problems.add("ship_date", _("Is more than two years away."))


def check_line_count(count: int, problems: Problems) -> None:
    """Note a transfer without lines, or with too many."""
    if not count:
        problems.add("lines", _("Name at least one line."))
    if count > MOST_LINES:
        problems.add("lines", _("A transfer has at most 200 lines."))


def check_lines(lines: Sequence[TransferLineInput], problems: Problems) -> list[Lot | None]:
    """Note what is wrong with lines, as `lines[n].field`; gives their lots, read at once."""
    named = {line.lot for line in lines if line.lot}
    rows = Lot.objects.filter(item__in={line.item.pk for line in lines}, code__in=named) if named else ()
    known = {(row.item_id, row.code): row for row in rows}
    lots = []
    for place, line in enumerate(lines):
        lot = known.get((line.item.pk, line.lot))
        _check_line(line, lot, f"lines[{place}]", problems)
        lots.append(lot)
    return lots


def _check_line(line: TransferLineInput, lot: Lot | None, path: str, problems: Problems) -> None:
    if line.item.kind != Item.Kind.STOCKED:
        problems.add(f"{path}.product", _("Only stocked products have stock."))
    if line.quantity <= 0:
        problems.add(f"{path}.quantity", _("Must be greater than zero."))
    elif line.quantity > QUANTITY_MAX:
        problems.add(f"{path}.quantity", _("Is too large."))
    if not line.lot:
        return
    if line.item.tracking == Item.Tracking.NONE:
        problems.add(f"{path}.lot", _("This product is not tracked by lot."))
    elif lot is None:
        problems.add(f"{path}.lot", _("There is no such lot of this product."))
    elif lot.is_blocked:
        problems.add(f"{path}.lot", _("This lot is blocked."))


@command(RIGHT)
def release_transfer_order(
    *, order_id: int, actor: Actor, expected_version: int | None = None, at: datetime | None = None
) -> TransferOrder:
    """Reserve the goods like an order's and count on them at the other warehouse.

    What is not free now is back-ordered and filled as stock comes, in the company's sequence.

    Locks:  the transfer, free balances of the items by key.
    Emits:  TransferOrderReleased.
    Raises: NotFound; StaleVersion; IllegalTransition.
    """
    at = at or timezone.now()
    order = locks.transfer_order_for_update(order_id, expected_version)
    changes = move_on(order, "release", at=at)
    save_row(order, ["state", "released_at", "version"])
    lines = list(order.lines.select_related("item").order_by("line_no"))
    demands = open_demands(specs=[_spec(order, line) for line in lines], actor=actor, at=at)
    insert_rows(
        ExpectedSupply(
            source_kind=LINE,
            source_id=line.pk,
            document_kind=order.ref.kind,
            document_id=order.pk,
            document_number=order.number,
            kind="transfer",
            item_id=line.item_id,
            warehouse_id=order.to_warehouse_id,
            due_on=order.due_on,
            quantity=line.quantity,
        )
        for line in lines
    )
    short = sum(demand.backordered > 0 for demand in demands)
    event = TransferOrderReleased(document=order.ref, lines=len(lines), short_lines=short)
    emit(event, actor=actor, at=at, changes=changes)
    return order


def _spec(order: TransferOrder, line: TransferOrderLine) -> DemandSpec:
    return DemandSpec(
        source=line_ref(order, line),
        document=order.ref,
        line_no=line.line_no,
        item=line.item,
        warehouse_id=order.from_warehouse_id,
        quantity=line.quantity,
        due_on=order.ship_on,
        promised_on=order.ship_on,
        priority=20,
        customer_id=None,
        lot_id=line.lot_id,
    )


def line_ref(order: TransferOrder, line: TransferOrderLine) -> DocumentRef:
    """The line as the source of its demand and supply."""
    return DocumentRef(LINE, line.pk, f"{order.number}/{line.line_no}")


@command(RIGHT)
def reserve_transfer_order(
    *, order_id: int, actor: Actor, expected_version: int | None = None, at: datetime | None = None
) -> TransferOrder:
    """Reserve now what has become free for a released transfer.

    Locks:  the transfer, its demands, free balances by key.
    Emits:  DemandsReserved.
    Raises: NotFound; StaleVersion; Conflict `not_released`, `nothing_to_reserve`.
    """
    at = at or timezone.now()
    order = locks.transfer_order_for_update(order_id, expected_version)
    if order.state != TransferOrder.State.RELEASED:
        raise Conflict("not_released", document=order.number)
    if reserve_demands(document=order.ref, actor=actor, at=at) <= 0:
        raise Conflict("nothing_to_reserve", document=order.number)
    return order


@command(RIGHT)
def cancel_transfer_order(
    *,
    order_id: int,
    reason: str,
    actor: Actor,
    expected_version: int | None = None,
    at: datetime | None = None,
) -> TransferOrder:
    """Give a transfer up before it leaves: its stock is free, and nobody counts on it any more.

    Locks:  the transfer, its demands, reservations, balances and supplies.
    Emits:  TransferOrderCancelled; DemandsFreed and StockReceived; SupplyClosed.
    Raises: NotFound; StaleVersion; IllegalTransition once it left; Invalid without a reason.
    """
    at = at or timezone.now()
    need_reason(reason)
    order = locks.transfer_order_for_update(order_id, expected_version)
    was_released = order.state == TransferOrder.State.RELEASED
    changes = move_on(order, "cancel", reason=reason.strip()[:500])
    save_row(order, ["state", "reason", "version"])
    if was_released:
        cancel_demands(document=order.ref, actor=actor, at=at)
        close_supply(order, list(order.lines.all()), actor=actor, at=at)
    event = TransferOrderCancelled(document=order.ref, reason=reason.strip()[:500])
    emit(event, actor=actor, at=at, changes=changes)
    return order


def close_supply(
    order: TransferOrder, lines: Sequence[TransferOrderLine], *, actor: Actor, at: datetime
) -> None:
    """Nothing more is expected of these lines; promises that leaned on them hear of it.

    Locks: the supplies, by key.
    Emits: SupplyClosed.
    """
    keys = [line.pk for line in lines]
    found = ExpectedSupply.objects.filter(source_kind=LINE, source_id__in=keys, is_open=True)
    supplies = locks.supplies_for_update(found.values_list("pk", flat=True))
    ExpectedSupply.objects.filter(pk__in=[one.pk for one in supplies]).update(is_open=False)
    items = [one.item_id for one in supplies]
    tell_closed(order.ref, order.to_warehouse_id, items, actor=actor, at=at)


def by_line(order: TransferOrder, given: Mapping[int, Decimal], path: str) -> dict[int, TransferOrderLine]:
    """The lines of a transfer by their number, when every number given is one of them.

    Raises: Invalid on `lines[n].line`.
    """
    lines = {line.line_no: line for line in order.lines.select_related("item").order_by("line_no")}
    for place, number in enumerate(given):
        if number not in lines:
            raise Invalid.field(f"{path}[{place}].line", _("This transfer has no such line."), "unknown")
    return lines
