"""Shipments from reservation to delivery: release, pick, pack, ship, deliver, cancel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from erp.core.actor import Actor
from erp.core.commands import command
from erp.core.errors import Conflict, Invalid, OnHold
from erp.core.events import Event, emit
from erp.core.locks import lock_upward
from erp.core.machines import move_on
from erp.core.money import round_money
from erp.core.numbering import next_number
from erp.core.prepared import prepared
from erp.core.refs import DocumentRef
from erp.core.rows import insert_row, insert_rows, save_row
from erp.core.sets import update_rows
from inventory import locks
from inventory.events import (
    ShipmentCancelled,
    ShipmentCreated,
    ShipmentDelivered,
    ShipmentPacked,
    ShipmentPicked,
    ShipmentPickedInPart,
    ShipmentReleased,
    ShipmentShipped,
)
from inventory.models import (
    Balance,
    Demand,
    Move,
    Package,
    Reservation,
    Shipment,
    ShipmentLine,
    Wave,
)
from inventory.selectors.shipments import document_of_shipment
from inventory.services.ledger import MoveLine, MoveSource, change_balances, write_moves
from inventory.services.reservations import release_reservations, reserve_demands
from inventory.services.scans import ScanInput, record_scans, tally_pack_scans, tally_pick_scans

ZERO = Decimal(0)


@dataclass(frozen=True)
class PackageInput:
    """A box as the packer describes it."""

    weight_kg: Decimal | None = None
    contents: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True)
class ShippingTerms:
    """Where and how a document's goods go; copied onto its shipments."""

    ship_to: dict[str, Any] = field(default_factory=dict)
    carrier_id: int | None = None


_LINES = prepared(
    lambda pk: (
        ShipmentLine.objects.select_related("item", "location", "lot").filter(shipment_id=pk).order_by("pk")
    )
)


def open_shipment(shipment_id: int, expected_version: int | None = None) -> Shipment:
    """Lock what a shipment's news will change above it, then the shipment itself."""
    document, customer_id = document_of_shipment(shipment_id)
    lock_upward([document])
    return locks.shipment_for_update(shipment_id, expected_version)


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

    Locks:  the document (upward), its demands, its reservations with their balances.
    Emits:  ShipmentReleased per shipment; ShipmentCreated in a wave.
    Raises: OnHold; Conflict `nothing_reserved` or `ship_complete_short`.
    """
    at = at or timezone.now()
    terms = terms or ShippingTerms()
    lock_upward([document])
    demands = {d.pk: d for d in locks.demands_of_document_for_update(document.kind, document.id)}
    if any(demand.is_held for demand in demands.values()):
        raise OnHold(document=document.number)
    if any(d.is_ship_complete and d.backordered > 0 and d.item.kind == "stocked" for d in demands.values()):
        raise Conflict("ship_complete_short", document=document.number)
    reservations = locks.reservations_of_demands_for_update(demands, unassigned_only=True)
    if not reservations:
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
    shipment = Shipment(
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
        due_on=min((d.promised_on for d in demands.values() if d.promised_on), default=first.due_on),
    )
    changes = {"state": ["", "draft"]} if wave else move_on(shipment, "release", at=at)
    insert_row(shipment)
    ordered = sorted(reservations, key=lambda r: (demands[r.demand_id].line_no, r.pk))
    lines = insert_rows(
        ShipmentLine(
            shipment=shipment,
            demand_id=row.demand_id,
            item_id=row.balance.item_id,
            location_id=row.balance.location_id,
            lot_id=row.balance.lot_id,
            quantity=row.quantity,
        )
        for row in ordered
    )
    update_rows(
        Reservation,
        [{"id": row.pk, "shipment_line": line.pk} for row, line in zip(ordered, lines, strict=True)],
        put=["shipment_line"],
    )
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
    Raises: IllegalTransition; OnHold.
    """
    at = at or timezone.now()
    shipment = open_shipment(shipment_id)
    _check_not_held(shipment)
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


