"""What stands behind a confirmed line's date now, where it is no longer what the date was given on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from inventory.models import Item, Peg
from orders.models import OrderLine

ZERO = Decimal(0)


def standing_sources(lines: Iterable[OrderLine]) -> dict[int, list[dict[str, Any]]]:
    """By line the sources that back its promise now, for lines that lost stock they were promised from.

    A promise keeps its sources as they were when it was given. Its stock may have gone to an order that is
    due earlier, with supply in its place (ADR 9), or may be missing altogether: then the reservation, the
    pegs and what was to be made or bought anyway are told, and what nothing backs. Other lines are left out.

    Shape: one query for the pegs of such lines, none where there are none.
    """
    lost = {line.demand_id or 0: line for line in lines if _lost_stock(line)}
    if not lost:
        return {}
    pegs: dict[int, list[Peg]] = {}
    rows = Peg.objects.filter(demand_id__in=lost).select_related("supply")
    for peg in rows.order_by("supply__usable_on", "pk"):
        pegs.setdefault(peg.demand_id, []).append(peg)
    return {line.pk: _standing(line, pegs.get(key, ())) for key, line in lost.items()}


def _lost_stock(line: OrderLine) -> bool:
    demand = line.demand
    if demand is None or line.item.kind == Item.Kind.KIT or demand.backordered <= 0:
        return False
    return _quantity(line.promise_reason or (), {"on_hand"}) > demand.reserved + demand.shipped


def _standing(line: OrderLine, pegs: Sequence[Peg]) -> list[dict[str, Any]]:
    demand = line.demand
    assert demand is not None  # noqa: S101 -- only lines with one lost stock
    here, left = demand.reserved + demand.shipped, demand.backordered
    found: list[dict[str, Any]] = [{"kind": "on_hand", "quantity": here}] if here > 0 else []
    for peg in pegs:
        supply = peg.supply
        part = min(peg.quantity, left)
        left -= part
        found.append(
            {
                "kind": supply.kind,
                "quantity": part,
                "date": supply.usable_on,
                "document": supply.document_number,
                "inspection_days": supply.inspection_days,
            }
        )
    known = {peg.supply.document_number for peg in pegs}
    for source in line.promise_reason or ():
        if left > 0 and source.get("kind") != "on_hand" and (source.get("document") or "") not in known:
            part = min(_quantity([source], {source.get("kind")}), left)
            left -= part
            found.append({**source, "quantity": part})
    if left > 0:
        found.append({"kind": "uncovered", "quantity": left})
    return [one for one in found if one["quantity"] > 0]


def _quantity(sources: Iterable[Mapping[str, Any]], kinds: set[Any]) -> Decimal:
    return sum((Decimal(str(one.get("quantity", 0))) for one in sources if one.get("kind") in kinds), ZERO)
