"""The schedule: made anew, an operation moved by hand, locked and let go."""

from __future__ import annotations

import time
from datetime import datetime, timedelta
from math import ceil
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext as _

from erp.core.actor import Actor
from erp.core.commands import command
from erp.core.errors import Conflict, Invalid, NotFound
from erp.core.events import emit
from erp.core.refs import DocumentRef
from erp.masterdata.selectors.company import company
from erp.masterdata.services.nights import take_night
from production import locks
from production.calc.scheduling.dispatch import kept_place, outside
from production.calc.scheduling.flow import Flow
from production.calc.scheduling.improve import Effort, Found, improved
from production.calc.scheduling.insertion import insert_jobs, kept_in_order
from production.calc.scheduling.problem import NO_LIMIT, Slot, Step, measure
from production.calc.scheduling.waits import explain, explain_backward
from production.events import OperationLocked, OperationPlaced, OperationUnlocked, ScheduleMade
from production.models import Operation, OperationAlternative, ScheduledOperation, ScheduleRun, WorkCenter
from production.selectors.open_shop import NOWHERE, OpenShop, centers_of, has_moved, origin_of, read_shop
from production.selectors.schedule_settings import schedule_settings

RIGHT = ("production.run_schedule", "Make the schedule, move and lock operations")
NIGHT_HOUR = 5
"""From this hour of the company's night on the schedule is made: an hour behind the material plan."""
SECONDS = 6.0
TRIES = 4000
_COLUMNS = [
    "run", "work_center", "machine", "starts_at", "ends_at", "setup_seconds", "overlaps", "waits_for",
    "waits_since", "behind", "was_starts_at", "was_ends_at",
]  # fmt: skip


def place_ref(place: ScheduledOperation) -> DocumentRef:
    """A place in the schedule, as the audit trail names it."""
    operation = place.operation
    label = f"{operation.work_order.number}/{operation.number}"
    return DocumentRef("operation", operation.pk, label)


@command(*RIGHT)
def run_schedule(
    *,
    freeze_hours: int | None = None,
    seconds: float = SECONDS,
    direction: str = ScheduleRun.Direction.FORWARD,
    actor: Actor,
) -> ScheduleRun:
    """Schedule every open operation anew; what runs, what is locked and what is frozen stays where it is.

    Forward as early as the shop can, the late ones helped; backward as late as each work order's due day
    allows, so that goods and money do not lie about, and forward where that is too late already.

    Locks:  schedule.
    Emits:  ScheduleMade.
    Raises: Misconfigured when a work center's calendar is never open; Invalid.
    """
    locks.lock_schedule()
    freeze = schedule_settings().freeze_hours if freeze_hours is None else freeze_hours
    if not 0 <= freeze <= 720:
        raise Invalid.field(
            "freeze_hours", _("This must be between %(low)s and %(top)s.") % {"low": 0, "top": 720}
        )
    if direction not in ScheduleRun.Direction.values:
        raise Invalid.field("direction", _("Must be forward or backward."), "unknown_choice")
    started = time.monotonic()
    shop = read_shop(timezone.now(), freeze_hours=freeze)
    if direction == ScheduleRun.Direction.BACKWARD:
        schedule = explain_backward(insert_jobs(shop.problem, backward=True))
        found = Found(schedule, 0.0, 0, ran_out=False)
    else:
        found = improved(shop.problem, Effort(tries=TRIES, seconds=seconds))
    return put_in_force(shop, found, started, actor, direction)


@command()
def schedule_by_the_clock(*, actor: Actor, at: datetime | None = None) -> ScheduleRun | None:
    """The schedule of the night, behind the material plan; None when there is nothing to do.

    Locks:  schedule.
    Emits:  ScheduleMade.
    Raises: Misconfigured when a work center's calendar is never open.
    """
    if not take_night("production.schedule", hour=NIGHT_HOUR, at=at or timezone.now()):
        return None
    return run_schedule(actor=actor)