@command("inventory.pick_shipment")
def pick_shipment(
    *,
    shipment_id: int,
    actor: Actor,
    scans: Sequence[ScanInput] | None = None,
    short_reason: str = "",
    is_partial: bool = False,
    expected_version: int | None = None,
    at: datetime | None = None,
) -> Shipment:
    """Take a shipment's goods off the shelf, by scan or by hand.

    Without scans everything asked is picked. With fewer scans than asked either `is_partial`
    keeps the shipment in picking, or `short_reason` ends it: what was not found goes back,
    is looked for at other places and is otherwise back-ordered.

    Locks:  the document (upward), the shipment; for a short pick its reservations.
    Emits:  ShipmentPicked or ShipmentPickedInPart.
    Raises: IllegalTransition; OnHold; Invalid `scans` for a wrong item, place or lot, too many
            or too few.
    """
    at = at or timezone.now()
    shipment = open_shipment(shipment_id, expected_version)
    _check_not_held(shipment)
    verb = "pick_in_part" if is_partial else "pick"
    changes = move_on(shipment, verb, **({} if is_partial else {"at": at}))
    lines = _LINES(shipment.pk)
    before = {line.pk: line.picked for line in lines}
    if scans is None:
        for line in lines:
            line.picked = line.quantity
    else:
        tally_pick_scans(lines, scans)
        record_scans(shipment, "pick", scans, actor=actor, at=at)
    changed = [line for line in lines if line.picked != before[line.pk]]
    update_rows(ShipmentLine, [{"id": line.pk, "picked": line.picked} for line in changed], put=["picked"])
    save_row(shipment, ["state", "picked_at", "version"])
    if is_partial:
        event = ShipmentPickedInPart(document=shipment.ref, about=shipment.document)
        emit(event, actor=actor, at=at, changes=changes)
        return shipment
    short = [line for line in lines if line.picked < line.quantity]
    if short:
        _end_short(shipment, lines, short, short_reason, actor=actor, at=at)
    emit(
        ShipmentPicked(
            document=shipment.ref,
            about=shipment.document,
            quantity=sum((line.picked for line in lines), ZERO),
            short=[
                {
                    "product": line.item.sku,
                    "missing": str(line.quantity - line.picked),
                    "reason": short_reason,
                }
                for line in short
            ],
        ),
        actor=actor,
        at=at,
        changes=changes,
    )
    return shipment


def _check_not_held(shipment: Shipment) -> None:
    if shipment.is_held:  # type: ignore[attr-defined]  # annotated by the lock
        raise OnHold(document=shipment.document_number)


def _end_short(
    shipment: Shipment,
    lines: Sequence[ShipmentLine],
    short: Sequence[ShipmentLine],
    reason: str,
    *,
    actor: Actor,
    at: datetime,
) -> None:
    """Free what was not found and look for it at other places."""
    if not reason.strip():
        raise Invalid.field("short_reason", _("Say why less than asked was picked."), "short_reason_required")
    if all(line.picked == 0 for line in lines):
        raise Conflict("nothing_picked", shipment=shipment.number)
    missing = {line.pk: line.quantity - line.picked for line in short}
    rows = [
        r for r in locks.reservations_of_shipment_for_update(shipment.pk) if r.shipment_line_id in missing
    ]
    bad_balances = sorted({row.balance_id for row in rows})
    demands = {d.pk: d for d in locks.demands_for_update({line.demand_id for line in short})}
    whole = [row for row in rows if missing[row.shipment_line_id or 0] >= row.quantity]
    cut = [row for row in rows if row not in whole]
    if whole:
        release_reservations(whole, demands)
    for row in cut:
        part = missing[row.shipment_line_id or 0]
        update_rows(Reservation, [{"id": row.pk, "quantity": -part}], add=["quantity"])
        update_rows(Balance, [{"id": row.balance_id, "reserved": -part}], add=["reserved"])
        update_rows(Demand, [{"id": row.demand_id, "reserved": -part}], add=["reserved"])
    ShipmentLine.objects.filter(pk__in=list(missing)).update(short_reason=reason)
    reserve_demands(document=shipment.document, actor=actor, at=at, except_balances=bad_balances)


