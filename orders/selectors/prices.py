"""Prices as order entry, API and import ask for them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from erp.masterdata.selectors.company import company
from inventory.models import Item
from inventory.selectors.categories import margin_floors
from orders.calc.pricing import Price, PriceRow, price_for
from orders.models import CustomerTerms, PriceListItem


def quote_prices(
    *, terms: CustomerTerms | None, wants: Sequence[tuple[Item, Decimal]], on: date
) -> list[Price]:
    """One price per (item, base quantity), in at most one query.

    Units: price per base unit, in the currency of the terms' price list (else the base currency).
    """
    price_list_id = terms.price_list_id if terms else None
    discount = terms.discount_rate if terms else Decimal(0)
    rows: dict[int, list[PriceRow]] = {}
    if price_list_id is not None:
        found = PriceListItem.objects.filter(
            price_list_id=price_list_id,
            price_list__is_active=True,
            item_id__in={item.pk for item, _ in wants},
        ).values_list("item_id", "minimum_quantity", "price", "valid_from", "valid_until", "floor_price")
        for item_id, minimum, price, start, end, floor in found:
            rows.setdefault(item_id, []).append(PriceRow(item_id, minimum, price, start, end, floor))
    return [
        price_for(
            rows.get(item.pk, []),
            list_price=item.list_price,
            quantity=quantity,
            on=on,
            discount_rate=discount,
        )
        for item, quantity in wants
    ]


def margin_floor_of(item: Item) -> Decimal | None:
    """The margin in percent that a sale of an item has to leave: its category's floor, or that of the
    nearest one above, else the company's; None without any."""
    floor = margin_floors().get(item.category_id) if item.category_id else None
    return company().margin_floor_percent if floor is None else floor
