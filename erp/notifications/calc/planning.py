"""Which channels a message takes and when: preferences, quiet hours, digests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

IN_APP = "in_app"
EMAIL = "email"
SMS = "sms"
BOTS = ("wecom", "dingtalk", "feishu", "slack")
PRIORITIES = ("normal", "high", "critical")
ANYTHING = "*"


@dataclass(frozen=True, kw_only=True)
class Way:
    """One channel that is switched on: from which priority it is taken by those who chose nothing."""

    channel: str
    from_priority: str = "high"


@dataclass(frozen=True, kw_only=True)
class Wishes:
    """What one person wants: channels by group of topics, quiet hours, digest."""

    channels: Mapping[str, Sequence[str]] = field(default_factory=dict)
    quiet_from: time | None = None
    quiet_until: time | None = None
    digest: str = ""
    digest_at: time = time(8)
    zone: str = "UTC"
    has_email: bool = False
    has_mobile: bool = False


@dataclass(frozen=True, kw_only=True)
class Planned:
    """One delivery: its channel, its first state, when it may leave, and why it never will."""

    channel: str
    state: str = "pending"
    due_at: datetime
    is_digest: bool = False
    error: str = ""


def plan(*, group: str, priority: str, wishes: Wishes, ways: Sequence[Way], at: datetime) -> list[Planned]:
    """The deliveries of one message to one person.

    It is always shown in the product. Other channels are taken where the person chose them for the group
    of topics, or chose nothing and the priority is high enough. Quiet hours and digests put a message off
    unless it is critical; a person without an address keeps the row, suppressed.
    """
    found = [Planned(channel=IN_APP, state="sent", due_at=at)]
    for way in ways:
        if way.channel == IN_APP or not _is_wanted(way, group, priority, wishes):
            continue
        lacks = (way.channel == EMAIL and not wishes.has_email) or (
            way.channel == SMS and not wishes.has_mobile
        )
        if lacks:
            found.append(Planned(channel=way.channel, state="suppressed", due_at=at, error="no_address"))
            continue
        is_digest = bool(wishes.digest) and way.channel == EMAIL and priority != "critical"
        due_at = digest_moment(at, wishes) if is_digest else at
        if priority != "critical":
            due_at = after_quiet(due_at, wishes)
        found.append(Planned(channel=way.channel, due_at=due_at, is_digest=is_digest))
    return found


def _is_wanted(way: Way, group: str, priority: str, wishes: Wishes) -> bool:
    chosen = wishes.channels.get(group, wishes.channels.get(ANYTHING))
    if chosen is not None:
        return way.channel in chosen
    return PRIORITIES.index(priority) >= PRIORITIES.index(way.from_priority)


def after_quiet(at: datetime, wishes: Wishes) -> datetime:
    """The instant itself, or the end of the quiet hours it falls into, in the person's zone.

    Quiet hours may run over midnight; the beginning is quiet, the end is not. Where both are the same
    there are none.
    """
    start, end = wishes.quiet_from, wishes.quiet_until
    if start is None or end is None or start == end:
        return at
    zone = ZoneInfo(wishes.zone)
    local = at.astimezone(zone)
    now = local.time().replace(tzinfo=None, fold=0)
    if start < end:
        if not start <= now < end:
            return at
        day = local.date()
    elif now >= start:
        day = local.date() + timedelta(days=1)
    elif now < end:
        day = local.date()
    else:
        return at
    return datetime.combine(day, end, tzinfo=zone).astimezone(at.tzinfo)


def digest_moment(at: datetime, wishes: Wishes) -> datetime:
    """When the next digest leaves: at the full hour, or daily at the person's time in their zone."""
    zone = ZoneInfo(wishes.zone)
    local = at.astimezone(zone)
    if wishes.digest == "hourly":
        return (at + timedelta(hours=1)).replace(minute=0, second=0, microsecond=0)
    day = (
        local.date() if local.time().replace(tzinfo=None) < wishes.digest_at else local.date() + timedelta(1)
    )
    return datetime.combine(day, wishes.digest_at, tzinfo=zone).astimezone(at.tzinfo)


def wait_before(attempts: int) -> timedelta:
    """How long to wait after so many failed attempts: 30 s, doubled each time, an hour at most."""
    return min(timedelta(seconds=30) * 2 ** min(attempts - 1, 10), timedelta(hours=1))
