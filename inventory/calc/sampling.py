"""How many pieces of a lot are looked at, and how many bad ones it may have.

Source: ISO 2859-1:1999 "Sampling procedures for inspection by attributes", table 1 (code letters, general
inspection level II) and table 2-A (single sampling, normal inspection), the same as ANSI/ASQ Z1.4.
Skip-lot after ISO 2859-3: after a run of good lots only one of several is inspected.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

_LETTERS = (
    (8, "A"), (15, "B"), (25, "C"), (50, "D"), (90, "E"), (150, "F"), (280, "G"), (500, "H"), (1_200, "J"),
    (3_200, "K"), (10_000, "L"), (35_000, "M"), (150_000, "N"), (500_000, "P"),
)  # fmt: skip
_ORDER = "ABCDEFGHJKLMNPQR"
_SIZES = (2, 3, 5, 8, 13, 20, 32, 50, 80, 125, 200, 315, 500, 800, 1_250, 2_000)
# In table 2-A every AQL column is the same ladder, begun one letter later for each finer AQL: nought at
# the letter named here, an arrow up, an arrow down, then these numbers on one letter after the other.
_NOUGHT_AT = {"0.40": "G", "0.65": "F", "1.0": "E", "1.5": "D", "2.5": "C", "4.0": "B", "6.5": "A"}
_LADDER = (1, 2, 3, 5, 7, 10, 14, 21)
AQLS = tuple(_NOUGHT_AT)


@dataclass(frozen=True)
class Plan:
    """Look at `sample_size` pieces; with more than `acceptance_number` bad ones the lot is rejected."""

    sample_size: int
    acceptance_number: int
    is_full: bool = False


def code_letter(lot_size: int) -> str:
    """The code letter of a lot size at general inspection level II."""
    return next((letter for most, letter in _LETTERS if lot_size <= most), "Q")


def sampling_plan(lot_size: Decimal, aql: str) -> Plan:
    """The single sampling plan, normal inspection, of a lot; every piece where the sample is the lot.

    Raises: ValueError for an AQL that is not in `AQLS`: the tables have no plan for it.
    """
    if aql not in _NOUGHT_AT:
        raise ValueError(aql)
    size = max(int(lot_size.to_integral_value(rounding=ROUND_CEILING)), 1)
    nought = _ORDER.index(_NOUGHT_AT[aql])
    place = _ORDER.index(code_letter(size))
    if place <= nought + 1:  # arrow down from above, nought itself, arrow up from the next
        place, accept = nought, 0
    else:
        step = max(place - nought - 3, 0)  # the arrow down leads to the first of the ladder
        step = min(step, len(_LADDER) - 1)
        place, accept = nought + 3 + step, _LADDER[step]
    if _SIZES[place] >= size:
        return full_plan(lot_size)
    return Plan(_SIZES[place], accept)


def full_plan(lot_size: Decimal) -> Plan:
    """Every piece is looked at; the bad ones go, the good ones stay."""
    size = max(int(lot_size.to_integral_value(rounding=ROUND_CEILING)), 1)
    return Plan(size, size, is_full=True)


def is_skipped(verdicts: Sequence[bool | None], *, after: int, every: int) -> bool:
    """Whether the next lot goes past inspection.

    `verdicts` are the lots so far, the latest first: good, bad, or None where the lot was skipped.
    Lots are skipped once `after` inspected ones in a row were good; then one of `every` is inspected.
    """
    skipped = next((place for place, verdict in enumerate(verdicts) if verdict is not None), len(verdicts))
    if skipped + 1 >= every:
        return False
    good = 0
    for verdict in verdicts:
        if verdict is None:
            continue
        if not verdict:
            break
        good += 1
    return good >= after


def judged(quantity: Decimal, defects: int, plan: Plan) -> tuple[Decimal, Decimal]:
    """What of a lot is accepted and rejected when so many pieces looked at were bad.

    The bad ones are taken out in any case; the rest follows the plan.
    """
    bad = min(Decimal(defects), quantity)
    if plan.is_full or defects <= plan.acceptance_number:
        return quantity - bad, bad
    return Decimal(0), quantity
