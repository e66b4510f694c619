"""Supply that nobody needs: what is left over since orders were changed, and what becomes of it."""

from __future__ import annotations

from itertools import chain
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from erp.core import outbox
from erp.core.documents import known_document
from erp.core.errors import DomainError, NotFound
from erp.core.http.messages import refusal_text
from erp.core.records import Problems
from erp.core.refs import DocumentRef
from erp.core.views import typed
from erp.core.views.page import page
from erp.core.views.tables import export_links, table_answer
from inventory.services.purchase_changes import CONFIRM
from inventory.services.requisition_needs import ASK
from inventory.views.links import document_url
from production.selectors.left_over import LeftOver, left_over, who_lacks
from production.selectors.work_orders import VIEW
from production.services.left_over import settle_left_over
from production.services.work_order_base import EDIT

KINDS = {"work_order", "purchase_requisition"}
MOST_SHOWN = 100


def _order(request: Any) -> DocumentRef | None:
    """The order of the address, where one is named.

    Raises: NotFound.
    """
    number = request.GET.get("order", "").strip()[:60]
    if not number:
        return None
    row = known_document("order").rows(request.actor).filter(number=number).first()
    if row is None:
        raise NotFound(kind="order", number=number)
    found: DocumentRef = row.ref
    return found


@page(VIEW)
def left_over_list(request: Any) -> HttpResponse:
    """What is left over, of one order or of all, with what can become of it."""
    order = _order(request)
    actor = request.actor
    found = left_over(order=order)[:MOST_SHOWN]
    rights = {"work_order": actor.has(EDIT[0]), "purchase_requisition": actor.has(ASK)}
    lacking = who_lacks([one for one in found if rights[one.kind]])
    rows = [
        {
            "row": one,
            "url": document_url(actor, one.kind, one.number),
            "for_url": document_url(actor, one.document.kind, one.document.number),
            "purchase_url": document_url(actor, "purchase_order", one.ordered_with),
            "takers": [
                taker
                for taker in lacking.get((one.item.pk, one.warehouse_id), ())
                if taker[0] != one.document
            ],
            "may_ask": actor.has(CONFIRM),
            "may": rights[one.kind],
        }
        for one in found
    ]
    files = (("CSV", "csv"), ("Excel", "xlsx"))
    urls = [(label, reverse("left-over-export", args=[kind])) for label, kind in files]
    context = {
        "rows": rows,
        "order": order,
        "export_urls": export_links(request, urls),
        "back": request.get_full_path(),
    }
    return render(request, "production/left_over.html", context)


@page(VIEW)
def left_over_export(request: Any, kind: str) -> Any:
    """What is left over as a file."""
    head = [
        _("Document"), _("State"), _("SKU"), _("Product"), _("Left over"), _("Of"), _("Unit"), _("Due"),
        _("Made for"), _("Purchase order"),
    ]  # fmt: skip
    rows = (_cells(one) for one in left_over(order=_order(request)))
    return table_answer("left-over", kind, chain([head], rows))


def _cells(one: LeftOver) -> list[Any]:
    return [
        one.number, one.state, one.item.sku, one.item.name, one.quantity, one.whole, one.item.unit.code,
        one.due_on, one.document.number, one.ordered_with,
    ]  # fmt: skip


@page(VIEW, methods=("POST",))
def left_over_settle(request: Any) -> HttpResponse:
    """Do what was chosen with one of them; a refusal is told on the page."""
    try:
        _settle(request)
        messages.success(request, _("Done."))
    except DomainError as refusal:
        messages.error(request, refusal_text(refusal))
    back = request.POST.get("back", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        back = reverse("left-over")
    return redirect(back)


def _settle(request: Any) -> None:
    """Hand the form to the service.

    Raises: what it refuses with.
    """
    problems = Problems()
    quantity = typed.taken(request.POST, "quantity", typed.quantity, problems)
    kind, row_id = request.POST.get("kind", ""), typed.key(request.POST.get("id"))
    if kind not in KINDS or row_id is None:
        raise NotFound(kind="left_over", id=row_id)
    choice, _colon, number = request.POST.get("choice", "").partition(":")
    problems.refuse()
    target = None
    if number:
        row = known_document("order").rows(request.actor).filter(number=number[:60]).first()
        target = row.ref if row else None
    with outbox.watch() as streams:
        settle_left_over(
            kind=kind, row_id=row_id, document_number=request.POST.get("document", "")[:60], choice=choice,
            quantity=quantity, target=target, expected_version=typed.key(request.POST.get("version")),
            actor=request.actor,
        )  # fmt: skip
    outbox.drain(*streams)
