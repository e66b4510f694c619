"""Quotations: written with the prices of order entry, approved, revised, copied."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from erp.core.actor import Actor
from erp.core.commands import command
from erp.core.errors import Conflict, IllegalTransition, Invalid
from erp.core.events import emit, to_json
from erp.core.machines import move_on
from erp.core.numbering import next_number
from erp.core.records import need_reason
from erp.core.rows import insert_row, insert_rows, save_row
from erp.core.sets import update_rows
from erp.masterdata.selectors.company import business_day, company
from orders import locks
from orders.events import (
    QuotationAmended,
    QuotationApproved,
    QuotationCreated,
    QuotationEndorsed,
    QuotationRejected,
    QuotationRevised,
    QuotationSubmitted,
)
from orders.models import Order, OrderLine, PriceException, Quotation, QuotationLine
from orders.selectors.routes import route_of
from orders.services.entry import OrderInput, order_frame
from orders.services.order_lines import LineInput, build_lines, set_totals
from orders.services.price_floors import flag_lines, may_allow
from orders.services.quotation_holds import release_holds_of
from production.selectors.kit_promise import quote_lines
from production.selectors.promise import Ask
from production.selectors.why import sources_facts

LONGEST = timedelta(days=366)
_SHARED = (
    "customer", "salesperson_id", "warehouse_id", "currency_id", "rate", "carrier_id", "requested_on",
    "is_ship_complete", "shelf_life_days", "ship_to", "note", "subtotal", "tax", "total", "cost",
)  # fmt: skip
_LINE = (
    "line_no", "item", "description", "unit_id", "unit_numerator", "unit_denominator", "quantity",
    "base_quantity", "unit_price", "discount_rate", "tax_rate", "net", "tax", "unit_cost", "floor_price",
    "requested_on",
)  # fmt: skip
_COMPARED = ("item_id", "unit_id", "quantity", "unit_price", "discount_rate", "requested_on", "description")


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
    row.valid_until = _valid_until(entered.valid_until, at)
    lines = [QuotationLine(**{name: getattr(line, name) for name in _LINE}) for line in built]
    below = flag_lines(lines, rate=row.rate, currency=row.currency_id)
    row.price_exception = PriceException.OPEN if below else ""
    return row, lines


def _valid_until(wanted: date | None, at: datetime) -> date:
    today = business_day(at)
    if wanted is None:
        return today + timedelta(days=company().quotation_valid_days)
    if wanted < today:
        raise Invalid.field("valid_until", _("Must not lie in the past."), "in_the_past")
    if wanted > today + LONGEST - timedelta(days=1):
        raise Invalid.field("valid_until", _("At most a year from now."), "too_far")
    return wanted


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
        raise IllegalTransition(action="edit", state=row.state, document=row.number)
    before = list(row.lines.all())
    header = _header(row)
    if quotation.order.ship_to is None and row.customer_id == quotation.order.customer_id:
        quotation = replace(quotation, order=replace(quotation.order, ship_to=row.ship_to))
    row, lines = _priced(row, quotation, actor, at)
    changes = {name: [old, new] for name, old, new in _differences(header, _header(row))}
    told = _told(before, lines)
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


def _told(before: Sequence[QuotationLine], after: Sequence[QuotationLine]) -> list[dict[str, Any]]:
    """Which lines differ, by position; a line that is gone or new has no other side."""
    told = []
    for position in range(max(len(before), len(after))):
        old = before[position] if position < len(before) else None
        new = after[position] if position < len(after) else None
        if _values(old) != _values(new):
            quantities = [old.quantity if old else None, new.quantity if new else None]
            told.append({"line": position + 1, "quantity": quantities})
    return told


def _values(line: QuotationLine | None) -> list[Any] | None:
    return None if line is None else [getattr(line, name) for name in _COMPARED]


@command("orders.submit_quotation", "Submit quotations")
def submit_quotation(
    *, quotation_id: int, actor: Actor, expected_version: int | None = None, at: datetime | None = None
) -> Quotation:
    """Ask whether an offer may go out; the dates that can be promised now are kept with its lines.

    The approval's process goes on from here after the commit.

    Locks:  the quotation.
    Emits:  QuotationSubmitted.
    Raises: IllegalTransition; Conflict `quotation_expired` when its day is over.
    """
    at = at or timezone.now()
    row = locks.quotation_for_update(quotation_id, expected_version)
    changes = move_on(row, "submit", at=at)
    refuse_expired(row, at)
    if row.price_exception == PriceException.OPEN and may_allow(actor):
        row.price_exception = PriceException.APPROVED
    promise(row, at)
    save_row(row, ["state", "submitted_at", "rejection", "price_exception", "promised_on", "version"])
    event = QuotationSubmitted(document=row.ref, total=row.total, revision=row.revision)
    emit(event, actor=actor, at=at, changes=changes)
    return row


def refuse_expired(row: Quotation, at: datetime) -> None:
    """Refuse to go on with an offer whose day is over, swept or not.

    Raises: Conflict `quotation_expired`.
    """
    if row.valid_until < business_day(at):
        raise Conflict("quotation_expired", document=row.number, valid_until=row.valid_until.isoformat())


def promise(row: Quotation, at: datetime) -> None:
    """Keep with every line, and in memory with the quotation, when it could be delivered if ordered now."""
    lines = list(row.lines.select_related("item__unit", "unit"))
    quotes = quote_lines(asks_of(row, lines), today=business_day(at))
    for line, quote in zip(lines, quotes, strict=True):
        line.promised_on = quote.promised_on
        line.promise_reason = to_json(sources_facts(quote.sources))
    update_rows(
        QuotationLine,
        [
            {"id": n.pk, "promised_on": n.promised_on, "promise_reason": json.dumps(n.promise_reason)}
            for n in lines
        ],
        put=["promised_on", "promise_reason"],
    )
    days = [line.promised_on for line in lines]
    row.promised_on = None if None in days else max(day for day in days if day is not None)


def asks_of(row: Quotation, lines: Sequence[QuotationLine]) -> list[Ask]:
    """What a quotation's lines ask of stock and supply."""
    route = route_of(_as_order(row))
    return [
        Ask(
            line.item,
            row.warehouse_id,
            line.base_quantity,
            line.requested_on or row.requested_on,
            route,
            row.shelf_life_days,
        )
        for line in lines
    ]


