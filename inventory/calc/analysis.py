"""What stock is doing: ABC and XYZ classes, turnover, cover, slow movers, over-stock, sell-through.

The definitions are the ones that docs/user/buying.md tells the buyer.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TypeVar

K = TypeVar("K")

A_SHARE, B_SHARE = 0.80, 0.95
X_MOST, Y_MOST = 0.5, 1.0


def abc_classes(
    values: Mapping[K, float], *, a_share: float = A_SHARE, b_share: float = B_SHARE
) -> dict[K, str]:
    """A: the items that make the first 80 % of the value used, B: up to 95 %, C: the rest and the unused.

    The company may draw the borders elsewhere: `a_share` and `b_share` are those of counting's settings.

    The item that crosses a border belongs to the better class.
    Source: Pareto analysis, APICS Dictionary "ABC classification".
    """
    total = sum(value for value in values.values() if value > 0)
    found: dict[K, str] = {}
    before = 0.0
    for key, value in sorted(values.items(), key=lambda pair: -pair[1]):
        share = before / total if total > 0 else 1.0
        found[key] = "C" if value <= 0 or share >= b_share else "B" if share >= a_share else "A"
        before += max(value, 0.0)
    return found


def xyz_class(mean: float, deviation: float) -> str:
    """X: weekly demand varies by at most half its mean, Y: up to once, Z: more, or there is none."""
    if mean <= 0:
        return "Z"
    share = deviation / mean
    return "X" if share <= X_MOST else "Y" if share <= Y_MOST else "Z"


def turnover(used_value: float, stock_value: float, days: int) -> float | None:
    """How often a year the stock is used up: value used in the time, for a year, by the value in stock."""
    if stock_value <= 0 or days <= 0:
        return None
    return used_value * 365 / days / stock_value


def cover_days(on_hand: float, daily: float) -> float | None:
    """For how many days the stock lasts at the mean demand; None when nothing is used."""
    return on_hand / daily if daily > 0 else None


def excess(on_hand: float, daily: float, cover: int, safety: float) -> float:
    """Over-stock: what lies beyond the safety stock and the demand of the days that should be covered."""
    return max(on_hand - safety - daily * cover, 0.0)


def is_slow(on_hand: float, last_used_on: date | None, today: date, days: int) -> bool:
    """A slow mover lies in stock and has not been used for so many days, or never."""
    return on_hand > 0 and (last_used_on is None or (today - last_used_on).days >= days)


def sell_through(sold: float, on_hand: float) -> float | None:
    """Of what could be sold in the time (sold and still there), the share that was; None of nothing."""
    available = sold + max(on_hand, 0.0)
    return sold / available if available > 0 else None


def moving_rate(sold_items: int, stocked_items: int) -> float | None:
    """动销率: of the items that were in stock or sold in the time, the share that was sold at all."""
    return sold_items / stocked_items if stocked_items else None
