"""Customers' credit as readers see it."""

from __future__ import annotations

from erp.core.actor import Actor
from erp.core.commands import declare_permission
from finance.models import CreditAccount

VIEW_CREDIT = declare_permission("finance.view_credit", "See customers' credit")


def credit_of(customer_id: int, actor: Actor) -> CreditAccount:
    """A customer's credit account; one without a limit, not stored, where there is none.

    The caller has made sure that the actor may see the customer.
    Raises: NotPermitted.
    """
    actor.require(VIEW_CREDIT)
    found = CreditAccount.objects.filter(customer_id=customer_id).first()
    return found or CreditAccount(customer_id=customer_id)
