"""Price lists: prices per item with quantity breaks and dates."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import TypedDict

from django.utils.translation import gettext as _

from erp.core.actor import Actor
from erp.core.commands import command
from erp.core.errors import Conflict
from erp.core.quantity import QUANTITY_MAX, plain
from erp.core.records import Changes, Problems, set_values
from erp.masterdata.services.setup import create_setup, delete_setup, edit_setup
from orders import locks
from orders.models import CustomerTerms, PriceList, PriceListItem

RIGHT = ("orders.edit_price", "Create and edit price lists")
MAX_PRICES = 50_000
_MANY = 50


class PriceListValues(TypedDict, total=False):
    """A price list in one currency."""

    code: str
    name: str
    currency_id: str
    is_active: bool


class PriceValues(TypedDict, total=False):
    """The price of an item from a quantity on, within its dates, per base unit."""

    item_id: int
    minimum_quantity: Decimal
    price: Decimal
    floor_price: Decimal | None
    valid_from: date | None
    valid_until: date | None


def _check(price_list: PriceList, problems: Problems) -> None:
    if not price_list.currency_id:
        problems.add("currency", _("This field is required."))


@command(*RIGHT)
def create_price_list(
    *, values: PriceListValues, prices: Sequence[PriceValues] = (), actor: Actor
) -> PriceList:
    """Take up a price list with its prices.

    Raises: Invalid.
    """
    built = _built(prices)
    row = create_setup(PriceList(), values=values, table="price_list", actor=actor, check=_check)
    _replace(row, built)
    return row


@command(*RIGHT)
def edit_price_list(
    *,
    price_list_id: int,
    values: PriceListValues,
    prices: Sequence[PriceValues] | None = None,
    actor: Actor,
) -> PriceList:
    """Change a price list; its prices are replaced as a whole where given. Orders keep their prices.

    Locks:  the price list.
    Emits:  SetupChanged, with the prices that changed.
    Raises: NotFound; Invalid; Conflict when its currency would change under its prices.
    """
    built = None if prices is None else _built(prices)
    row = locks.price_list_for_update(price_list_id)
    currency = values.get("currency_id", row.currency_id)
    if currency != row.currency_id and built is None and row.prices.exists():
        raise Conflict("price_list_has_prices", price_list=row.code, currency=row.currency_id)
    told = {} if built is None else _replace(row, built)
    return edit_setup(row, values=values, table="price_list", actor=actor, check=_check, told=told)


@command(*RIGHT)
def delete_price_list(*, price_list_id: int, actor: Actor) -> None:
    """Delete a price list that no customer buys by.

    Raises: NotFound; Conflict (`in_use`).
    """
    if CustomerTerms.objects.filter(price_list_id=price_list_id).exists():
        raise Conflict("in_use", kind="price_list")
    delete_setup(PriceList, price_list_id, table="price_list", actor=actor)


def _built(prices: Sequence[PriceValues]) -> list[PriceListItem]:
    problems, built = Problems(), []
    if len(prices) > MAX_PRICES:
        problems.add("prices", _("There may be at most %(count)s.") % {"count": MAX_PRICES})
        problems.refuse()
    seen: set[tuple[int, Decimal, date | None]] = set()
    for index, values in enumerate(prices):
        own, row = Problems(f"prices[{index}]."), PriceListItem()
        item_id = values.get("item_id")
        plain_values = {name: value for name, value in values.items() if name != "item_id"}
        set_values(row, plain_values, own)
        if item_id is None:
            own.add("product", _("This field is required."))
        if row.price is None:
            own.add("price", _("This field is required."))
        if not own.errors:
            row.item_id = item_id or 0
            own.not_negative(row, "price", "minimum_quantity", "floor_price")
            _check_price(row, seen, own)
        problems.merge(own.errors)
        built.append(row)
    problems.refuse()
    return built


def _check_price(row: PriceListItem, seen: set[tuple[int, Decimal, date | None]], problems: Problems) -> None:
    if row.minimum_quantity > QUANTITY_MAX:
        problems.add("minimum_quantity", _("This number is too large."))
    if row.floor_price is not None and row.price is not None and row.floor_price > row.price:
        problems.add("floor_price", _("The floor lies above the price."))
    if row.valid_from and row.valid_until and row.valid_until < row.valid_from:
        problems.add("valid_until", _("The end lies before the beginning."))
    key = (row.item_id, row.minimum_quantity, row.valid_from)
    if key in seen:
        problems.add("minimum_quantity", _("There is a price for this quantity and day already."))
    seen.add(key)


def _label(row: PriceListItem) -> str:
    dates = f" {row.valid_from or ''}…{row.valid_until or ''}" if row.valid_from or row.valid_until else ""
    floor = f" (≥ {plain(row.floor_price)})" if row.floor_price is not None else ""
    return f"#{row.item_id} ≥ {plain(row.minimum_quantity)}: {plain(row.price)}{floor}{dates}"


def _replace(price_list: PriceList, built: list[PriceListItem]) -> Changes:
    before = {_label(row) for row in price_list.prices.all()}
    after = {_label(row) for row in built}
    if before == after:
        return {}
    price_list.prices.all().delete()
    for row in built:
        row.price_list = price_list
    PriceListItem.objects.bulk_create(built, batch_size=5000)
    return {"prices": [sorted(before - after)[:_MANY], sorted(after - before)[:_MANY]]}
