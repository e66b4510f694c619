"""Dated supply and demand per item and warehouse, added up by day: the fast path of every promise.

The rows behind the sums, with their documents and pegs, are in `supply_demand`; both read the same
tables by the same rules: usable locations and lots that have not expired count, blocked stock never
does, a supply counts on the day its inspection is over, a demand on the day its goods must leave.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from itertools import product
from typing import Any

from erp.core.statements import fetch
from erp.masterdata.selectors.calendars import ALWAYS, Calendar, kept_calendar, next_open_day
from inventory.calc.atp import Flow, Projection, counts_on

Place = tuple[int, int]
Named = dict[tuple[Place, date], list[Flow]]

ZERO = Decimal(0)
_ON_HAND = """
SELECT b.item_id, b.warehouse_id, sum(b.on_hand) FROM inventory_balance b
JOIN inventory_location l ON l.id = b.location_id LEFT JOIN inventory_lot t ON t.id = b.lot_id
WHERE b.item_id = ANY(%(items)s) AND b.warehouse_id = ANY(%(warehouses)s) AND l.is_usable AND b.on_hand > 0
  AND (t.expires_on IS NULL OR t.expires_on >= %(today)s)
GROUP BY 1, 2
"""
_EXPIRY = """
SELECT b.item_id, b.warehouse_id, t.expires_on, sum(b.on_hand - b.reserved + coalesce(own.held, 0))
FROM inventory_balance b JOIN inventory_location l ON l.id = b.location_id AND l.is_usable
JOIN inventory_lot t ON t.id = b.lot_id
LEFT JOIN LATERAL (
    SELECT sum(r.quantity) AS held FROM inventory_reservation r JOIN inventory_demand d ON d.id = r.demand_id
    WHERE r.balance_id = b.id
      AND (d.id = ANY(%(released)s) OR d.document_kind = %(kind)s AND d.document_id = %(document)s)
) own ON true
WHERE b.item_id = ANY(%(items)s) AND b.warehouse_id = ANY(%(warehouses)s) AND b.on_hand > 0
  AND t.expires_on >= %(today)s
GROUP BY 1, 2, 3
"""
_DEMAND = """
SELECT item_id, warehouse_id, needed_on, -sum(quantity - shipped - cancelled), 'demand', '', NULL::bigint, 0
FROM inventory_demand
WHERE item_id = ANY(%(items)s) AND warehouse_id = ANY(%(warehouses)s) AND quantity > shipped + cancelled
GROUP BY 1, 2, 3
UNION ALL
SELECT item_id, warehouse_id, needed_on, sum(quantity - shipped - cancelled), 'own', '', NULL::bigint, 0
FROM inventory_demand
WHERE document_kind = %(kind)s AND document_id = %(document)s AND quantity > shipped + cancelled
  AND item_id = ANY(%(items)s) AND warehouse_id = ANY(%(warehouses)s)
GROUP BY 1, 2, 3
"""
_TOTALS = f"""
SELECT NULL::bigint, w.id, NULL::date, NULL::numeric, 'warehouse', '', w.calendar_id, 0
FROM inventory_warehouse w WHERE w.id = ANY(%(warehouses)s)
UNION ALL
SELECT item_id, warehouse_id, NULL::date, sum, 'on_hand', '', NULL::bigint, 0 FROM ({_ON_HAND}) stock
UNION ALL
SELECT item_id, warehouse_id, usable_on, sum(quantity - received), 'supply', '', NULL::bigint, 0
FROM inventory_expectedsupply
WHERE is_open AND item_id = ANY(%(items)s) AND warehouse_id = ANY(%(warehouses)s) AND quantity > received
GROUP BY 1, 2, 3
UNION ALL {_DEMAND}
"""  # noqa: S608 -- put together from the texts above
_FLOWS = f"""
SELECT NULL::bigint, w.id, NULL::date, NULL::numeric, 'warehouse', '', w.calendar_id, 0
FROM inventory_warehouse w WHERE w.id = ANY(%(warehouses)s)
UNION ALL
SELECT item_id, warehouse_id, usable_on, quantity - received, kind, document_number, id, inspection_days
FROM inventory_expectedsupply
WHERE is_open AND item_id = ANY(%(items)s) AND warehouse_id = ANY(%(warehouses)s) AND quantity > received
UNION ALL {_DEMAND}
"""  # noqa: S608 -- put together from the texts above
_NAMES = """
SELECT n.item_id, n.warehouse_id, n.counts_on, s.free, s.kind, s.document_number, s.id, s.inspection_days
FROM unnest(%(items)s::bigint[], %(warehouses)s::bigint[], %(days)s::date[], %(counts)s::date[])
  AS n(item_id, warehouse_id, usable_on, counts_on)
