"""What work orders bring and take, as the stock sees it: expected supply, demands of components, pegs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

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
from production.models import Operation, WorkOrder, WorkOrderComponent, WorkOrderOutput
from production.models.output import OUTPUT
from production.models.work_order import COMPONENT, KIND
from production.selectors.brought import brought_by

ZERO = Decimal(0)


def expect(work_order: WorkOrder, outputs: Sequence[WorkOrderOutput] = ()) -> None:
    """Count on what a new work order brings: its item, and what falls out beside it."""
    own = (KIND, work_order.pk, work_order.item_id, work_order.quantity)
    beside = [(OUTPUT, one.pk, one.item_id, one.falling_out(work_order.quantity)) for one in outputs]
    ExpectedSupply.objects.bulk_create(
        ExpectedSupply(
            source_kind=kind,
            source_id=source_id,
            document_kind=KIND,
            document_id=work_order.pk,
            document_number=work_order.number,
            kind=KIND,
            item_id=item_id,
            warehouse_id=work_order.warehouse_id,
            due_on=work_order.due_on,
            quantity=quantity,
        )
        for kind, source_id, item_id, quantity in (own, *beside)
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
    """Lock what is expected of a work order's item."""
    pk = ExpectedSupply.objects.values_list("pk", flat=True).get(source_kind=KIND, source_id=work_order.pk)
    return stock_locks.supplies_for_update([pk])[0]


def supplies_of(work_orders: Sequence[WorkOrder]) -> dict[tuple[int, int], ExpectedSupply]:
    """Lock all that is expected of work orders, what falls out beside too; by work order and item."""
    keys = ExpectedSupply.objects.filter(brought_by([row.pk for row in work_orders]))
    rows = stock_locks.supplies_for_update(list(keys.values_list("pk", flat=True)))
    return {(row.document_id, row.item_id): row for row in rows}


def pegged_documents(work_order_id: int) -> list[DocumentRef]:
    """The documents that wait for what a work order brings."""
    columns = ("demand__document_kind", "demand__document_id", "demand__document_number")
    rows = Peg.objects.filter(brought_by([work_order_id], "supply__"))
    return [DocumentRef(*row) for row in rows.order_by(*columns).values_list(*columns).distinct()]


def _stands(work_order: WorkOrder) -> dict[int, tuple[Decimal, Decimal]]:
    """What a work order brings in all and has brought, by item."""
    found = {work_order.item_id: (work_order.brings, work_order.good)}
    for one in WorkOrderOutput.objects.filter(work_order=work_order).select_related("item"):
        found[one.item_id] = (max(one.falling_out(work_order.brings), one.received), one.received)
    return found


def follow_supply(work_order: WorkOrder, *, cause: str, actor: Actor, at: datetime) -> None:
    """What is expected becomes what is still to come, on the day it is due or, where that is later, on the
    one the schedule says, and so does what falls out beside; promises that leaned on more hear of it.

    Locks: the supplies.
    Emits: SupplyChanged where one brings less or comes on another day; SupplyClosed where one ended short.
    """
    stands = _stands(work_order)
    due_on = max(work_order.due_on, _scheduled_on(work_order) or work_order.due_on)
    told, short = [], []
    for supply in supplies_of([work_order]).values():
        before, was_open = (supply.due_on, supply.quantity), supply.is_open
        supply.quantity, supply.received = stands[supply.item_id]
        supply.due_on, supply.is_open = due_on, work_order.is_open
        supply.save(update_fields=["received", "quantity", "due_on", "is_open"])
        _trim(supply)
        if not supply.is_open:
            short += [supply.item_id] if was_open and supply.quantity > supply.received else []
        elif (supply.due_on, supply.quantity) != before:
            told.append(_told(supply, before))
    if short:
        closed = SupplyClosed(document=work_order.ref, warehouse_id=work_order.warehouse_id, item_ids=short)
        emit(closed, actor=actor, at=at)
    if told:
        event = SupplyChanged(
            document=work_order.ref,
            warehouse_id=work_order.warehouse_id,
            item_ids=[one["item_id"] for one in told],
            cause=cause,
            supplies=told,
        )
        emit(event, actor=actor, at=at)


def _told(supply: ExpectedSupply, before: tuple[date, Decimal]) -> dict[str, Any]:
    return {
        "supply_id": supply.pk,
        "item_id": supply.item_id,
        "due_on": [to_json(before[0]), to_json(supply.due_on)],
        "quantity": [to_json(before[1]), to_json(supply.quantity)],
    }


def _scheduled_on(work_order: WorkOrder) -> date | None:
    """The company's day on which the schedule has a work order done, or a supplier brings it back where that
    is later; None where neither is known.
    """
    rows = Operation.objects.filter(work_order=work_order, state__in=("pending", "running", "paused"))
    found = rows.aggregate(end=Max("place__ends_at"), back=Max("back_on"))
    days = [found["back"]] if found["back"] is not None else []
    if found["end"] is not None:
        days.append(business_day(found["end"] - timedelta(seconds=1)))
    return max(days, default=None)


def _trim(supply: ExpectedSupply) -> None:
    """No more is promised of it than is still to come; a closed one keeps its pegs until somebody is told."""
    if not supply.is_open:
        return
    whole, supply.quantity = supply.quantity, supply.quantity - supply.received
    trim_pegs(supply)
    supply.quantity = whole


def serve_pegged(work_order: WorkOrder, *, actor: Actor, at: datetime) -> None:
    """Give what was just received, its item and what fell out beside, to those for whom it was made, before
    anybody else; what was received before is known from the supplies, which follow afterwards.

    Locks: the demands, free balances; their documents are locked already.
    Emits: DemandsReserved per document.
    """
    pegs = list(
        Peg.objects.filter(brought_by([work_order.pk], "supply__"))
        .select_related("demand", "supply")
        .order_by("-is_hard", "demand__needed_on", "demand_id")
    )
    stands = _stands(work_order) if pegs else {}
    left = {peg.supply_id: stands[peg.supply.item_id][1] - peg.supply.received for peg in pegs}
    most: dict[int, Decimal] = {}
    for peg in pegs:
        part = min(peg.quantity, left[peg.supply_id], max(peg.demand.backordered, ZERO))
        if part > 0:
            most[peg.demand_id] = part
            left[peg.supply_id] -= part
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
