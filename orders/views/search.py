"""Search from anywhere: documents, customers, items, pages and actions, one query for each kind."""

from __future__ import annotations

import re
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from erp.core.formats import money_text
from erp.core.navigation import create_items, navigation
from erp.core.templatetags.kept_ui import state_badge
from erp.core.views.page import page
from finance.selectors.credit_notes import visible_credit_notes
from finance.selectors.invoices import visible_invoices
from inventory.selectors.counts import visible_counts
from inventory.selectors.items import ITEM_RIGHT, search_items
from inventory.selectors.shipments import visible_shipments
from orders.selectors.customers import CUSTOMER_RIGHT, search_customers
from orders.selectors.orders import visible_orders
from orders.selectors.quotations import visible_quotations
from orders.selectors.returns import visible_returns
from orders.views.listing import searched
from orders.views.story import page_of
from production.selectors.quality import visible_non_conformances
from production.selectors.work_orders import VIEW as VIEW_WORK
from production.selectors.work_orders import visible_work_orders

MOST = 6
_DIGITS = re.compile(r"\d")


@page()
def search(request: Any) -> HttpResponse:
    """What fits the words, grouped, best first."""
    text = request.GET.get("q", "").strip()[:100].replace("\x00", "")
    groups = [_pages(request, text)]
    if text:
        groups = [
            _orders(request, text),
            _quotations(request, text),
            _customers(request, text),
            _items(request, text),
            _shipments(request, text),
            _invoices(request, text),
            _returns(request, text),
            _credit_notes(request, text),
            _counts(request, text),
            _work_orders(request, text),
            _non_conformances(request, text),
            *groups,
        ]
    shown = [group for group in groups if group["items"]]
    return render(request, "components/search_results.html", {"query": text, "groups": shown})


def _orders(request: Any, text: str) -> dict[str, Any]:
    items: list[dict[str, Any]] = []
    if request.actor.has("orders.view_order") and _DIGITS.search(text):
        rows = visible_orders(request.actor)
        rows = searched(rows, text) if text.isdigit() else rows.filter(number__startswith=text.upper())
        for order in rows.order_by("-pk")[:MOST]:
            items.append(
                {
                    "label": order.number,
                    "detail": f"{order.customer.name} · {money_text(order.total, order.currency_id)}",
                    "url": reverse("order-detail", args=[order.number]),
                    "icon": "clipboard-list",
                    "badge": state_badge("order", order.state),
                }
            )
    return {"label": _("Orders"), "items": items}


def _quotations(request: Any, text: str) -> dict[str, Any]:
    items = [
        {
            "label": row.number,
            "detail": f"{row.customer.name} · {money_text(row.total, row.currency_id)}",
            "url": reverse("quotation-detail", args=[row.number]),
            "icon": "file-text",
            "badge": state_badge("quotation", row.state),
        }
        for row in _numbered(visible_quotations(request.actor), text)
    ]
    return {"label": _("Quotations"), "items": items}


def _customers(request: Any, text: str) -> dict[str, Any]:
    found = search_customers(request.actor, text, MOST) if request.actor.has(CUSTOMER_RIGHT) else []
    items = [
        {
            "label": row.name,
            "detail": row.code,
            "url": reverse("customer-detail", args=[row.code]),
            "icon": "user",
        }
        for row in found
    ]
    return {"label": _("Customers"), "items": items}


def _items(request: Any, text: str) -> dict[str, Any]:
    found = search_items(request.actor, text, MOST) if request.actor.has(ITEM_RIGHT) else []
    items = [
        {"label": row.name, "detail": row.sku, "url": reverse("item-detail", args=[row.sku]), "icon": "box"}
        for row in found
    ]
    return {"label": _("Items"), "items": items}


