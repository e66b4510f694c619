"""What suppliers offer: price, lead time, least and multiple quantity per item."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any, TypedDict

from django.utils.translation import gettext as _

from erp.core.actor import Actor
from erp.core.commands import command
from erp.core.locks import row_for_update
from erp.core.money import MONEY_MAX
from erp.core.quantity import QUANTITY_MAX, plain
from erp.core.records import Changes, Problems
from erp.masterdata.services.setup import create_setup, delete_setup, edit_setup
from inventory.models import SupplierItem, SupplierPrice
from inventory.services.items import RIGHT
from inventory.services.offer_units import take_factor

MOST_INSPECTION_DAYS = 365


class OfferValues(TypedDict, total=False):
    """A supplier's offer of an item, in the supplier's currency and the unit (none: the base unit)."""

    supplier_id: int
    item_id: int
    supplier_sku: str
    price: Decimal
    lead_time_days: int
    inspection_days: int
    minimum_quantity: Decimal
    multiple: Decimal
    unit_id: int | None
    currency_id: str | None
    extra_cost_percent: Decimal
    valid_from: date | None
    valid_to: date | None


MOST_BREAKS = 20
Break = tuple[Decimal, Decimal]


def _check(offer: SupplierItem, problems: Problems) -> None:
    problems.not_negative(offer, "price", "lead_time_days", "minimum_quantity", "extra_cost_percent")
    if offer.extra_cost_percent > 1000:
        problems.add("extra_cost_percent", _("This number is too large."))
    if offer.valid_from and offer.valid_to and offer.valid_to < offer.valid_from:
        problems.add("valid_to", _("Ends before it begins."))
    if not 0 <= offer.inspection_days <= MOST_INSPECTION_DAYS:
        facts = {"low": 0, "top": MOST_INSPECTION_DAYS}
        problems.add("inspection_days", _("This must be between %(low)s and %(top)s.") % facts)
    if offer.multiple <= 0:
        problems.add("multiple", _("This must be above zero."))
    for name in ("minimum_quantity", "multiple"):
        if getattr(offer, name) > QUANTITY_MAX:
            problems.add(name, _("This number is too large."))
    if offer.item_id:
        take_factor(offer, problems)
    others = SupplierItem.objects.filter(supplier_id=offer.supplier_id, item_id=offer.item_id)
    if others.exclude(pk=offer.pk).exists():
        problems.add("product", _("This supplier offers this product already."))


def _check_breaks(breaks: Sequence[Break]) -> None:
    problems = Problems()
    if len(breaks) > MOST_BREAKS:
        problems.add("price_breaks", _("There may be at most %(count)s.") % {"count": MOST_BREAKS})
    seen: set[Decimal] = set()
    for position, (start, price) in enumerate(breaks):
        if start <= 0 or start > QUANTITY_MAX:
            problems.add(f"price_breaks[{position}].from_quantity", _("Must be greater than zero."))
        if start in seen:
            problems.add(f"price_breaks[{position}].from_quantity", _("This quantity is there twice."))
        if not 0 <= price <= MONEY_MAX:
            problems.add(f"price_breaks[{position}].price", _("This can't be negative."))
        seen.add(start)
    problems.refuse()


def _put_breaks(offer: SupplierItem, breaks: Sequence[Break] | None) -> Changes:
    """Replace an offer's price breaks; gives what changed."""
    if breaks is None:
        return {}
    before = [(row.from_quantity, row.price) for row in offer.price_breaks.all()]
    after = sorted(breaks)
    if before == after:
        return {}
    offer.price_breaks.all().delete()
    SupplierPrice.objects.bulk_create(
        SupplierPrice(offer=offer, from_quantity=start, price=price) for start, price in after
    )
    return {"price_breaks": [_told(before), _told(after)]}


def _told(breaks: Sequence[Break]) -> str:
    return ", ".join(f"{plain(start)}: {plain(price)}" for start, price in breaks)


@command(*RIGHT)
def create_offer(
    *, values: OfferValues, price_breaks: Sequence[Break] | None = None, actor: Actor
) -> SupplierItem:
    """Take up what a supplier offers; price breaks are (from quantity, price of every unit).

    Raises: Invalid.
    """
    problems = Problems()
    for name, path in (("supplier_id", "supplier"), ("item_id", "product")):
        if not values.get(name):
            problems.add(path, _("This field is required."))
    problems.refuse()
    _check_breaks(price_breaks or ())
    offer = create_setup(
        SupplierItem(), values=values, table="supplier_product", key="item", actor=actor, check=_check
    )
    _put_breaks(offer, price_breaks)
    return offer


@command(*RIGHT)
def edit_offer(
    *, offer_id: int, values: OfferValues, price_breaks: Sequence[Break] | None = None, actor: Actor
) -> SupplierItem:
    """Change an offer; price breaks are replaced as a whole where given.

    Locks:  the offer.
    Raises: NotFound; Invalid.
    """
    row = row_for_update(SupplierItem, offer_id, "supplier_product")
    _check_breaks(price_breaks or ())
    told = _put_breaks(row, price_breaks)
    more: dict[str, Any] = {"told": told} if told else {}
    return edit_setup(
        row, values=values, table="supplier_product", key="item", actor=actor, check=_check, **more
    )


@command(*RIGHT)
def delete_offer(*, offer_id: int, actor: Actor) -> None:
    """Take an offer out.

    Raises: NotFound.
    """
    delete_setup(SupplierItem, offer_id, table="supplier_product", actor=actor)
