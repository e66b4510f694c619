"""Pegs of the plan in force, walked: down to what serves a demand, up to whom a supply is for."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from erp.core.formats import day_text
from erp.core.refs import DocumentRef
from inventory.models import Demand, ExpectedSupply, PurchaseRequisition
from production.models import (
    PlannedForecast,
    PlannedOrder,
    PlannedPeg,
    PlanningException,
    ScenarioChange,
)

MOST_ROWS = 400
MOST_LEVELS = 30
Supply, Need = PlannedPeg.Supply, PlannedPeg.Need
_SUPPLIES = {"purchase_requisition": Supply.REQUESTED, "scenario": Supply.SCENARIO}


@dataclass(frozen=True)
class PegRow:
    """One peg on a walk: `level` 0 is the nearest; what is at its other end, and when that is due."""

    level: int
    sku: str
    name: str
    unit: str
    kind: str
    document: DocumentRef | None
    quantity: Decimal
    on: date | None


def single_level(order_ids: Collection[int]) -> dict[int, list[PegRow]]:
    """Whom each planned order is for directly: the next parent, a demand, or safety stock."""
    rows = list(
        PlannedPeg.objects.filter(supply_kind=Supply.PLANNED, supply_id__in=order_ids, **_places(order_ids))
        .select_related("item__unit")
        .order_by("need_kind", "pk")
    )
    ends = _needs(rows)
    found: dict[int, list[PegRow]] = {}
    for row in rows:
        found.setdefault(row.supply_id, []).append(_row(0, row, ends[(row.need_kind, row.need_id)]))
    return found


def for_whom(lines: Collection[PlanningException]) -> dict[int, PegRow]:
    """Whom the supplies and planned orders of the work list are for directly: the need that comes first."""
    known = {
        (Supply.PLANNED if line.subject == PlanningException.Subject.PLANNED else
         _SUPPLIES.get(line.document_kind, Supply.EXPECTED),
         line.subject_id): line.pk
        for line in lines
        if line.subject != PlanningException.Subject.DEMAND
    }  # fmt: skip
    rows = list(
        PlannedPeg.objects.filter(
            run_id__in={line.run_id for line in lines},
            item_id__in={line.item_id for line in lines},
            warehouse_id__in={line.warehouse_id for line in lines},
            supply_id__in={pk for _kind, pk in known},
        ).select_related("item__unit")
    )
    ends = _needs(rows)
    found: dict[int, PegRow] = {}
    for peg in rows:
        pk = known.get((Supply(peg.supply_kind), peg.supply_id))
        row = _row(0, peg, ends[(peg.need_kind, peg.need_id)])
        if pk is not None and (pk not in found or (row.on or date.min) < (found[pk].on or date.min)):
            found[pk] = row
    return found


def _places(order_ids: Collection[int]) -> dict[str, Any]:
    """Where the orders are, so that the pegs are found by their index."""
    rows = PlannedOrder.objects.filter(pk__in=order_ids).values_list("run_id", "item_id", "warehouse_id")
    runs, items, warehouses = ({row[at] for row in rows} for at in range(3))
    return {"run_id__in": runs, "item_id__in": items, "warehouse_id__in": warehouses}


def pegs_up(order: PlannedOrder) -> list[PegRow]:
    """Whom a planned order is for, level by level up to the demands; at most 400 rows."""
    found: list[PegRow] = []
    wanted, seen = {order.pk}, {order.pk}
    for level in range(MOST_LEVELS):
        rows = list(
            PlannedPeg.objects.filter(supply_kind=Supply.PLANNED, supply_id__in=wanted, **_places(wanted))
            .select_related("item__unit")
            .order_by("need_kind", "pk")[: MOST_ROWS - len(found)]
        )
        ends = _needs(rows)
        found += [_row(level, row, ends[(row.need_kind, row.need_id)]) for row in rows]
        wanted = {row.need_id for row in rows if row.need_kind == Need.PLANNED} - seen
        seen |= wanted
        if not wanted or len(found) >= MOST_ROWS:
            break
    return found


def pegs_down(*, order: PlannedOrder | None = None, demand_id: int | None = None) -> list[PegRow]:
    """What serves a planned order's parts, or a demand, level by level down; at most 400 rows."""
    kind, key = (Need.PLANNED, order.pk) if order is not None else (Need.DEMAND, demand_id or 0)
    found: list[PegRow] = []
    wanted, seen = {key}, {key}
    for level in range(MOST_LEVELS):
        rows = list(
            _of_company(PlannedPeg.objects.filter(need_kind=kind, need_id__in=wanted), kind)
            .select_related("item__unit")
            .order_by("item__sku", "supply_kind", "pk")[: MOST_ROWS - len(found)]
        )
        ends = _supplies(rows)
        found += [_row(level, row, ends.get((row.supply_kind, row.supply_id), _NOWHERE)) for row in rows]
        next_ones = {row.supply_id for row in rows if row.supply_kind == Supply.PLANNED}
        wanted = next_ones - seen if kind == Need.PLANNED else next_ones
        seen |= wanted
        kind = Need.PLANNED
        if not wanted or len(found) >= MOST_ROWS:
            break
    return found


