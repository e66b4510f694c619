"""Invoices in the browser: list, document, PDF, void."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from erp.core.states import state_choices
from erp.core.views import filters
from erp.core.views.page import page
from erp.core.views.paging import ListPage
from erp.core.views.tables import export_links, table_answer, table_of
from erp.masterdata.selectors.company import business_day
from finance.models import Invoice
from finance.selectors.invoices import VIEW_INVOICE, invoices_in_full, visible_invoices
from finance.selectors.story import events_of
from finance.services.documents import invoice_pdf
from finance.services.invoices import void_invoice
from finance.views.find import searched

ORDERINGS = {"number": "pk", "issued": "issued_on", "due": "due_on", "total": "total", "open": "open_amount"}
OPEN = (Invoice.State.ISSUED, Invoice.State.PARTIALLY_PAID)


def overdue() -> Any:
    """Open invoices past their due day."""
    return Q(state__in=OPEN, due_on__lt=business_day(timezone.now()))


def _chips(request: Any) -> list[filters.Chip]:
    return [
        filters.many(request, "state", _("State"), state_choices("invoice")),
        filters.flag(request, "overdue", _("Overdue"), overdue()),
        filters.lookup(request, "customer", _("Customer"), reverse("lookup-customers"), "customer"),
        filters.dates(request, "issued", _("Issued"), "issued_on"),
        filters.dates(request, "due", _("Due"), "due_on"),
    ]


def _wanted(request: Any, chips: list[filters.Chip]) -> Any:
    rows = filters.applied(visible_invoices(request.actor), chips)
    return searched(rows, request.GET.get("q", ""), "number", "document_number", "shipment_number")


@page(VIEW_INVOICE)
def invoice_list(request: Any) -> HttpResponse:
    """Invoices within the reader's scope, newest first."""
    chips = _chips(request)
    found = ListPage(request, _wanted(request, chips), ORDERINGS)
    today = business_day(timezone.now())
    for row in found.rows:
        row.is_overdue = row.state in OPEN and row.due_on is not None and row.due_on < today
    urls = [
        (name, reverse("invoice-export", args=[kind])) for name, kind in (("CSV", "csv"), ("Excel", "xlsx"))
    ]
    context = {
        "page": found,
        "filters": [chip.shown for chip in chips],
        "filters_active": any(chip.condition is not None for chip in chips) or bool(request.GET.get("q")),
        "export_urls": export_links(request, urls),
    }
    return render(request, "finance/invoices.html", context)


@page(VIEW_INVOICE)
def invoice_export(request: Any, kind: str) -> HttpResponse:
    """What the list shows, as a file."""
    head = [
        _("Number"),
        _("Customer"),
        _("Name"),
        _("Order"),
        _("State"),
        _("Issued"),
        _("Due"),
        _("Currency"),
        _("Total"),
        _("Open"),
    ]
    rows = table_of(_wanted(request, _chips(request)), head, _cells)
    return table_answer("invoices", kind, rows)  # type: ignore[return-value]  # None is ruled out: the kind was asked for before


def _cells(row: Invoice) -> list[Any]:
    return [
        row.number,
        row.customer.code,
        row.customer.name,
        row.document_number,
        row.get_state_display(),
        row.issued_on,
        row.due_on,
        row.currency_id,
        row.total,
        row.open_amount,
    ]


@page(VIEW_INVOICE)
def invoice_detail(request: Any, number: str) -> HttpResponse:
    """One invoice with its lines, what paid it and its story."""
    invoice = get_object_or_404(invoices_in_full(visible_invoices(request.actor)), number=number)
    actor = request.actor
    context = {
        "invoice": invoice,
        "is_overdue": invoice.state in OPEN
        and invoice.due_on is not None
        and invoice.due_on < business_day(timezone.now()),
        "may_pay": invoice.state in OPEN and actor.has("finance.record_payment"),
        "may_void": invoice.state == Invoice.State.ISSUED and actor.has("finance.void_invoice"),
        "events": events_of("invoice", invoice.pk),
    }
    return render(request, "finance/invoice.html", context)


@page(VIEW_INVOICE)
def invoice_paper(request: Any, number: str) -> HttpResponse:
    """The invoice as PDF, in the customer's language unless `?language=` says otherwise."""
    invoice = get_object_or_404(visible_invoices(request.actor), number=number)
    wanted = request.GET.get("language", "")
    language = (
        wanted if wanted in {"en", "zh-hans"} else (invoice.customer.language or translation.get_language())
    )
    answer = HttpResponse(
        invoice_pdf(invoice_id=invoice.pk, language=language or "en"), content_type="application/pdf"
    )
    answer["Content-Disposition"] = f'inline; filename="{invoice.number}.pdf"'
    return answer


@page("finance.void_invoice", methods=("POST",))
def invoice_void(request: Any, number: str) -> HttpResponse:
    """Take an unpaid invoice back."""
    invoice = get_object_or_404(visible_invoices(request.actor), number=number)
    void_invoice(invoice_id=invoice.pk, reason=request.POST.get("reason", ""), actor=request.actor)
    messages.success(request, _("The invoice is void; what it billed can be billed again."))
    return redirect("invoice-detail", number=number)
