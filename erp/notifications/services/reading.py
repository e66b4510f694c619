"""What people do with what they are told: read it, and say how they want to be told."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import datetime, time
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from erp.core.actor import Actor
from erp.core.commands import command
from erp.core.errors import Invalid, NotFound, NotPermitted
from erp.core.refs import DocumentRef
from erp.notifications.calc.planning import BOTS, EMAIL, SMS
from erp.notifications.calc.wording import GROUPS
from erp.notifications.models import Notification, Preference
from erp.notifications.selectors.channels import preference_of

CHOICES = (EMAIL, SMS, *BOTS)
_MOBILE = re.compile(r"\+?[0-9][0-9 -]{4,24}")


@command()
def read_notifications(*, ids: Sequence[int] | None, actor: Actor, at: datetime | None = None) -> int:
    """Mark one's own notifications as read: those named, or all; gives how many were not yet.

    Raises: NotFound when one named is not the actor's.
    """
    rows = Notification.objects.filter(user_id=actor.user_id or 0)
    if ids is not None:
        rows = rows.filter(pk__in=ids)
        if rows.count() != len(set(ids)):
            raise NotFound(kind="notification")
    return rows.filter(read_at__isnull=True).update(read_at=at or timezone.now())


@command()
def settle_told(
    *, topics: Sequence[str], told: Iterable[tuple[DocumentRef, str]], at: datetime | None = None
) -> int:
    """What was told on these topics, by document and `dedupe`, is done: nobody has to look at it any more.

    Gives how many were not read yet.
    """
    pairs = list(told)
    settled = 0
    for kind in sorted({ref.kind for ref, _dedupe in pairs}):
        mine = [(ref.id, dedupe) for ref, dedupe in pairs if ref.kind == kind]
        rows = Notification.objects.filter(
            topic__in=topics,
            subject_kind=kind,
            subject_id__in={pk for pk, _dedupe in mine},
            dedupe__in={dedupe for _pk, dedupe in mine},
            read_at__isnull=True,
        )
        settled += rows.update(read_at=at or timezone.now())
    return settled


@command()
def save_preference(*, values: dict[str, Any], actor: Actor) -> Preference:
    """Keep how the actor wants to be told; from the next message on.

    Raises: Invalid by field; NotPermitted for what is no person.
    """
    if actor.user_id is None:
        raise NotPermitted()
    row = preference_of(actor.user_id)
    row.channels = _channels(values.get("channels"))
    row.quiet_from, row.quiet_until = _time(values, "quiet_from"), _time(values, "quiet_until")
    if (row.quiet_from is None) != (row.quiet_until is None):
        raise Invalid.field("quiet_until", _("Give both times, or none."), "required")
    row.digest = str(values.get("digest") or "")
    if row.digest not in Preference.Digest.values:
        raise Invalid.field("digest", _("This must be one of: %(choices)s.") % {"choices": "hourly, daily"})
    row.digest_at = _time(values, "digest_at") or time(8)
    row.mobile = str(values.get("mobile") or "").strip()
    if row.mobile and not _MOBILE.fullmatch(row.mobile):
        raise Invalid.field("mobile", _("This must be a mobile number, such as +86 138 0013 8000."))
    row.save()
    return row


def _channels(given: Any) -> dict[str, list[str]]:
    """Chosen channels by group of topics; a group that is not named follows the company's rule."""
    if not isinstance(given, dict):
        return {}
    found = {}
    for group, names in given.items():
        if group not in GROUPS:
            raise Invalid.field(
                "channels", _("There is no such group: %(group)s.") % {"group": str(group)[:40]}
            )
        unknown = [name for name in names if name not in CHOICES]
        if unknown:
            raise Invalid.field(
                "channels", _("There is no such channel: %(channel)s.") % {"channel": str(unknown[0])[:40]}
            )
        found[group] = [name for name in CHOICES if name in names]
    return found


def _time(values: dict[str, Any], name: str) -> time | None:
    given = values.get(name)
    if given in (None, ""):
        return None
    if isinstance(given, time):
        return given
    try:
        return time.fromisoformat(str(given)).replace(tzinfo=None)
    except ValueError:
        raise Invalid.field(name, _("This must be a time, such as 22:00.")) from None
