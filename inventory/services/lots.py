"""Lots: blocking and unblocking, their expiry, and taking expired ones out of the way."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from erp.core.actor import Actor, system_actor
from erp.core.commands import at_door, command
from erp.core.errors import Conflict, Invalid
from erp.core.events import emit
from erp.core.locks import lock_upward
from erp.core.records import need_reason
from erp.core.refs import DocumentRef
from erp.masterdata.selectors.company import business_day
from erp.notifications.selectors.alerts import open_subjects
from erp.notifications.services.alerts import NewAlert, raise_alerts, settle_alerts
from inventory import locks
from inventory.events import DemandsFreed, LotBlocked, LotChanged, LotUnblocked
from inventory.models import Location, Lot, Move, Reservation, Shipment
from inventory.selectors.lots import documents_holding, expired_lots, lots_expiring
from inventory.services.ledger import MoveLine, MoveSource, post_lines
from inventory.services.receipts import place_of
from inventory.services.reservations import release_reservations, reserve_demands
from inventory.services.shipments import cancel_shipment
from inventory.services.stock import value_of

BLOCK = ("inventory.block_lot", "Block and unblock lots")
ALERT = "lot_expires"
WARN_DAYS = 30
ZERO = Decimal(0)


def lot_ref(lot: Lot) -> DocumentRef:
    """The lot as documents name it."""
    return DocumentRef("lot", lot.pk, lot.code)


@command(*BLOCK)
def block_lot(*, lot_id: int, reason: str, actor: Actor, at: datetime | None = None) -> Lot:
    """Take a lot out of sale: what is free goes to the quality area at once, the rest follows.

    Goods that are reserved are freed after the commit, document by document: their shipments that have
    not left are taken back, the documents get other stock where there is some.

    Locks:  the lot, its balances.
    Emits:  LotBlocked, StockMoved, StockLost.
    Raises: NotFound; Invalid without a reason; Conflict `lot_is_blocked`.
    """
    at = at or timezone.now()
    need_reason(reason)
    lot = locks.lot_for_update(lot_id)
    if lot.is_blocked:
        raise Conflict("lot_is_blocked", lot=lot.code)
    lot.is_blocked, lot.blocked_reason, lot.blocked_at = True, reason.strip()[:500], at
    _set_aside(lot, actor=actor, at=at)
    lot.save(update_fields=["is_blocked", "blocked_reason", "blocked_at", "set_aside"])
    emit(
        LotBlocked(document=lot_ref(lot), product=lot.item.sku, reason=lot.blocked_reason),
        actor=actor,
        at=at,
        changes={"is_blocked": [False, True]},
    )
    return lot


def _set_aside(lot: Lot, *, actor: Actor, at: datetime) -> Decimal:
    """Move what is free of a locked lot from usable places to the quality area of its warehouse."""
    balances = [b for b in locks.balances_of_lot_for_update(lot.pk) if b.on_hand > b.reserved]
    places = Location.objects.select_related("warehouse").in_bulk({b.location_id for b in balances})
    lines: list[MoveLine] = []
    moved = ZERO
    for balance in balances:
        place = places[balance.location_id]
        if not place.is_usable:
            continue
        free = balance.on_hand - balance.reserved
        target = place_of(place.warehouse, Location.Kind.QUALITY)
        value = value_of(lot.item, free)
        lines += [
            MoveLine(lot.item_id, place, -free, -value, lot.pk, sku=lot.item.sku),
            MoveLine(lot.item_id, target, free, value, lot.pk, sku=lot.item.sku),
        ]
        lot.set_aside = [*lot.set_aside, {"from": place.pk, "at": target.pk, "quantity": str(free)}]
        moved += free
    if lines:
        source = MoveSource(lot_ref(lot))
        reason = lot.blocked_reason[:200]
        post_lines(lines, kind=Move.Kind.TRANSFER, at=at, actor=actor, source=source, reason=reason)
    return moved


def free_blocked_lot(*, lot_id: int) -> int:
    """Free a blocked lot from the documents that still hold some of it; gives how many did.

    One transaction a document, from the top of the chain down. Running it again changes nothing.
    """
    actor = system_actor("blocked lots")
    documents = documents_holding(lot_id)
    for document in documents:
        at_door(lambda ref=document: _free_of_document(document=ref, lot_id=lot_id, actor=actor))  # type: ignore[misc]  # the default binds the loop's value; mypy can't type it
    return len(documents)


@command()
def _free_of_document(
    *, document: DocumentRef, lot_id: int, actor: Actor, at: datetime | None = None
) -> Decimal:
    """Take a blocked lot away from one document, and give it other stock.

    Locks:  the document (upward), its shipments with the lot, its demands, reservations, the lot.
    Emits:  ShipmentCancelled, DemandsFreed, DemandsReserved, StockMoved.
    """
    at = at or timezone.now()
    lock_upward([document])
    open_ones = Shipment.objects.filter(
        document_kind=document.kind,
        document_id=document.id,
        lines__lot_id=lot_id,
        state__in=["draft", "released", "picking", "picked", "packed"],
    )
    lot_code = Lot.objects.values_list("code", flat=True).get(pk=lot_id)
    for pk in sorted(set(open_ones.values_list("pk", flat=True))):
        cancel_shipment(
            shipment_id=pk, reason=str(_("Lot %(lot)s is blocked.") % {"lot": lot_code}), actor=actor, at=at
        )
    demands = {d.pk: d for d in locks.demands_of_document_for_update(document.kind, document.id)}
    held: list[Reservation] = [
        row
        for row in locks.reservations_of_demands_for_update(demands, unassigned_only=True)
        if row.balance.lot_id == lot_id
    ]
    freed = release_reservations(held, demands)
    lot = locks.lot_for_update(lot_id)
    if lot.is_blocked:
        _set_aside(lot, actor=actor, at=at)
        lot.save(update_fields=["set_aside"])
    if freed > 0:
        emit(DemandsFreed(document=document, quantity=freed), actor=actor, at=at)
        reserve_demands(document=document, actor=actor, at=at)
    return freed


@command(*BLOCK)
def unblock_lot(*, lot_id: int, reason: str, actor: Actor, at: datetime | None = None) -> Lot:
    """Give a lot free again: what was set aside goes back to where it came from.

    Locks:  the lot, its balances.
    Emits:  LotUnblocked, StockMoved, StockReceived (who waits is served).
    Raises: NotFound; Invalid without a reason; Conflict `lot_not_blocked`, or `lot_expired` while its
            expiry is past.
    """
    at = at or timezone.now()
    need_reason(reason)
    lot = locks.lot_for_update(lot_id)
    if not lot.is_blocked:
        raise Conflict("lot_not_blocked", lot=lot.code)
    if lot.expires_on is not None and lot.expires_on < business_day(at):
        raise Conflict("lot_expired", lot=lot.code, expired_on=lot.expires_on)
    lot.is_blocked, lot.blocked_reason, lot.blocked_at = False, "", None
    kept, lot.set_aside = lot.set_aside, []
    lot.save(update_fields=["is_blocked", "blocked_reason", "blocked_at", "set_aside"])
    _put_back(lot, kept, reason, actor=actor, at=at)
    emit(
        LotUnblocked(document=lot_ref(lot), product=lot.item.sku, reason=reason.strip()[:500]),
        actor=actor,
        at=at,
        changes={"is_blocked": [True, False]},
    )
    return lot


def _put_back(lot: Lot, kept: list[dict[str, str | int]], reason: str, *, actor: Actor, at: datetime) -> None:
    left = {b.location_id: b.on_hand - b.reserved for b in locks.balances_of_lot_for_update(lot.pk)}
    places = Location.objects.select_related("warehouse").in_bulk(
        {int(row[side]) for row in kept for side in ("from", "at")}
    )
    lines: list[MoveLine] = []
    for row in kept:
        at_place, home = places[int(row["at"])], places[int(row["from"])]
        part = min(Decimal(row["quantity"]), left.get(at_place.pk, ZERO))
        if part <= 0:
            continue
        left[at_place.pk] -= part
        value = value_of(lot.item, part)
        lines += [
            MoveLine(lot.item_id, at_place, -part, -value, lot.pk, sku=lot.item.sku),
            MoveLine(lot.item_id, home, part, value, lot.pk, sku=lot.item.sku),
        ]
    if lines:
        post_lines(
            lines,
            kind=Move.Kind.TRANSFER,
            at=at,
            actor=actor,
            source=MoveSource(lot_ref(lot)),
            reason=reason.strip()[:200],
        )


@command(*BLOCK)
def change_expiry(*, lot_id: int, expires_on: date | None, actor: Actor, at: datetime | None = None) -> Lot:
    """Correct the day on which a lot expires.

    Locks:  the lot.
    Emits:  LotChanged.
    Raises: NotFound; Invalid before it was received.
    """
    lot = locks.lot_for_update(lot_id)
    if expires_on is not None and expires_on < lot.received_on:
        raise Invalid.field(
            "expires_date", _("A lot can't expire before it was received."), "before_received"
        )
    before, lot.expires_on = lot.expires_on, expires_on
    if before != expires_on:
        lot.save(update_fields=["expires_on"])
        emit(
            LotChanged(document=lot_ref(lot), product=lot.item.sku),
            actor=actor,
            at=at,
            changes={
                "expires_on": [
                    before.isoformat() if before else None,
                    expires_on.isoformat() if expires_on else None,
                ]
            },
        )
    return lot


def watch_expiry(*, at: datetime | None = None) -> tuple[int, int]:
    """Block lots that have expired, and warn of those that will within a month; gives both counts.

    One transaction a lot. Running it again changes nothing.
    """
    at = at or timezone.now()
    today = business_day(at)
    actor = system_actor("expiry")
    gone = expired_lots(today)
    for lot_id, expires_on in gone:
        reason = f"expired {expires_on.isoformat()}"
        at_door(lambda pk=lot_id, text=reason: block_lot(lot_id=pk, reason=text, actor=actor, at=at))  # type: ignore[misc]  # the default binds the loop's value; mypy can't type it
    return len(gone), _warn(today=today, at=at)


@command()
def _warn(*, today: date, at: datetime) -> int:
    actor = system_actor("expiry")
    soon = lots_expiring(today, today + timedelta(days=WARN_DAYS))
    raised = raise_alerts(
        alerts=[
            NewAlert(
                code=ALERT,
                subject=lot_ref(lot),
                role="warehouse_manager",
                level="warning",
                facts={"product": lot.item.sku, "expires_on": lot.expires_on, "quantity": str(quantity)},
            )
            for lot, quantity in soon
        ],
        actor=actor,
        at=at,
    )
    known = {lot_ref(lot).key() for lot, _quantity in soon}
    past = [ref for ref in open_subjects(ALERT) if ref.key() not in known]
    if past:
        settle_alerts(code=ALERT, subjects=past, actor=actor, at=at)
    return len(raised)


__all__ = ["block_lot", "change_expiry", "free_blocked_lot", "unblock_lot", "watch_expiry"]
