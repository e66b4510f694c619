"""What a planner has to do: open supply that comes on the wrong day, orders to be released, late demands."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from production.calc.planning.engine import NEVER, Plan
from production.calc.planning.model import Flags, Ints, Model
from production.calc.planning.pegging import DEMAND, ORDER, PART, RECEIPT, SAFETY

EXPEDITE, DEFER, CANCEL, PAST_DUE, RELEASE_NOW, LATE = range(6)
CODES = ("expedite", "defer", "cancel", "past_due", "release_now", "late")


@dataclass
class Messages:
    """Rows of work: `code`, whether about open supply, a planned order or a demand, which, and two days.

    `subject` is RECEIPT, ORDER or the number -1 for a demand; `now` is the day as it stands, `better` the
    day that would suit (for a demand, the day on which it will be served).
    """

    code: Ints
    subject: Ints
    index: Ints
    now: Ints
    better: Ints

    def __len__(self) -> int:
        """How many."""
        return len(self.code)


def messages(
    model: Model,
    made: Plan,
    *,
    defer_after: int = 0,
    release_within: int = 0,
    beside: Flags | None = None,
) -> Messages:
    """The exceptions of a plan.

    Open supply: `cancel` when nothing needs it, `expedite` when its first need is earlier, `defer` when the
    first need is more than `defer_after` days later, `past_due` when its day has gone by. Planned orders:
    `past_due` when they should have started before today, `release_now` when they start within
    `release_within` days; what only a forecast asks for is never past due, it is to be released now. Demands:
    `late` when they are not served in full by their day.
    Receipts that are `beside`, because they fall out where something else is made, are neither cancelled nor
    deferred: that would not make them fewer.
    Source: the reschedule messages of J. Orlicky (1975), ch. 7; C. Ptak, C. Smith (2011), ch. 8.
    """
    rows = [
        *_of_receipts(model, made, defer_after, beside),
        *_of_orders(made, release_within),
        _of_demands(made),
    ]
    return Messages(*(np.concatenate([row[column] for row in rows]) for column in range(5)))


Row = tuple[Ints, Ints, Ints, Ints, Ints]


def _rows(code: int, subject: int, index: Ints, now: Ints, better: Ints) -> Row:
    count = len(index)
    return np.full(count, code), np.full(count, subject), index, now, better


def _of_receipts(model: Model, made: Plan, defer_after: int, beside: Flags | None) -> list[Row]:
    receipts = model.receipts
    first = np.full(len(receipts), NEVER, dtype=np.int64)
    is_used = np.zeros(len(receipts), dtype=bool)
    for pegs in made.pegs:
        mine = pegs.supply_kind == RECEIPT
        is_used[pegs.supply[mine]] = True
        mine &= pegs.need_kind != SAFETY
        np.minimum.at(first, pegs.supply[mine], np.maximum(pegs.need_day[mine], 0))
    is_planned = model.nodes.is_planned[receipts.node]
    moves = is_planned if beside is None else is_planned & ~beside
    asked = is_used & (first < NEVER) & is_planned
    now = receipts.day
    found = []
    for code, chosen in (
        (CANCEL, ~is_used & moves & (receipts.quantity > 0)),
        (EXPEDITE, asked & (now > first)),
        (DEFER, asked & moves & (now + defer_after < first) & (now >= 0)),
        (PAST_DUE, (now < 0) & is_used & is_planned),
    ):
        index = np.nonzero(chosen)[0]
        better = np.where(code == CANCEL, now[index], np.minimum(first[index], NEVER))
        better = np.where(better >= NEVER, np.maximum(now[index], 0), better)
        found.append(_rows(code, RECEIPT, index, now[index], better))
    return found


def _of_orders(made: Plan, release_within: int) -> list[Row]:
    began = made.wanted_release < 0
    is_late = began & _is_ordered(made) if began.any() else began
    late = np.nonzero(is_late)[0]
    now = np.nonzero(~is_late & (made.release <= release_within))[0]
    return [
        _rows(PAST_DUE, ORDER, late, made.due[late], made.wanted[late]),
        _rows(RELEASE_NOW, ORDER, now, made.due[now], made.release[now]),
    ]


def _is_ordered(made: Plan) -> Flags:
    """Which planned orders serve, through whatever levels, something else than a forecast."""
    found = np.zeros(len(made), dtype=np.bool_)
    for pegs in made.pegs:
        asked = pegs.need_kind == SAFETY
        for kind, flags in ((DEMAND, ~made.is_forecast), (PART, found)):
            mine = pegs.need_kind == kind
            asked[mine] = flags[pegs.need[mine]]
        found[pegs.supply[asked & (pegs.supply_kind == ORDER)]] = True
    return found


def _of_demands(made: Plan) -> Row:
    late = made.late_demands()
    return _rows(LATE, -1, late, made.demand_day[late], made.covered_on[late])
