"""Credit notes in the browser: list, document, PDF."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from erp.core.views import filters
from erp.core.views.page import page
from erp.core.views.paging import ListPage
from erp.core.views.tables import export_links, table_answer, table_of
from finance.models import CreditNote
from finance.selectors.credit_notes import credit_notes_in_full, visible_credit_notes
from finance.selectors.invoices import VIEW_INVOICE
from finance.selectors.story import events_of
from finance.services.credit_papers import credit_note_pdf
from finance.views.find import searched


def _wanted(request: Any) -> tuple[Any, list[filters.Chip]]:
    chips = [
        filters.lookup(request, "customer", _("Customer"), reverse("lookup-customers"), "customer"),
        filters.dates(request, "issued", _("Issued"), "issued_on"),
    ]
    rows = filters.applied(visible_credit_notes(request.actor), chips)
    found = searched(
        rows, request.GET.get("q", ""), "number", "document_number", "source_number", "invoice__number"
    )
    return found, chips


@page(VIEW_INVOICE)
def credit_note_list(request: Any) -> HttpResponse:
    """Credit notes within the reader's scope, newest first."""
    rows, chips = _wanted(request)
    urls = [
        (name, reverse("credit-note-export", args=[kind]))
        for name, kind in (("CSV", "csv"), ("Excel", "xlsx"))
    ]
    context = {
        "page": ListPage(request, rows, {"number": "pk", "issued": "issued_on", "total": "total"}),
        "filters": [chip.shown for chip in chips],
        "filters_active": any(chip.condition is not None for chip in chips) or bool(request.GET.get("q")),
        "export_urls": export_links(request, urls),
    }
    return render(request, "finance/credit_notes.html", context)


@page(VIEW_INVOICE)
def credit_note_export(request: Any, kind: str) -> Any:
    """What the list shows, as a file."""
    rows, _chips = _wanted(request)
    head = [
        _("Number"), _("Customer"), _("Name"), _("Invoice"), _("Order"), _("Return"), _("Issued"),
        _("Currency"), _("Total"), _("Credit left"),
    ]  # fmt: skip
    return table_answer("credit-notes", kind, table_of(rows, head, _cells))


def _cells(row: CreditNote) -> list[Any]:
    return [
        row.number, row.customer.code, row.customer.name, row.invoice.number, row.document_number,
        row.source_number, row.issued_on, row.currency_id, row.total, row.payment.unapplied,
    ]  # fmt: skip


@page(VIEW_INVOICE)
def credit_note_detail(request: Any, number: str) -> HttpResponse:
    """One credit note with its lines and what became of its credit."""
    note = get_object_or_404(credit_notes_in_full(visible_credit_notes(request.actor)), number=number)
    context = {
        "note": note,
        "sees_payment": request.actor.has("finance.view_payment"),
        "sees_return": request.actor.has("orders.view_return"),
        "events": events_of("credit_note", note.pk),
    }
    return render(request, "finance/credit_note.html", context)


@page(VIEW_INVOICE)
def credit_note_paper(request: Any, number: str) -> HttpResponse:
    """The credit note as PDF, in the customer's language unless `?language=` says otherwise."""
    note = get_object_or_404(visible_credit_notes(request.actor), number=number)
    wanted = request.GET.get("language", "")
    known = wanted if wanted in {"en", "zh-hans"} else note.customer.language
    body = credit_note_pdf(credit_note_id=note.pk, language=known or translation.get_language() or "en")
    answer = HttpResponse(body, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{note.number}.pdf"'
    return answer
