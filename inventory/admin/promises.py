"""Substitutes in the admin, behind their commands."""

from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from erp.core.administration.columns import quantity_column, record_column
from erp.core.administration.masters import MasterAdmin
from inventory.models import ItemSubstitute
from inventory.selectors.items import ITEM_RIGHT
from inventory.selectors.substitutes import substitute_rows
from inventory.services import substitutes


@admin.register(ItemSubstitute)
class SubstituteAdmin(MasterAdmin):
    """Which items may be given instead of others."""

    view_right = ITEM_RIGHT
    visible = staticmethod(substitute_rows)
    create = staticmethod(substitutes.create_substitute)
    edit = staticmethod(substitutes.edit_substitute)
    delete = staticmethod(substitutes.delete_substitute)
    row_id = "substitute_id"
    list_display = [
        record_column("item", _("product")),
        record_column("substitute", _("substitute")),
        quantity_column("ratio", _("quantity for one")),
        "preference",
        "is_active",
    ]
    list_display_links = ["preference"]
    list_select_related = ["item__unit", "substitute__unit"]
    search_fields = ["item__sku", "item__name", "substitute__sku", "substitute__name"]
    ordering = ["item__sku", "preference"]
    autocomplete_fields = ["item", "substitute"]
    fields = ["item", "substitute", ("ratio", "preference"), "note", "is_active"]
