"""What happens to a purchase order between writing and receiving: edited, moved in time, answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from erp.core.actor import Actor
from erp.core.commands import command
from erp.core.errors import Conflict, Invalid
from erp.core.events import to_json
from erp.core.records import MOST_REASON, Problems, need_reason
from erp.core.sets import update_rows
from erp.masterdata.models import Unit
from erp.masterdata.selectors.company import business_day
from erp.notifications.services.alerts import NewAlert, raise_alert, settle_alerts
from inventory import locks
from inventory.models import ExpectedSupply, Item, PurchaseOrder, PurchaseOrderLine
from inventory.selectors.items import unit_factor
from inventory.services.pegs import trim_pegs
from inventory.services.purchase import (
    FURTHEST,
    MAX_LINES,
    MOST_NOTE,
    PurchaseLineInput,
    check_lines,
    offered_prices,
    order_total,
    put_quantity,
    tell_purchase,
)
from inventory.services.requisition_supply import LINE, reopen_lines, tell_supply_changed
from inventory.services.stock import check_quantity

CONFIRM = "inventory.confirm_purchase_order"
PROPOSAL = "purchase_proposal"
UNCONFIRMED = "purchase_unconfirmed"
COMING = ("sent", "partially_received")


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


@dataclass(frozen=True)
class LineAnswer:
    """What the supplier can give of a line, and when."""

    line_no: int
    quantity: Decimal
    expected_on: date


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
    problems, gone, added = Problems(), [], []
    number = max(rows, default=0)
    for position, line in enumerate(lines[:MAX_LINES]):
        if line.line_no is None:
            number += 1
            if line.item is None or not line.quantity:
                name = "product" if line.item is None else "quantity"
                problems.add(f"lines[{position}].{name}", _("This field is required."))
                continue
            row = PurchaseOrderLine(line_no=number, item=line.item, expected_on=order.expected_on)
            added.append((row, line))
        elif line.line_no not in rows:
            problems.add(f"lines[{position}].line", _("This order has no such line."))
            continue
        else:
            row = rows[line.line_no]
        if line.quantity == 0:
            gone.append(row)
            continue
        try:
            _measure(row, line)
        except Invalid as refusal:
            problems.merge(refusal.errors, f"lines[{position}].")
        for name in ("unit_price", "expected_on"):
            value = getattr(line, name)
            if value is not None:
                setattr(row, name, value)
    if len(lines) > MAX_LINES:
        problems.add("lines", _("There may be at most %(count)s.") % {"count": MAX_LINES})
    problems.refuse()
    unpriced = [row for row, line in added if line.unit_price is None]
    prices = offered_prices(order.supplier, order.currency_id, unpriced, today=business_day(at))
    for row in unpriced:
        row.unit_price = prices.get(row.line_no, Decimal(0))
    return [row for row in [*rows.values(), *(row for row, _line in added)] if row not in gone], gone


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


def _coming(purchase_order_id: int, expected_version: int | None) -> PurchaseOrder:
    """Lock an order whose goods are on the way.

    Raises: Conflict when it is not sent, or has come.
    """
    order = locks.purchase_order_for_update(purchase_order_id, expected_version)
    if order.state not in COMING:
        raise Conflict("purchase_order_not_open", document=order.number)
    return order


@command(CONFIRM, "Confirm and reschedule purchase orders")
def reschedule_purchase_order(
    *,
    purchase_order_id: int,
    dates: Mapping[int, date],
    reason: str,
    actor: Actor,
    expected_version: int | None = None,
    at: datetime | None = None,
) -> PurchaseOrder:
    """Expect lines (by number) on other days; promises that lean on them are looked at again.

    Locks:  the purchase order, its supplies.
    Emits:  SupplyChanged, PurchaseOrderChanged.
    Raises: NotFound; StaleVersion; Conflict; Invalid.
    """
    at = at or timezone.now()
    need_reason(reason)
    order = _coming(purchase_order_id, expected_version)
    rows = {row.line_no: row for row in order.lines.all()}
    problems = Problems()
    for number, day in dates.items():
        _check_day(problems, f"lines[{number}].expected_date", day, business_day(at))
        if number not in rows:
            problems.add(f"lines[{number}].line", _("This order has no such line."))
    if not dates:
        problems.add("lines", _("Name at least one line."))
    problems.refuse()
    wanted = {number: (rows[number].quantity, day) for number, day in dates.items()}
    _apply(order, rows, wanted, cause="rescheduled", actor=actor, at=at)
    tell_purchase(order, "rescheduled", {"expected": _days(order)}, actor=actor, at=at, reason=reason)
    return order


def _days(order: PurchaseOrder) -> list[str]:
    return ["", to_json(order.expected_on)]


def _check_day(problems: Problems, path: str, day: date, today: date) -> None:
    if day < today:
        problems.add(path, _("This day has passed."))
    elif day > today + FURTHEST:
        problems.add(path, _("This day is too far away."))


def _apply(
    order: PurchaseOrder,
    rows: Mapping[int, PurchaseOrderLine],
    wanted: Mapping[int, tuple[Decimal, date]],
    *,
    cause: str,
    actor: Actor,
    at: datetime,
) -> None:
    """Make lines (by number) what was agreed, and what is expected of them likewise."""
    changed = [
        row for number, row in rows.items()
        if number in wanted and wanted[number] != (row.quantity, row.expected_on)
    ]  # fmt: skip
    known = ExpectedSupply.objects.filter(
        source_kind=LINE, source_id__in=[row.pk for row in changed]
    ).values_list("pk", flat=True)
    supplies = {supply.source_id: supply for supply in locks.supplies_for_update(known)}
    told = []
    for row in changed:
        quantity, day = wanted[row.line_no]
        supply = supplies[row.pk]
        told.append(
            {
                "supply_id": supply.pk,
                "item_id": supply.item_id,
                "due_on": [to_json(supply.due_on), to_json(day)],
                "quantity": [to_json(supply.quantity), to_json(quantity)],
            }
        )
        if row.unit_id is not None and quantity != row.quantity:
            row.unit_quantity = row.in_unit(quantity)
        row.quantity, row.expected_on = quantity, day
        supply.quantity, supply.due_on = quantity, day
        supply.is_open = supply.is_open and quantity > supply.received
        supply.save(update_fields=["quantity", "due_on", "is_open"])
        trim_pegs(supply)
    update_rows(
        PurchaseOrderLine,
        [
            {
                "id": row.pk,
                "quantity": row.quantity,
                "unit_quantity": row.unit_quantity,
                "expected_on": row.expected_on,
            }
            for row in changed
        ],
        put=["quantity", "unit_quantity", "expected_on"],
    )
    order.expected_on = max(row.expected_on for row in rows.values())
    order.total = order_total(list(rows.values()), order.currency_id)
    order.version += 1
    order.save(update_fields=["expected_on", "total", "version"])
    tell_supply_changed(order, told, cause=cause, actor=actor, at=at)


@command(CONFIRM)
def confirm_purchase_order(
    *,
    purchase_order_id: int,
    reference: str = "",
    actor: Actor,
    expected_version: int | None = None,
    at: datetime | None = None,
) -> PurchaseOrder:
    """Note that the supplier has confirmed the order as it is, by telephone or letter.

    Locks:  the purchase order.
    Emits:  PurchaseOrderChanged.
    Raises: NotFound; StaleVersion; Conflict.
    """
    order = _coming(purchase_order_id, expected_version)
    _settle(order, "confirmed", reference, actor=actor, at=at or timezone.now())
    return order


def _settle(order: PurchaseOrder, verb: str, reference: str, *, actor: Actor, at: datetime) -> None:
    """The order is confirmed as it stands now."""
    before = order.confirmation
    order.confirmation = PurchaseOrder.Confirmation.CONFIRMED
    order.confirmed_at = at
    order.supplier_reference = reference.strip()[:60] or order.supplier_reference
    order.version += 1
    order.save(update_fields=["confirmation", "confirmed_at", "supplier_reference", "version"])
    order.lines.update(proposed_quantity=None, proposed_on=None)
    for code in (PROPOSAL, UNCONFIRMED):
        settle_alerts(code=code, subjects=[order.ref], actor=actor, at=at)
    tell_purchase(order, verb, {"confirmation": [before, order.confirmation]}, actor=actor, at=at)


@command()
def answer_purchase_order(
    *,
    purchase_order_id: int,
    answers: Sequence[LineAnswer],
    reference: str = "",
    note: str = "",
    actor: Actor,
    at: datetime | None = None,
) -> PurchaseOrder:
    """Take the supplier's own answer: all lines as ordered confirm it, anything else is a proposal.

    A proposal changes nothing until the buyer accepts it. Whoever calls this has proven to be the
    supplier (the web link).

    Locks:  the purchase order.
    Emits:  PurchaseOrderChanged.
    Raises: NotFound; Conflict when nothing is open, or a proposal is being looked at; Invalid.
    """
    at = at or timezone.now()
    order = _coming(purchase_order_id, None)
    if order.confirmation == PurchaseOrder.Confirmation.CONFIRMED:
        raise Conflict("purchase_order_confirmed", document=order.number)
    rows = {row.line_no: row for row in order.lines.all()}
    _check_answers(rows, answers, note, today=business_day(at))
    order.supplier_note = note.strip()
    given = {answer.line_no: (answer.quantity, answer.expected_on) for answer in answers}
    other = [row for number, row in rows.items() if given[number] != (row.quantity, row.expected_on)]
    if not other:
        order.save(update_fields=["supplier_note"])
        _settle(order, "confirmed", reference, actor=actor, at=at)
        return order
    for row in rows.values():
        row.proposed_quantity, row.proposed_on = given[row.line_no]
        row.save(update_fields=["proposed_quantity", "proposed_on"])
    before, order.confirmation = order.confirmation, PurchaseOrder.Confirmation.PROPOSED
    order.confirmed_at, order.supplier_reference = at, reference.strip()[:60]
    order.version += 1
    names = ["confirmation", "confirmed_at", "supplier_reference", "supplier_note", "version"]
    order.save(update_fields=names)
    facts = {"supplier": order.supplier.name, "lines": len(other)}
    alert = NewAlert(code=PROPOSAL, subject=order.ref, role="buyer", facts=facts)
    raise_alert(alert=alert, actor=actor, at=at)
    changes = {"confirmation": [before, order.confirmation]}
    tell_purchase(order, "proposed", changes, actor=actor, at=at, reason=order.supplier_note)
    return order


def _check_answers(
    rows: Mapping[int, PurchaseOrderLine], answers: Sequence[LineAnswer], note: str, *, today: date
) -> None:
    problems = Problems()
    named = [answer.line_no for answer in answers]
    if sorted(named) != sorted(rows):
        problems.add("lines", _("Answer every line once."))
    if len(note) > MOST_REASON:
        problems.add("note", _("Has more than 500 characters."))
    for answer in answers:
        row = rows.get(answer.line_no)
        if row is None:
            continue
        if answer.expected_on != row.expected_on:
            _check_day(problems, f"date-{answer.line_no}", answer.expected_on, today)
        if not 0 < answer.quantity <= row.quantity:
            problems.add(f"quantity-{answer.line_no}", _("Between 1 and what was ordered."))
        elif answer.quantity < row.received:
            problems.add(f"quantity-{answer.line_no}", _("More than this has arrived already."))
    problems.refuse()


@command(CONFIRM)
def accept_proposal(
    *, purchase_order_id: int, actor: Actor, expected_version: int | None = None, at: datetime | None = None
) -> PurchaseOrder:
    """Agree to what the supplier proposes: quantities, days and with them what is expected.

    Locks:  the purchase order, its supplies.
    Emits:  SupplyChanged, PurchaseOrderChanged.
    Raises: NotFound; StaleVersion; Conflict when there is no proposal; Invalid.
    """
    at = at or timezone.now()
    order, rows = _proposed(purchase_order_id, expected_version)
    wanted: dict[int, tuple[Decimal, date]] = {}
    for number, row in rows.items():
        quantity = max(row.proposed_quantity or row.quantity, row.received)
        wanted[number] = (quantity, row.proposed_on or row.expected_on)
    _apply(order, rows, wanted, cause="supplier", actor=actor, at=at)
    _settle(order, "accepted", "", actor=actor, at=at)
    return order


@command(CONFIRM)
def decline_proposal(
    *,
    purchase_order_id: int,
    reason: str,
    actor: Actor,
    expected_version: int | None = None,
    at: datetime | None = None,
) -> PurchaseOrder:
    """Insist on the order as it is; the supplier is asked again.

    Locks:  the purchase order.
    Emits:  PurchaseOrderChanged.
    Raises: NotFound; StaleVersion; Conflict when there is no proposal; Invalid without a reason.
    """
    at = at or timezone.now()
    need_reason(reason)
    order, _rows = _proposed(purchase_order_id, expected_version)
    before, order.confirmation = order.confirmation, PurchaseOrder.Confirmation.NONE
    order.version += 1
    order.save(update_fields=["confirmation", "version"])
    order.lines.update(proposed_quantity=None, proposed_on=None)
    settle_alerts(code=PROPOSAL, subjects=[order.ref], actor=actor, at=at)
    changes: dict[str, Any] = {"confirmation": [before, order.confirmation]}
    tell_purchase(order, "declined", changes, actor=actor, at=at, reason=reason.strip())
    return order


def _proposed(
    purchase_order_id: int, expected_version: int | None
) -> tuple[PurchaseOrder, dict[int, PurchaseOrderLine]]:
    order = _coming(purchase_order_id, expected_version)
    if order.confirmation != PurchaseOrder.Confirmation.PROPOSED:
        raise Conflict("no_proposal", document=order.number)
    return order, {row.line_no: row for row in order.lines.all()}
