"""What is reserved for one work order's components is handed to another's, with nobody in between."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from erp.core.actor import Actor
from inventory import locks as stock_locks
from inventory.services.reservations import reserve_together, trim_reservations
from production import locks
from production.calc.work import taken_by
from production.models import WorkOrder

ZERO = Decimal(0)


def carry_reservations(
    giver: WorkOrder, taker: WorkOrder, *, keep: Decimal, actor: Actor, at: datetime
) -> Decimal:
    """Hand over what the first has reserved beyond what `keep` pieces of it need; gives how much.

    As far as the second lacks it. The caller holds both work orders.
    Locks: their components, demands, reservations and balances.
    Emits: DemandsReserved of the taker.
    """
    mine = {(one.item_id, one.is_fixed): one for one in locks.components_for_update(giver.pk)}
    theirs = {(one.item_id, one.is_fixed): one for one in locks.components_for_update(taker.pk)}
    pairs = [(part, theirs[key]) for key, part in mine.items() if key in theirs]
    ids = [pk for part, other in pairs for pk in (part.demand_id, other.demand_id) if pk is not None]
    demands = {one.pk: one for one in stock_locks.demands_for_update(ids)}
    excess: dict[int, Decimal] = {}
    wanted: dict[int, Decimal] = {}
    for part, other in pairs:
        source, target = demands[part.demand_id or 0], demands[other.demand_id or 0]
        needs = max(taken_by(part.quantity_per, keep, is_fixed=part.is_fixed) - part.issued, ZERO)
        quantity = min(source.reserved - needs, target.backordered)
        if quantity > 0:
            excess[source.pk], wanted[target.pk] = quantity, quantity
    if not wanted:
        return ZERO
    trim_reservations([demands[pk] for pk in excess], excess)
    got = reserve_together(demand_ids=list(wanted), most=wanted, documents=[taker.ref], actor=actor, at=at)
    return sum(got.values(), ZERO)
