"""What the rungs that move something do: escalate, reassign, approve, reject, mark an exception."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from erp.core.commands import attempt
from erp.core.errors import DomainError, IllegalTransition
from erp.masterdata.selectors.company import business_day
from sla.calc.ladder import Rung
from sla.models import RungClaim, SlaTimer
from sla.selectors.recipients import Recipients, directory, having, named, superiors


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
            _move_step(row, rung, told, at)
    except IllegalTransition as refusal:
        return Effect(told, RungClaim.Outcome.MOOT, refusal.code)
    except DomainError as refusal:
        return Effect(told, RungClaim.Outcome.REFUSED, refusal.code)
    return Effect(told)


def _move_step(row: SlaTimer, rung: Rung, told: Recipients, at: datetime) -> None:
    """Move the task behind a clock; a milestone has none, so that only people are told."""
