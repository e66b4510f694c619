"""Kits on orders: contents frozen on the line, one demand per component, complete kits counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from django.db.models import QuerySet

from erp.core.refs import DocumentRef
from erp.core.rows import insert_rows
from erp.core.sets import update_rows
from inventory.models import Demand, Item
from inventory.services.demands import DemandChange
from inventory.services.reservations import DemandSpec, KitShare
from orders.models import KitComponent, OrderLine
from production.selectors.kits import KitPart

SOURCE = "kit_component"
Components = dict[int, list[KitComponent]]


def save_contents(lines: Sequence[OrderLine]) -> None:
    """Freeze what new kits consist of; no statement without a kit."""
    insert_rows(
        KitComponent(line=line, item=part.item, quantity=part.quantity, per=part.per)
        for line in lines
        for part in line.contents
    )


def components_of(lines: Sequence[OrderLine]) -> Components:
    """The frozen components of the kits among saved lines, by line; no query without a kit."""
    kits = [line.pk for line in lines if line.item.kind == Item.Kind.KIT]
    found: Components = {}
    if kits:
        rows: QuerySet[KitComponent] = KitComponent.objects.select_related("item", "demand")
        for row in rows.filter(line_id__in=kits).order_by("pk"):
            found.setdefault(row.line_id, []).append(row)
    return found


def part_of(component: KitComponent) -> KitPart:
    """A frozen component as the arithmetic of kits takes it."""
    return KitPart(component.item, component.quantity, component.per)


def frozen_contents(lines: Sequence[OrderLine], components: Components) -> dict[int, list[KitPart]]:
    """The contents of the kits among lines by their position."""
    return {
        position: [part_of(row) for row in components[line.pk]]
        for position, line in enumerate(lines)
        if line.pk in components
    }


def gone_of_components(lines: Sequence[OrderLine], components: Components) -> dict[int, dict[int, Decimal]]:
    """What has left of the components of the kits among lines, by position and item."""
    return {
        position: {row.item_id: row.demand.shipped for row in components[line.pk] if row.demand is not None}
        for position, line in enumerate(lines)
        if line.pk in components
    }


def with_components(
    lines: Sequence[OrderLine], specs: Sequence[DemandSpec], components: Components
) -> list[DemandSpec]:
    """The specs of lines, each kit's followed by those of its components."""
    if not components:
        return list(specs)
    found: list[DemandSpec] = []
    for line, spec in zip(lines, specs, strict=True):
        position = len(found)
        found.append(spec)
        found += [
            replace(
                spec,
                source=DocumentRef(SOURCE, row.pk),
                item=row.item,
                quantity=part_of(row).needed(line.base_quantity),
                kit=KitShare(position, row.quantity, row.per),
            )
            for row in components.get(line.pk, ())
        ]
    return found


def changes_of_components(
    lines: Sequence[OrderLine], changes: Sequence[DemandChange], components: Components
) -> list[DemandChange]:
    """The changes of the components' demands that follow from those of their kits."""
    by_demand = {change.demand_id: change for change in changes}
    return [
        replace(
            by_demand[line.demand_id],
            demand_id=row.demand_id,
            quantity=part_of(row).needed(line.base_quantity),
        )
        for line in lines
        if line.demand_id in by_demand
        for row in components.get(line.pk, ())
        if row.demand_id is not None
    ]


def save_component_demands(components: Components, demands: Sequence[Demand]) -> None:
    """Remember which demand serves which component; no statement without a kit."""
    if not components:
        return
    by_source = {demand.source_id: demand for demand in demands if demand.source_kind == SOURCE}
    rows = [row for each in components.values() for row in each if row.pk in by_source]
    for row in rows:
        row.demand = by_source[row.pk]
    update_rows(KitComponent, [{"id": r.pk, "demand": r.demand_id} for r in rows], put=["demand"])


def line_demands(demands: Sequence[Demand]) -> list[Demand]:
    """The demands of lines themselves, those of components left out."""
    return [demand for demand in demands if demand.kit_id is None]
