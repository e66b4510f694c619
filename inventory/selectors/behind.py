"""What is behind the stock figures of one item: places, promises, supply, and the days to come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import F, QuerySet

from inventory.calc.atp import cumulative_atp, projected
from inventory.models import Balance, Demand, ExpectedSupply, Item
from inventory.selectors.projection import daily_flows

MOST = 200
ZERO = Decimal(0)


def balances_of(item: Item, warehouse_id: int | None = None) -> list[Balance]:
    """Where an item lies, by warehouse, place and lot; empty places are left out."""
    rows = Balance.objects.filter(item=item, on_hand__gt=0).select_related("warehouse", "location", "lot")
    if warehouse_id is not None:
        rows = rows.filter(warehouse_id=warehouse_id)
    return list(
        rows.order_by("warehouse__code", "location__pick_sequence", "location__code", "lot__expires_on")[
            :MOST
        ]
    )


def waiting_demands(item: Item, warehouse_id: int | None = None) -> QuerySet[Demand]:
    """Who waits for an item that is not reserved for them, the most urgent first."""
    rows = Demand.objects.filter(item=item, quantity__gt=F("reserved") + F("shipped") + F("cancelled"))
    if warehouse_id is not None:
        rows = rows.filter(warehouse_id=warehouse_id)
    return rows.select_related("customer", "warehouse").order_by(
        "-priority", F("promised_on").asc(nulls_last=True), "pk"
    )


def supply_of(item: Item, warehouse_id: int | None = None) -> list[ExpectedSupply]:
    """What is coming of an item, the next first."""
    rows = ExpectedSupply.objects.filter(item=item, is_open=True, quantity__gt=F("received"))
    if warehouse_id is not None:
        rows = rows.filter(warehouse_id=warehouse_id)
    return list(rows.select_related("warehouse").order_by("due_on", "pk")[:MOST])


@dataclass(frozen=True)
class Outlook:
    """The projected stock of an item, day by day, and what of it can still be promised."""

    days: list[date]
    stock: list[Decimal]
    free: list[Decimal]

    @property
    def shortage_on(self) -> date | None:
        """The first day on which the stock would not do."""
        return next((day for day, level in zip(self.days, self.stock, strict=True) if level < 0), None)


def outlook(item: Item, warehouse_ids: Sequence[int], *, today: date, days: int = 60) -> Outlook:
    """An item's stock over the coming days from stock, dated supply and dated demand.

    Units: base units. Several warehouses are added up.
    """
    ids = list(warehouse_ids)
    on_hand, flows = daily_flows(item.pk, ids, today=today)
    series = projected(on_hand, flows, today=today)
    atp = dict(cumulative_atp(series))
    levels = dict(series)
    shown: list[date] = []
    stock: list[Decimal] = []
    free: list[Decimal] = []
    level, least = on_hand, ZERO
    for offset in range(days + 1):
        day = today + timedelta(days=offset)
        level, least = levels.get(day, level), atp.get(day, least)
        shown.append(day)
        stock.append(level)
        free.append(least)
    return Outlook(shown, stock, free)
