"""The invoice on paper, in Chinese and English."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from erp.core.errors import NotFound
from erp.core.formats import day_text, money_text, number_text, percent_text, price_text
from erp.core.pdf import picture_of, render_pdf
from erp.core.states import state_label
from erp.masterdata.models import Address, Company
from erp.masterdata.selectors.company import company
from finance.calc.words import amount_in_words
from finance.models import CreditNote, CreditNoteLine, Invoice, InvoiceLine

ZERO = Decimal(0)


def invoice_pdf(*, invoice_id: int, language: str) -> bytes:
    """An invoice as it goes to the customer: amount in words, taxes by rate, bank, seal.

    Raises: NotFound.
    """
    invoice = Invoice.objects.select_related("customer").filter(pk=invoice_id).first()
    if invoice is None:
        raise NotFound(kind="invoice", id=invoice_id)
    lines = list(invoice.lines.select_related("item").order_by("line_no"))
    with translation.override(language):
        data = _invoice(invoice, lines, company())
    pictures = {"logo": picture_of(company().logo), "seal": picture_of(company().seal)}
    return render_pdf("invoice", data, {name: file for name, file in pictures.items() if file})


def _invoice(invoice: Invoice, lines: Sequence[InvoiceLine], seller: Company) -> dict[str, Any]:
    language = translation.get_language() or "en"
    currency = invoice.currency_id
    paid = invoice.total - invoice.open_amount if invoice.state in {"partially_paid", "paid"} else ZERO
    return {
        "lang": "zh" if language.startswith("zh") else "en",
        "title": f"{_('Invoice')} {invoice}",
        "words": words(),
        "company": seller_facts(seller),
        "number": str(invoice),
        "stamp": _stamp(invoice),
        "buyer": buyer_facts(invoice),
        "issued_on": day_text(invoice.issued_on),
        "due_on": day_text(invoice.due_on),
        "order": invoice.document_number,
        "shipment": invoice.shipment_number,
        "currency": currency,
        "has_discounts": any(line.discount_rate for line in lines),
        "lines": [line_facts(line, currency) for line in lines],
        "taxes": tax_facts(lines, currency),
        "subtotal": money_text(invoice.subtotal, currency),
        "tax": money_text(invoice.tax, currency),
        "total": money_text(invoice.total, currency),
        "paid": money_text(paid, currency) if paid else "",
        "open": money_text(invoice.open_amount, currency),
        "amount_words": amount_in_words(invoice.total, currency, language),
    }


def seller_facts(row: Company) -> dict[str, str]:
    """Who issues the paper."""
    tax = f"{_('Tax number')} {row.tax_number}" if row.tax_number else ""
    return {
        "name": row.name,
        "address": " ".join(row.address.split()),
        "contact": "  ·  ".join(part for part in (row.phone, row.email, tax) if part),
        "tax_number": row.tax_number,
        "bank_name": row.bank_name,
        "bank_account": row.bank_account,
    }


def _stamp(invoice: Invoice) -> str:
    """What nobody may overlook: that it is a draft, void or paid."""
    return str(state_label("invoice", invoice.state)) if invoice.state in {"draft", "void", "paid"} else ""


def buyer_facts(invoice: Invoice | CreditNote) -> dict[str, str]:
    """Who the paper is for, as it was when the document was issued."""
    known = invoice.buyer or {}
    return {
        "name": str(known.get("name") or invoice.customer.legal_name or invoice.customer.name),
        "tax_number": str(known.get("tax_number") or ""),
        "phone": str(known.get("phone") or ""),
        "address": str(known.get("address") or "") or _billing_address(invoice.customer_id),
    }


def _billing_address(customer_id: int) -> str:
    rows = Address.objects.filter(customer_id=customer_id, kind=Address.Kind.BILLING)
    row = rows.order_by("-is_default", "pk").first()
    if row is None:
        return ""
    if (translation.get_language() or "").startswith("zh"):
        return f"{row.state}{row.city}{row.line1}{row.line2}"
    parts = (row.line1, row.line2, row.city, row.state, row.postal_code, row.country)
    return ", ".join(part for part in parts if part)


def line_facts(line: InvoiceLine | CreditNoteLine, currency: str) -> dict[str, str]:
    """A line as the paper shows it."""
    sku = line.item.sku if line.item else ""
    return {
        "no": str(line.line_no),
        "sku": sku,
        "name": line.description.removeprefix(sku).strip() or line.description,
        "quantity": number_text(line.quantity),
        "unit": line.unit_code,
        "price": price_text(line.unit_price, currency),
        "discount": percent_text(line.discount_rate) if line.discount_rate else "",
        "net": money_text(line.net, currency),
        "tax_rate": percent_text(line.tax_rate, 0 if line.tax_rate * 100 % 1 == 0 else 2),
        "tax": money_text(line.tax, currency),
    }


def tax_facts(lines: Sequence[InvoiceLine] | Sequence[CreditNoteLine], currency: str) -> list[dict[str, str]]:
    """Net and tax by rate."""
    sums: dict[Decimal, tuple[Decimal, Decimal]] = {}
    for line in lines:
        net, tax = sums.get(line.tax_rate, (ZERO, ZERO))
        sums[line.tax_rate] = (net + line.net, tax + line.tax)
    return [
        {
            "rate": percent_text(rate, 0 if rate * 100 % 1 == 0 else 2),
            "net": money_text(net, currency),
            "tax": money_text(tax, currency),
            "gross": money_text(net + tax, currency),
        }
        for rate, (net, tax) in sorted(sums.items())
    ]


def words() -> dict[str, str]:
    """What the paper says, in its language."""
    return {
        "title": _("Invoice"),
        "page": _("Page"),
        "line": pgettext("column", "No."),
        "description": _("Description"),
        "quantity": _("Quantity"),
        "unit": _("Unit"),
        "price": _("Unit price"),
        "discount": _("Discount"),
        "net": _("Net"),
        "tax_rate": _("Tax rate"),
        "tax": _("Tax"),
        "gross": _("Gross"),
        "subtotal": _("Net total"),
        "total": _("Total"),
        "paid": _("Paid so far"),
        "open": _("Open amount"),
        "in_words": _("In words"),
        "tax_table": _("Taxes by rate"),
        "buyer": _("Buyer"),
        "tax_number": _("Tax number"),
        "address": _("Address"),
        "phone": _("Phone"),
        "issued": _("Issued on"),
        "due": _("Due on"),
        "order": pgettext("document", "Order"),
        "shipment": pgettext("document", "Shipment"),
        "currency": _("Currency"),
        "bank": _("Bank"),
        "account": _("Account number"),
        "please": _("Please state the invoice number with your payment."),
        "issuer": _("Issued by"),
    }
