"""Suppliers, carriers and the company as readers see them."""

from __future__ import annotations

from django.db.models import QuerySet

from erp.core.actor import Actor
from erp.core.documents import document
from erp.core.search import search_filter, search_rank
from erp.masterdata.models import Carrier, Company, Supplier

__all__ = ["carrier_rows", "company", "search_suppliers", "supplier_rows"]


def company() -> Company:
    """The company that runs the product."""
    return Company.objects.select_related("base_currency").get(pk=1)


@document("supplier", prefix="sup", key="code", permission="masterdata.view")
def supplier_rows(actor: Actor) -> QuerySet[Supplier]:
    """Suppliers; anyone who reads master data sees all of them."""
    return Supplier.objects.all()


def search_suppliers(actor: Actor, text: str, limit: int = 10) -> list[Supplier]:
    """Type-ahead over active suppliers by code, name, pinyin or number: the best fits first, one query."""
    actor.require("masterdata.view")
    rows = Supplier.objects.filter(search_filter(text), is_active=True)
    return list(rows.order_by(search_rank(text, "code"), "code")[: min(limit, 50)])


@document("carrier", prefix="car", key="code")
def carrier_rows(actor: Actor | None = None) -> QuerySet[Carrier]:
    """All carriers."""
    return Carrier.objects.order_by("name", "pk")