CROSS JOIN LATERAL (
    SELECT e.id, e.kind, e.document_number, e.inspection_days, e.due_on,
           e.quantity - e.received - coalesce(p.pegged, 0) AS free
    FROM inventory_expectedsupply e LEFT JOIN LATERAL (
        SELECT sum(peg.quantity) AS pegged FROM inventory_peg peg
        JOIN inventory_demand d ON d.id = peg.demand_id
        WHERE peg.supply_id = e.id AND NOT (d.document_kind = %(kind)s AND d.document_id = %(document)s)
    ) p ON true
    WHERE e.is_open AND e.item_id = n.item_id AND e.warehouse_id = n.warehouse_id
      AND e.usable_on = n.usable_on AND e.quantity > e.received + coalesce(p.pegged, 0)
    ORDER BY e.id LIMIT 200
) s
ORDER BY s.due_on, s.document_number, s.id
"""


def on_hand_by_place(
    item_ids: Collection[int], warehouse_ids: Collection[int], *, today: date
) -> dict[Place, Decimal]:
    """Usable stock per (item, warehouse), promised or not; places without stock are missing.

    Lots that have expired before today are left out.
    """
    asked = {"items": list(item_ids), "warehouses": list(warehouse_ids), "today": today}
    return {(item, warehouse): quantity for item, warehouse, quantity in fetch(_ON_HAND, asked)}


def flows_by_place(
    item_ids: Collection[int],
    warehouse_ids: Collection[int],
    *,
    without: tuple[str, int] = ("", 0),
) -> dict[Place, list[Flow]]:
    """Open supply (positive) and demand (negative) per (item, warehouse), one document left out.

    A document that is quoted again must not compete with itself. Supplies come one by one, demand by day.
    """
    flows: dict[Place, list[Flow]] = {}
    rows = _read(_FLOWS, item_ids, warehouse_ids, without)
    calendars = _calendars(rows)
    for item, warehouse, on, quantity, kind, number, pk, days in rows:
        if kind == "warehouse":
            continue
        day = next_open_day(calendars.get(warehouse, ALWAYS), on) if quantity > 0 and pk else on
        label = "demand" if kind == "own" else kind
        flows.setdefault((item, warehouse), []).append(Flow(day, quantity, label, number, pk, days))
    return flows


def daily_flows(
    item_id: int, warehouse_ids: Collection[int], *, today: date, without: tuple[str, int] = ("", 0)
) -> tuple[Decimal, list[Flow]]:
    """An item's stock at some warehouses, and its supply and demand there, each added up by day."""
    on_hand, flows = ZERO, []
    rows = _read(_TOTALS, [item_id], warehouse_ids, without, today=today)
    calendars = _calendars(rows)
    for _item, warehouse, on, quantity, kind, *_ in rows:
        if kind == "on_hand":
            on_hand += quantity
        elif kind == "supply":
            day = next_open_day(calendars.get(warehouse, ALWAYS), counts_on(on, quantity, today))
            flows.append(Flow(day, quantity, "supply"))
        elif kind != "warehouse":
            flows.append(Flow(max(on, today), quantity, "demand"))
    return on_hand, flows


def _calendars(rows: Iterable[tuple[Any, ...]]) -> dict[int, Calendar]:
    """The calendars among a statement's rows, whichever row comes first."""
    return {warehouse: kept_calendar(pk) for _item, warehouse, _on, _q, kind, _n, pk, _d in rows
            if kind == "warehouse"}  # fmt: skip


def _read(
    statement: str,
    item_ids: Collection[int],
    warehouse_ids: Collection[int],
    without: tuple[str, int],
    **more: Any,
) -> list[tuple[int, int, date, Decimal, str, str, int | None, int]]:
    asked: dict[str, Any] = {
        "items": list(item_ids),
        "warehouses": list(warehouse_ids),
        "kind": without[0],
        "document": without[1],
        **more,
    }
    return fetch(statement, asked)


