"""What rules watch of the receivables."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from erp.core.refs import DocumentRef
from erp.masterdata.selectors.company import business_day
from finance.models import Invoice


def open_receivables(
    at: datetime, only: Collection[int] | None
) -> Iterable[tuple[DocumentRef, dict[str, Any]]]:
    """Invoices past their due date with money open, the longest overdue first."""
    today = business_day(at)
    rows = Invoice.objects.filter(
        state__in=["issued", "partially_paid"], open_amount__gt=0, due_on__lt=today
    ).select_related("customer__salesperson")
    if only is not None:
        rows = rows.filter(pk__in=only)
    for row in rows.order_by("due_on", "pk")[:5000]:
        assert row.due_on is not None  # noqa: S101 -- the filter says so
        person = row.customer.salesperson
        yield (
            DocumentRef("invoice", row.pk, row.number or ""),
            {
                "invoice.number": row.number or "",
                "invoice.order": row.document_number,
                "invoice.open_amount": float(row.open_amount),
                "invoice.open_in_base": float(row.base_open),
                "invoice.currency": row.currency_id,
                "invoice.due_on": row.due_on.isoformat(),
                "invoice.days_overdue": (today - row.due_on).days,
                "customer.id": row.customer_id,
                "customer.code": row.customer.code,
                "customer.name": row.customer.name,
                "customer.salesperson": person.username if person else "",
            },
        )
