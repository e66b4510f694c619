"""What every kind of import is: its columns, how its rows are checked in sets, and how they are written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.utils.functional import Promise

from erp.core.actor import Actor
from inventory.models import Item
from orders.services.imports.fields import Column, Row


@dataclass
class Written:
    """What writing the good rows has done."""

    created: int = 0
    updated: int = 0


@dataclass(frozen=True)
class Subject:
    """A kind of import."""

    code: str
    title: str | Promise
    right: str
    columns: Callable[[], list[Column]]
    check: Callable[[Sequence[Row], Actor, bool], None]
    write: Callable[[Sequence[Row], Actor], Written]
    can_update: bool = True
    keeps_rows: bool = True  # a bad row can be corrected and taken by itself later


@dataclass
class Names:
    """Records by what a cell may call them: code or name, case aside."""

    known: dict[str, int] = field(default_factory=dict)

    def find(self, name: str) -> Any:
        """The key of the record called so, or None."""
        return self.known.get(name.casefold())


def names_of(model: type[models.Model], *fields: str, wanted: Iterable[str] | None = None) -> Names:
    """Records of a set-up table by each of these fields; the first field wins where two claim a name."""
    rows = list(model._default_manager.values_list("pk", *fields))
    found = Names()
    for position in range(len(fields), 0, -1):
        for row in rows:
            if row[position]:
                found.known[str(row[position]).casefold()] = row[0]
    return found


def items_of(rows: Sequence[Row]) -> dict[str, Item]:
    """The items that rows name in `product`, by SKU or bar code; a SKU wins."""
    wanted = {row.values["product"] for row in rows if "product" in row.values}
    known = Item.objects.select_related("unit")
    by_barcode = {item.barcode: item for item in known.filter(barcode__in=wanted).exclude(barcode="")}
    return by_barcode | {item.sku: item for item in known.filter(sku__in=wanted)}


def refuse_repeated(rows: Sequence[Row], column: str) -> None:
    """Note rows whose key stands in an earlier row already."""
    seen: set[str] = set()
    for row in rows:
        key = str(row.values.get(column, "")).casefold()
        if key and key in seen:
            row.refuse(column, "twice")
        seen.add(key)


def resolve(rows: Sequence[Row], column: str, names: Names) -> None:
    """Turn the names in a column into keys, noting those that nothing is called."""
    for row in rows:
        if column in row.values:
            key = names.find(row.values[column])
            if key is None:
                row.refuse(column, "unknown")
            else:
                row.values[column] = key
