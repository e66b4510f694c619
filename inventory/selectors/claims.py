"""What promises still need of a place and what stands behind them: the watch over promises reads it here."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from django.db import connection

from inventory.calc.atp import Projection, counts_on
from inventory.calc.claims import Claim, broken_claims
from inventory.selectors.projection import Place

ZERO = Decimal(0)
NO_PROMISE = -1


@dataclass(frozen=True)
class SupplyFact:
    """One expected supply as it stands: open quantity, the day it can be used, document."""

    id: int
    place: Place
    due_on: date
    quantity: Decimal
    kind: str
    document_kind: str
    document_id: int
    document_number: str
    is_open: bool = True


@dataclass(frozen=True)
class PegFact:
    """One peg of a demand, with the supply as it stands."""

    quantity: Decimal
    is_hard: bool
    supply: SupplyFact


@dataclass(frozen=True)
class DemandFact:
    """A demand that still lacks goods: what, until when, for which document."""

    id: int
    place: Place
    quantity: Decimal
    promised_on: date | None
    due_on: date
    priority: int
    document_kind: str
    document_id: int
    document_number: str
    line_no: int
    customer_id: int | None
    is_held: bool
    delivery_days: int = 0


@dataclass
class PlaceFacts:
    """Everything that decides which promises of one item in one warehouse hold."""

    free: Decimal = ZERO
    supplies: list[SupplyFact] = field(default_factory=list)
    demands: list[DemandFact] = field(default_factory=list)
    pegs: dict[int, list[PegFact]] = field(default_factory=dict)


_FREE = """
SELECT b.item_id, b.warehouse_id, sum(b.on_hand - b.reserved) FROM inventory_balance b
JOIN inventory_location l ON l.id = b.location_id AND l.is_usable
JOIN unnest(%s::bigint[], %s::bigint[]) p(item_id, warehouse_id)
  ON p.item_id = b.item_id AND p.warehouse_id = b.warehouse_id
LEFT JOIN inventory_lot t ON t.id = b.lot_id WHERE coalesce(t.expires_on >= %s, true) GROUP BY 1, 2
"""
_SUPPLIES = """
SELECT s.id, s.item_id, s.warehouse_id, s.usable_on, s.quantity - s.received, s.kind, s.document_kind,
       s.document_id, s.document_number
FROM inventory_expectedsupply s JOIN unnest(%s::bigint[], %s::bigint[]) p(item_id, warehouse_id)
  ON p.item_id = s.item_id AND p.warehouse_id = s.warehouse_id
WHERE s.is_open AND s.quantity > s.received ORDER BY s.usable_on, s.id
"""
_DEMANDS = """
SELECT d.id, d.item_id, d.warehouse_id, d.quantity - d.reserved - d.shipped - d.cancelled, d.promised_on,
       d.due_on, d.priority, d.document_kind, d.document_id, d.document_number, d.line_no, d.customer_id,
       d.is_held, d.delivery_days
FROM inventory_demand d JOIN unnest(%s::bigint[], %s::bigint[]) p(item_id, warehouse_id)
  ON p.item_id = d.item_id AND p.warehouse_id = d.warehouse_id
JOIN inventory_item i ON i.id = d.item_id AND i.kind = 'stocked'
WHERE d.quantity > d.reserved + d.shipped + d.cancelled ORDER BY d.id
"""
_PEGS = """
SELECT g.demand_id, g.quantity, g.is_hard, s.id, s.item_id, s.warehouse_id, s.usable_on,
       greatest(s.quantity - s.received, 0), s.kind, s.document_kind, s.document_id, s.document_number,
       s.is_open
FROM inventory_peg g JOIN inventory_expectedsupply s ON s.id = g.supply_id
JOIN inventory_demand d ON d.id = g.demand_id
JOIN unnest(%s::bigint[], %s::bigint[]) p(item_id, warehouse_id)
  ON p.item_id = d.item_id AND p.warehouse_id = d.warehouse_id