def _shipments(request: Any, text: str) -> dict[str, Any]:
    items = [
        {
            "label": row.number,
            "detail": row.document_number,
            "url": page_of("shipment-detail", row.number),
            "icon": "truck",
            "badge": state_badge("shipment", row.state),
        }
        for row in _numbered(visible_shipments(request.actor), text)
    ]
    return {"label": _("Shipments"), "items": items}


def _invoices(request: Any, text: str) -> dict[str, Any]:
    items = [
        {
            "label": row.number,
            "detail": f"{row.customer.name} · {money_text(row.total, row.currency_id)}",
            "url": page_of("invoice-detail", row.number),
            "icon": "file-invoice",
            "badge": state_badge("invoice", row.state),
        }
        for row in _numbered(visible_invoices(request.actor), text)
    ]
    return {"label": _("Invoices"), "items": items}


def _numbered(rows: Any, text: str) -> list[Any]:
    """The newest documents whose number begins with a text that has digits."""
    if not _DIGITS.search(text):
        return []
    return list(rows.filter(number__startswith=text.upper()).order_by("-pk")[:MOST])


def _returns(request: Any, text: str) -> dict[str, Any]:
    items = [
        {
            "label": row.number,
            "detail": f"{row.customer.name} · {row.order.number}",
            "url": reverse("return-detail", args=[row.number]),
            "icon": "truck-return",
            "badge": state_badge("return", row.state),
        }
        for row in _numbered(visible_returns(request.actor), text)
    ]
    return {"label": _("Returns"), "items": items}


def _credit_notes(request: Any, text: str) -> dict[str, Any]:
    items = [
        {
            "label": row.number,
            "detail": f"{row.customer.name} · {money_text(row.total, row.currency_id)}",
            "url": page_of("credit-note-detail", row.number),
            "icon": "receipt-refund",
        }
        for row in _numbered(visible_credit_notes(request.actor), text)
    ]
    return {"label": _("Credit notes"), "items": items}


def _counts(request: Any, text: str) -> dict[str, Any]:
    items = [
        {
            "label": row.number,
            "detail": row.warehouse.name,
            "url": page_of("count-detail", row.number),
            "icon": "checklist",
            "badge": state_badge("count", row.state),
        }
        for row in _numbered(visible_counts(request.actor).select_related("warehouse"), text)
    ]
    return {"label": _("Stock counts"), "items": items}


def _work_orders(request: Any, text: str) -> dict[str, Any]:
    items: list[dict[str, Any]] = []
    if request.actor.has(VIEW_WORK) and _DIGITS.search(text):
        rows = visible_work_orders(request.actor).select_related("item")
        items = [
            {
                "label": row.number,
                "detail": str(row.item),
                "url": page_of("work-order-detail", row.number),
                "icon": "tools",
                "badge": state_badge("work_order", row.state),
            }
            for row in _numbered(rows, text)
        ]
    return {"label": _("Work orders"), "items": items}


def _non_conformances(request: Any, text: str) -> dict[str, Any]:
    items: list[dict[str, Any]] = []
    if request.actor.has(VIEW_WORK) and _DIGITS.search(text):
        rows = visible_non_conformances(request.actor).select_related("item")
        items = [
            {
                "label": row.number,
                "detail": f"{row.item} · {row.reason}",
                "url": page_of("non-conformance-detail", row.number),
                "icon": "alert-triangle",
                "badge": state_badge("non_conformance", row.state),
            }
            for row in _numbered(rows, text)
        ]
    return {"label": _("Non-conformances"), "items": items}


def _pages(request: Any, text: str) -> dict[str, Any]:
    wanted = text.lower()
    known = [item for group in navigation(request.actor, request.path) for item in group["items"]]
    known += create_items(request.actor)
    items = [
        {"label": item["label"], "detail": item.get("key", ""), "url": item["url"], "icon": item["icon"]}
        for item in known
        if not wanted or wanted in str(item["label"]).lower()
    ]
    return {"label": _("Pages and actions"), "items": items[: 8 if wanted else 12]}
