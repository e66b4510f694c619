"""Warehouses and locations as readers see them."""

from __future__ import annotations

from django.db.models import QuerySet

from erp.core.actor import Actor
from erp.core.documents import document
from inventory.models import Location, Warehouse

__all__ = ["default_warehouse", "location_rows", "warehouse_rows"]


@document("warehouse", prefix="wh", key="code")
def warehouse_rows(actor: Actor | None = None) -> QuerySet[Warehouse]:
    """All warehouses: everybody who orders or ships has to name one."""
    return Warehouse.objects.all()


@document("location", prefix="loc", permission="inventory.view_stock")
def location_rows(actor: Actor) -> QuerySet[Location]:
    """All locations."""
    return Location.objects.all()


def default_warehouse() -> Warehouse | None:
    """The warehouse that is meant when none is named."""
    return Warehouse.objects.filter(is_default=True, is_active=True).first()
