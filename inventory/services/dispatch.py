"""Dispatch: packed goods leave with their carrier, and reach the customer."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone

from erp.core.actor import Actor
from erp.core.commands import command
from erp.core.errors import Conflict
from erp.core.events import emit
from erp.core.locks import lock_upward
from erp.core.machines import move_on
from erp.core.money import round_money
from erp.core.refs import DocumentRef
from erp.core.rows import save_row
from erp.core.sets import delete_rows, update_rows
from erp.masterdata.selectors.company import business_day
from inventory import locks
from inventory.events import ShipmentDelivered, ShipmentShipped
from inventory.models import Demand, Move, Reservation, Shipment
from inventory.selectors.shipments import document_of_shipment
from inventory.services.ledger import MoveLine, MoveSource, change_balances, write_moves
from inventory.services.shipments import check_not_held, open_shipment

ZERO = Decimal(0)


@command("inventory.ship_shipment")
def ship_shipment(
    *,
    shipment_id: int,
    actor: Actor,
    carrier: str = "",
    tracking_number: str = "",
    expected_version: int | None = None,
    at: datetime | None = None,
) -> Shipment:
    """Hand a packed shipment to its carrier: stock leaves, and with the news the receivable is raised.

    Locks:  the document and the customer's credit (upward), the shipment, its reservations with
            their balances.
    Emits:  ShipmentShipped.
    Raises: IllegalTransition; OnHold; Conflict `not_reserved`, `lot_blocked`, `lot_expired`.
    """
    at = at or timezone.now()
    document, customer_id = document_of_shipment(shipment_id)
    above = [document] + ([DocumentRef("customer", customer_id)] if customer_id else [])
    lock_upward(above)
    shipment = locks.shipment_for_update(shipment_id, expected_version)
    changes = move_on(shipment, "ship", at=at)
    shipment.carrier_name = carrier or shipment.carrier_name
    shipment.tracking_number = tracking_number or shipment.tracking_number
    check_not_held(shipment)
    told = _move_out(shipment, actor=actor, at=at)
    save_row(shipment, ["state", "shipped_at", "carrier_name", "tracking_number", "version"])
    emit(
        ShipmentShipped(
            document=shipment.ref,
            about=shipment.document,
            carrier=shipment.carrier_name,
            tracking_number=shipment.tracking_number,
            lines=told,
            cost=sum((Decimal(line["cost"]) for line in told), ZERO),
        ),
        actor=actor,
        at=at,
        changes=changes,
    )
    return shipment


def _move_out(shipment: Shipment, *, actor: Actor, at: datetime) -> list[dict[str, Any]]:
    """Consume the reservations: balances, ledger and demands in one statement each.

    Picking has cut every reservation to what was picked, so a reservation is what leaves.
    """
    today = business_day(at)
    rows = locks.reservations_of_shipment_for_update(shipment.pk)
    if not rows or any(row.shipment_line is None or row.quantity != row.shipment_line.picked for row in rows):
        raise Conflict("not_reserved", shipment=shipment.number)
    for row in rows:
        lot = row.balance.lot
        if lot is not None and lot.is_blocked:
            raise Conflict("lot_blocked", lot=lot.code, reason=lot.blocked_reason)
        if lot is not None and lot.expires_on is not None and lot.expires_on < today:
            raise Conflict("lot_expired", lot=lot.code, expired_on=lot.expires_on)
    moves = [
        MoveLine(
            item_id=row.balance.item_id,
            location=row.balance.location,
            quantity=-row.quantity,
            value=-round_money(row.quantity * row.balance.item.standard_cost),
            lot_id=row.balance.lot_id,
            reserved=row.quantity,
            sku=row.balance.item.sku,
        )
        for row in rows
    ]
    change_balances(
        moves, {(r.balance.item_id, r.balance.location_id, r.balance.lot_id): r.balance for r in rows}
    )
    delete_rows(Reservation, [row.pk for row in rows])
    shipped: dict[int, Decimal] = {}
    for row in rows:
        shipped[row.demand_id] = shipped.get(row.demand_id, ZERO) + row.quantity
    update_rows(
        Demand,
        [{"id": pk, "shipped": shipped[pk], "reserved": -shipped[pk]} for pk in sorted(shipped)],
        add=["shipped", "reserved"],
    )
    write_moves(
        moves,
        kind=Move.Kind.SHIPMENT,
        at=at,
        actor=actor,
        source=MoveSource(shipment.ref, shipment.document_number, shipment.customer_id),
    )
    return [
        {
            "demand": row.demand_id,
            "source": row.demand.source_id,
            "source_kind": row.demand.source_kind,
            "quantity": str(row.quantity),
            "cost": str(-move.value),
        }
        for row, move in zip(rows, moves, strict=True)
    ]


@command("inventory.deliver_shipment")
def deliver_shipment(
    *,
    shipment_id: int,
    actor: Actor,
    delivered_to: str = "",
    expected_version: int | None = None,
    at: datetime | None = None,
) -> Shipment:
    """Record that the customer has the goods.

    Locks:  the document (upward), the shipment.
    Emits:  ShipmentDelivered.
    Raises: IllegalTransition.
    """
    at = at or timezone.now()
    shipment = open_shipment(shipment_id, expected_version)
    changes = move_on(shipment, "deliver", at=at)
    shipment.delivered_to = delivered_to
    save_row(shipment, ["state", "delivered_at", "delivered_to", "version"])
    event = ShipmentDelivered(document=shipment.ref, about=shipment.document, delivered_to=delivered_to)
    emit(event, actor=actor, at=at, changes=changes)
    return shipment
