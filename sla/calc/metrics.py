"""Measures of service levels: what each counts, when an order is a hit, a miss or not decided yet.

Every figure is made of judged orders, so that it can be opened down to them. Common rules:

1. *As-of moment.* What happened after it is not known. An order that is not decided by then is *open* and
   is not counted: it is neither a hit nor a miss.
2. *Period.* An order counts in the period of its own day for that measure (the day it was submitted,
   confirmed, promised for or delivered; see `Metric.anchor`), in the company's time zone.
3. *The promise that counts* is the first one given for a line; a change that the customer asked for (an
   amendment) replaces it, a change of ours does not. An order's day is that of its latest line.
4. *Partial deliveries* count when the last piece that is due is there. What an amendment took off is not due.
5. *Cancelled orders* are not counted when they were cancelled before their promised day had passed. Cancelled
   afterwards they are misses: the customer waited. Drafts and rejected orders are never counted.
6. *Times* are business time of the service level's calendar, without the time a clock was paused.

Source: SCOR reliability metrics (perfect order fulfillment and its components), APICS Dictionary (order
fill, on-time delivery, inventory turnover), narrowed to what the books of this product prove.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import NamedTuple

VERSION = 1
SHARE, MINUTES, DAYS, TIMES = "share", "minutes", "days", "times"
SECONDS_OF = {MINUTES: 60, DAYS: 86_400}
RETURN_WINDOW_DAYS = 30


class OrderFacts(NamedTuple):
    """What the books say about one order as of a moment; moments after it are left out by the reader.

    `*_lines` count the pieces of the order that are due: each line, or each part of a kit.
    `confirm_seconds` and `allocate_seconds` are business time, up to the as-of moment while it runs.
    """

    order_id: int
    number: str
    state: str
    submitted_on: date | None = None
    confirmed_on: date | None = None
    picked_on: date | None = None
    shipped_on: date | None = None
    delivered_on: date | None = None
    submitted_at: datetime | None = None
    confirmed_at: datetime | None = None
    allocated_at: datetime | None = None
    picked_at: datetime | None = None
    packed_at: datetime | None = None
    shipped_at: datetime | None = None
    delivered_at: datetime | None = None
    closed_at: datetime | None = None
    cancelled_on: date | None = None
    promised_on: date | None = None
    due_lines: int = 0
    left_in_time: int = 0
    left_too_late: int = 0
    came_in_time: int = 0
    came_too_late: int = 0
    left_at_once: int = 0
    left_lines: int = 0
    came_lines: int = 0
    confirm_seconds: int | None = None
    allocate_seconds: int | None = None
    scans_right: int = 0
    scans_wrong: int = 0
    pack_mistakes: int = 0
    shipments: int = 0
    strange_addresses: int = 0
    signed_shipments: int = 0
    billed_shipments: int = 0
    corrected_bills: int = 0
    returns: frozenset[str] = frozenset()
    returns_in_window: int = 0
    setbacks: int = 0
    cost: Decimal = Decimal(0)


class Verdict(NamedTuple):
    """One order under one measure: the day it counts in, whether it is a hit, and its time in seconds."""

    on: date
    is_hit: bool
    seconds: int = 0
    weight: int = 1
    hits: int = 0


Judge = Callable[[OrderFacts, date, Decimal], Verdict | None]


@dataclass(frozen=True)
class Metric:
    """A measure: its unit, direction, first target and department, and how an order is judged.

    `anchor` names the day that puts an order into a period.
    """

    code: str
    unit: str
    is_higher_better: bool
    target: Decimal
    department: str
    anchor: str
    judge: Judge

    def seconds(self, target: Decimal) -> Decimal:
        """A target of a time in seconds."""
        return target * SECONDS_OF.get(self.unit, 1)

    def is_met(self, value: Decimal, target: Decimal) -> bool:
        """Whether a value reaches the target in the measure's direction."""
        return value >= target if self.is_higher_better else value <= target


def _day_after(on: date) -> date:
    return on + timedelta(days=1)


def _was_dropped(facts: OrderFacts) -> bool:
    """Cancelled before its promised day had passed, or never taken: not counted where promises are judged."""
    if facts.state in {"draft", "rejected"} or facts.promised_on is None or not facts.due_lines:
        return True
    return facts.cancelled_on is not None and facts.cancelled_on <= facts.promised_on


def confirmation_time(facts: OrderFacts, as_of: date, target: Decimal) -> Verdict | None:
    """From submitting an order until its review approved it, in business time."""
    return _timed(facts.submitted_on, facts.confirm_seconds, facts.confirmed_at, target)


def allocation_time(facts: OrderFacts, as_of: date, target: Decimal) -> Verdict | None:
    """From confirming an order until all of it is reserved, in business time."""
    return _timed(facts.confirmed_on, facts.allocate_seconds, facts.allocated_at, target)


