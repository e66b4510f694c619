"""Which stock serves which need: first expired, first received, first out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal


@dataclass
class Pile:
    """Free stock of one item at one place and lot; `free` shrinks as it is given away.

    Units: base units of the item.
    """

    id: int
    item_id: int
    warehouse_id: int
    free: Decimal
    expires_on: date | None = None
    received_on: date | None = None
    pick_sequence: int = 0
    lot_id: int | None = None


@dataclass(frozen=True)
class Need:
    """A quantity that one demand still lacks; lots that expire before `lasts_until` don't serve it.

    With a `lot_id` only that lot does.
    """

    key: int
    item_id: int
    warehouse_id: int
    quantity: Decimal
    lasts_until: date | None = None
    lot_id: int | None = None


@dataclass
class Share:
    """What one need gets from one pile."""

    key: int
    pile_id: int
    quantity: Decimal


@dataclass
class Outcome:
    """All shares given, and what each need got in all."""

    shares: list[Share] = field(default_factory=list)
    given: dict[int, Decimal] = field(default_factory=dict)


def allocate(needs: Sequence[Need], piles: Iterable[Pile], *, on: date) -> Outcome:
    """Give free stock to needs in the order of the needs; expired lots are left alone.

    Within an item and warehouse the pile that expires first goes first, then the one received
    first, then in picking order (FEFO, then FIFO).
    """
    by_place: dict[tuple[int, int], list[Pile]] = {}
    for pile in piles:
        if pile.free > 0 and (pile.expires_on is None or pile.expires_on >= on):
            by_place.setdefault((pile.item_id, pile.warehouse_id), []).append(pile)
    for group in by_place.values():
        group.sort(
            key=lambda p: (p.expires_on or date.max, p.received_on or date.min, p.pick_sequence, p.id),
            reverse=True,
        )
    outcome = Outcome()
    for need in needs:
        group = by_place.get((need.item_id, need.warehouse_id), [])
        if need.lasts_until is not None:
            group = [p for p in group if p.expires_on is None or p.expires_on >= need.lasts_until]
        if need.lot_id is not None:
            group = [p for p in group if p.lot_id == need.lot_id]
        left = need.quantity
        while left > 0 and group:
            pile = group[-1]
            if pile.free <= 0:
                group.pop()
                continue
            part = min(left, pile.free)
            outcome.shares.append(Share(need.key, pile.id, part))
            pile.free -= part
            left -= part
            if pile.free <= 0:
                group.pop()
        outcome.given[need.key] = need.quantity - left
    return outcome
