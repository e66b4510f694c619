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
from erp.core.errors import Conflict, IllegalTransition, Invalid
from erp.core.events import emit
from erp.core.quantity import QUANTITY_MAX
from erp.core.rows import save_row
from inventory.models import Item, Lot, Move
from inventory.services.ledger import MoveSource
from inventory.services.stock import receive_stock
from production import locks
from production.calc.work import Step, may_report
from production.events import OperationMoved, WorkReported
from production.models import Operation, WorkOrder, WorkReport
from production.selectors.shop_settings import shop_settings
from production.services.issuing import back_flush
from production.services.work_order_base import REPORT, begin, open_for
from production.services.work_order_supply import follow_supply, serve_pegged

ZERO = Decimal(0)
MOST_PIECES = 500
ORDER_FIELDS = ["good", "scrapped", "issued_value", "received_value", "lot", "version"]


@dataclass(frozen=True)
class Pieces:
    """What was made since the last report: good pieces, spoiled ones and why; the lot they belong to."""

    good: Decimal = ZERO
    scrap: Decimal = ZERO
    reason: str = ""
    lot: str = ""


@command(*REPORT)
def report_work(
    *,
    work_order_id: int,
    operation: int | None = None,
    good: Decimal = ZERO,
    scrap: Decimal = ZERO,
    reason: str = "",
    lot: str = "",
    actor: Actor,
    expected_version: int | None = None,
    at: datetime | None = None,
) -> WorkOrder:
    """Report pieces of an operation, by its number; without one they went through all of them.

    Good pieces of the last operation are in stock at once, and with those for whom they were made.
    Components not issued by hand are taken for good and spoiled pieces.

    Locks:  the documents that wait for it (upward), the work order, its operations, components, demands,
            balances and supply.
    Emits:  WorkReported, WorkOrderStarted, StockMoved, DemandsReserved, SupplyChanged.
    Raises: NotFound; StaleVersion; IllegalTransition unless released or in progress; Invalid; Shortage;
            Conflict `over_report`, `ahead_of_predecessor`.
    """
    at = at or timezone.now()
    row = open_for(work_order_id, expected_version, with_pegs=True)
    pieces = Pieces(good, scrap, reason.strip(), lot.strip())
    check_pieces(pieces)
    steps = locks.operations_for_update(row.pk)
    for step, share in _shares(steps, operation, pieces):
        count_pieces(row, steps, step, share, actor=actor, at=at)
        WorkReport.objects.create(
            operation=step, kind=WorkReport.Kind.REPORT, good=share.good, scrap=share.scrap,
            reason=share.reason, worker=actor.label[:150], at=at, received_at=at,
        )  # fmt: skip
    return row


def _shares(
    steps: Sequence[Operation], operation: int | None, pieces: Pieces
) -> list[tuple[Operation, Pieces]]:
    """What each operation reports: the one named, or all as far as they have not reported the pieces yet.

    Pieces spoiled on the way without an operation named were spoiled at the last.
    """
    if operation is not None:
        return [(_step(steps, operation), pieces)]
    last = steps[-1]
    through = last.good + last.scrapped + pieces.good + pieces.scrap
    before = [(step, Pieces(through - step.good)) for step in steps[:-1] if through > step.good]
    return [*before, (last, pieces)]


def _step(steps: Sequence[Operation], number: int) -> Operation:
    step = next((one for one in steps if one.number == number), None)
    if step is None:
        raise Invalid.field("operation", _("This work order has no such operation."), "unknown_operation")
    return step


def check_pieces(pieces: Pieces) -> None:
    """Refuse pieces that can't be.

    Raises: Invalid.
    """
    for name, value in (("good", pieces.good), ("scrap", pieces.scrap)):
        if not value.is_finite() or value < 0:
            raise Invalid.field(name, _("This can't be negative."))
        if value > QUANTITY_MAX:
            raise Invalid.field(name, _("Is too large."))
    if pieces.good + pieces.scrap == 0:
        raise Invalid.field("good", _("Report at least one piece, good or spoiled."))
    if pieces.scrap > 0 and not pieces.reason:
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
    if step.state == Operation.State.PENDING:
        _move(row, step, "start", actor=actor, at=at)
    step.good += pieces.good
    step.scrapped += pieces.scrap
    step.worker = actor.label[:150]
    step.version += 1
    step.save()
    row.good = steps[-1].good
    row.scrapped = sum((one.scrapped for one in steps), ZERO)
    row.version += 1
    back_flush(row, actor=actor, at=at)
    received = pieces.good if step is steps[-1] else ZERO
    if received > 0:
        _receive(row, received, pieces.lot, actor=actor, at=at)
    save_row(row, ORDER_FIELDS)
    emit(
        WorkReported(
            document=row.ref,
            about=row.document,
            operation=step.number,
            good=pieces.good,
            scrap=pieces.scrap,
            reason=pieces.reason,
        ),
        actor=actor,
        at=at,
    )
    if received > 0:
        serve_pegged(row, received, actor=actor, at=at)
    if received > 0 or pieces.scrap > 0:
        follow_supply(row, cause="scrapped" if pieces.scrap > 0 else "received", actor=actor, at=at)


def steps_of(steps: Sequence[Operation]) -> list[Step]:
    """Operations as the arithmetic takes them."""
    return [Step(s.number, s.setup_minutes, s.run_minutes, s.good, s.scrapped) for s in steps]


def _refuse_too_many(row: WorkOrder, steps: Sequence[Operation], step: Operation, pieces: Pieces) -> None:
    tolerance = Decimal(shop_settings().over_report_percent)
    most = may_report(row.quantity, tolerance, steps_of(steps), step.number)
    if pieces.good + pieces.scrap <= most:
        return
    code = "over_report" if step is steps[0] else "ahead_of_predecessor"
    raise Conflict(code, document=row.number, operation=step.number, most=most)


def _receive(row: WorkOrder, quantity: Decimal, code: str, *, actor: Actor, at: datetime) -> None:
    """Good pieces go into stock at standard cost; tracked ones under the lot named, else the work order's."""
    source = MoveSource(row.ref, row.document_number if row.document_kind == "order" else "")
    for lot, part in _lots(row, quantity, code):
        moves = receive_stock(
            item=row.item,
            warehouse=row.warehouse,
            quantity=part,
            reason=row.number,
            actor=actor,
            lot=lot,
            kind=Move.Kind.PRODUCTION,
            source=source,
            at=at,
        )
        row.received_value += sum((move.value for move in moves), ZERO)
        if moves[0].lot_id is not None:
            row.lot_id = moves[0].lot_id


def _lots(row: WorkOrder, quantity: Decimal, code: str) -> list[tuple[str | None, Decimal]]:
    if row.item.tracking == Item.Tracking.NONE:
        return [(code or None, quantity)]
    if row.item.tracking == Item.Tracking.LOT:
        return [(code or row.number, quantity)]
    if quantity != quantity.to_integral_value() or quantity > MOST_PIECES:
        raise Invalid.field("good", _("Pieces with serial numbers are reported whole, up to 500 at a time."))
    if code and quantity != 1:
        raise Invalid.field("lot", _("A serial number stands for exactly one piece."), "serial_is_one")
    if code:
        return [(code, quantity)]
    known = Lot.objects.filter(item_id=row.item_id, code__startswith=f"{row.number}-").count()
    return [(f"{row.number}-{known + n}", Decimal(1)) for n in range(1, int(quantity) + 1)]


@command(*REPORT)
def move_operation(
    *,
    work_order_id: int,
    operation: int,
    verb: str,
    actor: Actor,
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
    step = _step(steps, operation)
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
