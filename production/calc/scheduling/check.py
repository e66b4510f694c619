"""Proof of a schedule: what every schedule must keep, whoever made it."""

from __future__ import annotations

from production.calc.scheduling.flow import lots, overlaps
from production.calc.scheduling.problem import NO_LIMIT, Center, Problem, Schedule, Slot


def faults(schedule: Schedule) -> list[str]:
    """What is wrong with a schedule; empty when it may be worked as it is.

    Every operation has its place; steps follow each other with the time for queue and move between them, or
    overlap so that each lot of pieces is there when it is its turn; nothing begins before now, its job's
    release or its material; an operation's place holds exactly its working time and begins and ends in
    working time; machines do one thing at a time and nothing while they are down; a fixed operation is
    where it was fixed.
    """
    problem, found = schedule.problem, []
    if len(schedule.by_job) != len(problem.jobs):
        return ["jobs are missing"]
    for job, row in zip(problem.jobs, schedule.by_job, strict=True):
        if [slot.step.key for slot in row] != [step.key for step in job.steps]:
            found.append(f"job {job.key}: operations are missing")
            continue
        came = job.release
        for before, slot in zip([None, *row], row, strict=False):
            found += _slot_faults(schedule, slot, max(job.release, problem.now))
            if slot.step.fixed is None and not _has_its_pieces(problem, before, slot, came):
                found.append(f"operation {slot.step.key} before its pieces are there")
            came = max(came, slot.end + slot.step.after)
    for slots in schedule.by_machine().values():
        found += _machine_faults(problem.centers[slots[0].center], slots)
    return found


def _has_its_pieces(problem: Problem, before: Slot | None, slot: Slot, came: int) -> bool:
    """Whether an operation finds its pieces: all of them, or lot by lot, each when it is its turn.

    `came` is when all that was done so far is at the next work center.
    """
    queue = slot.step.queue
    if before is None or not overlaps(problem, before.step, slot.step):
        return slot.start >= came + queue
    own, other = problem.centers[slot.center].working, problem.centers[before.center].working
    turn, begun, used = own.passed(slot.end) - slot.step.run, other.passed(before.end) - before.step.run, 0
    for done in lots(before.step):
        there = other.ends(max(0, begun + done)) + before.step.after + queue
        if done == before.step.run:
            there = max(there, came + queue)
        share = slot.step.run * used // before.step.run
        if own.passed(there) > turn + share or (not used and slot.start < there):
            return False
        used = done
    return True


def _machine_faults(center: Center, slots: list[Slot]) -> list[str]:
    """What is wrong on one machine with its places by beginning; each is held against the one that is there
    longest of those before it.
    """
    found, group, before, machine = [], "", slots[0], slots[0].machine
    for slot in slots:
        step = slot.step
        if step.fixed is None and slot.setup < step.setup and group != step.group:
            found.append(f"operation {step.key}: set-up left out")
        group = step.group
        both = before.step.fixed is not None and step.fixed is not None
        if slot is not before and not both and _meet(center, slot, before.start, before.end):
            found.append(f"operations {before.step.key}, {step.key} overlap on {center.key}/{machine}")
        before = max(before, slot, key=lambda one: one.end)
        if step.fixed is None and any(
            number == machine and _meet(center, slot, start, end) for number, start, end in center.down
        ):
            found.append(f"operation {step.key} on a machine that is down")
    return found


def _meet(center: Center, slot: Slot, start: int, end: int) -> bool:
    """Whether a place has working time in common with another stretch."""
    return center.working.between(max(slot.start, start), min(slot.end, end)) > 0


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
        found.append(f"operation {step.key} before its release")
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
