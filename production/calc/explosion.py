"""Bills of materials: finding cycles, and exploding a quantity through all levels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

_QUANTUM = Decimal("0.000001")


@dataclass(frozen=True)
class Component:
    """What one output of a bill takes: a quantity per `output` units, and the scrap expected."""

    item_id: int
    quantity: Decimal
    scrap_percent: Decimal = Decimal(0)


@dataclass(frozen=True)
class Bill:
    """A bill of materials for a quantity of its item."""

    output_quantity: Decimal
    components: tuple[Component, ...]


@dataclass(frozen=True)
class Need:
    """A quantity of an item that a level needs: `path` are the items above it, top first."""

    item_id: int
    level: int
    quantity: Decimal
    path: tuple[int, ...]
    is_made: bool


def cycle_in(bills: Mapping[int, Sequence[int]], start: int) -> list[int] | None:
    """The way from an item back to itself through the bills, or None: [A, B, C, A].

    Shape: `bills` maps an item to its components; every path below `start` is followed once.
    """
    done: set[int] = set()
    path: list[int] = []
    on_path: set[int] = set()
    stack: list[tuple[int, bool]] = [(start, False)]
    while stack:
        item, is_left = stack.pop()
        if is_left:
            path.pop()
            on_path.discard(item)
            done.add(item)
            continue
        if item in on_path:
            return [*path[path.index(item) :], item]
        if item in done:
            continue
        path.append(item)
        on_path.add(item)
        stack.append((item, True))
        stack.extend((below, False) for below in bills.get(item, ()))
    return None


def needed(component: Component, output: Decimal, quantity: Fraction) -> Fraction:
    """What a component is needed for a quantity of its parent, with the scrap to be expected on top.

    Units: base units. Source: component scrap as most ERP systems reckon it, quantity × (1 + scrap %).
    """
    share = Fraction(component.quantity) / Fraction(output)
    return quantity * share * (1 + Fraction(component.scrap_percent) / 100)


def rounded(quantity: Fraction) -> Decimal:
    """An exact quantity as a six-decimal number, rounded up so that what is planned suffices."""
    exact = Decimal(quantity.numerator) / Decimal(quantity.denominator)
    cut = exact.quantize(_QUANTUM)
    return cut if Fraction(cut) >= quantity else cut + _QUANTUM


def explode(bills: Mapping[int, Bill], item_id: int, quantity: Decimal, *, most: int = 100_000) -> list[Need]:
    """Every need below a quantity of an item, level by level as they hang in the tree.

    Raises: ValueError when the tree has a cycle or more than `most` nodes.
    """
    needs: list[Need] = []
    stack: list[tuple[int, Fraction, tuple[int, ...]]] = [(item_id, Fraction(quantity), ())]
    while stack:
        item, amount, path = stack.pop()
        if item in path:
            raise ValueError("cycle")
        bill = bills.get(item)
        if path:
            needs.append(Need(item, len(path), rounded(amount), path, bill is not None))
        if len(needs) > most:
            raise ValueError("too large")
        if bill is not None:
            below = (*path, item)
            stack.extend(
                (part.item_id, needed(part, bill.output_quantity, amount), below)
                for part in reversed(bill.components)
            )
    return needs
