"""What production does with its own news after the commit."""

from erp.core.actor import system_actor
from erp.core.events import deferred
from erp.core.outbox import StoredEvent
from inventory.models.demand import Priority
from production.events import WorkOrderCancelled
from production.models import MachineStatus, WorkOrder
from production.services.keeping_up import follow_schedule, is_needed_in_the_shop, keep_up
from production.services.machine_news import retry_waiting
from production.services.outside_changes import fit_outside_work
from production.services.outside_work import (
    buy_outside_work,
    drop_outside_work,
    follow_purchase,
    report_delivery,
)
from production.services.planning_runs import run_planning
from production.services.scenarios import reckon_waiting


@deferred(
    "work_order.reported", "work_order.changed", "work_order.issued", subscriber="production.retry_news"
)
def retry_machine_news(*, event: StoredEvent) -> None:
    """Machines' news that waited for other reports, or for the release, is tried again."""
    retry_waiting(work_order_id=event.document.id, actor=system_actor("shop floor"))


@deferred("planning.asked", subscriber="production.run_planning", prompt=False)
def plan_what_was_asked(*, event: StoredEvent) -> None:
    """A planning run that was asked for is reckoned by the worker."""
    run_planning(event.document.id)


@deferred("machine.state_changed", subscriber="production.follow_machine", prompt=False)
def follow_machine(*, event: StoredEvent) -> None:
    """A machine went down or is up again: the schedule keeps up with it."""
    is_up = event.facts["state"] == MachineStatus.UP
    keep_up(since=event.at, pull=is_up, actor=system_actor("machine states"))


@deferred(
    "supply.changed", "supply.closed", "stock.lost", subscriber="production.follow_material", prompt=False
)
def follow_material(*, event: StoredEvent) -> None:
    """Components come on another day or not at all: work orders that wait for them are scheduled so."""
    if is_needed_in_the_shop(event.facts["warehouse_id"], event.facts["item_ids"]):
        days = [supply["due_on"] for supply in event.facts.get("supplies", ())]
        is_earlier = any(after < before for before, after in days)
        keep_up(since=event.at, pull=is_earlier, actor=system_actor("materials"))


@deferred("schedule.made", subscriber="production.follow_schedule")
def follow_the_schedule(*, event: StoredEvent) -> None:
    """What work orders bring is expected when the schedule has them done."""
    follow_schedule(actor=system_actor("schedule"))


@deferred("scenario.reckoning_asked", subscriber="production.reckon_scenario", prompt=False)
def reckon_what_was_asked(*, event: StoredEvent) -> None:
    """A scenario that is too large to wait for is reckoned by the worker."""
    reckon_waiting(event.document.id)


@deferred("work_order.created", subscriber="production.let_rush_first", prompt=False)
def let_rush_first(*, event: StoredEvent) -> None:
    """What is made for a rush order goes before what was scheduled already."""
    if WorkOrder.objects.filter(pk=event.document.id, priority__gte=Priority.RUSH).exists():
        keep_up(since=event.at, pull=True, actor=system_actor("rush orders"))


@deferred("work_order.changed", "work_order.cancelled", subscriber="production.buy_outside_work")
def buy_what_is_done_outside(*, event: StoredEvent) -> None:
    """A released work order's outside operations are bought, as many as it makes; of a cancelled one none."""
    actor = system_actor("outside work")
    if event.name == WorkOrderCancelled.name:
        drop_outside_work(work_order_id=event.document.id, actor=actor)
    elif event.facts["verb"] in {"released", "outsourced"}:
        buy_outside_work(work_order_id=event.document.id, actor=actor)
    elif event.facts["verb"] == "changed":
        fit_outside_work(work_order_id=event.document.id, actor=actor)


@deferred("receipt.arrived", subscriber="production.report_outside_work")
def report_what_came_back(*, event: StoredEvent) -> None:
    """What came back from subcontractors is reported to its operations."""
    report_delivery(receipt_id=event.document.id, actor=system_actor("receipts of outside work"))


@deferred("purchase_order.changed", subscriber="production.follow_outside_work")
def follow_subcontractors(*, event: StoredEvent) -> None:
    """A purchase order of outside work has its days: the schedule and what is expected follow."""
    if event.facts["verb"] not in {"sent", "rescheduled", "accepted"}:
        return
    actor = system_actor("outside work")
    if follow_purchase(purchase_order_id=event.document.id, actor=actor):
        keep_up(since=event.at, actor=actor)
