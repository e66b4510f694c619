"""Handing many shipments to a carrier at once, and the manifest that its driver signs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Count, Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from erp.core.actor import Actor
from erp.core.commands import attempt, command
from erp.core.errors import Conflict, DomainError, Invalid
from erp.core.events import emit
from erp.core.locks import lock_upward
from erp.core.numbering import next_number
from erp.core.refs import DocumentRef
from erp.core.sets import update_rows
from erp.masterdata.models import Carrier
from erp.masterdata.selectors.company import business_day
from inventory import locks
from inventory.events import ManifestClosed
from inventory.models import Manifest, Package, Shipment, Warehouse
from inventory.selectors.manifests import unsigned_shipments
from inventory.services.dispatch import ship_shipment


@dataclass(frozen=True)
class Dispatched:
    """What became of one shipment: it left, or why it did not."""

    shipment: Shipment
    refusal: DomainError | None = None


@command("inventory.ship_shipment")
def dispatch_shipments(
    *,
    tracking_numbers: Mapping[int, str],
    actor: Actor,
    carrier: str = "",
    at: datetime | None = None,
) -> list[Dispatched]:
    """Hand many packed shipments to their carrier; one that refuses stays, the others leave.

    `tracking_numbers` maps each shipment to its own, or to an empty text.

    Locks:  the documents and customers (upward, all at once), then each shipment with its stock, by key.
    Emits:  ShipmentShipped per shipment that leaves.
    """
    at = at or timezone.now()
    rows = list(Shipment.objects.filter(pk__in=list(tracking_numbers)).order_by("pk"))
    customers = {DocumentRef("customer", row.customer_id) for row in rows if row.customer_id}
    lock_upward([*(row.document for row in rows), *customers])
    found = []
    for row in rows:
        try:
            with attempt():
                gone = ship_shipment(
                    shipment_id=row.pk,
                    actor=actor,
                    carrier=carrier,
                    tracking_number=tracking_numbers[row.pk],
                    at=at,
                )
        except DomainError as refusal:
            found.append(Dispatched(row, refusal))
        else:
            found.append(Dispatched(gone))
    return found


@command("inventory.ship_shipment")
def close_manifest(
    *,
    warehouse: Warehouse,
    carrier: str,
    actor: Actor,
    driver: str = "",
    at: datetime | None = None,
) -> Manifest:
    """Put what a carrier took today, and is on no manifest yet, on one that its driver signs.

    A later pick-up of the same day gets a manifest of its own.

    Locks:  the shipments, by key.
    Emits:  ManifestClosed.
    Raises: Invalid `carrier`; Conflict `nothing_dispatched`.
    """
    at = at or timezone.now()
    if not carrier.strip():
        raise Invalid.field("carrier", _("Say which carrier took the goods."), "required")
    day = business_day(at)
    wanted = unsigned_shipments(warehouse_id=warehouse.pk, day=day, carrier=carrier.strip())
    rows = locks.shipments_for_update(wanted.values_list("pk", flat=True))
    rows = [row for row in rows if row.manifest_id is None and row.state in {"shipped", "delivered"}]
    if not rows:
        raise Conflict("nothing_dispatched", warehouse=warehouse.code, carrier=carrier.strip())
    boxes = Package.objects.filter(shipment__in=[row.pk for row in rows]).order_by()
    totals = boxes.aggregate(count=Count("pk"), weight=Sum("weight_kg"))
    manifest = Manifest.objects.create(
        number=next_number("manifest"),
        warehouse=warehouse,
        carrier=Carrier.objects.filter(name=carrier.strip()).first(),
        carrier_name=carrier.strip()[:120],
        day=day,
        closed_at=at,
        closed_by=actor.label[:150],
        driver=driver.strip()[:120],
        shipment_count=len(rows),
        package_count=totals["count"] or 0,
        weight_kg=totals["weight"] or Decimal(0),
    )
    _put_on(manifest, rows)
    ref = DocumentRef("manifest", manifest.pk, manifest.number)
    event = ManifestClosed(document=ref, carrier=manifest.carrier_name, shipments=[r.number for r in rows])
    emit(event, actor=actor, at=at)
    return manifest


def _put_on(manifest: Manifest, rows: Sequence[Shipment]) -> None:
    changes = [{"id": row.pk, "manifest": manifest.pk, "version": row.version + 1} for row in rows]
    update_rows(Shipment, changes, put=["manifest", "version"])
