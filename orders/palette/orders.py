"""What orders lend to the no-code engines: actions and facts by name."""

from collections.abc import Collection
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from erp.core.actor import Actor
from erp.core.known_facts import lend_known_facts
from erp.core.palette import (
    Fact,
    Input,
    declare_facts,
    lend_action,
    lend_dwell,
    lend_facts,
    lend_facts_of_many,
    lend_set,
)
from erp.core.prepared import prepared
from erp.core.refs import DocumentRef
from erp.masterdata.selectors.company import company
from erp.processes.services.shipped import lend_process
from finance.models import CreditAccount
from inventory.models import Item
from orders.models import Order, OrderLine, PriceException, ReturnRequest
from orders.palette.shared import CUSTOMER_FACTS, LINE_FACTS, credit_available, exceeds_credit
from orders.selectors.watched import regular_customers, waiting_orders
from orders.services.amend import HeaderChange, amend_order
from orders.services.making import raise_work_orders
from orders.services.orders import (
    allocate_order,
    close_order,
    confirm_order,
    hold_order,
    reject_order,
    release_order,
)
from orders.services.price_floors import approve_price_exception
from orders.services.returns import approve_return, reject_return

_REASON = Input("reason", _("Reason"), required=True)


@lend_action("orders.confirm_order", _("Confirm the order"), subjects=["order"], is_critical=True)
def confirm(subject: DocumentRef, *, actor: Actor, at: datetime, **values: Any) -> Order:
    """Confirm; a person with the right may do it above the credit limit."""
    may_exceed = not actor.is_system and actor.has("finance.release_credit")
    return confirm_order(order_id=subject.id, actor=actor, at=at, may_exceed_credit=may_exceed)


@lend_action("orders.reject_order", _("Reject the order"), subjects=["order"], inputs=[_REASON])
def reject(subject: DocumentRef, *, actor: Actor, at: datetime, **values: Any) -> Order:
    """Reject with the reason given."""
    return reject_order(order_id=subject.id, reason=str(values.get("reason", "")), actor=actor, at=at)


@lend_action(
    "orders.hold_order",
    _("Put the order on hold"),
    subjects=["order"],
    inputs=[_REASON],
    undo="orders.release_order",
)
def hold(subject: DocumentRef, *, actor: Actor, at: datetime, **values: Any) -> Order:
    """Hold with the reason given."""
    return hold_order(order_id=subject.id, reason=str(values.get("reason", "")), actor=actor, at=at)


@lend_action("orders.release_order", _("Release the order from hold"), subjects=["order"])
def release(subject: DocumentRef, *, actor: Actor, at: datetime, **values: Any) -> Order:
    """Release; the order goes back to the state before."""
    return release_order(order_id=subject.id, actor=actor, at=at)


@lend_action("orders.close_order", _("Close the order"), subjects=["order"])
def close(subject: DocumentRef, *, actor: Actor, at: datetime, **values: Any) -> Order:
    """Close what is delivered and paid."""
    return close_order(order_id=subject.id, actor=actor, at=at)


@lend_action("orders.allocate_order", _("Reserve what is there for the order"), subjects=["order"])
def allocate(subject: DocumentRef, *, actor: Actor, at: datetime, **values: Any) -> Order:
    """Reserve what is on hand by now."""
    return allocate_order(order_id=subject.id, actor=actor, at=at)


@lend_action("orders.raise_work_orders", _("Have made what the order lacks"), subjects=["order"])
def have_made(subject: DocumentRef, *, actor: Actor, at: datetime, **values: Any) -> Order:
    """Raise work orders, and requisitions for what is bought to order; what is covered stays."""
    return raise_work_orders(order_id=subject.id, actor=actor, at=at)


@lend_action(
    "orders.set_priority",
    _("Set the order's priority"),
    subjects=["order"],
    inputs=[Input("priority", _("Priority"), "choice", required=True, choices=Order.Priority.choices)],
    permission="orders.amend_order",
)
def set_priority(subject: DocumentRef, *, actor: Actor, at: datetime, **values: Any) -> Order:
    """Change how urgent the order is; nothing is done where it is so already."""
    order, wanted = Order.objects.get(pk=subject.id), str(values.get("priority", ""))
    if order.priority == wanted:
        return order
    return amend_order(order_id=subject.id, header=HeaderChange(priority=wanted), actor=actor, at=at)


