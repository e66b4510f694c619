"""Writing quotations: the grid of order entry with its live answers, kept as a draft while somebody types."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from erp.core.errors import NotFound
from erp.core.formats import unit_text
from erp.core.quantity import plain
from erp.core.views import typed
from erp.core.views.page import json_body, page
from erp.masterdata.models import Customer
from erp.masterdata.selectors.parties import carrier_rows
from inventory.selectors.warehouses import default_warehouse, warehouse_rows
from orders.models import Quotation
from orders.selectors.customers import customer_rows
from orders.selectors.quotations import visible_quotations
from orders.services.quotation_approvals import submit_quotation
from orders.services.quotations import QuotationInput, create_quotation, rewrite_quotation
from orders.views.entered import Entered
from orders.views.entry import entry_words
from orders.views.entry_answers import customer_facts, quote_answer
from orders.views.saving import Kept, Saving

CREATE = "orders.create_quotation"


def quotation_of(request: Any, number: Any) -> Quotation:
    """One visible quotation by its number.

    Raises: NotFound.
    """
    rows = visible_quotations(request.actor).select_related(
        "customer__terms__price_list", "customer__tax_code"
    )
    row = rows.filter(number=str(number)[:60]).first()
    if row is None:
        raise NotFound(kind="quotation", number=str(number)[:60])
    return row


@page(CREATE)
def new_quotation(request: Any) -> HttpResponse:
    """An empty offer, or one for a customer (`?customer=C-1`)."""
    state: dict[str, Any] = {"mode": "new", "header": {}, "lines": []}
    customer: Customer | None = None
    if request.GET.get("customer"):
        found = customer_rows(request.actor).filter(code=request.GET["customer"], is_active=True)
        customer = found.select_related("terms").first()
    return _page(request, state, customer, None)


@page("orders.edit_quotation")
def edit_quotation(request: Any, number: str) -> HttpResponse:
    """A draft to go on with."""
    row = quotation_of(request, number)
    if row.state != Quotation.State.DRAFT:
        messages.warning(request, _("Revise the quotation before you change it."))
        return redirect("quotation-detail", number=row.number)
    state = {
        "mode": "draft",
        "number": row.number,
        "version": row.version,
        "header": _header(row),
        "lines": _rows(row),
    }
    return _page(request, state, row.customer, row)


def _page(
    request: Any, state: dict[str, Any], customer: Customer | None, row: Quotation | None
) -> HttpResponse:
    state["header"].setdefault("warehouse", getattr(default_warehouse(), "pk", None))
    if customer is not None:
        state["header"]["customer"] = customer.pk
    state["urls"] = {
        "quote": reverse("quotation-entry-quote"),
        "save": reverse("quotation-entry-save"),
        "paste": reverse("order-entry-paste"),
        "edit": reverse("quotation-edit", args=["NUMBER"]),
        "list": reverse("quotation-list"),
        "why": reverse("promise-preview"),
    }
    words = entry_words() | {
        "stale": _("Someone else has changed this quotation meanwhile. Reload the page to see both changes."),
        "no_lines": _("A quotation needs at least one line."),
    }
    context = {
        "state": state,
        "quotation": row,
        "customer": customer,
        "header": state["header"],
        "mode": state["mode"],
        "warehouses": list(warehouse_rows().filter(is_active=True)),
        "carriers": list(carrier_rows().filter(is_active=True)),
        "shows_margin": request.actor.has("inventory.view_cost"),
        "shows_credit": request.actor.has("finance.view_credit"),
        "words": words,
    }
    return render(request, "orders/quotation_entry.html", context)


def _header(row: Quotation) -> dict[str, Any]:
    return {
        "requested_on": row.requested_on.isoformat() if row.requested_on else "",
        "valid_until": row.valid_until.isoformat(),
        "holds_stock": row.holds_stock,
        "ship_complete": row.is_ship_complete,
        "customer_po": row.customer_reference,
        "note": row.note,
        "ship_to": row.ship_to,
        "warehouse": row.warehouse_id,
        "carrier": row.carrier_id,
    }


def _rows(row: Quotation) -> list[dict[str, Any]]:
    return [
        {
            "item": line.item_id,
            "label": line.item.sku,
            "name": line.item.name,
            "quantity": plain(line.quantity),
            "unit": line.unit_id,
            "unit_text": unit_text(line.unit.code),
            "price": plain(line.unit_price),
            "discount": plain(line.discount_rate * 100) if line.discount_rate else "",
            "requested_on": line.requested_on.isoformat() if line.requested_on else "",
        }
        for line in row.lines.select_related("item", "unit")
    ]


@page(CREATE, methods=("POST",))
def quote(request: Any) -> JsonResponse:
    """Price, promise, amounts, floors and credit of everything entered so far; stores nothing."""
    body = json_body(request)
    entered = Entered.read(body)
    customer = entered.customer(request.actor)
    answer = quote_answer(request.actor, entered, customer, None)
    if body.get("want_customer") and customer is not None:
        answer["customer"] = customer_facts(request.actor, customer)
    return JsonResponse(answer)


@page(CREATE, methods=("POST",))
def save(request: Any) -> JsonResponse:
    """Keep what was entered as a draft, or submit it; sent twice, it is done once."""
    saving = Saving(request, "offer")
    return saving.answer(
        lambda: _kept(request, saving),
        lambda pk: submit_quotation(quotation_id=pk, actor=request.actor),
        lambda number: _tell(request, number),
        "quotation-detail",
    )


def _kept(request: Any, saving: Saving) -> Kept:
    """Create the draft once per page, then rewrite it."""
    entered = _entered(request, Entered.read(saving.body))
    if not saving.number:
        made = saving.create_once(lambda: create_quotation(quotation=entered, actor=request.actor))
        if made is not None:
            return made
    row = quotation_of(request, saving.number)
    return rewrite_quotation(
        quotation_id=row.pk, quotation=entered, actor=request.actor, expected_version=saving.version
    )


def _entered(request: Any, entered: Entered) -> QuotationInput:
    day = typed.taken(entered.header, "valid_until", typed.day, entered.problems)
    order = entered.as_input(request.actor)
    return QuotationInput(order, day, bool(entered.header.get("holds_stock")))


def _tell(request: Any, number: str) -> None:
    """Say what became of a submitted quotation."""
    row = Quotation.objects.get(number=number)
    if row.state == Quotation.State.APPROVED:
        messages.success(request, _("%(number)s is approved and may go out.") % {"number": number})
    else:
        messages.info(request, _("%(number)s is submitted and waits for approval.") % {"number": number})
