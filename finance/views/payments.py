"""Payments in the browser: take in, match with invoices, take back, refund."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from erp.core.errors import DomainError
from erp.core.http.messages import refusal_text
from erp.core.money import round_money
from erp.core.records import Problems
from erp.core.states import state_choices
from erp.core.views import filters, typed
from erp.core.views.page import page
from erp.core.views.paging import ListPage
from erp.core.views.tables import export_links, table_answer, table_of
from erp.identity.selectors.scopes import customer_scope_q
from erp.masterdata.models import Customer
from erp.masterdata.selectors.company import base_currency, business_day
from erp.masterdata.selectors.money import rate_on
from finance.models import Invoice, Payment
from finance.selectors.invoices import visible_invoices
from finance.selectors.payments import VIEW_PAYMENT, payments_in_full, visible_payments
from finance.selectors.story import events_of
from finance.services.payments import allocate_payment, deallocate_payment, record_payment, refund_payment
from finance.views.find import searched
from finance.views.invoices import OPEN

ORDERINGS = {"number": "pk", "received": "received_on", "amount": "amount", "unapplied": "unapplied"}
MOST_INVOICES = 200
METHODS = ("transfer", "card", "cash", "check", "draft")


def _wanted(request: Any) -> tuple[Any, list[filters.Chip]]:
    chips = [
        filters.many(request, "state", _("State"), state_choices("payment")),
        filters.flag(request, "unapplied", _("Not allocated"), Q(unapplied__gt=0)),
        filters.lookup(request, "customer", _("Customer"), reverse("lookup-customers"), "customer"),
        filters.dates(request, "received", _("Received"), "received_on"),
    ]
    rows = filters.applied(visible_payments(request.actor), chips)
    return searched(rows, request.GET.get("q", ""), "number", "reference"), chips


@page(VIEW_PAYMENT)
def payment_list(request: Any) -> HttpResponse:
    """Payments within the reader's scope, newest first."""
    rows, chips = _wanted(request)
    urls = [
        (name, reverse("payment-export", args=[kind])) for name, kind in (("CSV", "csv"), ("Excel", "xlsx"))
    ]
    context = {
        "page": ListPage(request, rows, ORDERINGS),
        "filters": [chip.shown for chip in chips],
        "filters_active": any(chip.condition is not None for chip in chips) or bool(request.GET.get("q")),
        "export_urls": export_links(request, urls),
        "may_record": request.actor.has("finance.record_payment"),
    }
    return render(request, "finance/payments.html", context)


@page(VIEW_PAYMENT)
def payment_export(request: Any, kind: str) -> Any:
    """What the list shows, as a file."""
    rows, _chips = _wanted(request)
    head = [
        _("Number"), _("Customer"), _("Name"), _("Received"), _("Reference"), _("Method"), _("State"),
        _("Currency"), _("Amount"), _("Not allocated"), _("Refunded"),
    ]  # fmt: skip
    return table_answer("payments", kind, table_of(rows, head, _cells))


def _cells(row: Payment) -> list[Any]:
    return [
        row.number, row.customer.code, row.customer.name, row.received_on, row.reference, row.method,
        str(row.get_state_display()), row.currency_id, row.amount, row.unapplied, row.refunded,
    ]  # fmt: skip


def _customer(request: Any) -> Customer | None:
    """The customer that the form is about, if the reader may see it."""
    sent = request.POST.get("customer") or request.GET.get("customer") or ""
    rows = Customer.objects.filter(customer_scope_q(request.actor, ""))
    pk = typed.key(sent)
    return rows.filter(pk=pk).first() if pk else rows.filter(code=sent).first() if sent else None


def _open_invoices(request: Any, customer: Customer | None, currency: str) -> list[Invoice]:
    """The customer's open invoices in a currency, the oldest due first."""
    if customer is None:
        return []
    rows = visible_invoices(request.actor).filter(customer=customer, state__in=OPEN, currency_id=currency)
    return list(rows.order_by("due_on", "pk")[:MOST_INVOICES])


def _allocations(request: Any, invoices: list[Invoice], problems: Problems) -> list[tuple[int, Decimal]]:
    """What was typed beside the invoices."""
    found = []
    for invoice in invoices:
        name = f"invoice-{invoice.pk}"
        part = typed.taken(request.POST, name, typed.amount, problems)
        invoice.typed = request.POST.get(name, "")  # type: ignore[attr-defined]  # shown again by the form
        if part:
            found.append((invoice.pk, part))
    return found