def _timed(on: date | None, seconds: int | None, done: datetime | None, target: Decimal) -> Verdict | None:
    if on is None or seconds is None:
        return None
    is_hit = seconds <= target
    if done is None and is_hit:
        return None
    return Verdict(on, is_hit, seconds)


def picking_accuracy(facts: OrderFacts, as_of: date, target: Decimal) -> Verdict | None:
    """Right scans among all judged scans of an order's shipments (definition: the picking-accuracy page)."""
    scans = facts.scans_right + facts.scans_wrong + facts.pack_mistakes
    on = facts.picked_on or facts.shipped_on
    if not scans or on is None:
        return None
    is_right = not facts.scans_wrong and not facts.pack_mistakes
    return Verdict(on, is_right, weight=scans, hits=facts.scans_right)


def on_time_shipping(facts: OrderFacts, as_of: date, target: Decimal) -> Verdict | None:
    """All that is due left on or before the day it had to leave to keep its promise."""
    return _in_time(facts, facts.left_in_time, facts.left_too_late)


def on_time_delivery(facts: OrderFacts, as_of: date, target: Decimal) -> Verdict | None:
    """All that is due arrived on or before the promised day."""
    return _in_time(facts, facts.came_in_time, facts.came_too_late)


def _in_time(facts: OrderFacts, kept: int, missed: int) -> Verdict | None:
    on = facts.promised_on
    if _was_dropped(facts) or on is None:
        return None
    if kept == facts.due_lines:
        return Verdict(on, is_hit=True)
    return Verdict(on, is_hit=False) if missed or facts.cancelled_on else None


def in_full(facts: OrderFacts, as_of: date, target: Decimal) -> Verdict | None:
    """All that is due left on the first day that anything left: the customer waits for no second delivery."""
    on = facts.promised_on
    if _was_dropped(facts) or on is None:
        return None
    if facts.left_at_once == facts.due_lines:
        return Verdict(on, is_hit=True)
    is_decided = facts.shipped_at is not None or facts.left_too_late or facts.cancelled_on
    return Verdict(on, is_hit=False) if is_decided else None


def fulfillment_rate(facts: OrderFacts, as_of: date, target: Decimal) -> Verdict | None:
    """Orders due in the period that were delivered completely by the as-of day, late or not."""
    on = facts.promised_on
    if _was_dropped(facts) or on is None:
        return None
    if facts.came_lines == facts.due_lines:
        return Verdict(on, is_hit=True)
    return Verdict(on, is_hit=False) if on < as_of or facts.cancelled_on else None


def completion_rate(facts: OrderFacts, as_of: date, target: Decimal) -> Verdict | None:
    """Orders taken in the period that have run to their end: closed, or delivered completely."""
    if facts.submitted_on is None or facts.state in {"draft", "rejected"}:
        return None
    is_done = facts.closed_at is not None or (facts.due_lines and facts.came_lines == facts.due_lines)
    return Verdict(facts.submitted_on, bool(is_done))


def cycle_time(facts: OrderFacts, as_of: date, target: Decimal) -> Verdict | None:
    """From submitting an order until the last of it arrived, in days around the clock."""
    if facts.submitted_at is None or facts.delivered_at is None or facts.delivered_on is None:
        return None
    seconds = max(int((facts.delivered_at - facts.submitted_at).total_seconds()), 0)
    return Verdict(facts.delivered_on, seconds <= target, seconds)


def first_pass_rate(facts: OrderFacts, as_of: date, target: Decimal) -> Verdict | None:
    """Delivered orders never held, sent back, amended, picked short or re-promised."""
    if facts.delivered_on is None:
        return None
    return Verdict(facts.delivered_on, facts.setbacks == 0)


# ---- the perfect order -------------------------------------------------------------------------------
YES, NO, UNKNOWN = "yes", "no", "unknown"
PARTS = ("items", "quantity", "time", "place", "documents", "no_return")


def perfect_parts(facts: OrderFacts) -> dict[str, str]:
    """The evidence for each part of a perfect order: yes, no, or unknown where the books hold none.

    items: pack verification or pick scans found nothing strange, and nobody sent a wrong item back.
    quantity: all that is due left at once, and nobody sent back too much. time: all arrived by the promise.
    place: every shipment went to the order's address, and somebody signed for it. documents: every
    shipment was billed, and no bill was corrected but for a return. no_return: nothing came back
    within 30 days of delivery.
    """
    wrong_item, too_much = "wrong_item" in facts.returns, "too_much" in facts.returns
    items = NO if wrong_item or facts.pack_mistakes else YES if facts.scans_right else UNKNOWN
    quantity = NO if too_much or facts.left_at_once < facts.due_lines else YES
    if facts.strange_addresses:
        place = NO
    else:
        place = YES if facts.shipments and facts.signed_shipments == facts.shipments else UNKNOWN
    billed = YES if facts.shipments and facts.billed_shipments >= facts.shipments else UNKNOWN
    return {
        "items": items,
        "quantity": quantity,
        "time": YES if facts.came_in_time == facts.due_lines else NO,
        "place": place,
        "documents": NO if facts.corrected_bills else billed,
        "no_return": NO if facts.returns_in_window else YES,
    }