@command("inventory.pack_shipment")
def pack_shipment(
    *,
    shipment_id: int,
    actor: Actor,
    scans: Sequence[ScanInput] | None = None,
    packages: Sequence[PackageInput] = (),
    short_reason: str = "",
    expected_version: int | None = None,
    at: datetime | None = None,
) -> Shipment:
    """Verify picked goods and put them in packages.

    With scans every picked piece has to be scanned again: a wrong or missing one is refused.

    Locks:  the document (upward), the shipment.
    Emits:  ShipmentPacked.
    Raises: IllegalTransition; OnHold; Invalid `scans`.
    """
    at = at or timezone.now()
    shipment = open_shipment(shipment_id, expected_version)
    _check_not_held(shipment)
    changes = move_on(shipment, "pack", at=at)
    if scans is not None:
        tally_pack_scans(list(shipment.lines.select_related("item", "lot")), scans)
        record_scans(shipment, "pack", scans, actor=actor, at=at)
    boxes = list(packages) or [PackageInput()]
    insert_rows(
        Package(shipment=shipment, sequence=number, weight_kg=box.weight_kg, contents=box.contents)
        for number, box in enumerate(boxes, start=1)
    )
    save_row(shipment, ["state", "packed_at", "version"])
    emit(
        ShipmentPacked(document=shipment.ref, about=shipment.document, packages=len(boxes)),
        actor=actor,
        at=at,
        changes=changes,
    )
    return shipment


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
    Raises: IllegalTransition; OnHold.
    """
    at = at or timezone.now()
    document, customer_id = document_of_shipment(shipment_id)
    above = [document] + ([DocumentRef("customer", customer_id)] if customer_id else [])
    lock_upward(above)
    shipment = locks.shipment_for_update(shipment_id, expected_version)
    changes = move_on(shipment, "ship", at=at)
    shipment.carrier_name = carrier or shipment.carrier_name
    shipment.tracking_number = tracking_number or shipment.tracking_number
    _check_not_held(shipment)
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
    rows = locks.reservations_of_shipment_for_update(shipment.pk)
    if not rows or any(row.shipment_line is None or row.quantity != row.shipment_line.picked for row in rows):
        raise Conflict("not_reserved", shipment=shipment.number)
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
    Reservation.objects.filter(pk__in=[row.pk for row in rows]).delete()
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


@command("inventory.release_shipment")
def cancel_shipment(
    *,
    shipment_id: int,
    reason: str,
    actor: Actor,
    expected_version: int | None = None,
    at: datetime | None = None,
) -> Shipment:
    """Take a shipment back before it leaves; its goods stay reserved for their document.

    Locks:  the document (upward), the shipment.
    Emits:  ShipmentCancelled.
    Raises: IllegalTransition.
    """
    at = at or timezone.now()
    shipment = open_shipment(shipment_id, expected_version)
    changes = move_on(shipment, "cancel")
    Reservation.objects.filter(shipment_line__shipment=shipment).update(shipment_line=None)
    save_row(shipment, ["state", "version"])
    event = ShipmentCancelled(document=shipment.ref, about=shipment.document, reason=reason)
    emit(event, actor=actor, at=at, changes=changes)
    return shipment


def cancel_open_shipments(*, document: DocumentRef, reason: str, actor: Actor, at: datetime) -> int:
    """Take back every shipment of a document that has not left; used when the document is cancelled."""
    numbers = (
        Shipment.objects.filter(
            document_kind=document.kind,
            document_id=document.id,
            state__in=["draft", "released", "picking", "picked", "packed"],
        )
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    for pk in list(numbers):
        cancel_shipment(shipment_id=pk, reason=reason, actor=actor, at=at)
    return len(numbers)
