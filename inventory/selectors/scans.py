"""What was scanned for a shipment so far."""

from __future__ import annotations

from decimal import Decimal

from django.db.models import Q, Sum

from inventory.models import Scan, ShipmentLine

ZERO = Decimal(0)
EFFECTIVE = Q(is_right=True, undone_at__isnull=True)


def packed_by_line(shipment_id: int) -> dict[int, Decimal]:
    """How much of each line was verified into packages by scans that still count, in base units."""
    rows = Scan.objects.filter(EFFECTIVE, shipment_id=shipment_id, stage="pack", line__isnull=False)
    return {
        row["line_id"]: row["total"]
        for row in rows.order_by().values("line_id").annotate(total=Sum("base_quantity"))
    }


def lines_with_packed(shipment_id: int, *, since_nothing: bool = False) -> list[ShipmentLine]:
    """A shipment's lines, each with `packed`: verified so far, or zero when verified all over again."""
    lines = list(
        ShipmentLine.objects.select_related("item", "location", "lot", "demand")
        .filter(shipment_id=shipment_id)
        .order_by("pk")
    )
    packed = {} if since_nothing else packed_by_line(shipment_id)
    for line in lines:
        line.packed = packed.get(line.pk, ZERO)  # type: ignore[attr-defined]  # computed for this row, not a column
    return lines
