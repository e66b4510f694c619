"""What scanning means: a code stands for an item, in a unit, and has to fit what is asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from erp.core.actor import Actor
from erp.core.errors import Invalid
from erp.core.quantity import to_base
from inventory.models import ItemUnit, Scan, Shipment, ShipmentLine

ZERO = Decimal(0)


@dataclass(frozen=True)
class ScanInput:
    """One scan: a barcode or an item, how many, and optionally where and which lot."""

    quantity: Decimal = Decimal(1)
    barcode: str = ""
    item_id: int | None = None
    location: str = ""
    lot: str = ""

    @property
    def code(self) -> str:
        """What to show of the scan."""
        return self.barcode or str(self.item_id or "")


def _factors(lines: Sequence[ShipmentLine]) -> dict[str, tuple[int, int, int]]:
    """Codes that the lines' items answer to: item id and base units as a fraction."""
    codes: dict[str, tuple[int, int, int]] = {}
    for line in lines:
        for code in (line.item.sku, line.item.barcode, line.lot.code if line.lot else ""):
            if code:
                codes.setdefault(code, (line.item_id, 1, 1))
    for unit in ItemUnit.objects.filter(item_id__in={line.item_id for line in lines}).exclude(barcode=""):
        codes.setdefault(unit.barcode, (unit.item_id, unit.numerator, unit.denominator))
    return codes


def _resolve(
    position: int, scan: ScanInput, codes: dict[str, tuple[int, int, int]], items: set[int]
) -> tuple[int, Decimal]:
    path = f"scans[{position}]"
    if scan.quantity <= 0:
        raise Invalid.field(f"{path}.quantity", _("Must be greater than zero."), "not_positive")
    if scan.item_id is not None and scan.item_id in items:
        return scan.item_id, scan.quantity
    if scan.barcode in codes:
        item_id, numerator, denominator = codes[scan.barcode]
        return item_id, to_base(scan.quantity, numerator, denominator)
    raise Invalid.field(path, _("This is not on the shipment: put it back."), "wrong_item", scanned=scan.code)


def tally_pick_scans(lines: Sequence[ShipmentLine], scans: Sequence[ScanInput]) -> None:
    """Count scans onto the lines they fit; wrong item, place, lot or too many are refused.

    Raises: Invalid on `scans[n]` with `wrong_item`, `wrong_place`, `wrong_lot` or `too_many`.
    """
    codes = _factors(lines)
    items = {line.item_id for line in lines}
    for position, scan in enumerate(scans):
        item_id, left = _resolve(position, scan, codes, items)
        fitting = [line for line in lines if line.item_id == item_id]
        fitting = _narrow(position, scan, fitting)
        for line in fitting:
            part = min(left, line.quantity - line.picked)
            line.picked += part
            left -= part
        if left > 0:
            raise Invalid.field(
                f"scans[{position}].quantity", _("More than asked."), "too_many", surplus=left
            )


def _narrow(position: int, scan: ScanInput, lines: list[ShipmentLine]) -> list[ShipmentLine]:
    path = f"scans[{position}]"
    if scan.location:
        lines = [line for line in lines if scan.location in {line.location.code, line.location.barcode}]
        if not lines:
            raise Invalid.field(f"{path}.location", _("Not from this place."), "wrong_place")
    lot = scan.lot or (
        scan.barcode if any(line.lot and line.lot.code == scan.barcode for line in lines) else ""
    )
    if lot:
        lines = [line for line in lines if line.lot is not None and line.lot.code == lot]
        if not lines:
            raise Invalid.field(f"{path}.lot", _("Not this lot."), "wrong_lot")
    return lines


def tally_pack_scans(lines: Sequence[ShipmentLine], scans: Sequence[ScanInput]) -> None:
    """Check that what was scanned at packing is exactly what was picked.

    Raises: Invalid on `scans` with `wrong_item`, `too_many` or `too_few`.
    """
    codes = _factors(lines)
    left: dict[int, Decimal] = {}
    for line in lines:
        left[line.item_id] = left.get(line.item_id, ZERO) + line.picked
    for position, scan in enumerate(scans):
        item_id, quantity = _resolve(position, scan, codes, set(left))
        left[item_id] -= quantity
        if left[item_id] < 0:
            raise Invalid.field(
                f"scans[{position}].quantity", _("More than was picked."), "too_many", surplus=-left[item_id]
            )
    missing = {item_id: quantity for item_id, quantity in left.items() if quantity > 0}
    if missing:
        skus = {line.item_id: line.item.sku for line in lines}
        names = {skus[item_id]: quantity for item_id, quantity in missing.items()}
        raise Invalid.field("scans", _("Picked goods are missing in the packages."), "too_few", missing=names)


def record_scans(
    shipment: Shipment, stage: str, scans: Sequence[ScanInput], *, actor: Actor, at: datetime
) -> None:
    """Keep the right scans as evidence."""
    Scan.objects.bulk_create(
        Scan(
            shipment=shipment,
            at=at,
            stage=stage,
            code=scan.code[:120],
            item_id=scan.item_id,
            quantity=scan.quantity,
            is_right=True,
            actor_label=actor.label,
        )
        for scan in scans
    )