ORDER BY g.id
"""
_SHORT = """
WITH places AS (
    SELECT DISTINCT item_id, warehouse_id FROM inventory_demand
    WHERE quantity > reserved + shipped + cancelled AND document_kind = 'order'
), changes AS (
    SELECT b.item_id, b.warehouse_id, %(today)s::date AS day, sum(b.on_hand - b.reserved) AS quantity
    FROM inventory_balance b JOIN inventory_location l ON l.id = b.location_id AND l.is_usable
    JOIN places p ON p.item_id = b.item_id AND p.warehouse_id = b.warehouse_id
    LEFT JOIN inventory_lot t ON t.id = b.lot_id
    WHERE coalesce(t.expires_on >= %(today)s::date, true) GROUP BY 1, 2
    UNION ALL
    SELECT s.item_id, s.warehouse_id,
           CASE WHEN s.usable_on < %(today)s::date THEN %(today)s::date + 1 ELSE s.usable_on END,
           sum(s.quantity - s.received)
    FROM inventory_expectedsupply s JOIN places USING (item_id, warehouse_id)
    WHERE s.is_open AND s.quantity > s.received GROUP BY 1, 2, 3
    UNION ALL
    SELECT d.item_id, d.warehouse_id, greatest(d.needed_on, %(today)s::date),
           -sum(d.quantity - d.reserved - d.shipped - d.cancelled)
    FROM inventory_demand d JOIN places USING (item_id, warehouse_id)
    WHERE d.quantity > d.reserved + d.shipped + d.cancelled GROUP BY 1, 2, 3
), levels AS (
    SELECT c.item_id, c.warehouse_id, sum(c.quantity) OVER (
        PARTITION BY c.item_id, c.warehouse_id ORDER BY c.day RANGE UNBOUNDED PRECEDING) AS level
    FROM changes c JOIN inventory_item i ON i.id = c.item_id AND i.kind = 'stocked'
)
SELECT item_id, warehouse_id FROM levels WHERE level < 0
UNION
SELECT d.item_id, d.warehouse_id FROM inventory_peg g JOIN inventory_demand d ON d.id = g.demand_id
WHERE g.is_hard
ORDER BY 1, 2
"""


def places_with_shortage(*, today: date) -> list[Place]:
    """The places where some day's promises need more than stock and expected supply give, and those
    where hard pegs take supply away from others; one query.
    """
    with connection.cursor() as cursor:
        cursor.execute(_SHORT, {"today": today})
        return [(item, warehouse) for item, warehouse in cursor.fetchall()]


def places_of_supply(kind: str, document_id: int) -> list[Place]:
    """The places that a document's supplies, open or not, were to come to."""
    from inventory.models import ExpectedSupply

    rows = ExpectedSupply.objects.filter(document_kind=kind, document_id=document_id)
    return sorted(set(rows.values_list("item_id", "warehouse_id")))


def facts_of_places(places: Collection[Place], *, today: date) -> dict[Place, PlaceFacts]:
    """Free stock, supply, unmet demand and pegs of places; four queries, whatever their number.

    Lots that have expired are not free, as in the projection that promises are made from.
    """
    wanted = sorted(set(places))
    found = {place: PlaceFacts() for place in wanted}
    arrays = [[item for item, _ in wanted], [warehouse for _, warehouse in wanted]]
    with connection.cursor() as cursor:
        cursor.execute(_FREE, [*arrays, today])
        for item, warehouse, quantity in cursor.fetchall():
            found[item, warehouse].free = quantity
        cursor.execute(_SUPPLIES, arrays)
        for pk, item, warehouse, *rest in cursor.fetchall():
            found[item, warehouse].supplies.append(SupplyFact(pk, (item, warehouse), *rest))
        cursor.execute(_DEMANDS, arrays)
        for pk, item, warehouse, *rest in cursor.fetchall():
            found[item, warehouse].demands.append(DemandFact(pk, (item, warehouse), *rest))
        cursor.execute(_PEGS, arrays)
        for demand, quantity, is_hard, pk, item, warehouse, *rest in cursor.fetchall():
            supply = SupplyFact(pk, (item, warehouse), *rest)
            facts = found.get((item, warehouse))
            if facts is not None:
                facts.pegs.setdefault(demand, []).append(PegFact(quantity, is_hard, supply))
    return found


