"""Work orders are written: by hand, for documents that wait, and level by level for their parts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from erp.core.actor import Actor
from erp.core.commands import command
from erp.core.errors import Invalid
from erp.core.events import emit
from erp.core.numbering import next_number
from erp.core.quantity import QUANTITY_MAX
from erp.core.records import Problems
from erp.core.refs import DocumentRef
from erp.masterdata.selectors.calendars import kept_calendar, previous_open_day
from erp.masterdata.selectors.company import business_day
from inventory.models import Demand, ExpectedSupply, Item, Peg, Warehouse
from inventory.services.requisitions import raise_requisition
from production.events import WorkOrderCreated
from production.models import Bom, Operation, Routing, WorkOrder, WorkOrderComponent, WorkOrderOutput
from production.models.work_order import KIND
from production.services.work_order_base import CREATE
from production.services.work_order_lines import (
    bom_on,
    build_components,
    build_operations,
    build_outputs,
    parts_of,
    routing_on,
)
from production.services.work_order_supply import demand_components, expect

ZERO = Decimal(0)


@dataclass(frozen=True)
class WorkOrderInput:
    """What is to be made. Without a start it begins the item's lead time before it is due.

    `bom` and `routing` are those in force on the day it starts unless others are named; `steps`, not saved
    yet, take the place of the routing's.
    """

    item: Item
    quantity: Decimal
    due_on: date
    warehouse: Warehouse
    release_on: date | None = None
    priority: int = 20
    document: DocumentRef | None = None
    bom: Bom | None = None
    routing: Routing | None = None
    is_rework: bool = False
    reason: str = ""
    steps: Sequence[Operation] | None = None
    rework_of: WorkOrder | None = None


@command(*CREATE)
def create_work_order(*, values: WorkOrderInput, actor: Actor, at: datetime | None = None) -> WorkOrder:
    """Plan to make a quantity; what it brings and takes counts in every promise from now on.

    Parts that are made or bought to order are ordered along with it.

    Locks:  free balances of parts made to order.
    Emits:  WorkOrderCreated, also of the work orders for its parts.
    Raises: Invalid naming the field.
    """
    at = at or timezone.now()
    today = business_day(at)
    if values.due_on < today:
        raise Invalid.field("due_date", _("This day has passed."))
    return plan_work_order(values, actor=actor, at=at)


def plan_work_order(values: WorkOrderInput, *, actor: Actor, at: datetime) -> WorkOrder:
    """Write a planned work order inside a command; days that have passed become today."""
    today = business_day(at)
    due_on = max(values.due_on, today)
    release_on = values.release_on or _start_of(values, due_on, today)
    bom = values.bom or bom_on(values.item.pk, max(release_on, today))
    _check(values, due_on, release_on, bom)
    row = WorkOrder.objects.create(
        number=next_number("work_order"),
        item=values.item,
        bom=bom,
        routing=values.routing or routing_on(values.item.pk, max(release_on, today)),
        warehouse=values.warehouse,
        quantity=values.quantity,
        priority=values.priority,
        release_on=release_on,
        due_on=due_on,
        document_kind=values.document.kind if values.document else "",
        document_id=values.document.id if values.document else None,
        document_number=values.document.number if values.document else "",
        is_rework=values.is_rework,
        rework_of=values.rework_of,
        reason=values.reason,
        created_by=actor.label[:150],
    )
    Operation.objects.bulk_create(build_operations(row, row.routing, values.steps))
    parts = parts_of(bom, max(release_on, today)) if bom is not None and not values.is_rework else []
    components = WorkOrderComponent.objects.bulk_create(build_components(row, parts))
    outputs: list[WorkOrderOutput] = []
    if bom is not None and not values.is_rework:
        outputs = WorkOrderOutput.objects.bulk_create(build_outputs(row, bom))
    expect(row, outputs)
    emit(
        WorkOrderCreated(
            document=row.ref, about=values.document, product=values.item.sku, quantity=values.quantity
        ),
        actor=actor,
        at=at,
        changes={"state": ["", "planned"]},
    )
    demands = demand_components(row, components, actor=actor, at=at)
    cover_demands(demands, actor=actor, at=at)
    return row


def _start_of(values: WorkOrderInput, due_on: date, today: date) -> date:
    """The item's lead time before the day it is due, on an open day of the warehouse, but not before today.

    Source: domain.md, lead times.
    """
    start = due_on - timedelta(days=values.item.lead_time_days)
    calendar = kept_calendar(values.warehouse.calendar_id)
    return min(max(previous_open_day(calendar, start), today), due_on)


def _check(values: WorkOrderInput, due_on: date, release_on: date, bom: Bom | None) -> None:
    problems = Problems()
    if values.item.kind != Item.Kind.STOCKED:
        problems.add("product", _("Only stocked products are made."))
    elif bom is None and values.item.supply != Item.Supply.MAKE:
        problems.add("product", _("This product is bought, and has no bill of materials."))
    elif not values.item.is_active:
        problems.add("product", _("This product is not active."))
    if not values.quantity.is_finite() or values.quantity <= 0:
        problems.add("quantity", _("Must be greater than zero."))
    elif values.quantity > QUANTITY_MAX:
        problems.add("quantity", _("Is too large."))
    if not values.warehouse.is_active:
        problems.add("warehouse", _("This warehouse is not active."))
    if release_on > due_on:
        problems.add("release_date", _("Must not be after the day it is due."))
    problems.refuse()


def cover_demands(
    demands: Sequence[Demand], *, actor: Actor, at: datetime, every: bool = False
) -> list[WorkOrder]:
    """Make or buy what demands for items planned to order lack; gives the work orders, pegged to them.

    What is reserved or pegged already is covered, so that doing it again changes nothing. With `every`
    made items of any planning get a work order.

    Called inside a command that holds the demands.
    """
    wanted = [
        demand
        for demand in demands
        if demand.backordered > 0
        and demand.item.kind == Item.Kind.STOCKED
        and (
            demand.item.planning == Item.Planning.TO_ORDER
            or (every and demand.item.supply == Item.Supply.MAKE)
        )
    ]
    if not wanted:
        return []
    pegged = dict(
        Peg.objects.filter(demand__in=wanted, supply__is_open=True)
        .order_by()
        .values_list("demand_id")
        .annotate(Sum("quantity"))
    )
    made = []
    for demand in wanted:
        lacks = demand.backordered - pegged.get(demand.pk, ZERO)
        if lacks > 0:
            order = _cover(demand, lacks, actor=actor, at=at)
            made += [order] if order is not None else []
    return made


def _cover(demand: Demand, quantity: Decimal, *, actor: Actor, at: datetime) -> WorkOrder | None:
    """One demand's lack becomes a pegged work order, or for bought items a requisition."""
    if demand.item.supply != Item.Supply.MAKE:
        raise_requisition(
            item_id=demand.item_id,
            warehouse_id=demand.warehouse_id,
            quantity=demand.quantity - demand.shipped - demand.cancelled,
            needed_on=max(demand.ship_by, business_day(at)),
            reason=_("For %(document)s") % {"document": demand.document_number},
            origin=demand.document,
            actor=actor,
            at=at,
        )
        return None
    values = WorkOrderInput(
        item=demand.item,
        quantity=quantity,
        due_on=demand.ship_by,
        warehouse=demand.warehouse,
        priority=demand.priority,
        document=demand.document,
    )
    order = plan_work_order(values, actor=actor, at=at)
    supply = ExpectedSupply.objects.get(source_kind=KIND, source_id=order.pk)
    Peg.objects.create(demand=demand, supply=supply, quantity=quantity)
    return order
