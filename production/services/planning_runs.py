"""Runs of MRP: asked for by people or the clock, reckoned by the worker, stored as the plan in force."""

from __future__ import annotations

import time
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext as _

from erp.core.actor import Actor, system_actor
from erp.core.commands import command
from erp.core.errors import Conflict, DomainError, Invalid
from erp.core.events import emit
from erp.core.machines import move_on
from erp.masterdata.selectors.company import business_day, company
from production import locks
from production.calc.planning.messages import messages
from production.calc.planning.model import PlanningError
from production.events import PlanningAsked, PlanningFinished
from production.models import PlanningRun
from production.selectors.expected_needs import planning_setting
from production.selectors.planning_model import falls_out_beside, planning_input
from production.selectors.scenarios import visible_scenarios
from production.services.planning_amend import store_plan
from production.services.planning_store import reckoned
from production.services.scenario_plans import plan_scenario

RUN = ("production.run_planning", "Run material planning")
MOST_DAYS = 1000
DEFER_AFTER = 3  # days; a supply that comes a little early is left alone
RELEASE_WITHIN = 1


@command(*RUN)
def ask_planning(
    *,
    horizon_days: int = 180,
    mode: str = PlanningRun.Mode.FULL,
    scenario_id: int | None = None,
    actor: Actor,
    at: datetime | None = None,
) -> PlanningRun:
    """Have everything planned anew (`full`) or what has changed since (`net_change`); the worker does it.

    With a scenario, its changes are laid over reality and that plan is stored beside the one in force, which
    stays as it is.

    Emits:  PlanningAsked.
    Raises: Invalid on `horizon_days`, `mode`, `scenario`; Conflict `scenario_closed`, `scenario_empty`.
    """
    at = at or timezone.now()
    if not 1 <= horizon_days <= MOST_DAYS:
        raise Invalid.field("horizon_days", _("Between 1 and 1,000 days."), "out_of_range")
    if mode not in PlanningRun.Mode.values:
        raise Invalid.field("mode", _("Not one of the choices."), "invalid_choice")
    if scenario_id is not None:
        _refuse_scenario(scenario_id, actor)
    run = PlanningRun.objects.create(
        scenario_id=scenario_id,
        horizon_days=horizon_days,
        mode=mode,
        asked_by_id=actor.user_id,
        asked_label=actor.label[:150],
        asked_at=at,
    )
    emit(PlanningAsked(document=run.ref), actor=actor, at=at)
    return run


def _refuse_scenario(scenario_id: int, actor: Actor) -> None:
    """Refuse a scenario that the actor may not see, that is closed or that changes nothing."""
    row = visible_scenarios(actor).filter(pk=scenario_id).first()
    if row is None:
        raise Invalid.field("scenario", _("There is no such thing, or you may not see it."), "not_found")
    if not row.is_open:
        raise Conflict("scenario_closed", document=row.number, state=row.state)
    if not row.changes.exists():
        raise Conflict("scenario_empty", document=row.number)


@command()
def plan_by_the_clock(*, actor: Actor, at: datetime | None = None) -> PlanningRun | None:
    """Ask for the run of the night, once a day, at the hour of the company's time that the settings name.

    A worker that was down then asks as soon as it is back. Gives None when there is nothing to ask for.

    Locks:  planning.
    Emits:  PlanningAsked.
    """
    at = at or timezone.now()
    setting = planning_setting()
    local = at.astimezone(ZoneInfo(company().time_zone))
    if not setting.plans_nightly or local.hour < setting.hour:
        return None
    locks.lock_planning()
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    mine = PlanningRun.objects.filter(asked_by=None, asked_label=actor.label[:150], asked_at__gte=midnight)
    if mine.exists():
        return None
    return ask_planning(horizon_days=setting.horizon_days, actor=actor, at=at)


def run_planning(run_id: int) -> None:
    """Carry out a run that waits; one that cannot be reckoned is marked failed and the plan before it stays.

    Runs once, however often it is delivered.
    """
    actor = system_actor("planning")
    try:
        carry_out_run(run_id=run_id, actor=actor)
    except PlanningError as problem:
        fail_run(run_id=run_id, code=problem.code, facts=problem.facts, actor=actor)
    except DomainError as refusal:
        fail_run(run_id=run_id, code=refusal.code, facts={}, actor=actor)


@command()
def carry_out_run(*, run_id: int, actor: Actor, at: datetime | None = None) -> PlanningRun:
    """Read, reckon and store a plan in one transaction: readers see the old plan until the new one is whole.

    A net-change run reckons the same plan in memory and writes only the items of which anything is other
    than in the plan in force, and what the pegs of their parts lead to. The run of a scenario writes its own
    plan beside it and lets other runs pass.

    Locks:  planning, so that runs follow each other, or the scenario; the run.
    Emits:  PlanningFinished.
    Raises: PlanningError; Conflict `overtaken` when a run asked for later was done first; for a scenario
        Conflict `scenario_closed`, `scenario_empty`.
    """
    at = at or timezone.now()
    scenario = PlanningRun.objects.filter(pk=run_id).values_list("scenario_id", flat=True).first()
    if scenario:
        locks.scenario_for_update(scenario)
    else:
        locks.lock_planning()
    run = locks.planning_run_for_update(run_id)
    if run.state != PlanningRun.State.QUEUED:
        return run
    later = PlanningRun.objects.filter(scenario__isnull=True, state="completed", pk__gt=run.pk)
    if not scenario and later.exists():
        raise Conflict("overtaken", document=run.number)  # its rows would take the place of later ones
    begin = time.perf_counter()
    move_on(run, "begin")
    locks.keep_while_reckoning()
    if scenario:
        plan_scenario(run, defer_after=DEFER_AFTER, release_within=RELEASE_WITHIN, at=at)
    else:
        _plan_company(run, business_day(at))
    move_on(run, "complete")
    run.finished_at, run.seconds = timezone.now(), round(time.perf_counter() - begin, 3)
    run.save()
    emit(
        PlanningFinished(document=run.ref, orders=run.counts["orders"], late=run.counts["late"]),
        actor=actor,
        at=at,
    )
    return run


def _plan_company(run: PlanningRun, today: date) -> None:
    """Reckon the company's plan and put it in force."""
    run.planned_on = today
    given = planning_input(today=today, horizon_days=run.horizon_days)
    made = reckoned(given)
    told = messages(
        given.model,
        made,
        defer_after=DEFER_AFTER,
        release_within=RELEASE_WITHIN,
        beside=falls_out_beside(given),
    )
    store_plan(run, given, made, told)


@command()
def fail_run(*, run_id: int, code: str, facts: dict[str, Any], actor: Actor) -> PlanningRun:
    """Say why a run could not be reckoned; the plan in force stays.

    Locks:  the run.
    Emits:  PlanningFinished.
    """
    run = locks.planning_run_for_update(run_id)
    if run.state in (PlanningRun.State.QUEUED, PlanningRun.State.RUNNING):
        move_on(run, "fail", code=code, facts=facts)
        run.finished_at = timezone.now()
        run.save()
        emit(PlanningFinished(document=run.ref, orders=0, late=0), actor=actor)
    return run
