"""What the books prove about orders, in a fixed number of statements whatever their number."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils import timezone

from erp.core.actor import Actor
from erp.masterdata.calc.working_time import business_microseconds
from erp.masterdata.selectors.calendars import kept_calendar
from erp.masterdata.selectors.company import company
from inventory.models import ItemCategory
from inventory.selectors.accuracy import MISTAKES
from orders.models import Order
from orders.selectors.orders import visible_orders
from sla.calc.metrics import RETURN_WINDOW_DAYS, OrderFacts
from sla.selectors.policies import levels

MOST_ORDERS = 100_000
ZERO = Decimal(0)

# A piece is a line, or each part of a kit; services leave no warehouse and are no pieces.
_PIECES = """
WITH asked AS MATERIALIZED (
    SELECT DISTINCT ON (c.line_id) c.line_id, c.new_promised_on AS day FROM orders_promisechange c
    WHERE c.order_id = ANY(%(orders)s) AND c.cause = 'amended' AND c.at < %(known)s
    ORDER BY c.line_id, c.id DESC),
off AS MATERIALIZED (
    SELECT e.document_id AS order_id, min((e.at AT TIME ZONE %(zone)s)::date) AS day FROM core_event e
    WHERE e.document_kind = 'order' AND e.document_id = ANY(%(orders)s) AND e.name = 'order.cancelled'
    GROUP BY 1),
lines AS MATERIALIZED (
    SELECT l.order_id, l.demand_id, coalesce(asked.day, l.first_promised_on, l.promised_on) AS goal,
           coalesce(off.day > coalesce(asked.day, l.first_promised_on, l.promised_on), false) AS is_too_late
    FROM orders_orderline l LEFT JOIN asked ON asked.line_id = l.id LEFT JOIN off ON off.order_id = l.order_id
    WHERE l.order_id = ANY(%(orders)s)),
needed AS MATERIALIZED (
    SELECT x.order_id, x.goal, x.is_too_late, d.* FROM lines x
    JOIN (SELECT id, item_id, quantity, cancelled, delivery_days FROM inventory_demand
          WHERE document_kind = 'order' AND document_id = ANY(%(orders)s)) d ON d.id = x.demand_id
    UNION ALL
    SELECT x.order_id, x.goal, x.is_too_late, d.id, d.item_id, d.quantity, d.cancelled, d.delivery_days
    FROM lines x JOIN inventory_demand d ON d.kit_id = x.demand_id),
pieces AS MATERIALIZED (
    SELECT n.order_id, n.id AS demand_id, n.goal,
           CASE WHEN n.is_too_late THEN n.quantity ELSE n.quantity - n.cancelled END AS due,
           (n.goal + 1)::timestamp AT TIME ZONE %(zone)s AS come_by,
           (n.goal - n.delivery_days + 1)::timestamp AT TIME ZONE %(zone)s AS leave_by
    FROM needed n JOIN inventory_item i ON i.id = n.item_id AND i.kind = 'stocked'),
first AS MATERIALIZED (
    SELECT s.document_id AS order_id, min((s.shipped_at AT TIME ZONE %(zone)s)::date) AS day
    FROM inventory_shipment s WHERE s.document_kind = 'order' AND s.document_id = ANY(%(orders)s)
      AND s.shipped_at < %(known)s GROUP BY 1),
goods AS (
    SELECT p.demand_id,
           sum(sl.picked) AS gone,
           sum(sl.picked) FILTER (WHERE s.shipped_at < p.leave_by) AS left_in_time,
           sum(sl.picked) FILTER (WHERE (s.shipped_at AT TIME ZONE %(zone)s)::date = f.day) AS at_once,
           sum(sl.picked) FILTER (WHERE s.delivered_at < %(known)s) AS came,
           sum(sl.picked) FILTER (WHERE s.delivered_at < least(%(known)s, p.come_by)) AS came_in_time
    FROM pieces p JOIN inventory_shipmentline sl ON sl.demand_id = p.demand_id
    JOIN inventory_shipment s ON s.id = sl.shipment_id AND s.shipped_at < %(known)s
    JOIN first f ON f.order_id = p.order_id GROUP BY 1)
SELECT p.order_id, max(p.goal), count(*),
       count(*) FILTER (WHERE g.left_in_time >= p.due),
       count(*) FILTER (WHERE coalesce(g.left_in_time, 0) < p.due AND p.leave_by <= %(known)s),
       count(*) FILTER (WHERE g.came_in_time >= p.due),
       count(*) FILTER (WHERE coalesce(g.came_in_time, 0) < p.due AND p.come_by <= %(known)s),
       count(*) FILTER (WHERE g.at_once >= p.due),
       count(*) FILTER (WHERE g.gone >= p.due),
       count(*) FILTER (WHERE g.came >= p.due)
