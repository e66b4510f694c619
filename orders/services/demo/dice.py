"""Chance that can be repeated: every part of the demo company has dice of its own, thrown from the seed."""

from __future__ import annotations

import random
from collections.abc import Sequence
from decimal import Decimal
from typing import TypeVar

T = TypeVar("T")


def dice_for(seed: int, part: str) -> random.Random:
    """The dice of one part of the company; a change in one part leaves the others as they were."""
    return random.Random(f"{seed}/{part}")  # noqa: S311 -- invents a company, guards nothing


def zipf_weights(count: int, exponent: float) -> list[float]:
    """Falling weights, few large and many small ones, as sales over customers and items are.

    Source: Zipf's law, weight of rank r is 1 / r^exponent; near 0.9 some 20 % make 80 %.
    """
    return [1.0 / (rank**exponent) for rank in range(1, count + 1)]


class Urn:
    """Draws by weight in logarithmic time; made once for many draws."""

    def __init__(self, things: Sequence[object], weights: Sequence[float]) -> None:
        """Fill the urn."""
        total = 0.0
        self._cumulative: list[float] = []
        for weight in weights:
            total += weight
            self._cumulative.append(total)
        self._things = list(range(len(things)))

    def draw(self, dice: random.Random) -> int:
        """The position of one thing drawn."""
        return dice.choices(self._things, cum_weights=self._cumulative)[0]


def money(amount: float | Decimal, step: str = "0.01") -> Decimal:
    """An amount as a price list shows it."""
    return Decimal(str(round(amount, 6))).quantize(Decimal(step))
