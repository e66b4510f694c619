"""What is bought for outside operations follows their work order: changed, split or merged."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from django.utils import timezone

from erp.core.actor import Actor, system_actor
from erp.core.commands import command
from erp.core.refs import DocumentRef
from inventory.models import RequisitionNeed
from inventory.services.requisition_needs import WAITING, hand_over_requested, reduce_requisition
from production.calc.outside import shared_out
from production.models import Operation, WorkOrder
from production.selectors.open_shop import OPEN_STEPS
from production.selectors.outside_work import OPERATION
from production.services.outside_work import ask_for_work, needs_of_line, not_needed, operation_ref
from production.services.work_order_base import open_for

ZERO = Decimal(0)


@command()
def fit_outside_work(*, work_order_id: int, actor: Actor, at: datetime | None = None) -> list[int]:
    """A work order makes more or less by now: so much is asked for of the operations that are bought already.

    More is asked for anew. Less is taken from requests that wait; what a supplier has stays, and can be asked
    for less on its purchase order. Pieces that were reported here are not bought. Again changes nothing.

    Locks:  the work order; the place and its requisitions.
    Emits:  RequisitionChanged.
    Raises: NotFound; what raising a requisition refuses.
    """
    at = at or timezone.now()
    order = open_for(work_order_id)
    if not order.is_open:
        return []
    rows = order.operations.filter(state__in=OPEN_STEPS).select_related("work_center__supplier", "place")
    changed = []
    for step in rows.order_by("number"):
        needs = _asked(step.pk)
        if not needs:
            continue
        asked = sum((need.quantity for need in needs), ZERO)
        wanted = order.quantity - max(step.done - sum(map(_came, needs), ZERO), ZERO)
        center = step.work_center
        if asked < wanted and center is not None and center.supplier is not None:
            ask_for_work(order, step, wanted, actor=actor, at=at)
            changed.append(step.pk)
        elif asked > wanted and _ask_less(needs, asked - wanted, actor=actor, at=at):
            changed.append(step.pk)
    return changed


def _asked(operation_id: int) -> list[RequisitionNeed]:
    """What is asked for an operation, the latest first."""
    rows = RequisitionNeed.objects.filter(document_kind=OPERATION, document_id=operation_id)
    rows = rows.exclude(requisition__state="rejected").select_related("requisition__purchase_line")
    return list(rows.order_by("-pk"))


def _came(need: RequisitionNeed) -> Decimal:
    """How many pieces the supplier has delivered for a need."""
    line = need.requisition.purchase_line
    if line is None:
        return ZERO
    needs = needs_of_line(line)
    shares = shared_out(ZERO, line.received, [one.quantity for one in needs])
    return next(share for one, share in zip(needs, shares, strict=True) if one.pk == need.pk)


def _ask_less(needs: Sequence[RequisitionNeed], over: Decimal, *, actor: Actor, at: datetime) -> bool:
    waiting = [need for need in needs if need.requisition.state in WAITING]
    for need in waiting:
        part = min(over, need.quantity)
        if part > 0:
            reduce_requisition(
                requisition_id=need.requisition_id, document=need.document, quantity=part,
                reason=not_needed(need), actor=actor, at=at,
            )  # fmt: skip
            over -= part
    return bool(waiting)


def carry_outside_work(
    row: WorkOrder, other: WorkOrder, quantity: Decimal | None = None, *, at: datetime
) -> None:
    """What is bought for a work order's operations is for those of another one: so much of each, or all that
    suppliers have. Deliveries are reported there then. The caller holds both work orders.

    Locks:  the requisitions.
    Emits:  RequisitionChanged.
    """
    targets = {step.number: step for step in Operation.objects.filter(work_order=other)}
    buyer = system_actor("outside work")
    for step in Operation.objects.filter(work_order=row).order_by("number"):
        target, left = targets.get(step.number), quantity
        for need in _asked(step.pk) if target is not None else ():
            if quantity is None and need.requisition.state in WAITING:
                continue  # asked for anew by the other one, given up by this one
            part = need.quantity - _came(need) if left is None else min(left, need.quantity - _came(need))
            if part > 0:
                _hand_over(need, operation_ref(other, targets[step.number]), part, actor=buyer, at=at)
                left = None if left is None else left - part


def _hand_over(
    need: RequisitionNeed, target: DocumentRef, quantity: Decimal, *, actor: Actor, at: datetime
) -> None:
    hand_over_requested(
        requisition_id=need.requisition_id, document=need.document, target=target, quantity=quantity,
        actor=actor, at=at,
    )  # fmt: skip
