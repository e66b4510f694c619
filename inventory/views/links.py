"""Addresses of documents of whatever app, empty where there is no page or no right to it."""

from __future__ import annotations

from urllib.parse import urlencode

from django.urls import NoReverseMatch, reverse

from erp.core.actor import Actor

_PAGES = {
    "order": ("order-detail", "orders.view_order"),
    "shipment": ("shipment-detail", "inventory.view_shipment"),
    "purchase_order": ("purchase-order-detail", "inventory.view_purchase_order"),
    "receipt": ("receipt-detail", "inventory.view_receipt"),
    "supplier_return": ("supplier-return-detail", "inventory.view_receipt"),
    "purchase_requisition": ("requisition-detail", "inventory.view_requisition"),
    "supplier": ("supplier-detail", "inventory.view_purchase_order"),
    "invoice": ("invoice-detail", "finance.view_invoice"),
    "credit_note": ("credit-note-detail", "finance.view_invoice"),
    "count": ("count-detail", "inventory.view_count"),
    "return": ("return-detail", "orders.view_return"),
    "transfer_order": ("transfer-order-detail", "inventory.view_ledger"),
    "hold": ("hold-detail", "inventory.view_stock"),
    "wave": ("wave-detail", "inventory.pick_shipment"),
    "work_order": ("work-order-detail", "production.view_work_order"),
    "non_conformance": ("non-conformance-detail", "production.view_work_order"),
    "scenario": ("scenario-detail", "production.view_scenario"),
    "item": ("item-detail", "inventory.view_item"),
    "stock": ("stock-item", "inventory.view_stock"),
    "customer": ("customer-detail", "masterdata.view"),
}


def document_url(actor: Actor, kind: str, number: str) -> str:
    """Where a document is shown to this reader."""
    if kind == "transfer" and actor.has("inventory.view_ledger"):
        return f"{reverse('goods-in-transit')}?{urlencode({'q': number})}"
    name, right = _PAGES.get(kind, ("", ""))
    if not name or not number or not actor.has(right):
        return ""
    try:
        return reverse(name, args=[number])
    except NoReverseMatch:
        return ""


def page_url(name: str) -> str:
    """A page of an upper app, empty where there is none."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