def put_in_force(
    shop: OpenShop,
    found: Found,
    started: float,
    actor: Actor,
    direction: str = ScheduleRun.Direction.FORWARD,
) -> ScheduleRun:
    """Put a schedule in force."""
    last = ScheduleRun.objects.order_by("-pk").first()
    run = _keep(shop, found, late_before=last.late if last else 0, actor=actor)
    run.seconds, run.direction = round(time.monotonic() - started, 3), direction
    run.save(update_fields=["seconds", "direction"])
    emit(
        ScheduleMade(
            document=DocumentRef("schedule", run.pk, str(run.pk)),
            operations=run.operations,
            late=run.late,
            moved=run.moved,
        ),
        actor=actor,
    )
    return run


def _keep(shop: OpenShop, found: Found, *, late_before: int, actor: Actor) -> ScheduleRun:
    """Write the schedule in place of the last one; a few statements whatever its size."""
    figures, slots = measure(found.schedule), found.schedule.slots()
    run = ScheduleRun(
        made_at=shop.now,
        made_by=actor.label,
        operations=len(slots),
        orders=len(shop.orders),
        late=figures.late,
        late_before=late_before,
        lateness_seconds=figures.lateness,
        tries=found.tries,
    )
    rows = [
        _place(shop, slot, overlaps=any(slot.start < before.end for before in steps[: slot.number]))
        for steps in found.schedule.by_job
        for slot in steps
    ]
    run.moved = sum(1 for row in rows if has_moved(row))
    run.save()
    for row in rows:
        row.run = run
    ScheduledOperation.objects.exclude(operation__in=[row.operation_id for row in rows]).delete()
    ScheduledOperation.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["operation"], update_fields=_COLUMNS, batch_size=2000
    )
    return run


def _place(shop: OpenShop, slot: Slot, *, overlaps: bool) -> ScheduledOperation:
    before = shop.places.get(slot.step.key)
    has_machine = shop.problem.centers[slot.center].machines != NO_LIMIT
    return ScheduledOperation(
        operation_id=slot.step.key,
        work_center_id=slot.center or None,
        machine=slot.machine + 1 if has_machine else 0,
        starts_at=shop.instant(slot.start),
        ends_at=shop.instant(slot.end),
        setup_seconds=slot.setup,
        overlaps=overlaps,
        waits_for=slot.wait.value,
        waits_since=shop.instant(slot.wait_since) if slot.wait else None,
        behind_id=slot.behind,
        was_starts_at=before.starts_at if before else None,
        was_ends_at=before.ends_at if before else None,
        is_locked=before.is_locked if before else False,
    )


@command(*RIGHT)
def place_operation(
    *,
    operation_id: int,
    starts_at: datetime,
    machine: int,
    work_center_id: int | None = None,
    actor: Actor,
) -> ScheduleRun:
    """Put an operation where the planner wants it, lock it there and schedule the others around it.

    It begins at the next working time from `starts_at` on. Another work center must be one of its
    alternatives.

    Locks:  schedule. Emits:  OperationPlaced; ScheduleMade. Raises: NotFound; Invalid; Conflict
    (`operation_begun`, `place_taken`, `before_predecessor`, `before_material`).
    """
    locks.lock_schedule()
    started = time.monotonic()
    place = _place_of(operation_id)
    if place.operation.state != Operation.State.PENDING:
        raise Conflict("operation_begun", operation=place_ref(place).number)
    wished = work_center_id or place.work_center_id or NOWHERE
    _refuse_center(place, wished)
    now, before = timezone.now(), place.starts_at
    if starts_at < now:
        raise Invalid.field("starts_at", _("This is in the past."))
    center = WorkCenter.objects.filter(pk=wished).first()
    machines = center.machines if center is not None and not center.is_outside else NO_LIMIT
    if not (1 <= machine <= machines if machines else machine == 0):
        raise Invalid.field("machine", _("This work center has %(count)s machines.") % {"count": machines})
    origin = origin_of(now)
    working = centers_of([center] if center else [], origin)[wished].working
    opens = working.opens(ceil((starts_at - origin).total_seconds()))
    place.work_center, place.machine, place.is_locked = center, machine, True
    place.starts_at = origin + timedelta(seconds=opens)
    place.ends_at = max(place.starts_at, place.ends_at)
    place.save(update_fields=["work_center", "machine", "starts_at", "ends_at", "is_locked"])
    shop = read_shop(now)
    _refuse_place(shop, place)
    emit(
        OperationPlaced(document=place_ref(place), starts_at=place.starts_at.isoformat()),
        actor=actor,
        changes={"starts_at": [before.isoformat(), place.starts_at.isoformat()]},
    )
    old = {pk: (row.machine - 1, shop.seconds(row.starts_at)) for pk, row in shop.places.items()}
    schedule = explain(kept_in_order(shop.problem, old))
    return put_in_force(shop, Found(schedule, 0.0, 0, ran_out=False), started, actor)


