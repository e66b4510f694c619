"""Clocks that start and stop with the news: noted while a command runs, written at once at its end."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from erp.core.actor import Actor
from erp.core.commands import current
from erp.core.events import Event
from erp.core.refs import DocumentRef
from erp.masterdata.selectors.company import company
from sla.calc.milestones import Milestone
from sla.services import clock_rows
from sla.services.milestones import heard
from sla.services.pauses import move_due, resume_clocks
from sla.services.starting import Start

_SCRATCH = "sla.clocks"
HOLD = "hold"


@dataclass
class Noted:
    """What a command's news mean for clocks, in the order told."""

    starts: list[Start] = field(default_factory=list)
    stops: list[clock_rows.Stop] = field(default_factory=list)
    pauses: list[clock_rows.Pause] = field(default_factory=list)
    resumes: list[clock_rows.Pause] = field(default_factory=list)
    moves: list[clock_rows.Move] = field(default_factory=list)

    def copy(self) -> Noted:
        """As it is now, for a part of a command that may be refused."""
        return Noted(
            [replace(one) for one in self.starts],
            list(self.stops),
            list(self.pauses),
            list(self.resumes),
            list(self.moves),
        )

    def stop(self, stop: clock_rows.Stop) -> None:
        """Stop what was started before in this command, and what is stored."""
        for start in self.starts:
            if start.stopped_at is None and stop.means(start):
                start.stopped_at, start.outcome = stop.at, stop.outcome
        self.stops.append(stop)


def noted() -> Noted:
    """What this command has noted so far; written at its end, when all news is told."""
    unit = current()
    found: Noted | None = unit.scratch.get(_SCRATCH)
    if found is None:
        found = unit.scratch[_SCRATCH] = Noted()
    unit.at_flush(_SCRATCH, _write, last=True)
    return found


def hear(event: Event, actor: Actor, at: datetime) -> None:
    """Note what a piece of news means for the clocks of milestones."""
    for role, signal, milestone in heard(event.name):
        if event.document.kind == milestone.subject and signal.fits(event):
            _note(role, milestone, event, at)


def _note(role: str, milestone: Milestone, event: Event, at: datetime) -> None:
    subject, code = event.document, milestone.code
    if role == "starts":
        due_at = due_moment(getattr(event, milestone.due_fact, None)) if milestone.due_fact else None
        if milestone.due_fact and due_at is None:
            return  # the document names no day: there is nothing to keep
        about = event.about or subject
        noted().starts.append(
            Start(
                subject=subject,
                about=about,
                node=code,
                role=milestone.role,
                started_at=at,
                due_at=due_at,
                outcome="",
            )
        )
    elif role in {"stops", "cancels"}:
        outcome = "cancelled" if role == "cancels" else ""
        noted().stop(clock_rows.Stop(subject, at, outcome, process="", node=code))
    elif role in {"pauses", "resumes"}:
        found = noted().pauses if role == "pauses" else noted().resumes
        whole = subject.kind == "order"  # a hold stops every clock of the order
        found.append(clock_rows.Pause(subject, at, HOLD, node=None if whole else code))
    else:
        moved = due_moment(getattr(event, milestone.due_fact, None))
        if moved is not None:
            _note_move(subject, code, moved, at)


def _note_move(subject: DocumentRef, code: str, due_at: datetime, at: datetime) -> None:
    found = noted()
    for start in found.starts:
        if start.subject.key() == subject.key() and start.node == code:
            start.due_at = due_at
            return
    found.moves.append(clock_rows.Move(subject, code, due_at, at))


def due_moment(value: Any) -> datetime | None:
    """The moment that a fact names: itself, or the end of a day in the company's zone."""
    if value in (None, ""):
        return None
    if isinstance(value, str):
        value = datetime.fromisoformat(value) if "T" in value else date.fromisoformat(value)
    if isinstance(value, datetime):
        return value
    zone = ZoneInfo(company().time_zone)
    return datetime.combine(value + timedelta(days=1), datetime.min.time(), tzinfo=zone)


def _write() -> None:
    found: Noted = current().scratch.pop(_SCRATCH)
    clock_rows.write(starts=found.starts, stops=found.stops, pauses=_once(found.pauses))
    if found.resumes or found.moves:
        current().send()
        resume_clocks(_once(found.resumes))
        move_due(found.moves)


def _once(pauses: list[clock_rows.Pause]) -> list[clock_rows.Pause]:
    return list({(one.subject.key(), one.reason, one.node, one.case_id): one for one in pauses}.values())
