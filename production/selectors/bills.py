"""Bills of materials ready to reckon with: those in force on a day, below some items or all of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet

from production.calc.explosion import Bill, Component, Output, Substitute
from production.models import Bom, BomOutput, BomSubstitute

_MADE = tuple.__new__  # a named tuple's own constructor costs twice as much
__all__ = ["all_bills", "bills_in_force", "heads_in_force", "links_below"]

_HOLDS = (
    "b.is_active AND b.alternative = '' AND b.valid_from <= %(on)s AND coalesce(b.valid_to >= %(on)s, true)"
)
_HEAD = "b.item_id, b.id, b.version, b.output_quantity, b.is_phantom"
# Numbers come as text: few of them are different, so that each is made a number once.
_COLUMNS = """h.item_id, h.id, h.version, h.output_quantity::text, h.is_phantom,
    c.item_id AS part_id, c.quantity::text, c.scrap_percent::text, c.is_fixed, c.operation_number"""
_IN_FORCE = f"""CROSS JOIN LATERAL (
        SELECT {_HEAD} FROM production_bom b WHERE b.item_id = d.part_id AND {_HOLDS}
        ORDER BY b.valid_from DESC LIMIT 1) h"""  # noqa: S608 -- names of columns only
# The way down knows heads only: what hangs below a bill is read once, when all of them are known.
_BELOW = f"""
WITH RECURSIVE down AS (
    SELECT h.* FROM (SELECT unnest(%(items)s::bigint[]) AS part_id) d {_IN_FORCE}
    UNION
    SELECT h.* FROM (SELECT c.item_id AS part_id FROM down u
                     JOIN production_bomcomponent c ON c.bom_id = u.id) d {_IN_FORCE}
)
SELECT {_COLUMNS} FROM down h LEFT JOIN production_bomcomponent c ON c.bom_id = h.id ORDER BY c.id
"""  # noqa: S608 -- names of columns only
_ALL = f"""
SELECT {_COLUMNS}
FROM (SELECT DISTINCT ON (b.item_id) b.* FROM production_bom b WHERE {_HOLDS}
      ORDER BY b.item_id, b.valid_from DESC) h
LEFT JOIN production_bomcomponent c ON c.bom_id = h.id ORDER BY c.id
"""  # noqa: S608 -- names of columns only


def heads_in_force(on: date) -> QuerySet[Bom]:
    """Per item the bill in force on a day: of the active ones that hold, the one that began last."""
    holding = Bom.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=on), valid_from__lte=on, is_active=True, alternative=""
    )
    return holding.order_by("item_id", "-valid_from").distinct("item_id")


def bills_in_force(item_ids: Collection[int], on: date, *, in_full: bool = False) -> dict[int, Bill]:
    """The bills of items and of all that they consist of, as they are in force on a day.

    One statement, whatever the number of items and levels; two more `in_full`, with the substitutes of
    components and the further outputs.
    """
    if not item_ids:
        return {}
    return _read(_BELOW, {"items": sorted(item_ids), "on": on}, in_full=in_full)


def all_bills(on: date, *, in_full: bool = False) -> dict[int, Bill]:
    """Every bill in force on a day, by item. One statement, two more `in_full`."""
    return _read(_ALL, {"on": on}, in_full=in_full)


class _Numbers(dict[str, Decimal]):
    """Numbers by their text, each made once."""

    def __missing__(self, text: str) -> Decimal:
        found = self[text] = Decimal(text)
        return found


def _read(sql: str, parameters: dict[str, Any], *, in_full: bool) -> dict[int, Bill]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        rows = cursor.fetchall()
    heads: dict[int, tuple[Any, ...]] = {}
    parts: dict[int, list[Component]] = {}
    numbers = _Numbers()
    for row in rows:
        own = parts.get(row[1])
        if own is None:
            own = parts[row[1]] = []
            heads[row[1]] = row
        _item, _bom, _version, _output, _phantom, part, quantity, scrap, is_fixed, operation = row
        if part is not None:
            values = (part, numbers[quantity], numbers[scrap], is_fixed, operation, ())
            own.append(_MADE(Component, values))
    outputs: dict[int, tuple[Output, ...]] = {}
    if in_full and heads:
        _add_substitutes(parts)
        outputs = _outputs(heads)
    return {
        row[0]: Bill(numbers[row[3]], tuple(parts[pk]), row[4], pk, row[2], outputs.get(pk, ()))
        for pk, row in heads.items()
    }


def _add_substitutes(parts: dict[int, list[Component]]) -> None:
    found: dict[tuple[int, int], list[Substitute]] = {}
    rows = BomSubstitute.objects.filter(component__bom_id__in=parts).order_by("preference", "pk")
    columns = ("component__bom_id", "component__item_id", "item_id", "ratio", "preference")
    for bom_id, component_item, *rest in rows.values_list(*columns):
        found.setdefault((bom_id, component_item), []).append(Substitute(*rest))
    for bom_id, components in parts.items():
        for index, part in enumerate(components):
            own = found.get((bom_id, part.item_id))
            if own:
                components[index] = part._replace(substitutes=tuple(own))


def _outputs(bom_ids: Iterable[int]) -> dict[int, tuple[Output, ...]]:
    found: dict[int, tuple[Output, ...]] = {}
    rows = BomOutput.objects.filter(bom_id__in=list(bom_ids)).order_by("pk")
    columns = ("bom_id", "item_id", "kind", "quantity", "cost_share_percent")
    for bom_id, *rest in rows.values_list(*columns):
        found[bom_id] = (*found.get(bom_id, ()), Output(*rest))
    return found


_LINKS = """
WITH RECURSIVE link AS NOT MATERIALIZED (
    SELECT b.item_id AS parent, c.item_id AS part, b.id AS bom_id
    FROM production_bom b JOIN production_bomcomponent c ON c.bom_id = b.id
    UNION ALL
    SELECT b.item_id, s.item_id, b.id FROM production_bom b JOIN production_bomcomponent c ON c.bom_id = b.id
    JOIN production_bomsubstitute s ON s.component_id = c.id
), down(item_id) AS (
    SELECT unnest(%(items)s::bigint[])
    UNION
    SELECT l.part FROM down d JOIN link l ON l.parent = d.item_id AND l.bom_id IS DISTINCT FROM %(leave)s
)
SELECT DISTINCT l.parent, l.part FROM down d
JOIN link l ON l.parent = d.item_id AND l.bom_id IS DISTINCT FROM %(leave)s
ORDER BY 1, 2
"""


def links_below(item_ids: Collection[int], *, leaving_out: int | None = None) -> dict[int, list[int]]:
    """Every item's components and their substitutes below some items, by bills of whatever day; one query."""
    with connection.cursor() as cursor:
        cursor.execute(_LINKS, {"items": sorted(set(item_ids)), "leave": leaving_out})
        found: dict[int, list[int]] = {}
        for parent, part in cursor.fetchall():
            found.setdefault(parent, []).append(part)
    return found