@command(*RIGHT)
def lock_operation(*, operation_id: int, actor: Actor) -> ScheduledOperation:
    """Keep an operation where it is when the others are scheduled anew.

    Locks:  schedule.
    Emits:  OperationLocked.
    Raises: NotFound.
    """
    return _set_lock(operation_id, is_locked=True, actor=actor)


@command(*RIGHT)
def unlock_operation(*, operation_id: int, actor: Actor) -> ScheduledOperation:
    """Let an operation be moved by the next schedule again.

    Locks:  schedule.
    Emits:  OperationUnlocked.
    Raises: NotFound.
    """
    return _set_lock(operation_id, is_locked=False, actor=actor)


def _set_lock(operation_id: int, *, is_locked: bool, actor: Actor) -> ScheduledOperation:
    locks.lock_schedule()
    place = _place_of(operation_id)
    if place.is_locked != is_locked:
        place.is_locked = is_locked
        place.save(update_fields=["is_locked"])
        event = OperationLocked if is_locked else OperationUnlocked
        emit(event(document=place_ref(place)), actor=actor)
    return place


def _place_of(operation_id: int) -> ScheduledOperation:
    rows = ScheduledOperation.objects.select_related("operation__work_order", "work_center")
    place = rows.filter(operation_id=operation_id).first()
    if place is None:
        raise NotFound(kind="operation", id=operation_id)
    return place


def _refuse_center(place: ScheduledOperation, wished: int) -> None:
    """Refuse a work center that can't do the operation."""
    operation = place.operation
    if wished == (operation.work_center_id or NOWHERE):
        return
    allowed = OperationAlternative.objects.filter(
        work_center_id=wished,
        operation__routing_id=operation.work_order.routing_id or 0,
        operation__number=operation.number,
    )
    if not allowed.exists():
        raise Invalid.field("work_center", _("This work center is none of the operation's alternatives."))


def _refuse_place(shop: OpenShop, place: ScheduledOperation) -> None:
    """Refuse a place before what must come first, or over what stays on the machine."""
    job = next((job for job in shop.problem.jobs if job.key == place.operation.work_order_id), None)
    own = next((step for step in job.steps if step.key == place.operation_id), None) if job else None
    if job is None or own is None or own.fixed is None:
        raise Conflict("operation_begun", operation=place_ref(place).number)
    flow = Flow(shop.problem, job)
    for number, step in enumerate(job.steps[: job.steps.index(own)]):
        if step.fixed is not None:
            flow.take(kept_place(step, 0, number))
        else:
            working = shop.problem.centers[step.center].working
            flow.take(outside(step, 0, number, working, flow.ready(step)))
    ready = flow.ready(own)
    if own.fixed.start < ready:
        raise Conflict("before_predecessor", time=_told(shop, ready))
    if own.fixed.start < own.material_at:
        raise Conflict("before_material", time=_told(shop, own.material_at))
    for label, step in _staying(shop, own):
        if step.fixed is not None and own.fixed.start < step.fixed.end and own.fixed.end > step.fixed.start:
            raise Conflict("place_taken", operation=label)


def _staying(shop: OpenShop, own: Step) -> list[tuple[str, Step]]:
    """What else stays on the machine of an operation that stays."""
    return [
        (f"{order.number}/{shop.operations[step.key].number}", step)
        for order, job in zip(shop.orders, shop.problem.jobs, strict=True)
        for step in job.steps
        if own.fixed is not None
        and step.fixed is not None
        and step.key != own.key
        and step.center == own.center
        and step.fixed.machine == own.fixed.machine
        and shop.problem.centers[own.center].machines != NO_LIMIT
    ]


def _told(shop: OpenShop, seconds: int) -> str:
    """An instant in the company's time, for a sentence."""
    return shop.instant(seconds).astimezone(ZoneInfo(company().time_zone)).strftime("%Y-%m-%d %H:%M")
