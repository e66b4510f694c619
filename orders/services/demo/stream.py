"""Who orders what, when and how much: trend, season, weekdays, campaigns and a few who buy most of it."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from orders.services.demo.catalog import DemoItem
from orders.services.demo.dice import dice_for
from orders.services.demo.parties import DemoCustomer
from orders.services.demo.party_words import TASTES
from orders.services.demo.workdays import Workdays

DAYS_TOLD = 548  # eighteen months
BREAKS = (Decimal(1), Decimal(50), Decimal(200))
BREAK_OFF = (Decimal(0), Decimal("0.06"), Decimal("0.12"))
LIST_OFF = {"": Decimal(0), "TRADE": Decimal("0.28"), "PROJECT": Decimal("0.18")}
CAMPAIGN_OFF = Decimal("0.08")
# lighting is bought before the dark season and at the end of budgets; little in the new year
SEASON = (0.82, 0.8, 0.95, 1.0, 1.02, 0.98, 0.88, 0.92, 1.12, 1.22, 1.2, 1.02)
WEEKDAY = (1.15, 1.1, 1.0, 0.98, 0.8, 0.35, 0.3)
FATES = (0.965, 0.022, 0.013)
GROWTH = 0.45  # over the time told
STANDING_EVERY = 78 * 12  # one standing program for so many orders, two at least
STANDING_ITEMS = 4
STANDING_WAIT = 7  # working days from the Monday of its week
SELDOM = 0.15  # how readily something on a standing order is bought otherwise


@dataclass(frozen=True)
class DemoLine:
    """One line: which item, how many, at which list price; the discount is the customer's."""

    item: DemoItem
    quantity: Decimal
    unit_price: Decimal


@dataclass(frozen=True)
class Standing:
    """What a regular customer takes every week: alike every time, or rather more or less of it."""

    customer: DemoCustomer
    items: tuple[DemoItem, ...]
    spread: float


@dataclass(frozen=True)
class DemoOrder:
    """One order as it came in."""

    at: datetime
    customer: DemoCustomer
    lines: tuple[DemoLine, ...]
    requested_on: date
    priority: str
    customer_po: str
    external_id: str | None
    discount: Decimal
    is_campaign: bool
    fate: str = ""  # cancelled or rejected; most are fulfilled


def campaigns(today: date) -> list[tuple[date, date]]:
    """The weeks in which prices were lower: last fall, last spring and lately."""
    return [
        (today - timedelta(days=410), today - timedelta(days=389)),
        (today - timedelta(days=228), today - timedelta(days=211)),
        (today - timedelta(days=47), today - timedelta(days=26)),
    ]


def day_weights(days: Sequence[date], today: date, dice: random.Random) -> list[float]:
    """How busy each day is: growth × season × weekday × campaign × chance."""
    first = days[0]
    windows = campaigns(today)
    weights = []
    for day in days:
        share = (day - first).days / max(1, (today - first).days)
        promoted = any(start <= day <= end for start, end in windows)
        weight = (1 + GROWTH * share) * SEASON[day.month - 1] * WEEKDAY[day.weekday()]
        weights.append(weight * (1.4 if promoted else 1.0) * dice.lognormvariate(0, 0.25))
    return weights


def orders_per_day(days: Sequence[date], weights: Sequence[float], count: int, quiet: int) -> list[int]:
    """How many orders each day has, adding up to `count`; the last `quiet` days have one at least.

    Source: largest remainders, as seats are given to parties.
    """
    total = sum(weights)
    exact = [count * weight / total for weight in weights]
    given = [int(share) for share in exact]
    for place in sorted(range(len(days)), key=lambda i: exact[i] - given[i], reverse=True)[
        : count - sum(given)
    ]:
        given[place] += 1
    for place in range(max(0, len(days) - quiet), len(days)):
        if given[place] == 0:
            donor = max(range(len(days) - quiet), key=lambda i: given[i]) if len(days) > quiet else None
            if donor is not None and given[donor] > 1:
                given[donor] -= 1
                given[place] = 1
    return given


