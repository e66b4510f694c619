"""Writes what the demo company makes, buys and sells: items, bills of materials, suppliers and prices."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import timedelta
from decimal import Decimal

from erp.core.search import search_key
from erp.masterdata.models import Address, Contact, Supplier, Unit
from inventory.models import Item, ItemCategory, ItemUnit, PutawayRule, SupplierItem, Zone
from orders.models import PriceList, PriceListItem
from orders.services.demo.bills import write_bills
from orders.services.demo.catalog import DemoItem
from orders.services.demo.catalog_words import CATEGORIES, CATEGORY_PARENTS
from orders.services.demo.parties import DemoAddress
from orders.services.demo.plan import DemoPlan
from orders.services.demo.stream import BREAKS, list_price
from orders.services.demo.workshop import write_workshop
from orders.services.demo.written import Written

ZONE_OF = {"finished": "F", "goods": "G", "sub": "S", "part": "P"}
ROWS_AT_ONCE = 2000
LONG_LEAD_DAYS = 25  # what comes so late is ordered by the material plan, not when it lies low


def write_goods(plan: DemoPlan, written: Written) -> None:
    """Write items with their prices, what they are made of and who delivers the parts."""
    units = {unit.code: unit for unit in Unit.objects.all()}
    spot = 1 if plan.language == "zh" else 0
    categories: dict[str, ItemCategory] = {}
    for code, text in CATEGORIES.items():
        parent = categories.get(CATEGORY_PARENTS.get(code, ""))
        categories[code] = ItemCategory.objects.create(code=code, name=text[spot], parent=parent)
    rows = [
        _item(plan, written, item, units[item.unit], categories[item.category])
        for item in plan.catalog.items.values()
    ]
    Item.objects.bulk_create(rows, batch_size=ROWS_AT_ONCE)
    written.items = {row.sku: row for row in rows}
    ItemUnit.objects.bulk_create(
        (
            ItemUnit(
                item=written.items[item.sku],
                unit=units["ctn"],
                numerator=item.pack,
                barcode=f"1{item.barcode}",
            )
            for item in plan.catalog.sold()
        ),
        batch_size=ROWS_AT_ONCE,
    )
    counts = dict.fromkeys(written.bins, 0)
    for item in plan.catalog.items.values():
        zone = ZONE_OF[item.tier]
        written.item_bin[item.sku] = written.bins[zone][counts[zone] % len(written.bins[zone])]
        counts[zone] += 1
    _write_putaway_rules(plan, written, categories)
    write_bills(plan, written)
    _write_suppliers(plan, written)
    write_workshop(plan, written)
    _write_prices(plan, written)


def _write_putaway_rules(plan: DemoPlan, written: Written, categories: dict[str, ItemCategory]) -> None:
    """Goods of a category go to the zone where most of its items lie."""
    homes: dict[str, Counter[str]] = defaultdict(Counter)
    for item in plan.catalog.items.values():
        homes[item.category][ZONE_OF[item.tier]] += 1
    zones = {zone.code: zone for zone in Zone.objects.filter(warehouse=written.main)}
    PutawayRule.objects.bulk_create(
        PutawayRule(
            warehouse=written.main,
            sequence=10 * place,
            category=categories[code],
            zone=zones[homes[code].most_common(1)[0][0]],
        )
        for place, code in enumerate(sorted(homes), start=1)
    )


def _item(plan: DemoPlan, written: Written, item: DemoItem, unit: Unit, category: ItemCategory) -> Item:
    weekly = Decimal(str(round(plan.supply.weekly.get(item.sku, 0.0), 3)))
    step = Decimal("0.001") if item.unit == "kg" else Decimal(1)
    safety = (weekly * Decimal("0.8")).quantize(step)
    point = (safety + weekly * item.lead_days / 7).quantize(step)
    is_bought = not item.is_made
    is_ordered_as_needed = is_bought and item.lead_days < LONG_LEAD_DAYS
    tax = plan.words.tax_codes[0][0]
    return Item(
        sku=item.sku,
        name=item.name,
        barcode=item.barcode,
        category=category,
        unit=unit,
        supply=Item.Supply.BUY if is_bought else Item.Supply.MAKE,
        planning=Item.Planning.REORDER_POINT if is_ordered_as_needed else Item.Planning.MRP,
        tracking=Item.Tracking.LOT if item.is_lot_tracked else Item.Tracking.NONE,
        list_price=item.price,
        standard_cost=item.cost,
        tax_code_id=written.tax_codes[tax],
        safety_stock=safety,
        reorder_point=point if is_bought else None,
        reorder_quantity=max((weekly * 5).quantize(step), Decimal(10)) if is_bought else None,
        lead_time_days=item.lead_days,
        weight_kg=item.kilograms,
        shelf_life_days=item.shelf_life_days,
        is_sold=item.is_sold,
        search_key=search_key(item.sku, item.barcode, item.name),
    )


def _write_suppliers(plan: DemoPlan, written: Written) -> None:
    rows = [
        Supplier(
            code=s.code,
            name=s.name,
            legal_name=s.name,
            email=s.email,
            phone=s.phone,
            currency_id=plan.words.currency,
            time_zone=plan.words.time_zone,
            lead_time_days=s.lead_days,
            is_inspection_exempt=s.lateness < 0.1,
            search_key=search_key(s.code, s.name, "", s.phone, s.name),
        )
        for s in plan.suppliers
    ]
    Supplier.objects.bulk_create(rows)
    Address.objects.bulk_create(
        _address(plan, supplier.address, supplier.contact, supplier.phone, supplier=row)
        for supplier, row in zip(plan.suppliers, rows, strict=True)
    )
    Contact.objects.bulk_create(
        Contact(supplier=row, name=supplier.contact, email=supplier.email, phone=supplier.phone)
        for supplier, row in zip(plan.suppliers, rows, strict=True)
    )
    written.suppliers = {row.code: row.pk for row in rows}
    SupplierItem.objects.bulk_create(_offers(plan, written), batch_size=ROWS_AT_ONCE)


def _offers(plan: DemoPlan, written: Written) -> list[SupplierItem]:
    """The usual supplier of every bought item, and for some a second one that asks more."""
    offers = []
    for place, (sku, supplier) in enumerate(sorted(plan.supplier_of.items())):
        cost = plan.catalog.items[sku].cost
        others = [
            other for other in plan.suppliers if other.sells == supplier.sells and other is not supplier
        ]
        for rank, offer in enumerate([supplier, *others[: place % 2]]):
            factor = Decimal(1) if rank == 0 else Decimal("1.07")
            offers.append(
                SupplierItem(
                    supplier_id=written.suppliers[offer.code],
                    item=written.items[sku],
                    supplier_sku=f"{offer.code[-2:]}-{4000 + place}",
                    price=(cost * factor).quantize(Decimal("0.0001")),
                    lead_time_days=offer.lead_days,
                    minimum_quantity=Decimal(10 if cost > 1 else 100),
                    multiple=Decimal(1 if cost > 20 else 10),
                )
            )
    return offers


def address_of(plan: DemoPlan, address: DemoAddress) -> dict[str, str]:
    """An address as the tables keep it."""
    return {
        "line1": address.line1,
        "city": address.city.name,
        "state": address.city.state,
        "postal_code": address.postal_code,
        "country": plan.words.country,
    }


def _address(plan: DemoPlan, address: DemoAddress, person: str, phone: str, *, supplier: Supplier) -> Address:
    return Address(
        supplier=supplier, recipient=person, phone=phone, is_default=True, **address_of(plan, address)
    )


def _write_prices(plan: DemoPlan, written: Written) -> None:
    """Two price lists with quantity breaks, and a campaign that lowers some prices just now."""
    sold = plan.catalog.sold()
    favored = {
        item.sku for item in sorted(sold, key=lambda item: -item.appeal)[3 : 3 + max(6, len(sold) // 40)]
    }
    start, end = plan.today - timedelta(days=5), plan.today + timedelta(days=24)
    for code, name in plan.words.price_lists:
        price_list = PriceList.objects.create(code=code, name=name, currency_id=plan.words.currency)
        rows = [
            PriceListItem(
                price_list=price_list,
                item=written.items[item.sku],
                minimum_quantity=minimum,
                price=list_price(item, code, step),
            )
            for item in sold
            for step, minimum in enumerate(BREAKS)
        ]
        rows += [
            PriceListItem(
                price_list=price_list,
                item=written.items[item.sku],
                minimum_quantity=BREAKS[0],
                price=(list_price(item, code, 0) * Decimal("0.92")).quantize(Decimal("0.01")),
                valid_from=start,
                valid_until=end,
            )
            for item in sold
            if item.sku in favored
        ]
        PriceListItem.objects.bulk_create(rows, batch_size=ROWS_AT_ONCE)
