"""Parts that pages of upper apps leave open for the stock: the shipments of an order."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from erp.core.views.page import page
from inventory.selectors.board import with_progress
from inventory.selectors.shipments import VIEW_SHIPMENT, visible_shipments

MOST = 50


@page(VIEW_SHIPMENT)
def shipments_slot(request: Any) -> HttpResponse:
    """The shipments of `?order=NUMBER` as a card, how far each is and where it goes."""
    number = request.GET.get("order", "").replace("\x00", "")[:60]
    rows = visible_shipments(request.actor).filter(document_kind="order", document_number=number)
    shipments = list(with_progress(rows).order_by("pk")[:MOST]) if number else []
    return render(request, "inventory/slot_shipments.html", {"shipments": shipments, "order": number})
