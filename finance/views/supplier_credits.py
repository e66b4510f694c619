"""Suppliers' credit notes in the browser: entered against goods sent back, used for invoices, paid out."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from erp.core import outbox
from erp.core.errors import DomainError, NotFound
from erp.core.quantity import plain
from erp.core.records import Problems
from erp.core.states import state_choices
from erp.core.views import filters, typed
from erp.core.views.acting import act
from erp.core.views.page import page
from erp.core.views.paging import ListPage
from erp.core.views.tables import export_links, table_answer, table_of
from erp.masterdata.models import Supplier
from finance.models import SupplierCredit, SupplierCreditLine
from finance.selectors.payables import VIEW_PAYABLE
from finance.selectors.story import events_of
from finance.selectors.supplier_credits import (
    claim_for,
    creditable_returns,
    currency_of_return,
    payables_for_credit,
    supplier_credits_in_full,
    visible_supplier_credits,
)
from finance.services.supplier_credits import (
    CreditedGoods,
    record_supplier_credit,
    refund_supplier_credit,
    use_supplier_credit,
    void_supplier_credit,
)
from finance.views.supplier_papers import (
    MOST_LINES,
    PAY,
    RECORD,
    by_cell,
    chosen_supplier,
    entry_form,
    found_by_text,
    given_day,
)

MOST_INVOICES = 100


def _wanted(request: Any) -> tuple[Any, list[filters.Chip]]:
    chips = [
        filters.many(request, "state", _("State"), state_choices("supplier_credit")),
        filters.lookup(request, "supplier", _("Supplier"), reverse("lookup-suppliers"), "supplier"),
        filters.dates(request, "credited", _("Date"), "credited_on"),
    ]
    rows = filters.applied(visible_supplier_credits(request.actor), chips)
    return found_by_text(request, rows), chips


@page(VIEW_PAYABLE)
def supplier_credit_list(request: Any) -> HttpResponse:
    """Suppliers' credit notes, newest first."""
    rows, chips = _wanted(request)
    urls = [
        (name, reverse("supplier-credit-export", args=[kind]))
        for name, kind in (("CSV", "csv"), ("Excel", "xlsx"))
    ]
    context = {
        "page": ListPage(request, rows, {"number": "pk", "credited": "credited_on", "total": "total"}),
        "filters": [chip.shown for chip in chips],
        "filters_active": any(chip.condition is not None for chip in chips) or request.GET.get("q"),
        "export_urls": export_links(request, urls),
        "may_record": request.actor.has(RECORD),
        "tab": "credits",
    }
    return render(request, "finance/supplier_credits.html", context)


@page(VIEW_PAYABLE)
def supplier_credit_export(request: Any, kind: str) -> Any:
    """The filtered credit notes as a file."""
    rows, _chips = _wanted(request)
    head = [
        _("Number"), _("Supplier"), _("Supplier's credit note number"), _("State"), _("Date"),
        _("Currency"), _("Total"), _("Open"),
    ]  # fmt: skip

    def cells(row: SupplierCredit) -> list[Any]:
        return [
            row.number, row.supplier.name, row.supplier_number, str(row.get_state_display()),
            row.credited_on, row.currency_id, row.total, row.open_amount,
        ]  # fmt: skip

    return table_answer("supplier-credits", kind, table_of(rows, head, cells))


def _credit(request: Any, number: str) -> SupplierCredit:
    rows = supplier_credits_in_full(visible_supplier_credits(request.actor))
    row = rows.filter(number=number[:60]).first()
    if row is None:
        raise NotFound(kind="supplier_credit", number=number[:60])
    return row


@page(VIEW_PAYABLE)
def supplier_credit_detail(request: Any, number: str) -> HttpResponse:
    """One credit note: what it credits, what it paid, what is left of it."""
    credit, actor = _credit(request, number), request.actor
    is_open = credit.state == SupplierCredit.State.OPEN
    may_use = is_open and actor.has(RECORD)
    context = {
        "credit": credit,
        "may_use": may_use,
        "payables": list(payables_for_credit(credit)[:MOST_INVOICES]) if may_use else [],
        "may_refund": is_open and actor.has(PAY),
        "may_void": may_use and credit.open_amount == credit.total,
        "events": events_of("supplier_credit", credit.pk),
    }
    return render(request, "finance/supplier_credit.html", context)


