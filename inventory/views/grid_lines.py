"""The lines of a form's grid: `item-3`, `quantity-3`, and `line-3` where a draft has the line already."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from erp.core.records import Problems
from erp.core.views import typed
from inventory.models import Item

NAMES = {"product": "item", "line": "item"}


@dataclass(frozen=True)
class GridLine:
    """A line that says something: its place in the grid, its number in the draft, what and how much."""

    place: int
    number: int | None
    item: Item
    quantity: Decimal


def grid_lines(
    values: Mapping[str, str], problems: Problems, *, most: int, items: QuerySet[Item]
) -> Iterator[GridLine]:
    """The complete lines of a grid in their order; what the others lack is noted beside its field."""
    wanted = {place: typed.key(values.get(f"item-{place}")) for place in range(most)}
    found = items.in_bulk([pk for pk in wanted.values() if pk])
    for place, pk in wanted.items():
        if pk is None and not values.get(f"quantity-{place}", "").strip():
            continue
        item = found.get(pk or 0)
        if item is None:
            problems.add(f"item-{place}", _("Choose a product."))
        quantity = typed.taken(values, f"quantity-{place}", typed.quantity, problems)
        if quantity is None and f"quantity-{place}" not in problems.errors:
            problems.add(f"quantity-{place}", _("Give a quantity."))
        if item is not None and quantity is not None:
            yield GridLine(place, typed.key(values.get(f"line-{place}")), item, quantity)


def field_of(path: str, places: list[int], names: Mapping[str, str]) -> str:
    """A service's path (`lines[0].quantity`) as the name of the form's field."""
    if not path.startswith("lines["):
        return names.get(path, path)
    number, _dot, part = path.removeprefix("lines[").partition("].")
    place = places[int(number)] if number.isdigit() and int(number) < len(places) else 0
    return f"{({**NAMES, **names}).get(part, part)}-{place}"
