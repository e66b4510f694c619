"""How far the latest orders have come by now, and which of them finance has to look at."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import ROUND_CEILING, Decimal

from orders.services.demo.stream import DemoLine, DemoOrder, price_of
from orders.services.demo.workdays import Workdays

# oldest first, out of sixty
ROAD: tuple[tuple[str, int], ...] = (
    ("closed", 11), ("rejected", 1), ("delivered", 8), ("cancelled", 2), ("paid", 2), ("shipped", 5),
    ("shipped_today", 4), ("rejected", 1), ("packed", 4), ("picking", 2), ("picked", 1), ("released", 3),
    ("on_hold", 3), ("confirmed", 6), ("draft", 2), ("submitted", 5),
)  # fmt: skip

# by how many days an open order's wanted date lies around today
OPEN_SHIFTS: dict[str, tuple[int, ...]] = {
    "shipped": (1, 2, 2, 3, 3),
    "shipped_today": (-1, 2, 3, 3, 4),
    "packed": (-1, 1, 2, 3),
    "picked": (1, 2, 3),
    "picking": (0, 1, 2, 3),
    "released": (1, 2, 3),
    "on_hold": (-4, 2, 6),
    "confirmed": (-2, 3, 4, 5, 7, 9),
}
AGES = tuple(timedelta(minutes=minutes) for minutes in (12, 41, 95, 170))  # of the newest orders


def amount_of(order: DemoOrder) -> Decimal:
    """What an order comes to before tax."""
    return sum((line.quantity * line.unit_price for line in order.lines), Decimal(0)) * (1 - order.discount)


def destinies(count: int) -> list[str]:
    """How far each of the latest orders comes, by age."""
    road = [name for name, share in ROAD for _ in range(share)]
    return [road[place * len(road) // count] for place in range(count)]


def with_fresh_ones(orders: Sequence[DemoOrder], now: datetime) -> list[DemoOrder]:
    """The latest orders, a few of the last days' come in today instead, the last of all just now."""
    by_day = Counter(order.at.date() for order in orders)
    fresh: list[int] = []
    for place in range(len(orders) - 1, -1, -1):
        day = orders[place].at.date()
        if len(fresh) < len(AGES) and (by_day[day] > 1 or place == len(orders) - 1):
            by_day[day] -= 1
            fresh.append(place)
    dated = [replace(orders[place], at=now - age) for place, age in zip(fresh, AGES, strict=False)]
    rest = [order for place, order in enumerate(orders) if place not in fresh]
    return sorted([*rest, *dated], key=lambda order: order.at)


def with_open_dates(
    orders: Sequence[DemoOrder], today: date, workdays: Workdays, dice: random.Random
) -> list[DemoOrder]:
    """The latest orders; what is still open is wanted about now, so that only some of it is late."""
    found = []
    for order, destiny in zip(orders, destinies(len(orders)), strict=True):
        shifts = OPEN_SHIFTS.get(destiny)
        if shifts is not None:
            wanted = workdays.on_or_after(today + timedelta(days=dice.choice(shifts)))
            order = replace(order, requested_on=max(order.requested_on, wanted))  # noqa: PLW2901 -- the same order
        found.append(order)
    return found


def is_routine(order: DemoOrder, limit: int) -> bool:
    """Whether an order confirms itself: a good payer and a usual amount."""
    return order.customer.grade in {"A", "B"} and amount_of(order) < limit


def with_something_to_decide(orders: Sequence[DemoOrder], limit: int) -> list[DemoOrder]:
    """The latest orders, those that finance still has made large enough to be its business."""
    return [
        _larger(order, limit) if destiny in {"submitted", "rejected"} and is_routine(order, limit) else order
        for order, destiny in zip(orders, destinies(len(orders)), strict=True)
    ]


def _larger(order: DemoOrder, limit: int) -> DemoOrder:
    factor = (Decimal(limit) * Decimal("1.5") / amount_of(order)).to_integral_value(rounding=ROUND_CEILING)
    price_list = order.customer.price_list
    lines = tuple(
        DemoLine(line.item, line.quantity * factor, price_of(line.item, price_list, line.quantity * factor))
        for line in order.lines
    )
    return replace(order, lines=lines)
