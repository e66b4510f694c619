"""Places and opening stock: chosen so that what has left since leaves exactly the counted stock."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from erp.core.commands import command
from inventory.models import Location, Move, Warehouse
from orders.services.dataset.source import Source, amount, integer, needed, text
from orders.services.history import HistoricMove

FINISHED_GOODS = 7  # where goods are shipped from when they lie in several places


@dataclass
class Places:
    """Bins by place of the files, what was counted in them, and from which a product ships."""

    bins: dict[tuple[int, str, str], int]
    counted: dict[tuple[int, tuple[int, str, str]], Decimal]
    ships_from: dict[int, int]


@command()
def load_places(source: Source, items: dict[int, int]) -> Places:
    """Locations with their shelves and bins, and the stock that was counted in them."""
    names = {
        row.location_id: row for row in source.rows("locations", {"location_id": integer, "name": needed})
    }
    columns = {"product_id": integer, "location_id": integer, "shelf": text, "bin": text, "quantity": amount}
    counted: dict[tuple[int, tuple[int, str, str]], Decimal] = defaultdict(Decimal)
    for row in source.rows("inventory", columns):
        if row.product_id not in items or row.location_id not in names:
            reason = _("product %(product)s or location %(location)s is unknown")
            told = {"product": row.product_id, "location": row.location_id}
            source.report("inventory", row.line, reason % told)
            continue
        counted[(row.product_id, (row.location_id, row.shelf, row.bin))] += row.quantity
    shipping = (FINISHED_GOODS if FINISHED_GOODS in names else min(names, default=0), "", "")
    wanted = sorted({place for _product, place in counted} | {shipping})
    bins = _bins(wanted, names)
    ships_from = dict.fromkeys(items, bins[shipping])
    best: dict[int, tuple[bool, Decimal]] = {}
    for (product, place), quantity in counted.items():
        rank = (place[0] == shipping[0], quantity)
        if product not in best or rank > best[product]:
            best[product], ships_from[product] = rank, bins[place]
    return Places(bins, dict(counted), ships_from)


def _bins(wanted: list[tuple[int, str, str]], names: dict[int, Any]) -> dict[tuple[int, str, str], int]:
    warehouse = Warehouse.objects.get(is_default=True)
    codes = {place: _code(place) for place in wanted}
    known = set(Location.objects.filter(warehouse=warehouse).values_list("code", flat=True))
    Location.objects.bulk_create(
        Location(
            warehouse=warehouse,
            code=codes[place],
            zone=names[place[0]].name[:40] if place[0] in names else "",
            pick_sequence=place[0] * 1000 + number,
        )
        for number, place in enumerate(wanted)
        if codes[place] not in known
    )
    keys = dict(Location.objects.filter(warehouse=warehouse).values_list("code", "pk"))
    return {place: keys[code] for place, code in codes.items()}


def _code(place: tuple[int, str, str]) -> str:
    location, shelf, drawer = place
    return "-".join([f"{location:02d}", *(part for part in (shelf, drawer) if part and part != "N/A")])[:40]


def openings(
    places: Places, items: dict[int, int], left: dict[int, Decimal], *, at: datetime
) -> tuple[list[HistoricMove], dict[int, Decimal]]:
    """Opening stock per bin: what was counted there plus what has left from there since.

    `left` is, by product, what was shipped and taken less what was made. Where more was made than is left,
    nothing lay there; the second part of the answer says how much of it was used for what nobody knows.
    """
    stock: dict[tuple[int, int], Decimal] = defaultdict(Decimal)
    for (product, place), quantity in places.counted.items():
        stock[(product, places.bins[place])] += quantity
    used = {}
    for product, quantity in left.items():
        place_key = (product, places.ships_from[product])
        stock[place_key] += quantity
        if stock[place_key] < 0:
            used[product] = -stock.pop(place_key)
    reason = _("Opening stock")
    moves = [
        HistoricMove(
            item_id=items[product],
            location_id=location,
            at=at,
            quantity=quantity,
            reason=reason,
            source_kind=SOURCE,
        )
        for (product, location), quantity in sorted(stock.items())
        if quantity
    ]
    return moves, used


SOURCE = "dataset"


def is_opened() -> bool:
    """Whether opening stock was written before."""
    return Move.objects.filter(kind=Move.Kind.OPENING, source_kind=SOURCE).exists()
