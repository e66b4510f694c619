"""How a supplier is judged: on time, quality, price. Every figure says what it counts.

Definitions (all by calendar days of the company, over the days `since` … `until`, both included):

* **Deliveries due**: lines of sent purchase orders whose expected day lies in the window. What was
  cancelled before anything came is left out; an open line counts once its day has passed.
* **On time**: the share of the deliveries due that were there in full on or before their expected day.
  A line that was closed short of its quantity, or is still open after its day, is not on time.
* **Delay**: days from the expected day to the day the line was complete, nought when it was early; of
  an open line the days until `until`. The mean is over all deliveries due, on time or not.
* **Pass rate**: pieces accepted of pieces judged, over the lots judged in the window. Lots that were
  exempt or skipped and had no damage are not judged.
* **Price**: what was ordered in the window at its prices for 100 of the same at standard cost, in the
  base currency; items without a standard cost are left out.
* **Points**: 0 to 100: 40 % on time, 40 % pass rate, 20 % price (full points at or below standard cost,
  none at twice of it). A part that is not known gives its weight to the others; a supplier that has
  neither been due nor judged has no points, whatever it asks.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

ZERO, ONE, HUNDRED = Decimal(0), Decimal(1), Decimal(100)
WEIGHTS = (Decimal("0.4"), Decimal("0.4"), Decimal("0.2"))
_FOUR = Decimal("0.0001")


@dataclass(frozen=True)
class Delivery:
    """One line due: when it was expected, and the day it was complete (None while it is not)."""

    expected_on: date
    complete_on: date | None
    is_closed_short: bool = False

    def days_late(self, until: date) -> int:
        """Days after the expected day, as of a day; nought when it was on time."""
        came = self.complete_on or until
        return max((came - self.expected_on).days, 0)

    @property
    def is_on_time(self) -> bool:
        """Whether all of it was there on its day."""
        return (
            self.complete_on is not None and not self.is_closed_short and self.complete_on <= self.expected_on
        )


@dataclass(frozen=True)
class JudgedLot:
    """A lot that was looked at: how much of it was accepted and rejected."""

    judged_on: date
    accepted: Decimal
    rejected: Decimal

    @property
    def pass_rate(self) -> Decimal:
        """Accepted of judged, 0 to 1."""
        return self.accepted / (self.accepted + self.rejected)


@dataclass(frozen=True)
class Figures:
    """A supplier's figures over a window; None where there was nothing to count. Rates are 0 to 1."""

    due: int = 0
    on_time: int = 0
    on_time_rate: Decimal | None = None
    mean_delay_days: Decimal | None = None
    lots: int = 0
    pass_rate: Decimal | None = None
    price_index: Decimal | None = None
    points: Decimal | None = None


def figures_of(
    deliveries: Iterable[Delivery],
    lots: Iterable[JudgedLot],
    *,
    since: date,
    until: date,
    paid: Decimal = ZERO,
    standard: Decimal = ZERO,
) -> Figures:
    """A supplier's figures, by the definitions above; deliveries and lots outside the window are left out.

    `paid` and `standard` are the sums behind the price index, of the window.
    """
    due = [one for one in deliveries if since <= one.expected_on <= until and _counts(one, until)]
    looked_at = [one for one in lots if since <= one.judged_on <= until]
    on_time = sum(one.is_on_time for one in due)
    on_time_rate = (Decimal(on_time) / len(due)).quantize(_FOUR) if due else None
    delay = (
        (Decimal(sum(one.days_late(until) for one in due)) / len(due)).quantize(Decimal("0.01"))
        if due
        else None
    )
    accepted = sum((one.accepted for one in looked_at), ZERO)
    judged = accepted + sum((one.rejected for one in looked_at), ZERO)
    pass_rate = (accepted / judged).quantize(_FOUR) if judged else None
    index = (paid / standard * HUNDRED).quantize(Decimal("0.1")) if standard > 0 else None
    return Figures(
        due=len(due),
        on_time=on_time,
        on_time_rate=on_time_rate,
        mean_delay_days=delay,
        lots=len(looked_at),
        pass_rate=pass_rate,
        price_index=index,
        points=points_of(on_time_rate, pass_rate, index),
    )


def _counts(delivery: Delivery, until: date) -> bool:
    """An open line is not due before its day has passed."""
    return delivery.complete_on is not None or delivery.is_closed_short or delivery.expected_on < until


def points_of(
    on_time_rate: Decimal | None, pass_rate: Decimal | None, price_index: Decimal | None
) -> Decimal | None:
    """All figures in one, 0 to 100; None for a supplier that nothing is known of but its prices."""
    if on_time_rate is None and pass_rate is None:
        return None
    price = None
    if price_index is not None:
        price = min(max(2 - price_index / HUNDRED, ZERO), ONE)
    parts = [
        (weight, part)
        for weight, part in zip(WEIGHTS, (on_time_rate, pass_rate, price), strict=True)
        if part is not None
    ]
    total = sum((weight for weight, _part in parts), ZERO)
    return (sum((weight * part for weight, part in parts), ZERO) / total * HUNDRED).quantize(Decimal("0.1"))


def bad_lots_in_a_row(lots: Sequence[JudgedLot], *, least: Decimal, count: int) -> list[JudgedLot]:
    """The latest `count` lots when every one of them passed less than `least` (0 to 1), else nothing.

    `lots` are in the order they were judged, the latest last.
    """
    latest = list(lots[-count:])
    if len(latest) < count or any(lot.pass_rate >= least for lot in latest):
        return []
    return latest


def falling(rates: Sequence[Decimal | None], *, times: int) -> bool:
    """Whether the last `times` months each had a lower rate than the month before.

    `rates` are of months in a row, the latest last; a month without deliveries (None) ends the row.
    """
    latest = rates[-(times + 1) :]
    if len(latest) < times + 1:
        return False
    return all(
        before is not None and after is not None and after < before
        for before, after in zip(latest, latest[1:], strict=False)
    )
