"""How clocks, targets and time-out steps read in the reader's words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, ngettext, pgettext
from django.utils.translation import gettext as _

from erp.identity.selectors.roles import role_names
from erp.masterdata.selectors.calendars import Calendar, add_business, add_business_days, kept_calendar
from erp.masterdata.selectors.company import company
from erp.notifications.selectors.wording import register_alerts
from erp.processes.selectors.definitions import current_drawing
from sla.models import SlaPolicy, SlaTimer
from sla.selectors.policies import Target, level_of, levels

ACTION_LABELS: Mapping[str, str | Promise] = {
    "warn": gettext_lazy("Warn"),
    "remind": gettext_lazy("Remind"),
    "escalate": gettext_lazy("Escalate to the superior"),
    "reassign": gettext_lazy("Give to somebody else"),
    "approve": gettext_lazy("Approve by itself"),
    "reject": gettext_lazy("Reject to the step before"),
    "mark_exception": gettext_lazy("Mark as an exception"),
}
OUTCOMES: Mapping[str, str | Promise] = {
    "done": gettext_lazy("Done"),
    "moot": gettext_lazy("No longer needed"),
    "refused": gettext_lazy("Refused"),
}


def register_words() -> None:
    """Say what the messages of clocks are called."""
    over = gettext_lazy("%(minutes)s minutes over. %(rule)s")
    register_alerts(
        {
            "sla_warning": (
                gettext_lazy("%(document)s is due soon"),
                gettext_lazy("%(minutes)s minutes are left. %(rule)s"),
            ),
            "sla_reminder": (gettext_lazy("%(document)s is due"), over),
            "sla_escalation": (gettext_lazy("%(document)s is late and goes up to you"), over),
            "sla_reassigned": (gettext_lazy("%(document)s was given to you: it is late"), over),
            "sla_auto_approved": (gettext_lazy("%(document)s was approved by its clock"), over),
            "sla_auto_rejected": (gettext_lazy("%(document)s was sent back by its clock"), over),
            "sla_exception": (gettext_lazy("%(document)s is marked as an exception"), over),
            "sla_refused": (
                gettext_lazy("A time-out of %(document)s could not act"),
                gettext_lazy("%(rule)s: %(why)s Look at its ladder."),
            ),
        }
    )


def action_label(action: str) -> str:
    """What a rung does, in words."""
    return str(ACTION_LABELS.get(action, action))


def policy_name(row: SlaPolicy) -> str:
    """A service level's name; those shipped with the product in the reader's language."""
    return pgettext("service level", row.name)


def clock_name(row: SlaTimer, milestones: Mapping[str, Any]) -> str:
    """What is timed: the milestone's name, or the node's as it is drawn."""
    if not row.process:
        return str(milestones.get(row.node, row.node))
    return node_name(row.process, row.node)


def node_name(process: str, node: str) -> str:
    """A node's name in the reader's language, by the drawing in force; its code where none is."""
    drawing = current_drawing(process)
    found = drawing.graph.by_id.get(node) if drawing is not None else None
    if found is None:
        return node.replace("_", " ").capitalize()
    return found.title(get_language() or "en")


def span_text(seconds: int, *, is_working: bool = True) -> str:
    """A length in words: "30 working minutes", "2 h 30 min of working time"."""
    hours, rest = divmod(abs(seconds), 3600)
    minutes = rest // 60
    if hours >= 48 and not is_working and hours % 24 == 0 and not minutes:
        return ngettext("%(count)s day", "%(count)s days", hours // 24) % {"count": hours // 24}
    if hours >= 48 and not is_working:
        return _("%(days)s d %(hours)s h") % {"days": hours // 24, "hours": hours % 24}
    if hours and minutes:
        text = _("%(hours)s h %(minutes)s min") % {"hours": hours, "minutes": minutes}
        return _("%(span)s of working time") % {"span": text} if is_working else text
    if hours:
        many = ngettext("%(count)s working hour", "%(count)s working hours", hours)
        plain = ngettext("%(count)s hour", "%(count)s hours", hours)
        return (many if is_working else plain) % {"count": hours}
    many = ngettext("%(count)s working minute", "%(count)s working minutes", minutes)
    plain = ngettext("%(count)s minute", "%(count)s minutes", minutes)
    return (many if is_working else plain) % {"count": minutes}


def target_text(target: Target, *, is_working: bool = True) -> str:
    """A target in words."""
    if target.days is not None:
        return ngettext("%(count)s working day", "%(count)s working days", target.days) % {
            "count": target.days
        }
    if target.seconds is not None:
        return span_text(target.seconds, is_working=is_working)
    return _("The document's own date")


def example(policy: SlaPolicy, *, now: datetime | None = None) -> str:
    """A target as a worked example, late on a Friday: where working time shows.

    Empty where the document itself says when it is due.
    """
    level = level_of(policy, levels().default_calendar_id)
    return example_of(level.target, level.calendar_id, now=now)


def example_of(target: Target, calendar_id: int | None, *, now: datetime | None = None) -> str:
    """The same for a target and a calendar."""
    if target == Target():
        return ""
    calendar = kept_calendar(calendar_id)
    zone = ZoneInfo(calendar.time_zone if calendar_id else company().time_zone)
    raised = _last_minutes_of_friday(calendar, now or timezone.now(), zone)
    if target.days is not None:
        due = add_business_days(calendar, raised, target.days)
    else:
        due = add_business(calendar, raised, target.seconds or 0)
    told = {
        "span": target_text(target, is_working=calendar_id is not None),
        "raised": _weekday(raised, zone),
        "due": _weekday(due, zone),
    }
    return _("%(span)s: raised %(raised)s → due %(due)s") % told


def _last_minutes_of_friday(calendar: Calendar, now: datetime, zone: ZoneInfo) -> datetime:
    local = now.astimezone(zone)
    friday = local.date() + timedelta(days=(4 - local.weekday()) % 7)
    hours = calendar.hours(friday)
    minutes = 17 * 60 + 50
    if hours:
        end = hours[-1][1]
        minutes = max(int(end[:2]) * 60 + int(end[3:]) - 10, 0) % (24 * 60)
    wall = datetime.combine(friday, datetime.min.time(), tzinfo=zone)
    return wall.replace(hour=minutes // 60, minute=minutes % 60)


def _weekday(at: datetime, zone: ZoneInfo) -> str:
    local = at.astimezone(zone)
    return f"{date_format(local, 'l')} {local:%H:%M}"


def rung_text(rung: Mapping[str, Any]) -> str:
    """A rung of a policy in words: "10 minutes before the target: Warn"."""
    after, from_due = rung.get("after_seconds"), rung.get("from_due_seconds")
    if after is not None:
        when = _("%(span)s after the start") % {"span": span_text(after, is_working=False)}
    elif not from_due:
        when = _("At the target")
    elif from_due < 0:
        when = _("%(span)s before the target") % {"span": span_text(from_due, is_working=False)}
    else:
        when = _("%(span)s after the target") % {"span": span_text(from_due, is_working=False)}
    text = f"{when}: {action_label(rung.get('action', ''))}"
    to = rung.get("to") or {}
    who = role_names().get(to.get("role", ""), "") or to.get("user", "")
    return f"{text} → {who}" if who else text
