"""Payments as readers see them: those of the customers in their scope."""

from __future__ import annotations

from django.db.models import Prefetch, QuerySet

from erp.core.actor import Actor
from erp.core.commands import declare_permission
from erp.core.documents import document
from erp.core.prepared import attach, prepared
from erp.identity.selectors.scopes import customer_scope_q
from finance.models import Allocation, Payment

VIEW_PAYMENT = declare_permission("finance.view_payment", "See payments")


@document("payment", prefix="pay", key="number", permission=VIEW_PAYMENT)
def visible_payments(actor: Actor) -> QuerySet[Payment]:
    """The payments of the customers that the actor may see."""
    if not actor.has(VIEW_PAYMENT):
        return Payment.objects.none()
    return Payment.objects.filter(customer_scope_q(actor)).select_related("customer")


_PAYMENT = prepared(lambda pk: Payment.objects.select_related("customer").filter(pk=pk).order_by())
_ALLOCATIONS = prepared(
    lambda pk: Allocation.objects.select_related("invoice").filter(payment_id=pk).order_by("pk")
)


def whole_payment(payment_id: int) -> Payment:
    """A payment with what it paid, for a caller who is known to see it; two queries."""
    [payment] = _PAYMENT(payment_id)
    attach(payment, "allocations", _ALLOCATIONS(payment_id))
    return payment


def payments_in_full(rows: QuerySet[Payment]) -> QuerySet[Payment]:
    """Payments with what they paid, in two queries."""
    allocations = Allocation.objects.select_related("invoice").order_by("pk")
    return rows.prefetch_related(Prefetch("allocations", allocations))