def _of_company(rows: QuerySet[PlannedPeg], kind: int) -> QuerySet[PlannedPeg]:
    """Of the pegs of demands, those of the company's plan: a scenario's serves the same ones otherwise."""
    return rows.filter(run__scenario__isnull=True) if kind == Need.DEMAND else rows


End = tuple[str, DocumentRef | None, date | None]
_NOWHERE: End = ("", None, None)


def _row(level: int, peg: PlannedPeg, end: End) -> PegRow:
    item = peg.item
    return PegRow(level, item.sku, item.name, item.unit.code, end[0], end[1], peg.quantity, end[2])


def _needs(rows: Collection[PlannedPeg]) -> dict[tuple[int, int], End]:
    orders = _planned({row.need_id for row in rows if row.need_kind == Need.PLANNED}, "release_on")
    keys = {row.need_id for row in rows if row.need_kind == Need.DEMAND}
    demands = {row.pk: (_("Demand"), row.document, row.ship_by) for row in Demand.objects.filter(pk__in=keys)}
    expected = _expected({row.need_id for row in rows if row.need_kind == Need.FORECAST})
    supposed = _supposed({row.need_id for row in rows if row.need_kind == Need.SCENARIO})
    found: dict[tuple[int, int], End] = {}
    for row in rows:
        if row.need_kind == Need.SAFETY:
            found[(Need.SAFETY, row.need_id)] = (_("Safety stock"), None, None)
        elif row.need_kind == Need.SCENARIO:
            found[(Need.SCENARIO, row.need_id)] = supposed.get(row.need_id, _NOWHERE)
        elif row.need_kind == Need.FORECAST:
            found[(Need.FORECAST, row.need_id)] = expected.get(row.need_id, _NOWHERE)
        else:
            ends = orders if row.need_kind == Need.PLANNED else demands
            found[(row.need_kind, row.need_id)] = ends.get(row.need_id, _NOWHERE)
    return found


def _expected(keys: Collection[int]) -> dict[int, End]:
    """What nobody has ordered yet, in words: the forecast of a week."""
    rows = PlannedForecast.objects.filter(pk__in=keys) if keys else ()
    return {
        row.pk: (
            _("Forecast of the week from %(day)s") % {"day": day_text(row.starts_on)},
            None,
            row.starts_on,
        )
        for row in rows
    }


def _supposed(keys: Collection[int]) -> dict[int, End]:
    """What only a scenario brings: the change's scenario."""
    rows = ScenarioChange.objects.filter(pk__in=keys).select_related("scenario") if keys else ()
    return {row.pk: (_("Scenario"), row.scenario.ref, None) for row in rows}


def _planned(keys: Collection[int], field: str) -> dict[int, End]:
    rows = PlannedOrder.objects.filter(pk__in=keys)
    return {row.pk: (_("Planned order"), row.ref, getattr(row, field)) for row in rows}


def _supplies(rows: Collection[PlannedPeg]) -> dict[tuple[int, int], End]:
    def keys(kind: int) -> set[int]:
        return {row.supply_id for row in rows if row.supply_kind == kind}

    found: dict[tuple[int, int], End] = {(Supply.ON_HAND, 0): (_("Stock"), None, None)}
    for pk, end in _planned(keys(Supply.PLANNED), "due_on").items():
        found[(Supply.PLANNED, pk)] = end
    for expected in ExpectedSupply.objects.filter(pk__in=keys(Supply.EXPECTED)):
        found[(Supply.EXPECTED, expected.pk)] = (_("Open supply"), expected.document, expected.usable_on)
    for asked in PurchaseRequisition.objects.filter(pk__in=keys(Supply.REQUESTED)):
        found[(Supply.REQUESTED, asked.pk)] = (_("Requisition"), asked.ref, asked.needed_on)
    for pk, end in _supposed(keys(Supply.SCENARIO)).items():
        found[(Supply.SCENARIO, pk)] = end
    return found
