"""News of machines and terminals: taken once each, however often, late or out of order it comes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from erp.core.actor import Actor
from erp.core.commands import command
from erp.core.errors import DomainError, Invalid, NotFound
from erp.core.http.messages import wording
from production import locks
from production.models import Operation, WorkOrder, WorkReport
from production.services.reporting import Pieces, check_pieces, count_pieces, follow_news
from production.services.work_order_base import REPORT, open_for

ZERO = Decimal(0)
KINDS = ("start", "pause", "report", "finish")
_MAY_COME_LATER = {"ahead_of_predecessor", "insufficient_stock", "busy", "lot_blocked"}
_AHEAD = timedelta(minutes=10)


@dataclass(frozen=True)
class News:
    """One message: the sender's own key of it, which operation, what happened, and when."""

    key: str
    operation_id: int
    kind: str
    at: datetime
    pieces: Pieces
    worker: str = ""


def take_news(*, news: News, actor: Actor) -> WorkReport:
    """Take one message: counted at once, or kept until what it builds on has come, or kept as refused.

    The same key again changes nothing and answers with what became of it.

    Emits:  what reporting emits.
    Raises: NotPermitted; NotFound for an unknown operation; Invalid for what can't be a message; Conflict
            `duplicate` when the key was used for another message.
    """
    actor.require(REPORT[0])
    _check(news)
    known = WorkReport.objects.select_related("operation").filter(key=news.key).first()
    if known is not None:
        return _same(known, news)
    try:
        row = _count(news=news, actor=actor)
    except Invalid:
        raise
    except DomainError as refusal:
        return _keep(news=news, refusal=refusal, actor=actor)
    retry_waiting(work_order_id=row.operation.work_order_id, actor=actor)
    return row


def _check(news: News) -> None:
    if not news.key or len(news.key) > 120:
        raise Invalid.field("event_id", _("Name the event, in up to 120 characters."), "required")
    if news.kind not in KINDS:
        raise Invalid.field("event", _("Must be start, pause, report or finish."), "unknown_choice")
    if news.at > timezone.now() + _AHEAD:
        raise Invalid.field("at", _("Lies in the future."))
    if news.kind == "report":
        check_pieces(news.pieces)
    elif news.pieces.total:
        raise Invalid.field("good", _("Only a report has pieces."))
    if not Operation.objects.filter(pk=news.operation_id).exists():
        raise NotFound(kind="operation", id=news.operation_id)


def _same(known: WorkReport, news: News) -> WorkReport:
    """The report of a key that came before, if it says the same.

    Raises: Invalid when it says something else.
    """
    said = (known.operation_id, known.kind, known.good, known.scrap, known.rejected)
    pieces = news.pieces
    if said != (news.operation_id, news.kind, pieces.good, pieces.scrap, pieces.rejected):
        raise Invalid.field("event_id", _("This key was used for another event."), "idempotency_conflict")
    return known


@command(*REPORT)
def _count(*, news: News, actor: Actor, report_id: int | None = None) -> WorkReport:
    """Count one message in a transaction of its own.

    Locks:  as reporting does.
    Raises: what reporting raises.
    """
    order_id = Operation.objects.values_list("work_order_id", flat=True).get(pk=news.operation_id)
    row = open_for(order_id, with_pegs=True)
    known = WorkReport.objects.select_related("operation").filter(key=news.key).first()
    if known is not None and (report_id is None or known.state != WorkReport.State.WAITING):
        return known  # somebody else was quicker
    steps = locks.operations_for_update(row.pk)
    step = next(one for one in steps if one.pk == news.operation_id)
    if news.kind == "report":
        count_pieces(row, steps, step, news.pieces, actor=actor, at=timezone.now())
    else:
        follow_news(row, step, news.kind, actor=actor, at=news.at)
    if known is not None:
        known.state, known.refusal = WorkReport.State.APPLIED, ""
        known.save(update_fields=["state", "refusal"])
        return known
    return _written(news, step, WorkReport.State.APPLIED, "", actor)


def _written(news: News, step: Operation, state: str, refusal: str, actor: Actor) -> WorkReport:
    return WorkReport.objects.create(
        operation=step,
        kind=news.kind,
        state=state,
        key=news.key,
        good=news.pieces.good,
        scrap=news.pieces.scrap,
        rejected=news.pieces.rejected,
        reason=news.pieces.reason,
        refusal=refusal[:300],
        worker=(news.worker or actor.label)[:150],
        at=news.at,
        received_at=timezone.now(),
    )


@command(*REPORT)
def _keep(*, news: News, refusal: DomainError, actor: Actor) -> WorkReport:
    """Keep a message that can't be counted: waiting where what it builds on may still come, else refused.

    Locks: the work order, so that the same key is kept once.
    """
    step = Operation.objects.get(pk=news.operation_id)
    row = open_for(step.work_order_id)
    known = WorkReport.objects.select_related("operation").filter(key=news.key).first()
    if known is not None:
        return known
    waits = refusal.code in _MAY_COME_LATER or row.state in {
        WorkOrder.State.PLANNED,
        WorkOrder.State.ON_HOLD,
    }
    state = WorkReport.State.WAITING if waits else WorkReport.State.REFUSED
    return _written(news, step, state, wording(refusal.code, refusal.facts)[1], actor)


def retry_waiting(*, work_order_id: int, actor: Actor) -> int:
    """Count what waited and can be counted by now, oldest first; gives how many. Again changes nothing."""
    counted = 0
    while True:
        rows = WorkReport.objects.filter(
            operation__work_order_id=work_order_id, state=WorkReport.State.WAITING
        )
        if not any(_retry(row, actor) for row in rows.order_by("operation__number", "at", "pk")[:200]):
            return counted
        counted += 1


def _retry(row: WorkReport, actor: Actor) -> bool:
    pieces = Pieces(row.good, row.scrap, row.reason, rejected=row.rejected)
    news = News(row.key or "", row.operation_id, row.kind, row.at, pieces, row.worker)
    try:
        done = _count(news=news, actor=actor, report_id=row.pk)
    except DomainError:
        return False
    return done.state == WorkReport.State.APPLIED
