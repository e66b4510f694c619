"""The ledger and what is kept beside it, to be looked at."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import (
    AutocompleteSelectFilter,
    ChoicesDropdownFilter,
    RangeDateFilter,
    RangeDateTimeFilter,
    RelatedDropdownFilter,
)

from erp.core.actor import Actor
from erp.core.administration.columns import (
    document_column,
    link_to,
    money_column,
    quantity_column,
    record_column,
    state_column,
    state_filter,
)
from erp.core.administration.documents import LinesInline
from erp.core.administration.rights import RightsAdmin, actor_of
from erp.core.formats import quantity_text
from erp.identity.selectors.scopes import customer_scope_q
from inventory.models import (
    Balance,
    Demand,
    ExpectedSupply,
    Lot,
    Move,
    Reservation,
    Transfer,
    TransferOrder,
    TransferOrderLine,
)
from inventory.selectors.moves import VIEW_LEDGER, visible_moves, visible_transfer_orders, visible_transfers
from inventory.selectors.reservations import VIEW_RESERVATION, visible_reservations
from inventory.selectors.stock import VIEW_STOCK

VIEW_COST = "inventory.view_cost"
ITEM = record_column("item", _("item"))
BY_WAREHOUSE = ("warehouse", RelatedDropdownFilter)
BY_ITEM = ("item", AutocompleteSelectFilter)


def visible_demands(actor: Actor) -> Any:
    """Demands of the customers within the reader's scope."""
    return Demand.objects.filter(customer_scope_q(actor))


@admin.register(Balance)
class BalanceAdmin(RightsAdmin):
    """How much lies where, and how much of it is promised."""

    view_right = VIEW_STOCK
    list_display = [
        ITEM,
        "warehouse",
        "location",
        "lot",
        quantity_column("on_hand", _("on hand")),
        quantity_column("reserved", _("reserved")),
        "available",
    ]
    list_display_links = ["location"]
    list_filter = [BY_ITEM, BY_WAREHOUSE]
    list_filter_submit = True
    list_select_related = ["item__unit", "warehouse", "location", "lot"]
    search_fields = ["item__sku", "item__name", "location__code", "lot__code"]
    ordering = ["item__sku", "location__code"]
    fields = [ITEM, "warehouse", "location", "lot", quantity_column("on_hand", _("on hand")), "available"]

    @admin.display(description=_("available"))
    def available(self, row: Balance) -> str:
        """On hand and not promised."""
        return quantity_text(row.on_hand - row.reserved, row.item.unit.code)


@admin.register(Move)
class MoveAdmin(RightsAdmin):
    """The stock ledger: what came, went and was counted, never changed."""

    view_right = VIEW_LEDGER
    visible = staticmethod(visible_moves)
    list_display = [
        "at",
        "kind",
        ITEM,
        quantity_column("quantity", _("quantity")),
        "location",
        "lot",
        document_column("source", _("document")),
        "order_number",
        "reason",
        "actor_label",
    ]
    list_filter = [
        BY_ITEM,
        BY_WAREHOUSE,
        ("kind", ChoicesDropdownFilter),
        ("at", RangeDateTimeFilter),
    ]
    list_filter_submit = True
    list_select_related = ["item__unit", "warehouse", "location", "lot"]
    search_fields = ["source_number", "order_number", "item__sku", "reason"]
    ordering = ["-id"]

    def get_fields(self, request: Any, obj: Any = None) -> list[Any]:
        """Values are for those who may see costs."""
        shown = [*self.list_display[:5], "warehouse", *self.list_display[5:]]
        return [*shown, money_column("value", _("value"), "")] if actor_of(request).has(VIEW_COST) else shown


@admin.register(Reservation)
class ReservationAdmin(RightsAdmin):
    """Which goods are promised to which document."""

    view_right = VIEW_RESERVATION
    visible = staticmethod(visible_reservations)
    list_display = ["id", "document", "item", "quantity_text", "place", "shipment", "created_at"]
    list_select_related = [
        "demand__item__unit",
        "balance__location__warehouse",
        "balance__lot",
        "shipment_line__shipment",
    ]
    list_filter = [("demand__item", AutocompleteSelectFilter), ("balance__warehouse", RelatedDropdownFilter)]
    list_filter_submit = True
    search_fields = ["demand__document_number", "demand__item__sku"]
    ordering = ["-id"]
    fields = ["document", "item", "quantity_text", "place", "shipment", "created_at"]

    @admin.display(description=_("document"))
    def document(self, row: Reservation) -> str:
        """Who has it."""
        return link_to(row.demand.document_kind, row.demand.document_id, row.demand.document_number)

    @admin.display(description=_("item"))
    def item(self, row: Reservation) -> str:
        """Of what."""
        return link_to("item", row.demand.item_id, row.demand.item.sku)

    @admin.display(description=_("quantity"))
    def quantity_text(self, row: Reservation) -> str:
        """How much."""
        return quantity_text(row.quantity, row.demand.item.unit.code)

    @admin.display(description=_("place"))
    def place(self, row: Reservation) -> str:
        """Where it lies."""
        parts = [row.balance.location.warehouse.code, row.balance.location.code]
        return " · ".join([*parts, row.balance.lot.code] if row.balance.lot else parts)

    @admin.display(description=_("shipment"))
    def shipment(self, row: Reservation) -> str:
        """The shipment it was put on, if it was."""
        line = row.shipment_line
        return link_to("shipment", line.shipment_id, line.shipment.number) if line else "–"


