"""Quotations: written with the prices of order entry, rewritten, copied."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from erp.core.actor import Actor
from erp.core.commands import command
from erp.core.errors import IllegalTransition
from erp.core.events import emit
from erp.core.numbering import next_number
from erp.core.rows import insert_row, insert_rows
from orders import locks
from orders.events import (
    QuotationAmended,
    QuotationCreated,
)
from orders.models import OrderLine, PriceException, Quotation, QuotationLine
from orders.services.entry import OrderInput, order_frame
from orders.services.line_differences import line_differences
from orders.services.order_lines import LineInput, build_lines, set_totals
from orders.services.price_floors import flag_lines
from orders.services.quotation_validity import valid_until

_SHARED = (
    "customer", "salesperson_id", "warehouse_id", "currency_id", "rate", "carrier_id", "requested_on",
    "is_ship_complete", "shelf_life_days", "ship_to", "note", "subtotal", "tax", "total", "cost",
)  # fmt: skip
_LINE = (
    "line_no", "item", "description", "unit_id", "unit_numerator", "unit_denominator", "quantity",
    "base_quantity", "unit_price", "discount_rate", "tax_rate", "net", "tax", "unit_cost", "floor_price",
    "requested_on",
)  # fmt: skip


@dataclass(frozen=True)
class QuotationInput:
    """An offer as somebody entered it: what an order would be, until when it holds, goods kept back or not.

    Without `valid_until` it holds for as many days as the company's quotations do.
    """

    order: OrderInput
    valid_until: date | None = None
    holds_stock: bool = False


@command("orders.create_quotation", "Write quotations")
def create_quotation(
    *, quotation: QuotationInput, actor: Actor, at: datetime | None = None, source: Quotation | None = None
) -> Quotation:
    """Write a draft of an offer with its lines priced as an order's would be; nothing is held yet.

    Emits:  QuotationCreated.
    Raises: Invalid naming the field.
    """
    at = at or timezone.now()
    row, lines = _priced(Quotation(copied_from=source, created_at=at), quotation, actor, at)
    row.number = next_number("quotation")
    insert_row(row)
    _write_lines(row, lines)
    event = QuotationCreated(
        document=row.ref,
        customer=row.customer.code,
        total=row.total,
        lines=len(lines),
        copied_from=source.number if source else "",
    )
    emit(event, actor=actor, at=at, changes={"state": ["", "draft"]})
    return row


def _priced(
    row: Quotation, entered: QuotationInput, actor: Actor, at: datetime
) -> tuple[Quotation, list[QuotationLine]]:
    """Put what was entered into a quotation, in memory: header, totals, flags; and its lines, not saved."""
    frame, setting = order_frame(entered.order, actor=actor, at=at)
    built = build_lines(setting, entered.order.lines, actor=actor, start=1)
    set_totals(frame, built)
    for name in _SHARED:
        setattr(row, name, getattr(frame, name))
    row.customer_reference = entered.order.customer_po
    row.holds_stock = entered.holds_stock
    row.valid_until = valid_until(entered.valid_until, at)
    lines = [QuotationLine(**{name: getattr(line, name) for name in _LINE}) for line in built]
    below = flag_lines(lines, rate=row.rate, currency=row.currency_id)
    row.price_exception = PriceException.OPEN if below else ""
    return row, lines


def _write_lines(row: Quotation, lines: Sequence[QuotationLine]) -> None:
    for line in lines:
        line.quotation = row
    insert_rows(lines)


@command("orders.edit_quotation", "Change, revise and copy quotations")
def rewrite_quotation(
    *,
    quotation_id: int,
    quotation: QuotationInput,
    actor: Actor,
    expected_version: int | None = None,
    at: datetime | None = None,
) -> Quotation:
    """Replace a draft's header and lines by what was entered; nothing changes when nothing is different.

    Locks:  the quotation.
    Emits:  QuotationAmended with each line's old and new quantity.
    Raises: IllegalTransition once it is submitted; StaleVersion; Invalid naming the field.
    """
    at = at or timezone.now()
    row = locks.quotation_for_update(quotation_id, expected_version)
    if row.state != Quotation.State.DRAFT:
        raise IllegalTransition(kind=row.ref.kind, action="edit", state=row.state, document=row.number)
    before = list(row.lines.all())
    header = _header(row)
    if quotation.order.ship_to is None and row.customer_id == quotation.order.customer_id:
        quotation = replace(quotation, order=replace(quotation.order, ship_to=row.ship_to))
    row, lines = _priced(row, quotation, actor, at)
    changes = {name: [old, new] for name, old, new in _differences(header, _header(row))}
    told = line_differences(before, lines)
    if not changes and not told:
        return row
    row.lines.all().delete()
    _write_lines(row, lines)
    row.version += 1
    row.save()
    event = QuotationAmended(document=row.ref, total=row.total, lines=told)
    emit(event, actor=actor, at=at, changes=changes)
    return row


def _header(row: Quotation) -> dict[str, Any]:
    return {
        "customer": row.customer.code,
        "warehouse": row.warehouse_id,
        "carrier": row.carrier_id,
        "requested_on": row.requested_on,
        "valid_until": row.valid_until,
        "holds_stock": row.holds_stock,
        "is_ship_complete": row.is_ship_complete,
        "customer_reference": row.customer_reference,
        "note": row.note,
        "ship_to": row.ship_to,
    }


def _differences(before: dict[str, Any], after: dict[str, Any]) -> list[tuple[str, Any, Any]]:
    return [(name, before[name], after[name]) for name in before if before[name] != after[name]]


@command("orders.create_quotation")
def copy_quotation(*, quotation_id: int, actor: Actor, at: datetime | None = None) -> Quotation:
    """Write a new draft like another offer, at its prices, held for the usual number of days.

    Raises: NotFound; Invalid when one of its products is no longer sold.
    """
    row = locks.quotation_for_update(quotation_id)
    return create_quotation(
        quotation=QuotationInput(order_input_of(row), None, row.holds_stock), actor=actor, at=at, source=row
    )


def order_input_of(row: Quotation, **more: Any) -> OrderInput:
    """A quotation as the order it becomes: every line with the price that was offered."""
    values: dict[str, Any] = {
        "customer_id": row.customer_id,
        "lines": [line_input_of(line) for line in row.lines.all()],
        "requested_on": row.requested_on,
        "ship_complete": row.is_ship_complete,
        "carrier_id": row.carrier_id,
        "warehouse_id": row.warehouse_id,
        "customer_po": row.customer_reference,
        "note": row.note,
        "ship_to": row.ship_to,
    }
    return OrderInput(**{**values, **more})


def line_input_of(line: QuotationLine | OrderLine) -> LineInput:
    """A line as it is entered, with its price fixed."""
    return LineInput(
        item_id=line.item_id,
        quantity=line.quantity,
        unit_price=line.unit_price,
        unit_id=line.unit_id,
        discount_rate=line.discount_rate,
        description=line.description,
        requested_on=line.requested_on,
    )