@page("finance.record_payment", methods=("GET", "POST"))
def payment_new(request: Any) -> HttpResponse:
    """Take in a payment and say what it pays."""
    customer = _customer(request)
    currency = request.POST.get("currency") or request.GET.get("currency") or ""
    currency = currency or (customer.currency_id if customer else base_currency())
    invoices = _open_invoices(request, customer, currency)
    problems = Problems()
    if request.method == "POST" and "amount" in request.POST:
        payment = _booked(request, customer, currency, invoices, problems)
        if payment is not None:
            messages.success(request, _("Payment %(number)s is booked.") % {"number": payment.number})
            return redirect("payment-detail", number=payment.number)
    preset = next((i for i in invoices if i.number == request.GET.get("invoice", "")), None)
    preset_amount = str(round_money(preset.open_amount, currency)) if preset else ""
    if preset is not None and request.method == "GET":
        preset.typed = preset_amount  # type: ignore[attr-defined]  # shown by the form
    context = {
        "customer": customer,
        "currency": currency,
        "invoices": invoices,
        "values": request.POST,
        "errors": problems.errors,
        "methods": METHODS,
        "today_text": "" if request.method == "POST" else business_day(timezone.now()).isoformat(),
        "preset_amount": preset_amount,
        "all_errors": [text for texts in problems.errors.values() for text in texts],
    }
    return render(request, "finance/payment_new.html", context, status=422 if problems.errors else 200)


def _booked(
    request: Any, customer: Customer | None, currency: str, invoices: list[Invoice], problems: Problems
) -> Payment | None:
    """The payment as it was typed, booked; None where something is wrong with it."""
    values = request.POST
    amount = typed.taken(values, "amount", typed.amount, problems)
    received_on = typed.taken(values, "received_date", typed.day, problems)
    allocations = _allocations(request, invoices, problems)
    if customer is None:
        problems.add("customer", _("Choose a customer."))
    if amount is None and not problems.errors.get("amount"):
        problems.add("amount", _("Enter the amount."))
    if problems.errors or customer is None or amount is None:
        return None
    try:
        return record_payment(
            customer_id=customer.pk,
            amount=amount,
            currency=currency,
            rate=rate_on(currency, received_on or business_day(timezone.now())),
            reference=values.get("reference", "")[:120],
            method=values.get("method", "")[:40],
            received_on=received_on,
            allocations=allocations,
            actor=request.actor,
        )
    except DomainError as refusal:
        problems.merge(refusal.errors)
        if not refusal.errors:
            problems.add("amount", refusal_text(refusal))
        return None


@page(VIEW_PAYMENT)
def payment_detail(request: Any, number: str) -> HttpResponse:
    """One payment: what it paid, what is left, and what can be done with the rest."""
    payment = get_object_or_404(payments_in_full(visible_payments(request.actor)), number=number)
    may_allocate = request.actor.has("finance.allocate_payment") and payment.unapplied > 0
    open_invoices = _open_invoices(request, payment.customer, payment.currency_id) if may_allocate else []
    paid: dict[int, dict[str, Any]] = {}
    for allocation in payment.allocations.all():
        row = paid.setdefault(allocation.invoice_id, {"invoice": allocation.invoice, "amount": Decimal(0)})
        row["amount"] += allocation.amount
    context = {
        "payment": payment,
        "paid": [row for row in paid.values() if row["amount"]],
        "open_invoices": open_invoices,
        "may_allocate": may_allocate and payment.state == Payment.State.RECEIVED,
        "may_take_back": request.actor.has("finance.allocate_payment")
        and payment.state != Payment.State.REFUNDED,
        "may_refund": request.actor.has("finance.refund_payment") and payment.unapplied > 0,
        "events": events_of("payment", payment.pk),
    }
    return render(request, "finance/payment.html", context)


@page("finance.allocate_payment", methods=("POST",))
def payment_allocate(request: Any, number: str) -> HttpResponse:
    """Match what is left of a payment with invoices."""
    payment = get_object_or_404(visible_payments(request.actor), number=number)
    problems = Problems()
    invoices = _open_invoices(request, payment.customer, payment.currency_id)
    allocations = _allocations(request, invoices, problems)
    problems.refuse()
    allocate_payment(payment_id=payment.pk, allocations=allocations, actor=request.actor)
    messages.success(request, _("The payment is allocated."))
    return redirect("payment-detail", number=number)


@page("finance.allocate_payment", methods=("POST",))
def payment_take_back(request: Any, number: str) -> HttpResponse:
    """Take a payment back from one invoice."""
    payment = get_object_or_404(visible_payments(request.actor), number=number)
    invoice = get_object_or_404(
        visible_invoices(request.actor), pk=typed.key(request.POST.get("invoice")) or 0
    )
    deallocate_payment(payment_id=payment.pk, invoice_id=invoice.pk, actor=request.actor)
    messages.success(request, _("The invoice is owed again."))
    return redirect("payment-detail", number=number)


@page("finance.refund_payment", methods=("POST",))
def payment_refund(request: Any, number: str) -> HttpResponse:
    """Give back what is left of a payment."""
    payment = get_object_or_404(visible_payments(request.actor), number=number)
    refund_payment(payment_id=payment.pk, actor=request.actor)
    messages.success(request, _("What was left is refunded."))
    return redirect("payment-detail", number=number)
