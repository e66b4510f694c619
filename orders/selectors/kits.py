"""What the kits among an order's lines consist of, and how far each component is."""

from __future__ import annotations

from collections.abc import Sequence

from inventory.models import Item
from orders.models import KitComponent, OrderLine
from production.selectors.kits import KitPart


def kit_components(lines: Sequence[OrderLine]) -> dict[int, list[KitComponent]]:
    """The frozen components of the kits among lines, by line; `wanted` is what the line takes of each.

    Units: the component's base unit. No query without a kit, else one.
    """
    kits = {line.pk: line for line in lines if line.item.kind == Item.Kind.KIT}
    found: dict[int, list[KitComponent]] = {}
    if kits:
        rows = KitComponent.objects.select_related("item__unit", "demand").filter(line_id__in=kits)
        for row in rows.order_by("pk"):
            part = KitPart(row.item, row.quantity, row.per)
            row.wanted = part.needed(kits[row.line_id].base_quantity)  # type: ignore[attr-defined]  # computed for this row, not a column
            found.setdefault(row.line_id, []).append(row)
    return found
