"""Jobs of the shop floor: which operations wait at a work center, in the order of the day's work."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, Prefetch, Q, QuerySet

from erp.core.actor import Actor
from production.calc.work import may_report
from production.models import Operation, WorkCenter, WorkOrder, WorkReport
from production.selectors.shop_settings import shop_settings
from production.selectors.work_orders import step_of, visible_operations

ZERO = Decimal(0)
WAITING = ("pending", "running", "paused")
MOST_JOBS = 200


@dataclass(frozen=True)
class Job:
    """An operation with what may be reported of it: what lies ready, and what its work order asks."""

    operation: Operation
    ready: Decimal
    left: Decimal
    minutes: int

    @property
    def is_ready(self) -> bool:
        """Whether somebody can work on it now."""
        return self.ready > 0


def job_rows(actor: Actor) -> QuerySet[Operation]:
    """Operations that wait for hands: of released work orders and those in progress."""
    rows = visible_operations(actor).filter(
        work_order__state__in=["released", "in_progress"], state__in=WAITING
    )
    steps = Operation.objects.order_by("number")
    return rows.select_related("work_order__item__unit", "work_center").prefetch_related(
        Prefetch("work_order__operations", steps)
    )


def jobs_at(actor: Actor, work_center_id: int | None) -> list[Job]:
    """What waits at a work center (None: where no center is named): running first, then ready, then by day.

    At most 200; three queries.
    """
    rows = job_rows(actor).filter(work_center_id=work_center_id)
    ordered = rows.order_by("-work_order__priority", "work_order__due_on", "work_order_id", "number")
    jobs = [job_of(row) for row in ordered[:MOST_JOBS]]
    return sorted(jobs, key=lambda job: (job.operation.state == "pending", not job.is_ready))


def job_of(row: Operation) -> Job:
    """One operation as a job; its work order's operations are read along."""
    order: WorkOrder = row.work_order
    steps = [step_of(one) for one in order.operations.all()]
    first = min(step.number for step in steps)
    tolerance = ZERO if row.number == first else Decimal(shop_settings().over_report_percent)
    ready = may_report(order.quantity, tolerance, steps, row.number)
    left = max(order.quantity - row.done, ZERO)
    setup = row.setup_minutes if row.state == "pending" else ZERO
    return Job(row, ready, left, round(setup + row.run_minutes * left))


@dataclass(frozen=True)
class CenterLoad:
    """A work center with how many jobs wait there, and how many of them run."""

    code: str
    name: str
    jobs: int
    running: int


def centers_with_jobs(actor: Actor) -> list[CenterLoad]:
    """The active work centers with their number of jobs, and the place for jobs of no center; two queries."""
    counts: dict[int | None, Any] = {
        row["work_center_id"]: row
        for row in job_rows(actor)
        .prefetch_related(None)
        .select_related(None)
        .order_by()
        .values("work_center_id")
        .annotate(jobs=Count("pk"), running=Count("pk", filter=Q(state="running")))
    }
    found = []
    for center in WorkCenter.objects.filter(Q(is_active=True) | Q(pk__in=list(counts))).order_by("code"):
        row = counts.get(center.pk, {"jobs": 0, "running": 0})
        found.append(CenterLoad(center.code, center.name, row["jobs"], row["running"]))
    if None in counts:
        found.append(CenterLoad("", "", counts[None]["jobs"], counts[None]["running"]))
    return found


def mine_running(actor: Actor) -> list[Job]:
    """What this person works on now, or has paused; several jobs at a time are usual."""
    rows = job_rows(actor).filter(worker=actor.label[:150], state__in=["running", "paused"])
    return [job_of(row) for row in rows.order_by(F("started_at").asc(nulls_last=True), "pk")[:50]]


def reasons_of_scrap() -> list[str]:
    """Why pieces were spoiled lately, the most frequent first, to choose from."""
    rows = WorkReport.objects.filter(scrap__gt=0).exclude(reason="").order_by()
    found = rows.values("reason").annotate(times=Count("pk")).order_by("-times", "reason")
    return [row["reason"] for row in found[:8]]
