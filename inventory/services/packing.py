"""Packing: picked goods are verified and put in packages, each with its own serial number where asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone

from erp.core.actor import Actor
from erp.core.commands import command
from erp.core.errors import Misconfigured
from erp.core.events import emit
from erp.core.machines import move_on
from erp.core.new_rows import new_row
from erp.core.quantity import plain
from erp.core.rows import insert_rows, save_row
from erp.core.sets import update_rows
from erp.masterdata.selectors.company import business_day, company
from inventory.calc.gs1 import sscc
from inventory.events import ShipmentPacked
from inventory.models import Package, Scan, Shipment
from inventory.selectors.scans import EFFECTIVE, lines_with_packed
from inventory.services.scans import ScanInput, check_all_packed, tally
from inventory.services.shipments import check_not_held, open_shipment


@dataclass(frozen=True)
class PackageInput:
    """A box as the packer describes it."""

    weight_kg: Decimal | None = None
    contents: list[dict[str, Any]] = field(default_factory=list)
    length_cm: Decimal | None = None
    width_cm: Decimal | None = None
    height_cm: Decimal | None = None


@command("inventory.pack_shipment")
def pack_shipment(
    *,
    shipment_id: int,
    actor: Actor,
    scans: Sequence[ScanInput] | None = None,
    packages: Sequence[PackageInput] = (),
    short_reason: str = "",
    is_scanned: bool = False,
    expected_version: int | None = None,
    at: datetime | None = None,
) -> Shipment:
    """Verify picked goods and put them in packages.

    With scans every picked piece has to be scanned again: a wrong or missing one is refused. With
    `is_scanned` the pieces were scanned one by one before, and have to be complete. Where the company
    has a GS1 prefix every package gets its SSCC.

    Locks:  the document (upward), the shipment.
    Emits:  ShipmentPacked.
    Raises: IllegalTransition; OnHold; Invalid `scans`; Misconfigured when the GS1 numbers are used up.
    """
    at = at or timezone.now()
    shipment = open_shipment(shipment_id, expected_version)
    check_not_held(shipment)
    changes = move_on(shipment, "pack", at=at)
    if scans is not None:
        Scan.objects.filter(EFFECTIVE, shipment=shipment, stage="pack").update(undone_at=at)
        lines = lines_with_packed(shipment.pk, since_nothing=True)
        tally(shipment, lines, scans, stage="pack", actor=actor, at=at, today=business_day(at))
        check_all_packed(lines)
    elif is_scanned:
        check_all_packed(lines_with_packed(shipment.pk))
    boxes = list(packages) or [PackageInput()]
    _put_in_packages(shipment, boxes, by_scan=_contents(shipment) if is_scanned else {})
    save_row(shipment, ["state", "packed_at", "version"])
    emit(
        ShipmentPacked(document=shipment.ref, about=shipment.document, packages=len(boxes)),
        actor=actor,
        at=at,
        changes=changes,
    )
    return shipment


def _put_in_packages(
    shipment: Shipment, boxes: Sequence[PackageInput], by_scan: dict[int, list[dict[str, Any]]]
) -> None:
    rows = insert_rows(
        new_row(
            Package,
            shipment=shipment,
            sequence=number,
            weight_kg=box.weight_kg,
            length_cm=box.length_cm,
            width_cm=box.width_cm,
            height_cm=box.height_cm,
            contents=box.contents or by_scan.get(number, []),
        )
        for number, box in enumerate(boxes, start=1)
    )
    if prefix := company().gs1_prefix:
        try:
            codes = [{"id": row.pk, "sscc": sscc(prefix, row.pk)} for row in rows]
        except ValueError as error:
            raise Misconfigured("sscc_used_up", prefix=prefix) from error
        update_rows(Package, codes, put=["sscc"])


def _contents(shipment: Shipment) -> dict[int, list[dict[str, Any]]]:
    """What was scanned into each package."""
    found: dict[int, dict[tuple[str, str], Decimal]] = {}
    rows = Scan.objects.filter(EFFECTIVE, shipment=shipment, stage="pack")
    for number, sku, lot, quantity in rows.order_by("pk").values_list(
        "package", "item__sku", "lot", "base_quantity"
    ):
        box = found.setdefault(number or 1, {})
        box[(sku, lot)] = box.get((sku, lot), Decimal(0)) + quantity
    return {
        number: [
            {"product": sku, "quantity": plain(quantity), **({"lot": lot} if lot else {})}
            for (sku, lot), quantity in box.items()
        ]
        for number, box in found.items()
    }
