"""Which bins take an arriving quantity, in which order, and how much of it each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

ZERO = Decimal(0)


@dataclass(frozen=True)
class Bin:
    """A bin that may take an item: `room` is what still fits, None for no limit.

    Units: base units of the item. Bins with a lower `rank` are filled first.
    """

    id: int
    rank: tuple[int | str, ...]
    room: Decimal | None


def room_left(
    *,
    capacity: Decimal | None,
    used: Decimal,
    capacity_weight: Decimal | None,
    used_weight: Decimal,
    unit_weight: Decimal,
) -> Decimal | None:
    """How much of an item still fits by quantity and by weight; None when neither limits it.

    Units: quantity in base units, weights in kg; never negative.
    """
    rooms = []
    if capacity is not None:
        rooms.append(capacity - used)
    if capacity_weight is not None and unit_weight > 0:
        rooms.append(((capacity_weight - used_weight) / unit_weight).quantize(Decimal("0.000001")))
    return max(min(rooms), ZERO) if rooms else None


def fill_bins(
    quantity: Decimal, bins: Iterable[Bin], *, whole: bool
) -> tuple[list[tuple[int, Decimal]], Decimal]:
    """Share a quantity out to bins in their order; gives the shares and what found no room.

    With `whole` a limited bin takes whole pieces alone, unless the quantity itself is broken.
    """
    left = quantity
    shares: list[tuple[int, Decimal]] = []
    for one in sorted(bins, key=lambda one: one.rank):
        if left <= 0:
            break
        part = left if one.room is None else min(left, one.room)
        if whole and part < left:
            part = part.to_integral_value(rounding="ROUND_FLOOR")
        if part > 0:
            shares.append((one.id, part))
            left -= part
    return shares, left
