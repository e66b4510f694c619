"""The price tag of a rush order: who slips, by how much, what it costs, and the least harmful way."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

from erp.core.actor import Actor
from erp.core.events import to_json
from erp.core.money import round_money
from erp.masterdata.selectors.company import base_currency, company
from inventory.models import Warehouse
from orders.calc.remedies import lateness_penalty
from orders.models import CustomerTerms, KitComponent, Order, OrderLine
from orders.selectors.orders import visible_orders
from orders.selectors.remedies import extra_freight
from orders.selectors.routes import route_between, route_of
from production.selectors.kit_promise import opened, quote_lines
from production.selectors.promise import Ask
from production.selectors.rush import RushWorld, Slip, rush_world, served_with_rush

ZERO = Decimal(0)
MOST_PROTECTED = 3
MOST_TOLD = 50


@dataclass(frozen=True)
class Affected:
    """An order that would slip: by how many days, what of it is late and what that costs.

    Units: money in the base currency. `margin` is that of the late lines.
    """

    slip: Slip
    customer: str
    value: Decimal
    margin: Decimal
    penalty: Decimal


@dataclass(frozen=True)
class Option:
    """One way to answer the rush: when it is met, who slips, and what all of it costs."""

    kind: str
    rush_date: date | None
    affected: tuple[Affected, ...] = ()
    own_penalty: Decimal = ZERO
    freight: Decimal = ZERO
    detail: str = ""
    now_quantity: Decimal | None = None

    @property
    def penalty(self) -> Decimal:
        """What lateness to others costs."""
        return sum((one.penalty for one in self.affected), ZERO)

    @property
    def harm(self) -> Decimal:
        """Everything it costs: lateness to others, of the rush itself, more freight."""
        return self.penalty + self.own_penalty + self.freight

    @property
    def days(self) -> int:
        """Days of lateness to others, added up."""
        return sum(one.slip.days or 0 for one in self.affected)


@dataclass(frozen=True)
class RushSheet:
    """A rush order's price tag. Units: money in the base currency; `margin` is the rush order's own."""

    number: str
    currency: str
    options: list[Option]
    margin: Decimal
    dates: list[date | None] = field(default_factory=list)
    seen: frozenset[int] = field(default_factory=frozenset)

    @property
    def first(self) -> Option:
        """The rush before everybody who could wait."""
        return self.options[0]

    @property
    def least_harmful(self) -> Option:
        """The option that costs least; among equals the fewest who slip, then the earliest rush."""
        return min(
            self.options,
            key=lambda one: (
                one.rush_date is None,
                one.harm,
                len(one.affected),
                one.rush_date or date.max,
            ),
        )

    def told(self) -> dict[str, Any]:
        """The sheet as the timeline keeps it."""
        affected = [
            {
                "number": one.slip.number,
                "old_promise": one.slip.old_promise,
                "new_promise": one.slip.new_promise,
                "days": one.slip.days,
                "value": one.value,
                "margin": one.margin,
                "penalty": one.penalty,
            }
            for one in self.first.affected[:MOST_TOLD]
        ]
        shown: dict[str, Any] = to_json(
            {
                "rush_date": self.first.rush_date,
                "orders": len(self.first.affected),
                "days": self.first.days,
                "penalty": self.first.penalty,
                "margin": self.margin,
                "currency": self.currency,
                "least_harmful": self.least_harmful.kind,
                "affected": affected,
            }
        )
        return shown


def rush_sheet(
    order: Order,
    lines: Sequence[OrderLine],
    *,
    actor: Actor,
    today: date,
    is_stored: bool = False,
) -> RushSheet:
    """The sheet of a rush order that is tried out or about to be submitted; nothing is stored.

    Promised at the customer as for any order: with the carrier, closed days and lots that last. About two
    dozen queries, whatever the number of open orders.
    """
    route = route_of(order)
    asks = [
        Ask(
            line.item,
            order.warehouse_id,
            line.base_quantity,
            line.requested_on or order.requested_on,
            route,
            order.shelf_life_days,
        )
        for line in lines
        if line.base_quantity > 0
    ]
    without = ("order", order.pk) if is_stored else ("", 0)
    single, spans = opened(asks, today=today)
    world = rush_world(single, today=today, without=without)
    by_part, slips = served_with_rush(world)
    days = [_latest([by_part[n].promised_on for n in span]) for span in spans]
    prices = _Prices(order)
    wanted = _latest([max(ask.requested_on or today, today) for ask in asks])
    first = _option("first", _latest(days), slips, prices, order, wanted)
    options = [first, *_after_others(world, first, prices, order, wanted)]
    if first.affected:
        options += _without_rush(asks, prices, order, wanted, today, without)
    margin = sum((line.net * order.rate - line.base_quantity * line.unit_cost for line in lines), ZERO)
    numbers = {one.slip.document_id for option in options for one in option.affected}
    seen = visible_orders(actor).filter(pk__in=numbers).order_by().values_list("pk", flat=True)
    currency = base_currency()
    return RushSheet(order.number, currency, options, round_money(margin, currency), days, frozenset(seen))


class _Prices:
    """What lateness of the orders that could slip costs: their lines' values and their penalties."""

    def __init__(self, order: Order) -> None:
        self.lines: dict[int, OrderLine] = {}
        self.percents: dict[int, Decimal] = {}
        self.per_kit: dict[int, Decimal] = {}
        self._asked: set[int] = set()
        self.usual = company().late_penalty_percent
        self.currency = base_currency()
        self._learn_percents({order.customer_id})

    def learn(self, slips: Sequence[Slip]) -> None:
        """Read the lines and terms behind slips that are not known yet; three queries, or none."""
        wanted = {line.demand_id for slip in slips for line in slip.lines} - self._asked
        if not wanted:
            return
        self._asked |= wanted
        rows = OrderLine.objects.filter(demand_id__in=wanted).select_related("order__customer")
        found = {row.demand_id: row for row in rows if row.demand_id is not None}
        inside = KitComponent.objects.filter(demand_id__in=wanted - found.keys())
        for part in inside.select_related("line__order__customer"):
            if part.demand_id is not None and part.quantity > 0:
                found[part.demand_id] = part.line
                self.per_kit[part.demand_id] = part.quantity / part.per
        self.lines |= found
        self._learn_percents({row.order.customer_id for row in found.values()})

    def _learn_percents(self, customers: Collection[int]) -> None:
        rows = CustomerTerms.objects.filter(customer_id__in=customers, late_penalty_percent__isnull=False)
        known = rows.values_list("customer_id", "late_penalty_percent")
        self.percents |= {pk: percent for pk, percent in known if percent is not None}

    def percent(self, customer_id: int | None) -> Decimal:
        """The customer's own percent a day, else the company's."""
        found = self.percents.get(customer_id or 0)
        return self.usual if found is None else found

    def affected(self, slip: Slip) -> Affected:
        """One order that slips, priced by the lines that are late."""
        value = margin = penalty = ZERO
        counted: set[int] = set()
        customer = ""
        for late in slip.lines:
            line = self.lines.get(late.demand_id)
            if line is None or line.base_quantity <= 0:
                continue
            kits = self.per_kit.get(late.demand_id)
            if kits is not None and line.pk in counted:
                continue  # a kit is late once, however many of its components are
            counted.add(line.pk)
            quantity = late.quantity if kits is None else min(late.quantity / kits, line.base_quantity)
            share = quantity / line.base_quantity
            net = line.net * line.order.rate * share
            customer = line.order.customer.name
            value += net
            margin += net - quantity * line.unit_cost
            days = (late.new_promise - late.old_promise).days if late.new_promise else 0
            penalty += lateness_penalty(
                value=net, percent_per_day=self.percent(line.order.customer_id), days=days
            )
        money = (round_money(amount, self.currency) for amount in (value, margin, penalty))
        return Affected(slip, customer, *money)


