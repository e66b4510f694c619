"""Waves as warehouse people see them."""

from __future__ import annotations

from django.db.models import Prefetch, QuerySet

from erp.core.actor import Actor
from erp.core.documents import document
from inventory.models import Shipment, Wave


@document("wave", prefix="wav", key="number", permission="inventory.pick_shipment")
def visible_waves(actor: Actor) -> QuerySet[Wave]:
    """All waves, for those who pick."""
    if not actor.has("inventory.pick_shipment"):
        return Wave.objects.none()
    return Wave.objects.all()


def waves_in_full(rows: QuerySet[Wave]) -> QuerySet[Wave]:
    """Waves with their shipments, in two queries."""
    shipments = Shipment.objects.order_by("-priority", "due_on", "pk")
    return rows.select_related("warehouse", "carrier").prefetch_related(Prefetch("shipments", shipments))
