"""Return on investment: what better figures are worth, each line by a formula that is shown with its numbers.

Source: the four lines that the field names (customers kept by punctual delivery, capital freed by quicker
turnover, labor saved by steps without people, errors avoided); the assumptions are the company's own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

ZERO = Decimal(0)


@dataclass(frozen=True, kw_only=True)
class Assumptions:
    """What the company assumes. Units: base currency a year, shares from 0 to 1.

    `retention_per_point`: share of the yearly revenue kept for every percentage point of on-time delivery.
    `contribution`: share of revenue that stays after direct cost. `capital_cost`: yearly interest on stock.
    `labor_per_hour`: cost of an hour. `minutes_per_setback`: hand work of an order that does not go straight
    through. `cost_per_error`: cost of an order that is not perfect. `investment`: yearly cost of the system.
    """

    yearly_revenue: Decimal = ZERO
    yearly_orders: Decimal = ZERO
    stock_value: Decimal = ZERO
    retention_per_point: Decimal = Decimal("0.002")
    contribution: Decimal = Decimal("0.3")
    capital_cost: Decimal = Decimal("0.06")
    labor_per_hour: Decimal = Decimal(40)
    minutes_per_setback: Decimal = Decimal(20)
    cost_per_error: Decimal = Decimal(60)
    investment: Decimal = ZERO


@dataclass(frozen=True)
class Benefit:
    """What it is worth a year, by which formula, with which numbers; no value without both figures."""

    code: str
    metric: str
    before: Decimal | None
    after: Decimal | None
    value: Decimal | None
    formula: str


FORMULAS = {
    "retention": "(after - before) * 100 * retention_per_point * yearly_revenue * contribution",
    "capital": "stock_value * (1 - before / after) * capital_cost",
    "labor": "(after - before) * yearly_orders * minutes_per_setback / 60 * labor_per_hour",
    "errors": "(after - before) * yearly_orders * cost_per_error",
}
METRIC_OF = {
    "retention": "on_time_delivery",
    "capital": "stock_turnover",
    "labor": "first_pass_rate",
    "errors": "perfect_order",
}


def benefits(
    before: Mapping[str, Decimal | None], after: Mapping[str, Decimal | None], given: Assumptions
) -> list[Benefit]:
    """The four lines, each from the metric it stands on."""
    found = []
    for code, formula in FORMULAS.items():
        metric = METRIC_OF[code]
        old, new = before.get(metric), after.get(metric)
        value = None if old is None or new is None else _value(code, old, new, given)
        found.append(Benefit(code, metric, old, new, value, formula))
    return found


def _value(code: str, old: Decimal, new: Decimal, given: Assumptions) -> Decimal | None:
    """A line's worth a year; what became worse is worth less than nothing."""
    if code == "retention":
        kept = (new - old) * 100 * given.retention_per_point
        return kept * given.yearly_revenue * given.contribution
    if code == "capital":
        return given.stock_value * (1 - old / new) * given.capital_cost if new > 0 else None
    if code == "labor":
        hours = (new - old) * given.yearly_orders * given.minutes_per_setback / 60
        return hours * given.labor_per_hour
    return (new - old) * given.yearly_orders * given.cost_per_error


def total(lines: list[Benefit]) -> Decimal:
    """All lines that have a value."""
    return sum((one.value for one in lines if one.value is not None), ZERO)


def return_rate(lines: list[Benefit], given: Assumptions) -> Decimal | None:
    """(benefits − investment) ÷ investment; None without an investment."""
    if given.investment <= 0:
        return None
    return (total(lines) - given.investment) / given.investment
