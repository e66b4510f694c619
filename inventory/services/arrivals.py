"""The lines of a receipt: what came is checked against the order, and each lot gets its inspection."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from erp.core.errors import Invalid
from erp.core.money import round_money
from erp.core.quantity import plain
from erp.core.records import Problems
from erp.masterdata.models import Unit
from erp.masterdata.selectors.money import rate_on
from inventory.calc.sampling import full_plan, is_skipped, sampling_plan
from inventory.models import (
    InspectionMode,
    Item,
    Lot,
    PurchaseOrder,
    PurchaseOrderLine,
    Receipt,
    ReceiptLine,
    ReceivingSettings,
)
from inventory.selectors.items import in_base_unit
from inventory.selectors.receiving import Terms, exempt_items, lot_verdicts
from inventory.services.stock import check_bought, check_quantity, lot_for

ZERO, HUNDRED = Decimal(0), Decimal(100)
MOST_SERIALS = 1000
ROUNDING = Decimal("0.00001")  # a third of a piece three times is a piece


@dataclass(frozen=True)
class ReceiptInput:
    """What has arrived of a line, by its number; `quantity` is all of it, `damaged` the part that is no good.

    `serials` name each piece of an item tracked by serial number; `close_rest` says that nothing more
    of the line will come.

    Units: `quantity` and `damaged` in `unit`; without one in the unit that the line is ordered in.
    """

    line_no: int
    quantity: Decimal
    lot: str = ""
    expires_on: date | None = None
    serials: tuple[str, ...] = ()
    damaged: Decimal = ZERO
    damage_reason: str = ""
    close_rest: bool = False
    unit: Unit | None = None


def in_base_units(
    rows: dict[int, PurchaseOrderLine], lines: Sequence[ReceiptInput]
) -> tuple[ReceiptInput, ...]:
    """What has arrived, counted in the items' base units; whoever counts may count in either.

    Raises: Invalid on `lines[n].unit` for a unit that has no factor, on `.quantity` when it is too large.
    """
    problems, found = Problems(), []
    for position, line in enumerate(lines):
        row = rows.get(line.line_no)
        if row is None or (row.unit_id is None and line.unit is None):
            found.append(line)
            continue
        try:
            quantity, damaged = (_counted(row, line.unit, one) for one in (line.quantity, line.damaged))
            found.append(replace(line, quantity=quantity, damaged=min(damaged, quantity), unit=None))
        except Invalid as refusal:
            problems.merge(refusal.errors, f"lines[{position}].")
    problems.refuse()
    return tuple(found)


def _counted(row: PurchaseOrderLine, unit: Unit | None, quantity: Decimal) -> Decimal:
    """A count in a unit as base quantity; what is left of the line, but for a rounding, is what is left."""
    if unit is not None and unit.pk == row.item.unit_id:
        return quantity
    if unit is None or unit.pk == row.unit_id:
        base = row.in_base(quantity)
    else:
        base = in_base_unit(row.item, unit, quantity)
    left = row.quantity - row.received
    return left if base and abs(left - base) < ROUNDING else base


def check_arrivals(
    rows: dict[int, PurchaseOrderLine], terms: dict[int, Terms], lines: Sequence[ReceiptInput]
) -> None:
    """Refuse what the order does not have or no longer expects, and quantities that can't be.

    Raises: Invalid on `lines[n]`.
    """
    problems = Problems()
    came: dict[int, Decimal] = {number: row.received for number, row in rows.items()}
    if not lines:
        problems.add("lines", _("Name at least one line."))
    for position, line in enumerate(lines):
        path, row = f"lines[{position}]", rows.get(line.line_no)
        if row is None:
            problems.add(f"{path}.line", _("This order has no such line."))
            continue
        _check_one(line, row.item, path, problems)
        came[line.line_no] += max(line.quantity, ZERO)
        percent = terms[row.item_id].over_receipt_percent
        most = row.quantity * (1 + percent / HUNDRED)
        if row.is_closed_short:
            problems.add(f"{path}.line", _("Nothing more is expected of this line."))
        elif line.quantity > 0 and came[line.line_no] > most:
            text = _(
                "Is more than is still expected: %(left)s of %(ordered)s, %(percent)s %% above are taken."
            )
            told = {"left": plain(max(row.quantity - row.received, ZERO)), "ordered": plain(row.quantity)}
            problems.add(f"{path}.quantity", text % (told | {"percent": plain(percent)}))
    problems.refuse()


def _check_one(line: ReceiptInput, item: Item, path: str, problems: Problems) -> None:
    try:
        check_bought(item)
        check_quantity(line.quantity)
    except Invalid as refusal:
        problems.merge(refusal.errors, f"{path}.")
        return
    if not 0 <= line.damaged <= line.quantity:
        problems.add(f"{path}.damaged", _("Must lie between zero and what arrived."))
    elif line.damaged > 0 and not line.damage_reason.strip():
        problems.add(f"{path}.damage_reason", _("Say what is wrong with it."))
    if line.serials:
        _check_serials(line, item, path, problems)


def _check_serials(line: ReceiptInput, item: Item, path: str, problems: Problems) -> None:
    if item.tracking != Item.Tracking.SERIAL:
        problems.add(f"{path}.serials", _("This product is not tracked by serial number."))
    elif len(line.serials) > MOST_SERIALS:
        problems.add(f"{path}.serials", _("There may be at most %(count)s.") % {"count": MOST_SERIALS})
    elif len(set(line.serials)) != len(line.serials):
        problems.add(f"{path}.serials", _("The same serial number is there twice."))
    elif line.quantity != len(line.serials):
        problems.add(f"{path}.serials", _("Name one serial number for each piece."))
    elif line.damaged not in {ZERO, line.quantity}:
        problems.add(f"{path}.damaged", _("Receive damaged pieces as a line of their own."))


def make_lines(
    receipt: Receipt,
    order: PurchaseOrder,
    rows: dict[int, PurchaseOrderLine],
    lines: Sequence[ReceiptInput],
    *,
    terms: dict[int, Terms],
    settings: ReceivingSettings,
    inspect_all: bool,
) -> list[ReceiptLine]:
    """The receipt's lines: one per line, lot and serial number, each with how it will be inspected.

    Raises: Invalid on `lines[n]` for a missing, expired or doubled lot.
    """
    items = {row.item_id for row in rows.values()}
    exempt = set() if inspect_all else exempt_items(order.supplier, items)
    rate = rate_on(order.currency_id, receipt.arrived_on)
    seen: set[int] = set()
    arrived: list[ReceiptLine] = []
    for position, line in enumerate(lines):
        row = rows[line.line_no]
        for part in _pieces(line):
            lot = _lot(row.item, part, f"lines[{position}]", receipt.arrived_on, seen)
            found = ReceiptLine(
                receipt=receipt,
                line_no=len(arrived) + 1,
                order_line=row,
                item=row.item,
                lot=lot,
                quantity=part.quantity,
                damaged=part.damaged,
                rejected=part.damaged,
                value=round_money(row.price_of(part.quantity) * rate),
                reason=part.damage_reason.strip()[:200],
                expected_on=row.expected_on,
            )
            if row.item.kind == Item.Kind.SERVICE:
                _perform(found)
            elif row.item_id in exempt or found.quantity == found.damaged:
                _accept(found, ReceiptLine.Inspection.EXEMPT)
            else:
                _plan(found, terms[row.item_id], settings, may_skip=not inspect_all)
            if found.waiting == 0 and found.damaged > 0:
                found.judged_at = receipt.arrived_at
            arrived.append(found)
    return arrived


def _pieces(line: ReceiptInput) -> list[ReceiptInput]:
    if not line.serials:
        return [line]
    damaged = Decimal(1) if line.damaged else ZERO
    return [replace(line, lot=one, quantity=Decimal(1), damaged=damaged, serials=()) for one in line.serials]


def _lot(item: Item, line: ReceiptInput, path: str, on: date, seen: set[int]) -> Lot | None:
    """The lot that came; a serial number stands for one piece that is nowhere yet, no lot is expired."""
    try:
        if line.expires_on is not None and line.expires_on < on:
            raise Invalid.field("expires_date", _("This lot is expired already."), "expired")
        lot = lot_for(item, line.lot or None, on=on, expires_on=line.expires_on)
        if lot is None:
            return None
        if lot.expires_on is not None and lot.expires_on < on:
            raise Invalid.field("lot", _("This lot is expired already."), "expired")
        if line.expires_on is not None and lot.expires_on != line.expires_on:
            told = {"lot": lot.code, "day": lot.expires_on.isoformat() if lot.expires_on else "–"}
            raise Invalid.field("expires_date", _("Lot %(lot)s is known to expire on %(day)s.") % told)
        if item.tracking == Item.Tracking.SERIAL:
            if line.quantity != 1:
                raise Invalid.field("quantity", _("A serial number stands for exactly one piece."))
            if lot.pk in seen or lot.balances.filter(on_hand__gt=0).exists():
                raise Invalid.field("lot", _("This serial number is in stock already."), "serial_in_stock")
            seen.add(lot.pk)
    except Invalid as refusal:
        errors = {f"{path}.{name}": texts for name, texts in refusal.errors.items()}
        raise Invalid(refusal.code, errors=errors, **refusal.facts) from None
    return lot


def _accept(line: ReceiptLine, inspection: str) -> None:
    line.inspection = inspection
    line.accepted = line.quantity - line.damaged


def _perform(line: ReceiptLine) -> None:
    """A service lies nowhere: there is nothing to inspect, to put away or to send back."""
    _accept(line, ReceiptLine.Inspection.EXEMPT)
    line.put_away, line.scrapped = line.accepted, line.damaged


def _plan(line: ReceiptLine, terms: Terms, settings: ReceivingSettings, *, may_skip: bool) -> None:
    """How many pieces of a lot are looked at, or that it is skipped."""
    if terms.inspection_mode == InspectionMode.SKIP_LOT and may_skip:
        verdicts = lot_verdicts(line.receipt.supplier_id, line.item_id)
        if is_skipped(verdicts, after=settings.skip_after, every=settings.skip_every):
            _accept(line, ReceiptLine.Inspection.SKIPPED)
            return
    rest = line.quantity - line.damaged
    is_full = terms.inspection_mode == InspectionMode.FULL
    plan = full_plan(rest) if is_full else sampling_plan(rest, terms.aql)
    line.inspection = ReceiptLine.Inspection.FULL if plan.is_full else ReceiptLine.Inspection.SAMPLE
    line.sample_size, line.acceptance_number = plan.sample_size, plan.acceptance_number
