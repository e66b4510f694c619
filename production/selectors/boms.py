"""Bills of materials as readers see them: what they explode into, and where an item is used."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from erp.core.actor import Actor
from erp.core.documents import document
from erp.core.errors import Conflict, Invalid
from inventory.models import Item
from production.calc import structure
from production.calc.explosion import Bill, explode, rounded
from production.models import Bom, BomComponent
from production.selectors.bills import all_bills, bills_in_force, heads_in_force

__all__ = [
    "VIEW",
    "ExplodedLine",
    "PartName",
    "UsedLine",
    "all_bills",
    "bills_in_force",
    "bom_rows",
    "explode_item",
    "exploded_bom",
    "heads_in_force",
    "names_of",
    "used_everywhere",
    "versions_of",
    "where_used",
]

VIEW = "masterdata.view"
MOST_USES = 2_000


class PartName(NamedTuple):
    """What a line of a structure says about its item."""

    pk: int
    sku: str
    name: str
    unit_code: str
    standard_cost: Decimal


@dataclass(frozen=True)
class ExplodedLine:
    """A need of an explosion with its item: `level` 1 hangs directly below the top."""

    item: PartName
    level: int
    quantity: Decimal
    path: tuple[str, ...]
    is_made: bool
    is_phantom: bool = False


@dataclass(frozen=True)
class UsedLine:
    """An item that consists of another: `quantity` of that goes into one of this, with scrap."""

    item: PartName
    level: int
    quantity: Decimal
    path: tuple[str, ...]
    is_top: bool


@document("bom", prefix="bom", permission=VIEW)
def bom_rows(actor: Actor) -> QuerySet[Bom]:
    """All bills of materials."""
    return Bom.objects.all()


def versions_of(item_id: int) -> QuerySet[Bom]:
    """The bills of an item, of whatever day, the latest first, alternatives last."""
    return Bom.objects.filter(item_id=item_id).order_by("alternative", "-valid_from", "-version")


def names_of(item_ids: Iterable[int]) -> dict[int, PartName]:
    """What lines say about their items, in one query."""
    rows = Item.objects.filter(pk__in=set(item_ids))
    columns = ("pk", "sku", "name", "unit__code", "standard_cost")
    return {row[0]: PartName(*row) for row in rows.values_list(*columns)}


def explode_item(
    item_id: int, quantity: Decimal, on: date, *, bills: Mapping[int, Bill] | None = None
) -> list[ExplodedLine]:
    """Everything that a quantity of an item consists of, level by level, by the bills in force on a day.

    Two statements, whatever the number of levels; none of them for bills where they are given.
    Raises: Invalid for a quantity that is none; Conflict when the structure has a circle or is too large.
    """
    if not quantity.is_finite() or quantity <= 0:
        raise Invalid.field("quantity", _("This must be above zero."))
    try:
        needs = explode(bills_in_force([item_id], on) if bills is None else bills, item_id, quantity)
    except ValueError as error:
        raise Conflict("bom_not_explodable", reason=str(error)) from error
    names = names_of([item_id, *(need.item_id for need in needs)])
    paths: dict[tuple[int, ...], tuple[str, ...]] = {}
    found = []
    for need in needs:
        path = paths.get(need.path)
        if path is None:
            path = paths[need.path] = tuple(names[above].sku for above in need.path)
        found.append(
            ExplodedLine(names[need.item_id], need.level, need.quantity, path, need.is_made, need.is_phantom)
        )
    return found


def exploded_bom(bom: Bom, quantity: Decimal, on: date) -> list[ExplodedLine]:
    """What a quantity of a bill's item consists of, on a day not before the bill begins."""
    return explode_item(bom.item_id, quantity, max(on, bom.valid_from))


def where_used(item_id: int) -> list[BomComponent]:
    """The bills that take an item directly, with their items."""
    rows = BomComponent.objects.filter(item_id=item_id).select_related("bom__item")
    return list(rows.order_by("bom__item__sku", "-bom__valid_from")[:500])


def used_everywhere(item_id: int, on: date, *, levels: int | None = None) -> list[UsedLine]:
    """Every item that consists of an item on a day, directly and through others; `levels` 1: directly.

    Two statements. At most `MOST_USES` places.
    """
    uses = structure.where_used(all_bills(on), item_id, most=MOST_USES)
    if levels is not None:
        uses = [use for use in uses if use.level <= levels]
    names = names_of([item_id, *(use.parent_id for use in uses)])
    return [
        UsedLine(
            names[use.parent_id],
            use.level,
            rounded(use.quantity),
            tuple(names[below].sku for below in use.path),
            use.is_top,
        )
        for use in uses
    ]
