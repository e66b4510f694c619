"""Suppliers' invoices as readers see them: open ones, their age, and what arrived and is not billed."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import DecimalField, F, Prefetch, Q, QuerySet, Sum, Value
from django.db.models.functions import Coalesce

from erp.core.actor import Actor
from erp.core.commands import declare_permission
from erp.core.documents import document
from erp.masterdata.models import Supplier
from finance.models import Payable, PayableLine, PayableSettings
from inventory.models import ReceiptLine

VIEW_PAYABLE = declare_permission("finance.view_payable", "See suppliers' invoices")
OPEN = ("matched", "approved", "partially_paid")
_AMOUNT: DecimalField[Any, Any] = DecimalField(max_digits=24, decimal_places=4)


@document("payable", prefix="pbl", key="number", permission=VIEW_PAYABLE)
def visible_payables(actor: Actor) -> QuerySet[Payable]:
    """All suppliers' invoices, for those who may see them."""
    if not actor.has(VIEW_PAYABLE):
        return Payable.objects.none()
    return Payable.objects.select_related("supplier")


def payables_in_full(rows: QuerySet[Payable]) -> QuerySet[Payable]:
    """Suppliers' invoices with their lines, in two queries."""
    lines = PayableLine.objects.select_related(
        "item__unit", "receipt_line__receipt", "order_line__purchase_order"
    )
    return rows.prefetch_related(Prefetch("lines", lines.order_by("line_no")))


def payable_settings() -> PayableSettings:
    """How suppliers' invoices are matched; the shipped way where nothing is stored."""
    return PayableSettings.objects.filter(pk=1).first() or PayableSettings(pk=1)


def unbilled_lines(
    actor: Actor, *, supplier_id: int | None = None, purchase_order_id: int | None = None
) -> QuerySet[ReceiptLine]:
    """What arrived and no invoice has billed, the oldest first.

    Raises: NotPermitted.
    """
    actor.require(VIEW_PAYABLE)
    rows = ReceiptLine.objects.filter(
        quantity__gt=F("invoiced") + F("returned") - F("replaced"), order_line__replaces=None
    )
    if supplier_id is not None:
        rows = rows.filter(receipt__supplier_id=supplier_id)
    if purchase_order_id is not None:
        rows = rows.filter(receipt__purchase_order_id=purchase_order_id)
    return rows.select_related(
        "receipt__supplier",
        "receipt__purchase_order",
        "item__unit",
        "order_line__unit",
        "order_line__item__unit",
    ).order_by("receipt__arrived_on", "pk")


def _buckets(as_of: date) -> dict[str, Q]:
    def days(count: int) -> date:
        return as_of - timedelta(days=count)

    return {
        "not_due": Q(payables__due_on__gte=as_of),
        "days_1_30": Q(payables__due_on__lt=as_of, payables__due_on__gte=days(30)),
        "days_31_60": Q(payables__due_on__lt=days(30), payables__due_on__gte=days(60)),
        "days_61_90": Q(payables__due_on__lt=days(60), payables__due_on__gte=days(90)),
        "days_over_90": Q(payables__due_on__lt=days(90)),
    }


def _sum(condition: Q) -> Coalesce:
    return Coalesce(Sum("payables__base_open", filter=condition), Value(Decimal(0)), output_field=_AMOUNT)


def payables_by_supplier(actor: Actor, *, as_of: date) -> QuerySet[Supplier]:
    """Suppliers we owe something, with `open_total` and one amount per bucket of days overdue; one query.

    Units: base currency.
    Raises: NotPermitted.
    """
    actor.require(VIEW_PAYABLE)
    is_open = Q(payables__state__in=OPEN)
    amounts = {name: _sum(is_open & condition) for name, condition in _buckets(as_of).items()}
    rows = Supplier.objects.annotate(open_total=_sum(is_open), **amounts)
    return rows.filter(open_total__gt=0)


def payable_totals(actor: Actor, *, as_of: date) -> dict[str, Decimal]:
    """The sums of all buckets over all suppliers, in one query.

    Raises: NotPermitted.
    """
    actor.require(VIEW_PAYABLE)
    names = ["open_total", *_buckets(as_of)]
    rows = payables_by_supplier(actor, as_of=as_of).order_by().values_list(*names)
    totals = dict.fromkeys(names, Decimal(0))
    for row in rows:
        for name, amount in zip(names, row, strict=True):
            totals[name] += amount
    return totals
