"""A hundred orders in parallel for ten units."""

from __future__ import annotations

import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from typing import Any

from django.db import connections

from benchmarks._world import BOSS, deadlocks, make_company, milliseconds, tell
from erp.core.integrity import run_checks
from inventory.models import Balance, Item, Warehouse
from inventory.services.stock import receive_stock
from orders.models import Order
from orders.services.entry import OrderInput, create_order
from orders.services.order_lines import LineInput
from orders.services.orders import confirm_order, submit_order

UNITS = 10
PARALLEL = 16


def run(scale: int) -> dict[str, Any]:
    """How long a confirmation takes under contention, and who got the goods."""
    orders = scale or 100
    customers, [item] = make_company(customers=20, items=1, stock=0)
    receive_stock(
        item=Item.objects.get(pk=item),
        warehouse=Warehouse.objects.get(code="MAIN"),
        quantity=Decimal(UNITS),
        reason="bench",
        actor=BOSS,
    )
    keys = []
    for n in range(orders):
        lines = [LineInput(item_id=item, quantity=Decimal(1))]
        order = create_order(order=OrderInput(customer_id=customers[n % 20], lines=lines), actor=BOSS)
        submit_order(order_id=order.pk, actor=BOSS)
        keys.append(order.pk)
        if len(keys) % 25 == 0:
            tell(f"{len(keys)} of {orders} orders entered")
    before = deadlocks()

    def confirm(pk: int) -> float:
        started = time.perf_counter()
        try:
            confirm_order(order_id=pk, actor=BOSS)
        finally:
            connections.close_all()
        return time.perf_counter() - started

    started = time.perf_counter()
    times: list[float] = []
    with ThreadPoolExecutor(PARALLEL) as pool:
        for seconds in pool.map(confirm, keys):
            times.append(seconds)
            if len(times) % 25 == 0:
                tell(f"{len(times)} of {orders} orders confirmed")
    took = time.perf_counter() - started
    tell("looking at every invariant")
    return {
        "orders": orders,
        "units": UNITS,
        "seconds": round(took, 2),
        **milliseconds(times),
        "fulfillment": dict(Counter(Order.objects.values_list("fulfillment_state", flat=True))),
        "reserved": Balance.objects.get(item_id=item).reserved,
        "deadlocks": deadlocks() - before,
        "broken_invariants": [f.check.code for f in run_checks() if f.rows],
    }
