"""What a new clock is made of: the level that counts, its target, when it is due, its ladder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from erp.core.refs import DocumentRef
from erp.masterdata.selectors.calendars import Calendar, business_seconds, kept_calendar
from sla.calc.ladder import Rung, RungSpec, laid, moment_after, target_of_days
from sla.selectors.policies import Level, Levels, Target, levels
from sla.selectors.subjects import SubjectFacts, facts_of_subject, tiers_of


@dataclass
class Start:
    """A clock to be started, and stopped at once where the same command has done what is timed.

    `drawn` is what the graph itself says of a node, where no policy overrides it.
    """

    subject: DocumentRef
    about: DocumentRef
    node: str
    role: str
    started_at: datetime
    due_at: datetime | None = None
    process: str = ""
    visit: int = 1
    case_id: int | None = None
    task_id: int | None = None
    token_id: int | None = None
    customer_id: int | None = None
    drawn: Drawn | None = None
    stopped_at: datetime | None = None
    outcome: str = ""


@dataclass(frozen=True)
class Drawn:
    """A node's own clock, as its graph has it; `calendar` is a code, "" the company's."""

    source: str
    target_seconds: int | None
    calendar: str
    ladder: tuple[RungSpec, ...]


def rows_of(starts: Sequence[Start]) -> list[dict[str, Any]]:
    """The rows of new clocks; documents that no level is for get none."""
    known = levels()
    timed = [(start, level) for start in starts if (level := _level(start, known)) or _is_drawn(start)]
    facts = [_facts(start, level) for start, level in timed]
    wanted = {
        fact.customer_id
        for (_start, level), fact in zip(timed, facts, strict=True)
        if level is not None and level.by_tier and fact.customer_id is not None
    }
    tiers = tiers_of(key for key in wanted if key)
    rows = []
    for (start, level), fact in zip(timed, facts, strict=True):
        tier = tiers.get(fact.customer_id or 0, "")
        row = _row(start, level, fact, tier, known)
        if row is not None:
            rows.append(row)
    return rows


def _level(start: Start, known: Levels) -> Level | None:
    if start.process:
        return known.by_node.get((start.process, start.node))
    return known.by_milestone.get(start.node)


def _is_drawn(start: Start) -> bool:
    return start.drawn is not None and bool(start.drawn.target_seconds)


def _facts(start: Start, level: Level | None) -> SubjectFacts:
    """Read only where something depends on it; a case tells its customer itself."""
    if start.customer_id is not None and not (level and level.by_priority):
        return SubjectFacts(start.customer_id)
    return facts_of_subject(start.subject, start.about)


def _row(
    start: Start, level: Level | None, fact: SubjectFacts, tier: str, known: Levels
) -> dict[str, Any] | None:
    calendar_id = _calendar_id(start, level, known)
    calendar = kept_calendar(calendar_id)
    target = _target(start, level, fact, tier)
    seconds, due_at = _length(start, target, calendar)
    if seconds is None or due_at is None:
        return None
    specs = level.ladder if level is not None and (level.ladder or not start.drawn) else ()
    rungs = laid(specs or (start.drawn.ladder if start.drawn else ()), seconds)
    first = rungs[0] if rungs else None
    next_due = None
    if first and start.stopped_at is None:
        next_due = moment_after(calendar, start.started_at, 0, first.after_seconds)
    return {
        "policy_id": level.policy_id if level else None,
        "source": level.source if level else (start.drawn.source if start.drawn else ""),
        "process": start.process,
        "node": start.node,
        "visit": start.visit,
        "case_id": start.case_id,
        "task_id": start.task_id,
        "token_id": start.token_id,
        **_refs(start),
        "customer_id": fact.customer_id,
        "role": start.role,
        "calendar_id": calendar_id,
        "target_seconds": seconds,
        "is_fixed": start.due_at is not None,
        "started_at": start.started_at.isoformat(),
        "due_at": due_at.isoformat(),
        "ladder": [rung.to_json() for rung in rungs],
        **_ending(start, due_at, first, next_due),
    }


def _refs(start: Start) -> dict[str, Any]:
    subject, about = start.subject, start.about
    return {
        "subject_kind": subject.kind,
        "subject_id": subject.id,
        "subject_number": subject.number,
        "about_kind": about.kind,
        "about_id": about.id,
        "about_number": about.number,
    }


def _ending(start: Start, due_at: datetime, first: Rung | None, next_due: datetime | None) -> dict[str, Any]:
    """The state a clock begins in, or ends in where the same command has stopped it."""
    if start.stopped_at is not None:
        start.stopped_at = max(start.stopped_at, start.started_at)
        state = start.outcome or ("met" if start.stopped_at <= due_at else "breached")
        ended = {"state": state, "stopped_at": start.stopped_at.isoformat()}
        return {**ended, "next_rung": None, "next_action": "", "next_due_at": None}
    return {
        "state": "running",
        "stopped_at": None,
        "next_rung": first.number if first else None,
        "next_action": first.action if first else "",
        "next_due_at": next_due.isoformat() if next_due else None,
    }


def _calendar_id(start: Start, level: Level | None, known: Levels) -> int | None:
    if level is not None:
        return level.calendar_id
    code = start.drawn.calendar if start.drawn else ""
    return known.calendar_ids.get(code, known.default_calendar_id)


def _target(start: Start, level: Level | None, fact: SubjectFacts, tier: str) -> Target:
    """The policy's target (customer, tier, priority, its own), else the node's default."""
    found = Target()
    if level is not None:
        found = level.target_for(customer_id=fact.customer_id, tier=tier, priority=fact.priority)
    if found == Target() and start.drawn is not None:
        found = Target(seconds=start.drawn.target_seconds)
    return found


def _length(start: Start, target: Target, calendar: Calendar) -> tuple[int | None, datetime | None]:
    """Seconds of business time and the due moment."""
    if start.due_at is not None:
        return max(int(business_seconds(calendar, start.started_at, start.due_at)), 0), start.due_at
    seconds = target.seconds
    if target.days is not None:
        seconds = target_of_days(calendar, start.started_at, target.days)
    if seconds is None:
        return None, None
    return seconds, moment_after(calendar, start.started_at, 0, seconds)
