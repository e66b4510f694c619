"""Sending what waits: leased in one transaction, sent outside of any, noted in another."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog
from django.db.models import Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from erp.core.actor import Actor, system_actor
from erp.core.commands import command
from erp.core.errors import DomainError, IllegalTransition, Misconfigured
from erp.core.outbound import OutboundFault
from erp.core.refs import DocumentRef
from erp.notifications import locks
from erp.notifications.calc.payloads import Addressee, Outgoing
from erp.notifications.calc.planning import BOTS, EMAIL, wait_before
from erp.notifications.models import ChannelSetting, Delivery, Notification
from erp.notifications.selectors.messages import address_of, language_of, written_for
from erp.notifications.services.alerts import NewAlert, raise_alert
from erp.notifications.services.channels import (
    Channel,
    EmailChannel,
    Target,
    fault_text,
    new_channels,
    target_of,
)
from erp.processes.models import Task

log = structlog.get_logger(__name__)

MAX_ATTEMPTS = 8
LEASE = timedelta(seconds=120)
BATCH = 20
MOST_TOGETHER = 200
MOST_IN_DIGEST = 100
_OPEN = ("waiting", "claimed")


@dataclass
class Parcel:
    """Deliveries that leave as one message: a digest, a chat room's, or a single one."""

    rows: list[Delivery]
    moot: dict[Delivery, str] = field(default_factory=dict)
    outcome: str = ""
    error: str = ""
    is_final: bool = False

    @property
    def lead(self) -> Delivery:
        """The first of them."""
        return self.rows[0]


@dataclass
class Run:
    """One run of a worker: its open channels, and those that failed in it and are left until the next."""

    channels: dict[str, Channel] = field(default_factory=new_channels)
    targets: dict[str, Target | DomainError] = field(default_factory=dict)
    blocked: set[str] = field(default_factory=set)
    sent: int = 0
    failed: int = 0


def send_due(*, at: datetime | None = None, seconds: float = 20.0) -> Run:
    """Send what is due for a bounded time; safe beside other workers, and after one that died.

    A channel that could not be reached is left alone until the next run, so that one that hangs holds
    up the others once at most. A worker that dies between sending and noting sends again.
    """
    run, until = Run(), time.monotonic() + seconds
    actor = system_actor("notifications")
    try:
        while time.monotonic() < until:
            parcel = lease_next(without=sorted(run.blocked), actor=actor, at=at or timezone.now())
            if parcel is None:
                break
            _send(parcel, run)
            note(parcel=parcel, actor=actor, at=at or timezone.now())
    finally:
        mail = run.channels.get(EMAIL)
        if isinstance(mail, EmailChannel):
            mail.close()
    return run


@command()
def lease_next(*, without: list[str], actor: Actor, at: datetime) -> Parcel | None:
    """Take the next message that is due, with all that leaves together with it; none when nothing is due.

    Locks: the deliveries; those of another worker are left.
    """
    found = locks.due_deliveries(at, without, 1)
    if not found:
        return None
    lead = found[0]
    note_of = lead.notification
    rows = [lead]
    if lead.is_digest:
        same = Q(is_digest=True, notification__user_id=note_of.user_id)
        rows += locks.companions(lead, at, same, MOST_IN_DIGEST - 1)
    elif lead.channel in BOTS:
        rows += locks.companions(lead, at, _same_room(note_of), MOST_TOGETHER - 1)
    for row in rows:
        row.due_at, row.attempts = at + LEASE, row.attempts + 1
        row.save(update_fields=["due_at", "attempts"])
    return Parcel(sorted(rows, key=lambda row: row.pk))


def _same_room(row: Notification) -> Q:
    """The same thing told to others, which a chat room reads once."""
    return Q(
        notification__topic=row.topic,
        notification__subject_kind=row.subject_kind,
        notification__subject_id=row.subject_id,
        notification__dedupe=row.dedupe,
    )


def _send(parcel: Parcel, run: Run) -> None:
    """Send one message and say what became of it; a fault never leaves this function."""
    _leave_out(parcel)
    if not parcel.rows:
        return
    lead = parcel.lead
    try:
        target = _target(lead.channel, run)
        run.channels[lead.channel].send(_outgoing(parcel), target)
    except Exception as error:  # noqa: BLE001 -- whatever a channel raises is kept with its delivery
        parcel.error = fault_text(error)
        parcel.is_final = isinstance(error, OutboundFault) and error.is_final
        run.failed += 1
        if not parcel.is_final:
            run.blocked.add(lead.channel)
        log.warning("notification_not_sent", channel=lead.channel, delivery=lead.pk, error=parcel.error)
        return
    run.sent += 1
    parcel.outcome = Delivery.State.DIGESTED if lead.is_digest else Delivery.State.SENT


