"""What the rungs that move something do: escalate, reassign, approve, reject, mark an exception."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from erp.core.actor import system_actor
from erp.core.commands import attempt
from erp.core.errors import Conflict, DomainError, IllegalTransition
from erp.masterdata.selectors.company import business_day, company
from erp.processes.calc.graph import Assignee
from erp.processes.services import timeouts
from sla.calc.ladder import Rung
from sla.models import RungClaim, SlaTimer
from sla.selectors.recipients import ADMINISTRATORS, Recipients, directory, having, named, superiors

_SOURCES = ("role", "user", "field", "manager_of", "table")


@dataclass(frozen=True)
class Effect:
    """What became of a rung, and whom it concerns."""

    told: Recipients
    outcome: str = "done"
    why: str = ""


def act_on_timer(row: SlaTimer, rung: Rung, *, at: datetime) -> Effect:
    """Do what a rung says; a step that was decided meanwhile needs nothing, a refusal is kept and told.

    Locks: what the effect locks; the caller holds the document.
    """
    known, day = directory([row]), business_day(at)
    if rung.action == "escalate":
        steps = 1 + RungClaim.objects.filter(timer_id=row.pk, action="escalate").count()
        told = named(rung.to, known) or superiors(row, known, day, steps=steps)
    elif rung.action == "reassign":
        told = named(rung.to, known) or superiors(row, known, day, steps=1)
    else:
        told = having(row, known, day)
    try:
        with attempt():
            told = _move_step(row, rung, told, at)
    except IllegalTransition as refusal:
        return Effect(told, RungClaim.Outcome.MOOT, refusal.code)
    except DomainError as refusal:
        return Effect(told, RungClaim.Outcome.REFUSED, refusal.code)
    return Effect(told)


def _move_step(row: SlaTimer, rung: Rung, told: Recipients, at: datetime) -> Recipients:
    """Move the step behind a clock; a milestone has none: people are told, and nothing can be decided."""
    if row.token_id is None:
        if rung.action in {"approve", "reject"}:
            raise Conflict("no_step_to_decide", node=row.node)
        return told
    step: dict[str, Any] = {
        "token_id": row.token_id,
        "visit": row.visit,
        "node": row.node,
        "actor": system_actor(row.source),
        "at": at,
    }
    if rung.action == "escalate":
        return _escalated(timeouts.escalate_task(note=delay_note(row, at), **step), told)
    if rung.action == "reassign":
        task = timeouts.reassign_task(to=_assignee(rung, told), **step)
        label = str(task.assignee) if task.assignee else task.role
        return replace(told, labels=(label,))
    if rung.action == "approve":
        timeouts.auto_approve(**step)
    elif rung.action == "reject":
        timeouts.auto_reject_to_previous(reason=delay_note(row, at), **step)
    else:
        timeouts.mark_exception(reason=delay_note(row, at), **step)
    return told


def _escalated(superior: Any, told: Recipients) -> Recipients:
    if superior is None:
        return Recipients(role=ADMINISTRATORS, labels=(ADMINISTRATORS,), nobody_above=True)
    return Recipients(user_ids=(superior.pk,), labels=(str(superior),))


def _assignee(rung: Rung, told: Recipients) -> Assignee:
    """Whom the rung names; a ladder that names nobody gives it to the superior."""
    named_by_rung = dict(rung.to or {})
    if named_by_rung.get("users"):
        return Assignee(users=tuple(str(name) for name in named_by_rung["users"]))
    if any(named_by_rung.get(name) for name in _SOURCES):
        text = {name: str(named_by_rung.get(name) or "") for name in _SOURCES}
        return Assignee(
            role=text["role"],
            user=text["user"],
            field=text["field"],
            manager_of=text["manager_of"],
            table=text["table"],
        )
    if told.user_ids:
        return Assignee(users=tuple(str(key) for key in told.user_ids))
    return Assignee(role=told.role)


def delay_note(row: SlaTimer, at: datetime) -> str:
    """What the superior reads about the delay, in the company's language: it is kept with the step."""
    minutes = int((at - row.due_at).total_seconds() // 60)
    told = {"rule": row.source, "minutes": abs(minutes)}
    with translation.override(company().language):
        if minutes < 0:
            return _("%(rule)s: %(minutes)s minutes left") % told
        return _("%(rule)s: %(minutes)s minutes over") % told
