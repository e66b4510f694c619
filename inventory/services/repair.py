"""Repairing counters that drifted from their rows, so that nobody is stuck behind a wrong number (R3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import connection
from django.utils import timezone

from erp.core.actor import Actor
from erp.core.commands import command
from erp.core.events import emit
from erp.core.locks import lock_upward
from erp.core.records import need_reason
from erp.core.refs import DocumentRef
from erp.core.sets import update_rows
from inventory import locks
from inventory.events import CounterRepaired, DemandsFreed
from inventory.models import Balance, Demand, Reservation
from inventory.services.proof import REPAIR
from inventory.services.reservations import release_reservations

ZERO = Decimal(0)
_MAKE_MISSING = """
INSERT INTO inventory_balance (item_id, warehouse_id, location_id, lot_id, on_hand, reserved)
SELECT m.item_id, l.warehouse_id, m.location_id, m.lot_id, 0, 0
FROM inventory_move m JOIN inventory_location l ON l.id = m.location_id
GROUP BY 1, 2, 3, 4 HAVING sum(m.quantity) <> 0
ON CONFLICT DO NOTHING
"""
_MOVED = """
SELECT b.id, coalesce(sum(m.quantity), 0) FROM inventory_balance b
LEFT JOIN inventory_move m ON m.item_id = b.item_id AND m.location_id = b.location_id
    AND m.lot_id IS NOT DISTINCT FROM b.lot_id {where} GROUP BY 1
