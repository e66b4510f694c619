"""News of machines' states, taken once each, however often, late or out of order it comes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from erp.core.actor import Actor
from erp.core.commands import command
from erp.core.errors import Invalid, NotFound
from erp.core.events import emit
from erp.core.records import Problems
from production import locks
from production.events import MachineStateChanged
from production.models import MachineEvent, MachineState, MachineStatus, WorkCenter
from production.services.work_centers import work_center_ref
from production.services.work_order_base import REPORT

AHEAD = timedelta(minutes=10)
OLDEST = timedelta(days=366)
_USED = gettext_lazy("This key was used for another event.")


@dataclass(frozen=True)
class MachineNews:
    """One message: the sender's own key of it, which machine (from 1), how it stands, since when, until
    when.
    """

    key: str
    center: str
    machine: int
    state: str
    at: datetime
    expected_end: datetime | None = None
    reason: str = ""


@command(*REPORT)
def tell_machine_state(*, news: MachineNews, actor: Actor) -> MachineEvent:
    """Take one message of a machine: the latest by its time says how the machine stands.

    The same key again changes nothing. News that is older than what is known is kept and changes nothing.

    Locks:  the work center.
    Emits:  MachineStateChanged when the machine stands otherwise than before; the schedule and the promises
            follow it.
    Raises: NotFound for an unknown work center; Invalid naming the field, also when the key was used for
            another message.
    """
    found = WorkCenter.objects.filter(code=news.center).first()
    if found is None:
        raise NotFound(kind="work_center", id=news.center[:60])
    center = locks.work_center_for_update(found.pk)
    known = MachineEvent.objects.filter(key=news.key).first()
    if known is not None:
        return _same(known, news, center)
    now = timezone.now()
    _check(news, center, now)
    row = MachineState.objects.filter(work_center=center, machine=news.machine).first()
    is_applied = row is None or news.at >= row.said_at
    event = MachineEvent(
        work_center=center,
        machine=news.machine,
        key=news.key,
        state=news.state,
        at=news.at,
        expected_end=news.expected_end,
        reason=news.reason,
        told_by=actor.label[:150],
        received_at=now,
        is_applied=is_applied,
    )
    try:
        with transaction.atomic():
            event.save()
    except IntegrityError:  # another work center's message took the key meanwhile
        raise Invalid.field("event_id", _USED, "idempotency_conflict") from None
    if is_applied:
        _apply(center, row, news, actor=actor, at=now)
    return event


def _check(news: MachineNews, center: WorkCenter, now: datetime) -> None:
    """Refuse what can't be a message of this machine."""
    problems = Problems()
    if not news.key or len(news.key) > 120:
        problems.add("event_id", _("Name the event, in up to 120 characters."))
    if news.state not in MachineStatus.values:
        problems.add("state", _("Must be up, down or setup."))
    if center.is_outside:
        problems.add("work_center", _("This work center is outside; its machines are not ours."))
    elif not 1 <= news.machine <= center.machines:
        text = _("This work center has %(count)s machines.") % {"count": center.machines}
        problems.add("machine", text)
    if news.at > now + AHEAD:
        problems.add("at", _("Lies in the future."))
    elif news.at < now - OLDEST:
        problems.add("at", _("Lies more than a year back."))
    if news.expected_end is not None:
        if news.state == MachineStatus.UP:
            problems.add("expected_end", _("A machine that is up has no expected end."))
        elif not news.at < news.expected_end <= news.at + OLDEST:
            problems.add("expected_end", _("Must be after the beginning, and within a year of it."))
    if len(news.reason) > 200:
        problems.add("reason", _("Is too long."))
    problems.refuse()


def _same(known: MachineEvent, news: MachineNews, center: WorkCenter) -> MachineEvent:
    """The message of a key that came before, if it says the same.

    Raises: Invalid when it says something else.
    """
    said = (known.work_center_id, known.machine, known.state, known.expected_end)
    if said != (center.pk, news.machine, news.state, news.expected_end):
        raise Invalid.field("event_id", _USED, "idempotency_conflict")
    return known


def _apply(
    center: WorkCenter, row: MachineState | None, news: MachineNews, *, actor: Actor, at: datetime
) -> None:
    """Let a machine stand as its latest news says; the same again is only heard of."""
    before = (row.state, row.expected_end) if row is not None else (MachineStatus.UP.value, None)
    if row is None:
        row = MachineState(work_center=center, machine=news.machine, since=news.at, version=0)
    row.said_at = news.at
    if (news.state, news.expected_end) == before and row.pk is not None:
        row.save(update_fields=["said_at"])
        return
    if news.state != before[0] or row.pk is None:
        row.since = news.at
    is_change = (news.state, news.expected_end) != before
    row.state, row.expected_end, row.reason = news.state, news.expected_end, news.reason
    row.version += 1
    row.changed_at = at if is_change else row.changed_at
    row.save()
    if not is_change:
        return
    event = MachineStateChanged(
        document=work_center_ref(center),
        machine=news.machine,
        state=news.state,
        expected_end=news.expected_end.isoformat() if news.expected_end else None,
        reason=news.reason,
    )
    emit(event, actor=actor, at=at, changes={f"machine {news.machine}": [before[0], news.state]})
