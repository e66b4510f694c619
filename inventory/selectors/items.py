"""Items, categories and suppliers' offers as readers see them."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from erp.core.actor import Actor
from erp.core.documents import document
from erp.core.errors import Invalid
from erp.core.quantity import to_base
from erp.core.search import search_filter, search_rank
from erp.masterdata.models import Unit
from erp.masterdata.selectors.units import factor_between, measured
from inventory.models import Item, ItemCategory, ItemUnit, SupplierItem

__all__ = [
    "ITEM_RIGHT",
    "category_rows",
    "in_base_unit",
    "item_by_barcode",
    "item_rows",
    "offer_rows",
    "search_items",
    "unit_factor",
    "unit_factors",
]

ITEM_RIGHT = "inventory.view_item"
MOST_RESULTS = 50


@document("product", prefix="prd", key="sku", permission=ITEM_RIGHT)
def item_rows(actor: Actor) -> QuerySet[Item]:
    """The items that an actor may see: all, once the right is there."""
    return Item.objects.all()


@document("category", prefix="cat", key="code", permission=ITEM_RIGHT)
def category_rows(actor: Actor) -> QuerySet[ItemCategory]:
    """Groups of items."""
    return ItemCategory.objects.all()


@document("supplier_product", prefix="off", permission="masterdata.view")
def offer_rows(actor: Actor) -> QuerySet[SupplierItem]:
    """What suppliers offer."""
    return SupplierItem.objects.all()


def search_items(actor: Actor, text: str, limit: int = 10, *, only_sold: bool = False) -> list[Item]:
    """Type-ahead over active items by SKU, bar code, name or pinyin: exact codes first, one query.

    Raises: NotPermitted.
    """
    actor.require(ITEM_RIGHT)
    rows = Item.objects.filter(search_filter(text), is_active=True).select_related("unit")
    if only_sold:
        rows = rows.filter(is_sold=True)
    return list(rows.order_by(search_rank(text, "sku", "barcode"), "sku")[: min(max(limit, 0), MOST_RESULTS)])


def item_by_barcode(barcode: str) -> tuple[Item, ItemUnit | None] | None:
    """What a scanned code is: an item by its bar code or SKU, or one of its packs with the pack's unit.

    None also for a code that names several products: who scans has to choose.
    """
    code = barcode.strip()
    if not code:
        return None
    found = list(Item.objects.filter(Q(barcode=code) | Q(sku=code)).select_related("unit")[:2])
    packs = list(ItemUnit.objects.filter(barcode=code).select_related("item__unit", "unit")[:2])
    if len({item.pk for item in found} | {pack.item_id for pack in packs}) != 1:
        return None
    return (found[0], None) if found else (packs[0].item, packs[0])


def unit_factors(pairs: Iterable[tuple[Item, Unit]]) -> dict[tuple[int, int], Fraction]:
    """How many base units one of each (item, unit) is, by (item id, unit id), in one query.

    An item's own units win over the dimension's factors. Items come with their base unit read along.
    Raises: Invalid on `unit` when a unit can't be converted for its item.
    """
    wanted = list(pairs)
    further = {(item.pk, unit.pk) for item, unit in wanted if unit.pk != item.unit_id}
    own: dict[int, dict[str, Fraction]] = {}
    if further:
        rows = ItemUnit.objects.filter(item_id__in={item_id for item_id, _unit in further})
        for row in rows.select_related("unit"):
            own.setdefault(row.item_id, {})[row.unit.code] = Fraction(row.numerator, row.denominator)
    return {(item.pk, unit.pk): factor_between(unit, item.unit, own.get(item.pk)) for item, unit in wanted}


def unit_factor(item: Item, unit: Unit) -> Fraction:
    """How many base units of an item one of a unit is.

    Raises: Invalid on `unit` when it can't be converted.
    """
    return unit_factors([(item, unit)])[(item.pk, unit.pk)]


def in_base_unit(item: Item, unit: Unit | None, quantity: Decimal) -> Decimal:
    """A quantity in an item's base unit; without a unit it is in the base unit already.

    Raises: Invalid on `unit` when the item has no factor for it.
    """
    if unit is None or unit.pk == item.unit_id:
        return quantity
    own = ItemUnit.objects.filter(item=item, unit=unit).first()
    factor = Fraction(own.numerator, own.denominator) if own else measured(unit, item.unit)
    if factor is None:
        message = _("%(sku)s has no factor for %(unit)s: give the unit one first.")
        text = message % {"sku": item.sku, "unit": unit.code}
        raise Invalid.field("unit", text, code="unit_not_convertible")
    return to_base(quantity, factor.numerator, factor.denominator)