def _option(  # noqa: PLR0917 -- what one option is made of
    kind: str,
    rush_date: date | None,
    slips: Sequence[Slip],
    prices: _Prices,
    order: Order,
    wanted: date | None,
    detail: str = "",
) -> Option:
    prices.learn(slips)
    affected = tuple(prices.affected(slip) for slip in slips)
    own = _own_penalty(order, prices.percent(order.customer_id), rush_date, wanted)
    return Option(kind, rush_date, affected, own, detail=detail)


def _own_penalty(order: Order, percent: Decimal, rush_date: date | None, wanted: date | None) -> Decimal:
    if rush_date is None or wanted is None:
        return ZERO
    penalty = lateness_penalty(
        value=order.subtotal * order.rate, percent_per_day=percent, days=(rush_date - wanted).days
    )
    return round_money(penalty, base_currency())


def _after_others(
    world: RushWorld, first: Option, prices: _Prices, order: Order, wanted: date | None
) -> list[Option]:
    """The rush after those whom it would hurt most: after the worst, after the two worst, and so on."""
    hurt = sorted(first.affected, key=lambda one: (-one.penalty, -one.value, one.slip.number))
    found: list[Option] = []
    protected: list[Affected] = []
    for one in hurt[:MOST_PROTECTED]:
        protected.append(one)
        quotes, slips = served_with_rush(world, protected=[p.slip.document_id for p in protected])
        numbers = ", ".join(p.slip.number for p in protected)
        day = _latest([quote.promised_on for quote in quotes])
        found.append(_option("after", day, slips, prices, order, wanted, numbers))
    return found


def _without_rush(  # noqa: PLR0917 -- what these options are made of
    asks: Sequence[Ask],
    prices: _Prices,
    order: Order,
    wanted: date | None,
    today: date,
    without: tuple[str, int],
) -> list[Option]:
    """Ways that hurt nobody: wait for one's turn, split, another warehouse."""
    percent = prices.percent(order.customer_id)
    quotes = quote_lines(asks, today=today, without=without)
    day = _latest([quote.promised_on for quote in quotes])
    own = _own_penalty(order, percent, day, wanted)
    found = [Option("wait", day, own_penalty=own)]
    free = [min(quote.available_now, ask.quantity) for quote, ask in zip(quotes, asks, strict=True)]
    now = sum(free, ZERO)
    asked = sum((ask.quantity for ask in asks), ZERO)
    if 0 < now < asked:
        late_share = (asked - now) / asked
        rest = round_money(own * late_share, base_currency())
        found.append(Option("split", day, own_penalty=rest, freight=extra_freight(order), now_quantity=now))
    others = Warehouse.objects.filter(is_active=True).exclude(pk=order.warehouse_id).order_by("code")[:5]
    for row in others:
        route = route_between(order.customer, order.carrier_id, row.pk)
        moved = [replace(ask, warehouse_id=row.pk, route=route) for ask in asks]
        there = quote_lines(moved, today=today, without=without)
        is_planned = any(source.kind in {"plan", "capacity"} for quote in there for source in quote.sources)
        other = _latest([quote.promised_on for quote in there])
        if other is not None and not is_planned:
            own_there = _own_penalty(order, percent, other, wanted)
            found.append(Option("warehouse", other, own_penalty=own_there, detail=row.name))
    return found


def _latest(days: Collection[date | None]) -> date | None:
    known = [day for day in days if day is not None]
    return max(known) if known and len(known) == len(days) else None
