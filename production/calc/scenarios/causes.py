"""Why a demand is served late: the last thing on its way, from the demand down to what it waits for."""

from __future__ import annotations

import numpy as np

from production.calc.planning.pegging import DEMAND, ON_HAND, ORDER, PART, RECEIPT, Pegs
from production.calc.scenarios.reckoning import Reckoned
from production.calc.scheduling.problem import Slot, Wait

CAPACITY, WORK, LEAD_TIME, SUPPLY, MATERIAL = "capacity", "work", "lead_time", "supply", "material"
_DEEPEST = 20


def cause_of(found: Reckoned, demand: int) -> tuple[str, str]:
    """What makes a demand late and its name: a center without a free machine, a lead time, a supply.

    `work`: the operations themselves take that long. `material`: a work order waits for its components.
    """
    pegs = found.plan.all_pegs()
    here = _latest(found, pegs, DEMAND, demand)
    for _ in range(_DEEPEST):
        if here is None:
            break
        kind, supply, node = here
        sku = found.picture.skus[node]
        if kind != ORDER:
            return _of_receipt(found, supply, sku)
        below = _latest(found, pegs, PART, supply)
        slots = _slots(found, supply)
        waits = _waited(slots)
        if waits and waits[0] > _part_wait(found, supply, below):
            return CAPACITY, _code(found, waits[1])
        if below is None or below[0] == ON_HAND:
            if slots:
                return WORK, _code(found, max(slots, key=lambda slot: slot.end - slot.start).center)
            return LEAD_TIME, sku
        here = below
    return "", ""


def _of_receipt(found: Reckoned, receipt: int, sku: str) -> tuple[str, str]:
    key = found.picture.job_of.get(receipt)
    if key is None or key not in found.work_job_at:
        return SUPPLY, sku
    slots = found.schedule.by_job[found.work_job_at[key]]
    waits = _waited(slots)
    material = max(
        ((slot.start - slot.wait_since) for slot in slots if slot.wait == Wait.MATERIAL), default=0
    )
    if any(slot.wait == Wait.MATERIAL for slot in slots) and (waits is None or waits[0] < material):
        return MATERIAL, sku
    if waits:
        return CAPACITY, _code(found, waits[1])
    if slots:
        return WORK, _code(found, max(slots, key=lambda slot: slot.end - slot.start).center)
    return SUPPLY, sku


def _waited(slots: list[Slot]) -> tuple[int, int] | None:
    """The longest wait for a free machine among some operations: how long, and at which center."""
    waits = [(slot.start - slot.wait_since, slot.center) for slot in slots if slot.wait == Wait.CAPACITY]
    return max(waits, default=None)


def _part_wait(found: Reckoned, order: int, below: tuple[int, int, int] | None) -> int:
    """How long a planned order has to wait for its last part beyond the day it was to begin, in seconds."""
    if below is None:
        return 0
    return max(0, _day(found, below[0], below[1]) - int(found.plan.wanted_release[order])) * 86400


def _slots(found: Reckoned, order: int) -> list[Slot]:
    at = found.job_at.get(order)
    return [] if at is None else found.schedule.by_job[at]


def _code(found: Reckoned, center: int) -> str:
    station = found.picture.stations.get(center)
    return station.code if station else ""


def _day(found: Reckoned, kind: int, supply: int) -> int:
    if kind == RECEIPT:
        return int(found.receipt_day[supply])
    return int(found.due[supply]) if kind == ORDER else 0


def _latest(found: Reckoned, pegs: Pegs, kind: int, need: int) -> tuple[int, int, int] | None:
    """The supply that a need waits for longest: its kind, its number, its node."""
    rows = np.nonzero((pegs.need_kind == kind) & (pegs.need == need))[0].tolist()
    known = [(int(pegs.supply_kind[at]), int(pegs.supply[at]), int(pegs.node[at])) for at in rows]
    return max(known, key=lambda one: _day(found, one[0], one[1]), default=None)
