"""Transfers between warehouses from a file, a line a row; rows that belong together are one draft."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from erp.core.actor import Actor
from erp.core.errors import Invalid
from erp.core.quantity import to_base
from erp.core.records import Problems
from erp.masterdata.models import Unit
from erp.masterdata.selectors.company import business_day
from inventory.models import Item, TransferOrder, Warehouse
from inventory.selectors.items import unit_factors
from inventory.selectors.moves import transfer_orders_in_list
from inventory.services.transfer_edits import TransferLineChange, edit_transfer_order
from inventory.services.transfer_orders import (
    MOST_LINES,
    MOST_NOTE,
    RIGHT,
    TransferInput,
    TransferLineInput,
    check_lines,
    check_ship_date,
    check_way,
    create_transfer_order,
)
from orders.calc.cells import date_of
from orders.services.imports.fields import Column, Row, number, text
from orders.services.imports.subject import Subject, Written, items_of, names_of, resolve

_WAREHOUSES = ("from_warehouse", "to_warehouse")


def columns() -> list[Column]:
    """What a row says; `transfer` names a draft to add to, or marks the rows of one new transfer."""
    return [
        Column("transfer", "Transfer", "调拨", text(60), ("number", "调拨单", "调拨单号"), example="A"),
        Column("from_warehouse", "From warehouse", "调出仓库", text(120), ("from",), example="MAIN"),
        Column("to_warehouse", "To warehouse", "调入仓库", text(120), ("to",), example="DEPOT"),
        Column("ship_date", "Leaves", "发出日", date_of, ("ship date", "发货日期")),
        Column("product", "SKU", "货号", text(60), ("product", "item", "barcode", "条码"), True, "BRG-6204"),
        Column("quantity", "Quantity", "数量", number(6), ("qty",), True, "120"),
        Column("unit", "Unit", "单位", text(60), ("uom", "计量单位"), example="pcs", example_zh="件"),
        Column("lot", "Lot", "批次", text(60), ("lot or serial number", "批号")),
        Column("note", "Note", "备注", text(MOST_NOTE)),
    ]


def check(rows: Sequence[Row], actor: Actor, update: bool) -> None:
    """Note what is wrong with rows; names become records."""
    for name in _WAREHOUSES:
        resolve(rows, name, names_of(Warehouse, "code", "name"))
    _check_items(rows)
    drafts = _drafts(rows)
    counts = {
        number: order.line_count
        for number, order in drafts.items()  # type: ignore[attr-defined]  # annotated
    }
    warehouses = Warehouse.objects.in_bulk()
    today = business_day(timezone.now())
    for row in rows:
        order = drafts.get(row.values.get("transfer", ""))
        row.values["_order"] = order
        if order is None:
            _check_way(row, warehouses, today)
        else:
            _check_draft(row, order)
        key = _group(row)
        counts[key] = counts.get(key, 0) + 1
        if counts[key] > MOST_LINES:
            row.refuse("transfer", "too_many", str(_("A transfer has at most 200 lines.")))
    _check_lines(rows)


def _drafts(rows: Sequence[Row]) -> dict[str, Any]:
    """The transfers that rows name by their number, with how many lines they have."""
    named = {row.values["transfer"] for row in rows if "transfer" in row.values}
    return {
        order.number: order
        for order in transfer_orders_in_list(TransferOrder.objects.filter(number__in=named))
    }


def _group(row: Row) -> Any:
    """What the rows of one transfer have in common."""
    if row.values.get("_order") is not None:
        return row.values["transfer"]
    return tuple(row.values.get(name) for name in ("transfer", *_WAREHOUSES, "ship_date"))


def _check_draft(row: Row, order: TransferOrder) -> None:
    if order.state != TransferOrder.State.DRAFT:
        row.refuse("transfer", "released", str(_("This transfer is no draft any more.")))
    for name, known in (
        ("from_warehouse", order.from_warehouse_id),
        ("to_warehouse", order.to_warehouse_id),
        ("ship_date", order.ship_on),
    ):
        if row.values.get(name, known) != known and not _broken(row, name):
            row.refuse(name, "differs", str(_("The draft says something else; leave this empty.")))


def _broken(row: Row, *names: str) -> bool:
    return any(column in names for column, _rule, _message in row.errors)


def _check_way(row: Row, warehouses: dict[int, Warehouse], today: date) -> None:
    for name in _WAREHOUSES:
        if name not in row.values:
            row.refuse(name, "required")
    if _broken(row, *_WAREHOUSES):
        return
    problems = Problems()
    source, target = (warehouses[row.values[name]] for name in _WAREHOUSES)
    check_way(source, target, None, "", problems)
    check_ship_date(row.values.get("ship_date", today), today, problems)
    for name, texts in problems.errors.items():
        row.refuse(name, "refused", " ".join(texts))


def _check_items(rows: Sequence[Row]) -> None:
    """Products become records and quantities are measured in their base units."""
    items, units = items_of(rows), names_of(Unit, "code", "name")
    by_pk = Unit.objects.in_bulk()
    factors: dict[tuple[int, int], Fraction] = {}
    for row in rows:
        said = row.values
        item = said["_item"] = items.get(said.get("product", ""))
        if item is None and "product" in said:
            row.refuse("product", "unknown")
        unit = by_pk.get(units.find(said["unit"]) or 0) if "unit" in said else None
        if unit is None and "unit" in said:
            row.refuse("unit", "unknown")
        said["_quantity"] = said.get("quantity")
        if item is not None and unit is not None and "quantity" in said:
            _measure(row, item, unit, factors)


def _measure(row: Row, item: Item, unit: Unit, factors: dict[tuple[int, int], Fraction]) -> None:
    key = (item.pk, unit.pk)
    try:
        if key not in factors:
            factors |= unit_factors([(item, unit)])
        factor = factors[key]
        row.values["_quantity"] = to_base(row.values["quantity"], factor.numerator, factor.denominator)
    except Invalid as refusal:
        row.refuse("unit", "factor", " ".join(text for texts in refusal.errors.values() for text in texts))


def _check_lines(rows: Iterable[Row]) -> None:
    """What the transfer's own command would say about each line."""
    whole = [row for row in rows if row.values["_item"] is not None and row.values["_quantity"] is not None]
    problems = Problems()
    check_lines([_line(row) for row in whole], problems)
    for path, texts in problems.errors.items():
        place, _bracket, name = path.removeprefix("lines[").partition("].")
        whole[int(place)].refuse(name, "refused", " ".join(texts))


