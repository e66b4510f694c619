"""How old receivables are: open amounts per customer by days overdue, in the base currency."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import DecimalField, F, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from erp.core.actor import Actor
from erp.core.commands import declare_permission
from erp.identity.selectors.scopes import customer_scope_q
from erp.masterdata.models import Customer
from finance.models import Invoice, Payment

VIEW_AGEING = declare_permission("finance.view_ageing", "See the ageing of receivables")
OPEN = ("issued", "partially_paid")
BUCKETS = ("not_due", "days_1_30", "days_31_60", "days_61_90", "days_over_90")
_AMOUNT: DecimalField[Any, Any] = DecimalField(max_digits=24, decimal_places=4)


def _buckets(as_of: date) -> dict[str, Q]:
    def days(count: int) -> date:
        return as_of - timedelta(days=count)

    return {
        "not_due": Q(due_on__gte=as_of) | Q(due_on__isnull=True),
        "days_1_30": Q(due_on__lt=as_of, due_on__gte=days(30)),
        "days_31_60": Q(due_on__lt=days(30), due_on__gte=days(60)),
        "days_61_90": Q(due_on__lt=days(60), due_on__gte=days(90)),
        "days_over_90": Q(due_on__lt=days(90)),
    }


def bucket_names() -> dict[str, str]:
    """The buckets in the reader's words."""
    return {
        "not_due": pgettext("ageing", "Not due"),
        "days_1_30": _("1–30 days"),
        "days_31_60": _("31–60 days"),
        "days_61_90": _("61–90 days"),
        "days_over_90": _("over 90 days"),
    }


def _sum(condition: Q | None = None, path: str = "base_open") -> Coalesce:
    return Coalesce(Sum(path, filter=condition), Value(Decimal(0)), output_field=_AMOUNT)


def _prefixed(condition: Q, prefix: str) -> Q:
    moved = Q(_connector=condition.connector, _negated=condition.negated)
    for child in condition.children:
        if isinstance(child, Q):
            moved.add(_prefixed(child, prefix), condition.connector)
        else:
            name, value = child  # type: ignore[misc]  # children of a condition are pairs here
            moved.add(Q(**{f"{prefix}{name}": value}), condition.connector)
    return moved


def ageing_by_customer(actor: Actor, *, as_of: date) -> QuerySet[Customer]:
    """Customers who owe something, with `open_total` and one amount per bucket, in one query.

    `unapplied` is what they have paid for nothing yet. Units: base currency.
    Raises: NotPermitted.
    """
    actor.require(VIEW_AGEING)
    is_open = Q(invoices__state__in=OPEN)
    amounts = {
        name: _sum(_prefixed(condition, "invoices__"), "invoices__base_open")
        for name, condition in _buckets(as_of).items()
    }
    unapplied = (
        Payment.objects.filter(customer=OuterRef("pk"), unapplied__gt=0)
        .order_by()
        .values("customer")
        .annotate(left=Sum(F("unapplied") * F("rate"), output_field=_AMOUNT))
        .values("left")
    )
    return Customer.objects.filter(customer_scope_q(actor, ""), is_open).annotate(
        open_total=_sum(None, "invoices__base_open"),
        unapplied=Coalesce(Subquery(unapplied), Value(Decimal(0)), output_field=_AMOUNT),
        **amounts,
    )


def ageing_totals(actor: Actor, *, as_of: date) -> dict[str, Decimal]:
    """The sums of all buckets over the customers that the actor may see, in one query.

    Raises: NotPermitted.
    """
    actor.require(VIEW_AGEING)
    rows = Invoice.objects.filter(customer_scope_q(actor), state__in=OPEN)
    return rows.aggregate(
        open_total=_sum(), **{name: _sum(condition) for name, condition in _buckets(as_of).items()}
    )
