"""What a forecast run reads: history of orders by requested date, known events, like items."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

import numpy as np
from django.db.models import F, Sum
from django.db.models.functions import TruncMonth, TruncWeek
from numpy.typing import NDArray

from inventory.models import Demand, Item
from production.calc.forecast.buckets import last_day, place_of, starts
from production.models import ForecastEvent, ForecastLike

Key = tuple[int, int | None]  # item, region (None: all of them)


@dataclass(frozen=True)
class Grid:
    """The buckets of a run: `count` of history from `first` on, then those to come."""

    bucket: str
    first: date
    count: int
    ahead: int

    @property
    def now(self) -> date:
        """The start of the bucket that is not over yet, the first that is forecast."""
        return starts(self.first, self.bucket, self.count + 1)[-1]


@dataclass(frozen=True)
class PlannedItem:
    """An item that is forecast: what its value and its events need."""

    pk: int
    category_id: int | None
    list_price: Decimal


@dataclass
class Occurrence:
    """One event's places in history and future, and what a person says that it does (a factor, or None)."""

    past: NDArray[np.bool_]
    coming: NDArray[np.bool_]
    stated: float | None = None
    applies_to: tuple[int | None, int | None] = field(default=(None, None))  # item, category


def demand_history(grid: Grid, *, by_region: bool) -> dict[Key, NDArray[np.float64]]:
    """What customers asked for, by the bucket of the day they asked it for; what was cancelled is left out.

    Only of items that are still sold: nobody can order the others, however well they went. One query that
    PostgreSQL adds up. Kits count as kits: their contents are exploded where they are planned.
    Shape: (buckets of history,) for each item, and for each of its regions.
    """
    cut = TruncWeek("due_on") if grid.bucket == "week" else TruncMonth("due_on")
    rows = (
        Demand.objects.filter(
            source_kind="order_line",
            kit__isnull=True,
            due_on__gte=grid.first,
            due_on__lt=grid.now,
            item__is_active=True,
            item__is_sold=True,
        )
        .exclude(item__kind=Item.Kind.SERVICE)
        .annotate(starts_on=cut)
        .values_list("item_id", "starts_on", *(["customer__region_id"] if by_region else []))
        .annotate(total=Sum(F("quantity") - F("cancelled")))
        .order_by()
    )
    found: dict[Key, NDArray[np.float64]] = {}
    for item_id, starts_on, *rest in rows.iterator(chunk_size=5000):
        place, total = place_of(starts_on, grid.first, grid.bucket), float(rest[-1] or 0)
        keys: list[Key] = [(item_id, None)]
        if by_region and rest[0] is not None:
            keys.append((item_id, rest[0]))
        for key in keys:
            if key not in found:
                found[key] = np.zeros(grid.count)
            found[key][place] += total
    return found


def planned_items(item_ids: Collection[int]) -> dict[int, PlannedItem]:
    """The items behind a run, those alone that are in use and sold."""
    rows = Item.objects.filter(pk__in=item_ids, is_active=True, is_sold=True)
    columns = rows.values_list("pk", "category_id", "list_price")
    return {pk: PlannedItem(pk, category_id, price) for pk, category_id, price in columns}


def likes() -> dict[int, tuple[int, float]]:
    """New items: which other one each sells like, and how much of it."""
    rows = ForecastLike.objects.filter(item__is_active=True, item__is_sold=True).values_list(
        "item_id", "like_id", "ratio"
    )
    return {item_id: (like_id, float(ratio)) for item_id, like_id, ratio in rows}


def occurrences(grid: Grid) -> list[list[Occurrence]]:
    """The known events, those of one name for the same goods together, as places in history and future."""
    every = starts(grid.first, grid.bucket, grid.count + grid.ahead)
    ends = [last_day(start, grid.bucket) for start in every]
    groups: dict[tuple[str, int | None, int | None], list[Occurrence]] = {}
    rows = ForecastEvent.objects.filter(starts_on__lte=ends[-1], ends_on__gte=grid.first)
    for event in rows.order_by("starts_on", "pk")[:5000]:
        touched = np.array(
            [
                start <= event.ends_on and end >= event.starts_on
                for start, end in zip(every, ends, strict=True)
            ]
        )
        stated = None if event.uplift_percent is None else 1 + float(event.uplift_percent) / 100
        key = (event.name.strip().lower(), event.item_id, event.category_id)
        groups.setdefault(key, []).append(
            Occurrence(
                touched[: grid.count], touched[grid.count :], stated, (event.item_id, event.category_id)
            )
        )
    return list(groups.values())


def concerns(group: list[Occurrence], item: PlannedItem) -> bool:
    """Whether an event touches an item: all items, one category, or this one."""
    item_id, category_id = group[0].applies_to
    return item_id in {None, item.pk} and category_id in {None, item.category_id}
