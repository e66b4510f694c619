"""One receipt for a thousand orders that wait for it."""

from __future__ import annotations

import time
from collections import Counter
from decimal import Decimal
from typing import Any

from django.db import reset_queries

from benchmarks._world import BOSS, counted, make_company
from erp.core.integrity import run_checks
from erp.core.outbox import relay
from inventory.models import Item, Warehouse
from inventory.services.backorders import fill_backorders
from inventory.services.stock import receive_stock
from orders.models import Order
from orders.services.entry import OrderInput, create_order
from orders.services.order_lines import LineInput
from orders.services.orders import confirm_order, submit_order


def run(scale: int) -> dict[str, Any]:
    """How long it takes from the receipt until every waiting order is allocated, and in how many statements."""
    orders = scale or 1000
    customers, [item_id] = make_company(customers=50, items=1, stock=0)
    item, warehouse = Item.objects.get(pk=item_id), Warehouse.objects.get(code="MAIN")
    for n in range(orders):
        lines = [LineInput(item_id=item_id, quantity=Decimal(1 + n % 3))]
        order = create_order(order=OrderInput(customer_id=customers[n % 50], lines=lines), actor=BOSS)
        submit_order(order_id=order.pk, actor=BOSS)
        confirm_order(order_id=order.pk, actor=BOSS)
    while relay(seconds=60.0):
        pass
    quantity = Decimal(orders * 3)
    receive_stock(item=item, warehouse=warehouse, quantity=quantity, reason="bench", actor=BOSS)
    reset_queries()  # the log is short, and what is counted is the refill
    started = time.perf_counter()
    with counted() as statements:
        served = fill_backorders(warehouse_id=warehouse.pk, item_ids=[item_id])
    seconds = time.perf_counter() - started
    while relay(seconds=60.0):
        pass
    return {
        "orders": orders,
        "served": served,
        "seconds": round(seconds, 3),
        "statements": statements["statements"],
        "fulfillment": dict(Counter(Order.objects.values_list("fulfillment_state", flat=True))),
        "broken_invariants": [found.check.code for found in run_checks() if found.rows],
    }