class OrderStream:
    """Makes the orders of the time told, oldest first; the same ones for the same seed."""

    def __init__(
        self,
        *,
        items: Sequence[DemoItem],
        customers: Sequence[DemoCustomer],
        workdays: Workdays,
        language: str,
        time_zone: str,
        seed: int,
    ) -> None:
        """Prepare who buys what."""
        self.dice = dice_for(seed, "orders")
        self.workdays = workdays
        self.zone = ZoneInfo(time_zone)
        self.customers = customers
        self.items = items
        self.language = language
        self._shares = [customer.size for customer in customers]
        self._regular: set[str] = set()
        self._baskets: dict[str, list[float]] = {}
        self._spend = 2200.0 * (6.2 if language == "zh" else 1.0)

    def _basket(self, taste: dict[str, float]) -> list[float]:
        """Cumulative weights of items for a kind of customer."""
        total, cumulative = 0.0, []
        for item in self.items:
            taken = item.appeal * taste.get(item.category, 1.0 if not taste else 0.5)
            total += taken * (SELDOM if item.sku in self._regular else 1.0)
            cumulative.append(total)
        return cumulative

    def _programs(self, count: int) -> list[Standing]:
        """Standing orders of the largest customers for what sells neither best nor worst."""
        large = sorted((one for one in self.customers if one.joined <= 0), key=lambda one: -one.size)
        number = min(max(2, count // STANDING_EVERY), len(large), len(self.items) // (2 * STANDING_ITEMS))
        ranked = sorted(self.items, key=lambda item: (-item.appeal, item.sku))
        middle = ranked[len(ranked) // 3 :]
        return [
            Standing(
                large[place],
                tuple(middle[place + number * step] for step in range(STANDING_ITEMS)),
                0.1 if place % 2 == 0 else 0.55,
            )
            for place in range(number)
        ]

    def make(self, *, count: int, now: datetime) -> list[DemoOrder]:
        """`count` orders over eighteen months up to now."""
        today = now.astimezone(self.zone).date()
        days = self.workdays.between(today - timedelta(days=DAYS_TOLD), today)
        if days[-1] != today:
            days.append(today)  # the web shop never closes, so today is alive on a Sunday as well
        weights = day_weights(days, today, self.dice)
        programs = self._programs(count)
        self._regular = {item.sku for program in programs for item in program.items}
        self._baskets = {kind: self._basket(taste) for kind, taste in TASTES.items()}
        found: list[DemoOrder] = []
        due: list[Standing] = []
        week = -1
        for day, number in zip(days, orders_per_day(days, weights, count, 45), strict=True):
            latest = now if day == today else None
            moments = sorted(self._moment(day, latest) for _ in range(number))
            share = (day - days[0]).days / DAYS_TOLD
            if day.isocalendar().week != week:
                week, due = day.isocalendar().week, list(programs)
            for at in moments:
                order = self._order(at, day, share, today)
                found.append(self._standing(order, due.pop(0), day) if due else order)
        return found

    def _standing(self, order: DemoOrder, program: Standing, day: date) -> DemoOrder:
        """The week's order of a regular customer, in the place of another; it leaves in the same week."""
        customer = program.customer
        monday = day - timedelta(days=day.weekday())
        budget = self._spend * (0.5 + 1.6 * math.sqrt(customer.size)) / STANDING_ITEMS
        lines = []
        for item in program.items:
            pieces = budget * 0.6 / float(item.price) * self.dice.lognormvariate(0, program.spread)
            quantity = Decimal(max(1, min(round(pieces), 600)))
            lines.append(DemoLine(item, quantity, price_of(item, customer.price_list, quantity)))
        is_numbered = customer.channel in {"edi", "portal"}
        external_id = f"{customer.code}-{order.at:%y%m%d}-{self.dice.randrange(10**6):06d}"
        return replace(
            order,
            customer=customer,
            lines=tuple(lines),
            requested_on=self.workdays.plus(monday, STANDING_WAIT),
            priority="normal",
            external_id=external_id if is_numbered else None,
            discount=Decimal(customer.discount) + (CAMPAIGN_OFF if order.is_campaign else 0),
            fate="",
        )

    def _moment(self, day: date, latest: datetime | None) -> datetime:
        """A time of the working day, most often before noon; today nothing that is still to come."""
        minutes = min(max(self.dice.gauss(225, 120), 0), 590)
        at = datetime.combine(day, time(8, 0), self.zone) + timedelta(
            minutes=minutes, seconds=self.dice.randrange(60)
        )
        if latest is not None and at > latest:
            at = latest - timedelta(minutes=self.dice.uniform(2, 50))
        return at

    def _order(self, at: datetime, day: date, share: float, today: date) -> DemoOrder:
        dice = self.dice
        customer = self._customer(share)
        is_campaign = any(start <= day <= end for start, end in campaigns(today))
        discount = Decimal(customer.discount) + (CAMPAIGN_OFF if is_campaign else 0)
        roll = dice.random()
        priority = "rush" if roll < 0.03 else "high" if roll < 0.12 else "low" if roll > 0.95 else "normal"
        wait = dice.choice((3, 4, 5, 5, 6, 7, 10, 14, 21)) if priority != "rush" else dice.choice((1, 2))
        has_id = customer.channel in {"edi", "portal"}
        return DemoOrder(
            at=at,
            customer=customer,
            lines=self._lines(customer),
            requested_on=self.workdays.plus(day, wait),
            priority=priority,
            customer_po=f"{dice.choice(('PO', 'P', '45', 'B'))}{dice.randrange(10_000, 999_999)}",
            external_id=f"{customer.code}-{at:%y%m%d}-{dice.randrange(10**6):06d}" if has_id else None,
            discount=discount,
            is_campaign=is_campaign,
            fate=dice.choices(("", "cancelled", "rejected"), FATES)[0],
        )

    def _customer(self, share: float) -> DemoCustomer:
        while True:
            customer = (
                self.dice.choices(self.customers, self._shares)[0]
                if len(self.customers) < 100
                else self._draw()
            )
            if customer.joined <= share:
                return customer

    def _draw(self) -> DemoCustomer:
        if not hasattr(self, "_cumulative"):
            total = 0.0
            self._cumulative = [total := total + share for share in self._shares]
        return self.dice.choices(self.customers, cum_weights=self._cumulative)[0]

    def _lines(self, customer: DemoCustomer) -> tuple[DemoLine, ...]:
        dice = self.dice
        number = min(1 + int(dice.expovariate(0.42)), 12)
        basket = self._baskets[customer.kind]
        chosen: dict[str, DemoItem] = {}
        while len(chosen) < min(number, len(self.items)):
            item = dice.choices(self.items, cum_weights=basket)[0]
            chosen.setdefault(item.sku, item)
        budget = self._spend * (0.5 + 1.6 * math.sqrt(customer.size)) / number
        return tuple(self._line(item, customer, budget) for item in chosen.values())

    def _line(self, item: DemoItem, customer: DemoCustomer, budget: float) -> DemoLine:
        pieces = budget * self.dice.lognormvariate(-0.25, 0.8) / float(item.price)
        if pieces > 2 * item.pack:
            pieces = round(pieces / item.pack) * item.pack
        quantity = Decimal(max(1, min(round(pieces), 600)))
        return DemoLine(item, quantity, price_of(item, customer.price_list, quantity))


def price_of(item: DemoItem, price_list: str, quantity: Decimal) -> Decimal:
    """The price that a list asks for an item from a quantity on."""
    if not price_list:
        return item.price
    step = max(place for place, minimum in enumerate(BREAKS) if quantity >= minimum)
    return list_price(item, price_list, step)


def list_price(item: DemoItem, price_list: str, step: int) -> Decimal:
    """One row of a price list: the item's price less the list's discount and that of the quantity break."""
    return (item.price * (1 - LIST_OFF[price_list]) * (1 - BREAK_OFF[step])).quantize(Decimal("0.01"))
