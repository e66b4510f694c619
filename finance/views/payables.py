"""Suppliers' invoices in the browser: enter against what arrived, decide differences, pay."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
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
from erp.masterdata.selectors.company import base_currency, business_day
from finance.models import Payable
from finance.selectors.ageing import BUCKETS, bucket_names
from finance.selectors.payables import (
    OPEN,
    VIEW_PAYABLE,
    payable_totals,
    payables_by_supplier,
    payables_in_full,
    unbilled_lines,
    visible_payables,
)
from finance.selectors.story import events_of
from finance.selectors.supplier_credits import credits_for_payable
from finance.services.payables import BilledLine, approve_payable, record_payable, void_payable
from finance.services.supplier_payments import pay_payable
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
from inventory.models import PurchaseOrderLine

MATCH = "finance.match_payable"


def _wanted(request: Any) -> tuple[Any, list[filters.Chip]]:
    today = business_day(timezone.now())
    chips = [
        filters.many(request, "state", _("State"), state_choices("payable")),
        filters.flag(request, "overdue", _("Overdue"), Q(state__in=OPEN, due_on__lt=today)),
        filters.lookup(request, "supplier", _("Supplier"), reverse("lookup-suppliers"), "supplier"),
        filters.dates(request, "due", _("Due"), "due_on"),
    ]
    rows = filters.applied(visible_payables(request.actor), chips)
    return found_by_text(request, rows), chips


@page(VIEW_PAYABLE)
def payable_list(request: Any) -> HttpResponse:
    """Suppliers' invoices, newest first."""
    rows, chips = _wanted(request)
    urls = [
        ("CSV", reverse("payable-export", args=["csv"])),
        ("Excel", reverse("payable-export", args=["xlsx"])),
    ]
    context = {
        "page": ListPage(request, rows, {"number": "pk", "due": "due_on", "total": "total"}),
        "filters": [chip.shown for chip in chips],
        "filters_active": any(chip.condition is not None for chip in chips) or request.GET.get("q"),
        "export_urls": export_links(request, urls),
        "may_record": request.actor.has(RECORD),
        "today": business_day(timezone.now()),
        "open_states": OPEN,
        "tab": "list",
    }
    return render(request, "finance/payables.html", context)


@page(VIEW_PAYABLE)
def payable_export(request: Any, kind: str) -> Any:
    """The filtered invoices as a file."""
    rows, _chips = _wanted(request)
    head = [
        _("Number"), _("Supplier"), _("Supplier's invoice number"), _("State"), _("Date"), _("Due"),
        _("Currency"), _("Total"), _("Open"),
    ]  # fmt: skip

    def cells(row: Payable) -> list[Any]:
        return [
            row.number, row.supplier.name, row.supplier_number, str(row.get_state_display()), row.invoiced_on,
            row.due_on, row.currency_id, row.total, row.open_amount,
        ]  # fmt: skip

    return table_answer("payables", kind, table_of(rows, head, cells))


def _payable(request: Any, number: str) -> Payable:
    row = payables_in_full(visible_payables(request.actor)).filter(number=number[:60]).first()
    if row is None:
        raise NotFound(kind="payable", number=number[:60])
    return row


@page(VIEW_PAYABLE)
def payable_detail(request: Any, number: str) -> HttpResponse:
    """One invoice: what is billed beside what was ordered and what arrived."""
    payable, actor = _payable(request, number), request.actor
    context = {
        "payable": payable,
        "lines": list(payable.lines.all()),
        "credits": list(credits_for_payable(payable)) if payable.state in OPEN else [],
        "credit_uses": list(payable.credit_uses.select_related("credit")),
        "may_approve": payable.state == Payable.State.DIFFERS and actor.has(MATCH),
        "may_void": payable.state in {"differs", "matched", "approved"} and actor.has(RECORD),
        "may_pay": payable.state in OPEN and actor.has(PAY),
        "is_overdue": payable.state in OPEN and payable.due_on < business_day(timezone.now()),
        "events": events_of("payable", payable.pk),
    }
    return render(request, "finance/payable.html", context)


@page(VIEW_PAYABLE, methods=("POST",))
def payable_act(request: Any, number: str, verb: str) -> HttpResponse:
    """Approve, void or pay an invoice."""
    payable, posted = _payable(request, number), request.POST
    common: dict[str, Any] = {
        "payable_id": payable.pk,
        "actor": request.actor,
        "expected_version": typed.key(posted.get("version")),
    }

    def work() -> str:
        problems = Problems()
        if verb == "approve":
            approve_payable(**common, reason=posted.get("reason", ""))
        elif verb == "void":
            void_payable(**common, reason=posted.get("reason", ""))
        elif verb == "pay":
            amount = typed.taken(posted, "amount", typed.amount, problems)
            paid_on = typed.taken(posted, "paid_on", typed.day, problems)
            problems.refuse()
            pay_payable(**common, amount=amount, paid_on=paid_on, reference=posted.get("reference", ""))
        else:
            raise Http404
        return _("%(number)s is changed.") % {"number": number}

    act(request, work)
    return redirect(reverse("payable-detail", args=[number]))


