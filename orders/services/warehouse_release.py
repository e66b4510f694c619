"""Orders that go to the warehouse by themselves, where the company says so."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db.models import F
from django.utils import timezone

from erp.core.actor import system_actor
from erp.core.errors import DomainError
from erp.masterdata.selectors.company import business_day, company
from erp.processes.selectors.tasks import has_open_task
from inventory.services.releases import ShippingTerms, release_shipments
from orders.models import Order
from production.selectors.shop_settings import shop_settings
from production.selectors.work_orders import made_for

MOST_AT_ONCE = 500


def due_for_release(today: date, days: int) -> Iterable[Order]:
    """Confirmed orders with everything reserved, nothing on hold, promised within so many days."""
    rows = Order.objects.filter(
        state=Order.State.CONFIRMED,
        fulfillment_state=Order.Fulfillment.ALLOCATED,
        promised_on__lte=today + timedelta(days=days),
    )
    return rows.order_by(F("promised_on").asc(), "pk")[:MOST_AT_ONCE]


def releases_itself_on(order: Order) -> date | None:
    """The day on which a fully reserved order goes to the warehouse by itself; None where it does not."""
    days = company().auto_release_days
    if days is None or order.promised_on is None:
        return None
    return order.promised_on - timedelta(days=days)


def release_made_order(order_id: int, *, at: datetime | None = None) -> bool:
    """Hand an order to the warehouse once all that was made for it is there; gives whether it went.

    Its ship instruction waits for the day that the company has set (`auto_release_days`), for a person who
    has a task about the order, and while releases are stopped. Asked again it changes nothing.
    """
    at = at or timezone.now()
    order = Order.objects.filter(
        pk=order_id, state=Order.State.CONFIRMED, fulfillment_state=Order.Fulfillment.ALLOCATED
    ).first()
    if order is None or not shop_settings().ships_made_goods or company().release_stopped_at is not None:
        return False
    day = releases_itself_on(order)
    if day is not None and day > business_day(at):
        return False
    if not made_for("order", order.pk) or has_open_task(order.ref):
        return False
    terms = ShippingTerms(ship_to=order.ship_to, carrier_id=order.carrier_id)
    try:
        release_shipments(document=order.ref, terms=terms, actor=system_actor("production"), at=at)
    except DomainError:
        return False
    return True


def release_due_orders(*, at: datetime | None = None) -> tuple[int, int]:
    """Release every order that is due, each in its own transaction; gives how many went and how many refused.

    Does nothing unless the company has set how many days before the promise. An order that refuses (it was
    put on hold, or somebody else released it meanwhile) stays for the next time; running again is harmless.
    """
    at = at or timezone.now()
    days = company().auto_release_days
    if days is None or company().release_stopped_at is not None:
        return 0, 0
    gone = refused = 0
    for order in due_for_release(business_day(at), days):
        terms = ShippingTerms(ship_to=order.ship_to, carrier_id=order.carrier_id)
        try:
            release_shipments(
                document=order.ref, terms=terms, actor=system_actor("release to warehouse"), at=at
            )
        except DomainError:
            refused += 1
        else:
            gone += 1
    return gone, refused
