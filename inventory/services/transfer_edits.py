"""Transfers that are still drafts say something else: other warehouses, days, lines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, TypedDict

from django.utils import timezone
from django.utils.translation import gettext as _

from erp.core.actor import Actor
from erp.core.commands import command
from erp.core.errors import Conflict
from erp.core.events import emit, to_json
from erp.core.quantity import plain
from erp.core.records import Problems
from erp.core.rows import insert_rows, save_row
from erp.masterdata.selectors.company import business_day
from inventory import locks
from inventory.events import TransferOrderChanged
from inventory.models import Item, TransferOrder, TransferOrderLine, Warehouse
from inventory.services.transfer_orders import (
    MOST_LINES,
    RIGHT,
    TransferLineInput,
    check_line_count,
    check_lines,
    check_ship_date,
    check_way,
)
from inventory.services.transfers import transit_days_between


class TransferValues(TypedDict, total=False):
    """What a draft is to say; `transit_days` None takes those between its two warehouses."""

    from_warehouse: Warehouse
    to_warehouse: Warehouse
    ship_on: date
    transit_days: int | None
    note: str


@dataclass(frozen=True)
class TransferLineChange:
    """How a draft's line is to be: by its number, a new one without; quantity 0 takes it out.

    Units: base units of the item. What is None stays; `lot` "" is any lot.
    """

    line_no: int | None = None
    item: Item | None = None
    quantity: Decimal | None = None
    lot: str | None = None


@command(RIGHT)
def edit_transfer_order(
    *,
    order_id: int,
    values: TransferValues | None = None,
    lines: Sequence[TransferLineChange] = (),
    actor: Actor,
    expected_version: int | None = None,
    at: datetime | None = None,
) -> TransferOrder:
    """Change a draft: lines by number change, new ones are added, lines not named stay.

    Other warehouses bring their own days on the way, unless days are given along.

    Locks:  the transfer.
    Emits:  TransferOrderChanged, when something is different.
    Raises: NotFound; StaleVersion; Conflict `transfer_released`; Invalid naming the field.
    """
    at = at or timezone.now()
    order = locks.transfer_order_for_update(order_id, expected_version)
    if order.state != TransferOrder.State.DRAFT:
        raise Conflict("transfer_released", document=order.number)
    problems = Problems()
    changes = _take_values(order, values or {}, business_day(at), problems)
    before = {row.line_no: row for row in order.lines.select_related("item", "lot").order_by("line_no")}
    told = {number: _told(row) for number, row in before.items()}
    after = _changed_lines(order, before, lines, problems)
    if lines:
        check_line_count(len(after), problems)
    problems.refuse()
    for number in sorted(before.keys() | after.keys()):
        now = _told(after[number]) if number in after else ""
        if told.get(number, "") != now:
            changes[f"line {number}"] = [told.get(number, ""), now]
    if not changes:
        return order
    _write(order, before, after)
    emit(TransferOrderChanged(document=order.ref, lines=len(after)), actor=actor, at=at, changes=changes)
    return order


def _take_values(
    order: TransferOrder, values: TransferValues, today: date, problems: Problems
) -> dict[str, list[Any]]:
    """Put values into a locked draft, noting what is wrong; gives what is different now."""
    names = ("from_warehouse_id", "to_warehouse_id", "ship_on", "transit_days", "due_on", "note")
    before = {name: getattr(order, name) for name in names}
    for name in ("from_warehouse", "to_warehouse", "ship_on", "note"):
        if name in values:
            setattr(order, name, values[name])  # type: ignore[literal-required]  # one of the names above
    is_elsewhere = (order.from_warehouse_id, order.to_warehouse_id) != (
        before["from_warehouse_id"],
        before["to_warehouse_id"],
    )
    days = values.get("transit_days")
    check_way(order.from_warehouse, order.to_warehouse, days, order.note, problems)
    if order.ship_on != before["ship_on"]:
        check_ship_date(order.ship_on, today, problems)
    if days is not None:
        order.transit_days = days
    elif is_elsewhere or "transit_days" in values:
        order.transit_days = transit_days_between(order.from_warehouse.pk, order.to_warehouse.pk)
    order.due_on = order.ship_on + timedelta(days=order.transit_days)
    return {
        name.removesuffix("_id"): [to_json(before[name]), to_json(getattr(order, name))]
        for name in names
        if getattr(order, name) != before[name]
    }


def _changed_lines(
    order: TransferOrder,
    rows: Mapping[int, TransferOrderLine],
    changes: Sequence[TransferLineChange],
    problems: Problems,
) -> dict[int, TransferOrderLine]:
    """The lines by number as they are to be, unsaved; what is wrong is noted as `lines[n].field`."""
    found, last = dict(rows), max(rows, default=0)
    wanted: dict[int, tuple[TransferOrderLine, TransferLineInput]] = {}
    for place, change in enumerate(changes[: 2 * MOST_LINES]):
        row = found.get(change.line_no or 0)
        if change.line_no is not None and row is None:
            problems.add(f"lines[{place}].line", _("This transfer has no such line."))
            continue
        if row is not None and change.quantity == 0:
            del found[row.line_no]
            continue
        item = change.item or (row.item if row else None)
        quantity = change.quantity if change.quantity is not None or row is None else row.quantity
        for name, value in (("product", item), ("quantity", quantity)):
            if value is None:
                problems.add(f"lines[{place}].{name}", _("This field is required."))
        if item is None or quantity is None:
            continue
        if row is None:
            last += 1
            row = found[last] = TransferOrderLine(order=order, line_no=last)
        wanted[place] = (row, TransferLineInput(item, quantity, _lot_code(row, item, change)))
    _put(wanted, problems)
    return found


def _lot_code(row: TransferOrderLine, item: Item, change: TransferLineChange) -> str:
    """The lot wanted of a line; one that nobody speaks of stays as long as the product does."""
    if change.lot is not None:
        return change.lot
    return row.lot.code if row.lot is not None and row.item_id == item.pk else ""


def _put(wanted: Mapping[int, tuple[TransferOrderLine, TransferLineInput]], problems: Problems) -> None:
    inputs = [line for _row, line in wanted.values()]
    own = Problems()
    lots = check_lines(inputs, own)
    places = list(wanted)
    for path, texts in own.errors.items():
        number, _bracket, name = path.removeprefix("lines[").partition("]")
        problems.merge({f"lines[{places[int(number)]}]{name}": texts})
    for (row, line), lot in zip(wanted.values(), lots, strict=True):
        row.item, row.lot, row.quantity = line.item, lot, line.quantity


def _told(row: TransferOrderLine) -> str:
    lot = f" ({row.lot.code})" if row.lot is not None else ""
    return f"{plain(row.quantity)} × {row.item.sku}{lot}"


def _write(
    order: TransferOrder, before: Mapping[int, TransferOrderLine], after: Mapping[int, TransferOrderLine]
) -> None:
    gone = [row.pk for number, row in before.items() if number not in after]
    kept = [row for row in after.values() if row.pk]
    order.lines.filter(pk__in=gone).delete()
    TransferOrderLine.objects.bulk_update(kept, ["item", "lot", "quantity"])
    insert_rows(row for row in after.values() if not row.pk)
    order.version += 1
    save_row(
        order, ["from_warehouse", "to_warehouse", "ship_on", "transit_days", "due_on", "note", "version"]
    )