@admin.register(Demand)
class DemandAdmin(RightsAdmin):
    """What documents need, and what became of it."""

    view_right = VIEW_RESERVATION
    visible = staticmethod(visible_demands)
    list_display = [
        document_column("document", _("document")),
        "line_no",
        ITEM,
        "warehouse",
        "due_on",
        "promised_on",
        state_column("priority", "priority", _("priority")),
        quantity_column("quantity", _("quantity")),
        quantity_column("reserved", _("reserved")),
        quantity_column("shipped", _("shipped")),
        quantity_column("backordered", _("back-ordered")),
        "is_held",
    ]
    list_display_links = ["line_no"]
    list_filter = [BY_ITEM, BY_WAREHOUSE, ("due_on", RangeDateFilter), "is_held"]
    list_filter_submit = True
    list_select_related = ["item__unit", "warehouse", "customer"]
    search_fields = ["document_number", "item__sku"]
    ordering = ["-id"]
    fields = [
        document_column("document", _("document")),
        record_column("customer", _("customer")),
        ITEM,
        "warehouse",
        ("due_on", "promised_on"),
        quantity_column("quantity", _("quantity")),
        quantity_column("reserved", _("reserved")),
        quantity_column("shipped", _("shipped")),
        quantity_column("cancelled", _("cancelled")),
        quantity_column("backordered", _("back-ordered")),
        ("is_held", "is_ship_complete"),
    ]


@admin.register(ExpectedSupply)
class SupplyAdmin(RightsAdmin):
    """What documents will bring, and when."""

    view_right = VIEW_RESERVATION
    list_display = [
        document_column("document", _("document")),
        "kind",
        ITEM,
        "warehouse",
        "due_on",
        quantity_column("quantity", _("quantity")),
        quantity_column("received", _("received")),
        "is_open",
    ]
    list_display_links = ["due_on"]
    list_filter = [BY_ITEM, BY_WAREHOUSE, ("due_on", RangeDateFilter), "is_open"]
    list_filter_submit = True
    list_select_related = ["item__unit", "warehouse"]
    search_fields = ["document_number", "item__sku"]
    ordering = ["-id"]
    fields = list_display


@admin.register(Lot)
class LotAdmin(RightsAdmin):
    """Batches and serial numbers."""

    view_right = VIEW_STOCK
    list_display = ["code", ITEM, "received_on", "expires_on"]
    list_filter = [BY_ITEM, ("expires_on", RangeDateFilter)]
    list_filter_submit = True
    list_select_related = ["item"]
    search_fields = ["code", "item__sku"]
    ordering = ["-id"]
    fields = list_display


class _TransferLines(LinesInline):
    """The lines of a transfer."""

    model = TransferOrderLine
    fields = readonly_fields = ["line_no", "item", "lot", "quantity", "sent", "received", "missing"]


@admin.register(TransferOrder)
class TransferOrderAdmin(RightsAdmin):
    """Transfers between warehouses as documents."""

    view_right = VIEW_LEDGER
    visible = staticmethod(visible_transfer_orders)
    list_display = [
        "number",
        state_column("state", "transfer_order"),
        "from_warehouse",
        "to_warehouse",
        "ship_on",
        "due_on",
        "created_by",
    ]
    list_filter = [state_filter("state", "transfer_order"), ("to_warehouse", RelatedDropdownFilter)]
    list_filter_submit = True
    list_select_related = ["from_warehouse", "to_warehouse"]
    search_fields = ["number", "note"]
    ordering = ["-id"]
    inlines = [_TransferLines]
    fields = ["number", "from_warehouse", "to_warehouse", "ship_on", "transit_days", "due_on", "note",
              "created_by", "released_at", "sent_at", "received_at", "reason"]  # fmt: skip


@admin.register(Transfer)
class TransferAdmin(RightsAdmin):
    """Goods on their way between warehouses."""

    view_right = VIEW_LEDGER
    visible = staticmethod(visible_transfers)
    list_display = [
        "number",
        ITEM,
        quantity_column("quantity", _("quantity")),
        "from_warehouse",
        "to_warehouse",
        "sent_at",
        "due_on",
        "received_at",
    ]
    list_filter = [BY_ITEM, ("to_warehouse", RelatedDropdownFilter), ("sent_at", RangeDateTimeFilter)]
    list_filter_submit = True
    list_select_related = ["item__unit", "from_warehouse", "to_warehouse"]
    search_fields = ["number", "item__sku"]
    ordering = ["-id"]
    fields = [*list_display, "reason"]