def _line(row: Row) -> TransferLineInput:
    quantity: Decimal = row.values["_quantity"]
    return TransferLineInput(row.values["_item"], quantity, row.values.get("lot", ""))


def write(rows: Sequence[Row], actor: Actor) -> Written:
    """Write drafts, and add to those there are, through the transfers' own commands."""
    groups: dict[Any, list[Row]] = {}
    for row in rows:
        groups.setdefault(_group(row), []).append(row)
    done = Written(created=len(rows))
    for own in groups.values():
        said, order = own[0].values, own[0].values["_order"]
        lines = [_line(row) for row in own]
        if order is not None:
            changes = [TransferLineChange(None, line.item, line.quantity, line.lot) for line in lines]
            edit_transfer_order(order_id=order.pk, lines=changes, actor=actor)
            continue
        warehouses = Warehouse.objects.in_bulk([said[name] for name in _WAREHOUSES])
        source, target = (warehouses[said[name]] for name in _WAREHOUSES)
        note = next((row.values["note"] for row in own if row.values.get("note")), "")
        transfer = TransferInput(source, target, lines, said.get("ship_date"), note=note)
        create_transfer_order(transfer=transfer, actor=actor)
    return done


TRANSFERS = Subject("transfers", _("Transfers"), RIGHT, columns, check, write, can_update=False)
