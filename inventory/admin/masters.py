"""Items, categories, suppliers' offers, warehouses and locations, behind their commands."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import ChoicesDropdownFilter, RelatedDropdownFilter

from erp.core.administration.columns import money_column, quantity_column, record_column
from erp.core.administration.documents import LinesInline
from erp.core.administration.masters import MasterAdmin, RowsInline
from erp.core.administration.rights import actor_of
from inventory.models import (
    Item,
    ItemCategory,
    ItemUnit,
    Location,
    PutawayRule,
    SupplierItem,
    SupplierPrice,
    Warehouse,
    Zone,
)
from inventory.selectors.categories import forget_margin_floors
from inventory.selectors.items import category_rows, item_rows, offer_rows
from inventory.selectors.warehouses import location_rows, putaway_rule_rows, warehouse_rows, zone_rows
from inventory.services import categories, items, suppliers, warehouses, zones

VIEW_ITEM = "inventory.view_item"
VIEW_COST = "inventory.view_cost"


class ItemUnitsInline(RowsInline):
    """Further units an item is sold, bought or packed in."""

    model = ItemUnit
    argument = "units"
    fields = ["unit", "numerator", "denominator", "barcode"]
    autocomplete_fields = ["unit"]


@admin.register(Item)
class ItemAdmin(MasterAdmin):
    """What is made, bought, stocked and sold."""

    view_right = VIEW_ITEM
    visible = staticmethod(item_rows)
    create, edit = staticmethod(items.create_item), staticmethod(items.edit_item)
    row_id = "item_id"
    custom_subject = "product"
    list_display = [
        "sku",
        "name",
        "category",
        "unit",
        "supply",
        money_column("list_price", _("list price"), ""),
        quantity_column("safety_stock", _("safety stock"), "unit.code"),
        "is_sold",
        "is_active",
    ]
    list_filter = [
        ("category", RelatedDropdownFilter),
        ("kind", ChoicesDropdownFilter),
        ("supply", ChoicesDropdownFilter),
        ("planning", ChoicesDropdownFilter),
        "is_sold",
        "is_active",
    ]
    list_filter_submit = True
    list_select_related = ["category", "unit"]
    search_fields = ["sku", "name", "barcode"]
    ordering = ["sku"]
    autocomplete_fields = ["category", "unit", "tax_code"]
    inlines = [ItemUnitsInline]
    fieldsets = [
        (None, {"fields": [("sku", "barcode"), "name", ("category", "unit"), ("is_active", "is_sold")]}),
        (_("Kind"), {"fields": [("kind", "supply"), ("planning", "tracking")]}),
        (_("Money"), {"fields": [("list_price", "standard_cost"), "tax_code"]}),
        (
            _("Planning"),
            {
                "fields": [
                    ("safety_stock", "lead_time_days"),
                    ("reorder_point", "reorder_quantity"),
                    ("weight_kg", "shelf_life_days"),
                ]
            },
        ),
    ]

    def get_fieldsets(self, request: Any, obj: Any = None) -> Any:
        """Costs are for those who may see them."""
        found = super().get_fieldsets(request, obj)
        if actor_of(request).has(VIEW_COST):
            return found
        hidden = {"fields": ["list_price", "tax_code"]}
        return [(title, hidden if title == _("Money") else options) for title, options in found]


@admin.register(ItemCategory)
class CategoryAdmin(MasterAdmin):
    """Groups of items."""

    view_right = VIEW_ITEM
    visible = staticmethod(category_rows)
    create, edit = staticmethod(categories.create_category), staticmethod(categories.edit_category)
    delete = staticmethod(categories.delete_category)
    row_id = "category_id"
    list_display = ["code", "name", "parent", "margin_floor_percent"]
    list_select_related = ["parent"]
    search_fields = ["code", "name"]
    autocomplete_fields = ["parent"]
    fields = ["code", "name", "parent", "margin_floor_percent"]

    def forget(self) -> None:
        """Their floors are read anew."""
        forget_margin_floors()


class PriceBreaksInline(LinesInline):
    """Price breaks of an offer; they are changed on the supplier's page."""

    model = SupplierPrice
    fields = [quantity_column("from_quantity", _("from quantity")),
              money_column("price", _("price"), "offer.supplier.currency_id")]  # fmt: skip

    def get_queryset(self, request: Any) -> Any:
        """With what the columns show."""
        return super().get_queryset(request).select_related("offer__supplier")


@admin.register(SupplierItem)
class OfferAdmin(MasterAdmin):
    """What suppliers offer, with price and lead time."""

    view_right = VIEW_COST
    visible = staticmethod(offer_rows)
    create, edit = staticmethod(suppliers.create_offer), staticmethod(suppliers.edit_offer)
    delete = staticmethod(suppliers.delete_offer)
    row_id = "offer_id"
    list_display = [
        record_column("supplier", _("supplier")),
        record_column("item", _("item")),
        "supplier_sku",
        money_column("price", _("price"), "supplier.currency_id"),
        "lead_time_days",
        quantity_column("minimum_quantity", _("minimum")),
        quantity_column("multiple", _("multiple")),
    ]
    list_display_links = ["supplier_sku", "lead_time_days"]
    list_filter = [("supplier", RelatedDropdownFilter)]
    list_select_related = ["supplier", "item__unit"]
    search_fields = ["supplier__code", "supplier__name", "item__sku", "item__name", "supplier_sku"]
    ordering = ["supplier__code", "item__sku"]
    autocomplete_fields = ["supplier", "item"]
    inlines = [PriceBreaksInline]
    fields = ["supplier", "item", "supplier_sku", "price", ("lead_time_days", "inspection_days"),
              ("unit", "minimum_quantity", "multiple"),
              ("currency", "extra_cost_percent"), ("valid_from", "valid_to")]  # fmt: skip