@lend_action(
    "orders.approve_price_exception",
    _("Allow the prices below their floor"),
    subjects=["order"],
    is_critical=True,
)
def allow_prices(subject: DocumentRef, *, actor: Actor, at: datetime, **values: Any) -> Order:
    """Allow prices below a floor; nothing is left to do where somebody has allowed or changed them."""
    order = Order.objects.get(pk=subject.id)
    if order.price_exception != PriceException.OPEN:
        return order
    return approve_price_exception(order_id=subject.id, actor=actor, at=at)


_TO_ORDER = OrderLine.objects.filter(order=OuterRef("pk"), item__planning=Item.Planning.TO_ORDER)
_ORDER = prepared(
    lambda pk: (
        Order.objects.select_related("customer__terms", "customer__region", "salesperson")
        .annotate(is_custom=Exists(_TO_ORDER))
        .filter(pk=pk)
        .order_by()
    )
)
_ACCOUNT = prepared(lambda pk: CreditAccount.objects.filter(customer_id=pk).order_by())


@lend_facts("order")
def order_facts(subject: DocumentRef) -> dict[str, Any]:
    """Plain numbers and strings about an order; money in currency units."""
    [order] = _ORDER(subject.id)
    return _facts_of(order, next(iter(_ACCOUNT(order.customer_id)), None))


_ORDERS = prepared(
    lambda ids: (
        Order.objects.select_related("customer__terms", "customer__region", "salesperson")
        .annotate(is_custom=Exists(_TO_ORDER))
        .filter(pk__any_of=ids)
        .order_by()
    )
)


@lend_facts_of_many("order")
def facts_of_orders(ids: Collection[int]) -> dict[int, dict[str, Any]]:
    """The same of many orders, in two queries."""
    orders = _ORDERS(sorted(ids))
    accounts = CreditAccount.objects.in_bulk({row.customer_id for row in orders}, field_name="customer_id")
    return {row.pk: _facts_of(row, accounts.get(row.customer_id)) for row in orders}


def _facts_of(order: Order, account: CreditAccount | None) -> dict[str, Any]:
    terms = getattr(order.customer, "terms", None)
    margin = order.subtotal - order.cost
    share = float(margin / order.subtotal * 100) if order.subtotal else 0.0
    return {
        "order.state": order.state,
        "order.number": order.number,
        "order.salesperson": order.salesperson.username if order.salesperson else "",
        "order.total": float(order.total),
        "order.total_in_base": float(order.total * order.rate),
        "order.is_below_auto_limit": order.total * order.rate < company().auto_confirm_below,
        "order.has_price_exception": order.price_exception == PriceException.OPEN,
        "order.product_type": "custom" if getattr(order, "is_custom", False) else "standard",
        "order.fulfillment_state": order.fulfillment_state,
        "order.billing_state": order.billing_state,
        "order.currency": order.currency_id,
        "order.margin_percent": round(share, 2),
        "order.priority": order.priority,
        "order.channel": order.channel,
        "customer.id": order.customer_id,
        "customer.code": order.customer.code,
        "customer.name": order.customer.name,
        "customer.tier": terms.tier if terms else "",
        "customer.region": order.customer.region.code if order.customer.region else "",
        "customer.tags": list(order.customer.tags),
        "customer.credit_grade": account.grade if account else "B",
        "customer.credit_available": credit_available(account),
        "customer.exceeds_credit": exceeds_credit(account, order.total * order.rate),
    }


@lend_facts("order", part="lines")
def line_facts(subject: DocumentRef) -> dict[str, Any]:
    """What is on the order, line by line; read only where a condition asks for it."""
    rows = OrderLine.objects.filter(order_id=subject.id).order_by("line_no")
    names = ("item__sku", "item__category__code", "item__kind", "item__supply", "item__planning")
    return {
        "lines": [
            {
                "product": sku,
                "category": category or "",
                "kind": kind,
                "supply": supply,
                "planning": planning,
                "quantity": float(quantity),
                "net": float(net),
                "unit_price": float(price),
            }
            for sku, category, kind, supply, planning, quantity, net, price in rows.values_list(
                *names, "base_quantity", "net", "unit_price"
            )
        ]
    }