FROM pieces p LEFT JOIN goods g ON g.demand_id = p.demand_id
WHERE p.due > 0 GROUP BY 1
"""
_SHIPMENTS = """
SELECT s.document_id, count(*), max(s.picked_at), max(s.packed_at), max(s.shipped_at),
       max(s.delivered_at) FILTER (WHERE s.delivered_at < %(known)s),
       count(*) FILTER (WHERE s.ship_to IS DISTINCT FROM o.ship_to),
       count(*) FILTER (WHERE s.delivered_to <> '' AND s.delivered_at < %(known)s)
FROM inventory_shipment s JOIN orders_order o ON o.id = s.document_id
WHERE s.document_kind = 'order' AND s.document_id = ANY(%(orders)s) AND s.shipped_at < %(known)s GROUP BY 1
"""
_BILLS = """
SELECT document_id, count(DISTINCT shipment_id) FROM finance_invoice
WHERE document_kind = 'order' AND document_id = ANY(%(orders)s) AND state NOT IN ('draft', 'void')
  AND issued_on <= %(as_of)s GROUP BY 1
"""
_CORRECTIONS = """
SELECT document_id, count(*) FROM finance_creditnote
WHERE document_kind = 'order' AND document_id = ANY(%(orders)s) AND source_kind <> 'return'
  AND issued_on <= %(as_of)s GROUP BY 1
"""
_RETURNS = """
SELECT r.order_id, array_agg(DISTINCT y.code),
       count(*) FILTER (WHERE r.created_at <= o.delivered_at + make_interval(days => %(window)s))
FROM orders_returnrequest r JOIN orders_returnreason y ON y.id = r.reason_id
JOIN orders_order o ON o.id = r.order_id
WHERE r.order_id = ANY(%(orders)s) AND r.state <> 'rejected' AND r.created_at < %(known)s GROUP BY 1
"""
_SCANS = """
SELECT h.document_id, count(*) FILTER (WHERE s.stage = 'pick' AND s.is_right),
       count(*) FILTER (WHERE s.stage = 'pick' AND NOT s.is_right),
       count(*) FILTER (WHERE s.stage = 'pack' AND NOT s.is_right)
FROM inventory_scan s JOIN inventory_shipment h ON h.id = s.shipment_id
WHERE h.document_kind = 'order' AND h.document_id = ANY(%(orders)s) AND s.at < %(known)s AND s.part = 1
  AND ((s.stage = 'pick' AND s.is_right) OR s.refusal = ANY(%(mistakes)s)) GROUP BY 1
"""
_EVENTS = """
SELECT about_id,
       min(at) FILTER (WHERE (name = 'order.fulfillment_moved' AND facts->>'state' IN
           ('allocated', 'picking', 'packed', 'partially_shipped', 'shipped', 'delivered'))),
       min(at) FILTER (WHERE name = 'order.cancelled'),
       count(*) FILTER (WHERE name IN ('order.held', 'order.amended')
           OR (name = 'order.promised' AND facts->>'cause' <> 'amended')
           OR (name = 'task.decided' AND facts->>'outcome' = 'rejected'))
FROM core_event
WHERE about_kind = 'order' AND about_id = ANY(%(orders)s) AND at < %(known)s
  AND name IN ('order.fulfillment_moved', 'order.cancelled', 'order.held', 'order.amended', 'order.promised',
               'task.decided')
GROUP BY 1
"""
_SHORTS = """
SELECT h.document_id, count(*) FROM inventory_shipmentline sl
JOIN inventory_shipment h ON h.id = sl.shipment_id
WHERE h.document_kind = 'order' AND h.document_id = ANY(%(orders)s) AND sl.short_reason <> '' GROUP BY 1
"""
_CLOCKS = """
SELECT t.subject_id, t.node, t.calendar_id, i.began_at, least(coalesce(i.ended_at, %(known)s), %(known)s)
FROM sla_slatimer t JOIN sla_timerinterval i ON i.timer_id = t.id
WHERE t.subject_kind = 'order' AND t.subject_id = ANY(%(orders)s) AND t.state <> 'cancelled'
  AND t.node IN ('order_confirmation', 'order_allocation') AND i.began_at < %(known)s
