"""What a carrier takes: packed shipments that wait, what left today, and the manifests that were signed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, F, Prefetch, QuerySet, Sum, Value
from django.db.models.functions import Coalesce, NullIf

from erp.core.actor import Actor
from erp.core.commands import declare_permission
from erp.core.documents import document
from erp.masterdata.selectors.company import company
from inventory.models import Manifest, Package, Shipment

SHIP = declare_permission("inventory.ship_shipment", "Hand shipments to carriers")
MOST_WAITING = 500


@document("manifest", prefix="mft", key="number", permission=SHIP)
def visible_manifests(actor: Actor) -> QuerySet[Manifest]:
    """All manifests, for those who hand goods to carriers."""
    if not actor.has(SHIP):
        return Manifest.objects.none()
    return Manifest.objects.select_related("warehouse", "carrier")


def shipments_of_manifest(manifest: Manifest) -> list[Shipment]:
    """What is on a manifest, with packages."""
    rows = manifest.shipments.select_related("customer").order_by("pk")
    return list(rows.prefetch_related(Prefetch("packages", Package.objects.order_by("sequence"))))


def with_carrier(rows: QuerySet[Shipment]) -> QuerySet[Any]:
    """Shipments with `taken_by`: the carrier as said at dispatch, else as planned."""
    said = NullIf(F("carrier_name"), Value(""))
    return rows.annotate(taken_by=Coalesce(said, F("carrier__name"), Value("")))


def _bounds(day: date) -> tuple[datetime, datetime]:
    """A day of the company, as instants."""
    start = datetime.combine(day, time.min, ZoneInfo(company().time_zone))
    return start, datetime.combine(day + timedelta(days=1), time.min, ZoneInfo(company().time_zone))


def unsigned_shipments(*, warehouse_id: int, day: date, carrier: str | None = None) -> QuerySet[Any]:
    """What left a warehouse on a day and is on no manifest yet."""
    start, end = _bounds(day)
    rows = Shipment.objects.filter(
        warehouse_id=warehouse_id,
        state__in=["shipped", "delivered"],
        manifest__isnull=True,
        shipped_at__gte=start,
        shipped_at__lt=end,
    )
    found = with_carrier(rows)
    return found if carrier is None else found.filter(taken_by=carrier)


@dataclass
class CarrierDock:
    """One carrier at the dock: what waits for it, and what it took today without a manifest."""

    name: str
    waiting: list[Shipment] = field(default_factory=list)
    gone: int = 0
    packages: int = 0
    weight_kg: Decimal = Decimal(0)


def docks(actor: Actor, *, warehouse_id: int, day: date) -> list[CarrierDock]:
    """The carriers at a warehouse's dock, by name; three queries.

    Raises: NotPermitted.
    """
    actor.require(SHIP)
    found: dict[str, CarrierDock] = {}
    waiting = Shipment.objects.filter(warehouse_id=warehouse_id, state="packed")
    rows = with_carrier(waiting).select_related("customer").annotate(boxes=Count("packages"))
    row: Any
    for row in rows.order_by("-priority", F("due_on").asc(nulls_last=True), "pk")[:MOST_WAITING]:
        found.setdefault(row.taken_by, CarrierDock(row.taken_by)).waiting.append(row)
    gone = unsigned_shipments(warehouse_id=warehouse_id, day=day)
    totals = (
        gone.order_by()
        .values("taken_by")
        .annotate(
            count=Count("pk", distinct=True), boxes=Count("packages"), weight=Sum("packages__weight_kg")
        )
    )
    for total in totals:
        dock = found.setdefault(total["taken_by"], CarrierDock(total["taken_by"]))
        dock.gone, dock.packages = total["count"], total["boxes"]
        dock.weight_kg = total["weight"] or Decimal(0)
    return [found[name] for name in sorted(found)]
