"""A wave of 500 lines: how long gathering it and handing it to the pickers take."""

from __future__ import annotations

import time
from decimal import Decimal
from typing import Any

from benchmarks._world import BOSS, make_company, percentile
from inventory.models import ShipmentLine, Warehouse
from inventory.services.releases import ShippingTerms
from inventory.services.waves import create_wave, release_wave
from orders.models import Order
from orders.services.entry import OrderInput, create_order
from orders.services.order_lines import LineInput
from orders.services.orders import confirm_order, submit_order

ROUNDS, LINES_PER_ORDER, LINES = 3, 5, 500


def run(scale: int) -> dict[str, Any]:
    """Waves of 500 lines (or `scale` of them), five an order; target: released in at most 2 s."""
    count = max(1, (scale or LINES) // LINES_PER_ORDER)
    customers, items = make_company(customers=20, items=200)
    warehouse = Warehouse.objects.get(code="MAIN")
    gathered, released = [], []
    for number in range(ROUNDS):
        orders = [_confirmed(customers, items, number * count + place) for place in range(count)]
        documents = [(order.ref, ShippingTerms(ship_to=order.ship_to)) for order in orders]
        started = time.perf_counter()
        wave = create_wave(warehouse=warehouse, documents=documents, actor=BOSS)
        middle = time.perf_counter()
        release_wave(wave_id=wave.pk, actor=BOSS)
        released.append(time.perf_counter() - middle)
        gathered.append(middle - started)
        lines = ShipmentLine.objects.filter(shipment__wave=wave).count()
    return {
        "name": "wave_release",
        "lines": lines,
        "shipments": count,
        "gather_ms": round(percentile(gathered, 0.5) * 1000, 1),
        "release_ms": round(percentile(released, 0.5) * 1000, 1),
        "worst_ms": round(max(a + b for a, b in zip(gathered, released, strict=True)) * 1000, 1),
        "target_ms": 2000,
    }


def _confirmed(customers: list[int], items: list[int], number: int) -> Order:
    first = number * LINES_PER_ORDER
    chosen = [items[(first + place) % len(items)] for place in range(LINES_PER_ORDER)]
    lines = [LineInput(item_id=pk, quantity=Decimal(2)) for pk in chosen]
    order = create_order(
        order=OrderInput(customer_id=customers[number % len(customers)], lines=lines), actor=BOSS
    )
    submit_order(order_id=order.pk, actor=BOSS)
    confirm_order(order_id=order.pk, actor=BOSS)
    return Order.objects.get(pk=order.pk)