declare_facts(
    "order",
    [
        Fact("order.total", _("Order: total"), "number"),
        Fact("order.total_in_base", _("Order: total in the company's currency"), "number"),
        Fact("order.is_below_auto_limit", _("Order: below the amount that confirms itself"), "boolean"),
        Fact(
            "order.product_type",
            _("Order: product type"),
            "text",
            [("standard", _("Standard")), ("custom", _("Custom-made"))],
        ),
        Fact("order.has_price_exception", _("Order: a price below its floor is not approved"), "boolean"),
        Fact("order.margin_percent", _("Order: margin in percent"), "number"),
        Fact("order.priority", _("Order: priority"), "text", Order.Priority.choices),
        Fact("order.channel", _("Order: channel"), "text"),
        Fact("order.currency", _("Order: currency"), "text"),
        Fact("order.state", _("Order: state"), "text", Order.State.choices),
        Fact("order.fulfillment_state", _("Order: fulfillment"), "text", Order.Fulfillment.choices),
        Fact("order.billing_state", _("Order: billing"), "text", Order.Billing.choices),
        Fact("order.salesperson", _("Order: salesperson"), "text"),
        Fact("order.number", _("Order: number"), "text"),
        *CUSTOMER_FACTS,
        *LINE_FACTS,
        Fact("lines[].supply", _("Line: bought or made"), "text", Item.Supply.choices),
        Fact("lines[].planning", _("Line: how the product is planned"), "text", Item.Planning.choices),
    ],
)


lend_known_facts(
    "order",
    {
        "order.state": lambda row: row.state,
        "order.fulfillment_state": lambda row: row.fulfillment_state,
        "order.billing_state": lambda row: row.billing_state,
        "order.number": lambda row: row.number,
        "order.total": lambda row: float(row.total),
        "order.total_in_base": lambda row: float(row.total * row.rate),
        "order.currency": lambda row: row.currency_id,
        "order.has_price_exception": lambda row: row.price_exception == PriceException.OPEN,
        "order.priority": lambda row: row.priority,
        "order.channel": lambda row: row.channel,
        "customer.id": lambda row: row.customer_id,
    },
)


@lend_action("orders.approve_return", _("Approve the return"), subjects=["return"], is_critical=True)
def approve_goods_back(subject: DocumentRef, *, actor: Actor, at: datetime, **values: Any) -> ReturnRequest:
    """Let the customer send the goods."""
    return approve_return(return_id=subject.id, actor=actor, at=at)


@lend_action("orders.reject_return", _("Reject the return"), subjects=["return"], inputs=[_REASON])
def reject_goods_back(subject: DocumentRef, *, actor: Actor, at: datetime, **values: Any) -> ReturnRequest:
    """Say no, with the reason given."""
    return reject_return(return_id=subject.id, reason=str(values.get("reason", "")), actor=actor, at=at)


@lend_facts("return")
def return_facts(subject: DocumentRef) -> dict[str, Any]:
    """Plain numbers and strings about a return."""
    row = ReturnRequest.objects.select_related("order", "customer", "reason").get(pk=subject.id)
    return {
        "return.state": row.state,
        "return.number": row.number,
        "return.reason": row.reason.code,
        "return.is_our_fault": row.reason.is_our_fault,
        "order.number": row.order.number,
        "order.total": float(row.order.total),
        "customer.id": row.customer_id,
        "customer.code": row.customer.code,
        "customer.name": row.customer.name,
    }


declare_facts(
    "return",
    [
        Fact("return.state", _("Return: state"), "text", ReturnRequest.State.choices),
        Fact("return.number", _("Return: number"), "text"),
        Fact("return.reason", _("Return: reason"), "text"),
        Fact("return.is_our_fault", _("Return: our fault"), "boolean"),
        Fact("order.number", _("Order: number"), "text"),
        Fact("order.total", _("Order: total"), "number"),
        Fact("customer.code", _("Customer: code"), "text"),
        Fact("customer.name", _("Customer: name"), "text"),
    ],
)

for _path in sorted((Path(__file__).parent.parent / "processes").glob("*.json")):
    lend_process(_path)


# --- what rules watch: orders that wait, customers who buy no more ---------------------------------------
lend_dwell(
    "orders.fulfillment",
    _("Confirmed orders by fulfillment state"),
    kind="order",
    states=Order.Fulfillment.choices,
)(waiting_orders)
lend_set("orders.regular_customers", _("Customers who order regularly"), kind="customer")(regular_customers)
declare_facts("order", [Fact("dwell.hours", _("Hours in these states"), "number")])
declare_facts(
    "customer",
    [
        Fact("customer.code", _("Customer: code"), "text"),
        Fact("customer.name", _("Customer: name"), "text"),
        Fact("customer.salesperson", _("Customer: salesperson"), "text"),
        Fact("customer.order_days", _("Customer: days with orders in two years"), "number"),
        Fact("customer.days_since_order", _("Customer: days since the last order"), "number"),
        Fact("customer.usual_gap_days", _("Customer: usual days between orders"), "number"),
        Fact("customer.silence_in_gaps", _("Customer: silence in usual gaps"), "number"),
    ],
)
