"""What does not look right in buying: prices above what was paid before, lead times other than offered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import connection

PRICE_RISE = Decimal("1.10")
LEAD_SHARE, LEAD_DAYS = Decimal("0.3"), 3
MOST = 20

_PRICES = """
WITH bought AS (
    SELECT l.item_id, o.supplier_id, o.currency_id, o.number, o.ordered_on, l.quantity,
           l.unit_price * l.unit_denominator / l.unit_numerator AS unit_price,
           row_number() OVER w AS place,
           avg(l.unit_price * l.unit_denominator / l.unit_numerator) OVER (
               PARTITION BY l.item_id, o.supplier_id, o.currency_id ORDER BY o.ordered_on DESC, l.id DESC
               ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING) AS before
    FROM inventory_purchaseorderline l JOIN inventory_purchaseorder o ON o.id = l.purchase_order_id
    WHERE o.state <> 'cancelled' AND o.ordered_on >= %(year)s AND l.unit_price > 0
    WINDOW w AS (PARTITION BY l.item_id, o.supplier_id, o.currency_id ORDER BY o.ordered_on DESC, l.id DESC))
SELECT i.sku, i.name, s.name, b.number, b.currency_id, b.unit_price, b.before
FROM bought b JOIN inventory_item i ON i.id = b.item_id JOIN masterdata_supplier s ON s.id = b.supplier_id
WHERE b.place = 1 AND b.ordered_on >= %(recent)s AND b.before > 0 AND b.unit_price > b.before * %(rise)s
ORDER BY (b.unit_price - b.before) * b.quantity DESC LIMIT %(most)s
"""
_LEADS = """
WITH took AS (
    SELECT l.item_id, o.supplier_id, avg(o.received_at::date - o.ordered_on) AS days, count(*) AS n
    FROM inventory_purchaseorderline l JOIN inventory_purchaseorder o ON o.id = l.purchase_order_id
    WHERE o.received_at >= %(year)s AND l.received > 0 GROUP BY 1, 2 HAVING count(*) >= 3)
SELECT i.sku, i.name, s.name, f.lead_time_days, t.days, t.n
FROM took t JOIN inventory_supplieritem f ON f.item_id = t.item_id AND f.supplier_id = t.supplier_id
JOIN inventory_item i ON i.id = t.item_id JOIN masterdata_supplier s ON s.id = t.supplier_id
WHERE abs(t.days - f.lead_time_days) > greatest(%(least)s, f.lead_time_days * %(share)s)
ORDER BY abs(t.days - f.lead_time_days) DESC LIMIT %(most)s
"""


@dataclass(frozen=True)
class PriceRise:
    """An item bought lately for more than a tenth above what it cost before, from the same supplier."""

    sku: str
    name: str
    supplier: str
    order: str
    currency: str
    price: Decimal
    before: Decimal

    @property
    def rise(self) -> float:
        """By which share it rose."""
        return float(self.price / self.before - 1)


@dataclass(frozen=True)
class LeadTimeGap:
    """An offer whose lead time is not what deliveries took."""

    sku: str
    name: str
    supplier: str
    offered_days: int
    taken_days: float
    deliveries: int


def price_rises(*, today: date) -> list[PriceRise]:
    """Purchases of the last quarter above the mean of the year before them, the dearest first."""
    parameters: dict[str, Any] = {
        "year": today - timedelta(days=365), "recent": today - timedelta(days=90), "rise": PRICE_RISE,
        "most": MOST,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_PRICES, parameters)
        return [PriceRise(*row) for row in cursor.fetchall()]


def lead_time_gaps(*, today: date) -> list[LeadTimeGap]:
    """Offers whose lead time differs from the last year's deliveries by days that matter."""
    parameters: dict[str, Any] = {
        "year": today - timedelta(days=365), "least": LEAD_DAYS, "share": LEAD_SHARE, "most": MOST,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_LEADS, parameters)
        return [
            LeadTimeGap(sku, name, supplier, offered, float(days), count)
            for sku, name, supplier, offered, days, count in cursor.fetchall()
        ]
