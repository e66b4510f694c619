"""What could go into a wave, by carrier, zone, priority and date: reserved documents, released shipments."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, F, Max, Min, Q, Sum

from erp.core.actor import Actor
from erp.core.documents import known_document
from erp.masterdata.models import Carrier
from inventory.models import Demand, Item, Reservation, Shipment, Warehouse

MOST_PLANNED = 500


@dataclass(frozen=True)
class WaveWish:
    """What a wave should be made of; empty means anything."""

    carrier_id: int | None = None
    zone: str = ""
    priority: int | None = None  # at least
    due_until: date | None = None


@dataclass(frozen=True)
class Candidate:
    """A document or a released shipment that could go into a wave."""

    kind: str
    id: int
    number: str
    customer: str
    carrier_id: int | None
    carrier: str
    zones: tuple[str, ...]
    lines: int
    pieces: Decimal
    due_on: date | None
    priority: int


def wave_candidates(actor: Actor, warehouse: Warehouse, wish: WaveWish) -> list[Candidate]:
    """What fits a wish in a warehouse, the most urgent first; three queries.

    What has no carrier yet fits every carrier.
    Raises: NotPermitted.
    """
    actor.require("inventory.release_shipment")
    documents = _with_carriers(actor, list(_documents(warehouse, wish)))
    if wish.carrier_id:
        documents = [row for row in documents if row.carrier_id in {None, wish.carrier_id}]
    found = [*documents, *_shipments(warehouse, wish)]
    return sorted(found, key=lambda c: (-c.priority, c.due_on or date.max, c.number))[:MOST_PLANNED]


def _with_carriers(actor: Actor, rows: list[Candidate]) -> list[Candidate]:
    """Orders with the carrier they ask for."""
    pks = [row.id for row in rows if row.kind == "order"]
    orders = known_document("order").rows(actor).filter(pk__in=pks).order_by()
    carriers = {
        pk: (key, name or "") for pk, key, name in orders.values_list("pk", "carrier", "carrier__name")
    }
    return [
        replace(row, carrier_id=carriers[row.id][0], carrier=carriers[row.id][1])
        if row.kind == "order" and row.id in carriers
        else row
        for row in rows
    ]


def _documents(warehouse: Warehouse, wish: WaveWish) -> Iterable[Candidate]:
    short = Demand.objects.filter(
        is_ship_complete=True,
        item__kind=Item.Kind.STOCKED,
        quantity__gt=F("reserved") + F("shipped") + F("cancelled"),
    )
    rows = Reservation.objects.filter(
        shipment_line__isnull=True,
        demand__document_kind="order",  # transfers and work orders take their goods themselves
        demand__is_held=False,
        balance__warehouse=warehouse,
    ).exclude(demand__is_ship_complete=True, demand__document_id__in=short.values("document_id"))
    if wish.zone:
        in_zone = rows.filter(balance__location__zone=wish.zone)
        rows = rows.filter(demand__document_id__in=in_zone.values("demand__document_id"))
    document = [f"demand__document_{name}" for name in ("kind", "id", "number")]
    grouped = rows.values(*document, "demand__customer__name").annotate(
        lines=Count("pk"),
        pieces=Sum("quantity"),
        due=Min("demand__promised_on"),
        urgency=Max("demand__priority"),
        zones=ArrayAgg("balance__location__zone", distinct=True),
    )
    if wish.priority:
        grouped = grouped.filter(urgency__gte=wish.priority)
    if wish.due_until:
        grouped = grouped.filter(due__lte=wish.due_until)
    for row in grouped.order_by("-urgency", F("due").asc(nulls_last=True))[:MOST_PLANNED]:
        yield Candidate(
            kind=row["demand__document_kind"],
            id=row["demand__document_id"],
            number=row["demand__document_number"],
            customer=row["demand__customer__name"] or "",
            carrier_id=None,
            carrier="",
            zones=tuple(zone for zone in row["zones"] if zone),
            lines=row["lines"],
            pieces=row["pieces"],
            due_on=row["due"],
            priority=row["urgency"],
        )


def _shipments(warehouse: Warehouse, wish: WaveWish) -> Iterable[Candidate]:
    rows = Shipment.objects.filter(warehouse=warehouse, state="released", wave__isnull=True)
    rows = rows.exclude(lines__demand__is_held=True).select_related("customer", "carrier")
    if wish.carrier_id:
        rows = rows.filter(Q(carrier_id=wish.carrier_id) | Q(carrier_id__isnull=True))
    if wish.zone:
        rows = rows.filter(pk__in=Shipment.objects.filter(lines__location__zone=wish.zone))
    if wish.priority:
        rows = rows.filter(priority__gte=wish.priority)
    if wish.due_until:
        rows = rows.filter(due_on__lte=wish.due_until)
    counted = rows.annotate(
        line_count=Count("lines"),
        pieces=Sum("lines__quantity", default=Decimal(0)),
        zones=ArrayAgg("lines__location__zone", distinct=True),
    )
    row: Any
    for row in counted.order_by("-priority", F("due_on").asc(nulls_last=True))[:MOST_PLANNED]:
        yield Candidate(
            kind="shipment",
            id=row.pk,
            number=row.number,
            customer=row.customer.name if row.customer else "",
            carrier_id=row.carrier_id,
            carrier=row.carrier.name if row.carrier else "",
            zones=tuple(zone for zone in row.zones if zone),
            lines=row.line_count,
            pieces=row.pieces,
            due_on=row.due_on,
            priority=row.priority,
        )


def minutes_to_cut_off(carrier: Carrier | None, warehouse: Warehouse, *, at: datetime) -> int | None:
    """How long a carrier still collects today; negative once it has left, nothing without a cut-off."""
    cut_off: time | None = carrier.cut_off if carrier is not None else None
    if cut_off is None:
        return None
    here = at.astimezone(ZoneInfo(warehouse.time_zone))
    leaves = here.replace(hour=cut_off.hour, minute=cut_off.minute, second=0, microsecond=0)
    return int((leaves - here).total_seconds() // 60)


def zones_of(warehouse: Warehouse) -> list[str]:
    """The zones that a warehouse's bins are in."""
    zones = warehouse.locations.filter(is_active=True).exclude(zone="").order_by("zone")
    return list(zones.values_list("zone", flat=True).distinct())
