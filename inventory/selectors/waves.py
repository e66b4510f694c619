"""Waves as warehouse people see them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, F, Min, OuterRef, Prefetch, Q, QuerySet, Sum

from erp.core.actor import Actor
from erp.core.documents import document
from inventory.models import Shipment, ShipmentLine, Wave

TAKEN = ("picked", "packed", "shipped", "delivered")
MOST_ON_BOARD = 60


@document("wave", prefix="wav", key="number", permission="inventory.pick_shipment")
def visible_waves(actor: Actor) -> QuerySet[Wave]:
    """All waves, for those who pick."""
    if not actor.has("inventory.pick_shipment"):
        return Wave.objects.none()
    return Wave.objects.all()


def waves_in_full(rows: QuerySet[Wave]) -> QuerySet[Wave]:
    """Waves with their shipments, in two queries."""
    shipments = Shipment.objects.order_by("-priority", "due_on", "pk")
    return rows.select_related("warehouse", "carrier").prefetch_related(Prefetch("shipments", shipments))


@dataclass(frozen=True)
class WaveCard:
    """A wave on the board: how many shipments and lines it has, and how far they are."""

    wave: Wave
    shipments: int
    shipments_done: int
    lines: int
    lines_done: int
    pieces: Decimal
    pieces_done: Decimal
    due_on: Any
    pickers: tuple[str, ...] = ()

    @property
    def share(self) -> int:
        """Pieces picked, in percent."""
        return int(self.pieces_done / self.pieces * 100) if self.pieces else 0


def waves_on_board(
    actor: Actor, *, since: datetime, warehouse_id: int | None = None
) -> dict[str, list[WaveCard]]:
    """Waves by state, those done since a moment last; three queries."""
    rows = visible_waves(actor).select_related("warehouse", "carrier")
    if warehouse_id is not None:
        rows = rows.filter(warehouse_id=warehouse_id)
    open_ones = Q(state__in=["draft", "released", "picking"]) | Q(state="done", done_at__gte=since)
    waves = list(rows.filter(open_ones).order_by("-pk")[: MOST_ON_BOARD * 4])
    cards = cards_of(waves)
    return {
        state: [card for card in cards if card.wave.state == state][:MOST_ON_BOARD]
        for state in ("draft", "released", "picking", "done")
    }


def cards_of(waves: list[Wave]) -> list[WaveCard]:
    """Waves with their progress, in their order."""
    pks = [wave.pk for wave in waves]
    heads: dict[int, Any] = {
        row["wave_id"]: row
        for row in Shipment.objects.filter(wave__in=pks)
        .exclude(state="cancelled")
        .order_by()
        .values("wave_id")
        .annotate(count=Count("pk"), done=Count("pk", filter=Q(state__in=TAKEN)), due=Min("due_on"))
    }
    is_closed = Q(picked__gte=F("quantity")) | ~Q(short_reason="") | Q(shipment__state__in=TAKEN)
    lines: dict[int, Any] = {
        row["shipment__wave_id"]: row
        for row in ShipmentLine.objects.filter(shipment__wave__in=pks)
        .exclude(shipment__state="cancelled")
        .order_by()
        .values("shipment__wave_id")
        .annotate(
            count=Count("pk"),
            done=Count("pk", filter=is_closed),
            pieces=Sum("quantity"),
            picked=Sum("picked"),
        )
    }
    return [_card(wave, heads.get(wave.pk, {}), lines.get(wave.pk, {})) for wave in waves]


def _card(wave: Wave, head: dict[str, Any], lines: dict[str, Any]) -> WaveCard:
    return WaveCard(
        wave=wave,
        shipments=head.get("count", 0),
        shipments_done=head.get("done", 0),
        lines=lines.get("count", 0),
        lines_done=lines.get("done", 0),
        pieces=lines.get("pieces") or Decimal(0),
        pieces_done=lines.get("picked") or Decimal(0),
        due_on=head.get("due"),
    )


def held_in(wave: Wave) -> int:
    """How many of a wave's drafts wait because their document is on hold."""
    held = Shipment.objects.filter(pk=OuterRef("pk"), lines__demand__is_held=True)
    return wave.shipments.filter(Exists(held), state="draft").count()
