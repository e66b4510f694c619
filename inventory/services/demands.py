"""Demands that change: amended, cancelled, held, and services that are done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from erp.core.actor import Actor
from erp.core.commands import command
from erp.core.errors import Conflict
from erp.core.events import emit
from erp.core.refs import DocumentRef
from erp.core.sets import update_rows
from inventory import locks
from inventory.events import DemandsFreed, StockReceived
from inventory.models import Demand, Item
from inventory.models.demand import ONLY_BY_HAND
from inventory.services.pegs import unpeg_demands
from inventory.services.reservations import trim_reservations

ZERO = Decimal(0)


@dataclass(frozen=True)
class DemandChange:
    """The new net quantity (what is neither cancelled) and dates of one demand.

    Without `delivery_days` the goods leave as many days before the promise as they did.
    """

    demand_id: int
    quantity: Decimal
    due_on: date
    promised_on: date | None
    delivery_days: int | None = None


@command()
def change_demands(
    *, document: DocumentRef, changes: Sequence[DemandChange], actor: Actor, at: datetime
) -> list[Demand]:
    """Set demands to their new net quantity; freeing or reserving follows from it.

    Never adds a difference: the new quantity is final, what is shipped stays shipped, and what
    was reserved above it is freed (R5).

    Locks:  demands, then reservations and balances.
    Emits:  DemandsFreed when stock became free.
    Raises: Conflict `already_shipped` below the shipped quantity; `being_picked`.
    """
    demands = {d.pk: d for d in locks.demands_of_document_for_update(document.kind, document.id)}
    wanted = {change.demand_id: change for change in changes}
    excess: dict[int, Decimal] = {}
    for pk, change in wanted.items():
        demand = demands[pk]
        if change.quantity < demand.shipped:
            raise Conflict("already_shipped", shipped=demand.shipped, line=demand.line_no)
        if demand.item.kind == Item.Kind.STOCKED:
            excess[pk] = demand.shipped + demand.reserved - change.quantity
    freed = trim_reservations(list(demands.values()), excess)
    for pk, change in wanted.items():
        demand = demands[pk]
        demand.quantity = change.quantity + demand.cancelled
        demand.reserve_on = _moved_with(demand, change)
        demand.due_on, demand.promised_on = change.due_on, change.promised_on
        if change.delivery_days is not None:
            demand.delivery_days = change.delivery_days
    update_rows(
        Demand,
        [
            {
                "id": pk,
                "quantity": demands[pk].quantity,
                "due_on": demands[pk].due_on,
                "promised_on": demands[pk].promised_on,
                "reserve_on": demands[pk].reserve_on,
                "delivery_days": demands[pk].delivery_days,
            }
            for pk in sorted(wanted)
        ],
        put=["quantity", "due_on", "promised_on", "reserve_on", "delivery_days"],
    )
    unpeg_demands([demands[pk] for pk in wanted])
    tell_freed(document, [demands[pk] for pk in wanted], freed, actor=actor, at=at)
    return list(demands.values())


def _moved_with(demand: Demand, change: DemandChange) -> date | None:
    """A day to reserve from moves with the day to ship on; at once and by hand stay what they are."""
    if demand.reserve_on in {None, ONLY_BY_HAND}:
        return demand.reserve_on
    before = demand.promised_on or demand.due_on
    return demand.reserve_on + ((change.promised_on or change.due_on) - before)  # type: ignore[operator]  # set whenever this is reached


@command()
def cancel_demands(
    *, document: DocumentRef, actor: Actor, at: datetime, demand_ids: Sequence[int] | None = None
) -> list[Demand]:
    """Cancel what is left of a document's demands: reservations and pegs go, shipped stays.

    Locks:  demands, then reservations and balances.
    Emits:  DemandsFreed when stock became free.
    Raises: Conflict `being_picked` when a shipment holds part of it.
    """
    demands = [
        demand
        for demand in locks.demands_of_document_for_update(document.kind, document.id)
        if demand_ids is None or demand.pk in demand_ids or demand.kit_id in demand_ids
    ]
    excess = {d.pk: d.reserved for d in demands if d.item.kind == Item.Kind.STOCKED}
    freed = trim_reservations(demands, excess)
    for demand in demands:
        demand.cancelled = demand.quantity - demand.shipped
    update_rows(Demand, [{"id": d.pk, "cancelled": d.cancelled} for d in demands], put=["cancelled"])
    unpeg_demands(demands)
    tell_freed(document, demands, freed, actor=actor, at=at)
    return demands


def tell_freed(
    document: DocumentRef, demands: Sequence[Demand], freed: Decimal, *, actor: Actor, at: datetime
) -> None:
    """Tell that stock became free, so that others' back-orders may take it.

    Emits: DemandsFreed; StockReceived per warehouse.
    """
    if freed <= 0:
        return
    emit(DemandsFreed(document=document, quantity=freed), actor=actor, at=at)
    by_warehouse: dict[int, set[int]] = {}
    for demand in demands:
        by_warehouse.setdefault(demand.warehouse_id, set()).add(demand.item_id)
    for warehouse_id, item_ids in sorted(by_warehouse.items()):
        emit(
            StockReceived(document=document, warehouse_id=warehouse_id, item_ids=sorted(item_ids)),
            actor=actor,
            at=at,
        )


@command()
def hold_demands(*, document: DocumentRef, is_held: bool, actor: Actor) -> None:
    """Stop or resume serving a document's demands; what it has reserved it keeps."""
    demands = locks.demands_of_document_for_update(document.kind, document.id)
    update_rows(Demand, [{"id": d.pk, "is_held": is_held} for d in demands], put=["is_held"])


@command()
def complete_services(*, document: DocumentRef, actor: Actor) -> list[Demand]:
    """Count a document's open service lines as delivered: there is nothing to pick.

    Locks: the demands.
    """
    demands = [
        demand
        for demand in locks.demands_of_document_for_update(document.kind, document.id)
        if demand.item.kind == Item.Kind.SERVICE and demand.backordered > 0
    ]
    update_rows(Demand, [{"id": d.pk, "shipped": d.backordered} for d in demands], add=["shipped"])
    for demand in demands:
        demand.shipped += demand.backordered
    return demands
