"""Units, tax codes, carriers, categories, items and price lists."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _

from erp.core.commands import command
from erp.core.search import search_key
from erp.masterdata.models import Carrier, Company, TaxCode, Unit
from inventory.models import Item, ItemCategory
from orders.models import PriceList, PriceListItem
from orders.services.dataset.calendar import LoadCalendar
from orders.services.dataset.source import Source, amount, day, flag, integer, maybe, needed, text

FREIGHT = "FREIGHT"
TAX_CODE = "SALES-8"
PRICE_LIST = "LIST"
PIECE = "EA"
POUND, GRAM = Decimal("0.45359237"), Decimal("0.001")

# What one unit is of its dimension's base unit, as an exact fraction; units not named stand for themselves.
FRACTIONS = {
    "CM": ("length", 10, 1),
    "DM": ("length", 100, 1),
    "IN": ("length", 254, 10),
    "KM": ("length", 1_000_000, 1),
    "M": ("length", 1000, 1),
    "MM": ("length", 1, 1),
    "DZ": ("count", 12, 1),
    "PC": ("count", 1, 1),
    "G": ("mass", 1, 1),
    "KG": ("mass", 1000, 1),
    "LB": ("mass", 45_359_237, 100_000),
    "MG": ("mass", 1, 1000),
    "OZ": ("mass", 45_359_237, 1_600_000),
    "L": ("volume", 1000, 1),
    "ML": ("volume", 1, 1),
}


@command()
def load_units(source: Source) -> dict[str, int]:
    """Units of measure; a piece is the product's own. Gives the unit by code."""
    pieces = Unit.objects.get(code="pcs")
    found = {PIECE: pieces.pk}
    for row in source.rows("units", {"unit_code": needed, "name": needed}):
        if row.unit_code == PIECE:
            continue
        dimension, top, bottom = FRACTIONS.get(row.unit_code, (row.unit_code.lower(), 1, 1))
        unit, _made = Unit.objects.get_or_create(
            code=row.unit_code,
            defaults={"name": row.name, "dimension": dimension, "numerator": top, "denominator": bottom},
        )
        found[row.unit_code] = unit.pk
    return found


@command()
def load_taxes(source: Source) -> int:
    """Tax rates by state become tax codes; gives the one that new orders bear."""
    columns = {"tax_rate_id": integer, "tax_percent": amount, "name": needed}
    for row in source.rows("sales_tax_rates", columns):
        defaults = {"name": row.name[:80], "rate": row.tax_percent / 100}
        TaxCode.objects.get_or_create(code=f"TAX-{row.tax_rate_id}", defaults=defaults)
    usual, _made = TaxCode.objects.get_or_create(
        code=TAX_CODE, defaults={"name": _("Sales tax 8 %"), "rate": Decimal("0.08")}
    )
    return usual.pk


@command()
def load_carriers(source: Source) -> dict[int, int]:
    """Ship methods become carriers; road takes five days, anything faster two. Gives carrier by method."""
    found = {}
    for row in source.rows("ship_methods", {"ship_method_id": integer, "name": needed}):
        is_fast = any(word in row.name.upper() for word in ("EXPRESS", "OVERNIGHT", "DELUXE"))
        carrier, _made = Carrier.objects.get_or_create(
            code=slugify(row.name)[:40].upper(),
            defaults={"name": row.name, "transit_days": 2 if is_fast else 5},
        )
        found[row.ship_method_id] = carrier.pk
    return found


@command()
def load_categories(source: Source) -> dict[int, int]:
    """Categories with their subcategories; gives the category by subcategory."""
    groups, found = {}, {}
    for row in source.rows("product_categories", {"category_id": integer, "name": needed}):
        groups[row.category_id] = _category(row.name, row.name, None)
    columns = {"subcategory_id": integer, "category_id": integer, "name": needed}
    for row in source.rows("product_subcategories", columns):
        parent = groups.get(row.category_id)
        if parent is None:
            reason = _("category %s is unknown") % row.category_id
            source.report("product_subcategories", row.line, reason)
            continue
        found[row.subcategory_id] = _category(f"{parent.name} {row.name}", row.name, parent).pk
    return found


def _category(code: str, name: str, parent: ItemCategory | None) -> ItemCategory:
    category, _made = ItemCategory.objects.get_or_create(
        code=slugify(code)[:40].upper(), defaults={"name": name, "parent": parent}
    )
    return category


PRODUCT = {
    "product_id": integer,
    "name": needed,
    "product_number": needed,
    "is_made": flag,
    "is_finished_good": flag,
    "safety_stock": amount,
    "reorder_point": amount,
    "standard_cost": amount,
    "list_price": amount,
    "weight_unit": text,
    "weight": maybe(amount),
    "days_to_manufacture": integer,
    "subcategory_id": maybe(integer),
    "sell_end_date": maybe(day),
}


