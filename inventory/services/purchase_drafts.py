"""A purchase order before it is sent: its lines and note change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from django.utils import timezone
from django.utils.translation import gettext as _

from erp.core.actor import Actor
from erp.core.commands import command
from erp.core.errors import Conflict, Invalid
from erp.core.events import to_json
from erp.core.records import Problems
from erp.masterdata.models import Unit
from erp.masterdata.selectors.company import business_day
from inventory import locks
from inventory.models import Item, PurchaseOrder, PurchaseOrderLine
from inventory.selectors.items import unit_factor
from inventory.services.purchase import (
    MAX_LINES,
    MOST_NOTE,
    PurchaseLineInput,
    check_days,
    check_lines,
    offered_prices,
    order_total,
    put_quantity,
    tell_purchase,
)
from inventory.services.requisition_supply import reopen_lines
from inventory.services.stock import check_quantity


@dataclass(frozen=True)
class LineChange:
    """How a draft's line is to be: by its number, a new one without; quantity 0 takes it out.

    Units: `quantity` and `unit_price` in `unit`; a line keeps its own where none is named, and a new one
    has the item's base unit.
    """

    line_no: int | None = None
    item: Item | None = None
    quantity: Decimal | None = None
    unit_price: Decimal | None = None
    expected_on: date | None = None
    unit: Unit | None = None


@command("inventory.create_purchase_order")
def edit_purchase_order(
    *,
    purchase_order_id: int,
    lines: Sequence[LineChange] = (),
    note: str | None = None,
    actor: Actor,
    expected_version: int | None = None,
    at: datetime | None = None,
) -> PurchaseOrder:
    """Change a draft: lines by number change, new ones are added, lines not named stay.

    Requisitions whose line is taken out are to be bought anew.

    Locks:  the purchase order, the requisitions of lines taken out.
    Emits:  PurchaseOrderChanged, RequisitionChanged.
    Raises: NotFound; StaleVersion; Conflict when it is sent already; Invalid naming the field.
    """
    at = at or timezone.now()
    order = locks.purchase_order_for_update(purchase_order_id, expected_version)
    if order.state != PurchaseOrder.State.DRAFT:
        raise Conflict("purchase_order_sent", document=order.number)
    days = {f"lines[{position}].expected_date": line.expected_on for position, line in enumerate(lines)}
    check_days(days, business_day(at))
    rows = {row.line_no: row for row in order.lines.select_related("item__unit", "unit")}
    before = to_json(order.total)
    kept, gone = _changed_lines(order, rows, lines, at=at)
    _check_kept(order, kept)
    if gone:
        reopen_lines([row.pk for row in gone], actor=actor, at=at)
        PurchaseOrderLine.objects.filter(pk__in=[row.pk for row in gone]).delete()
    for row in kept:
        row.purchase_order = order
        row.save()
    order.total = order_total(kept, order.currency_id)
    order.expected_on = max(row.expected_on for row in kept)
    if note is not None:
        order.note = note.strip()[:MOST_NOTE]
    order.version += 1
    order.save(update_fields=["total", "expected_on", "note", "version"])
    tell_purchase(order, "changed", {"total": [before, to_json(order.total)]}, actor=actor, at=at)
    return order


def _changed_lines(
    order: PurchaseOrder,
    rows: Mapping[int, PurchaseOrderLine],
    lines: Sequence[LineChange],
    *,
    at: datetime,
) -> tuple[list[PurchaseOrderLine], list[PurchaseOrderLine]]:
    """The lines as they are to be, and those that are taken out.

    Raises: Invalid on `lines[n]`.
    """
    problems, gone = Problems(), []
    added: list[PurchaseOrderLine] = []
    unpriced: list[PurchaseOrderLine] = []
    seen: set[int] = set()
    for position, line in enumerate(lines[:MAX_LINES]):
        path = f"lines[{position}]"
        if line.line_no is None:
            row = _new_row(order, line, max(rows, default=0) + len(added) + 1, path, problems)
            if row is None:
                continue
            added.append(row)
            unpriced += [row] if line.unit_price is None else []
        elif line.line_no not in rows:
            problems.add(f"{path}.line", _("This order has no such line."))
            continue
        elif line.line_no in seen:
            problems.add(f"{path}.line", _("This line is named twice."))
            continue
        else:
            row = rows[line.line_no]
            seen.add(line.line_no)
            if line.item is not None and line.item.pk != row.item_id:
                problems.add(f"{path}.product", _("The product of a line can't change; add a line."))
                continue
        if line.quantity == 0:
            gone.append(row)
            continue
        _change_row(row, line, path, problems)
    if len(lines) > MAX_LINES:
        problems.add("lines", _("There may be at most %(count)s.") % {"count": MAX_LINES})
    problems.refuse()
    prices = offered_prices(order.supplier, order.currency_id, unpriced, today=business_day(at))
    for row in unpriced:
        row.unit_price = prices.get(row.line_no, Decimal(0))
    return [row for row in [*rows.values(), *added] if row not in gone], gone


def _new_row(
    order: PurchaseOrder, line: LineChange, number: int, path: str, problems: Problems
) -> PurchaseOrderLine | None:
    if line.item is None or not line.quantity:
        name = "product" if line.item is None else "quantity"
        problems.add(f"{path}.{name}", _("This field is required."))
        return None
    return PurchaseOrderLine(line_no=number, item=line.item, expected_on=order.expected_on)


def _change_row(row: PurchaseOrderLine, line: LineChange, path: str, problems: Problems) -> None:
    try:
        _measure(row, line)
    except Invalid as refusal:
        problems.merge(refusal.errors, f"{path}.")
    for name in ("unit_price", "expected_on"):
        value = getattr(line, name)
        if value is not None:
            setattr(row, name, value)


def _measure(row: PurchaseOrderLine, line: LineChange) -> None:
    """Give a line the quantity and unit that are wanted of it.

    Raises: Invalid on `quantity` or `unit`.
    """
    if line.quantity is None and line.unit is None:
        return
    quantity = row.ordered if line.quantity is None else line.quantity
    check_quantity(quantity)
    if line.unit is None:
        factor = Fraction(row.unit_numerator, row.unit_denominator)
        put_quantity(row, quantity, row.unit, factor)
        return
    is_base = line.unit.pk == row.item.unit_id
    put_quantity(row, quantity, line.unit, Fraction(1) if is_base else unit_factor(row.item, line.unit))


def _check_kept(order: PurchaseOrder, kept: Sequence[PurchaseOrderLine]) -> None:
    check_lines(order.supplier, [PurchaseLineInput(row.item, row.ordered, row.unit_price) for row in kept])
