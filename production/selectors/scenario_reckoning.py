"""Scenarios reckoned in memory: the picture read once, each laid over it, today beside them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from production.calc.scenarios.changes import laid_over
from production.calc.scenarios.figures import figures
from production.calc.scenarios.reckoning import reckon
from production.models import ScenarioChange
from production.selectors.scenario_kinds import kind_of
from production.selectors.scenario_kinds.base import references_there
from production.selectors.scenario_picture import read_world, size_of_world

SMALL = 1_500
"""So many open demands and operations are reckoned while the reader waits; more by the worker."""
Figures = dict[str, Any]


def is_small() -> bool:
    """Whether a scenario is reckoned at once."""
    return size_of_world() <= SMALL


def reckoned_beside_today(
    groups: Sequence[Sequence[ScenarioChange]], now: datetime
) -> tuple[Figures, list[Figures]]:
    """Today's figures, and those with each group of changes; nothing is written.

    Raises: PlanningError; Misconfigured; Conflict (`scenario_gone`).
    """
    payloads = [change.payload for group in groups for change in group]
    extra = {payload["product"] for payload in payloads if payload.get("product")}
    refs = references_there(payloads)
    world = read_world(now, extra=extra)
    found = []
    for group in groups:
        world.forget_changes()
        laid = [change for row in group for change in kind_of(row.kind).changes(row.payload, refs, world)]
        found.append(figures(reckon(laid_over(world.picture, laid))))
    return figures(reckon(world.picture)), found
