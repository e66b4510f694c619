"""What was asked, first promised, promised now, shipped and delivered, line by line, with every change."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Max, Min

from inventory.models import ShipmentLine
from orders.models import Order, OrderLine, PromiseChange


@dataclass(frozen=True)
class LineDates:
    """The dates of one line; shipped and delivered are those of its last goods, None before all left."""

    line: OrderLine
    shipped_at: datetime | None
    delivered_at: datetime | None
    first_shipped_at: datetime | None
    is_all_shipped: bool
    changes: tuple[PromiseChange, ...]


def promise_history(order: Order) -> list[LineDates]:
    """Every line of an order with its dates and the changes of its promise; three queries."""
    lines = list(order.lines.select_related("item", "demand"))
    rows = (
        ShipmentLine.objects.filter(
            shipment__document_kind="order",
            shipment__document_id=order.pk,
            shipment__shipped_at__isnull=False,
        )
        .order_by()
        .values("demand_id")
        .annotate(
            first=Min("shipment__shipped_at"),
            last=Max("shipment__shipped_at"),
            delivered=Max("shipment__delivered_at"),
        )
    )
    gone = {row["demand_id"]: row for row in rows}
    changes: dict[int, list[PromiseChange]] = {}
    for change in PromiseChange.objects.filter(order=order).order_by("pk"):
        changes.setdefault(change.line_id, []).append(change)
    found = []
    for line in lines:
        row: Any = gone.get(line.demand_id or 0) or {}
        demand = line.demand
        is_all = demand is not None and demand.shipped > 0
        is_all = is_all and demand is not None and demand.quantity <= demand.shipped + demand.cancelled
        found.append(
            LineDates(
                line=line,
                shipped_at=row.get("last") if is_all else None,
                delivered_at=row.get("delivered") if is_all else None,
                first_shipped_at=row.get("first"),
                is_all_shipped=is_all,
                changes=tuple(changes.get(line.pk, ())),
            )
        )
    return found
