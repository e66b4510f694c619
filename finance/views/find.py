"""Search in lists of money: by the beginning of a number, or the customer."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from erp.core.search import search_filter
from erp.masterdata.models import Customer

MOST_CUSTOMERS = 200


def searched(rows: QuerySet[Any], text: str, *numbers: str) -> QuerySet[Any]:
    """Rows whose numbers begin with a text, or whose customer it finds."""
    wanted = text.strip()
    if not wanted:
        return rows
    customers = Customer.objects.filter(search_filter(wanted)).values_list("pk", flat=True)
    condition = Q(customer_id__in=list(customers[:MOST_CUSTOMERS]))
    for name in numbers:
        condition |= Q(**{f"{name}__startswith": wanted.upper()})
    return rows.filter(condition)
