"""The quotation (报价单) as it goes to the customer, in Chinese and English."""

from __future__ import annotations

from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from erp.core.errors import NotFound
from erp.core.formats import day_text, money_text, number_text, percent_text, price_text
from erp.core.pdf import picture_of, render_pdf
from erp.core.states import state_label
from erp.masterdata.selectors.company import company
from finance.calc.words import amount_in_words
from finance.services.documents import seller_facts
from inventory.services.documents import address_text
from orders.models import Quotation, QuotationLine
from orders.selectors.quotations import quotations_in_full

BINDING = (Quotation.State.APPROVED, Quotation.State.WON)


def quotation_pdf(*, quotation_id: int, language: str) -> bytes:
    """An offer on A4 with its prices, how long it holds, and the total in words.

    What does not bind the company says so: a draft, a lost or an expired one.

    Raises: NotFound.
    """
    row = quotations_in_full(Quotation.objects.filter(pk=quotation_id)).first()
    if row is None:
        raise NotFound(kind="quotation", id=quotation_id)
    with translation.override(language):
        data = _quotation(row)
    names = ("logo", "seal") if row.state in BINDING else ("logo",)
    pictures = {name: picture_of(getattr(company(), name)) for name in names}
    return render_pdf("quotation", data, {name: file for name, file in pictures.items() if file})


def _quotation(row: Quotation) -> dict[str, Any]:
    language = translation.get_language() or "en"
    lines, currency = list(row.lines.all()), row.currency_id
    number = row.number if row.revision == 1 else f"{row.number} / {row.revision}"
    return {
        "lang": "zh" if language.startswith("zh") else "en",
        "title": f"{_('Quotation')} {number}",
        "words": _words(),
        "company": seller_facts(company()),
        "number": number,
        "stamp": "" if row.state in BINDING else str(state_label("quotation", row.state)),
        "customer": row.customer.legal_name or row.customer.name,
        "recipient": "  ·  ".join(
            str(row.ship_to[name]) for name in ("recipient", "phone") if row.ship_to.get(name)
        ),
        "ship_to": address_text(row.ship_to),
        "reference": row.customer_reference,
        "date": day_text(timezone.localdate(row.approved_at or row.created_at)),
        "valid_until": day_text(row.valid_until),
        "delivery": day_text(row.promised_on) if row.promised_on else "",
        "salesperson": str(row.salesperson or ""),
        "currency": currency,
        "has_discounts": any(line.discount_rate for line in lines),
        "has_tax": any(line.tax_rate for line in lines),
        "has_dates": len({line.promised_on for line in lines}) > 1,
        "lines": [_line(line, currency) for line in lines],
        "subtotal": money_text(row.subtotal, currency),
        "tax": money_text(row.tax, currency),
        "total": money_text(row.total, currency),
        "amount_words": amount_in_words(row.total, currency, language),
        "note": row.note,
        "terms": _("Prices hold until %(day)s. Delivery dates are as of this offer; prior sale excepted.")
        % {"day": day_text(row.valid_until)},
    }


def _line(line: QuotationLine, currency: str) -> dict[str, str]:
    return {
        "no": str(line.line_no),
        "sku": line.item.sku,
        "name": line.description or line.item.name,
        "quantity": number_text(line.quantity),
        "unit": line.unit.code,
        "price": price_text(line.unit_price, currency),
        "discount": percent_text(line.discount_rate) if line.discount_rate else "",
        "net": money_text(line.net, currency),
        "tax_rate": percent_text(line.tax_rate),
        "delivery": day_text(line.promised_on) if line.promised_on else "",
    }


def _words() -> dict[str, str]:
    return {
        "title": _("Quotation"),
        "page": _("Page"),
        "line": pgettext("column", "No."),
        "description": _("Description"),
        "quantity": _("Quantity"),
        "unit": _("Unit"),
        "price": _("Price"),
        "discount": _("Discount"),
        "net": _("Net"),
        "tax_rate": _("Tax rate"),
        "tax": _("Tax"),
        "subtotal": _("Subtotal"),
        "total": _("Total"),
        "in_words": _("In words"),
        "customer": _("Customer"),
        "recipient": _("Recipient"),
        "ship_to": _("Ship to"),
        "reference": _("Your inquiry"),
        "date": _("Date"),
        "valid_until": _("Valid until"),
        "delivery": _("Delivery date"),
        "salesperson": _("Salesperson"),
        "currency": _("Currency"),
        "note": _("Note"),
        "bank": _("Bank"),
        "account": _("Bank account"),
        "tax_number": _("Tax number"),
        "issuer": _("Issued by"),
    }
