"""When and how much to buy: safety stock, reorder point, lot sizes.

Plain arithmetic in floats: these are estimates from statistics, not books.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, isfinite, sqrt
from statistics import NormalDist

_NORMAL = NormalDist()
LEAST_SERVICE, MOST_SERVICE = 0.5, 0.9999


@dataclass(frozen=True)
class DemandRate:
    """Demand a day: its mean and its standard deviation."""

    mean: float
    deviation: float


def rate_from_weeks(total: float, squares: float, weeks: int) -> DemandRate:
    """Daily demand from the sum and the sum of squares of weekly demands, weeks without any included.

    Weeks are taken as independent of each other, so that a day's variance is a seventh of a week's.
    Source: sample variance; E. A. Silver, D. F. Pyke, R. Peterson, "Inventory Management and Production
    Planning and Scheduling", 3rd ed., on converting the deviation of one period to another (√t).
    """
    if weeks <= 0:
        return DemandRate(0.0, 0.0)
    mean = max(total, 0.0) / weeks
    variance = max(squares - weeks * mean * mean, 0.0) / (weeks - 1) if weeks > 1 else 0.0
    return DemandRate(mean / 7, sqrt(variance / 7))


def safety_factor(service_level: float) -> float:
    """z: how many deviations cover demand in this share of the order cycles (cycle service level).

    Source: standard normal quantile; Silver/Pyke/Peterson, probability of no stockout per cycle (P1).
    """
    return _NORMAL.inv_cdf(min(max(service_level, LEAST_SERVICE), MOST_SERVICE))


def safety_stock(rate: DemandRate, lead_days: float, lead_deviation: float, service_level: float) -> float:
    """z · √(L·σd² + d²·σL²): what covers demand and lead time being other than their means.

    Source: Silver/Pyke/Peterson, demand during a random lead time (variance of a random sum).
    """
    variance = max(lead_days, 0.0) * rate.deviation**2 + (rate.mean * lead_deviation) ** 2
    return safety_factor(service_level) * sqrt(variance)


def reorder_point(rate: DemandRate, lead_days: float, safety: float) -> float:
    """Expected demand during the lead time, and the safety stock."""
    return rate.mean * max(lead_days, 0.0) + safety


def economic_order_quantity(yearly_demand: float, order_cost: float, holding_cost: float) -> float:
    """√(2·D·S/H): the lot at which a year's ordering and holding cost the least; 0 where none is known.

    Source: F. W. Harris, "How Many Parts to Make at Once", 1913; R. H. Wilson, 1934.
    """
    if yearly_demand <= 0 or order_cost <= 0 or holding_cost <= 0:
        return 0.0
    return sqrt(2 * yearly_demand * order_cost / holding_cost)


def yearly_cost(quantity: float, demand: float, order_cost: float, rate: float, price: float) -> float:
    """What buying a year's demand in lots of a quantity costs: goods, orders, and holding half a lot."""
    return demand * price + demand / quantity * order_cost + quantity / 2 * rate * price


def economic_lot_with_breaks(
    yearly_demand: float,
    order_cost: float,
    holding_rate: float,
    prices: Sequence[tuple[float, float]],
) -> tuple[float, float]:
    """The lot and its price per unit that cost the least a year where lots have all-units discounts.

    `prices` are (from quantity, price of every unit), the first from 0. For each price the EOQ at that
    price is a candidate if it lies in its range, else the range's beginning.
    Source: Silver/Pyke/Peterson, "quantity discounts: all-units"; G. Hadley, T. M. Whitin, "Analysis of
    Inventory Systems", 1963.
    """
    tiers = sorted(prices)
    if not tiers or yearly_demand <= 0:
        return (0.0, tiers[0][1] if tiers else 0.0)
    best: tuple[float, float, float] | None = None
    for place, (start, price) in enumerate(tiers):
        end = tiers[place + 1][0] if place + 1 < len(tiers) else float("inf")
        lot = economic_order_quantity(yearly_demand, order_cost, holding_rate * price) or max(start, 1.0)
        if lot >= end:
            continue
        lot = max(lot, start)
        found = (yearly_cost(lot, yearly_demand, order_cost, holding_rate, price), lot, price)
        if best is None or found < best:
            best = found
    return (best[1], best[2]) if best else (0.0, tiers[0][1])


def period_days(lot: float, rate: DemandRate) -> int:
    """Period order quantity: for how many whole days the economic lot lasts, at least one.

    Source: APICS Dictionary, "period order quantity".
    """
    if rate.mean <= 0 or lot <= 0:
        return 1
    return max(round(lot / rate.mean), 1)


def lots_above(position: float, point: float, lot: float) -> float:
    """(s, nQ): the fewest whole lots that lift the position above the reorder point.

    Source: Silver/Pyke/Peterson, continuous review with batches. Without a lot, up to the point.
    """
    if position > point:
        return 0.0
    if lot <= 0 or not isfinite(lot):
        return point - position
    count = max(ceil((point - position) / lot), 1)
    return lot * (count + (1 if position + count * lot <= point and point > position else 0))


def up_to(position: float, minimum: float, maximum: float) -> float:
    """(s, S): at or below the minimum, as much as lifts the position to the maximum."""
    return max(maximum - position, 0.0) if position <= minimum else 0.0
