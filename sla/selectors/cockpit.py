"""The manager's numbers: the month in orders, what is late, what leaves, what is owed, what runs short."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import Count, DecimalField, F, Q, QuerySet, Sum, Value
from django.db.models.functions import Coalesce, TruncDate

from erp.core.actor import Actor
from erp.core.commands import declare_permission
from erp.identity.selectors.scopes import customer_scope_q
from finance.selectors.ageing import BUCKETS, VIEW_AGEING, ageing_totals
from inventory.models import Shipment
from orders.models import Order
from orders.selectors.orders import visible_orders

VIEW_COCKPIT = declare_permission("sla.view_cockpit", "See the cockpit")
TAKEN = (Order.State.SUBMITTED, Order.State.CONFIRMED, Order.State.ON_HOLD, Order.State.CLOSED)
OPEN = (Order.State.SUBMITTED, Order.State.CONFIRMED, Order.State.ON_HOLD)
GONE = (Order.Fulfillment.SHIPPED, Order.Fulfillment.DELIVERED)
ZERO = Decimal(0)
_MONEY: DecimalField[Any, Any] = DecimalField(max_digits=24, decimal_places=4)


@dataclass(frozen=True)
class Month:
    """A month's orders up to a day. Units: base currency.

    `completion` is the share of the orders promised in the span that have left in full; None when
    none was promised. `growth` compares the total with the same days of the month before.
    """

    total: Decimal
    orders: int
    average: Decimal
    growth: Decimal | None
    completion: Decimal | None
    promised: int
    completed: int


def _value() -> Coalesce:
    return Coalesce(Sum(F("total") * F("rate"), output_field=_MONEY), Value(ZERO), output_field=_MONEY)


def _span(first: date, last: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    start = datetime(first.year, first.month, first.day, tzinfo=zone)
    return start, datetime(last.year, last.month, last.day, tzinfo=zone) + timedelta(days=1)


def month_so_far(actor: Actor, *, today: date, zone: ZoneInfo) -> Month:
    """The present month up to today, beside the same days of the month before; two queries."""
    first = today.replace(day=1)
    last_month_end = first - timedelta(days=1)
    before_first = last_month_end.replace(day=1)
    before_last = min(before_first + (today - first), last_month_end)
    now, then = _span(first, today, zone), _span(before_first, before_last, zone)
    rows = visible_orders(actor).filter(state__in=TAKEN)
    sums = rows.filter(created_at__gte=then[0], created_at__lt=now[1]).aggregate(
        value=Coalesce(
            Sum(F("total") * F("rate"), filter=Q(created_at__gte=now[0]), output_field=_MONEY),
            Value(ZERO),
            output_field=_MONEY,
        ),
        orders=Count("pk", filter=Q(created_at__gte=now[0])),
        before=Coalesce(
            Sum(F("total") * F("rate"), filter=Q(created_at__lt=then[1]), output_field=_MONEY),
            Value(ZERO),
            output_field=_MONEY,
        ),
    )
    due = rows.filter(promised_on__gte=first, promised_on__lte=today).aggregate(
        promised=Count("pk"), completed=Count("pk", filter=Q(fulfillment_state__in=GONE))
    )
    total, count, before = sums["value"], sums["orders"], sums["before"]
    return Month(
        total=total,
        orders=count,
        average=total / count if count else ZERO,
        growth=(total - before) / before if before else None,
        completion=Decimal(due["completed"]) / due["promised"] if due["promised"] else None,
        promised=due["promised"],
        completed=due["completed"],
    )


def daily_totals(actor: Actor, *, today: date, days: int, zone: ZoneInfo) -> list[tuple[date, Decimal, int]]:
    """Order total and number of orders for each of the last days, days without orders included."""
    first = today - timedelta(days=days - 1)
    start, end = _span(first, today, zone)
    rows = (
        visible_orders(actor)
        .filter(state__in=TAKEN, created_at__gte=start, created_at__lt=end)
        .annotate(day=TruncDate("created_at", tzinfo=zone))
        .values("day")
        .annotate(value=_value(), orders=Count("pk"))
        .order_by("day")
    )
    found = {row["day"]: (row["value"], row["orders"]) for row in rows}
    span = [first + timedelta(days=n) for n in range(days)]
    return [(day, *found.get(day, (ZERO, 0))) for day in span]


def open_orders_by_fulfillment(actor: Actor) -> dict[str, int]:
    """How many open orders stand in each fulfillment state; confirmed and held ones."""
    rows = (
        visible_orders(actor)
        .filter(state__in=(Order.State.CONFIRMED, Order.State.ON_HOLD))
        .order_by()
        .values("fulfillment_state")
        .annotate(orders=Count("pk"))
    )
    return {row["fulfillment_state"]: row["orders"] for row in rows}


def orders_by_state(actor: Actor) -> dict[str, int]:
    """How many orders wait in each state before they are closed."""
    rows = (
        visible_orders(actor)
        .filter(state__in=(Order.State.DRAFT, *OPEN))
        .order_by()
        .values("state")
        .annotate(orders=Count("pk"))
    )
    return {row["state"]: row["orders"] for row in rows}


def late_orders(actor: Actor, *, today: date) -> QuerySet[Order]:
    """Open orders past their promise that have not left, the latest first."""
    return (
        visible_orders(actor)
        .filter(state__in=OPEN, promised_on__lt=today)
        .exclude(fulfillment_state__in=GONE)
        .order_by("promised_on", "pk")
    )


def shipments_today(actor: Actor, *, today: date, zone: ZoneInfo) -> dict[str, int]:
    """Shipments that left today, and those that wait in the warehouse."""
    if not actor.has("inventory.view_shipment"):
        return {}
    start, end = _span(today, today, zone)
    rows = Shipment.objects.filter(customer_scope_q(actor))
    return rows.aggregate(
        left=Count("pk", filter=Q(shipped_at__gte=start, shipped_at__lt=end)),
        picking=Count("pk", filter=Q(state__in=("released", "picking", "picked"))),
        packed=Count("pk", filter=Q(state="packed")),
    )


def receivables(actor: Actor, *, today: date) -> dict[str, Decimal]:
    """What customers owe by how long it is overdue, in the base currency; nothing without the right."""
    if not actor.has(VIEW_AGEING):
        return {}
    totals = ageing_totals(actor, as_of=today)
    return {name: totals[name] for name in BUCKETS}


@dataclass(frozen=True)
class ShortItem:
    """An item whose available stock is below its safety stock. Units: base units."""

    sku: str
    name: str
    unit: str
    available: Decimal
    safety_stock: Decimal
    coming: Decimal


_SHORT = """
WITH free AS (
    SELECT b.item_id, sum(b.on_hand - b.reserved) AS available FROM inventory_balance b
    JOIN inventory_location l ON l.id = b.location_id AND l.is_usable GROUP BY 1),
