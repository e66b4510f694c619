"""Reservations as warehouse people see them."""

from __future__ import annotations

from django.db.models import QuerySet

from erp.core.actor import Actor
from erp.core.commands import declare_permission
from erp.core.documents import document
from erp.identity.selectors.scopes import customer_scope_q
from inventory.models import Reservation

VIEW_RESERVATION = declare_permission("inventory.view_reservation", "See what is reserved where, for whom")


@document("reservation", prefix="rsv", permission=VIEW_RESERVATION)
def visible_reservations(actor: Actor) -> QuerySet[Reservation]:
    """All for those who pick, else those of the customers that the actor may see."""
    if not actor.has(VIEW_RESERVATION):
        return Reservation.objects.none()
    if actor.has("inventory.pick_shipment"):
        return Reservation.objects.all()
    return Reservation.objects.filter(customer_scope_q(actor, "demand__customer__"))


def reservations_in_list(rows: QuerySet[Reservation]) -> QuerySet[Reservation]:
    """Reservations with what a list shows of them, in one query."""
    return rows.select_related(
        "demand__customer",
        "balance__item__unit",
        "balance__warehouse",
        "balance__location",
        "balance__lot",
        "shipment_line__shipment",
    )
