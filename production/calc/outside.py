"""Which pieces of a delivery are whose, where one purchase serves several operations."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

ZERO = Decimal(0)


def shared_out(before: Decimal, came: Decimal, needs: Sequence[Decimal]) -> list[Decimal]:
    """What each need gets of the pieces that came after `before` others; the last takes what is over.

    The needs are served in their order, so the same delivery is always shared out in the same way.
    """
    found, start = [], ZERO
    for place, need in enumerate(needs):
        end = before + came if place == len(needs) - 1 else start + need
        found.append(max(ZERO, min(end, before + came) - max(start, before)))
        start += need
    return found
