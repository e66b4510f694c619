"""What suppliers offer: price, lead time, least and multiple quantity per item."""

from __future__ import annotations

from decimal import Decimal
from typing import TypedDict

from django.utils.translation import gettext as _

from erp.core.actor import Actor
from erp.core.commands import command
from erp.core.locks import row_for_update
from erp.core.quantity import QUANTITY_MAX
from erp.core.records import Problems
from erp.masterdata.services.setup import create_setup, delete_setup, edit_setup
from inventory.models import SupplierItem
from inventory.services.items import RIGHT


class OfferValues(TypedDict, total=False):
    """A supplier's offer of an item, in the supplier's currency and the item's base unit."""

    supplier_id: int
    item_id: int
    supplier_sku: str
    price: Decimal
    lead_time_days: int
    minimum_quantity: Decimal
    multiple: Decimal


def _check(offer: SupplierItem, problems: Problems) -> None:
    problems.not_negative(offer, "price", "lead_time_days", "minimum_quantity")
    if offer.multiple <= 0:
        problems.add("multiple", _("This must be above zero."))
    for name in ("minimum_quantity", "multiple"):
        if getattr(offer, name) > QUANTITY_MAX:
            problems.add(name, _("This number is too large."))
    others = SupplierItem.objects.filter(supplier_id=offer.supplier_id, item_id=offer.item_id)
    if others.exclude(pk=offer.pk).exists():
        problems.add("product", _("This supplier offers this product already."))


@command(*RIGHT)
def create_offer(*, values: OfferValues, actor: Actor) -> SupplierItem:
    """Take up what a supplier offers.

    Raises: Invalid.
    """
    problems = Problems()
    for name, path in (("supplier_id", "supplier"), ("item_id", "product")):
        if not values.get(name):
            problems.add(path, _("This field is required."))
    problems.refuse()
    return create_setup(
        SupplierItem(), values=values, table="supplier_product", key="item", actor=actor, check=_check
    )


@command(*RIGHT)
def edit_offer(*, offer_id: int, values: OfferValues, actor: Actor) -> SupplierItem:
    """Change an offer's price, lead time or quantities.

    Locks:  the offer.
    Raises: NotFound; Invalid.
    """
    row = row_for_update(SupplierItem, offer_id, "supplier_product")
    return edit_setup(row, values=values, table="supplier_product", key="item", actor=actor, check=_check)


@command(*RIGHT)
def delete_offer(*, offer_id: int, actor: Actor) -> None:
    """Take an offer out.

    Raises: NotFound.
    """
    delete_setup(SupplierItem, offer_id, table="supplier_product", actor=actor)
