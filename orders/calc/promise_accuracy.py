"""Promise accuracy: how often goods were there when they were promised.

Definition. A *line* is counted in the period of its promised day, as of a day (the *as-of day*):
what happened after it is not known yet.

1. Its promise is the *first* one ever given, or the *current* one as of the as-of day.
2. What is due is the ordered quantity less what was cancelled on or before the promised day; a line
   of which nothing is due is not counted. What was cancelled after its day had passed counts as
   missed: the customer waited for it.
3. A line is *kept* when all that is due had left (or, measured at delivery, had arrived) on or before
   the promised day. A part in time does not keep a line; it counts in the quantity rate.
4. A line that is not kept is *missed* once its promised day lies before the as-of day, whether it is
   still open or came later. Before that day it is *not due* and is not counted.
5. Accuracy = kept lines ÷ (kept + missed lines). It can't pass 100 %. Without a counted line there is
   no accuracy, not 0 %.
6. Days late of a missed line run from its promised day to the day of its last goods, or to the as-of
   day while goods are missing.

A promise that was moved counts by its own day in each view: against the first promise it may be
missed and against the current one kept.

Source: the "customer service ratio" of make-to-order firms in the APICS Dictionary (orders shipped on
time ÷ orders), counted by line and with both dates kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

ZERO = Decimal(0)
KEPT, MISSED, NOT_DUE, NOT_COUNTED = "kept", "missed", "not_due", "not_counted"


@dataclass(frozen=True)
class Verdict:
    """What became of one line's promise: kept, missed, not due yet, or not counted."""

    outcome: str
    due: Decimal = ZERO
    in_time: Decimal = ZERO
    days_late: int = 0


def judge(
    *,
    promised_on: date | None,
    quantity: Decimal,
    cancelled: Decimal,
    cancelled_on: date | None,
    goods: Sequence[tuple[date, Decimal]],
    as_of: date,
) -> Verdict:
    """Judge one line by the definition above; `goods` are (day, quantity) that left or arrived."""
    if promised_on is None:
        return Verdict(NOT_COUNTED)
    off = cancelled if cancelled_on is None or cancelled_on <= promised_on else ZERO
    due = quantity - off
    if due <= 0:
        return Verdict(NOT_COUNTED)
    known = [(day, part) for day, part in goods if day <= as_of]
    in_time = min(sum((part for day, part in known if day <= promised_on), ZERO), due)
    if in_time >= due:
        return Verdict(KEPT, due, in_time)
    if promised_on >= as_of:
        return Verdict(NOT_DUE, due, in_time)
    came = sum((part for _, part in known), ZERO)
    last = max(day for day, _ in known) if known and came >= due else as_of
    return Verdict(MISSED, due, in_time, (last - promised_on).days)


@dataclass(frozen=True)
class Accuracy:
    """The verdicts of many lines added up."""

    kept: int = 0
    missed: int = 0
    due: Decimal = ZERO
    in_time: Decimal = ZERO
    days_late: int = 0

    @property
    def counted(self) -> int:
        """Lines that were kept or missed."""
        return self.kept + self.missed

    @property
    def rate(self) -> Decimal | None:
        """Kept ÷ counted lines, from 0 to 1; None without any."""
        return Decimal(self.kept) / self.counted if self.counted else None

    @property
    def quantity_rate(self) -> Decimal | None:
        """Quantity in time ÷ quantity due of the counted lines; None without any."""
        return self.in_time / self.due if self.due > 0 else None

    @property
    def mean_days_late(self) -> Decimal | None:
        """Days late of the missed lines on average; None when none was missed."""
        return Decimal(self.days_late) / self.missed if self.missed else None


def add_up(verdicts: Iterable[Verdict]) -> Accuracy:
    """Add verdicts up; what is not due or not counted adds nothing."""
    kept = missed = days = 0
    due = in_time = ZERO
    for verdict in verdicts:
        if verdict.outcome not in {KEPT, MISSED}:
            continue
        kept += verdict.outcome == KEPT
        missed += verdict.outcome == MISSED
        due += verdict.due
        in_time += verdict.in_time
        days += verdict.days_late
    return Accuracy(kept, missed, due, in_time, days)