@dataclass
class Outlooks:
    """The projections of some items at some warehouses, and the warehouses' open days.

    Promises made from them stand as demand for those made after; nothing is stored.
    """

    today: date
    without: tuple[str, int]
    places: dict[Place, Projection] = field(default_factory=dict)
    calendars: dict[int, Calendar] = field(default_factory=dict)
    _usable: dict[tuple[Place, date], set[date]] = field(default_factory=dict)
    _expiry: dict[Place, list[tuple[date, Decimal]]] = field(default_factory=dict)

    def at(self, item_id: int, warehouse_id: int) -> Projection:
        """The projection of one item at one warehouse; empty where nothing is known."""
        place = (item_id, warehouse_id)
        if place not in self.places:
            self.places[place] = Projection(ZERO, self.today)
        return self.places[place]

    def open_day(self, warehouse_id: int) -> Callable[[date], date]:
        """Moves a day to the next on which the warehouse is open."""
        calendar = self.calendars.get(warehouse_id, ALWAYS)
        return lambda day: next_open_day(calendar, day)

    def read(self, item_ids: Iterable[int], warehouse_ids: Iterable[int]) -> None:
        """Read what is not known yet; one statement whatever the number of places."""
        warehouses = sorted(set(warehouse_ids))
        known = {item for item, _warehouse in self.places}
        items = sorted(set(item_ids) - known)
        if not items or not warehouses:
            return
        rows = _read(_TOTALS, items, warehouses, self.without, today=self.today)
        self.calendars |= _calendars(rows)
        stock: dict[Place, Decimal] = {}
        changes: dict[Place, list[tuple[date, Decimal]]] = {}
        for item, warehouse, on, quantity, kind, *_ in rows:
            place = (item, warehouse)
            if kind == "on_hand":
                stock[place] = quantity
            elif kind != "warehouse":
                day = self._usable_day(place, on, quantity) if kind == "supply" else max(on, self.today)
                changes.setdefault(place, []).append((day, quantity))
        for place in product(items, warehouses):
            self.places[place] = Projection(stock.get(place, ZERO), self.today, changes.get(place, ()))

    def _usable_day(self, place: Place, on: date, quantity: Decimal) -> date:
        """The open day on which a supply counts; remembered, so that the supply can be named."""
        calendar = self.calendars.get(place[1], ALWAYS)
        day = next_open_day(calendar, counts_on(on, quantity, self.today))
        self._usable.setdefault((place, day), set()).add(on)
        return day

    def copy(self) -> Outlooks:
        """The same outlooks, to try promises on."""
        places = {place: projection.copy() for place, projection in self.places.items()}
        return replace(self, places=places)

    def read_expiry(
        self, item_ids: Iterable[int], warehouse_ids: Iterable[int], *, released: Collection[int] = ()
    ) -> None:
        """Read until when the lots last that nobody else holds; one statement, for asks that care.

        What `released` demands hold counts as held by nobody.
        """
        asked: dict[str, Any] = {
            "items": sorted(set(item_ids)),
            "warehouses": sorted(set(warehouse_ids)),
            "kind": self.without[0],
            "document": self.without[1],
            "released": list(released),
            "today": self.today,
        }
        found: dict[Place, list[tuple[date, Decimal]]] = {}
        for item, warehouse, expires_on, quantity in fetch(_EXPIRY, asked):
            found.setdefault((item, warehouse), []).append((expires_on, quantity))
        self._expiry = found

    def free_before(self, place: Place, day: date) -> Decimal:
        """What lies at a place, held by nobody else, in lots that expire before a day."""
        return sum((part for expires_on, part in self._expiry.get(place, ()) if expires_on < day), ZERO)

    def names(self, wanted: Collection[tuple[Place, date]]) -> Named:
        """The open supplies of some days at some places, as far as they are not pegged to others.

        One statement whatever their number; at most 200 supplies a day.
        """
        asked = [(place, raw, day) for place, day in wanted for raw in self._usable.get((place, day), ())]
        if not asked:
            return {}
        rows = _read(
            _NAMES,
            [place[0] for place, _raw, _day in asked],
            [place[1] for place, _raw, _day in asked],
            self.without,
            days=[raw for _place, raw, _day in asked],
            counts=[day for _place, _raw, day in asked],
        )
        found: Named = {}
        for item, warehouse, day, free, kind, number, pk, inspection in rows:
            flow = Flow(day, free, kind, number, pk, inspection)
            found.setdefault(((item, warehouse), day), []).append(flow)
        return found


def read_outlooks(
    item_ids: Iterable[int],
    warehouse_ids: Iterable[int],
    *,
    today: date,
    without: tuple[str, int] = ("", 0),
) -> Outlooks:
    """The projections of items at warehouses, one document's own demand left out; one statement."""
    outlooks = Outlooks(today, without)
    outlooks.read(item_ids, warehouse_ids)
    return outlooks
