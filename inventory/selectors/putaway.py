"""Where arriving goods should lie: rules first, then what is there, always within capacity."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from decimal import Decimal

from django.db import connection
from django.db.models import Q, QuerySet

from erp.core.errors import Conflict
from inventory.calc.putaway import Bin, fill_bins, room_left
from inventory.models import Item, ItemCategory, Location, Lot, PutawayRule, Warehouse

__all__ = ["Contents", "category_line", "contents_of", "putaway_rules", "room_in", "suggest_putaway"]

ZERO = Decimal(0)
_LAST = 10**9
_CONTENTS = """
SELECT b.location_id, sum(b.on_hand), sum(b.on_hand * i.weight_kg),
       array_agg(DISTINCT b.item_id), array_agg(DISTINCT coalesce(b.lot_id, 0)) FILTER (WHERE b.item_id = %s)
FROM inventory_balance b JOIN inventory_item i ON i.id = b.item_id
WHERE b.on_hand > 0 AND b.location_id = ANY(%s) GROUP BY 1
"""


@dataclass(frozen=True)
class Contents:
    """What lies in a bin: quantity and weight of everything, its items, and the lots of one item."""

    quantity: Decimal = ZERO
    weight: Decimal = ZERO
    item_ids: frozenset[int] = frozenset()
    lot_ids: frozenset[int] = field(default_factory=frozenset)


def contents_of(location_ids: Collection[int], item_id: int) -> dict[int, Contents]:
    """What lies in bins, by location; empty bins are missing. One query.

    `lot_ids` are those of the given item; stock without a lot counts as lot 0.
    """
    with connection.cursor() as cursor:
        cursor.execute(_CONTENTS, [item_id, list(location_ids)])
        return {
            location: Contents(quantity, weight, frozenset(items), frozenset(lots or ()))
            for location, quantity, weight, items, lots in cursor.fetchall()
        }


def category_line(category_id: int | None) -> list[int]:
    """A category and the ones it is part of, the nearest first."""
    if category_id is None:
        return []
    above = dict(ItemCategory.objects.order_by().values_list("pk", "parent_id"))
    found: list[int] = []
    step: int | None = category_id
    while step is not None and step not in found:
        found.append(step)
        step = above.get(step)
    return found


def putaway_rules(item: Item, warehouse_id: int, categories: Collection[int]) -> QuerySet[PutawayRule]:
    """The rules of a warehouse that speak of an item: its own, its categories' and the general ones."""
    subject = (
        Q(item_id=item.pk)
        | Q(item__isnull=True, category_id__in=list(categories))
        | Q(item__isnull=True, category__isnull=True)
    )
    rows = PutawayRule.objects.filter(subject, warehouse_id=warehouse_id)
    return rows.select_related("zone").order_by("sequence", "pk")


def room_in(
    location: Location, contents: Contents, item: Item, lot_id: int | None, categories: Collection[int]
) -> Decimal | None:
    """How much of an item and lot a bin still takes: None for any quantity, zero for none of it."""
    if location.category_id is not None and location.category_id not in categories:
        return ZERO
    if not location.allows_mixed_items and contents.item_ids - {item.pk}:
        return ZERO
    if not location.allows_mixed_lots and contents.lot_ids - {lot_id or 0}:
        return ZERO
    return room_left(
        capacity=location.capacity_quantity,
        used=contents.quantity,
        capacity_weight=location.capacity_weight_kg,
        used_weight=contents.weight,
        unit_weight=item.weight_kg,
    )


def suggest_putaway(
    *, item: Item, warehouse_id: int, quantity: Decimal, lot: Lot | None = None
) -> list[tuple[Location, Decimal]]:
    """Bins for an arriving quantity, in the order they should be filled; the parts add up to it.

    The bins where the lot lies already come first, then those of the put-away rules in their order,
    then any other storage bin: one that holds the item before an empty one before a mixed one, in
    picking order. Categories, mixing and capacity are respected; quality and scrap are never named.

    Shape: five queries, whatever the number of bins.
    Raises: Conflict `no_storage_location` without any bin, `no_room` when they are all full.
    """
    places = {
        row.pk: row
        for row in Location.objects.filter(
            warehouse_id=warehouse_id, is_active=True, is_usable=True, kind=Location.Kind.STORAGE
        ).select_related("warehouse")
    }
    if not places:
        code = Warehouse.objects.values_list("code", flat=True).get(pk=warehouse_id)
        raise Conflict("no_storage_location", warehouse=code)
    categories = category_line(item.category_id)
    contents = contents_of(list(places), item.pk)
    rules = list(putaway_rules(item, warehouse_id, categories))
    lot_id = lot.pk if lot is not None else None
    bins = [
        Bin(
            place.pk,
            _rank(place, contents.get(place.pk, Contents()), item, lot_id, rules),
            room_in(place, contents.get(place.pk, Contents()), item, lot_id, categories),
        )
        for place in places.values()
    ]
    shares, left = fill_bins(quantity, bins, whole=quantity == quantity.to_integral_value())
    if left > 0:
        raise Conflict(
            "no_room",
            warehouse=next(iter(places.values())).warehouse.code,
            product=item.sku,
            quantity=quantity,
            left=left,
        )
    return [(places[pk], part) for pk, part in shares]


def _rank(
    place: Location, contents: Contents, item: Item, lot_id: int | None, rules: list[PutawayRule]
) -> tuple[int | str, ...]:
    """What comes first: the lot's own bin, the first rule that names the bin, the item's bins, empty ones."""
    has_item = item.pk in contents.item_ids
    has_lot = has_item and lot_id is not None and lot_id in contents.lot_ids
    by_rule = next((n for n, rule in enumerate(rules) if _names(rule, place)), _LAST)
    if has_item:
        kind = 0
    elif not contents.item_ids:
        kind = 1
    else:
        kind = 2
    return (0 if has_lot else 1, by_rule, kind, place.pick_sequence, place.code)


def _names(rule: PutawayRule, place: Location) -> bool:
    if rule.location_id is not None:
        return rule.location_id == place.pk
    return rule.zone is not None and rule.zone.code == place.zone