@command()
def load_items(
    source: Source,
    calendar: LoadCalendar,
    *,
    units: dict[str, int],
    categories: dict[int, int],
    tax_code: int,
) -> dict[int, int]:
    """Products, and the service item that freight is billed with; gives the item by product.

    Made products and what they are made of are planned by MRP, because their need depends on what is made;
    other bought ones by their reorder point. An item's unit is the one its bills of materials count it in.
    """
    bom_units, parts = _units_in_boms(source)
    lead_times = _lead_times(source)
    known = dict(Item.objects.values_list("sku", "pk"))
    numbers: dict[int, str] = {}
    fresh = []
    for row in source.rows("products", PRODUCT):
        if row.product_number in numbers.values():
            source.report("products", row.line, _("product_number %s comes twice") % row.product_number)
            continue
        numbers[row.product_id] = row.product_number
        if row.product_number in known:
            continue
        unit = units.get(bom_units.get(row.product_id, PIECE))
        if unit is None:
            source.report("products", row.line, _("unit %s is unknown") % bom_units[row.product_id])
            unit = units[PIECE]
        fresh.append(
            Item(
                category_id=categories.get(row.subcategory_id),
                unit_id=unit,
                tax_code_id=tax_code,
                is_sold=row.list_price > 0
                and not (row.sell_end_date is not None and calendar.has_come(row.sell_end_date)),
                planning=Item.Planning.MRP
                if row.is_made or row.product_id in parts
                else Item.Planning.REORDER_POINT,
                **_own_values(row, lead_times.get(row.product_id, 0)),
            )
        )
    if FREIGHT not in known:
        fresh.append(_freight(units[PIECE]))
    Item.objects.bulk_create(fresh)
    known = dict(Item.objects.values_list("sku", "pk"))
    return {product: known[sku] for product, sku in numbers.items()}


def _own_values(row: Any, purchase_days: int) -> dict[str, Any]:
    """What an item takes from its product's row as it is."""
    return {
        "sku": row.product_number,
        "name": row.name,
        "supply": Item.Supply.MAKE if row.is_made else Item.Supply.BUY,
        "list_price": row.list_price,
        "standard_cost": row.standard_cost,
        "safety_stock": row.safety_stock,
        "reorder_point": row.reorder_point,
        "lead_time_days": row.days_to_manufacture if row.is_made else purchase_days,
        "weight_kg": _kilograms(row.weight, row.weight_unit),
        "search_key": search_key(row.product_number, "", row.name),
    }


def _freight(unit_id: int) -> Item:
    name = _("Freight")
    return Item(
        sku=FREIGHT,
        name=name,
        unit_id=unit_id,
        kind=Item.Kind.SERVICE,
        planning=Item.Planning.NONE,
        search_key=search_key(FREIGHT, "", name),
    )


def _kilograms(weight: Decimal | None, unit: str) -> Decimal:
    factor = {"LB": POUND, "G": GRAM, "KG": Decimal(1)}.get(unit, Decimal(0))
    return round((weight or Decimal(0)) * factor, 4)


def _units_in_boms(source: Source) -> tuple[dict[int, str], set[int]]:
    """The unit of products that bills don't count in pieces, and the products that anything is made of."""
    columns = {"assembly_id": maybe(integer), "component_id": integer, "unit_code": needed}
    units, parts = {}, set()
    for row in source.rows("bom", columns):
        if row.unit_code != PIECE:
            units[row.component_id] = row.unit_code
        if row.assembly_id is not None:
            parts.add(row.component_id)
    return units, parts


def _lead_times(source: Source) -> dict[int, int]:
    """The shortest lead time that a supplier offers, by product."""
    times: dict[int, int] = {}
    for row in source.rows("vendor_products", {"product_id": integer, "lead_time_days": integer}):
        times[row.product_id] = min(row.lead_time_days, times.get(row.product_id, row.lead_time_days))
    return times


@command()
def load_prices(source: Source, calendar: LoadCalendar, items: dict[int, int]) -> int:
    """The history of list prices becomes a price list with dates; gives the list."""
    company = Company.objects.get()
    price_list, made = PriceList.objects.get_or_create(
        code=PRICE_LIST, defaults={"name": _("List prices"), "currency_id": company.base_currency_id}
    )
    if not made:
        return price_list.pk
    columns = {"product_id": integer, "start_date": day, "end_date": maybe(day), "list_price": amount}
    rows = []
    for row in source.rows("product_price_history", columns):
        if row.product_id not in items:
            reason = _("product %s is unknown") % row.product_id
            source.report("product_price_history", row.line, reason)
            continue
        rows.append(
            PriceListItem(
                price_list=price_list,
                item_id=items[row.product_id],
                price=row.list_price,
                valid_from=calendar.day(row.start_date),
                valid_until=calendar.maybe(row.end_date),
            )
        )
    PriceListItem.objects.bulk_create(rows)
    return price_list.pk
