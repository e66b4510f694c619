"""Bills of materials: exploding a quantity through all levels, phantoms passed through, cycles found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from math import gcd
from typing import NamedTuple

_MICRO = 1_000_000
_WHOLE_PERCENT = 100_000  # a hundred percent, in the thousandths of a percent that scrap is given in
_MICRO_EXPONENT = -6
_ONE_MICRO = Decimal("0.000001")
_NEED = tuple.__new__  # a named tuple's own constructor costs three times as much, 20,000 times


class Substitute(NamedTuple):
    """An item that replaces a component: `ratio` of it for one, the lowest preference first."""

    item_id: int
    ratio: Decimal = Decimal(1)
    preference: int = 1


class Component(NamedTuple):
    """What a bill takes: a quantity per `output` units (or once per order), and the scrap expected."""

    item_id: int
    quantity: Decimal
    scrap_percent: Decimal = Decimal(0)
    is_fixed: bool = False
    operation_number: int | None = None
    substitutes: tuple[Substitute, ...] = ()


class Output(NamedTuple):
    """What falls out beside the item with a bill's output quantity; its share of the cost goes with it."""

    item_id: int
    kind: str
    quantity: Decimal
    cost_share_percent: Decimal = Decimal(0)


class Bill(NamedTuple):
    """A bill of materials for a quantity of its item; a phantom is never stocked, only passed through."""

    output_quantity: Decimal
    components: tuple[Component, ...]
    is_phantom: bool = False
    bom_id: int | None = None
    version: int = 1
    outputs: tuple[Output, ...] = ()


class Need(NamedTuple):
    """A quantity of an item that a level needs: `path` are the items above it, top first."""

    item_id: int
    level: int
    quantity: Decimal
    path: tuple[int, ...]
    is_made: bool
    is_phantom: bool = False


class Part(NamedTuple):
    """What is really taken for a quantity of an item: `through` are the phantoms on the way to it."""

    component: Component
    quantity: Fraction
    through: tuple[int, ...] = ()


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
    with_scrap = Fraction(component.quantity) * (1 + Fraction(component.scrap_percent) / 100)
    if component.is_fixed:
        return with_scrap if quantity else Fraction(0)
    return quantity * with_scrap / Fraction(output)


def rounded(quantity: Fraction) -> Decimal:
    """An exact quantity as a six-decimal number, rounded up so that what is planned suffices."""
    micros = -(-quantity.numerator * _MICRO // quantity.denominator)
    return Decimal(micros).scaleb(_MICRO_EXPONENT)


def parts_of(bills: Mapping[int, Bill], item_id: int, quantity: Fraction) -> list[Part]:
    """What making a quantity of an item takes from stock and supply: phantoms give way to their own parts.

    An item without a bill takes nothing. A part that is reached on several ways comes as often.
    Raises: ValueError when a phantom consists of itself.
    """
    bill = bills.get(item_id)
    return [] if bill is None else list(_parts(bills, bill, quantity, (item_id,), ()))


def _parts(
    bills: Mapping[int, Bill],
    bill: Bill,
    quantity: Fraction,
    path: tuple[int, ...],
    through: tuple[int, ...],
) -> Iterator[Part]:
    for component in bill.components:
        need = needed(component, bill.output_quantity, quantity)
        below = bills.get(component.item_id)
        if below is None or not below.is_phantom:
            yield Part(component, need, through)
            continue
        if component.item_id in path:
            raise ValueError("cycle")
        further = (*path, component.item_id)
        yield from _parts(bills, below, need, further, (*through, component.item_id))


_Step = tuple[int, int, int, bool]


@lru_cache(maxsize=65_536)
def _ratio(quantity: Decimal, scrap_percent: Decimal, output: Decimal) -> tuple[int, int]:
    """A component's share of one of its parent, with scrap, as whole numbers in lowest terms."""
    top = int(quantity.scaleb(6)) * (_WHOLE_PERCENT + int(scrap_percent.scaleb(3)))
    bottom = int(output.scaleb(6)) * _WHOLE_PERCENT
    shared = gcd(top, bottom)
    return top // shared, bottom // shared


def _steps(bill: Bill) -> list[_Step]:
    """The components of a bill, last first: item, share as two whole numbers, whether once per order."""
    one, output = Decimal(1), bill.output_quantity
    return [
        (part[0], *_ratio(part[1], part[2], one if part[3] else output), part[3])
        for part in reversed(bill.components)
    ]


def explode(bills: Mapping[int, Bill], item_id: int, quantity: Decimal, *, most: int = 100_000) -> list[Need]:
    """Every need below a quantity of an item, level by level as they hang in the tree.

    Exact down the whole tree, in whole numbers; each need is rounded up once, to six decimals.
    Raises: ValueError when the tree has a cycle or more than `most` nodes.
    """
    needs: list[Need] = []
    steps: dict[int, list[_Step]] = {}
    start = Fraction(quantity)
    stack: list[tuple[int, int, int, tuple[int, ...]]] = [(item_id, start.numerator, start.denominator, ())]
    while stack:
        item, top, bottom, path = stack.pop()
        bill = bills.get(item)
        if path:
            amount = Decimal(-(-top * _MICRO // bottom)) * _ONE_MICRO
            is_phantom = bill[2] if bill is not None else False
            needs.append(_NEED(Need, (item, len(path), amount, path, bill is not None, is_phantom)))
        if bill is None:
            continue
        if item in path:
            raise ValueError("cycle")
        below = (*path, item)
        known = steps.get(item)
        if known is None:
            known = steps[item] = _steps(bill)
        if len(needs) + len(stack) + len(known) > most:
            raise ValueError("too large")
        for part, times, by, is_fixed in known:
            if is_fixed:
                stack.append((part, times, by, below))
            else:
                stack.append((part, top * times, bottom * by, below))
    return needs
