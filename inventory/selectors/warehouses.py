"""Warehouses and locations as readers see them."""

from __future__ import annotations

from django.db.models import CharField, Q, QuerySet, Value
from django.db.models.functions import Concat

from erp.core.actor import Actor
from erp.core.documents import document, parse_id
from inventory.models import Location, PutawayRule, TransitTime, Warehouse, Zone

__all__ = [
    "default_warehouse",
    "location_rows",
    "place_by_key",
    "putaway_rule_rows",
    "transit_time_rows",
    "warehouse_rows",
    "zone_rows",
]


@document("warehouse", prefix="wh", key="code")
def warehouse_rows(actor: Actor | None = None) -> QuerySet[Warehouse]:
    """All warehouses: everybody who orders or ships has to name one."""
    return Warehouse.objects.all()


@document("location", prefix="loc", key="path", permission="inventory.view_stock")
def location_rows(actor: Actor) -> QuerySet[Location]:
    """All locations, with their warehouse and the key people write: MAIN/A-01-03."""
    path = Concat("warehouse__code", Value("/"), "code", output_field=CharField())
    return Location.objects.select_related("warehouse").annotate(path=path)  # type: ignore[no-redef]  # the property of rows that are read otherwise


@document("zone", prefix="zon", permission="inventory.view_stock")
def zone_rows(actor: Actor) -> QuerySet[Zone]:
    """All zones."""
    return Zone.objects.all()


@document("putaway_rule", prefix="par", permission="inventory.view_stock")
def putaway_rule_rows(actor: Actor) -> QuerySet[PutawayRule]:
    """All put-away rules."""
    return PutawayRule.objects.all()


@document("transit_time", prefix="trt", permission="inventory.view_stock")
def transit_time_rows(actor: Actor) -> QuerySet[TransitTime]:
    """How long goods travel between warehouses."""
    return TransitTime.objects.all()


def default_warehouse() -> Warehouse | None:
    """The warehouse that is meant when none is named."""
    return Warehouse.objects.filter(is_default=True, is_active=True).first()


def place_by_key(warehouse_id: int, key: str) -> Location | None:
    """A place of a warehouse by its code, its bar code or its id; None when there is none."""
    text = key.replace("\x00", "").strip()[:60]
    if not text:
        return None
    rows = Location.objects.filter(warehouse_id=warehouse_id)
    pk = parse_id("loc", text)
    found = rows.filter(pk=pk).first() if pk is not None else None
    return (
        found
        or rows.filter(code=text).first()
        or rows.filter(barcode=text).order_by("pk").first()
        or (rows.filter(Q(code__iexact=text)).order_by("pk").first())
    )
