"""The channels in force and what each person wishes, read often and changed hardly ever."""

from __future__ import annotations

from datetime import time as clock_time
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from erp.core.fresh import kept_for
from erp.identity.models import User
from erp.masterdata.selectors.company import company
from erp.notifications.calc.planning import Way, Wishes
from erp.notifications.models import ChannelSetting, Preference


@kept_for(seconds=5.0)
def ways_in_force() -> tuple[Way, ...]:
    """The channels that are switched on; at most five seconds old."""
    rows = ChannelSetting.objects.filter(is_enabled=True).order_by("id")
    return tuple(
        Way(channel=code, from_priority=level) for code, level in rows.values_list("code", "from_priority")
    )


def forget_ways() -> None:
    """Read the channels anew next time; called when one was changed."""
    ways_in_force.forget()


@lru_cache(maxsize=1)
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


def zone_of(user: User) -> str:
    """A person's time zone, else the company's."""
    return user.time_zone if user.time_zone in _zones() else company().time_zone


def zone_info(user: User) -> ZoneInfo:
    """A person's time zone as Python has it."""
    return ZoneInfo(zone_of(user))


def wishes_of(user: User) -> Wishes:
    """What one person wants; the preference is read with the person where `select_related` asked for it."""
    wants: Any = getattr(user, "notification_preference", None)
    if wants is None:
        return Wishes(zone=zone_of(user), has_email=bool(user.email))
    return Wishes(
        channels=wants.channels,
        quiet_from=wants.quiet_from,
        quiet_until=wants.quiet_until,
        digest=wants.digest,
        digest_at=wants.digest_at if isinstance(wants.digest_at, clock_time) else clock_time(8),
        zone=zone_of(user),
        has_email=bool(user.email),
        has_mobile=bool(wants.mobile),
    )


def preference_of(user_id: int) -> Preference:
    """A person's preference; an unsaved one with nothing chosen when there is none yet."""
    found = Preference.objects.filter(user_id=user_id).first()
    return found or Preference(user_id=user_id, digest_at=clock_time(8))
