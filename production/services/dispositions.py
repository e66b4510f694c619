"""What becomes of pieces that are not as they should be: used as they are, reworked, or scrapped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from erp.core.actor import Actor
from erp.core.commands import command
from erp.core.errors import IllegalTransition, Invalid, NotFound
from erp.core.events import emit
from erp.core.money import round_money
from erp.core.rows import save_row
from erp.masterdata.selectors.company import business_day
from production import locks
from production.events import NonConformanceDecided
from production.models import Disposition, NonConformance, Operation, WorkCenter, WorkOrder
from production.services.goods_in import pass_on, take_in
from production.services.making import WorkOrderInput, plan_work_order
from production.services.non_conformances import settle
from production.services.splitting import move_pegs_to_part
from production.services.work_order_base import DECIDE, open_for
from production.services.work_order_lines import same_step
from production.services.work_orders import release_work_order

ZERO = Decimal(0)
MOST_MINUTES = Decimal(100_000)


@dataclass(frozen=True)
class Decision:
    """What becomes of how many pieces; without a quantity of all that are not decided yet.

    Rework takes `minutes` a piece, at the operation's own work center unless another is named. `lot` is
    for pieces of the last operation that are used as they are.
    """

    kind: str
    quantity: Decimal | None = None
    note: str = ""
    minutes: Decimal | None = None
    work_center: WorkCenter | None = None
    lot: str = ""


@dataclass(frozen=True)
class _Case:
    """Locked rows that one decision is about."""

    row: NonConformance
    order: WorkOrder
    steps: Sequence[Operation]
    decision: Decision
    quantity: Decimal

    @property
    def step(self) -> Operation:
        return next(one for one in self.steps if one.pk == self.row.operation_id)


@command(*DECIDE)
def decide_non_conformance(
    *,
    non_conformance_id: int,
    decision: Decision,
    actor: Actor,
    expected_version: int | None = None,
    at: datetime | None = None,
) -> NonConformance:
    """Decide what becomes of pieces that stand aside; once for all of them, or part by part.

    Used as they are they go on, after the last operation into stock. Scrapped ones are the work order's
    scrap: it brings that many less, and promises on them are told. Reworked ones go on as a work order of
    their own, released at once, which has the operations still ahead of them, what they cost so far, and
    the promises made on them.

    Locks:  the documents that wait for the work order (upward), it and its operations, components, demands,
            balances and supply, then the non-conformance.
    Emits:  NonConformanceDecided, NonConformanceMoved; WorkOrderCreated, WorkOrderChanged for rework; what
            receiving and scrapping emit.
    Raises: NotFound; StaleVersion; IllegalTransition unless open and its work order in progress; Invalid.
    """
    at = at or timezone.now()
    known = NonConformance.objects.filter(pk=non_conformance_id).values_list("work_order_id", flat=True)
    if not known:
        raise NotFound(kind="non_conformance", id=non_conformance_id)
    order = open_for(known[0], with_pegs=True)
    steps = locks.operations_for_update(order.pk)
    row = locks.non_conformance_for_update(non_conformance_id, expected_version)
    quantity = _checked(row, order, decision)
    case = _Case(row, order, steps, decision, quantity)
    rework = _move_pieces(case, actor=actor, at=at)
    Disposition.objects.create(
        non_conformance=row, kind=decision.kind, quantity=quantity, work_order=rework,
        note=decision.note.strip()[:500], decided_by=actor.label[:150], at=at,
    )  # fmt: skip
    row.version += 1
    save_row(row, ["used", "reworked", "scrapped", "version"])
    event = NonConformanceDecided(
        document=row.ref,
        about=order.ref,
        decision=decision.kind,
        quantity=quantity,
        note=decision.note.strip()[:500],
        rework_order=rework.number if rework else "",
    )
    emit(event, actor=actor, at=at)
    settle(row, actor=actor, at=at)
    return row


def _checked(row: NonConformance, order: WorkOrder, decision: Decision) -> Decimal:
    """How many pieces it is about.

    Raises: IllegalTransition; Invalid.
    """
    if row.state != NonConformance.State.OPEN:
        raise IllegalTransition(kind="non_conformance", action="decide", state=row.state, document=row.number)
    if order.state != WorkOrder.State.IN_PROGRESS:
        raise IllegalTransition(action="decide", state=order.state, document=order.number)
    if decision.kind not in Disposition.Kind.values:
        raise Invalid.field("decision", _("Must be use_as_is, rework or scrap."), "unknown_choice")
    quantity = row.undecided if decision.quantity is None else decision.quantity
    if not quantity.is_finite() or not 0 < quantity <= row.undecided:
        raise Invalid.field("quantity", _("Must be above zero, and not more than is still undecided."))
    minutes = decision.minutes
    if minutes is not None and (not minutes.is_finite() or not 0 <= minutes <= MOST_MINUTES):
        raise Invalid.field("minutes", _("This must be zero or more, up to 100,000."))
    center = decision.work_center
    if center is not None and not center.is_active:
        raise Invalid.field("work_center", _("%(code)s is not active.") % {"code": center.code})
    return quantity


def _move_pieces(case: _Case, *, actor: Actor, at: datetime) -> WorkOrder | None:
    """Count the pieces where they now belong, and let everything follow; gives the rework order."""
    row, order, step, quantity = case.row, case.order, case.step, case.quantity
    kind = case.decision.kind
    step.rejected -= quantity
    rework = None
    if kind == Disposition.Kind.USE:
        step.good += quantity
        row.used += quantity
    elif kind == Disposition.Kind.SCRAP:
        step.scrapped += quantity
        row.scrapped += quantity
    else:
        step.reworked += quantity
        row.reworked += quantity
        rework = _rework_order(case, actor=actor, at=at)
    step.version += 1
    step.save()
    lot = case.decision.lot.strip() if kind == Disposition.Kind.USE else ""
    received = take_in(order, case.steps, lot=lot, actor=actor, at=at)
    if rework is not None:
        _carry_value(order, rework, quantity)
    pass_on(order, received, is_less=kind != Disposition.Kind.USE, actor=actor, at=at)
    return rework


def _rework_order(case: _Case, *, actor: Actor, at: datetime) -> WorkOrder:
    """A released work order for the pieces: rework, then the operations that were still ahead of them."""
    order, step, decision = case.order, case.step, case.decision
    first = Operation(
        number=step.number,
        name=_("Rework"),
        work_center_id=decision.work_center.pk if decision.work_center else step.work_center_id,
        run_minutes=step.run_minutes if decision.minutes is None else decision.minutes,
        inspection_percent=step.inspection_percent,
        inspection_note=step.inspection_note,
    )
    values = WorkOrderInput(
        item=order.item,
        quantity=case.quantity,
        due_on=max(order.due_on, business_day(at)),
        release_on=business_day(at),
        warehouse=order.warehouse,
        priority=order.priority,
        document=order.document,
        bom=order.bom,
        routing=order.routing,
        is_rework=True,
        reason=case.row.reason,
        steps=[first, *(same_step(one) for one in case.steps if one.number > step.number)],
        rework_of=order.rework_of or order,
    )
    made = plan_work_order(values, actor=actor, at=at)
    move_pegs_to_part(order, made, case.quantity)
    return release_work_order(work_order_id=made.pk, actor=actor, at=at)


def _carry_value(order: WorkOrder, rework: WorkOrder, quantity: Decimal) -> None:
    """What the pieces have cost so far goes along with them: their share of what the order holds."""
    value = round_money(_held_of(order, quantity))
    order.carried_value -= value
    rework.carried_value += value
    save_row(order, ["carried_value"])
    save_row(rework, ["carried_value"])


def _held_of(order: WorkOrder, quantity: Decimal) -> Decimal:
    """What pieces hold of what an order was issued and brought along, their own reports counted already.

    A rework order brought the value of all its pieces along. Another one holds components: each for the
    pieces that what was issued of it is enough for, at least for those reported; issued by hand it is there
    for pieces that nobody has made yet.
    """
    if order.is_rework:
        return (
            (order.issued_value + order.carried_value)
            * quantity
            / (order.quantity - order.reworked + quantity)
        )
    worth, held = ZERO, ZERO
    for part in locks.components_for_update(order.pk):
        value = part.issued * part.item.standard_cost
        enough = order.quantity if part.is_fixed else min(part.issued / part.quantity_per, order.quantity)
        worth += value
        held += value / max(enough, order.reported)
    return order.issued_value * quantity * held / worth if worth else ZERO
