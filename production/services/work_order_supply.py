"""What work orders bring and take, as the stock sees it: expected supply, demands of components, pegs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db.models import Max

from erp.core.actor import Actor
from erp.core.events import emit, to_json
from erp.core.refs import DocumentRef
from erp.masterdata.selectors.company import business_day
from inventory import locks as stock_locks
from inventory.events import SupplyChanged, SupplyClosed
from inventory.models import Demand, ExpectedSupply, Peg
from inventory.models.demand import ONLY_BY_HAND
from inventory.services.pegs import trim_pegs
from inventory.services.reservations import DemandSpec, open_demands, reserve_together
from production.models import ScheduledOperation, WorkOrder, WorkOrderComponent
from production.models.work_order import COMPONENT, KIND

ZERO = Decimal(0)


def expect(work_order: WorkOrder) -> ExpectedSupply:
    """Count on what a new work order brings."""
    return ExpectedSupply.objects.create(
        source_kind=KIND,
        source_id=work_order.pk,
        document_kind=KIND,
        document_id=work_order.pk,
        document_number=work_order.number,
        kind=KIND,
        item_id=work_order.item_id,
        warehouse_id=work_order.warehouse_id,
        due_on=work_order.due_on,
        quantity=work_order.quantity,
    )


def demand_components(
    work_order: WorkOrder, components: Sequence[WorkOrderComponent], *, actor: Actor, at: datetime
) -> list[Demand]:
    """Ask the stock for components. They are reserved when the work order is released.

    Those that are made or bought to order take at once what there is: they have no other stock to wait for.
    """
    demands = open_demands(
        specs=[_spec(work_order, row) for row in components], actor=actor, at=at, reserve=True
    )
    for row, demand in zip(components, demands, strict=True):
        row.demand = demand
    WorkOrderComponent.objects.bulk_update(components, ["demand"])
    return demands


def _spec(work_order: WorkOrder, row: WorkOrderComponent) -> DemandSpec:
    return DemandSpec(
        source=DocumentRef(COMPONENT, row.pk, f"{work_order.number}/{row.line_no}"),
        document=work_order.ref,
        line_no=row.line_no,
        item=row.item,
        warehouse_id=work_order.warehouse_id,
        quantity=row.quantity,
        due_on=work_order.release_on,
        promised_on=None,
        priority=work_order.priority,
        customer_id=None,
        reserve_on=None if row.item.planning == "to_order" else ONLY_BY_HAND,
    )


def supply_of(work_order: WorkOrder) -> ExpectedSupply:
    """Lock what is expected of a work order."""
    pk = ExpectedSupply.objects.values_list("pk", flat=True).get(source_kind=KIND, source_id=work_order.pk)
    return stock_locks.supplies_for_update([pk])[0]


def pegged_documents(work_order_id: int) -> list[DocumentRef]:
    """The documents that wait for what a work order brings."""
    columns = ("demand__document_kind", "demand__document_id", "demand__document_number")
    rows = Peg.objects.filter(supply__source_kind=KIND, supply__source_id=work_order_id)
    return [DocumentRef(*row) for row in rows.order_by(*columns).values_list(*columns).distinct()]


def follow_supply(work_order: WorkOrder, *, cause: str, actor: Actor, at: datetime) -> None:
    """What is expected becomes what is still to come, on the day it is due or, where that is later, on the
    one the schedule says; promises that leaned on more hear of it.

    Locks: the supply.
    Emits: SupplyChanged where it brings less or on another day; SupplyClosed where it ended short.
    """
    supply = supply_of(work_order)
    before = (supply.due_on, supply.quantity)
    supply.received = work_order.good
    supply.quantity = max(work_order.quantity - work_order.scrapped - work_order.reworked, work_order.good)
    supply.due_on = max(work_order.due_on, _scheduled_on(work_order) or work_order.due_on)
    was_open, supply.is_open = supply.is_open, work_order.is_open
    supply.save(update_fields=["received", "quantity", "due_on", "is_open"])
    _trim(supply)
    if not supply.is_open:
        if was_open and supply.quantity > supply.received:
            closed = SupplyClosed(
                document=work_order.ref, warehouse_id=supply.warehouse_id, item_ids=[supply.item_id]
            )
            emit(closed, actor=actor, at=at)
        return
    if (supply.due_on, supply.quantity) == before:
        return
    told = {
        "supply_id": supply.pk,
        "item_id": supply.item_id,
        "due_on": [to_json(before[0]), to_json(supply.due_on)],
        "quantity": [to_json(before[1]), to_json(supply.quantity)],
    }
    event = SupplyChanged(
        document=work_order.ref,
        warehouse_id=supply.warehouse_id,
        item_ids=[supply.item_id],
        cause=cause,
        supplies=[told],
    )
    emit(event, actor=actor, at=at)


def _scheduled_on(work_order: WorkOrder) -> date | None:
    """The company's day on which the schedule has a work order done; None where it has no place."""
    rows = ScheduledOperation.objects.filter(
        operation__work_order=work_order, operation__state__in=("pending", "running", "paused")
    )
    end = rows.aggregate(end=Max("ends_at"))["end"]
    return business_day(end - timedelta(seconds=1)) if end is not None else None


def _trim(supply: ExpectedSupply) -> None:
    """No more is promised of it than is still to come; a closed one keeps its pegs until somebody is told."""
    if not supply.is_open:
        return
    whole, supply.quantity = supply.quantity, supply.quantity - supply.received
    trim_pegs(supply)
    supply.quantity = whole


def serve_pegged(work_order: WorkOrder, quantity: Decimal, *, actor: Actor, at: datetime) -> None:
    """Give what was just received to those for whom it was made, before anybody else.

    Locks: the demands, free balances; their documents are locked already.
    Emits: DemandsReserved per document.
    """
    pegs = list(
        Peg.objects.filter(supply__source_kind=KIND, supply__source_id=work_order.pk)
        .select_related("demand")
        .order_by("-is_hard", "demand__needed_on", "demand_id")
    )
    most: dict[int, Decimal] = {}
    left = quantity
    for peg in pegs:
        part = min(peg.quantity, left, max(peg.demand.backordered, ZERO))
        if part > 0:
            most[peg.demand_id] = part
            left -= part
    if not most:
        return
    documents = list(dict.fromkeys(peg.demand.document for peg in pegs if peg.demand_id in most))
    got = reserve_together(demand_ids=list(most), most=most, documents=documents, actor=actor, at=at)
    for peg in Peg.objects.filter(pk__in=[peg.pk for peg in pegs], demand_id__in=got):
        peg.quantity -= min(got[peg.demand_id], peg.quantity)
        if peg.quantity > 0:
            peg.save(update_fields=["quantity"])
        else:
            peg.delete()
