"""What a planning run of a scenario reckons with: today's model with the scenario's changes laid over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import numpy as np

from production.calc.planning.model import Dated, Ints, Model
from production.calc.scenarios.picture import Picture
from production.calc.scenarios.reckoning import reckon
from production.models import PlannedPeg, ScenarioChange
from production.selectors.planning_model import ForecastNeed, PlanningInput
from production.selectors.scenario_kinds import kind_of
from production.selectors.scenario_kinds.base import mark, references_there
from production.selectors.scenario_picture import read_world


def mark_of(rows: Sequence[ScenarioChange]) -> str:
    """A mark of some changes that differs as soon as they do."""
    return mark([(row.line_no, row.kind, row.payload) for row in rows])


def scenario_input(rows: Sequence[ScenarioChange], *, now: datetime, horizon_days: int) -> PlanningInput:
    """The planning model as it would be with the changes; what they name is planned though nobody needs it.

    What a change brings is known by the change: a demand (`asked`) or a receipt of the kind SCENARIO. Where
    the changes touch the shop, work orders come as many days earlier or later as the schedule with them has
    the orders end against the schedule without them. Raises: PlanningError; Misconfigured.
    """
    payloads = [row.payload for row in rows]
    extra = {payload["product"] for payload in payloads if payload.get("product")}
    refs = references_there(payloads)
    world = read_world(now, extra=extra, horizon_days=horizon_days, with_to_order=False)
    picture, owners = world.picture, list[int]()
    receipt_ids = list(world.given.receipt_ids)
    for row in rows:
        for change in kind_of(row.kind).changes(row.payload, refs, world):
            picture = change.over(picture)
            owners += [row.pk] * (len(picture.claims) - len(world.picture.claims) - len(owners))
            brought = len(picture.model.receipts) - len(receipt_ids)
            receipt_ids += [(int(PlannedPeg.Supply.SCENARIO), row.pk)] * brought
    model = replace(picture.model, receipts=_moved(world.picture, picture))
    forecasts, asked, order = _needs(world.given, model, owners)
    return replace(
        world.given,
        model=_reordered(model, order),
        receipt_ids=receipt_ids,
        forecasts=forecasts,
        asked=asked,
    )


def _moved(before: Picture, after: Picture) -> Dated:
    """Open supply with the days on which work orders come by the schedule with the changes."""
    rows = after.model.receipts
    if after.problem is before.problem or not after.job_of:
        return rows
    day, wanted = rows.day.copy(), rows.wanted.copy()
    then, now = reckon(before).receipt_day, reckon(after).receipt_day
    for at in after.job_of:
        shift = int(now[at] - then[at])
        is_free = wanted[at] >= day[at]
        day[at] = max(int(day[at]) + shift, 0) if shift else day[at]
        wanted[at] = day[at] if is_free else min(wanted[at], day[at])
    return replace(rows, day=day, wanted=wanted)


def _needs(
    given: PlanningInput, model: Model, owners: Sequence[int]
) -> tuple[list[ForecastNeed], list[int], Ints]:
    """The forecasts as they are now, the changes behind demands, and the demands' order: people's, forecasts,
    then the changes'.
    """
    first, known = len(given.demand_ids), len(given.demand_ids) + len(given.forecasts)
    quantity = model.demands.quantity
    forecasts = [
        replace(one, left=int(quantity[first + at]), expected=one.taken + int(quantity[first + at]))
        for at, one in enumerate(given.forecasts)
    ]
    new = range(known, len(model.demands))
    expected = [at for at in new if model.is_forecast[at]]
    ordered = [at for at in new if not model.is_forecast[at]]
    for at in expected:
        starts_on = given.today + timedelta(days=int(model.demands.day[at]))
        left = int(quantity[at])
        forecasts.append(ForecastNeed(int(model.demands.node[at]), starts_on, left, 0, left))
    asked = [owners[at - known] for at in ordered]
    return forecasts, asked, np.array([*range(known), *expected, *ordered], dtype=np.int64)


def _reordered(model: Model, order: Ints) -> Model:
    rows = model.demands
    demands = Dated(rows.node[order], rows.day[order], rows.quantity[order], rows.wanted[order])
    return replace(model, demands=demands, is_forecast=model.is_forecast[order])
