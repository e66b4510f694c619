"""Papers of a shipment as PDF: the packing slip and the labels."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.translation import get_language

from erp.core.views.page import page
from inventory.selectors.shipments import VIEW_SHIPMENT
from inventory.services.documents import FORMS, label_pdf, packing_slip_pdf
from inventory.views.shipments import shipment_of


def pdf_answer(content: bytes, name: str) -> HttpResponse:
    """A PDF shown in the browser, with a name to keep it under."""
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def language_of(request: Any) -> str:
    """The language asked for, else the reader's."""
    asked = request.GET.get("language", "")
    return asked if asked in {"en", "zh-hans"} else (get_language() or "en")


def form_of(request: Any) -> str:
    """The paper asked for: A4, or continuous form of 241 mm."""
    asked = request.GET.get("form", "")
    return asked if asked in FORMS else FORMS[0]


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
