"""Customers as readers see them: only those of their scope, credit only with the right to see it."""

from __future__ import annotations

from django.db.models import QuerySet

from erp.core.actor import Actor
from erp.core.documents import document
from erp.core.search import search_filter, search_rank
from erp.identity.selectors.scopes import customer_scope_q
from erp.masterdata.models import Customer

__all__ = ["CUSTOMER_RIGHT", "MOST_RESULTS", "customer_rows", "customers_in_full", "search_customers"]

CUSTOMER_RIGHT = "masterdata.view"
MOST_RESULTS = 50


@document("customer", prefix="cus", key="code", permission=CUSTOMER_RIGHT)
def customer_rows(actor: Actor) -> QuerySet[Customer]:
    """The customers of an actor's scope."""
    return Customer.objects.filter(customer_scope_q(actor, ""))


def customers_in_full(actor: Actor) -> QuerySet[Customer]:
    """The customers of an actor's scope with all that their pages show, in a bounded number of queries."""
    rows = customer_rows(actor).select_related(
        "region",
        "team",
        "salesperson",
        "tax_code",
        "calendar",
        "terms__price_list",
        "terms__carrier",
        "credit_account",
    )
    return rows.prefetch_related("contacts", "addresses")


def search_customers(actor: Actor, text: str, limit: int = 10) -> list[Customer]:
    """Type-ahead over active customers of the actor's scope by code, name, pinyin or number; one query.

    The best fits come first; terms of sale are read along.
    Raises: NotPermitted.
    """
    actor.require(CUSTOMER_RIGHT)
    rows = customer_rows(actor).filter(search_filter(text), is_active=True).select_related("terms")
    return list(rows.order_by(search_rank(text, "code"), "code")[: min(max(limit, 0), MOST_RESULTS)])
