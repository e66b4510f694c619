"""On a lot's page: which lots it was made of, and which were made of it."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from erp.core.documents import known_document
from erp.core.errors import NotFound
from erp.core.views.page import page
from inventory.views.links import document_url
from production.selectors.genealogy import Kin, lot_genealogy
from production.selectors.work_orders import VIEW


@page()
def lot_kin(request: Any, pk: int) -> HttpResponse:
    """Both ways, as a part of the lot's page; empty for who may not see work orders."""
    lot = known_document("lot").rows(request.actor).filter(pk=pk).first()
    if lot is None:
        raise NotFound(kind="lot", id=pk)
    if not request.actor.has(VIEW):
        return HttpResponse("")
    found = lot_genealogy(lot)
    context = {
        "made_of": [_shown(request, kin) for kin in found.made_of],
        "went_into": [_shown(request, kin) for kin in found.went_into],
    }
    return render(request, "production/_genealogy.html", context)


def _shown(request: Any, kin: Kin) -> dict[str, Any]:
    return {
        "kin": kin,
        "url": reverse("lot-detail", args=[kin.lot.pk]),
        "order_url": document_url(request.actor, "work_order", kin.work_order),
    }