coming AS (
    SELECT item_id, sum(quantity - received) AS quantity FROM inventory_expectedsupply
    WHERE is_open AND quantity > received GROUP BY 1)
SELECT i.sku, i.name, u.code, coalesce(f.available, 0), i.safety_stock, coalesce(c.quantity, 0),
       count(*) OVER ()
FROM inventory_item i JOIN masterdata_unit u ON u.id = i.unit_id
LEFT JOIN free f ON f.item_id = i.id LEFT JOIN coming c ON c.item_id = i.id
WHERE i.is_active AND i.kind = 'stocked' AND i.safety_stock > 0 AND coalesce(f.available, 0) < i.safety_stock
ORDER BY coalesce(f.available, 0) / i.safety_stock, i.sku LIMIT %s
"""


def below_safety(actor: Actor, *, limit: int) -> tuple[list[ShortItem], int]:
    """Items below their safety stock, the shortest first, and how many there are in all."""
    if not actor.has("inventory.view_stock"):
        return [], 0
    with connection.cursor() as cursor:
        cursor.execute(_SHORT, [limit])
        rows = cursor.fetchall()
    return [ShortItem(*row[:6]) for row in rows], rows[0][6] if rows else 0


def best_customers(actor: Actor, *, today: date, days: int, limit: int) -> list[dict[str, Any]]:
    """The customers who ordered most in the last days: code, name, value in the base currency, orders."""
    found = (
        visible_orders(actor)
        .filter(state__in=TAKEN, created_at__date__gte=today - timedelta(days=days))
        .order_by()
        .values("customer__code", "customer__name")
        .annotate(value=_value(), orders=Count("pk"))
        .order_by("-value")[:limit]
    )
    return [dict(row) for row in found]
