"""Why a demand is served late: of everything on its longest way, what takes most of the time."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from production.calc.planning.pegging import DEMAND, ORDER, PART, RECEIPT, Pegs
from production.calc.scenarios.picture import DAY
from production.calc.scenarios.reckoning import Reckoned
from production.calc.scheduling.problem import Slot, Wait

CAPACITY, WORK, LEAD_TIME, SUPPLY, MATERIAL = "capacity", "work", "lead_time", "supply", "material"
_DEEPEST = 20
Supply = tuple[int, int, int]
Part = tuple[int, str, str]


def cause_of(found: Reckoned, demand: int) -> tuple[str, str]:
    """What makes a demand late, and its name.

    `capacity`: waiting for a free machine of a work center; `work`: the operations at one take that long;
    `lead_time`: an item that has to be made or bought; `supply`: one on order; `material`: a work order
    waits for its components. The way is that of the latest supply, from the demand down.
    """
    pegs = found.plan.all_pegs()
    parts: list[Part] = []
    here = _latest(found, pegs, DEMAND, demand)
    for _ in range(_DEEPEST):
        if here is None:
            break
        kind, supply, node = here
        parts += _parts(found, kind, supply, found.picture.skus[node])
        here = _latest(found, pegs, PART, supply) if kind == ORDER else None
    longest = max(parts, default=(0, "", ""))
    return longest[1], longest[2]


def _parts(found: Reckoned, kind: int, supply: int, sku: str) -> Iterator[Part]:
    """What the time of one supply consists of: seconds, why, and what about."""
    if kind == RECEIPT:
        key = found.picture.job_of.get(supply)
        if key is None or key not in found.work_job_at:
            yield int(found.receipt_day[supply]) * DAY, SUPPLY, sku
            return
        slots = found.schedule.by_job[found.work_job_at[key]]
        yield _material(found, slots), MATERIAL, sku
        yield from _of_slots(found, slots)
    elif kind == ORDER:
        at = found.job_at.get(supply)
        if at is None:
            yield int(found.due[supply] - found.plan.release[supply]) * DAY, LEAD_TIME, sku
        else:
            yield from _of_slots(found, found.schedule.by_job[at])


def _of_slots(found: Reckoned, slots: list[Slot]) -> Iterator[Part]:
    """How long operations wait for a machine, and how long they take, by the clock."""
    for slot in slots:
        station = found.picture.stations.get(slot.center)
        if station is None:
            continue
        if slot.wait == Wait.CAPACITY:
            yield slot.start - slot.wait_since, CAPACITY, station.code
        yield slot.end - slot.start, WORK, station.code


def _material(found: Reckoned, slots: list[Slot]) -> int:
    """How long operations wait for their components from now on, in seconds; the shop may be closed then."""
    now = found.picture.problem.now
    return max(
        (
            slot.start - now
            for slot in slots
            if slot.step.material_at > now
            and slot.wait in {Wait.MATERIAL, Wait.CALENDAR}
            and slot.wait_since == slot.step.material_at
        ),
        default=0,
    )


def _day(found: Reckoned, kind: int, supply: int) -> int:
    if kind == RECEIPT:
        return int(found.receipt_day[supply])
    return int(found.due[supply]) if kind == ORDER else 0


def _latest(found: Reckoned, pegs: Pegs, kind: int, need: int) -> Supply | None:
    """The supply that a need waits for longest: its kind, its number, its node."""
    rows = np.nonzero((pegs.need_kind == kind) & (pegs.need == need))[0].tolist()
    known = [(int(pegs.supply_kind[at]), int(pegs.supply[at]), int(pegs.node[at])) for at in rows]
    return max(known, key=lambda one: _day(found, one[0], one[1]), default=None)
