"""Routings and work centers as readers see them, and the routings in force on a day."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db.models import Q, QuerySet

from erp.core.actor import Actor
from erp.core.documents import document
from production.models import Routing, RoutingOperation, WorkCenter

__all__ = [
    "operations_with_places",
    "routing_rows",
    "routings_in_force",
    "routings_of",
    "work_center_rows",
]

VIEW = "production.view_bom"


@document("work_center", prefix="wc", key="code", permission="masterdata.view")
def work_center_rows(actor: Actor | None = None) -> QuerySet[WorkCenter]:
    """All work centers."""
    return WorkCenter.objects.all()


@document("routing", prefix="rtg", permission="masterdata.view")
def routing_rows(actor: Actor) -> QuerySet[Routing]:
    """All routings."""
    return Routing.objects.all()


def operations_with_places() -> QuerySet[RoutingOperation]:
    """Operations in their order, with work centers, suppliers and alternatives read along."""
    rows = RoutingOperation.objects.select_related("work_center", "supplier")
    return rows.prefetch_related("alternatives__work_center").order_by("routing_id", "number")


def routings_in_force(item_ids: Collection[int] | None, on: date) -> dict[int, Routing]:
    """Per item the routing in force on a day, with its operations (`operations.all()`) and their places.

    Of the active ones that hold, the one that began last. Three statements; `None` asks for all items.
    """
    rows = Routing.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=on), valid_from__lte=on, is_active=True
    )
    if item_ids is not None:
        rows = rows.filter(item_id__in=item_ids)
    found = {row.item_id: row for row in rows.order_by("item_id", "-valid_from").distinct("item_id")}
    by_routing: dict[int, list[RoutingOperation]] = {routing.pk: [] for routing in found.values()}
    for operation in operations_with_places().filter(routing_id__in=by_routing) if by_routing else ():
        by_routing[operation.routing_id].append(operation)
    for routing in found.values():
        vars(routing)["_prefetched_objects_cache"] = {"operations": by_routing[routing.pk]}
    return found


def routings_of(item_id: int) -> QuerySet[Routing]:
    """The routings of an item, of whatever day, the latest first."""
    return Routing.objects.filter(item_id=item_id).order_by("-valid_from", "-version")
