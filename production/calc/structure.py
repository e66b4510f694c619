"""Structure as a whole: low-level codes in one pass, gross needs of many tops, where an item is used."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from production.calc.explosion import Bill, cycle_in, needed


class Circle(ValueError):
    """Items that consist of themselves: `path` is the way, [A, B, C, A]."""

    def __init__(self, path: list[int]) -> None:
        """Keep the way from the item back to itself."""
        super().__init__("cycle")
        self.path = path


class Use(NamedTuple):
    """A place where an item is used: `quantity` of it per one of `parent`, with scrap."""

    parent_id: int
    level: int
    quantity: Fraction
    path: tuple[int, ...]
    is_top: bool


def low_level_codes(below: Mapping[int, Iterable[int]]) -> dict[int, int]:
    """The lowest level at which each item occurs in any structure; 0 is a top. One pass over all links.

    Shape: `below` maps an item to its components. Source: Orlicky, Material Requirements Planning (1975),
    low-level coding; here as the longest way in a graph without circles, in topological order (Kahn 1962).
    Raises: Circle, with the way.
    """
    links = {item: tuple(set(parts)) for item, parts in below.items()}
    above: dict[int, int] = dict.fromkeys(links, 0)
    for parts in links.values():
        for part in parts:
            above[part] = above.get(part, 0) + 1
    codes = dict.fromkeys(above, 0)
    open_items = [item for item, count in above.items() if not count]
    done = 0
    while open_items:
        item = open_items.pop()
        done += 1
        for part in links.get(item, ()):
            codes[part] = max(codes[part], codes[item] + 1)
            above[part] -= 1
            if not above[part]:
                open_items.append(part)
    if done < len(above):
        for start, count in above.items():
            found = cycle_in(links, start) if count else None
            if found:
                raise Circle(found)
    return codes


def gross_needs(bills: Mapping[int, Bill], wanted: Mapping[int, Decimal]) -> dict[int, Fraction]:
    """All that quantities of several items consist of, each item once: levels top down, nothing netted.

    Raises: Circle.
    """
    links = {item: [part.item_id for part in bill.components] for item, bill in bills.items()}
    codes = low_level_codes(links)
    amounts = {item: Fraction(quantity) for item, quantity in wanted.items()}
    found: dict[int, Fraction] = {}
    for item in sorted(links, key=codes.__getitem__):
        amount = amounts.get(item)
        if not amount:
            continue
        bill = bills[item]
        for part in bill.components:
            need = needed(part, bill.output_quantity, amount)
            amounts[part.item_id] = amounts.get(part.item_id, Fraction(0)) + need
            found[part.item_id] = found.get(part.item_id, Fraction(0)) + need
    return found


def where_used(bills: Mapping[int, Bill], item_id: int, *, most: int = 5_000) -> list[Use]:
    """Every item that consists of an item, directly (level 1) and through others, as they hang in the tree.

    Components that are taken once per order count with their quantity. At most `most` places are given.
    """
    above: dict[int, list[tuple[int, Fraction]]] = {}
    for parent, bill in bills.items():
        for part in bill.components:
            share = needed(part, bill.output_quantity, Fraction(1))
            above.setdefault(part.item_id, []).append((parent, share))
    found: list[Use] = []
    stack: list[tuple[int, Fraction, tuple[int, ...]]] = [(item_id, Fraction(1), ())]
    while stack and len(found) < most:
        item, amount, path = stack.pop()
        if path:
            found.append(Use(item, len(path), amount, path, item not in above))
        if item in path:
            continue
        below = (*path, item)
        stack.extend((parent, amount * share, below) for parent, share in reversed(above.get(item, ())))
    return found