def _as_order(row: Quotation) -> Order:
    """The quotation as the order it would be, as far as its way to the customer goes; not saved."""
    return Order(
        customer=row.customer,
        warehouse_id=row.warehouse_id,
        carrier_id=row.carrier_id,
        ship_to=row.ship_to,
        requested_on=row.requested_on,
    )


@command("orders.approve_quotation", "Approve and reject quotations")
def approve_quotation(
    *, quotation_id: int, actor: Actor, expected_version: int | None = None, at: datetime | None = None
) -> Quotation:
    """Let an offer go out; prices below a floor need somebody who may allow them.

    One that has approved itself may be approved by a person once more, so that a name stands under it.

    Locks:  the quotation.
    Emits:  QuotationApproved, or QuotationEndorsed; goods are kept back by who listens.
    Raises: IllegalTransition; Conflict `price_below_floor`, `quotation_expired`.
    """
    at = at or timezone.now()
    row = locks.quotation_for_update(quotation_id, expected_version)
    if row.state == Quotation.State.APPROVED and row.is_self_approved and not actor.is_system:
        row.is_self_approved, row.approved_by = False, actor.label[:150]
        row.version += 1
        save_row(row, ["is_self_approved", "approved_by", "version"])
        emit(QuotationEndorsed(document=row.ref), actor=actor, at=at)
        return row
    changes = move_on(row, "approve", at=at, by=actor.label, by_itself=actor.is_system)
    refuse_expired(row, at)
    if row.price_exception == PriceException.OPEN:
        if not may_allow(actor):
            raise Conflict("price_below_floor", document=row.number, lines=flagged_lines(row))
        row.price_exception = PriceException.APPROVED
    names = ["state", "approved_at", "approved_by", "is_self_approved", "price_exception", "version"]
    save_row(row, names)
    event = QuotationApproved(document=row.ref, valid_until=row.valid_until.isoformat())
    emit(event, actor=actor, at=at, changes=changes)
    return row


def flagged_lines(row: Quotation) -> list[int]:
    """The numbers of the lines whose prices lie below a floor."""
    return list(row.lines.exclude(price_flag="").values_list("line_no", flat=True)[:100])


@command("orders.approve_quotation")
def reject_quotation(
    *,
    quotation_id: int,
    reason: str,
    actor: Actor,
    expected_version: int | None = None,
    at: datetime | None = None,
) -> Quotation:
    """Send an offer back to sales with the reason: it is a draft again.

    Locks:  the quotation.
    Emits:  QuotationRejected.
    Raises: IllegalTransition; Invalid without a reason.
    """
    at = at or timezone.now()
    need_reason(reason)
    row = locks.quotation_for_update(quotation_id, expected_version)
    changes = move_on(row, "reject", reason=reason)
    row.price_exception = PriceException.OPEN if flagged_lines(row) else ""
    save_row(row, ["state", "rejection", "price_exception", "version"])
    emit(QuotationRejected(document=row.ref, reason=reason), actor=actor, at=at, changes=changes)
    return row


@command("orders.edit_quotation")
def revise_quotation(
    *, quotation_id: int, actor: Actor, expected_version: int | None = None, at: datetime | None = None
) -> Quotation:
    """Write a new revision of an offer that is not decided yet; what was approved and held is void.

    Locks:  the quotation, its holds with their stock.
    Emits:  QuotationRevised; HoldReleased per hold.
    Raises: IllegalTransition.
    """
    at = at or timezone.now()
    row = locks.quotation_for_update(quotation_id, expected_version)
    changes = move_on(row, "revise")
    row.price_exception = PriceException.OPEN if flagged_lines(row) else ""
    row.valid_until = max(row.valid_until, business_day(at))
    row.save()
    release_holds_of(row, actor=actor, at=at, forget=True)
    emit(QuotationRevised(document=row.ref, revision=row.revision), actor=actor, at=at, changes=changes)
    return row


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
