"""Letting paused clocks run on, and moving when clocks are due: rare, so they are read, reckoned, saved."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from erp.core.sets import update_rows
from erp.masterdata.calc.working_time import business_microseconds
from erp.masterdata.selectors.calendars import kept_calendar
from erp.processes.services.dues import keep_dues
from sla import locks
from sla.calc.ladder import SECOND, Rung, moment_after, next_rung, rungs_of
from sla.models import SlaTimer
from sla.services.clock_rows import Move, Pause

COLUMNS = [
    "state",
    "running_since",
    "spent_microseconds",
    "due_at",
    "paused_at",
    "target_seconds",
    "ladder",
    "next_rung",
    "next_action",
    "next_due_at",
]


def resume_clocks(resumes: Sequence[Pause]) -> None:
    """Let the clocks of documents run on, where no other reason holds them.

    What is left of the target is what was left when they were paused.
    Locks: the open timers of the documents.
    """
    for resume in resumes:
        rows = [
            row
            for row in locks.open_timers_of(resume.subject.kind, [resume.subject.id])
            if resume.reason in row.paused_for
            and resume.node in (None, row.node)
            and resume.case_id in (None, row.case_id)
        ]
        going = []
        for row in rows:
            row.paused_for = [reason for reason in row.paused_for if reason != resume.reason]
            SlaTimer.objects.filter(pk=row.pk).update(paused_for=row.paused_for)
            if not row.paused_for and row.state == SlaTimer.State.PAUSED:
                _run_on(row, resume.at)
                going.append(row)
        save_timers(going)


def _run_on(row: SlaTimer, at: datetime) -> None:
    calendar = kept_calendar(row.calendar_id)
    paused_at = row.paused_at or at
    at = max(at, paused_at)
    row.spent_microseconds += business_microseconds(calendar, row.running_since, paused_at)
    row.resume(at=at)
    if not row.is_fixed:
        row.due_at = due_of(row)
    point_at_next(row)


def due_of(row: SlaTimer) -> datetime:
    """When a running clock is due; past its target, the moment at which it was."""
    calendar = kept_calendar(row.calendar_id)
    if row.spent_microseconds > row.target_seconds * SECOND:
        return min(row.due_at, row.running_since)
    return moment_after(calendar, row.running_since, row.spent_microseconds, row.target_seconds)


def rung_moment(row: SlaTimer, rung: Rung) -> datetime:
    """When a rung of a running clock is due; one that follows a date keeps its distance from it."""
    calendar = kept_calendar(row.calendar_id)
    if row.is_fixed:
        return moment_after(calendar, row.started_at, 0, rung.after_seconds)
    return moment_after(calendar, row.running_since, row.spent_microseconds, rung.after_seconds)


def point_at_next(row: SlaTimer, *, done: int | None = None) -> None:
    """Have a running clock wait for its next rung: the one it pointed at, or the one after `done`."""
    rungs = rungs_of(row.ladder)
    found = next_rung(rungs, done if done is not None else (row.next_rung or len(rungs) + 1) - 1)
    row.next_rung = found.number if found else None
    row.next_action = found.action if found else ""
    row.next_due_at = rung_moment(row, found) if found else None


def move_due(moves: Sequence[Move]) -> None:
    """Have clocks that follow a document's own date follow its new one.

    Rungs that have not acted move along.
    Locks: the open timers of the documents.
    """
    for move in moves:
        found = []
        for row in locks.open_timers_of(move.subject.kind, [move.subject.id]):
            if row.node == move.node and not row.process:
                aim_at(row, move.due_at)
                found.append(row)
        save_timers(found)


def aim_at(row: SlaTimer, due_at: datetime) -> None:
    """Give a clock with a fixed date another one; rungs keep their distance from it."""
    calendar = kept_calendar(row.calendar_id)
    target = max(business_microseconds(calendar, row.started_at, due_at) // SECOND, 0)
    shift = target - row.target_seconds
    done = (row.next_rung or len(row.ladder) + 1) - 1
    row.ladder = [
        one if one["rung"] <= done else {**one, "after_seconds": max(one["after_seconds"] + shift, 0)}
        for one in row.ladder
    ]
    row.target_seconds, row.due_at = target, due_at
    if row.state == SlaTimer.State.RUNNING:
        point_at_next(row)


def save_timers(rows: Sequence[SlaTimer]) -> None:
    """Write locked timers in one statement; the tasks of running ones are due when they are."""
    update_rows(SlaTimer, [_values(row) for row in rows], put=COLUMNS)
    running = SlaTimer.State.RUNNING
    keep_dues({row.task_id: row.due_at for row in rows if row.task_id is not None and row.state == running})


def _values(row: SlaTimer) -> dict[str, Any]:
    values = {name: getattr(row, name) for name in COLUMNS}
    return {"id": row.pk, **values, "ladder": json.dumps(row.ladder)}
