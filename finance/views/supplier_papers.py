"""What entering a supplier's invoice and credit note share: lists, the form, refusals beside their cells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from erp.core.errors import DomainError, Invalid
from erp.core.http.messages import refusal_text
from erp.core.records import Problems
from erp.core.views import typed
from erp.masterdata.models import Supplier
from erp.masterdata.selectors.company import business_day

RECORD, PAY = "finance.record_payable", "finance.pay_payable"
MOST_LINES = 300


def found_by_text(request: Any, rows: QuerySet[Any]) -> QuerySet[Any]:
    """The papers with a number of ours or of the supplier's, or of a supplier, as it was typed."""
    text = request.GET.get("q", "").replace("\x00", "").strip()[:60]
    if not text:
        return rows
    return rows.filter(
        Q(number=text.upper()) | Q(supplier_number=text) | Q(supplier__search_key__contains=text.lower())
    )


def chosen_supplier(request: Any) -> Supplier | None:
    """The supplier that a form is for."""
    sent = request.POST.get("supplier") or request.GET.get("supplier")
    return typed.chosen(Supplier.objects.all(), sent)


def given_day(posted: Mapping[str, str], name: str, problems: Problems) -> date:
    """A day that has to be given; where it is not that is a problem, and what comes back is no day to use."""
    day: date | None = typed.taken(posted, name, typed.day, problems)
    if day is None and name not in problems.errors:
        problems.add(name, _("Give a date."))
    return day or date.min


def by_cell(refusal: DomainError, keys: Sequence[int], columns: Mapping[str, str]) -> dict[str, str]:
    """A refusal's texts by the form's fields: `lines[2].net` is the cell `net-<key>` of the third line sent.

    `columns` names the cells' columns by the members of a line; a member without one is told at its quantity.
    """

    def cell(path: str) -> str:
        if not path.startswith("lines["):
            return path
        place, _dot, name = path.removeprefix("lines[").partition("].")
        key = keys[int(place)] if place.isdigit() and int(place) < len(keys) else 0
        return f"{columns.get(name, 'quantity')}-{key}"

    errors = {cell(path): " ".join(map(str, texts)) for path, texts in refusal.errors.items()}
    if not isinstance(refusal, Invalid):
        errors["supplier_number"] = refusal_text(refusal)
    return errors


def entry_form(
    request: Any,
    template: str,
    supplier: Supplier | None,
    rows: Sequence[Any],
    errors: Mapping[str, str],
) -> HttpResponse:
    """The form as it was filled in, with what is wrong beside its fields."""
    context = {
        "supplier": supplier,
        "rows": rows,
        "errors": errors,
        "values": request.POST,
        "today": business_day(timezone.now()).isoformat(),
    }
    return render(request, template, context, status=422 if errors else 200)
