"""Receivable documents as readers see them: those of the customers in their scope."""

from __future__ import annotations

from django.db.models import Prefetch, QuerySet

from erp.core.actor import Actor
from erp.core.commands import declare_permission
from erp.core.documents import document
from erp.identity.selectors.scopes import customer_scope_q
from finance.models import Allocation, Invoice, InvoiceLine

VIEW_INVOICE = declare_permission("finance.view_invoice", "See invoices")


@document("invoice", prefix="inv", key="number", permission=VIEW_INVOICE)
def visible_invoices(actor: Actor) -> QuerySet[Invoice]:
    """The invoices of the customers that the actor may see."""
    if not actor.has(VIEW_INVOICE):
        return Invoice.objects.none()
    return Invoice.objects.filter(customer_scope_q(actor)).select_related("customer")


def invoices_in_full(rows: QuerySet[Invoice]) -> QuerySet[Invoice]:
    """Invoices with their lines and what paid them, in three queries."""
    return rows.prefetch_related(
        Prefetch("lines", InvoiceLine.objects.select_related("item")),
        Prefetch("allocations", Allocation.objects.select_related("payment").order_by("pk")),
    )