@dataclass(frozen=True)
class Broken:
    """A promise that its place can't keep: the demand, and the day on which it can be met.

    `new_promised_on` is None when neither stock nor expected supply will ever cover it.
    """

    demand: DemandFact
    pegs: tuple[PegFact, ...]
    new_promised_on: date | None


def broken_promises(facts: PlaceFacts, *, today: date) -> list[Broken]:
    """Which promises of a place no longer hold, and until when they can be met instead.

    What is reserved is safe. Hard pegs keep their supply. The promises that hold stay where they
    are; only the broken ones are dated anew, the strongest claim first, by the look-ahead rule of
    available to promise, so that none of them breaks another.
    """
    supplies, not_before, needs = _after_hard_pegs(facts, today)
    claims = [_claim(demand, facts, needs[demand.id], today) for demand in facts.demands]
    late_by_hand = {key for key, day in not_before.items() if _is_later(day, claims, key)}
    standing = [claim for claim in claims if claim.key not in late_by_hand and claim.quantity > 0]
    flows = [(supply.due_on, quantity) for supply, quantity in supplies]
    broken = {claim.key for claim in broken_claims(facts.free, flows, standing, today=today)}
    if not broken and not late_by_hand:
        return []
    projection = Projection(facts.free, today, flows)
    for claim in standing:
        if claim.key not in broken:
            projection.add(claim.promised_on, -claim.quantity)
    again = [claim for claim in claims if claim.key in broken or claim.key in late_by_hand]
    by_id = {demand.id: demand for demand in facts.demands}
    found = []
    for claim in sorted(again, key=lambda c: (tuple(-part for part in c.rank), c.key)):
        demand = by_id[claim.key]
        day = _next_day(projection, claim, not_before.get(claim.key))
        if day is not None:
            day += timedelta(days=demand.delivery_days)
        if demand.promised_on is None or demand.document_kind != "order":
            continue
        if day is None or day > max(demand.promised_on, today):
            found.append(Broken(demand, tuple(facts.pegs.get(demand.id, ())), day))
    return found


def _after_hard_pegs(
    facts: PlaceFacts, today: date
) -> tuple[list[tuple[SupplyFact, Decimal]], dict[int, date], dict[int, Decimal]]:
    """Supplies and needs without what hard pegs tie together, and the days those ties allow."""
    left = {supply.id: supply.quantity for supply in facts.supplies}
    needs = {demand.id: demand.quantity for demand in facts.demands}
    not_before: dict[int, date] = {}
    for demand in facts.demands:
        for peg in facts.pegs.get(demand.id, ()):
            part = min(peg.quantity, needs[demand.id], left.get(peg.supply.id, ZERO))
            if not peg.is_hard or part <= 0:
                continue
            left[peg.supply.id] -= part
            needs[demand.id] -= part
            day = counts_on(peg.supply.due_on, part, today)
            not_before[demand.id] = max(day, not_before.get(demand.id, day))
    supplies = [(supply, left[supply.id]) for supply in facts.supplies if left[supply.id] > 0]
    return supplies, not_before, needs


def _claim(demand: DemandFact, facts: PlaceFacts, quantity: Decimal, today: date) -> Claim:
    day = (demand.promised_on or demand.due_on) - timedelta(days=demand.delivery_days)
    is_leaning = any(
        not peg.supply.is_open or peg.supply.due_on > day or peg.supply.due_on < today
        for peg in facts.pegs.get(demand.id, ())
        if not peg.is_hard
    )
    priority = demand.priority if demand.promised_on else NO_PROMISE
    return Claim(
        key=demand.id,
        quantity=quantity,
        promised_on=day,
        rank=(priority, -day.toordinal()),
        is_leaning=is_leaning,
        is_fixed=demand.document_kind != "order",
    )


def _is_later(day: date, claims: Iterable[Claim], key: int) -> bool:
    return any(claim.key == key and day > claim.promised_on for claim in claims)


def _next_day(projection: Projection, claim: Claim, not_before: date | None) -> date | None:
    wanted = max(claim.promised_on, not_before or claim.promised_on)
    if claim.quantity <= 0:
        return wanted
    day = projection.first_day(claim.quantity, wanted)
    if day is not None:
        projection.add(day, -claim.quantity)
    return day
