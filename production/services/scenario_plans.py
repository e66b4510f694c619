"""The plan of a scenario: reckoned and stored beside the plan in force, which it never touches."""

from __future__ import annotations

from datetime import datetime

import numpy as np

from erp.core.errors import Conflict
from erp.masterdata.selectors.company import business_day
from production import locks
from production.calc.planning.messages import messages
from production.models import (
    PlannedForecast,
    PlannedOrder,
    PlannedPeg,
    PlanningException,
    PlanningRun,
    Scenario,
)
from production.selectors.planning import runs_beside
from production.selectors.planning_model import falls_out_beside
from production.selectors.scenario_plan import mark_of, scenario_input
from production.services.planning_amend import counts_of
from production.services.planning_store import (
    reckoned,
    store_exceptions,
    store_forecasts,
    store_orders,
    store_pegs,
)

MOST_KEPT = 6  # plans of scenarios that are stored at a time: each may be as large as the plan in force


def plan_scenario(run: PlanningRun, *, defer_after: int, release_within: int, at: datetime) -> None:
    """Reckon the plan of a run's scenario as its changes are now and store it; the caller saves the run.

    An earlier plan of the scenario goes, and the oldest of other scenarios when there are many.

    Locks:  the scenario, so that it does not change or close meanwhile.
    Raises: Conflict `scenario_closed`, `scenario_empty`; PlanningError.
    """
    scenario = locks.scenario_for_update(run.scenario_id or 0)
    if not scenario.is_open:
        raise Conflict("scenario_closed", document=scenario.number, state=scenario.state)
    rows = list(scenario.changes.order_by("line_no"))
    if not rows:
        raise Conflict("scenario_empty", document=scenario.number)
    run.planned_on = business_day(at)
    given = scenario_input(rows, now=at, horizon_days=run.horizon_days)
    made = reckoned(given)
    told = messages(
        given.model,
        made,
        defer_after=defer_after,
        release_within=release_within,
        beside=falls_out_beside(given),
    )
    drop_plans(scenario)
    _make_room()
    keys = store_orders(run.pk, given, made, np.arange(len(made)))
    left = [place for place, one in enumerate(given.forecasts) if one.left > 0]
    expected = np.zeros(len(given.forecasts), dtype=np.int64)
    for place, key in store_forecasts(run.pk, given, left).items():
        expected[place] = key
    for pegs in made.pegs:
        store_pegs(run.pk, given, pegs, keys=keys, forecasts=expected)
    store_exceptions(run.pk, given, made, told=told, keys=keys, settled=set())
    run.counts |= counts_of(given, made, told)
    run.counts["changes"] = len(rows)
    run.counts["mark"] = mark_of(rows)
    if run.mode == PlanningRun.Mode.NET_CHANGE:
        run.counts["written_whole"] = "scenario"


def drop_plans(scenario: Scenario) -> None:
    """Take the stored plan of a scenario out; its runs stay, with their figures. The caller has its lock."""
    _drop(list(runs_beside().filter(scenario=scenario).values_list("pk", flat=True)))


def _make_room() -> None:
    """Leave room for one more stored plan: the oldest go."""
    _drop(list(runs_beside().values_list("pk", flat=True)[MOST_KEPT - 1 :]))


def _drop(runs: list[int]) -> None:
    if not runs:
        return
    for kind in (PlannedPeg, PlannedForecast, PlanningException, PlannedOrder):
        rows = kind._default_manager.filter(run_id__in=runs)
        rows._raw_delete(rows.db)
    PlanningRun.objects.filter(pk__in=runs).update(rows_kept=False)