def perfect_order(facts: OrderFacts, as_of: date, target: Decimal) -> Verdict | None:
    """Orders whose promised day came and of which no part failed."""
    on = facts.promised_on
    if _was_dropped(facts) or on is None:
        return None
    if facts.came_lines < facts.due_lines:
        return Verdict(on, is_hit=False) if facts.came_too_late or facts.cancelled_on else None
    return Verdict(on, NO not in perfect_parts(facts).values())


def stock_turnover(facts: OrderFacts, as_of: date, target: Decimal) -> Verdict | None:
    """The orders that took goods off the stock; the figure itself is made of the ledger."""
    if facts.shipped_on is None or facts.cost <= 0:
        return None
    return Verdict(facts.shipped_on, is_hit=True)


def turnover(cost: Decimal, values: Iterable[Decimal], days: int) -> Decimal | None:
    """Cost of goods shipped in a span ÷ mean stock value of its month ends, for a year of 365 days.

    Source: APICS Dictionary, inventory turnover.
    """
    known = [value for value in values if value > 0]
    if not known or days <= 0:
        return None
    return cost / (sum(known, Decimal(0)) / len(known)) * 365 / days


def _metric(
    judge: Judge, unit: str, target: str, department: str, anchor: str, *, higher: bool = True
) -> Metric:
    return Metric(judge.__name__, unit, higher, Decimal(target), department, anchor, judge)


METRICS: Mapping[str, Metric] = {
    one.code: one
    for one in (
        _metric(confirmation_time, MINUTES, "30", "finance", "submitted", higher=False),
        _metric(allocation_time, MINUTES, "10", "planner", "confirmed", higher=False),
        _metric(picking_accuracy, SHARE, "0.999", "warehouse_manager", "picked"),
        _metric(on_time_shipping, SHARE, "0.98", "warehouse_manager", "promised"),
        _metric(on_time_delivery, SHARE, "0.95", "warehouse_manager", "promised"),
        _metric(in_full, SHARE, "0.97", "planner", "promised"),
        _metric(perfect_order, SHARE, "0.95", "executive", "promised"),
        _metric(fulfillment_rate, SHARE, "0.98", "sales_manager", "promised"),
        _metric(completion_rate, SHARE, "0.95", "sales_manager", "submitted"),
        _metric(cycle_time, DAYS, "7", "executive", "delivered", higher=False),
        _metric(first_pass_rate, SHARE, "0.9", "sales_manager", "delivered"),
        _metric(stock_turnover, TIMES, "6", "planner", "shipped"),
    )
}


@dataclass(frozen=True)
class Sum:
    """Judged orders added up: how many, how many hits, their seconds."""

    counted: int = 0
    hits: int = 0
    weight: int = 0
    right: int = 0
    seconds: int = 0


class Adder:
    """Adds judged orders up, one after the other."""

    __slots__ = ("counted", "hits", "right", "seconds", "weight")

    def __init__(self) -> None:
        """Nothing counted yet."""
        self.counted = self.hits = self.weight = self.right = self.seconds = 0

    def add(self, verdict: Verdict) -> None:
        """One more judged order."""
        _on, is_hit, seconds, weight, right = verdict
        self.counted += 1
        self.hits += is_hit
        self.seconds += seconds
        self.weight += weight
        self.right += right

    def sum(self) -> Sum:
        """All that were added."""
        return Sum(self.counted, self.hits, self.weight, self.right, self.seconds)


def value_of(metric: Metric, found: Sum) -> Decimal | None:
    """The figure that judged orders make: hits ÷ counted, or the mean time in the unit; None without any."""
    if not found.counted:
        return None
    if metric.code == "picking_accuracy":
        return Decimal(found.right) / found.weight
    if metric.unit == SHARE:
        return Decimal(found.hits) / found.counted
    return Decimal(found.seconds) / found.counted / SECONDS_OF.get(metric.unit, 1)


STAGES = ("confirmation", "allocation", "picking", "packing", "dispatch", "transport")


def stage_seconds(facts: OrderFacts) -> dict[str, int]:
    """A delivered order's time by stage; the stages add up to its cycle time exactly.

    A stage whose end the books do not hold takes no time: its time is the next one's.
    """
    if facts.submitted_at is None or facts.delivered_at is None:
        return {}
    ends = (
        facts.confirmed_at, facts.allocated_at, facts.picked_at, facts.packed_at, facts.shipped_at,
        facts.delivered_at,
    )  # fmt: skip
    whole = max(int((facts.delivered_at - facts.submitted_at).total_seconds()), 0)
    reached, found = 0, {}
    for stage, end in zip(STAGES, ends, strict=True):
        until = reached
        if end is not None:
            until = min(max(int((end - facts.submitted_at).total_seconds()), reached), whole)
        found[stage] = until - reached
        reached = until
    return found
