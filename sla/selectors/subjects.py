"""What a clock has to know of its document: whose it is, how urgent; read only where the command did not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from erp.core.commands import current
from erp.core.refs import DocumentRef
from finance.models import Invoice
from inventory.models import Hold
from orders.models import CustomerTerms, Order


@dataclass(frozen=True)
class SubjectFacts:
    """Whose document it is and how urgent; `tier` is the customer's."""

    customer_id: int | None = None
    priority: str = ""


def facts_of_subject(subject: DocumentRef, about: DocumentRef) -> SubjectFacts:
    """The facts of a document: of the row that this command has locked, else by one small query.

    Supplier's documents serve no single customer.
    """
    for ref in (subject, about):
        row = current().recall(ref.kind, ref.id)
        if row is not None and hasattr(row, "customer_id"):
            return SubjectFacts(row.customer_id, str(getattr(row, "priority", "") or ""))
    return _read(subject.kind, subject.id) or _read(about.kind, about.id) or SubjectFacts()


def _read(kind: str, pk: int) -> SubjectFacts | None:
    models: dict[str, Any] = {"order": Order, "invoice": Invoice, "hold": Hold}
    if kind not in models:
        return None
    names = ("customer_id", "priority") if kind == "order" else ("customer_id",)
    found = models[kind].objects.filter(pk=pk).values_list(*names).first()
    return SubjectFacts(*found) if found else None


def tiers_of(customer_ids: Iterable[int]) -> dict[int, str]:
    """The tiers of customers, in one query."""
    keys = sorted(set(customer_ids))
    if not keys:
        return {}
    return dict(CustomerTerms.objects.filter(customer_id__in=keys).values_list("customer_id", "tier"))
