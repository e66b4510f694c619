"""The credit note on paper, in Chinese and English."""

from __future__ import annotations

from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from erp.core.errors import NotFound
from erp.core.formats import day_text, money_text
from erp.core.pdf import picture_of, render_pdf
from erp.masterdata.models import Company
from erp.masterdata.selectors.company import company
from finance.calc.words import amount_in_words
from finance.models import CreditNote, CreditNoteLine
from finance.services import documents


def credit_note_pdf(*, credit_note_id: int, language: str) -> bytes:
    """A credit note as it goes to the customer, on the invoice's paper.

    Raises: NotFound.
    """
    note = CreditNote.objects.select_related("customer", "invoice").filter(pk=credit_note_id).first()
    if note is None:
        raise NotFound(kind="credit_note", id=credit_note_id)
    lines = list(note.lines.select_related("item").order_by("line_no"))
    with translation.override(language):
        data = _note(note, lines, company())
    pictures = {"logo": picture_of(company().logo), "seal": picture_of(company().seal)}
    return render_pdf("invoice", data, {name: file for name, file in pictures.items() if file})


def _note(note: CreditNote, lines: list[CreditNoteLine], seller: Company) -> dict[str, Any]:
    language = translation.get_language() or "en"
    currency = note.currency_id
    words = documents.words() | {
        "title": _("Credit note"),
        "due": _("Against invoice"),
        "shipment": pgettext("document", "Return"),
        "please": _("This amount is credited to your account."),
    }
    return {
        "lang": "zh" if language.startswith("zh") else "en",
        "title": f"{_('Credit note')} {note}",
        "words": words,
        "company": documents.seller_facts(seller),
        "number": note.number,
        "stamp": "",
        "buyer": documents.buyer_facts(note),
        "issued_on": day_text(note.issued_on),
        "due_on": note.invoice.number or "",
        "order": note.document_number,
        "shipment": note.source_number,
        "currency": currency,
        "has_discounts": any(line.discount_rate for line in lines),
        "lines": [documents.line_facts(line, currency) for line in lines],
        "taxes": documents.tax_facts(lines, currency),
        "subtotal": money_text(note.subtotal, currency),
        "tax": money_text(note.tax, currency),
        "total": money_text(note.total, currency),
        "paid": "",
        "open": "",
        "amount_words": amount_in_words(note.total, currency, language),
    }
