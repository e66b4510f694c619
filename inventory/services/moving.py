"""Movable reservations: an earlier-due order takes stock from a later-due one that supply covers (ADR 9)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import OperationalError, connection
from django.db.models import Sum
from django.utils import timezone

from erp.core.actor import Actor
from erp.core.commands import attempt, command
from erp.core.events import emit
from erp.core.locks import lock_upward
from erp.core.refs import DocumentRef
from erp.core.rows import insert_rows
from erp.core.sets import update_rows
from erp.masterdata.selectors.company import business_day
from inventory import locks
from inventory.events import (
    DemandsReserved,
    ReservationMovedAway,
    ReservationMovedHere,
    ReservationWanted,
)
from inventory.models import Demand, ExpectedSupply, Peg, Reservation
from inventory.selectors.movable import Movable, movable_for
from inventory.services.pegs import unpeg_demands
from inventory.services.reservations import is_due, suits

ZERO = Decimal(0)
PATIENCE_MS = 100
_LOCK_NOT_AVAILABLE = {"55P03", "40P01"}


@dataclass
class Taken:
    """A part of a reservation that goes from a later demand to an earlier one, and the supply instead."""

    reservation: Reservation
    away: Demand
    here: Demand
    quantity: Decimal
    covers: list[tuple[ExpectedSupply, Decimal]] = field(default_factory=list)


def move_when_confirmed(
    *, document: DocumentRef, demands: Sequence[Demand], actor: Actor, at: datetime
) -> Decimal:
    """Back the promises of an order that is being confirmed with stock of later-due ones; gives how much.

    Called with demands whose promise counts on stock that is reserved for others. Locks of other
    documents are asked for out of order here, so they are waited for a moment only; where somebody works
    on them, the move is made right after the commit, with the locks in their order.

    Locks:  the later documents, their demands, reservations and balances, supplies.
    Emits:  ReservationMovedAway, ReservationMovedHere; ReservationWanted when it has to wait.
    """
    today = business_day(at)
    wanted = [demand for demand in demands if is_due(demand, today)]
    found = movable_for([demand.pk for demand in wanted], today=today)
    if not found:
        return ZERO
    try:
        with attempt():
            _be_impatient()
            mine = {demand.pk: demand for demand in locks.demands_for_update({d.pk for d in wanted})}
            moved = _move(mine, found, today, actor=actor, at=at)
            _be_patient()
    except OperationalError as error:
        if getattr(error.__cause__, "pgcode", None) not in _LOCK_NOT_AVAILABLE:
            raise
    else:
        for demand in wanted:
            demand.reserved = mine[demand.pk].reserved
        return moved
    emit(ReservationWanted(document=document), actor=actor, at=at)
    return ZERO


def _be_impatient() -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL lock_timeout = '{PATIENCE_MS}ms'")


def _be_patient() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout TO DEFAULT")


@command()
def move_reservations(*, document: DocumentRef, actor: Actor, at: datetime | None = None) -> Decimal:
    """Take for a document what later-due ones have reserved and supply covers; gives how much.

    Locks:  all documents concerned (upward, by key), demands, reservations with balances, supplies.
    Emits:  ReservationMovedAway per later document; ReservationMovedHere and DemandsReserved for this one.
    """
    at = at or timezone.now()
    today = business_day(at)
    short = Demand.objects.filter(document_kind=document.kind, document_id=document.id, is_held=False)
    keys = [demand.pk for demand in short if demand.backordered > 0 and is_due(demand, today)]
    found = movable_for(keys, today=today)
    if not found:
        return ZERO
    lock_upward([document, *(one.document for one in found)])
    mine = {demand.pk: demand for demand in locks.demands_for_update({one.wanted_by for one in found})}
    moved = _move(mine, found, today, actor=actor, at=at)
    if moved > 0:
        emit(DemandsReserved(document=document, quantity=moved), actor=actor, at=at)
    return moved


def _move(
    mine: Mapping[int, Demand], found: Sequence[Movable], today: date, *, actor: Actor, at: datetime
) -> Decimal:
    """Choose and write the moves for demands in memory, everything read again under its lock."""
    lock_upward({one.document for one in found})
    others = {d.pk: d for d in locks.demands_for_update({one.demand_id for one in found})}
    rows = locks.reservations_of_demands_for_update(list(others), unassigned_only=True)
    places = {(demand.item_id, demand.warehouse_id) for demand in mine.values()}
    supplies = locks.open_supplies_for_update(places)
    left = _not_pegged(supplies)
    taken: list[Taken] = []
    for demand in sorted(mine.values(), key=lambda d: (d.needed_on, d.pk)):
        candidates = [others[one.demand_id] for one in found if one.wanted_by == demand.pk]
        taken += _take(demand, candidates, rows, supplies=supplies, left=left, today=today)
    _write(taken)
    _tell(taken, actor=actor, at=at)
    return sum((one.quantity for one in taken), ZERO)


def _not_pegged(supplies: Sequence[ExpectedSupply]) -> dict[int, Decimal]:
    """What each supply still brings and serves nobody yet."""
    pegged = dict(
        Peg.objects.filter(supply__in=supplies).order_by().values_list("supply_id").annotate(Sum("quantity"))
    )
    return {row.pk: row.quantity - row.received - pegged.get(row.pk, ZERO) for row in supplies}


def _take(
    demand: Demand,
    candidates: Sequence[Demand],
    rows: Sequence[Reservation],
    *,
    supplies: Sequence[ExpectedSupply],
    left: dict[int, Decimal],
    today: date,
) -> list[Taken]:
    """What one demand takes, from the latest-due first; never more than unpegged supply covers in time."""
    need = demand.backordered - _fixed_by_hand(demand)
    taken: list[Taken] = []
    for other in sorted(candidates, key=lambda d: (d.needed_on, d.pk), reverse=True):
        if other.is_held or other.needed_on <= demand.needed_on:
            continue
        in_time = [
            s
            for s in supplies
            if (s.item_id, s.warehouse_id) == (other.item_id, other.warehouse_id)
            and max(s.usable_on, today + timedelta(days=1)) <= other.needed_on
        ]
        for row in rows:
            if row.demand_id != other.pk or row.quantity <= 0 or not suits(demand, row.balance.lot, today):
                continue
            covered = sum((left[s.pk] for s in in_time if left[s.pk] > 0), ZERO)
            part = min(need, row.quantity, covered)
            if part <= 0:
                continue
            taken.append(Taken(row, other, demand, part, _cover(part, in_time, left)))
            row.quantity -= part
            need -= part
    return taken


def _fixed_by_hand(demand: Demand) -> Decimal:
    """What somebody has pegged to a certain supply by hand is served by that and nothing else."""
    hard = Peg.objects.filter(demand=demand, is_hard=True).aggregate(total=Sum("quantity"))
    return hard["total"] or ZERO


def _cover(
    quantity: Decimal, supplies: Iterable[ExpectedSupply], left: dict[int, Decimal]
) -> list[tuple[ExpectedSupply, Decimal]]:
    """The latest supplies that are still in time take over, so that earlier ones stay for others."""
    covers: list[tuple[ExpectedSupply, Decimal]] = []
    for supply in sorted(supplies, key=lambda s: (s.usable_on, s.pk), reverse=True):
        part = min(quantity, left[supply.pk])
        if part > 0:
            covers.append((supply, part))
            left[supply.pk] -= part
            quantity -= part
    return covers


def _write(taken: Sequence[Taken]) -> None:
    """Reservations change their demand or are cut in two; the balances stay as reserved as they were."""
    if not taken:
        return
    cut: dict[int, Reservation] = {one.reservation.pk: one.reservation for one in taken}
    gone = [pk for pk, row in cut.items() if row.quantity <= 0]
    kept = [{"id": pk, "quantity": row.quantity} for pk, row in sorted(cut.items()) if row.quantity > 0]
    Reservation.objects.filter(pk__in=gone).delete()
    update_rows(Reservation, kept, put=["quantity"])
    insert_rows(
        Reservation(demand_id=one.here.pk, balance_id=one.reservation.balance_id, quantity=one.quantity)
        for one in taken
    )
    change: dict[int, Decimal] = {}
    for one in taken:
        change[one.away.pk] = change.get(one.away.pk, ZERO) - one.quantity
        change[one.here.pk] = change.get(one.here.pk, ZERO) + one.quantity
        one.away.reserved -= one.quantity
        one.here.reserved += one.quantity
    update_rows(Demand, [{"id": pk, "reserved": change[pk]} for pk in sorted(change)], add=["reserved"])
    unpeg_demands([one.here for one in taken if one.here.backordered == 0])
    _peg(taken)


def _peg(taken: Sequence[Taken]) -> None:
    """The later demands lean on the supplies that cover them."""
    wanted: dict[tuple[int, int], Decimal] = {}
    for one in taken:
        for supply, quantity in one.covers:
            key = (one.away.pk, supply.pk)
            wanted[key] = wanted.get(key, ZERO) + quantity
    known = {
        (peg.demand_id, peg.supply_id): peg
        for peg in Peg.objects.filter(demand_id__in={demand_id for demand_id, _supply in wanted})
    }
    update_rows(
        Peg,
        [{"id": known[key].pk, "quantity": wanted[key]} for key in sorted(wanted) if key in known],
        add=["quantity"],
    )
    insert_rows(
        Peg(demand_id=key[0], supply_id=key[1], quantity=wanted[key])
        for key in sorted(wanted)
        if key not in known
    )


def _tell(taken: Sequence[Taken], *, actor: Actor, at: datetime) -> None:
    """Both timelines say what went where, and which supply serves the later one instead."""
    for one in taken:
        sku = one.away.item.sku
        emit(
            ReservationMovedAway(
                document=one.away.document,
                product=sku,
                quantity=one.quantity,
                to=one.here.document_number,
                covered_by=", ".join(sorted({supply.document_number for supply, _q in one.covers})),
                covered_on=max(supply.usable_on for supply, _q in one.covers),
            ),
            actor=actor,
            at=at,
        )
        emit(
            ReservationMovedHere(
                document=one.here.document,
                product=sku,
                quantity=one.quantity,
                came_from=one.away.document_number,
            ),
            actor=actor,
            at=at,
        )