"""
_COSTS = """
SELECT s.document_id, -sum(m.value) FROM inventory_shipment s
JOIN inventory_move m ON m.source_kind = 'shipment' AND m.source_id = s.id AND m.kind = 'shipment'
WHERE s.document_kind = 'order' AND s.document_id = ANY(%(orders)s) AND m.at < %(known)s GROUP BY 1
"""


@dataclass(frozen=True)
class Filters:
    """Which orders are looked at; empty means all."""

    region: int | None = None
    team: int | None = None
    category: int | None = None
    channel: str = ""
    warehouse: int | None = None

    def __bool__(self) -> bool:
        """Whether anything is left out."""
        return any([self.region, self.team, self.category, self.channel, self.warehouse])

    def applied(self, rows: QuerySet[Order]) -> QuerySet[Order]:
        """The orders that are meant."""
        wanted = {
            "customer__region_id": self.region,
            "customer__team_id": self.team,
            "warehouse_id": self.warehouse,
            "channel": self.channel or None,
        }
        rows = rows.filter(**{name: value for name, value in wanted.items() if value})
        if self.category:
            rows = rows.filter(
                pk__in=Order.objects.filter(lines__item__category_id__in=categories_below(self.category))
                .order_by()
                .values("pk")
            )
        return rows


def categories_below(category_id: int) -> list[int]:
    """A category and all those inside it; one query."""
    children: dict[int | None, list[int]] = {}
    for pk, parent in ItemCategory.objects.values_list("pk", "parent_id"):
        children.setdefault(parent, []).append(pk)
    found, waiting = set(), [category_id]
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting.extend(children.get(one, []))
    return sorted(found)


def start_of(on: date, zone: str) -> datetime:
    """The moment a day begins in the company's zone."""
    return datetime.combine(on, time.min, ZoneInfo(zone))


def orders_between(actor: Actor, *, since: date, until: date, filters: Filters, zone: str) -> QuerySet[Order]:
    """The visible orders that may count in a span under some measure."""
    first, last = start_of(since, zone), start_of(until + timedelta(days=1), zone)
    moments = Q()
    for name in ("submitted_at", "confirmed_at", "shipped_at", "delivered_at"):
        moments |= Q(**{f"{name}__gte": first, f"{name}__lt": last})
    days = Q(promised_on__range=(since, until)) | Q(first_promised_on__range=(since, until))
    return filters.applied(visible_orders(actor).filter(moments | days))


def facts_between(
    actor: Actor, *, since: date, until: date, as_of: date, filters: Filters | None = None
) -> list[OrderFacts]:
    """The facts of all orders that may count in a span, as of the end of a day; eleven statements."""
    zone = company().time_zone
    rows = orders_between(actor, since=since, until=until, filters=filters or Filters(), zone=zone)
    return facts_of(rows, as_of=as_of)


def facts_of(rows: QuerySet[Order], *, as_of: date) -> list[OrderFacts]:
    """The facts of these orders as of the end of a day."""
    zone = company().time_zone
    known = min(start_of(as_of + timedelta(days=1), zone), timezone.now())  # today is not over yet
    orders = list(
        rows.select_related(None)
        .order_by("pk")
        .values_list("pk", "number", "state", "submitted_at", "confirmed_at", "closed_at")[:MOST_ORDERS]
    )
    asked = {
        "orders": [row[0] for row in orders],
        "zone": zone,
        "known": known,
        "as_of": as_of,
        "window": RETURN_WINDOW_DAYS,
        "mistakes": list(MISTAKES),
    }
    parts = {
        name: _read(statement, asked)
        for name, statement in (
            ("pieces", _PIECES),
            ("shipments", _SHIPMENTS),
            ("bills", _BILLS),
            ("corrections", _CORRECTIONS),
            ("returns", _RETURNS),
            ("scans", _SCANS),
            ("events", _EVENTS),
            ("shorts", _SHORTS),
            ("costs", _COSTS),
        )
    }
    clocks = _clocks(asked)
    builder = _Builder(parts, clocks, ZoneInfo(zone), known)
    return [builder.facts(row) for row in orders]


def _read(statement: str, asked: Mapping[str, Any]) -> dict[int, tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, asked)
        return {row[0]: row[1:] for row in cursor.fetchall()}


def _clocks(asked: Mapping[str, Any]) -> dict[tuple[int, str], int]:
    """Seconds that the clocks of orders' milestones have run, pauses left out."""
    found: dict[tuple[int, str], int] = {}
    with connection.cursor() as cursor:
        cursor.execute(_CLOCKS, asked)
        for order_id, node, calendar_id, began, ended in cursor.fetchall():
            spent = business_microseconds(kept_calendar(calendar_id), began, max(began, ended)) // 1_000_000
            found[order_id, node] = found.get((order_id, node), 0) + spent
    return found


