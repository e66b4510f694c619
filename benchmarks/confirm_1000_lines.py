"""One order of a thousand lines, confirmed and reserved; the statements must not grow with the lines."""

from __future__ import annotations

import time
from decimal import Decimal
from typing import Any

from benchmarks._world import BOSS, counted, make_company
from erp.core.integrity import run_checks
from orders.models import Order
from orders.services.entry import OrderInput, create_order
from orders.services.order_lines import LineInput
from orders.services.orders import confirm_order, submit_order


def _confirm(customer: int, items: list[int]) -> dict[str, Any]:
    lines = [LineInput(item_id=item, quantity=Decimal(3)) for item in items]
    with counted() as create_statements:
        started = time.perf_counter()
        order = create_order(order=OrderInput(customer_id=customer, lines=lines), actor=BOSS)
        create_seconds = time.perf_counter() - started
    submit_order(order_id=order.pk, actor=BOSS)
    with counted() as statements:
        started = time.perf_counter()
        confirm_order(order_id=order.pk, actor=BOSS)
        seconds = time.perf_counter() - started
    return {
        "lines": len(items),
        "create_seconds": round(create_seconds, 3),
        "create_statements": create_statements["statements"],
        "confirm_seconds": round(seconds, 3),
        "confirm_statements": statements["statements"],
        "state": Order.objects.get(pk=order.pk).fulfillment_state,
    }


def run(scale: int) -> dict[str, Any]:
    """Seconds and statements for ten lines and for a thousand."""
    customers, items = make_company(customers=1, items=scale or 1000, stock=100)
    few, many = _confirm(customers[0], items[:10]), _confirm(customers[0], items)
    return {
        "few": few,
        "many": many,
        "statements_grow": many["confirm_statements"] > few["confirm_statements"],
        "broken_invariants": [f.check.code for f in run_checks() if f.rows],
    }