"""
_HELD_BY_BALANCE = """
SELECT b.id, coalesce(sum(r.quantity), 0) FROM inventory_balance b
LEFT JOIN inventory_reservation r ON r.balance_id = b.id {where} GROUP BY 1
"""
_HELD_BY_DEMAND = """
SELECT b.id, coalesce(sum(r.quantity), 0) FROM inventory_demand b
LEFT JOIN inventory_reservation r ON r.demand_id = b.id {where} GROUP BY 1
"""
_DRIFTED_BALANCES = f"""
SELECT b.id FROM inventory_balance b
JOIN ({_MOVED.format(where="")}) m(id, moved) USING (id)
JOIN ({_HELD_BY_BALANCE.format(where="")}) h(id, held) USING (id)
WHERE b.on_hand <> m.moved OR b.reserved <> h.held
"""  # noqa: S608 -- texts of this module
_DRIFTED_DEMANDS = f"""
SELECT d.id FROM inventory_demand d JOIN ({_HELD_BY_DEMAND.format(where="")}) h(id, held) USING (id)
WHERE d.reserved <> h.held AND NOT EXISTS (SELECT 1 FROM inventory_demand p WHERE p.kit_id = d.id)
"""  # noqa: S608 -- only texts and names of our own are put together


@dataclass(frozen=True)
class Repair:
    """One counter that was set right; `problem` says why one could not be."""

    counter: str
    where: str
    before: Decimal
    after: Decimal
    problem: str = ""


@command(REPAIR)
def repair_counters(*, reason: str, actor: Actor, at: datetime | None = None) -> list[Repair]:
    """Set on hand to the sum of moves and reserved to the sum of reservations, wherever they differ.

    Where less lies there than is reserved, reservations that nobody picks yet are given back, the last
    one first. What a shipment already picks is left and told: cancel that shipment, then repair again.

    Locks:  the documents concerned (upward), their demands, the balances with their reservations.
    Emits:  CounterRepaired per counter; DemandsFreed per document that lost a reservation.
    Raises: Invalid without a reason.
    """
    at = at or timezone.now()
    need_reason(reason)
    _run(_MAKE_MISSING, [])
    balance_ids = [pk for (pk,) in _run(_DRIFTED_BALANCES, [])]
    demand_ids = {pk for (pk,) in _run(_DRIFTED_DEMANDS, [])}
    demand_ids |= set(
        Reservation.objects.filter(balance_id__in=balance_ids).values_list("demand_id", flat=True)
    )
    documents = {d.document for d in Demand.objects.filter(pk__in=demand_ids)}
    lock_upward(sorted(documents, key=lambda ref: ref.key()))
    demands = {d.pk: d for d in locks.demands_for_update(demand_ids)}
    balances = locks.balances_for_update(balance_ids)
    repairs = _repair_demands(demands, reason, actor=actor, at=at)
    repairs += _repair_balances(balances, demands, reason, actor=actor, at=at)
    return repairs


def _run(statement: str, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchall() if cursor.description else []


def _sums(statement: str, keys: Sequence[int]) -> dict[int, Decimal]:
    return dict(_run(statement.format(where="WHERE b.id = ANY(%s)"), [list(keys)]))


def _repair_demands(demands: dict[int, Demand], reason: str, *, actor: Actor, at: datetime) -> list[Repair]:
    held = _sums(_HELD_BY_DEMAND, list(demands))
    wrong = [demand for pk, demand in sorted(demands.items()) if demand.reserved != held[pk]]
    repairs, rows = [], []
    for demand in wrong:
        before, after = demand.reserved, held[demand.pk]
        if after > demand.quantity - demand.shipped - demand.cancelled:
            repairs.append(Repair("demand.reserved", str(demand), before, after, "more_than_needed"))
            continue
        demand.reserved = after
        rows.append({"id": demand.pk, "reserved": after})
        repairs.append(Repair("demand.reserved", str(demand), before, after))
        _tell(demand.document, "reserved", before, after, reason, actor=actor, at=at)
    update_rows(Demand, rows, put=["reserved"])
    for document in sorted({d.document for d in wrong}, key=lambda ref: ref.key()):
        emit(DemandsFreed(document=document, quantity=ZERO), actor=actor, at=at)
    return repairs


def _repair_balances(
    balances: Sequence[Balance], demands: dict[int, Demand], reason: str, *, actor: Actor, at: datetime
) -> list[Repair]:
    keys = [balance.pk for balance in balances]
    moved, held = _sums(_MOVED, keys), _sums(_HELD_BY_BALANCE, keys)
    repairs: list[Repair] = []
    for balance in balances:
        excess = held[balance.pk] - moved[balance.pk]
        if excess > 0:
            freed = _give_back(balance, excess, demands, actor=actor, at=at)
            held[balance.pk] -= freed
            balance.reserved -= freed
        repairs += _set_balance(balance, moved[balance.pk], held[balance.pk], reason, actor=actor, at=at)
    return repairs


def _give_back(
    balance: Balance, excess: Decimal, demands: dict[int, Demand], *, actor: Actor, at: datetime
) -> Decimal:
    """Give reservations back, last first, that no shipment picks, until what lies there is enough."""
    rows = [
        row
        for row in locks.reservations_of_demands_for_update(list(demands), unassigned_only=True)
        if row.balance_id == balance.pk
    ]
    freed = ZERO
    for row in sorted(rows, key=lambda one: -one.pk):
        if freed >= excess:
            break
        # The counter may be too small for what is given back: it is set right below.
        Balance.objects.filter(pk=balance.pk, reserved__lt=row.quantity).update(reserved=row.quantity)
        freed += release_reservations([row], demands)
        document = demands[row.demand_id].document
        emit(DemandsFreed(document=document, quantity=row.quantity), actor=actor, at=at)
    return freed


def _set_balance(
    balance: Balance, moved: Decimal, held: Decimal, reason: str, *, actor: Actor, at: datetime
) -> list[Repair]:
    where = f"{balance.item.sku} @ {balance.location.code}"
    ref = DocumentRef("balance", balance.pk, where[:60])
    if held > moved:
        return [Repair("stock.on_hand", where, balance.on_hand, moved, "being_picked")]
    repairs = []
    stored = Balance.objects.get(pk=balance.pk)
    for counter, name, before, after in (
        ("stock.on_hand", "on_hand", balance.on_hand, moved),
        ("stock.reserved", "reserved", stored.reserved, held),
    ):
        if before != after:
            repairs.append(Repair(counter, where, before, after))
            _tell(ref, name, before, after, reason, actor=actor, at=at)
    update_rows(
        Balance, [{"id": balance.pk, "on_hand": moved, "reserved": held}], put=["on_hand", "reserved"]
    )
    return repairs


def _tell(
    document: DocumentRef,
    name: str,
    before: Decimal,
    after: Decimal,
    reason: str,
    *,
    actor: Actor,
    at: datetime,
) -> None:
    event = CounterRepaired(document=document, counter=name, reason=reason)
    emit(event, actor=actor, at=at, changes={name: [str(before), str(after)]})
