"""What the shop floor reports: begun, paused, pieces good and spoiled, finished; what follows from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from erp.core.actor import Actor
from erp.core.commands import command
from erp.core.errors import Conflict, IllegalTransition, Invalid, StaleVersion
from erp.core.events import emit
from erp.core.quantity import QUANTITY_MAX
from production import locks
from production.calc.work import Step, may_report
from production.events import OperationMoved, WorkReported
from production.models import Operation, WorkOrder, WorkReport
from production.selectors.shop_settings import shop_settings
from production.selectors.work_orders import step_of
from production.services.goods_in import pass_on, take_in
from production.services.non_conformances import open_non_conformance
from production.services.work_order_base import REPORT, begin, open_for

ZERO = Decimal(0)


@dataclass(frozen=True)
class Pieces:
    """What was made since the last report: good pieces, spoiled ones and why; the lot they belong to.

    `rejected` ones are not good, and somebody has to decide what becomes of them.
    """

    good: Decimal = ZERO
    scrap: Decimal = ZERO
    reason: str = ""
    lot: str = ""
    rejected: Decimal = ZERO

    @property
    def total(self) -> Decimal:
        """All of them."""
        return self.good + self.scrap + self.rejected


@command(*REPORT)
def report_work(
    *,
    work_order_id: int,
    operation: int | None = None,
    good: Decimal = ZERO,
    scrap: Decimal = ZERO,
    rejected: Decimal = ZERO,
    reason: str = "",
    lot: str = "",
    actor: Actor,
    seen: int | None = None,
    expected_version: int | None = None,
    at: datetime | None = None,
) -> WorkOrder:
    """Report pieces of an operation, by its number; without one they went through all of them.

    `seen` is the version of the operation that the caller saw, `expected_version` that of the work order.

    Good pieces of the last operation are in stock at once, and with those for whom they were made;
    where its pieces are inspected, once they were. Rejected ones stand aside until it is decided what
    becomes of them. Components not issued by hand are taken for good and spoiled pieces.

    Locks:  the documents that wait for it (upward), the work order, its operations, components, demands,
            balances and supply.
    Emits:  WorkReported, WorkOrderStarted, StockMoved, DemandsReserved, SupplyChanged; NonConformanceFound.
    Raises: NotFound; StaleVersion; IllegalTransition unless released or in progress; Invalid; Shortage;
            Conflict `over_report`, `ahead_of_predecessor`.
    """
    at = at or timezone.now()
    row = open_for(work_order_id, expected_version, with_pegs=True)
    pieces = Pieces(good, scrap, reason.strip(), lot.strip(), rejected)
    check_pieces(pieces)
    steps = locks.operations_for_update(row.pk)
    if operation is not None:
        step_called(steps, operation, seen)
    for step, share in _shares(steps, operation, pieces):
        count_pieces(row, steps, step, share, actor=actor, at=at)
        WorkReport.objects.create(
            operation=step, kind=WorkReport.Kind.REPORT, good=share.good, scrap=share.scrap,
            rejected=share.rejected, reason=share.reason, worker=actor.label[:150], at=at, received_at=at,
        )  # fmt: skip
    return row


def _shares(
    steps: Sequence[Operation], operation: int | None, pieces: Pieces
) -> list[tuple[Operation, Pieces]]:
    """What each operation reports: the one named, or all as far as they have not reported the pieces yet.

    Pieces spoiled on the way without an operation named were spoiled at the last.
    """
    if operation is not None:
        return [(step_called(steps, operation), pieces)]
    last = steps[-1]
    through = last.done + pieces.total
    before = [(step, Pieces(through - step.good)) for step in steps[:-1] if through > step.good]
    return [*before, (last, pieces)]


def step_called(steps: Sequence[Operation], number: int, seen: int | None = None) -> Operation:
    """The operation of a number, as the caller has seen it.

    Raises: Invalid; StaleVersion.
    """
    step = next((one for one in steps if one.number == number), None)
    if step is not None and seen is not None and step.version != seen:
        raise StaleVersion(expected=seen, current=step.version)
    if step is None:
        raise Invalid.field("operation", _("This work order has no such operation."), "unknown_operation")
    return step


def check_pieces(pieces: Pieces) -> None:
    """Refuse pieces that can't be.

    Raises: Invalid.
    """
    for name, value in (("good", pieces.good), ("scrap", pieces.scrap), ("rejected", pieces.rejected)):
        if not value.is_finite() or value < 0:
            raise Invalid.field(name, _("This can't be negative."))
        if value > QUANTITY_MAX:
            raise Invalid.field(name, _("Is too large."))
    if pieces.total == 0:
        raise Invalid.field("good", _("Report at least one piece, good or spoiled."))
    if pieces.scrap + pieces.rejected > 0 and not pieces.reason:
        raise Invalid.field("reason", _("Say why pieces were spoiled."), "required")
    if len(pieces.reason) > 200:
        raise Invalid.field("reason", _("Is too long."))


def count_pieces(
    row: WorkOrder,
    steps: Sequence[Operation],
    step: Operation,
    pieces: Pieces,
    *,
    actor: Actor,
    at: datetime,
) -> None:
    """Count pieces of one operation of a locked work order, and let everything follow that does.

    Raises: IllegalTransition; Conflict `over_report`, `ahead_of_predecessor`; Shortage; Invalid on `lot`.
    """
    if row.state == WorkOrder.State.RELEASED:
        begin(row, actor=actor, at=at)
    if row.state != WorkOrder.State.IN_PROGRESS:
        raise IllegalTransition(action="report", state=row.state, document=row.number)
    _refuse_too_many(row, steps, step, pieces)
    if pieces.lot and step.inspection_percent is not None:
        raise Invalid.field("lot", _("Name the lot when the pieces are inspected."))
    if step.state == Operation.State.PENDING:
        _move(row, step, "start", actor=actor, at=at)
    step.good += pieces.good
    step.scrapped += pieces.scrap
    step.rejected += pieces.rejected
    if step.inspection_percent is not None:
        step.unchecked += pieces.good
    step.worker = actor.label[:150]
    step.version += 1
    step.save()
    received = take_in(row, steps, lot=pieces.lot, actor=actor, at=at)
    emit(
        WorkReported(
            document=row.ref,
            about=row.document,
            operation=step.number,
            good=pieces.good,
            scrap=pieces.scrap,
            rejected=pieces.rejected,
            reason=pieces.reason,
        ),
        actor=actor,
        at=at,
    )
    if pieces.rejected > 0:
        open_non_conformance(row, step, pieces.rejected, reason=pieces.reason, actor=actor, at=at)
    pass_on(row, received, is_less=pieces.scrap > 0, actor=actor, at=at)


def steps_of(steps: Sequence[Operation]) -> list[Step]:
    """Operations as the arithmetic takes them."""
    return [step_of(step) for step in steps]


def _refuse_too_many(row: WorkOrder, steps: Sequence[Operation], step: Operation, pieces: Pieces) -> None:
    tolerance = Decimal(shop_settings().over_report_percent)
    most = may_report(row.quantity, tolerance, steps_of(steps), step.number)
    if pieces.total <= most:
        return
    code = "over_report" if step is steps[0] else "ahead_of_predecessor"
    raise Conflict(code, document=row.number, operation=step.number, most=most)


@command(*REPORT)
def move_operation(
    *,
    work_order_id: int,
    operation: int,
    verb: str,
    actor: Actor,
    seen: int | None = None,
    expected_version: int | None = None,
    at: datetime | None = None,
) -> WorkOrder:
    """Begin, pause or finish an operation by its number.

    Locks:  the documents that wait for it (upward), the work order, its operations.
    Emits:  OperationMoved; WorkOrderStarted with the first.
    Raises: NotFound; StaleVersion; IllegalTransition; Invalid for an unknown operation or verb.
    """
    at = at or timezone.now()
    row = open_for(work_order_id, expected_version, with_pegs=True)
    if verb not in {"start", "pause", "finish"}:
        raise Invalid.field("verb", _("Must be start, pause or finish."), "unknown_choice")
    steps = locks.operations_for_update(row.pk)
    step = step_called(steps, operation, seen)
    if row.state == WorkOrder.State.RELEASED:
        begin(row, actor=actor, at=at)
    if row.state != WorkOrder.State.IN_PROGRESS:
        raise IllegalTransition(action=verb, state=row.state, document=row.number)
    if step.state not in _FROM[verb]:
        raise IllegalTransition(action=verb, state=step.state, document=f"{row.number}/{step.number}")
    _move(row, step, verb, actor=actor, at=at)
    step.worker = actor.label[:150]
    step.save()
    WorkReport.objects.create(
        operation=step, kind=verb, worker=actor.label[:150], at=at, received_at=timezone.now()
    )
    return row


_FROM = {
    "start": {"pending", "paused", "finished"},
    "pause": {"running"},
    "finish": {"pending", "running", "paused"},
}


def _move(row: WorkOrder, step: Operation, verb: str, *, actor: Actor, at: datetime) -> None:
    """Run one transition of a locked operation in memory.

    Emits: OperationMoved.
    """
    before = step.state
    if verb == "finish":
        step.finish(at=at)
    else:
        getattr(step, verb)()
    if verb == "start" and step.started_at is None:
        step.started_at = at
    step.said_at = at
    step.version += 1
    event = OperationMoved(document=row.ref, operation=step.number, verb=verb)
    emit(event, actor=actor, at=at, changes={"state": [before, step.state]})


def follow_news(row: WorkOrder, step: Operation, verb: str, *, actor: Actor, at: datetime) -> None:
    """A machine's news of an operation, which may come late: it never undoes what was said later.

    Emits: OperationMoved when the state changed.
    Raises: IllegalTransition unless the work order is released or in progress.
    """
    if row.state == WorkOrder.State.RELEASED:
        begin(row, actor=actor, at=at)
    if row.state != WorkOrder.State.IN_PROGRESS:
        raise IllegalTransition(action=verb, state=row.state, document=row.number)
    if verb == "start" and (step.started_at is None or at < step.started_at):
        step.started_at = at
    if verb == "finish" and (step.finished_at is None or at > step.finished_at):
        step.finished_at = at
    if (step.said_at is None or at >= step.said_at) and step.state in _FROM[verb]:
        _move(row, step, verb, actor=actor, at=at)
    step.version += 1
    step.save()
