"""Orders as readers see them: those of the customers in their scope."""

from __future__ import annotations

from decimal import Decimal

from django.db.models import Prefetch, Q, QuerySet

from erp.core.actor import Actor
from erp.core.commands import declare_permission
from erp.core.documents import document
from erp.core.prepared import all_of, attach, prepared
from erp.core.quantity import from_base, portion
from erp.core.search import search_filter
from erp.identity.selectors.scopes import customer_scope_q
from erp.masterdata.models import Customer
from inventory.models import Demand, Item
from orders.models import Order, OrderLine

__all__ = [
    "EXPORT_RIGHT",
    "VIEW_RIGHT",
    "line_quantities",
    "orders_in_full",
    "orders_in_list",
    "searched_orders",
    "visible_order_lines",
    "visible_orders",
    "whole_order",
]

VIEW_RIGHT = declare_permission("orders.view_order", "See orders")
EXPORT_RIGHT = declare_permission("orders.export_order", "Export orders")
MOST_CUSTOMERS = 200
ZERO = Decimal(0)
_NOT_TAKEN = {Order.State.CANCELLED, Order.State.REJECTED}


@document("order", prefix="ord", key="number", permission=VIEW_RIGHT)
def visible_orders(actor: Actor) -> QuerySet[Order]:
    """The orders of the customers in an actor's scope; none without the right."""
    if not actor.has(VIEW_RIGHT):
        return Order.objects.none()
    return Order.objects.filter(customer_scope_q(actor)).select_related("customer")


@document("order_line", prefix="orl", permission=VIEW_RIGHT)
def visible_order_lines(actor: Actor) -> QuerySet[OrderLine]:
    """The lines of the orders that the actor may see."""
    return OrderLine.objects.filter(customer_scope_q(actor, "order__customer__"))


def orders_in_list(rows: QuerySet[Order]) -> QuerySet[Order]:
    """Orders with what a list shows of them, in one query."""
    return rows.select_related("customer", "warehouse", "salesperson", "carrier")


def orders_in_full(rows: QuerySet[Order]) -> QuerySet[Order]:
    """Orders with all that their pages show, in two queries whatever the number of lines."""
    lines = OrderLine.objects.select_related("item__unit", "unit", "demand")
    return orders_in_list(rows).prefetch_related(Prefetch("lines", lines))


# what answers show of an order's customer, warehouse, salesperson and carrier
_SHOWN_BESIDE = (
    "customer__code",
    "customer__name",
    "warehouse__code",
    "salesperson__username",
    "carrier__code",
)


def _of_demand() -> list[str]:
    return [f"demand__{name}" for name in all_of(Demand)]


_ORDER = prepared(
    lambda pk: (
        Order.objects.select_related("customer", "warehouse", "salesperson", "carrier")
        .only(*all_of(Order), *_SHOWN_BESIDE)
        .filter(pk=pk)
        .order_by()
    )
)
_LINES = prepared(
    lambda pk: (
        OrderLine.objects.select_related("item", "unit", "demand")
        .only(*all_of(OrderLine), "item__sku", "item__kind", "unit__code", *_of_demand())
        .filter(order_id=pk)
        .order_by("line_no")
    )
)


def whole_order(order_id: int) -> Order:
    """An order with all that answers show of it, for a caller who is known to see it; two queries."""
    [order] = _ORDER(order_id)
    attach(order, "lines", _LINES(order_id))
    return order


def searched_orders(rows: QuerySet[Order], text: str) -> QuerySet[Order]:
    """Orders found by number, the customer's code, name or order number, or the id outside.

    Every part is answered by an index: numbers by their beginning, customers by type-ahead, the
    others as a whole.
    """
    wanted = text.strip()
    if not wanted:
        return rows
    customers = Customer.objects.filter(search_filter(wanted)).values_list("pk", flat=True)
    return rows.filter(
        Q(number__startswith=wanted.upper())
        | Q(customer_po=wanted)
        | Q(external_id=wanted)
        | Q(customer_id__in=list(customers[:MOST_CUSTOMERS]))
    )


def line_quantities(order: Order, line: OrderLine) -> dict[str, Decimal]:
    """What became of a line's quantity, in the line's own unit; the parts always add up to it.

    Units: the line's. A service needs no stock: it counts as reserved until it is done.
    """
    demand = line.demand
    if demand is None:
        is_off = order.state in _NOT_TAKEN
        parts = {"reserved": ZERO, "shipped": ZERO, "cancelled": line.quantity if is_off else ZERO}
        returned = ZERO
    else:
        is_service = line.item.kind == Item.Kind.SERVICE
        held = demand.backordered if is_service else demand.reserved
        parts = {
            "reserved": _own_unit(line, held),
            "shipped": _own_unit(line, demand.shipped),
            "cancelled": _own_unit(line, demand.cancelled),
        }
        returned = _own_unit(line, demand.returned)
    left = line.quantity - sum(parts.values(), ZERO)
    return {
        **parts,
        "backordered": max(left, ZERO),
        "invoiced": _own_unit(line, line.billed_quantity),
        "returned": returned,
    }


def _own_unit(line: OrderLine, quantity: Decimal) -> Decimal:
    if line.unit_numerator == line.unit_denominator or not quantity:
        return quantity
    if not line.base_quantity:
        return from_base(quantity, line.unit_numerator, line.unit_denominator)
    return portion(quantity, base=line.base_quantity, whole=line.quantity)
