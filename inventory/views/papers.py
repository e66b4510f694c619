"""Papers of a shipment as PDF: the packing slip and the labels."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse

from erp.core.views.page import page
from erp.core.views.papers import form_of, language_of, pdf_answer
from inventory.selectors.shipments import VIEW_SHIPMENT
from inventory.services.documents import packing_slip_pdf
from inventory.services.labels import label_pdf
from inventory.views.shipments import shipment_of


@page(VIEW_SHIPMENT)
def packing_slip(request: Any, number: str) -> HttpResponse:
    """The packing slip without prices."""
    shipment = shipment_of(request.actor, number)
    form = form_of(request)
    made = packing_slip_pdf(shipment_id=shipment.pk, language=language_of(request), form=form)
    return pdf_answer(made, f"{shipment.number}-{form}")


@page(VIEW_SHIPMENT)
def label(request: Any, number: str) -> HttpResponse:
    """The labels, one per package."""
    shipment = shipment_of(request.actor, number)
    made = label_pdf(shipment_id=shipment.pk, language=language_of(request))
    return pdf_answer(made, f"{shipment.number}-label")
