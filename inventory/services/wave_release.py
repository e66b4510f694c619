"""Making the shipments of many documents at once: a bounded number of statements, whatever their number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from erp.core.actor import Actor
from erp.core.errors import Conflict, OnHold
from erp.core.events import emit
from erp.core.locks import lock_upward
from erp.core.numbering import next_numbers
from erp.core.refs import DocumentRef
from erp.core.rows import insert_rows
from erp.core.sets import update_rows
from inventory import locks
from inventory.events import ShipmentCreated
from inventory.models import Demand, Reservation, Shipment, ShipmentLine, Wave
from inventory.services.releases import ShippingTerms, exchange_lots

Key = tuple[str, int]


def draft_shipments(
    terms: Mapping[DocumentRef, ShippingTerms], *, wave: Wave, actor: Actor, at: datetime
) -> list[Shipment]:
    """Turn what is reserved for documents in a wave's warehouse, and in no shipment yet, into drafts.

    Documents that ship complete and are short wait; so do those with nothing reserved there.

    Locks:  the documents (upward), their demands, their reservations with the balances.
    Emits:  ShipmentCreated per shipment; what `exchange_lots` tells.
    Raises: OnHold.
    """
    lock_upward(list(terms))
    demands, reservations = _reserved(terms)
    held = next((demand for demand in demands.values() if demand.is_held), None)
    if held is not None:
        raise OnHold(document=held.document_number)
    if exchange_lots(demands, reservations, actor=actor, at=at):
        demands, reservations = _reserved(terms)
    waiting = {
        (d.document_kind, d.document_id)
        for d in demands.values()
        if d.is_ship_complete and d.backordered > 0 and d.item.kind == "stocked"
    }
    groups: dict[Key, list[Reservation]] = {}
    for row in reservations:
        demand = demands[row.demand_id]
        key = (demand.document_kind, demand.document_id)
        if row.balance.warehouse_id == wave.warehouse_id and key not in waiting:
            groups.setdefault(key, []).append(row)
    known = {(ref.kind, ref.id): ref for ref in terms}
    chosen = [(known[key], groups[key]) for key in sorted(groups)]
    return _write(chosen, demands, terms, wave=wave, actor=actor, at=at)


def _reserved(terms: Mapping[DocumentRef, ShippingTerms]) -> tuple[dict[int, Demand], list[Reservation]]:
    """The documents' demands and what is reserved for them and in no shipment yet, all locked."""
    demands = {d.pk: d for d in locks.demands_of_documents_for_update(terms)}
    return demands, locks.reservations_of_demands_for_update(demands, unassigned_only=True)


def _write(
    chosen: Sequence[tuple[DocumentRef, list[Reservation]]],
    demands: Mapping[int, Demand],
    terms: Mapping[DocumentRef, ShippingTerms],
    *,
    wave: Wave,
    actor: Actor,
    at: datetime,
) -> list[Shipment]:
    numbers = next_numbers("shipment", len(chosen)) if chosen else []
    by_document: dict[Key, list[Demand]] = {}
    for demand in demands.values():
        by_document.setdefault((demand.document_kind, demand.document_id), []).append(demand)
    shipments = insert_rows(
        _draft(document, by_document[(document.kind, document.id)], terms[document], number, wave)
        for (document, _rows), number in zip(chosen, numbers, strict=True)
    )
    pairs = [
        (shipment, row)
        for shipment, (_document, rows) in zip(shipments, chosen, strict=True)
        for row in sorted(rows, key=lambda r: (demands[r.demand_id].line_no, r.pk))
    ]
    lines = insert_rows(
        ShipmentLine(
            shipment=shipment,
            demand_id=row.demand_id,
            item_id=row.balance.item_id,
            location_id=row.balance.location_id,
            lot_id=row.balance.lot_id,
            quantity=row.quantity,
        )
        for shipment, row in pairs
    )
    update_rows(
        Reservation,
        [{"id": row.pk, "shipment_line": ln.pk} for (_s, row), ln in zip(pairs, lines, strict=True)],
        put=["shipment_line"],
    )
    for shipment in shipments:
        event = ShipmentCreated(document=shipment.ref, about=shipment.document, wave=wave.number)
        emit(event, actor=actor, at=at, changes={"state": ["", "draft"]})
    return shipments


def _draft(
    document: DocumentRef, demands: Sequence[Demand], terms: ShippingTerms, number: str, wave: Wave
) -> Shipment:
    promised = [d.promised_on for d in demands if d.promised_on]
    return Shipment(
        number=number,
        warehouse_id=wave.warehouse_id,
        customer_id=demands[0].customer_id,
        document_kind=document.kind,
        document_id=document.id,
        document_number=document.number,
        wave=wave,
        carrier_id=terms.carrier_id or wave.carrier_id,
        ship_to=terms.ship_to,
        priority=max(d.priority for d in demands),
        due_on=min(promised, default=demands[0].due_on),
    )


def refuse_empty(count: int) -> None:
    """A wave has something in it.

    Raises: Conflict `nothing_reserved`.
    """
    if count == 0:
        raise Conflict("nothing_reserved")
