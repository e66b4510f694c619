"""Posting a count: the differences go to the ledger, and what they take from reservations is freed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from erp.core.actor import Actor
from erp.core.commands import current
from erp.core.errors import Conflict
from erp.core.events import emit
from erp.core.locks import lock_upward
from erp.core.machines import move_on
from erp.core.money import round_money
from erp.core.refs import DocumentRef
from erp.core.rows import save_row
from erp.core.sets import update_rows
from erp.notifications.services.alerts import NewAlert, raise_alerts
from inventory import locks
from inventory.events import CountPosted, DemandsFreed
from inventory.models import Balance, Demand, Move, Reservation, ShipmentLine, StockCount, StockCountLine
from inventory.selectors.counts import documents_reserved_at, reserved_at
from inventory.services.ledger import MoveLine, MoveSource, lock_places, post_lines
from inventory.services.reservations import release_reservations, reserve_demands
from inventory.services.shipments import cancel_shipment

ZERO = Decimal(0)
NOT_PICKED = {"draft", "released", "picking"}


def lock_above(count_id: int) -> None:
    """Lock the documents that have reserved what a count did not find, before the count itself."""
    lines = StockCountLine.objects.filter(count_id=count_id, counted__isnull=False).select_related("count")
    missing = [line.place for line in lines if (line.difference or ZERO) < 0]
    lock_upward(documents_reserved_at(missing))


def lock_counts(count_ids: Sequence[int]) -> None:
    """Lock counts for whoever comes from above them: what they may take stock from first, then each count."""
    for count_id in count_ids:
        lock_above(count_id)
        current().remember("count", count_id, locks.count_for_update(count_id))


def post_differences(
    count: StockCount, lines: Sequence[StockCountLine], *, actor: Actor, at: datetime
) -> None:
    """Post an approved count: each difference as it was found, whatever moved since.

    The caller has locked the documents above (`lock_above`), the count and its lines.

    Locks:  shipments, demands, balances and reservations at the places that lose stock.
    Emits:  StockMoved; DemandsFreed per document that lost a reservation; CountPosted.
    Raises: Conflict `count_outdated` when goods left that the count did not find.
    """
    differing = [line for line in lines if line.difference]
    moves = [(line, _move(line)) for line in differing]
    freed = _free_what_is_missing([move for _line, move in moves], actor=actor)
    for reason in sorted({line.reason for line in differing}):
        post_lines(
            [move for line, move in moves if line.reason == reason],
            kind=Move.Kind.ADJUSTMENT,
            at=at,
            actor=actor,
            source=MoveSource(count.ref),
            reason=reason or count.number,
        )
    for line, move in moves:
        line.value = move.value
    StockCountLine.objects.bulk_update(lines, ["value"])
    StockCountLine.objects.filter(count=count).update(is_live=False)
    count.value = sum((move.value for _line, move in moves), ZERO)
    count.absolute_value = sum((abs(move.value) for _line, move in moves), ZERO)
    changes = move_on(count, "post", at=at)
    save_row(count, ["state", "posted_at", "value", "absolute_value", "version"])
    total = sum((part for _ref, part, _customer in freed.told()), ZERO)
    event = CountPosted(document=count.ref, value=count.value, freed=total)
    emit(event, actor=actor, at=at, changes=changes)
    _tell(count, freed, actor=actor, at=at)


def _move(line: StockCountLine) -> MoveLine:
    difference = line.difference or ZERO
    value = round_money(difference * line.item.standard_cost)
    return MoveLine(line.item_id, line.location, difference, value, line.lot_id, sku=line.item.sku)


class Freed:
    """What documents lost of their reservations, and at which balances."""

    def __init__(self) -> None:
        """Start with nothing lost."""
        self.demands: dict[int, Demand] = {}
        self.parts: dict[int, Decimal] = {}
        self.balance_ids: set[int] = set()
        self.shipment_ids: set[int] = set()

    def take(self, row: Reservation, part: Decimal) -> None:
        """Note that a reservation loses a part."""
        self.demands[row.demand_id] = row.demand
        self.parts[row.demand_id] = self.parts.get(row.demand_id, ZERO) + part
        self.balance_ids.add(row.balance_id)
        if row.shipment_line is not None:
            self.shipment_ids.add(row.shipment_line.shipment_id)

    def emptied(self) -> set[int]:
        """Shipments that have nothing left to take."""
        full = ShipmentLine.objects.filter(shipment_id__in=self.shipment_ids, quantity__gt=0)
        return self.shipment_ids - set(full.values_list("shipment_id", flat=True))

    def told(self) -> list[tuple[DocumentRef, Decimal, int | None]]:
        """Document, quantity and customer, by document."""
        sums: dict[DocumentRef, tuple[Decimal, int | None]] = {}
        for pk, part in self.parts.items():
            demand = self.demands[pk]
            before = sums.get(demand.document, (ZERO, None))[0]
            sums[demand.document] = (before + part, demand.customer_id)
        return [(ref, part, customer) for ref, (part, customer) in sorted(sums.items())]


def _free_what_is_missing(moves: Sequence[MoveLine], *, actor: Actor) -> Freed:
    """Free reservations where less will lie than is reserved: the one routine, least urgent first."""
    freed = Freed()
    losing = [move for move in moves if move.quantity < 0]
    if not losing:
        return freed
    documents = [ref.key() for ref in documents_reserved_at(move.place for move in losing)]
    _lock_shipments_and_demands(losing)
    balances = lock_places(losing)
    rows = locks.reservations_at_balances_for_update([b.pk for b in balances.values()], documents)
    for move in losing:
        balance = balances[move.place]
        short = balance.reserved - (balance.on_hand + move.quantity)
        mine = sorted((row for row in rows if row.balance_id == balance.pk), key=_least_urgent)
        for row in mine:
            part = min(short, _unpicked(row))
            if part > 0:
                freed.take(row, part)
                _cut(row, part)
                short -= part
        if balance.on_hand + move.quantity < 0:
            raise Conflict("count_outdated", product=move.sku, location=move.location.code)
        if short > 0:  # somebody reserved it in the very moment between the reading and the lock
            raise Conflict("busy")
    return freed


def _lock_shipments_and_demands(losing: Sequence[MoveLine]) -> None:
    rows = Reservation.objects.filter(reserved_at(move.place for move in losing))
    pairs = list(rows.order_by().values_list("demand_id", "shipment_line__shipment_id"))
    for shipment_id in sorted({pk for _demand, pk in pairs if pk is not None}):
        locks.shipment_for_update(shipment_id)
    locks.demands_for_update(sorted({pk for pk, _shipment in pairs}))


def _least_urgent(row: Reservation) -> tuple[bool, int, int, int]:
    """Not yet with the pickers first, then low priority, late promise, last reserved."""
    promised = row.demand.promised_on
    late = -promised.toordinal() if promised is not None else -(10**7)
    return (row.shipment_line_id is not None, row.demand.priority, late, -row.pk)


def _unpicked(row: Reservation) -> Decimal:
    """How much of a reservation still lies in its bin."""
    line = row.shipment_line
    if line is None:
        return row.quantity
    if line.shipment.state not in NOT_PICKED:
        return ZERO
    return max(row.quantity - line.picked, ZERO)


def _cut(row: Reservation, part: Decimal) -> None:
    """Take a part of a locked reservation away; the shipment that should have taken it asks for less."""
    if row.shipment_line_id is not None:
        update_rows(ShipmentLine, [{"id": row.shipment_line_id, "quantity": -part}], add=["quantity"])
    if part == row.quantity:
        release_reservations([row], {})
        return
    update_rows(Reservation, [{"id": row.pk, "quantity": -part}], add=["quantity"])
    update_rows(Balance, [{"id": row.balance_id, "reserved": -part}], add=["reserved"])
    update_rows(Demand, [{"id": row.demand_id, "reserved": -part}], add=["reserved"])


def _tell(count: StockCount, freed: Freed, *, actor: Actor, at: datetime) -> None:
    """Documents follow, look for other stock, and whoever sold it hears what is missing now."""
    for shipment_id in sorted(freed.emptied()):
        cancel_shipment(shipment_id=shipment_id, reason=count.number, actor=actor, at=at)
    alerts = []
    for document, quantity, customer_id in freed.told():
        emit(DemandsFreed(document=document, quantity=quantity), actor=actor, at=at)
        found = reserve_demands(
            document=document, actor=actor, at=at, except_balances=sorted(freed.balance_ids)
        )
        if found < quantity:
            facts = {"count": count.number, "quantity": quantity - found}
            alerts.append(
                NewAlert(
                    code="count_took_stock",
                    subject=document,
                    role="sales",
                    customer_id=customer_id,
                    facts=facts,
                )
            )
    raise_alerts(alerts=alerts, actor=actor, at=at)
