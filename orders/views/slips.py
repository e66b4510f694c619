"""The packing slip with prices, for those who may see the order."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse

from erp.core.errors import NotFound
from erp.core.views.page import page
from erp.core.views.papers import form_of, language_of, pdf_answer
from inventory.models import Shipment
from inventory.selectors.shipments import VIEW_SHIPMENT
from orders.selectors.orders import VIEW_RIGHT, visible_orders
from orders.services.slips import priced_slip_pdf


@page(VIEW_RIGHT)
def packing_slip_priced(request: Any, number: str) -> HttpResponse:
    """One shipment's slip with the prices of its order."""
    request.actor.require(VIEW_SHIPMENT)
    shipment = Shipment.objects.filter(number=number[:60], document_kind="order").first()
    if shipment is None or not visible_orders(request.actor).filter(pk=shipment.document_id).exists():
        raise NotFound(kind="shipment", number=number[:60])
    form = form_of(request)
    language = language_of(request)
    made = priced_slip_pdf(shipment_id=shipment.pk, language=language, form=form)
    return pdf_answer(made, f"{shipment.number}-{form}-prices")
