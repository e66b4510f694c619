"""The schedule keeps up with what happens: machines, materials; and what is expected of it follows."""

from __future__ import annotations

import time
from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import connection
from django.utils import timezone

from erp.core.actor import Actor
from erp.core.commands import command
from production import locks
from production.calc.scheduling.improve import Effort, Found, improved
from production.calc.scheduling.insertion import kept_in_order
from production.calc.scheduling.problem import Schedule
from production.calc.scheduling.waits import explain
from production.models import Operation, ScheduleRun, WorkOrder, WorkOrderComponent
from production.selectors.open_shop import A_MOVE, OPEN_ORDERS, OPEN_STEPS, OpenShop, read_shop
from production.selectors.schedule_settings import schedule_settings
from production.services.scheduling import put_in_force
from production.services.work_order_base import open_for
from production.services.work_order_supply import follow_supply

SECONDS, TRIES = 3.0, 1500
MOST = 5000
COMMITTED = timedelta(seconds=30)
"""After this time what a transaction told has surely been committed."""

_MOVED = """
SELECT w.id FROM production_workorder w
JOIN inventory_expectedsupply s ON s.source_kind = 'work_order' AND s.source_id = w.id AND s.is_open
JOIN masterdata_company c ON true
LEFT JOIN LATERAL (
    SELECT greatest(((max(p.ends_at) - interval '1 second') AT TIME ZONE c.time_zone)::date,
                    max(o.back_on)) AS day
    FROM production_operation o LEFT JOIN production_scheduledoperation p ON p.operation_id = o.id
    WHERE o.work_order_id = w.id AND o.state IN ('pending', 'running', 'paused')) e ON true
WHERE w.state IN ('planned', 'released', 'in_progress') AND s.due_on <> greatest(w.due_on, e.day)
ORDER BY w.id LIMIT %s
"""


@command()
def keep_up(*, since: datetime, actor: Actor, pull: bool = False) -> ScheduleRun | None:
    """Make the schedule true again with as little change as what has happened demands; None when it is.

    Nothing begins earlier than it did, unless `pull` says that there is more capacity than before: then the
    whole shop is scheduled anew. A schedule made well after `since` knows of what happened already.

    Locks:  schedule.
    Emits:  ScheduleMade.
    """
    locks.lock_schedule()
    last = ScheduleRun.objects.first()
    if last is None or last.made_at >= since + COMMITTED:
        return None
    started = time.monotonic()
    freeze = schedule_settings().freeze_hours if pull else 0
    shop = read_shop(timezone.now(), freeze_hours=freeze)
    if pull:
        found = improved(shop.problem, Effort(tries=TRIES, seconds=SECONDS))
    else:
        old = {pk: (place.machine - 1, shop.seconds(place.starts_at)) for pk, place in shop.places.items()}
        found = Found(explain(kept_in_order(shop.problem, old)), 0.0, 0, ran_out=False)
    if not _differs(shop, found.schedule):
        return None
    return put_in_force(shop, found, started, actor)


def _differs(shop: OpenShop, schedule: Schedule) -> bool:
    """Whether an operation has another place than in the schedule in force, or had none."""
    for slot in schedule.slots():
        place = shop.places.get(slot.step.key)
        if place is None or place.machine not in {slot.machine + 1, 0}:
            return True
        moved = abs((shop.instant(slot.end) - place.ends_at).total_seconds())
        if slot.step.fixed is None and moved >= A_MOVE.total_seconds():
            return True
    return False


def is_needed_in_the_shop(warehouse_id: int, item_ids: Collection[int]) -> bool:
    """Whether scheduled work orders of a warehouse still wait for one of these items as a component."""
    rows = WorkOrderComponent.objects.filter(
        item__in=item_ids, work_order__warehouse=warehouse_id, work_order__state__in=OPEN_ORDERS
    )
    return rows.filter(
        work_order__operations__in=Operation.objects.filter(state__in=OPEN_STEPS, place__isnull=False)
    ).exists()


def follow_schedule(*, actor: Actor) -> int:
    """What work orders bring is expected when the schedule has them done, where that is after they are due;
    gives how many moved.

    One short transaction per work order; running it again changes nothing.
    """
    with connection.cursor() as cursor:
        cursor.execute(_MOVED, [MOST])
        keys = [pk for (pk,) in cursor.fetchall()]
    for pk in keys:
        follow_plan(work_order_id=pk, actor=actor)
    return len(keys)


@command()
def follow_plan(*, work_order_id: int, actor: Actor) -> WorkOrder:
    """One work order's supply comes on the day that the schedule says.

    Locks:  the documents that wait for it, the work order, its supply.
    Emits:  SupplyChanged.
    """
    row = open_for(work_order_id, with_pegs=True)
    if row.state in OPEN_ORDERS:
        follow_supply(row, cause="scheduled", actor=actor, at=timezone.now())
    return row
