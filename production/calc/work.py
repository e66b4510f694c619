"""Arithmetic of work orders: what a quantity takes, what may still be reported, how far one has come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_UP, Decimal
from fractions import Fraction

from production.calc.explosion import rounded

ZERO = Decimal(0)


@dataclass(frozen=True)
class Step:
    """An operation as it stands: planned minutes, pieces finished well and spoiled.

    `unchecked` good ones wait for their inspection; those set `aside` are bad and not scrapped.
    """

    number: int
    setup_minutes: Decimal
    run_minutes: Decimal
    good: Decimal
    scrapped: Decimal
    unchecked: Decimal = ZERO
    aside: Decimal = ZERO

    @property
    def done(self) -> Decimal:
        """All pieces that it has had, whatever became of them."""
        return self.good + self.scrapped + self.aside


def inspected_at_least(quantity: Decimal, percent: Decimal) -> Decimal:
    """How many pieces of a quantity an inspector has to look at, whole pieces; never more than there are."""
    return min((quantity * percent / 100).to_integral_value(ROUND_UP), quantity)


def taken_by(quantity_per: Decimal, made: Decimal, *, is_fixed: bool) -> Decimal:
    """What so many pieces, good and spoiled, have taken of a component; what is fixed is taken at once."""
    if made <= 0:
        return ZERO
    return rounded(Fraction(quantity_per) * (1 if is_fixed else Fraction(made)))


def passed(step: Step) -> Decimal:
    """Good pieces of a step that may go on to the next."""
    return step.good - step.unchecked


def may_report(quantity: Decimal, tolerance_percent: Decimal, steps: Sequence[Step], number: int) -> Decimal:
    """How many more pieces, good and spoiled together, an operation may report.

    The first gets what was ordered and the tolerance on top; each later one what the one before it has
    finished well and, where it is inspected, was found good.
    """
    ordered = sorted(steps, key=lambda step: step.number)
    place = next(n for n, step in enumerate(ordered) if step.number == number)
    step = ordered[place]
    most = quantity * (1 + tolerance_percent / 100) if place == 0 else passed(ordered[place - 1])
    return max(most - step.done, ZERO)


def progress(quantity: Decimal, steps: Sequence[Step]) -> int:
    """How far a work order has come, in whole percent: finished pieces of each step, weighed by its minutes.

    A spoiled piece is no progress. Without planned minutes all steps weigh the same; 100 only when all
    is there.
    """
    if not steps or quantity <= 0:
        return 0
    weights = [step.setup_minutes + step.run_minutes * quantity for step in steps]
    if not sum(weights):
        weights = [Decimal(1)] * len(steps)
    done = sum(
        (weight * min(step.good / quantity, Decimal(1)) for weight, step in zip(weights, steps, strict=True)),
        ZERO,
    )
    return int((done * 100 / sum(weights)).quantize(Decimal(1), rounding=ROUND_DOWN))
