"""Bills of materials: which is in force, what it explodes into, where an item is used."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from erp.core.actor import Actor
from erp.core.documents import document
from erp.core.errors import Conflict, Invalid
from inventory.models import Item
from production.calc.explosion import Bill, Component, explode
from production.models import Bom, BomComponent

__all__ = ["ExplodedLine", "bills_in_force", "bom_rows", "explode_item", "exploded_bom", "where_used"]

_MAX_LEVELS = 50


@dataclass(frozen=True)
class ExplodedLine:
    """A need of an explosion with its item: `level` 1 hangs directly below the top."""

    item: Item
    level: int
    quantity: Decimal
    path: tuple[str, ...]
    is_made: bool


@document("bom", prefix="bom", permission="masterdata.view")
def bom_rows(actor: Actor) -> QuerySet[Bom]:
    """All bills of materials."""
    return Bom.objects.all()


def heads_in_force(on: date) -> QuerySet[Bom]:
    """Per item the bill in force on a day: of the active ones that hold, the one that began last."""
    holding = Bom.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=on), valid_from__lte=on, is_active=True, alternative=""
    )
    return holding.order_by("item_id", "-valid_from").distinct("item_id")


def bills_in_force(item_ids: Collection[int], on: date) -> dict[int, Bill]:
    """The bills of items and of all that they consist of, as they are in force on a day.

    Two queries per level of the structure, whatever the number of items.
    """
    bills: dict[int, Bill] = {}
    wanted = set(item_ids)
    for _level in range(_MAX_LEVELS):
        if not wanted:
            break
        found = {head.pk: head for head in heads_in_force(on).filter(item_id__in=wanted)}
        parts: dict[int, list[Component]] = {pk: [] for pk in found}
        for row in BomComponent.objects.filter(bom_id__in=found).order_by("bom_id", "pk"):
            parts[row.bom_id].append(Component(row.item_id, row.quantity, row.scrap_percent))
        for pk, head in found.items():
            bills[head.item_id] = Bill(head.output_quantity, tuple(parts[pk]))
        wanted = {part.item_id for rows in parts.values() for part in rows} - bills.keys()
    return bills


def explode_item(item_id: int, quantity: Decimal, on: date) -> list[ExplodedLine]:
    """Everything that a quantity of an item consists of, level by level, by the bills in force on a day.

    Raises: Invalid for a quantity that is none; Conflict when the structure has a circle or is too large.
    """
    if not quantity.is_finite() or quantity <= 0:
        raise Invalid.field("quantity", _("This must be above zero."))
    try:
        needs = explode(bills_in_force([item_id], on), item_id, quantity)
    except ValueError as error:
        raise Conflict("bom_not_explodable", reason=str(error)) from error
    ids = {need.item_id for need in needs} | {item_id}
    items = Item.objects.select_related("unit").in_bulk(ids)
    return [
        ExplodedLine(
            items[need.item_id],
            need.level,
            need.quantity,
            tuple(items[above].sku for above in need.path),
            need.is_made,
        )
        for need in needs
    ]


def exploded_bom(bom: Bom, quantity: Decimal, on: date) -> list[ExplodedLine]:
    """What a quantity of a bill's item consists of, on a day not before the bill begins."""
    return explode_item(bom.item_id, quantity, max(on, bom.valid_from))


def where_used(item_id: int) -> list[BomComponent]:
    """The bills that take an item directly, with their items."""
    rows = BomComponent.objects.filter(item_id=item_id).select_related("bom__item")
    return list(rows.order_by("bom__item__sku", "-bom__valid_from")[:500])