class LocationsInline(LinesInline):
    """The bins of a warehouse, to be looked at; each is changed on a page of its own."""

    model = Location
    fields = ["code", "kind", "zone", "pick_sequence", "is_usable", "is_active"]
    show_change_link = True
    per_page = 30


@admin.register(Warehouse)
class WarehouseAdmin(MasterAdmin):
    """Places that keep stock and ship it."""

    view_right = VIEW_ITEM
    visible = staticmethod(warehouse_rows)
    create, edit = staticmethod(warehouses.create_warehouse), staticmethod(warehouses.edit_warehouse)
    delete = staticmethod(warehouses.delete_warehouse)
    row_id = "warehouse_id"
    list_display = ["code", "name", "time_zone", "calendar", "is_default", "is_active"]
    list_select_related = ["calendar"]
    search_fields = ["code", "name"]
    autocomplete_fields = ["calendar"]
    fields = ["code", "name", "address", ("time_zone", "calendar"), ("is_default", "is_active")]
    inlines = [LocationsInline]


@admin.register(Zone)
class ZoneAdmin(MasterAdmin):
    """Parts of warehouses that bins are named after."""

    view_right = VIEW_ITEM
    visible = staticmethod(zone_rows)
    create, edit = staticmethod(zones.create_zone), staticmethod(zones.edit_zone)
    delete = staticmethod(zones.delete_zone)
    row_id = "zone_id"
    list_display = ["code", "name", "warehouse", "pick_sequence"]
    list_filter = [("warehouse", RelatedDropdownFilter)]
    list_select_related = ["warehouse"]
    search_fields = ["code", "name"]
    autocomplete_fields = ["warehouse"]
    fields = [("warehouse", "code"), "name", "pick_sequence"]

    def get_readonly_fields(self, request: Any, obj: Any = None) -> list[str]:
        """A zone stays in its warehouse."""
        return ["warehouse"] if obj else []

    def write(self, request: Any, form: Any, rows: dict[str, Any], pk: Any) -> Any:
        """A new zone is made in a warehouse."""
        rest = self.values_of(form)
        warehouse_id = rest.pop("warehouse_id", None)
        values = cast(zones.ZoneValues, rest)
        if pk is not None:
            return zones.edit_zone(zone_id=pk, values=values, actor=request.actor)
        return zones.create_zone(warehouse_id=warehouse_id or 0, values=values, actor=request.actor)


@admin.register(PutawayRule)
class PutawayRuleAdmin(MasterAdmin):
    """Where arriving goods go first."""

    view_right = VIEW_ITEM
    visible = staticmethod(putaway_rule_rows)
    create, edit = staticmethod(zones.create_putaway_rule), staticmethod(zones.edit_putaway_rule)
    delete = staticmethod(zones.delete_putaway_rule)
    row_id = "rule_id"
    list_display = ["sequence", "warehouse", "item", "category", "zone", "location"]
    list_filter = [("warehouse", RelatedDropdownFilter)]
    list_select_related = ["warehouse", "item", "category", "zone", "location"]
    autocomplete_fields = ["warehouse", "item", "category", "zone", "location"]
    fields = [("warehouse", "sequence"), ("item", "category"), ("zone", "location")]

    def get_readonly_fields(self, request: Any, obj: Any = None) -> list[str]:
        """A rule stays in its warehouse."""
        return ["warehouse"] if obj else []

    def write(self, request: Any, form: Any, rows: dict[str, Any], pk: Any) -> Any:
        """A new rule is made in a warehouse."""
        rest = self.values_of(form)
        warehouse_id = rest.pop("warehouse_id", None)
        values = cast(zones.PutawayValues, rest)
        if pk is not None:
            return zones.edit_putaway_rule(rule_id=pk, values=values, actor=request.actor)
        return zones.create_putaway_rule(warehouse_id=warehouse_id or 0, values=values, actor=request.actor)


@admin.register(Location)
class LocationAdmin(MasterAdmin):
    """Bins and areas of warehouses."""

    view_right = VIEW_ITEM
    visible = staticmethod(location_rows)
    create, edit = staticmethod(warehouses.create_location), staticmethod(warehouses.edit_location)
    delete = staticmethod(warehouses.delete_location)
    row_id = "location_id"
    list_display = ["code", "warehouse", "kind", "zone", "pick_sequence", "is_usable", "is_active"]
    list_filter = [
        ("warehouse", RelatedDropdownFilter),
        ("kind", ChoicesDropdownFilter),
        "is_usable",
        "is_active",
    ]
    list_filter_submit = True
    list_select_related = ["warehouse"]
    search_fields = ["code", "barcode", "zone"]
    autocomplete_fields = ["warehouse", "category"]
    fields = [
        ("warehouse", "code"),
        ("kind", "is_usable"),
        ("zone", "pick_sequence"),
        ("barcode", "is_active"),
        ("capacity_quantity", "capacity_weight_kg"),
        ("category", "allows_mixed_items", "allows_mixed_lots"),
    ]

    def get_readonly_fields(self, request: Any, obj: Any = None) -> list[str]:
        """A bin stays in its warehouse."""
        return ["warehouse"] if obj else []

    def write(self, request: Any, form: Any, rows: dict[str, Any], pk: Any) -> Any:
        """A new bin is made in a warehouse."""
        rest = self.values_of(form)
        warehouse_id = rest.pop("warehouse_id", None)
        values = cast(warehouses.LocationValues, rest)
        if pk is not None:
            return warehouses.edit_location(location_id=pk, values=values, actor=request.actor)
        return warehouses.create_location(
            warehouse_id=warehouse_id or 0,
            values=values,
            actor=request.actor,
        )
