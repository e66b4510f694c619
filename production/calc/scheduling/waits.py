"""Why each operation begins no earlier: its material, its predecessor, the way from there, the time it
lies, the machine before it, or the calendar.
"""

from __future__ import annotations

from bisect import bisect_right

from production.calc.scheduling.flow import Flow
from production.calc.scheduling.problem import NO_LIMIT, Schedule, Slot, Wait


def explain(schedule: Schedule) -> Schedule:
    """Write to every place what it waits for and since when; to those that wait for a machine, behind whom.

    The last thing that was missing is the reason: an operation whose material came after its predecessor
    waits for material; one whose pieces were done but on their way, or had to lie first, for that; when all
    was there and the machine was busy, for capacity; when the shop was closed, for the calendar.
    """
    busy = {key: ([slot.end for slot in slots], slots) for key, slots in schedule.by_machine().items()}
    for job, row in zip(schedule.problem.jobs, schedule.by_job, strict=True):
        flow = Flow(schedule.problem, job)
        for slot in row:
            ready, reason = flow.ready(slot.step), flow.reason(slot.step)
            if slot.step.material_at > ready:
                ready, reason = slot.step.material_at, Wait.MATERIAL
            _explain(schedule, slot, ready, reason, busy)
            flow.take(slot)
    return schedule


def explain_backward(schedule: Schedule) -> Schedule:
    """The same of a schedule made backward: what is in time and could begin earlier waits for its due day."""
    explain(schedule)
    for job, row, end in zip(schedule.problem.jobs, schedule.by_job, schedule.ends(), strict=True):
        for slot in row:
            if end <= job.due and slot.wait is Wait.CAPACITY:
                slot.wait, slot.behind = Wait.DUE, None
    return schedule


def _explain(
    schedule: Schedule,
    slot: Slot,
    ready: int,
    reason: Wait,
    busy: dict[tuple[int, int], tuple[list[int], list[Slot]]],
) -> None:
    slot.wait, slot.wait_since, slot.behind = reason, ready, None
    center = schedule.problem.centers[slot.center]
    if slot.step.fixed is not None:
        slot.wait, slot.wait_since = Wait.FIXED, slot.start
    elif slot.start > center.working.opens(ready):
        slot.wait = Wait.CAPACITY
        if center.machines != NO_LIMIT:
            ends, slots = busy[slot.center, slot.machine]
            index = bisect_right(ends, slot.start) - 1
            if index >= 0 and slots[index] is not slot and ends[index] > ready:
                slot.behind = slots[index].step.key
    elif slot.start > ready:
        slot.wait = Wait.CALENDAR