@page(VIEW_PAYABLE, methods=("POST",))
def supplier_credit_act(request: Any, number: str, verb: str) -> HttpResponse:
    """Pay an invoice with a credit note, note that it was paid out, or take it back."""
    credit, posted, problems = _credit(request, number), request.POST, Problems()
    common: dict[str, Any] = {
        "credit_id": credit.pk,
        "actor": request.actor,
        "expected_version": typed.key(posted.get("version")),
    }

    def work() -> str:
        amount = typed.taken(posted, "amount", typed.amount, problems)
        received_on = typed.taken(posted, "received_on", typed.day, problems)
        problems.refuse()
        if verb == "use":
            payable = typed.key(posted.get("payable")) or 0
            use_supplier_credit(**common, payable_id=payable, amount=amount)
        elif verb == "refund":
            reference = posted.get("reference", "")
            refund_supplier_credit(**common, amount=amount, received_on=received_on, reference=reference)
        elif verb == "void":
            void_supplier_credit(**common, reason=posted.get("reason", ""))
        else:
            raise Http404
        return _("%(number)s is changed.") % {"number": number}

    act(request, work)
    return redirect(reverse("supplier-credit-detail", args=[number]))


@page(RECORD, methods=("GET", "POST"))
def supplier_credit_new(request: Any) -> HttpResponse:
    """Enter a credit note: choose the supplier, then say what it credits of what went back."""
    supplier = chosen_supplier(request)
    rows = _creditable(request, supplier)
    if request.method == "GET" or supplier is None:
        return _form(request, supplier, rows, {})
    problems, posted = Problems(), request.POST
    credited_on = given_day(posted, "credit_date", problems)
    tax = typed.taken(posted, "tax", typed.amount, problems)
    lines = _lines(posted, rows, problems)
    try:
        problems.refuse()
        with outbox.watch() as streams:
            credit = record_supplier_credit(
                supplier_id=supplier.pk,
                supplier_number=posted.get("supplier_number", ""),
                credited_on=credited_on,
                tax=tax or Decimal(0),
                lines=lines,
                actor=request.actor,
            )
        outbox.drain(*streams)
    except DomainError as refusal:
        errors = by_cell(refusal, [line.supplier_return_id for line in lines], {"net": "net"})
        return _form(request, supplier, rows, errors)
    messages.success(request, _("%(number)s is entered.") % {"number": credit.number})
    return redirect(reverse("supplier-credit-detail", args=[credit.number]))


def _creditable(request: Any, supplier: Supplier | None) -> list[Any]:
    """What a supplier may credit, with what it is expected to credit for it."""
    if supplier is None:
        return []
    rows: list[Any] = list(creditable_returns(request.actor, supplier_id=supplier.pk)[:MOST_LINES])
    found = []
    for row in rows:
        row.left = row.open_quantity - row.coming
        if row.left > 0:
            row.claim, row.currency = claim_for(row, row.left), currency_of_return(row)
            found.append(row)
    return found


def _lines(posted: Any, rows: Sequence[Any], problems: Problems) -> list[CreditedGoods]:
    found = []
    for row in rows:
        quantity = typed.taken(posted, f"quantity-{row.pk}", typed.amount, problems)
        net = typed.taken(posted, f"net-{row.pk}", typed.amount, problems)
        if quantity:
            found.append(CreditedGoods(row.pk, quantity, claim_for(row, quantity) if net is None else net))
    return found


def _form(
    request: Any, supplier: Supplier | None, rows: Sequence[Any], errors: dict[str, str]
) -> HttpResponse:
    posted = request.POST
    for row in rows:
        row.typed_quantity = posted.get(f"quantity-{row.pk}", plain(row.left))
        row.typed_net = posted.get(f"net-{row.pk}", plain(row.claim))
        row.error = " ".join(filter(None, (errors.get(f"quantity-{row.pk}"), errors.get(f"net-{row.pk}"))))
    return entry_form(request, "finance/supplier_credit_form.html", supplier, rows, errors)


@page(VIEW_PAYABLE)
def supplier_credits_slot(request: Any, number: str) -> HttpResponse:
    """The credit notes about goods sent back, for their page."""
    lines = SupplierCreditLine.objects.filter(supplier_return__number=number[:60])
    rows = list(lines.select_related("credit", "item__unit", "supplier_return").order_by("pk"))
    found: Any = creditable_returns(request.actor).filter(number=number[:60]).first()
    context = {
        "rows": rows,
        "row": found,
        "may_record": found is not None and found.open_quantity > found.coming and request.actor.has(RECORD),
    }
    return render(request, "finance/slot_supplier_credits.html", context)
