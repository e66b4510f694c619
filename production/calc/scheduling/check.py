"""Proof of a schedule: what every schedule must keep, whoever made it."""

from __future__ import annotations

from itertools import pairwise

from production.calc.scheduling.problem import NO_LIMIT, Schedule, Slot


def faults(schedule: Schedule) -> list[str]:
    """What is wrong with a schedule; empty when it may be worked as it is.

    Every operation has its place; steps follow each other; nothing begins before now, its job's release or
    its material; an operation's place holds exactly its working time and begins and ends in working time;
    machines do one thing at a time and nothing while they are down; a fixed operation is where it was
    fixed.
    """
    problem, found = schedule.problem, []
    if len(schedule.by_job) != len(problem.jobs):
        return ["jobs are missing"]
    for job, row in zip(problem.jobs, schedule.by_job, strict=True):
        if [slot.step.key for slot in row] != [step.key for step in job.steps]:
            found.append(f"job {job.key}: operations are missing")
            continue
        ready = job.release
        for slot in row:
            found += _slot_faults(schedule, slot, max(ready, problem.now))
            ready = max(ready, slot.end + slot.step.after)
    for (center_key, machine), slots in schedule.by_machine().items():
        center = problem.centers[center_key]
        last = ""
        for slot in slots:
            if slot.step.fixed is None and slot.setup < slot.step.setup and last != slot.step.group:
                found.append(f"operation {slot.step.key}: set-up left out")
            last = slot.step.group
        for before, after in pairwise(slots):
            both = before.step.fixed is not None and after.step.fixed is not None
            if not both and center.working.between(after.start, min(before.end, after.end)):
                found.append(
                    f"operations {before.step.key}, {after.step.key} overlap on {center_key}/{machine}"
                )
        for number, start, end in center.down:
            found += [
                f"operation {slot.step.key} on a machine that is down"
                for slot in slots
                if number == machine
                and slot.step.fixed is None
                and center.working.between(max(slot.start, start), min(slot.end, end))
            ]
    return found


def _slot_faults(schedule: Schedule, slot: Slot, ready: int) -> list[str]:
    step, found = slot.step, []
    if step.fixed is not None:
        kept = (slot.machine, slot.start, slot.end) == (step.fixed.machine, step.fixed.start, step.fixed.end)
        return [] if kept else [f"operation {step.key} was fixed and moved"]
    center = schedule.problem.centers[slot.center]
    if slot.center != step.center:
        found.append(f"operation {step.key} on another center")
    if center.machines != NO_LIMIT and not 0 <= slot.machine < center.machines:
        found.append(f"operation {step.key} on no machine")
    if slot.start < ready:
        found.append(f"operation {step.key} before its predecessor or release")
    if slot.start < step.material_at:
        found.append(f"operation {step.key} before its material")
    work = slot.setup + step.run
    if center.working.between(slot.start, slot.end) != work:
        found.append(f"operation {step.key} has not its working time")
    if work and (
        center.working.opens(slot.start) != slot.start
        or center.working.ends(center.working.passed(slot.end)) != slot.end
    ):
        found.append(f"operation {step.key} begins or ends outside the calendar")
    return found