@page(RECORD, methods=("GET", "POST"))
def payable_new(request: Any) -> HttpResponse:
    """Enter an invoice: choose the supplier, then correct what is billed of what arrived."""
    supplier = chosen_supplier(request)
    rows = _billable(request, supplier)
    if request.method == "GET" or supplier is None:
        return _form(request, supplier, rows, {})
    problems, posted = Problems(), request.POST
    invoiced_on = given_day(posted, "invoice_date", problems)
    due_on = typed.taken(posted, "due_date", typed.day, problems)
    tax = typed.taken(posted, "tax", typed.amount, problems)
    lines = _lines(posted, rows, problems)
    try:
        problems.refuse()
        with outbox.watch() as streams:
            payable = record_payable(
                supplier_id=supplier.pk,
                supplier_number=posted.get("supplier_number", ""),
                invoiced_on=invoiced_on,
                due_on=due_on,
                tax=tax or Decimal(0),
                lines=[line for line, _key in lines],
                actor=request.actor,
            )
        outbox.drain(*streams)
    except DomainError as refusal:
        errors = by_cell(refusal, [key for _line, key in lines], {"unit_price": "price"})
        return _form(request, supplier, rows, errors)
    messages.success(request, _("%(number)s is entered.") % {"number": payable.number})
    return redirect(reverse("payable-detail", args=[payable.number]))


def _billable(request: Any, supplier: Supplier | None) -> list[dict[str, Any]]:
    """What a supplier may bill, by line of its orders."""
    if supplier is None:
        return []
    found: dict[int, dict[str, Any]] = {}
    for row in unbilled_lines(request.actor, supplier_id=supplier.pk)[:MOST_LINES]:
        one = found.setdefault(
            row.order_line_id,
            {
                "line": row.order_line,
                "order": row.receipt.purchase_order,
                "item": row.item,
                "left": Decimal(0),
                "unit": row.order_line.unit_code,
            },
        )
        one["left"] += row.billable
    return list(found.values())


def _lines(posted: Any, rows: list[dict[str, Any]], problems: Problems) -> list[tuple[BilledLine, int]]:
    known = {row["line"].pk for row in rows}
    lines = PurchaseOrderLine.objects.select_related("purchase_order").filter(pk__in=known).order_by("pk")
    found = []
    for line in lines:
        quantity = typed.taken(posted, f"quantity-{line.pk}", typed.amount, problems)
        price = typed.taken(posted, f"price-{line.pk}", typed.amount, problems)
        if quantity:
            found.append((BilledLine(line, quantity, line.unit_price if price is None else price), line.pk))
    return found


def _form(
    request: Any, supplier: Supplier | None, rows: list[dict[str, Any]], errors: dict[str, str]
) -> HttpResponse:
    posted = request.POST
    for row in rows:
        key = row["line"].pk
        row["open"] = row["line"].in_unit(row["left"])
        row["quantity"] = posted.get(f"quantity-{key}", plain(row["open"]))
        row["price"] = posted.get(f"price-{key}", plain(row["line"].unit_price))
        row["error"] = " ".join(filter(None, (errors.get(f"quantity-{key}"), errors.get(f"price-{key}"))))
    return entry_form(request, "finance/payable_form.html", supplier, rows, errors)


@page(VIEW_PAYABLE)
def payable_ageing(request: Any) -> HttpResponse:
    """Whom we owe what, and for how long it is overdue."""
    today = business_day(timezone.now())
    found = ListPage(request, payables_by_supplier(request.actor, as_of=today), {"code": "code"}, "code")
    for row in found.rows:
        row.cells = [getattr(row, name) for name in BUCKETS]
    totals = payable_totals(request.actor, as_of=today)
    context = {
        "page": found,
        "names": list(bucket_names().values()),
        "totals": [totals[name] for name in BUCKETS],
        "open_total": totals["open_total"],
        "currency": base_currency(),
        "tab": "ageing",
    }
    return render(request, "finance/payable_ageing.html", context)


@page(VIEW_PAYABLE)
def unbilled(request: Any) -> HttpResponse:
    """What arrived and no invoice has billed."""
    chips = [
        filters.lookup(
            request,
            "supplier",
            _("Supplier"),
            reverse("lookup-suppliers"),
            "supplier",
            "receipt__supplier_id",
        ),
        filters.dates(request, "arrived", _("Arrived"), "receipt__arrived_on"),
    ]
    rows = filters.applied(unbilled_lines(request.actor).order_by(), chips)
    context = {
        "page": ListPage(request, rows, {"arrived": "pk"}, default="arrived"),
        "filters": [chip.shown for chip in chips],
        "filters_active": any(chip.condition is not None for chip in chips),
        "currency": base_currency(),
        "tab": "unbilled",
    }
    return render(request, "finance/unbilled.html", context)
