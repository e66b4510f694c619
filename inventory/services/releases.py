"""Releasing: what is reserved for a document becomes shipments to pick."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone

from erp.core.actor import Actor
from erp.core.commands import command
from erp.core.errors import Conflict, OnHold
from erp.core.events import Event, emit
from erp.core.locks import lock_upward
from erp.core.machines import move_on
from erp.core.new_rows import new_row
from erp.core.numbering import next_number
from erp.core.refs import DocumentRef
from erp.core.rows import insert_row, save_row
from erp.masterdata.selectors.company import business_day
from inventory import locks
from inventory.events import ShipmentCreated, ShipmentReleased
from inventory.models import Demand, Reservation, Shipment, Wave
from inventory.services.demands import tell_freed
from inventory.services.proof import refuse_while_stopped
from inventory.services.reservations import release_reservations, reserve_together, suits
from inventory.services.shipments import check_not_held, open_shipment, put_on_shipment


@dataclass(frozen=True)
class ShippingTerms:
    """Where and how a document's goods go; copied onto its shipments."""

    ship_to: dict[str, Any] = field(default_factory=dict)
    carrier_id: int | None = None


@command("inventory.release_shipment")
def release_shipments(
    *,
    document: DocumentRef,
    actor: Actor,
    terms: ShippingTerms | None = None,
    wave: Wave | None = None,
    at: datetime | None = None,
) -> list[Shipment]:
    """Turn what is reserved for a document, and in no shipment yet, into shipments to pick.

    One shipment per warehouse. A ship-complete document waits until all of it is reserved. With a
    `wave` the shipments are drafts, which the wave releases together.

    Locks:  the document (upward), its demands, its reservations with their balances; free balances where
            a lot is exchanged.
    Emits:  ShipmentReleased per shipment; ShipmentCreated in a wave; DemandsFreed, StockReceived and
            DemandsReserved where a lot is exchanged.
    Raises: OnHold; Conflict `nothing_reserved`, `lot_short_lived`, `ship_complete_short` or, while the
            stock's books disagree, `release_stopped`.
    """
    at = at or timezone.now()
    terms = terms or ShippingTerms()
    refuse_while_stopped()
    lock_upward([document])
    demands, reservations = _reserved(document)
    if any(demand.is_held for demand in demands.values()):
        raise OnHold(document=document.number)
    given_up = exchange_lots(demands, reservations, actor=actor, at=at)
    if given_up:
        demands, reservations = _reserved(document)
    if any(d.is_ship_complete and d.backordered > 0 and d.item.kind == "stocked" for d in demands.values()):
        raise Conflict("ship_complete_short", document=document.number)
    if not reservations:
        _refuse_too_old(given_up, demands)
        raise Conflict("nothing_reserved", document=document.number)
    groups: dict[int, list[Reservation]] = {}
    for row in reservations:
        groups.setdefault(row.balance.warehouse_id, []).append(row)
    return [
        _release_one(
            document, rows, demands, terms=terms, wave=wave, warehouse_id=warehouse_id, actor=actor, at=at
        )
        for warehouse_id, rows in sorted(groups.items())
    ]


def _reserved(document: DocumentRef) -> tuple[dict[int, Demand], list[Reservation]]:
    """A document's demands and what is reserved for them and in no shipment yet, all locked."""
    demands = {d.pk: d for d in locks.demands_of_document_for_update(document.kind, document.id)}
    return demands, locks.reservations_of_demands_for_update(demands, unassigned_only=True)


def _refuse_too_old(given_up: Sequence[Reservation], demands: Mapping[int, Demand]) -> None:
    """Say which lot is too old where that is why nothing can be released.

    Raises: Conflict `lot_short_lived`.
    """
    for row in given_up:
        lot = row.balance.lot
        if lot is not None:
            sku = demands[row.demand_id].item.sku
            raise Conflict("lot_short_lived", lot=lot.code, product=sku, expired_on=lot.expires_on)


def exchange_lots(
    demands: Mapping[int, Demand], reservations: Sequence[Reservation], *, actor: Actor, at: datetime
) -> list[Reservation]:
    """Exchange lots that no longer last for their customer, or have expired, before they are picked.

    Where there is no other lot the quantity waits again. Gives the reservations that were given up: after
    any, demands and reservations are to be read again. The caller holds documents, demands and reservations.

    Locks:  free balances of the items, by key.
    Emits:  DemandsFreed and StockReceived per document that lost a lot; DemandsReserved.
    """
    today = business_day(at)
    bad = [row for row in reservations if not suits(demands[row.demand_id], row.balance.lot, today)]
    lost: dict[int, Decimal] = {}
    for row in bad:
        lost[row.demand_id] = lost.get(row.demand_id, Decimal(0)) + row.quantity
    if not lost:
        return []
    release_reservations(bad, dict(demands))
    documents: dict[DocumentRef, list[Demand]] = {}
    for pk in sorted(lost):
        documents.setdefault(demands[pk].document, []).append(demands[pk])
    for document, losers in documents.items():
        quantity = sum((lost[demand.pk] for demand in losers), Decimal(0))
        tell_freed(document, losers, quantity, actor=actor, at=at)
    reserve_together(demand_ids=sorted(lost), most=lost, documents=list(documents), actor=actor, at=at)
    return bad


def _release_one(
    document: DocumentRef,
    reservations: Sequence[Reservation],
    demands: dict[int, Demand],
    *,
    terms: ShippingTerms,
    wave: Wave | None,
    warehouse_id: int,
    actor: Actor,
    at: datetime,
) -> Shipment:
    first = demands[reservations[0].demand_id]
    shipment = new_row(
        Shipment,
        number=next_number("shipment"),
        warehouse_id=warehouse_id,
        customer_id=first.customer_id,
        document_kind=document.kind,
        document_id=document.id,
        document_number=document.number,
        wave=wave,
        carrier_id=terms.carrier_id,
        ship_to=terms.ship_to,
        priority=max(d.priority for d in demands.values()),
        due_on=min((d.ship_by for d in demands.values() if d.promised_on), default=first.due_on),
    )
    changes = {"state": ["", "draft"]} if wave else move_on(shipment, "release", at=at)
    insert_row(shipment)
    ordered = sorted(reservations, key=lambda r: (demands[r.demand_id].line_no, r.pk))
    lines = put_on_shipment(shipment, ordered)
    event: Event = ShipmentReleased(
        document=shipment.ref, about=document, warehouse=str(warehouse_id), lines=len(lines)
    )
    if wave:
        event = ShipmentCreated(document=shipment.ref, about=document, wave=wave.number)
    emit(event, actor=actor, at=at, changes=changes)
    return shipment


@command("inventory.release_shipment")
def release_draft(*, shipment_id: int, actor: Actor, at: datetime | None = None) -> Shipment:
    """Hand a shipment that waited in a wave to the pickers.

    Locks:  the document (upward), the shipment.
    Emits:  ShipmentReleased.
    Raises: IllegalTransition; OnHold; Conflict `release_stopped`.
    """
    at = at or timezone.now()
    refuse_while_stopped()
    shipment = open_shipment(shipment_id)
    check_not_held(shipment)
    changes = move_on(shipment, "release", at=at)
    save_row(shipment, ["state", "released_at", "version"])
    event = ShipmentReleased(
        document=shipment.ref,
        about=shipment.document,
        warehouse=str(shipment.warehouse_id),
        lines=shipment.lines.count(),
    )
    emit(event, actor=actor, at=at, changes=changes)
    return shipment
