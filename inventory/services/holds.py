"""Soft holds: stock kept back without an order, until a moment or until an order takes it over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from erp.core.actor import Actor, system_actor
from erp.core.commands import command
from erp.core.errors import Conflict, IllegalTransition, Invalid, Shortage
from erp.core.events import emit
from erp.core.machines import move_on
from erp.core.numbering import next_number
from erp.core.refs import DocumentRef
from erp.core.rows import insert_row
from erp.masterdata.models import Customer
from erp.masterdata.selectors.company import business_day
from inventory import locks
from inventory.calc.atp import cumulative_atp, projected
from inventory.events import HoldConverted, HoldExpired, HoldExtended, HoldMade, HoldReleased
from inventory.models import Demand, Hold, Item, Warehouse
from inventory.selectors.holds import HOLD_STOCK, expired_holds
from inventory.selectors.projection import flows_by_place, on_hand_by_place
from inventory.services.demands import cancel_demands
from inventory.services.reservations import DemandSpec, open_demands
from inventory.services.stock import check_quantity, check_stocked

ZERO = Decimal(0)
LONGEST = timedelta(days=366)


@dataclass(frozen=True)
class HoldInput:
    """What somebody wants kept back, for whom and until when. Units: base units of the item."""

    item: Item
    warehouse: Warehouse
    quantity: Decimal
    expires_at: datetime
    customer: Customer | None = None
    reference: str = ""
    note: str = ""


@command(HOLD_STOCK, "Hold stock without an order, extend and release holds")
def hold_stock(*, hold: HoldInput, actor: Actor, at: datetime | None = None) -> Hold:
    """Keep free stock back until a moment: all of it or none, and never what others were promised.

    Locks:  free balances of the item, by key.
    Emits:  HoldMade.
    Raises: Invalid on the field; Shortage with what can be held.
    """
    at = at or timezone.now()
    _check(hold, at)
    today = business_day(at)
    row = Hold(
        number=next_number("hold"),
        item=hold.item,
        warehouse=hold.warehouse,
        customer=hold.customer,
        quantity=hold.quantity,
        expires_at=hold.expires_at,
        reference=hold.reference,
        note=hold.note,
        made_by=actor.label[:150],
        made_by_id=actor.user_id,
        created_at=at,
    )
    insert_row(row)
    [demand] = open_demands(specs=[_spec(row, today)], actor=actor, at=at)
    free = _not_promised(row, today)
    if demand.reserved < hold.quantity or free < hold.quantity:
        available = max(min(demand.reserved, free), ZERO)
        raise Shortage(product=hold.item.sku, asked=hold.quantity, available=available)
    # Held demands are neither picked nor filled by themselves: they only keep the stock.
    Demand.objects.filter(pk=demand.pk).update(is_held=True)
    Hold.objects.filter(pk=row.pk).update(demand=demand)
    row.demand = demand
    emit(
        HoldMade(document=row.ref, product=hold.item.sku, quantity=hold.quantity, expires_at=hold.expires_at),
        actor=actor,
        at=at,
        changes={"state": ["", "open"]},
    )
    return row


def _check(hold: HoldInput, at: datetime) -> None:
    check_stocked(hold.item)
    check_quantity(hold.quantity)
    if not hold.item.is_active:
        raise Invalid.field("product", _("This product is not active."), "inactive")
    if not hold.warehouse.is_active:
        raise Invalid.field("warehouse", _("This warehouse is not active."), "inactive")
    check_expiry(hold.expires_at, at)


def check_expiry(expires_at: datetime, at: datetime) -> None:
    """Refuse a moment that is over or too far away.

    Raises: Invalid on `expires_at`.
    """
    if expires_at <= at:
        raise Invalid.field("expires_at", _("Must lie in the future."), "in_the_past")
    if expires_at > at + LONGEST:
        raise Invalid.field("expires_at", _("At most a year from now."), "too_far")


def _not_promised(row: Hold, today: date) -> Decimal:
    """What lies there and was promised to nobody else for any day: a hold must not break a promise."""
    place = (row.item_id, row.warehouse_id)
    items, warehouses = [row.item_id], [row.warehouse_id]
    on_hand = on_hand_by_place(items, warehouses, today=today).get(place, ZERO)
    flows = flows_by_place(items, warehouses, without=("hold", row.pk)).get(place, [])
    atp = cumulative_atp(projected(on_hand, flows, today=today))
    return atp[0][1] if atp else ZERO


def _spec(row: Hold, today: date) -> DemandSpec:
    return DemandSpec(
        source=row.ref,
        document=row.ref,
        line_no=1,
        item=row.item,
        warehouse_id=row.warehouse_id,
        quantity=row.quantity,
        due_on=today,
        promised_on=today,
        priority=20,
        customer_id=row.customer_id,
    )


@command(HOLD_STOCK)
def extend_hold(
    *,
    hold_id: int,
    expires_at: datetime,
    actor: Actor,
    expected_version: int | None = None,
    at: datetime | None = None,
) -> Hold:
    """Let a hold end at another moment.

    Locks:  the hold.
    Emits:  HoldExtended.
    Raises: NotFound; IllegalTransition once it has ended; Invalid on `expires_at`.
    """
    at = at or timezone.now()
    row = locks.hold_for_update(hold_id, expected_version)
    refuse_ended(row, "extend", at)
    check_expiry(expires_at, at)
    before, row.expires_at = row.expires_at, expires_at
    row.version += 1
    row.save(update_fields=["expires_at", "version"])
    changes = {"expires_at": [before.isoformat(), expires_at.isoformat()]}
    emit(HoldExtended(document=row.ref, expires_at=expires_at), actor=actor, at=at, changes=changes)
    return row


def refuse_ended(row: Hold, verb: str, at: datetime) -> None:
    """Refuse to work with a hold that has ended, swept or not.

    Raises: IllegalTransition.
    """
    state = "expired" if row.state == Hold.State.OPEN and row.expires_at <= at else row.state
    if state != Hold.State.OPEN:
        raise IllegalTransition(kind="hold", action=verb, state=state, document=row.number)


@command(HOLD_STOCK)
def release_hold(
    *,
    hold_id: int,
    actor: Actor,
    reason: str = "",
    expected_version: int | None = None,
    at: datetime | None = None,
) -> Hold:
    """Give up a hold: its stock is free for others.

    Locks:  the hold, its demand, reservations and balances.
    Emits:  HoldReleased; DemandsFreed and StockReceived, so that back-orders take it.
    Raises: NotFound; IllegalTransition once it has ended.
    """
    at = at or timezone.now()
    row = locks.hold_for_update(hold_id, expected_version)
    changes = move_on(row, "release", at=at)
    _save_end(row)
    cancel_demands(document=row.ref, actor=actor, at=at)
    emit(HoldReleased(document=row.ref, reason=reason), actor=actor, at=at, changes=changes)
    return row


def _save_end(row: Hold) -> None:
    row.save(
        update_fields=["state", "ended_at", "version", "taken_by_kind", "taken_by_id", "taken_by_number"]
    )


def expire_holds(*, at: datetime | None = None) -> int:
    """Free the stock of holds whose time is over, one transaction each; gives how many ended now.

    Exactly once: whoever comes second finds the hold ended, and an extended one is left alone.
    """
    at = at or timezone.now()
    actor = system_actor("soft holds")
    return sum(expire_hold(hold_id=pk, actor=actor, at=at) for pk in expired_holds(at))


@command()
def expire_hold(*, hold_id: int, actor: Actor, at: datetime) -> bool:
    """End one hold whose time is over; false when it ended before or was extended meanwhile.

    Locks:  the hold, its demand, reservations and balances.
    Emits:  HoldExpired; DemandsFreed and StockReceived.
    """
    row = locks.hold_for_update(hold_id)
    if row.state != Hold.State.OPEN or row.expires_at > at:
        return False
    changes = move_on(row, "expire", at=at)
    _save_end(row)
    cancel_demands(document=row.ref, actor=actor, at=at)
    emit(HoldExpired(document=row.ref), actor=actor, at=at, changes=changes)
    return True


@command()
def take_over_holds(
    *,
    hold_ids: Sequence[int],
    document: DocumentRef,
    customer_id: int | None,
    actor: Actor,
    at: datetime,
) -> list[Hold]:
    """Free what holds keep for a document that reserves it in this very transaction.

    Nobody can come between: the balances stay locked until the commit. What the document does not
    need goes to those who wait.

    Locks:  the holds, their demands, reservations and balances.
    Emits:  HoldConverted per hold; DemandsFreed and StockReceived.
    Raises: IllegalTransition when one has ended; Conflict `hold_of_another_customer`.
    """
    locks.lock_holds(sorted(set(hold_ids)))
    taken = []
    for hold_id in sorted(set(hold_ids)):
        row = locks.hold_for_update(hold_id)
        refuse_ended(row, "convert", at)
        if row.customer_id is not None and row.customer_id != customer_id:
            raise Conflict("hold_of_another_customer", hold=row.number)
        changes = move_on(row, "convert", at=at, document=document)
        _save_end(row)
        cancel_demands(document=row.ref, actor=actor, at=at)
        emit(
            HoldConverted(document=row.ref, about=document, taken_by=document.number),
            actor=actor,
            at=at,
            changes=changes,
        )
        taken.append(row)
    return taken
