"""What scanning means: a code stands for an item, in a unit, and has to fit what is asked.

Every scan is judged by the same rules, whether it comes alone from a phone or in a list over the API. A
right one counts on the lines it fits; a wrong one counts nothing, and is kept as evidence all the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from erp.core.actor import Actor
from erp.core.commands import current
from erp.core.errors import Invalid
from erp.core.quantity import to_base
from erp.core.rows import insert_rows
from inventory.models import Item, ItemUnit, Lot, Scan, Shipment, ShipmentLine
from inventory.services.reservations import suits

ZERO = Decimal(0)
ONE = Decimal(1)


@dataclass(frozen=True)
class ScanInput:
    """One scan: a barcode or an item, how many, and optionally where and which lot."""

    quantity: Decimal = ONE
    barcode: str = ""
    item_id: int | None = None
    location: str = ""
    lot: str = ""
    line_id: int | None = None  # one line only, where a phone shows a single step
    package: int | None = None
    uid: UUID | None = None
    scanned_at: datetime | None = None

    @property
    def code(self) -> str:
        """What to show of the scan."""
        return self.barcode or str(self.item_id or "")


@dataclass(frozen=True)
class Meaning:
    """What a code can stand for: an item in a unit of numerator/denominator base units."""

    item_id: int
    numerator: int = 1
    denominator: int = 1
    lot: str = ""


@dataclass(frozen=True)
class Verdict:
    """How a scan was judged: the quantities per line it counts on, or why it counts on none."""

    refusal: str = ""
    path: str = ""
    facts: dict[str, Any] = field(default_factory=dict)
    item_id: int | None = None
    quantity: Decimal = ZERO
    parts: tuple[tuple[ShipmentLine, Decimal], ...] = ()

    @property
    def is_right(self) -> bool:
        """Whether the scan counts."""
        return not self.refusal


REFUSALS = {
    "wrong_item": _("This is not on the shipment: put it back."),
    "unknown_barcode": _("No item has this code."),
    "ambiguous_barcode": _("Several items have this code: scan another one, or type the SKU."),
    "wrong_place": _("Not from this place."),
    "wrong_lot": _("Not this lot."),
    "expired_lot": _("This lot has expired: it must not leave."),
    "short_lived_lot": _("This lot does not last long enough for this customer: take another one."),
    "too_many": _("More than asked."),
    "not_positive": _("Must be greater than zero."),
}


CodeBook = dict[str, list[Meaning]]


def code_book(scans: Sequence[ScanInput], lines: Sequence[ShipmentLine]) -> CodeBook:
    """What the codes of scans can stand for, one entry per item: SKU, barcode, barcode of a unit, or a lot.

    An item's own codes come before a lot's; a lot's code stands for the lots on the lines, then for any.
    Three queries at most, whatever the number of scans.
    """
    codes = {scan.barcode.strip() for scan in scans if scan.item_id is None} - {""}
    found: dict[str, dict[int, Meaning]] = {code: {} for code in codes}
    if not codes:
        return {}
    items = Item.objects.filter(Q(sku__in=codes) | Q(barcode__in=codes))
    for pk, sku, barcode in items.values_list("pk", "sku", "barcode"):
        for code in {sku, barcode} & codes:
            found[code][pk] = Meaning(pk)
    packs = ItemUnit.objects.filter(barcode__in=codes)
    for code, pk, numerator, denominator in packs.values_list(
        "barcode", "item_id", "numerator", "denominator"
    ):
        found[code].setdefault(pk, Meaning(pk, numerator, denominator))
    _read_lots(found, [line for line in lines if line.lot])
    return {code: list(meanings.values()) for code, meanings in found.items()}


def _read_lots(found: dict[str, dict[int, Meaning]], lines: Sequence[ShipmentLine]) -> None:
    """Codes that no item has may be lots: first those that are asked for."""
    for line in lines:
        code = line.lot.code if line.lot else ""
        known = found.get(code)
        if known is not None and all(meaning.lot for meaning in known.values()):
            known[line.item_id] = Meaning(line.item_id, lot=code)
    unknown = [code for code, known in found.items() if not known]
    if unknown:
        for code, pk in Lot.objects.filter(code__in=unknown).values_list("code", "item_id"):
            found[code][pk] = Meaning(pk, lot=code)


def judge(
    scan: ScanInput, lines: Sequence[ShipmentLine], book: CodeBook, *, stage: str, today: date
) -> Verdict:
    """Judge one scan against a shipment's lines; counts nothing yet.

    Picking fills what is asked from its place and lot; packing checks what was picked.
    """
    if scan.quantity <= 0:
        return Verdict("not_positive", "quantity")
    by_item = [Meaning(scan.item_id)] if scan.item_id is not None else None
    meanings = by_item or book.get(scan.barcode.strip(), [])
    if len(meanings) > 1 and all(meaning.lot for meaning in meanings):
        asked = {line.item_id for line in lines if line.pk == scan.line_id}
        meanings = [meaning for meaning in meanings if meaning.item_id in asked] or meanings
    if len(meanings) != 1:
        return Verdict("ambiguous_barcode" if meanings else "unknown_barcode", "", {"scanned": scan.code})
    [meaning] = meanings
    quantity = to_base(scan.quantity, meaning.numerator, meaning.denominator)
    fitting = [line for line in lines if line.item_id == meaning.item_id]
    refusal = _narrow(scan, meaning.lot or scan.lot, fitting) or _aged(fitting, stage, today)
    if refusal is None:
        refusal = _share(fitting, quantity, stage)
    return Verdict(refusal.refusal, refusal.path, refusal.facts, meaning.item_id, quantity, refusal.parts)


def lot_refusal(line: ShipmentLine, stage: str, today: date) -> str:
    """Why the lot of a line must not leave, or "": it has expired, or lasts too short for the customer.

    What was picked for a customer is not judged by his terms again when it is packed.
    """
    if line.lot is None or line.lot.expires_on is None:
        return ""
    if line.lot.expires_on < today:
        return "expired_lot"
    return "short_lived_lot" if stage == "pick" and not suits(line.demand, line.lot, today) else ""


def _aged(fitting: list[ShipmentLine], stage: str, today: date) -> Verdict | None:
    """Leave the lines whose lot may go, or say why none may."""
    bad = {line.pk: found for line in fitting if (found := lot_refusal(line, stage, today))}
    if len(bad) == len(fitting):
        lot = fitting[0].lot
        return Verdict(bad[fitting[0].pk], "lot", {"lot": lot.code if lot else ""})
    fitting[:] = [line for line in fitting if line.pk not in bad]
    return None


def _narrow(scan: ScanInput, lot: str, fitting: list[ShipmentLine]) -> Verdict | None:
    """Leave the lines that fit by place and lot, or say what is wrong."""
    if not fitting:
        return Verdict("wrong_item", "", {"scanned": scan.code})
    if scan.line_id is not None:
        fitting[:] = [line for line in fitting if line.pk == scan.line_id]
        if not fitting:
            return Verdict("wrong_place", "location", {"location": scan.location})
    if scan.location:
        fitting[:] = [ln for ln in fitting if scan.location in {ln.location.code, ln.location.barcode}]
        if not fitting:
            return Verdict("wrong_place", "location", {"location": scan.location})
    if lot:
        fitting[:] = [line for line in fitting if line.lot is not None and line.lot.code == lot]
        if not fitting:
            return Verdict("wrong_lot", "lot", {"lot": lot})
    return None


def _share(fitting: Sequence[ShipmentLine], quantity: Decimal, stage: str) -> Verdict:
    """Share a quantity out over lines, in their order."""
    parts, left = [], quantity
    for line in fitting:
        part = min(left, room_on(line, stage))
        if part > 0:
            parts.append((line, part))
            left -= part
    if left > 0:
        return Verdict("too_many", "quantity", {"surplus": left})
    return Verdict(parts=tuple(parts))


def room_on(line: ShipmentLine, stage: str) -> Decimal:
    """How much a line still takes: what is asked and not picked, or picked and not yet verified."""
    if stage == "pack":
        return line.picked - getattr(line, "packed", ZERO)
    return ZERO if line.short_reason else line.quantity - line.picked


def count_on_lines(verdict: Verdict, stage: str) -> None:
    """Count a right scan on the lines in memory; the caller writes them."""
    for line, part in verdict.parts:
        if stage == "pack":
            line.packed = getattr(line, "packed", ZERO) + part  # type: ignore[attr-defined]  # computed for this row, not a column
        else:
            line.picked += part


def tally(
    shipment: Shipment,
    lines: Sequence[ShipmentLine],
    scans: Sequence[ScanInput],
    *,
    stage: str,
    actor: Actor,
    at: datetime,
    today: date,
) -> None:
    """Count a whole list of scans onto lines and keep them; the first wrong one refuses all of them.

    What was wrong is kept as evidence in a transaction of its own although the command is refused.
    Raises: Invalid on `scans[n]` with the code of the refusal, see `REFUSALS`.
    """
    rows: list[Scan] = []
    book = code_book(scans, lines)
    for position, scan in enumerate(scans):
        verdict = judge(scan, lines, book, stage=stage, today=today)
        if not verdict.is_right:
            wrong = scan_rows(shipment, stage, scan, verdict, actor=actor, at=at)
            current().keep_if_refused(lambda wrong=wrong: _keep_wrong(wrong))  # type: ignore[misc]  # the default binds the loop's value; mypy can't type it
            path = f"scans[{position}]" + (f".{verdict.path}" if verdict.path else "")
            raise Invalid.field(path, refusal_text(verdict.refusal, stage), verdict.refusal, **verdict.facts)
        count_on_lines(verdict, stage)
        rows += scan_rows(shipment, stage, scan, verdict, actor=actor, at=at)
    insert_rows(rows)


def _keep_wrong(rows: Sequence[Scan]) -> None:
    """Write the evidence of a refused scan, if its shipment is still there."""
    if rows and Shipment.objects.filter(pk=rows[0].shipment_id).exists():
        insert_rows(rows)


def refusal_text(code: str, stage: str = "pick") -> Any:
    """Why a scan does not count, in words."""
    if code == "too_many" and stage == "pack":
        return _("More than was picked.")
    return REFUSALS.get(code, code)


def scan_rows(
    shipment: Shipment, stage: str, scan: ScanInput, verdict: Verdict, *, actor: Actor, at: datetime
) -> list[Scan]:
    """The rows that keep a scan: one per line it counts on, one without a line where it is wrong."""
    parts: list[tuple[ShipmentLine | None, Decimal]] = [*verdict.parts] or [(None, ZERO)]
    return [
        Scan(
            shipment=shipment,
            line=line,
            uid=scan.uid,
            part=number,
            at=at,
            scanned_at=scan.scanned_at,
            stage=stage,
            code=scan.code[:120],
            item_id=verdict.item_id if verdict.refusal != "unknown_barcode" else None,
            quantity=scan.quantity,
            base_quantity=part,
            location=scan.location[:60],
            lot=(scan.lot or (line.lot.code if line and line.lot else ""))[:60],
            package=scan.package,
            is_right=verdict.is_right,
            refusal=verdict.refusal,
            user_id=actor.user_id,
            actor_label=actor.label[:150],
        )
        for number, (line, part) in enumerate(parts, start=1)
    ]


def check_all_packed(lines: Sequence[ShipmentLine]) -> None:
    """Everything that was picked has to be verified into the packages.

    Raises: Invalid on `scans` with `too_few` and what is missing, by SKU.
    """
    missing: dict[str, Decimal] = {}
    for line in lines:
        left = room_on(line, "pack")
        if left > 0:
            missing[line.item.sku] = missing.get(line.item.sku, ZERO) + left
    if missing:
        raise Invalid.field(
            "scans", _("Picked goods are missing in the packages."), "too_few", missing=missing
        )
