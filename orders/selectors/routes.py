"""How an order's goods get to its customer."""

from __future__ import annotations

from erp.masterdata.models import Carrier, Customer
from erp.masterdata.selectors.delivery import DIRECT, Route, route_to
from inventory.models import Warehouse
from orders.models import Order


def route_of(order: Order) -> Route:
    """The way of an order's goods: its carrier, its warehouse's zone, its customer's calendar and zone.

    No statement for an order without a carrier whose customer has no calendar; three at most otherwise.
    """
    return route_between(order.customer, order.carrier_id, order.warehouse_id)


def route_between(customer: Customer | None, carrier_id: int | None, warehouse_id: int) -> Route:
    """The way from a warehouse to a customer with a carrier, of an order that may not be one yet."""
    if carrier_id is None and (customer is None or customer.calendar_id is None):
        return DIRECT
    carrier = Carrier.objects.filter(pk=carrier_id).first() if carrier_id is not None else None
    zone = Warehouse.objects.filter(pk=warehouse_id).values_list("time_zone", flat=True).first()
    return route_to(customer, carrier=carrier, warehouse_zone=zone or "UTC")
