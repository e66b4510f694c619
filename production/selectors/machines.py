"""How the machines stand: up, down, being set up; and the times that this takes from capacity."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet

from erp.core.actor import Actor
from erp.core.documents import document
from production.models import MachineEvent, MachineState, MachineStatus, ScheduleRun, WorkCenter

VIEW = "production.view_schedule"
UNKNOWN = timedelta(days=1)
"""How long a machine that is down without an expected end is reckoned as down, from now on."""
OVERDUE = timedelta(hours=1)
"""How much longer one is reckoned as down that should be up already."""
MOST_NEWS = 50

Down = tuple[int, int, int]


def down_times(origin: datetime, now: datetime) -> dict[int, list[Down]]:
    """Per work center the machines (from 0) that can't be used, from when to when, in seconds from an
    origin; one query.

    A machine that is being set up is taken until the expected end, where one was told; one that is down
    at least for another hour, without an expected end for another day.
    """
    found: dict[int, list[Down]] = defaultdict(list)
    rows = MachineState.objects.exclude(state=MachineStatus.UP)
    for row in rows.order_by("work_center_id", "machine"):
        until = down_until(row, now)
        if until is not None:
            start = max(0, int((min(row.since, now) - origin).total_seconds()))
            end = int((until - origin).total_seconds())
            found[row.work_center_id].append((row.machine - 1, start, end))
    return found


def down_until(row: MachineState, now: datetime) -> datetime | None:
    """Until when a machine is reckoned as not to be used; None when it can be."""
    if row.state == MachineStatus.UP:
        return None
    if row.state == MachineStatus.SETUP:
        return row.expected_end if row.expected_end is not None and row.expected_end > now else None
    if row.expected_end is None:
        return now + UNKNOWN
    return max(row.expected_end, now + OVERDUE)


@document("machine_event", prefix="mev", permission=VIEW)
def machine_events(actor: Actor) -> QuerySet[MachineEvent]:
    """The news of machines."""
    return MachineEvent.objects.select_related("work_center")


@dataclass(frozen=True)
class MachineNow:
    """One machine as it stands; without news it is up."""

    center: WorkCenter
    machine: int
    state: str
    since: datetime | None = None
    expected_end: datetime | None = None
    reason: str = ""

    @property
    def name(self) -> str:
        """As people call it."""
        return self.center.code if self.center.machines == 1 else f"{self.center.code} · {self.machine}"


def machines_of(actor: Actor, *, center_id: int | None = None) -> list[MachineNow]:
    """Every machine of the house with its state; two queries.

    Raises: NotPermitted.
    """
    actor.require(VIEW)
    centers = WorkCenter.objects.filter(is_active=True, is_outside=False).order_by("code")
    if center_id is not None:
        centers = centers.filter(pk=center_id)
    known = {(row.work_center_id, row.machine): row for row in MachineState.objects.all()}
    found = []
    for center in centers:
        for machine in range(1, center.machines + 1):
            row = known.get((center.pk, machine))
            if row is None:
                found.append(MachineNow(center, machine, MachineStatus.UP))
            else:
                told = (row.state, row.since, row.expected_end, row.reason)
                found.append(MachineNow(center, machine, *told))
    return found


def is_stale(run: ScheduleRun | None) -> bool:
    """Whether a machine's state has changed since the schedule in force was made."""
    return run is not None and MachineState.objects.filter(changed_at__gt=run.made_at).exists()


def needs_another_look(now: datetime) -> bool:
    """Whether the schedule in force leans on a machine being up that should be up by now and is not."""
    run = ScheduleRun.objects.first()
    if run is None:
        return False
    down = MachineState.objects.filter(state=MachineStatus.DOWN)
    if down.filter(expected_end__lte=now).exists():
        return run.made_at < now - OVERDUE / 2
    return down.filter(expected_end__isnull=True).exists() and run.made_at < now - UNKNOWN / 4
