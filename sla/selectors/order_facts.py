"""What the books prove about orders, in a fixed number of statements whatever their number."""

from __future__ import annotations

import json
from collections.abc import Mapping
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
from sla.calc.kept_facts import basis_of, from_json
from sla.calc.metrics import RETURN_WINDOW_DAYS, OrderFacts
from sla.selectors import books
from sla.selectors.policies import levels

MOST_ORDERS = 100_000
ZERO = Decimal(0)


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
    """The facts of all orders that may count in a span, as of the end of a day; twelve statements."""
    zone = company().time_zone
    rows = orders_between(actor, since=since, until=until, filters=filters or Filters(), zone=zone)
    return facts_of(rows, as_of=as_of)


def facts_of(rows: QuerySet[Order], *, as_of: date) -> list[OrderFacts]:
    """The facts of these orders as of the end of a day; those of orders that are over are kept."""
    orders = list(
        rows.select_related(None)
        .order_by("pk")
        .values_list("pk", "number", "state", "submitted_at", "confirmed_at", "closed_at")[:MOST_ORDERS]
    )
    kept = _kept([row[0] for row in orders], as_of)
    return [*kept.values(), *_reckoned([row for row in orders if row[0] not in kept], as_of)]


def _kept(order_ids: list[int], as_of: date) -> dict[int, OrderFacts]:
    """The kept facts of orders that have had no news since."""
    with connection.cursor() as cursor:
        cursor.execute(books.KEPT, [order_ids, basis_of(company().time_zone), as_of])
        return {row[0]: from_json(json.loads(row[1])) for row in cursor.fetchall()}


def reckoned_facts(rows: QuerySet[Order], *, as_of: date) -> list[OrderFacts]:
    """The facts of these orders read from the books, whatever is kept: what is kept is made of this."""
    values = rows.order_by("pk").values_list(
        "pk", "number", "state", "submitted_at", "confirmed_at", "closed_at"
    )
    return _reckoned(list(values), as_of)


def _reckoned(orders: list[tuple[Any, ...]], as_of: date) -> list[OrderFacts]:
    if not orders:
        return []
    zone = company().time_zone
    known = min(start_of(as_of + timedelta(days=1), zone), timezone.now())  # today is not over yet
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
            ("pieces", books.PIECES),
            ("shipments", books.SHIPMENTS),
            ("bills", books.BILLS),
            ("corrections", books.CORRECTIONS),
            ("returns", books.RETURNS),
            ("scans", books.SCANS),
            ("events", books.EVENTS),
            ("shorts", books.SHORTS),
            ("costs", books.COSTS),
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
        cursor.execute(books.CLOCKS, asked)
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
            picked_on=self._day(ships[1]),
            shipped_on=self._day(ships[3]) if is_all_left else None,
            delivered_on=self._day(ships[4]) if is_all_come else None,
            submitted_at=submitted,
            confirmed_at=confirmed,
            allocated_at=allocated,
            picked_at=ships[1],
            packed_at=ships[2],
            shipped_at=ships[3] if is_all_left else None,
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
