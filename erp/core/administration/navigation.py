"""The admin's sidebar: grouped like the product, and only what the reader may see."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

GROUPS: tuple[tuple[Any, tuple[tuple[str, str], ...]], ...] = (
    (
        gettext_lazy("Sales"),
        (
            ("orders.order", "assignment"),
            ("orders.quotation", "request_quote"),
            ("orders.promiseslip", "event_busy"),
            ("masterdata.customer", "group"),
            ("orders.pricelist", "sell"),
            ("orders.salesterms", "contract"),
            ("orders.returnrequest", "assignment_return"),
            ("orders.returnreason", "help_center"),
            ("orders.intakeerror", "error"),
        ),
    ),
    (
        gettext_lazy("Processes, rules and service levels"),
        (
            ("processes.task", "inbox"),
            ("processes.processdefinition", "account_tree"),
            ("processes.case", "route"),
            ("processes.incident", "report"),
            ("sla.slapolicy", "timer"),
            ("sla.slatimer", "hourglass_top"),
            ("sla.metrictarget", "flag"),
            ("sla.metricbaseline", "ac_unit"),
            ("sla.reviewpack", "rate_review"),
            ("rules.ruledefinition", "bolt"),
            ("rules.decisiontable", "table_chart"),
            ("rules.ruleexecution", "receipt_long"),
            ("rules.exceptionmark", "flag"),
            ("rules.rulewebhook", "webhook"),
            ("notifications.alert", "notifications"),
            ("notifications.notification", "mark_email_read"),
            ("notifications.delivery", "outgoing_mail"),
        ),
    ),
    (
        gettext_lazy("Warehouse"),
        (
            ("inventory.shipment", "local_shipping"),
            ("inventory.wave", "waves"),
            ("inventory.balance", "inventory_2"),
            ("inventory.move", "history"),
            ("inventory.reservation", "bookmark"),
            ("inventory.hold", "lock_clock"),
            ("inventory.proof", "verified"),
            ("inventory.demand", "call_received"),
            ("inventory.expectedsupply", "input"),
            ("inventory.transfer", "swap_horiz"),
            ("inventory.transferorder", "sync_alt"),
            ("inventory.stockcount", "checklist"),
            ("inventory.countsettings", "rule_settings"),
            ("inventory.lot", "qr_code_2"),
            ("inventory.warehouse", "warehouse"),
            ("inventory.location", "shelves"),
            ("inventory.zone", "grid_view"),
            ("inventory.putawayrule", "rule"),
        ),
    ),
    (
        gettext_lazy("Production and planning"),
        (
            ("production.bom", "schema"),
            ("production.routing", "conversion_path"),
            ("production.workcenter", "precision_manufacturing"),
            ("production.workorder", "construction"),
            ("production.nonconformance", "report"),
            ("production.machineevent", "sensors"),
            ("production.shopsettings", "settings"),
            ("production.planningrule", "calculate"),
            ("production.planningsetting", "tune"),
            ("production.scenario", "compare"),
            ("production.forecastsetting", "trending_up"),
            ("production.schedulesettings", "calendar_clock"),
            ("production.sopplan", "handshake"),
            ("production.sopdecision", "gavel"),
        ),
    ),
    (
        gettext_lazy("Items and purchasing"),
        (
            ("inventory.item", "category"),
            ("inventory.itemcategory", "account_tree"),
            ("inventory.itemsubstitute", "compare_arrows"),
            ("masterdata.supplier", "factory"),
            ("inventory.supplieritem", "request_quote"),
            ("inventory.purchaserequisition", "assignment"),
            ("inventory.purchaseorder", "shopping_cart"),
            ("inventory.purchasereduction", "remove_shopping_cart"),
            ("inventory.receipt", "move_to_inbox"),
            ("inventory.supplierreturn", "assignment_return"),
            ("inventory.inspectionexemption", "verified_user"),
            ("inventory.receivingterms", "fact_check"),
            ("inventory.receivingsettings", "rule_settings"),
            ("inventory.replenishmentpolicy", "autorenew"),
            ("inventory.replenishmentsetting", "rule_settings"),
        ),
    ),
    (
        gettext_lazy("Money"),
        (
            ("finance.invoice", "receipt_long"),
            ("finance.creditnote", "receipt"),
            ("finance.payment", "payments"),
            ("finance.payable", "request_page"),
            ("finance.suppliercredit", "receipt"),
            ("finance.payablesettings", "rule_settings"),
            ("finance.creditaccount", "credit_score"),
            ("finance.journalentry", "menu_book"),
            ("finance.account", "account_balance"),
        ),
    ),
    (
        gettext_lazy("Company"),
        (
            ("masterdata.company", "domain"),
            ("masterdata.workingcalendar", "calendar_month"),
            ("masterdata.taxcode", "percent"),
            ("masterdata.currency", "currency_exchange"),
            ("masterdata.exchangerate", "trending_up"),
            ("masterdata.unit", "straighten"),
            ("masterdata.carrier", "flight_takeoff"),
            ("core.numberseries", "tag"),
            ("core.customfielddefinition", "edit_note"),
        ),
    ),
    (
        gettext_lazy("People and rights"),
        (
            ("identity.user", "person"),
            ("identity.role", "badge"),
            ("identity.team", "groups"),
            ("identity.region", "public"),
            ("identity.apikey", "key"),
            ("identity.savedview", "bookmarks"),
        ),
    ),
    (
        gettext_lazy("System"),
        (
            ("core.outboxmessage", "outbox"),
            ("core.loggedevent", "fact_check"),
            ("core.auditseal", "verified_user"),
            ("core.attachment", "attach_file"),
            ("orders.importjob", "upload_file"),
        ),
    ),
)


def sidebar(request: HttpRequest) -> list[dict[str, Any]]:
    """The groups that have something for the reader; the product's pages first."""
    home = [
        {"title": _("Home"), "icon": "dashboard", "link": reverse("admin:index")},
        {"title": _("Back to Kept"), "icon": "arrow_back", "link": reverse("home"), "active": False},
    ]
    groups: list[dict[str, Any]] = [{"title": "", "items": home}]
    for title, entries in GROUPS:
        items = [found for label, icon in entries if (found := _entry(request, label, icon))]
        if items:
            groups.append({"title": str(title), "separator": True, "collapsible": True, "items": items})
    return groups


def _entry(request: HttpRequest, label: str, icon: str) -> dict[str, Any] | None:
    model = apps.get_model(label)
    model_admin = admin.site._registry.get(model)
    if model_admin is None or not model_admin.has_module_permission(request):
        return None
    name = str(model._meta.verbose_name_plural)
    address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    return {
        "title": name[:1].upper() + name[1:],
        "icon": icon,
        "link": address,
        "active": request.path.startswith(address),
    }
