"""A rush order tried out against thousands of open orders that share its items."""

from __future__ import annotations

import time
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.db import connection
from django.utils import timezone

from benchmarks._world import BOSS, counted, make_company, milliseconds
from erp.masterdata.selectors.company import business_day
from inventory.models import ExpectedSupply, Item, Warehouse
from orders.services.entry import OrderInput
from orders.services.order_lines import LineInput
from orders.services.simulate import simulate_order

ORDERS = 5000
ITEMS = 5

_ORDERS_OF = """
INSERT INTO orders_order (number, customer_id, state, fulfillment_state, billing_state, held_from, priority,
    channel, customer_po, warehouse_id, currency_id, rate, promised_on, first_promised_on, is_ship_complete,
    ship_to, note, subtotal, tax, total, cost, billed, paid, custom, reason, created_at, confirmed_at, version)
SELECT 'B-' || n, %(customer)s, 'confirmed', 'awaiting_supply', 'unbilled', '', 'normal', '', '', %(warehouse)s,
    'USD', 1, %(today)s::date + 1 + n %% 60, %(today)s::date + 1 + n %% 60, false, '{}', '', 20, 0, 20, 8, 0, 0,
    '{}', '', now(), now(), 1
FROM generate_series(1, %(orders)s) n
"""
_DEMANDS_OF = """
INSERT INTO inventory_demand (source_kind, source_id, document_kind, document_id, document_number, line_no,
    customer_id, item_id, warehouse_id, due_on, promised_on, priority, quantity, reserved, shipped, cancelled,
    returned, is_held, is_ship_complete, created_at)
SELECT 'bench_line', o.id, 'order', o.id, o.number, 1, o.customer_id,
    (%(items)s::bigint[])[1 + o.id %% %(count)s], o.warehouse_id, o.promised_on, o.promised_on, 20, 2, 0, 0, 0,
    0, false, false, now()
FROM orders_order o WHERE o.number LIKE 'B-%%'
"""
_LINES_OF = """
INSERT INTO orders_orderline (order_id, line_no, item_id, demand_id, description, unit_id, unit_numerator,
    unit_denominator, quantity, base_quantity, unit_price, discount_rate, tax_rate, net, tax, unit_cost,
    billed_quantity, billed_net, billed_tax, promised_on, first_promised_on, promise_reason, custom)
SELECT d.document_id, 1, d.item_id, d.id, '', i.unit_id, 1, 1, 2, 2, 10, 0, 0, 20, 0, 4, 0, 0, 0,
    d.promised_on, d.promised_on, '[]', '{}'
FROM inventory_demand d JOIN inventory_item i ON i.id = d.item_id WHERE d.source_kind = 'bench_line'
"""


def run(scale: int) -> dict[str, Any]:
    """Milliseconds of a five-line rush whose items are all that the open orders wait for."""
    orders = scale or ORDERS
    [customer], items = make_company(customers=1, items=ITEMS, stock=0)
    _fill(orders, customer, items)
    lines = [LineInput(item_id=item, quantity=Decimal(40)) for item in items]
    order = OrderInput(customer_id=customer, lines=lines, priority="rush")
    times = []
    for _ in range(5):
        with counted() as statements:
            started = time.perf_counter()
            found = simulate_order(order=order, actor=BOSS)
            times.append(time.perf_counter() - started)
    assert found.sheet is not None
    return {
        "open_orders": orders,
        "affected": len(found.sheet.first.affected),
        "options": len(found.sheet.options),
        "statements": statements["statements"],
        **milliseconds(times),
    }


def _fill(orders: int, customer: int, items: list[int]) -> None:
    """Open orders over sixty days, and supply that comes just in time for them."""
    today = business_day(timezone.now())
    warehouse = Warehouse.objects.get(code="MAIN")
    asked: dict[str, Any] = {
        "orders": orders,
        "customer": customer,
        "warehouse": warehouse.pk,
        "items": items,
        "count": len(items),
        "today": today,
    }
    with connection.cursor() as cursor:
        for statement in (_ORDERS_OF, _DEMANDS_OF, _LINES_OF):
            cursor.execute(statement, asked)
        cursor.execute("VACUUM ANALYZE inventory_demand")
    ExpectedSupply.objects.bulk_create(
        ExpectedSupply(
            source_kind="bench",
            source_id=n * 100 + day,
            document_kind="purchase_order",
            document_id=n * 100 + day,
            document_number=f"PO-{n}-{day}",
            kind="purchase",
            item=item,
            warehouse=warehouse,
            due_on=today + timedelta(days=day),
            quantity=Decimal(2 * orders // (len(items) * 60) + 2),
        )
        for n, item in enumerate(Item.objects.filter(pk__in=items))
        for day in range(1, 61)
    )
