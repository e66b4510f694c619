"""Serving a confirmed rush order: stock that later orders hold goes to it, and they are told."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.db.models import Sum
from django.utils import timezone

from erp.core.actor import system_actor
from erp.core.commands import command
from inventory.models import Demand, Reservation
from inventory.models.demand import Priority
from inventory.services.manual_pegs import move_reservations
from orders.models import Order
from orders.services.watch import Cause, Hint, watch_places

ZERO = Decimal(0)


def serve_rush(*, order_id: int, at: datetime | None = None) -> None:
    """Give an accepted rush order the stock that later orders hold, and tell whoever slips by it.

    May run twice: what it lacks no more it does not take again.
    """
    at = at or timezone.now()
    order = Order.objects.filter(pk=order_id, state=Order.State.CONFIRMED).first()
    if order is None or order.rush_accepted_at is None:
        return
    places = set()
    rows = Demand.objects.filter(document_kind="order", document_id=order_id, item__kind="stocked")
    for demand in rows.order_by("pk"):
        places.add((demand.item_id, demand.warehouse_id))
        if demand.backordered > 0 and demand.promised_on is not None:
            _take_for(demand_id=demand.pk, at=at)
    watch_places(places=sorted(places), hint=Hint(Cause.RUSH, order.ref), at=at)


@command()
def _take_for(*, demand_id: int, at: datetime) -> None:
    """Move reservations of later-promised demands to a rush's, the latest promise first.

    Locks: as `move_reservations`.
    """
    demand = Demand.objects.get(pk=demand_id)
    held = (
        Reservation.objects.filter(
            shipment_line__isnull=True,
            balance__location__is_usable=True,
            demand__item_id=demand.item_id,
            demand__warehouse_id=demand.warehouse_id,
            demand__document_kind="order",
            demand__promised_on__gt=demand.promised_on,
            demand__priority__lt=Priority.RUSH,
        )
        .exclude(demand__document_id=demand.document_id)
        .order_by("-demand__promised_on", "-demand_id")
        .values_list("demand_id")
        .annotate(total=Sum("quantity"))
    )
    lacks = demand.backordered
    takes: dict[int, Decimal] = {}
    for pk, quantity in held[:500]:
        part = min(quantity, lacks - sum(takes.values(), ZERO))
        if part > 0:
            takes[pk] = part
    if takes:
        actor = system_actor("rush orders")
        move_reservations(demand_id=demand_id, takes=takes, actor=actor, at=at)
