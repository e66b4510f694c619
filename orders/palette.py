"""What orders lend to the no-code engines: actions and facts by name."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from erp.core.actor import Actor
from erp.core.palette import lend_action, lend_facts
from erp.core.prepared import prepared
from erp.core.refs import DocumentRef
from finance.models import CreditAccount
from orders.models import Order
from orders.services.orders import confirm_order, hold_order, reject_order


@lend_action("orders.confirm_order", "Confirm the order")
def confirm(subject: DocumentRef, *, actor: Actor, at: datetime, **values: Any) -> Order:
    """Confirm; a person with the right may do it above the credit limit."""
    may_exceed = not actor.is_system and actor.has("finance.release_credit")
    return confirm_order(order_id=subject.id, actor=actor, at=at, may_exceed_credit=may_exceed)


@lend_action("orders.reject_order", "Reject the order")
def reject(subject: DocumentRef, *, actor: Actor, at: datetime, **values: Any) -> Order:
    """Reject with the reason given."""
    return reject_order(order_id=subject.id, reason=str(values.get("reason", "")), actor=actor, at=at)


@lend_action("orders.hold_order", "Put the order on hold")
def hold(subject: DocumentRef, *, actor: Actor, at: datetime, **values: Any) -> Order:
    """Hold with the reason given."""
    return hold_order(order_id=subject.id, reason=str(values.get("reason", "")), actor=actor, at=at)


_ORDER = prepared(
    lambda pk: Order.objects.select_related("customer__terms", "customer__region").filter(pk=pk).order_by()
)
_ACCOUNT = prepared(lambda pk: CreditAccount.objects.filter(customer_id=pk).order_by())


@lend_facts("order")
def order_facts(subject: DocumentRef) -> dict[str, Any]:
    """Plain numbers and strings about an order; money in currency units."""
    [order] = _ORDER(subject.id)
    account = next(iter(_ACCOUNT(order.customer_id)), None)
    terms = getattr(order.customer, "terms", None)
    margin = order.subtotal - order.cost
    share = float(margin / order.subtotal * 100) if order.subtotal else 0.0
    return {
        "order.state": order.state,
        "order.number": order.number,
        "order.total": float(order.total),
        "order.total_in_base": float(order.total * order.rate),
        "order.currency": order.currency_id,
        "order.margin_percent": round(share, 2),
        "order.priority": order.priority,
        "order.channel": order.channel,
        "customer.id": order.customer_id,
        "customer.code": order.customer.code,
        "customer.name": order.customer.name,
        "customer.tier": terms.tier if terms else "",
        "customer.region": order.customer.region.code if order.customer.region else "",
        "customer.credit_grade": account.grade if account else "B",
        "customer.credit_available": _available(account),
    }


def _available(account: CreditAccount | None) -> float | None:
    if account is None or account.limit is None:
        return None
    return float(account.limit - Decimal(account.exposure))
