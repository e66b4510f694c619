"""Packing: picked goods are verified and put in packages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone

from erp.core.actor import Actor
from erp.core.commands import command
from erp.core.events import emit
from erp.core.machines import move_on
from erp.core.rows import insert_rows, save_row
from inventory.events import ShipmentPacked
from inventory.models import Package, Shipment
from inventory.services.scans import ScanInput, record_scans, tally_pack_scans
from inventory.services.shipments import check_not_held, open_shipment


@dataclass(frozen=True)
class PackageInput:
    """A box as the packer describes it."""

    weight_kg: Decimal | None = None
    contents: list[dict[str, Any]] = field(default_factory=list)


@command("inventory.pack_shipment")
def pack_shipment(
    *,
    shipment_id: int,
    actor: Actor,
    scans: Sequence[ScanInput] | None = None,
    packages: Sequence[PackageInput] = (),
    short_reason: str = "",
    expected_version: int | None = None,
    at: datetime | None = None,
) -> Shipment:
    """Verify picked goods and put them in packages.

    With scans every picked piece has to be scanned again: a wrong or missing one is refused.

    Locks:  the document (upward), the shipment.
    Emits:  ShipmentPacked.
    Raises: IllegalTransition; OnHold; Invalid `scans`.
    """
    at = at or timezone.now()
    shipment = open_shipment(shipment_id, expected_version)
    check_not_held(shipment)
    changes = move_on(shipment, "pack", at=at)
    if scans is not None:
        tally_pack_scans(list(shipment.lines.select_related("item", "lot")), scans)
        record_scans(shipment, "pack", scans, actor=actor, at=at)
    boxes = list(packages) or [PackageInput()]
    insert_rows(
        Package(shipment=shipment, sequence=number, weight_kg=box.weight_kg, contents=box.contents)
        for number, box in enumerate(boxes, start=1)
    )
    save_row(shipment, ["state", "packed_at", "version"])
    emit(
        ShipmentPacked(document=shipment.ref, about=shipment.document, packages=len(boxes)),
        actor=actor,
        at=at,
        changes=changes,
    )
    return shipment
