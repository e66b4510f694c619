"""Sentences of sales pages that are made of facts: why this date, why this price, what happened."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from erp.core.formats import percent_text, price_text, quantity_text
from orders.calc.pricing import Price


def price_reason(price: Price, *, is_manual: bool, unit: str, currency: str) -> str:
    """Why a line has its price."""
    if is_manual:
        return _("entered; list says %(price)s") % {"price": price_text(price.unit_price, currency)}
    if price.source == "price_list":
        if price.from_quantity > 1:
            return _("price list, from %(quantity)s") % {"quantity": quantity_text(price.from_quantity, unit)}
        return _("price list")
    return _("list price")


def discount_text(rate: Decimal) -> str:
    """A discount as people say it, empty for none."""
    return percent_text(rate, 0 if rate * 100 == int(rate * 100) else 1) if rate else ""


def clock_text(at: Any) -> str:
    """The time of day in the reader's zone: 10:42."""
    return timezone.localtime(at).strftime("%H:%M")


def why_not_routine(facts: Mapping[str, Any]) -> str:
    """Why an order waits for a person, in words."""
    why = str(facts.get("why", ""))
    sentences = {
        "credit_grade": _("The customer's credit grade is %(grade)s; only A and B pass by themselves."),
        "amount": _("The order total reaches the limit below which orders confirm themselves."),
        "credit_limit": _("The order exceeds the customer's credit limit."),
        "credit_limit_exceeded": _("The order exceeds the customer's credit limit."),
    }
    sentence = sentences.get(why) or _("The order could not be confirmed by itself (%(code)s).")
    return sentence % {"grade": facts.get("customer.credit_grade", "–"), "code": why or "–"}
