"""The navigation by role: what the reader may open, in the order of the day's work."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from erp.core.actor import Actor


@dataclass(frozen=True)
class Entry:
    """One page: shown when one of its addresses exists and the reader holds one of its rights."""

    label: Any
    icon: str
    urls: tuple[str, ...]
    rights: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    primary: tuple[str, ...] = ()
    badge: str = ""


SELLERS = ("sales", "sales_manager", "customer_service")
MENU: tuple[tuple[Any, tuple[Entry, ...]], ...] = (
    (
        "",
        (
            Entry(
                _("Cockpit"),
                "dashboard",
                ("cockpit",),
                ("sla.view_cockpit",),
                primary=("executive", "administrator"),
            ),
            Entry(_("My day"), "sun", ("my-day",), ("orders.create_order",), primary=SELLERS),
            Entry(
                _("Tasks"),
                "inbox",
                ("tasks",),
                ("processes.view_task",),
                primary=("finance", *SELLERS),
                badge="tasks",
            ),
            Entry(_("Alerts"), "bell", ("alerts",), ("notifications.view_alert",)),
            Entry(
                _("Measures"),
                "target",
                ("measures",),
                ("sla.view_metrics",),
                primary=("executive",),
            ),
            Entry(_("Reviews"), "checklist", ("review-list",), ("sla.view_metrics",)),
            Entry(_("S&OP room"), "chart-bar", ("sop",), ("production.view_sop",)),
            Entry(_("Wall board"), "device-desktop", ("wall-board",), ("sla.view_timer",)),
            Entry(_("Clocks"), "clock", ("sla_timer-list",), ("sla.view_timer",)),
        ),
    ),
    (
        _("Sales"),
        (
            Entry(
                _("Orders"),
                "clipboard-list",
                ("order-list",),
                ("orders.view_order",),
                primary=(*SELLERS, "finance", "executive", "administrator"),
            ),
            Entry(
                _("Quotations"),
                "file-text",
                ("quotation-list",),
                ("orders.view_quotation",),
            ),
            Entry(
                _("Promises at risk"),
                "alert-triangle",
                ("promise-slip-list",),
                ("orders.view_order",),
                primary=("buyer",),
            ),
            Entry(
                _("Promise accuracy"),
                "report-analytics",
                ("promise-accuracy",),
                ("orders.view_promise_accuracy",),
            ),
            Entry(_("Customers"), "users", ("customer-list",), ("masterdata.view",), primary=SELLERS),
            Entry(
                _("Items"),
                "box",
                ("item-list",),
                ("inventory.view_item",),
                primary=("planner", "buyer", "production_manager", "shop_floor"),
            ),
        ),
    ),
    (
        _("Warehouse"),
        (
            Entry(
                _("Stock"),
                "stack-2",
                ("stock-list",),
                ("inventory.view_stock",),
                primary=("warehouse_manager", "warehouse_operator", "planner"),
            ),
            Entry(
                _("Picking"),
                "barcode",
                ("pick-home",),
                ("inventory.pick_shipment",),
                primary=("warehouse_operator",),
            ),
            Entry(
                _("Receiving"),
                "truck-loading",
                ("receiving-dock",),
                ("inventory.receive_purchase_order", "inventory.inspect_receipt"),
                primary=("warehouse_operator",),
            ),
            Entry(
                _("Fulfillment"),
                "packages",
                ("fulfillment",),
                ("inventory.release_shipment", "inventory.pick_shipment"),
                primary=("warehouse_manager",),
            ),
            Entry(
                _("Waves"),
                "layout-kanban",
                ("wave-board", "wave-list"),
                ("inventory.release_shipment", "inventory.pick_shipment"),
                primary=("warehouse_manager",),
            ),
            Entry(
                _("Dispatch"),
                "truck-delivery",
                ("dock",),
                ("inventory.ship_shipment",),
                primary=("warehouse_manager", "warehouse_operator"),
            ),
            Entry(
                _("Shipments"),
                "truck",
                ("shipment-list",),
                ("inventory.view_shipment",),
            ),
            Entry(_("Counts"), "checklist", ("count-list",), ("inventory.view_count",)),
            Entry(_("Transfers"), "transfer", ("transfer-list",), ("inventory.transfer_stock",)),
            Entry(
                _("Returns"),
                "truck-return",
                ("return-list",),
                ("orders.view_return",),
            ),
            Entry(_("Back-orders"), "hourglass", ("backorder-list",), ("inventory.view_stock",)),
            Entry(
                _("Soft holds"),
                "lock",
                ("hold-list",),
                ("inventory.hold_stock", "inventory.view_reservation"),
            ),
            Entry(_("Bins"), "map-pin", ("bin-list",), ("inventory.post_move", "inventory.edit_warehouse")),
            Entry(_("Put-away rules"), "route", ("put-away-rules",), ("inventory.edit_warehouse",)),
            Entry(_("Lots"), "calendar-due", ("lot-list",), ("inventory.view_ledger", "inventory.block_lot")),
            Entry(_("Stock ledger"), "history", ("move-list",), ("inventory.view_ledger",)),
            Entry(_("Picking accuracy"), "target", ("accuracy",), ("inventory.release_shipment",)),
            Entry(_("Proof of stock"), "shield-check", ("proof",), ("inventory.view_stock",)),
        ),
    ),
    (
        _("Purchasing"),
        (
            Entry(
                _("Buyer's workbench"),
                "shopping-cart",
                ("workbench",),
                ("inventory.convert_requisition",),
                primary=("buyer",),
            ),
            Entry(
                _("Requisitions"), "clipboard-check", ("requisition-list",), ("inventory.view_requisition",)
            ),
            Entry(
                _("Purchase orders"),
                "package-import",
                ("purchase-order-list",),
                ("inventory.view_purchase_order",),
                primary=("buyer",),
            ),
            Entry(_("Replenishment"), "checklist", ("replenishment",), ("inventory.view_replenishment",)),
            Entry(_("Stock analysis"), "chart-bar", ("stock-analysis",), ("inventory.view_replenishment",)),
            Entry(_("Suppliers"), "building-store", ("supplier-list",), ("inventory.view_purchase_order",)),
            Entry(_("Supplier scores"), "star", ("supplier-score-list",), ("inventory.view_supplier_score",)),
        ),
    ),
    (
        _("Production"),
        (
            Entry(
                _("Work orders"),
                "tools",
                ("work-order-list",),
                ("production.view_work_order",),
                primary=("production_manager", "planner"),
            ),
            Entry(
                _("Shop floor"),
                "device-mobile",
                ("floor",),
                ("production.report_operation",),
                primary=("shop_floor", "production_manager"),
            ),
            Entry(
                _("Supply nobody needs"),
                "stack-2",
                ("left-over",),
                ("production.view_work_order",),
            ),
            Entry(
                _("Non-conformances"),
                "alert-triangle",
                ("non-conformance-list",),
                ("production.view_work_order",),
            ),
            Entry(
                _("Schedule"),
                "timeline",
                ("schedule",),
                ("production.view_schedule",),
                primary=("production_manager",),
            ),
            Entry(_("Capacity"), "chart-bar", ("capacity",), ("production.view_schedule",)),
            Entry(_("Machines"), "activity", ("machines",), ("production.view_schedule",)),
            Entry(_("Master schedule"), "calendar", ("master-schedule",), ("production.view_plan",)),
            Entry(_("Material plan"), "sitemap", ("planned-order-list",), ("production.view_plan",)),
            Entry(
                _("Planning exceptions"),
                "alert-triangle",
                ("planning-exception-list",),
                ("production.view_plan",),
            ),
            Entry(_("Scenarios"), "git-branch", ("scenario-list",), ("production.view_scenario",)),
            Entry(_("Bills of materials"), "sitemap", ("bom-list",), ("production.view_bom",)),
            Entry(_("Work centers"), "settings", ("work_center-list",), ("production.view_bom",)),
            Entry(_("Cost roll-up"), "report-analytics", ("item_cost-list",), ("production.roll_up_costs",)),
            Entry(_("Forecasts"), "chart-line", ("forecast-list",), ("production.view_forecast",)),
        ),
    ),
    (
        _("Money"),
        (
            Entry(
                _("Invoices"),
                "file-invoice",
                ("invoice-list",),
                ("finance.view_invoice",),
                primary=("finance",),
            ),
            Entry(_("Credit notes"), "receipt-refund", ("credit-note-list",), ("finance.view_invoice",)),
            Entry(_("Payments"), "cash", ("payment-list",), ("finance.view_payment",), primary=("finance",)),
            Entry(_("Payables"), "file-dollar", ("payable-list",), ("finance.view_payable",)),
            Entry(
                _("Ageing"),
                "calendar-due",
                ("ageing",),
                ("finance.view_ageing",),
            ),
            Entry(_("Journal"), "book", ("journal-list",), ("finance.view_journal",)),
        ),
    ),
    (
        _("Administration"),
        (
            Entry(
                _("Import"),
                "file-import",
                ("import-list",),
                ("masterdata.edit_customer", "inventory.edit_item", "inventory.adjust_stock"),
            ),
            Entry(_("Service levels"), "hourglass", ("sla_policy-list",), ("sla.view_policy",)),
            Entry(
                _("Processes"),
                "sitemap",
                ("process-list",),
                ("processes.design_process",),
            ),
            Entry(_("Rules"), "bolt", ("rule-list",), ("rules.view_rule",)),
            Entry(_("Channels"), "message", ("notification-channels",), ("core.edit_setting",)),
            Entry(_("Administration"), "settings", ("admin:index",), ("*",)),
        ),
    ),
)
CREATE = (
    Entry(_("Sales order"), "clipboard-list", ("order-new",), ("orders.create_order",), badge="n"),
    Entry(_("Quotation"), "file-text", ("quotation-new",), ("orders.create_quotation",), badge="q"),
    Entry(_("Customer"), "user-plus", ("customer-new",), ("masterdata.edit_customer",)),
    Entry(_("Item"), "box", ("item-new",), ("inventory.edit_item",)),
    Entry(_("Work order"), "tools", ("work-order-new",), ("production.create_work_order",)),
    Entry(
        _("Purchase order"), "shopping-cart", ("purchase-order-new",), ("inventory.create_purchase_order",)
    ),
    Entry(_("Requisition"), "clipboard-check", ("requisition-new",), ("inventory.create_requisition",)),
    Entry(_("Payment"), "cash", ("payment-new",), ("finance.record_payment",)),
    Entry(_("Stock move"), "arrows-exchange", ("move-new",), ("inventory.post_move",)),
)


def _address(entry: Entry, actor: Actor) -> str:
    if entry.rights and not any(actor.has(right) for right in entry.rights):
        return ""
    for name in entry.urls:
        try:
            return reverse(name)
        except NoReverseMatch:
            continue
    return ""


def navigation(actor: Actor, path: str, badges: dict[str, Any] | None = None) -> list[dict[str, Any]]:
    """Groups with the pages that exist and that the reader may open."""
    roles = set(actor.roles) | ({"administrator"} if actor.has("*") else set())
    groups = []
    best = ""
    for label, entries in MENU:
        items = []
        for entry in entries:
            address = _address(entry, actor)
            if not address:
                continue
            if path.startswith(address) and len(address) > len(best):
                best = address
            count = (badges or {}).get(entry.badge, "") if entry.badge else ""
            items.append(
                {
                    "label": entry.label,
                    "icon": entry.icon,
                    "url": address,
                    "badge": count,
                    "hot": bool(count),
                    "primary": bool(roles & set(entry.primary)),
                }
            )
        if items:
            groups.append({"label": label, "items": items})
    for group in groups:
        for item in group["items"]:
            item["active"] = item["url"] == best
    return groups


def create_items(actor: Actor) -> list[dict[str, Any]]:
    """What the reader may make from anywhere; `key` opens it without the mouse."""
    found = []
    for entry in CREATE:
        address = _address(entry, actor)
        if address:
            found.append({"label": entry.label, "icon": entry.icon, "url": address, "key": entry.badge})
    return found
