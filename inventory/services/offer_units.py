"""Units of suppliers' offers: their factors are the item's, and follow it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from erp.core.errors import Invalid
from erp.core.records import Problems
from inventory.models import Item, SupplierItem
from inventory.selectors.items import unit_factor


def take_factor(offer: SupplierItem, problems: Problems) -> None:
    """Give an offer its unit's factor from its item, noting a unit that has none."""
    offer.unit_numerator = offer.unit_denominator = 1
    if offer.unit is None:
        return
    if offer.unit_id == offer.item.unit_id:
        offer.unit = None
        return
    try:
        factor = unit_factor(offer.item, offer.unit)
    except Invalid as refusal:
        problems.merge(refusal.errors)
        return
    offer.unit_numerator, offer.unit_denominator = factor.numerator, factor.denominator


def follow_units(item: Item) -> None:
    """Offers of an item by one of its further units follow that unit's factor.

    Runs inside the command that changes the item's units.
    Raises: Invalid on `units` when an offer's unit would have no factor any more.
    """
    for offer in SupplierItem.objects.filter(item=item, unit__isnull=False).select_related(
        "unit", "supplier"
    ):
        problems = Problems()
        offer.item = item
        code = offer.unit.code if offer.unit is not None else ""
        take_factor(offer, problems)
        if problems.errors:
            told = {"unit": code, "supplier": offer.supplier.name}
            message = _("%(supplier)s offers this product by the %(unit)s: the unit needs a factor.")
            raise Invalid.field("units", message % told, "unit_in_use")
        offer.save(update_fields=["unit", "unit_numerator", "unit_denominator"])
