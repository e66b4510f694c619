"""The fulfillment board: what can be released to picking, and how far the shipments are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.contrib.postgres.aggregates import StringAgg
from django.db.models import Count, F, Max, Min, Q, QuerySet, Sum, Value

from erp.core.actor import Actor
from erp.identity.selectors.scopes import customer_scope_q
from inventory.models import Demand, Item, Reservation, Shipment, ShipmentLine
from inventory.selectors.shipments import VIEW_SHIPMENT, visible_shipments

MOST_CARDS = 60
COLUMNS = ("released", "picking", "picked", "packed")


@dataclass(frozen=True)
class ReadyDocument:
    """A document with reserved goods that no shipment takes yet."""

    kind: str
    id: int
    number: str
    customer: str
    warehouses: str
    lines: int
    promised_on: date | None
    priority: int

    def is_late(self, today: date) -> bool:
        """Whether its promise has passed."""
        return self.promised_on is not None and self.promised_on < today


def ready_documents(
    actor: Actor, *, warehouse_id: int | None = None, text: str = "", limit: int = MOST_CARDS
) -> list[ReadyDocument]:
    """Documents that can be released now, the most urgent first; held and incomplete ones wait.

    A ship-complete document appears once all of it is reserved.
    Raises: NotPermitted.
    """
    actor.require(VIEW_SHIPMENT)
    short = Demand.objects.filter(
        is_ship_complete=True,
        item__kind=Item.Kind.STOCKED,
        quantity__gt=F("reserved") + F("shipped") + F("cancelled"),
    )
    rows = Reservation.objects.filter(shipment_line__isnull=True, demand__is_held=False)
    rows = rows.exclude(demand__is_ship_complete=True, demand__document_id__in=short.values("document_id"))
    if not actor.has("inventory.pick_shipment"):
        rows = rows.filter(customer_scope_q(actor, "demand__customer__"))
    if warehouse_id is not None:
        rows = rows.filter(balance__warehouse_id=warehouse_id)
    if text:
        rows = rows.filter(_fits(text, "demand__document_number", "demand__customer__search_key"))
    found = (
        rows.values(
            "demand__document_kind",
            "demand__document_id",
            "demand__document_number",
            "demand__customer__name",
        )
        .annotate(
            places=StringAgg("balance__warehouse__code", delimiter=Value(", "), distinct=True),
            lines=Count("demand", distinct=True),
            due=Min("demand__promised_on"),
            urgency=Max("demand__priority"),
        )
        .order_by("-urgency", F("due").asc(nulls_last=True), "demand__document_id")[:limit]
    )
    return [
        ReadyDocument(
            kind=row["demand__document_kind"],
            id=row["demand__document_id"],
            number=row["demand__document_number"],
            customer=row["demand__customer__name"] or "",
            warehouses=row["places"],
            lines=row["lines"],
            promised_on=row["due"],
            priority=row["urgency"],
        )
        for row in found
    ]


def _fits(text: str, number: str, key: str) -> Q:
    wanted = text.strip()[:60]
    return Q(**{f"{number}__iexact": wanted}) | Q(**{f"{key}__contains": wanted.lower()})


def warehouses_of_documents(document_ids: Sequence[int], kind: str) -> dict[int, set[int]]:
    """Per document the warehouses in which something is reserved for it and in no shipment."""
    found: dict[int, set[int]] = {}
    rows = Reservation.objects.filter(
        shipment_line__isnull=True, demand__document_kind=kind, demand__document_id__in=list(document_ids)
    ).values_list("demand__document_id", "balance__warehouse_id")
    for document_id, warehouse_id in rows.distinct():
        found.setdefault(document_id, set()).add(warehouse_id)
    return found


def shipments_on_board(
    actor: Actor,
    *,
    since: datetime,
    warehouse_id: int | None = None,
    text: str = "",
) -> dict[str, list[Shipment]]:
    """Open shipments by state, and what left since a moment; each with its line and piece counts."""
    rows = with_progress(visible_shipments(actor))
    if warehouse_id is not None:
        rows = rows.filter(warehouse_id=warehouse_id)
    if text:
        fits = _fits(text, "document_number", "customer__search_key") | Q(number__iexact=text.strip()[:60])
        rows = rows.filter(fits)
    ordered = rows.order_by("-priority", F("due_on").asc(nulls_last=True), "pk")
    columns = {state: list(ordered.filter(state=state)[:MOST_CARDS]) for state in COLUMNS}
    gone = rows.filter(state__in=["shipped", "delivered"], shipped_at__gte=since)
    columns["shipped"] = list(gone.order_by("-shipped_at")[:MOST_CARDS])
    return columns


def with_progress(rows: QuerySet[Shipment]) -> QuerySet[Shipment]:
    """Shipments with how many lines and pieces they have, and how many are picked."""
    return rows.annotate(
        line_count=Count("lines"),
        pieces=Sum("lines__quantity", default=Decimal(0)),
        picked_pieces=Sum("lines__picked", default=Decimal(0)),
    )


@dataclass(frozen=True)
class PickStop:
    """One place where a picker takes one item of one lot, for one or several shipments."""

    location: str
    zone: str
    sku: str
    name: str
    barcode: str
    lot: str
    unit: str
    quantity: Decimal
    shares: list[dict[str, Any]]


def pick_stops(shipments: Iterable[Shipment]) -> list[PickStop]:
    """What to take from where for shipments, in the order of the bins."""
    lines = (
        ShipmentLine.objects.filter(shipment__in=[row.pk for row in shipments])
        .select_related("item__unit", "location", "lot", "shipment")
        .order_by("location__pick_sequence", "location__code", "item__sku", "lot__code", "pk")
    )
    stops: dict[tuple[int, int, int | None], PickStop] = {}
    for line in lines:
        key = (line.location_id, line.item_id, line.lot_id)
        share = {
            "number": line.shipment.number,
            "slot": line.shipment.slot,
            "quantity": line.quantity,
        }
        known = stops.get(key)
        stops[key] = PickStop(
            location=line.location.code,
            zone=line.location.zone,
            sku=line.item.sku,
            name=line.item.name,
            barcode=line.item.barcode,
            lot=line.lot.code if line.lot else "",
            unit=line.item.unit.code,
            quantity=line.quantity + (known.quantity if known else 0),
            shares=[*(known.shares if known else []), share],
        )
    return list(stops.values())
