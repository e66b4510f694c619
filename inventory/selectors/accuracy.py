"""Picking accuracy, measured from the scans themselves.

Definition: of all the scans that a picker made at the shelf and that were judged, the share that was right.
Wrong is a scan of another item, place or lot, of an expired lot, or of more than asked; a code that nobody
knows, that several items have, or a shipment that was closed or on hold meanwhile is nobody's mistake and is
left out. What packing finds wrong afterwards (a piece that does not belong, or one too many) has escaped the
shelf and counts as one more mistake of whoever picked the shipment. Undone scans were right when made.

    accuracy = right ÷ (right + wrong at the shelf + found at packing)
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection

from erp.core.actor import Actor
from erp.core.errors import Invalid
from erp.core.errors import Text as _
from erp.masterdata.selectors.company import company

TARGET = Decimal("0.999")
MISTAKES = ("wrong_item", "wrong_place", "wrong_lot", "expired_lot", "too_many")
MOST_ROWS = 500
MOST_DAYS = 400
GROUPS = {
    "picker": "coalesce(nullif(picker, ''), '–')",
    "item": "coalesce(sku, '–')",
    "day": "to_char(at AT TIME ZONE %(zone)s, 'YYYY-MM-DD')",
}

# A mistake that packing finds belongs to whoever made the last right pick scan of the shipment.
_SCANS = """
WITH judged AS (
    SELECT s.at, i.sku, s.is_right,
           CASE WHEN s.stage = 'pick' THEN s.actor_label ELSE coalesce((
               SELECT p.actor_label FROM inventory_scan p
               WHERE p.shipment_id = s.shipment_id AND p.stage = 'pick' AND p.is_right
               ORDER BY p.id DESC LIMIT 1), '') END AS picker,
           (s.stage = 'pick' AND s.is_right) AS good,
           (s.stage = 'pick' AND NOT s.is_right) AS at_shelf,
           (s.stage = 'pack' AND NOT s.is_right) AS at_packing
    FROM inventory_scan s LEFT JOIN inventory_item i ON i.id = s.item_id
    JOIN inventory_shipment h ON h.id = s.shipment_id
    WHERE s.at >= %(start)s AND s.at < %(end)s AND s.part = 1
      AND (%(warehouse)s::bigint IS NULL OR h.warehouse_id = %(warehouse)s)
      AND ((s.stage = 'pick' AND s.is_right) OR s.refusal = ANY(%(mistakes)s)))
"""


@dataclass(frozen=True)
class Accuracy:
    """The scans of one picker, item or day."""

    name: str
    right: int
    wrong: int
    found_at_packing: int

    @property
    def scans(self) -> int:
        """All scans that were judged."""
        return self.right + self.wrong + self.found_at_packing

    @property
    def share(self) -> Decimal | None:
        """Right scans among all of them; nothing where there were none."""
        return Decimal(self.right) / self.scans if self.scans else None

    @property
    def is_on_target(self) -> bool:
        """Whether the share reaches the target of 99.9 %."""
        return self.share is None or self.share >= TARGET


def picking_accuracy(
    actor: Actor, *, since: date, until: date, by: str = "picker", warehouse_id: int | None = None
) -> tuple[Accuracy, list[Accuracy]]:
    """Accuracy of a span of days in all, and by `picker`, `item` or `day`: the worst first, days in order.

    Raises: NotPermitted; Invalid for another grouping, an empty span or one of more than 400 days.
    """
    actor.require("inventory.view_shipment")
    if by not in GROUPS:
        raise Invalid.field("by", _("Must be picker, item or day."), "unknown_choice")
    if not since <= until <= since + timedelta(days=MOST_DAYS):
        raise Invalid.field("until", _("Give a span of up to 400 days."), "bad_span")
    zone = company().time_zone
    values = {
        "start": datetime.combine(since, time.min, ZoneInfo(zone)),
        "end": datetime.combine(until + timedelta(days=1), time.min, ZoneInfo(zone)),
        "mistakes": list(MISTAKES),
        "warehouse": warehouse_id,
        "zone": zone,
        "most": MOST_ROWS,
    }
    sums = (
        "count(*) FILTER (WHERE good), count(*) FILTER (WHERE at_shelf), count(*) FILTER (WHERE at_packing)"
    )
    order = "1" if by == "day" else "(count(*) FILTER (WHERE NOT good))::numeric / count(*) DESC, 1"
    tail = f"FROM judged GROUP BY 1 ORDER BY {order} LIMIT %(most)s"
    rows = _read(f"{_SCANS} SELECT {GROUPS[by]}, {sums} {tail}", values)
    [total] = _read(f"{_SCANS} SELECT '', {sums} FROM judged", values)  # noqa: S608 -- constants
    return total, rows


def _read(statement: str, values: dict[str, Any]) -> list[Accuracy]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return [Accuracy(*row) for row in cursor.fetchall()]
