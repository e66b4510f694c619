"""What a scenario's plan would make and buy otherwise than the plan in force, item by item."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import connection

from inventory.models import Item, Warehouse
from production.models import PlannedOrder, PlanningRun
from production.selectors.planning import plan_in_force

MOST_ROWS = 300
_DIFFERENCES = """
WITH sums AS (
  SELECT item_id, warehouse_id, kind,
         coalesce(sum(quantity) FILTER (WHERE run_id = %(scenario)s), 0) AS with_it,
         coalesce(sum(quantity) FILTER (WHERE run_id = %(force)s), 0) AS without_it,
         min(release_on) FILTER (WHERE run_id = %(scenario)s) AS begins,
         min(release_on) FILTER (WHERE run_id = %(force)s) AS begins_without,
         string_agg(said, ';' ORDER BY said) FILTER (WHERE run_id = %(scenario)s) AS mark,
         string_agg(said, ';' ORDER BY said) FILTER (WHERE run_id = %(force)s) AS mark_without
  FROM (SELECT *, concat_ws(' ', release_on, due_on, quantity) AS said FROM production_plannedorder
        WHERE run_id IN (%(scenario)s, %(force)s) AND status = 'proposed') o
  GROUP BY item_id, warehouse_id, kind)
SELECT s.item_id, s.warehouse_id, s.kind, s.with_it, s.without_it, s.begins, s.begins_without
FROM sums s JOIN inventory_item i ON i.id = s.item_id
WHERE s.mark IS DISTINCT FROM s.mark_without
ORDER BY abs(s.with_it - s.without_it) * i.standard_cost DESC, i.sku, s.warehouse_id
LIMIT %(most)s"""


@dataclass(frozen=True)
class Difference:
    """An item of which the scenario's plan makes or buys something else, or on other days."""

    item: Item
    warehouse: Warehouse
    kind: str
    quantity: Decimal
    before: Decimal
    first_on: date | None
    first_before: date | None

    @property
    def change(self) -> Decimal:
        """How much more, below zero for less."""
        return self.quantity - self.before

    @property
    def kind_name(self) -> str:
        """Made or bought, in words."""
        return str(PlannedOrder.Kind(self.kind).label)


def differences(run: PlanningRun) -> list[Difference]:
    """The items that a scenario's plan treats otherwise, those with the most money first; at most 300.

    What is firmed already is open supply to both plans. Three statements.
    """
    force = plan_in_force()
    with connection.cursor() as cursor:
        values = {"scenario": run.rows_of, "force": force.rows_of if force else 0, "most": MOST_ROWS}
        cursor.execute(_DIFFERENCES, values)
        rows = cursor.fetchall()
    items = Item.objects.select_related("unit").in_bulk({row[0] for row in rows})
    houses = Warehouse.objects.in_bulk({row[1] for row in rows})
    return [Difference(items[row[0]], houses[row[1]], *row[2:]) for row in rows]