class _Builder:
    """Puts the parts of an order together."""

    def __init__(
        self,
        parts: dict[str, dict[int, tuple[Any, ...]]],
        clocks: dict[tuple[int, str], int],
        zone: ZoneInfo,
        known: datetime,
    ) -> None:
        self.parts, self.clocks, self.zone, self.known = parts, clocks, zone, known
        kept = levels()
        self.calendars = {
            node: kept_calendar(
                kept.by_milestone[node].calendar_id if node in kept.by_milestone else kept.default_calendar_id
            )
            for node in ("order_confirmation", "order_allocation")
        }

    def _known(self, moment: datetime | None) -> datetime | None:
        return moment if moment is not None and moment < self.known else None

    def _day(self, moment: datetime | None) -> date | None:
        return moment.astimezone(self.zone).date() if moment is not None else None

    def _local(self, moment: datetime | None) -> datetime | None:
        return moment.astimezone(self.zone) if moment is not None else None

    def _spent(self, order_id: int, node: str, start: datetime | None, end: datetime | None) -> int | None:
        """Business seconds of a milestone: by its clock, or by the same calendar where none ran."""
        if start is None:
            return None
        clocked = self.clocks.get((order_id, node))
        if clocked is not None:
            return clocked
        until = end or self.known
        return business_microseconds(self.calendars[node], start, max(start, until)) // 1_000_000

    def facts(self, row: tuple[Any, ...]) -> OrderFacts:
        """One order's facts."""
        pk, number, state, submitted, confirmed, closed = row
        part = {name: found.get(pk) for name, found in self.parts.items()}
        pieces = part["pieces"] or (None, *[0] * 8)
        ships = part["shipments"] or (0, None, None, None, None, 0, 0)
        events = part["events"] or (None, None, 0)
        scans = part["scans"] or (0, 0, 0)
        returns = part["returns"] or ((), 0)
        submitted, confirmed = self._known(submitted), self._known(confirmed)
        is_all_left = bool(pieces[1]) and pieces[7] == pieces[1]
        is_all_come = bool(pieces[1]) and pieces[8] == pieces[1]
        allocated = max(events[0], confirmed) if events[0] and confirmed else events[0]
        is_given_up = events[1] is not None and not allocated
        return OrderFacts(
            order_id=pk,
            number=number,
            state=state if state != "closed" or self._known(closed) else "confirmed",
            submitted_on=self._day(submitted),
            confirmed_on=self._day(confirmed),
            delivered_on=self._day(ships[4]) if is_all_come else None,
            submitted_at=submitted,
            confirmed_at=confirmed,
            allocated_at=allocated,
            picked_at=self._local(ships[1]),
            packed_at=ships[2],
            shipped_at=self._local(ships[3]) if is_all_left else None,
            delivered_at=ships[4] if is_all_come else None,
            closed_at=self._known(closed),
            cancelled_on=self._day(events[1]),
            promised_on=pieces[0],
            due_lines=pieces[1],
            left_in_time=pieces[2],
            left_too_late=pieces[3],
            came_in_time=pieces[4],
            came_too_late=pieces[5],
            left_at_once=pieces[6],
            left_lines=pieces[7],
            came_lines=pieces[8],
            confirm_seconds=self._confirm(pk, state, submitted, confirmed or events[1]),
            allocate_seconds=None
            if is_given_up or not pieces[1]
            else self._spent(pk, "order_allocation", confirmed, allocated),
            scans_right=scans[0],
            scans_wrong=scans[1],
            pack_mistakes=scans[2],
            shipments=ships[0],
            strange_addresses=ships[5],
            signed_shipments=ships[6],
            billed_shipments=(part["bills"] or (0,))[0],
            corrected_bills=(part["corrections"] or (0,))[0],
            returns=frozenset(returns[0]),
            returns_in_window=returns[1],
            setbacks=events[2] + (part["shorts"] or (0,))[0],
            cost=(part["costs"] or (ZERO,))[0],
        )

    def _confirm(self, pk: int, state: str, submitted: datetime | None, end: datetime | None) -> int | None:
        if state in {"draft", "rejected"} or (state == "cancelled" and end is None):
            return None
        return self._spent(pk, "order_confirmation", submitted, end)


def by_number(facts: Iterable[OrderFacts]) -> dict[str, OrderFacts]:
    """Facts by order number."""
    return {one.number: one for one in facts}
