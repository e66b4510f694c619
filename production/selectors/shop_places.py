"""Where the schedule in force has put the open operations, as columns: some tens of milliseconds for 10,000.

Operations and places are read apart and brought together here: the database would look for the place of
each operation singly where it has not counted its rows lately.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.db import connection

from production.calc.scheduling.gaps import Flags, Ints, Places
from production.calc.scheduling.problem import Problem
from production.models import WorkCenter

_OPERATIONS = """
SELECT o.id, o.work_order_id, (o.state = 'running')::int, (o.setup_minutes > 0)::int,
    coalesce(r.setup_group, '')
FROM production_operation o
JOIN production_workorder w ON w.id = o.work_order_id AND w.state IN ('planned', 'released', 'in_progress')
LEFT JOIN production_routingoperation r
    ON r.routing_id = w.routing_id AND r.number = o.number AND r.setup_group <> ''
WHERE o.state IN ('pending', 'running', 'paused')
"""
_PLACES = """
SELECT operation_id, coalesce(work_center_id, 0), machine - 1, date_part('epoch', starts_at)::bigint,
    date_part('epoch', ends_at)::bigint, setup_seconds
FROM production_scheduledoperation
"""
_LEFT = """
SELECT o.id, (greatest(w.quantity - o.good - o.scrapped, 0) * o.run_minutes * 60)::float8
FROM production_operation o JOIN production_workorder w ON w.id = o.work_order_id
WHERE o.id = ANY(%s)
"""


@dataclass(frozen=True)
class Scheduled:
    """The places of what is open, and the work orders that no schedule has seen in full."""

    places: Places
    unplaced: list[int]


def scheduled(problem: Problem, centers: Mapping[int, WorkCenter], origin: int) -> Scheduled:
    """The places of open operations on machines; two statements, a third where one runs or is overdue.

    `origin` is the instant from which the problem counts, in seconds of the epoch. A machine that is no more
    counts as the center's last.
    """
    with connection.cursor() as cursor:
        cursor.execute(_OPERATIONS)
        *numbers, group = _turned(cursor.fetchall(), 5)
        cursor.execute(_PLACES)
        places = _whole(_turned(cursor.fetchall(), 6))
    keys, orders, runs, has_setup = _whole(numbers)
    at, known = _found(keys, places[0])
    unplaced = np.unique(orders[~np.isin(keys, places[0])])
    machines = np.zeros(max([0, *problem.centers, *places[1].tolist()]) + 1, dtype=np.int64)
    for pk, one in problem.centers.items():
        machines[pk] = one.machines
    known &= (places[2] >= 0) & (machines[places[1]] > 0)
    if len(keys):
        known &= ~np.isin(orders[at], unplaced)
    at = at[known]
    key, center, machine, start, end, setup = (column[known] for column in places)
    begun, start = runs[at] > 0, start - origin
    work = _left(key, center, begun | (start < problem.now), centers) + np.where(begun, 0, setup)
    groups = [group[row] for row in at.tolist()]
    spared = (has_setup[at] > 0) & (setup == 0)
    machine = np.minimum(machine, machines[center] - 1)
    return Scheduled(
        Places(center, machine, start, end - origin, work, groups, spared, begun), unplaced.tolist()
    )


def _turned(rows: list[tuple[Any, ...]], count: int) -> list[tuple[Any, ...]]:
    return list(zip(*rows, strict=True)) or [()] * count


def _whole(columns: Iterable[tuple[Any, ...]]) -> list[Ints]:
    return [np.array(column, dtype=np.int64) for column in columns]


def _found(keys: Ints, wanted: Ints) -> tuple[Ints, Flags]:
    """Where each wanted key stands among the keys, and whether it is there."""
    if not len(keys):
        return np.zeros(len(wanted), dtype=np.int64), np.zeros(len(wanted), dtype=np.bool_)
    order = np.argsort(keys)
    at = order[np.searchsorted(keys, wanted, sorter=order).clip(max=len(keys) - 1)]
    return at, keys[at] == wanted


def _left(key: Ints, center: Ints, chosen: Flags, centers: Mapping[int, WorkCenter]) -> Ints:
    """The seconds of work that the chosen operations still have before them, at least one."""
    found = np.zeros(len(key), dtype=np.int64)
    if not chosen.any():
        return found
    with connection.cursor() as cursor:
        cursor.execute(_LEFT, [key[chosen].tolist()])
        runs = dict(cursor.fetchall())
    for row in np.nonzero(chosen)[0].tolist():
        found[row] = max(1, int(runs[int(key[row])] / float(centers[int(center[row])].efficiency)))
    return found