def _target(code: str, run: Run) -> Target:
    """A channel's target, read once in a run.

    Raises: Misconfigured when it is switched off or lacks something.
    """
    if code not in run.targets:
        setting = ChannelSetting.objects.filter(code=code, is_enabled=True).first()
        try:
            run.targets[code] = target_of(setting) if setting else Misconfigured("channel_off", channel=code)
        except Misconfigured as refusal:
            run.targets[code] = refusal
    found = run.targets[code]
    if isinstance(found, DomainError):
        raise found
    return found


def _leave_out(parcel: Parcel) -> None:
    """Take out what need not leave any more: read or decided meanwhile, or told in the room already."""
    lead = parcel.lead
    if lead.channel in BOTS:
        told = Delivery.objects.filter(_same_room(lead.notification), channel=lead.channel, state="sent")
        if told.exists():
            parcel.moot, parcel.rows = dict.fromkeys(parcel.rows, "told_in_the_room"), []
            return
    tasks = {row.notification.task_id for row in parcel.rows if row.notification.task_id}
    open_tasks = set(Task.objects.filter(pk__in=tasks, state__in=_OPEN).values_list("pk", flat=True))
    reasons = {row: _reason(row, open_tasks) for row in parcel.rows}
    parcel.moot = {row: reason for row, reason in reasons.items() if reason}
    parcel.rows = [row for row in parcel.rows if row not in parcel.moot]


def _reason(row: Delivery, open_tasks: set[int]) -> str:
    told = row.notification
    if not told.user.is_active:
        return "inactive"
    if told.task_id and told.task_id not in open_tasks:
        return "decided"
    return "read" if told.read_at is not None else ""


def _outgoing(parcel: Parcel) -> Outgoing:
    lead = parcel.lead
    user = lead.notification.user
    if lead.is_digest and len(parcel.rows) > 1:
        return _digest(parcel)
    is_personal = lead.channel not in BOTS
    title, text = written_for(lead.notification, user)
    people = [_addressee(row) for row in parcel.rows]
    return Outgoing(
        title=title,
        text=text,
        link=address_of(lead.notification, is_personal=is_personal),
        people=people,
        priority=lead.notification.priority,
    )


def _digest(parcel: Parcel) -> Outgoing:
    user = parcel.lead.notification.user
    lines = []
    for row in parcel.rows:
        title, text = written_for(row.notification, user)
        link = address_of(row.notification, is_personal=True)
        lines.append("\n".join(part for part in (f"• {title}", text, link) if part))
    with translation.override(language_of(user)):
        count = len(parcel.rows)
        subject = ngettext("%(count)s message", "%(count)s messages", count) % {"count": count}
        title = _("%(messages)s from Kept") % {"messages": subject}
    return Outgoing(title=title, text="\n\n".join(lines), people=[_addressee(parcel.lead)])


def _addressee(row: Delivery) -> Addressee:
    user = row.notification.user
    wants = getattr(user, "notification_preference", None)
    return Addressee(name=str(user), email=user.email, mobile=wants.mobile if wants else "")


@command()
def note(*, parcel: Parcel, actor: Actor, at: datetime) -> None:
    """Keep what became of a message; one that is given up is told to the administrators."""
    for row, reason in parcel.moot.items():
        row.state, row.done_at, row.error = Delivery.State.SUPPRESSED, at, reason
        row.save(update_fields=["state", "done_at", "error"])
    given_up = False
    for row in parcel.rows:
        row.error = parcel.error
        if parcel.outcome:
            row.state, row.done_at = parcel.outcome, at
        elif parcel.is_final or row.attempts >= MAX_ATTEMPTS:
            row.state, row.done_at, given_up = Delivery.State.FAILED, at, True
        else:
            row.due_at = at + wait_before(row.attempts)
        row.save(update_fields=["state", "done_at", "due_at", "error"])
    if given_up:
        code = parcel.lead.channel
        pk = ChannelSetting.objects.filter(code=code).values_list("pk", flat=True).first() or 0
        facts = {"channel": code, "error": parcel.error}
        subject = DocumentRef("channel", pk, code)
        alert = NewAlert(code="delivery_failed", subject=subject, role="administrator", facts=facts)
        raise_alert(alert=alert, actor=actor, at=at)


@command("core.edit_setting")
def retry_delivery(*, delivery_id: int, actor: Actor, at: datetime | None = None) -> Delivery:
    """Try a delivery that was given up once more, from the first attempt on.

    Locks:  the delivery.
    Raises: NotFound; IllegalTransition when it was not given up.
    """
    row = locks.delivery_for_update(delivery_id)
    if row.state != Delivery.State.FAILED:
        raise IllegalTransition(action="retry", state=row.state, document=str(row))
    row.state, row.attempts, row.error, row.done_at = Delivery.State.PENDING, 0, "", None
    row.due_at = at or timezone.now()
    row.save(update_fields=["state", "attempts", "error", "done_at", "due_at"])
    return row
