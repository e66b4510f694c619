"""How an order's goods get to its customer."""

from __future__ import annotations

from erp.core.statements import fetch
from erp.masterdata.models import Carrier, Customer
from erp.masterdata.selectors.delivery import DIRECT, Route, route_to
from inventory.models import Warehouse
from orders.models import Order

_CALENDAR = "SELECT calendar_id FROM masterdata_customer WHERE id = %s"


def route_of(order: Order) -> Route:
    """The way of an order's goods: its carrier, its warehouse's zone, its customer's calendar and zone.

    One short statement without a carrier and a calendar of the customer; three at most otherwise.
    """
    if order.carrier_id is None and not Order.customer.is_cached(order):
        [(calendar_id,)] = fetch(_CALENDAR, [order.customer_id])
        if calendar_id is None:
            return DIRECT
    return route_between(order.customer, order.carrier_id, order.warehouse_id)


def route_between(customer: Customer | None, carrier_id: int | None, warehouse_id: int) -> Route:
    """The way from a warehouse to a customer with a carrier, of an order that may not be one yet."""
    if carrier_id is None and (customer is None or customer.calendar_id is None):
        return DIRECT
    carrier = Carrier.objects.filter(pk=carrier_id).first() if carrier_id is not None else None
    zone = Warehouse.objects.filter(pk=warehouse_id).values_list("time_zone", flat=True).first()
    return route_to(customer, carrier=carrier, warehouse_zone=zone or "UTC")
