"""Approve or reject an order: decides its open task that the caller may decide."""

from __future__ import annotations

from datetime import datetime

from erp.core.actor import Actor
from erp.core.commands import command
from erp.core.errors import IllegalTransition, NotPermitted
from erp.core.locks import lock_upward
from erp.core.refs import DocumentRef
from erp.processes.models import Task
from erp.processes.selectors.tasks import OPEN, open_task_about
from erp.processes.services.tasks import approve_task, reject_task
from orders import locks
from orders.models import Order


def _task_of(order: Order, actor: Actor, action: str) -> Task:
    task = open_task_about(order.ref, actor)
    if task is not None:
        return task
    if Task.objects.filter(subject_kind="order", subject_id=order.pk, state__in=OPEN).exists():
        raise NotPermitted("not_your_task", document=order.number)
    raise IllegalTransition(kind=order.ref.kind, action=action, state=order.state, document=order.number)


@command("processes.decide_task")
def approve_order(
    *,
    order_id: int,
    actor: Actor,
    reason: str = "",
    expected_version: int | None = None,
    at: datetime | None = None,
) -> Order:
    """Approve the open task about an order.

    Locks:  the order, the credit account, the task.
    Raises: IllegalTransition when no decision is waited for; NotPermitted; CreditExceeded.
    """
    order = locks.order_for_update(order_id, expected_version)
    lock_upward([DocumentRef("customer", order.customer_id)])
    task = _task_of(order, actor, "approve")
    approve_task(task_id=task.pk, actor=actor, reason=reason, at=at)
    return order


@command("processes.decide_task")
def decline_order(
    *,
    order_id: int,
    reason: str,
    actor: Actor,
    expected_version: int | None = None,
    at: datetime | None = None,
) -> Order:
    """Reject the open task about an order, and with it the order.

    Locks:  the order, the task.
    Raises: Invalid without a reason; IllegalTransition; NotPermitted.
    """
    order = locks.order_for_update(order_id, expected_version)
    task = _task_of(order, actor, "reject")
    reject_task(task_id=task.pk, reason=reason, actor=actor, at=at)
    return order
