"""Orders of three lines from entry to payment, in process: one worker, two workers, and the hot spot."""

from __future__ import annotations

import random
import time
from collections import defaultdict
from decimal import Decimal
from typing import Any

from django.utils import timezone

from benchmarks._world import BOSS, counted, deadlocks, in_processes, make_company
from erp.core.integrity import run_checks
from erp.processes.models import Case, ProcessDefinition, ProcessVersion, Token
from erp.processes.selectors.definitions import forget_drawings
from erp.processes.services.shipped import publish_shipped
from finance.models import Invoice
from finance.services.payments import record_payment
from inventory.services.dispatch import ship_shipment
from inventory.services.packing import pack_shipment
from inventory.services.picking import pick_shipment
from inventory.services.releases import release_shipments
from orders.services.entry import OrderInput, create_order
from orders.services.order_lines import LineInput
from orders.services.orders import confirm_order, submit_order

ORDERS = 200
HOT_ORDERS = 300


def order_to_cash(customer: int, items: list[int], stages: dict[str, float]) -> None:
    """One order through its eight transactions, each stage timed."""
    clock = time.perf_counter()

    def lap(stage: str) -> None:
        nonlocal clock
        now = time.perf_counter()
        stages[stage] += now - clock
        clock = now

    lines = [LineInput(item_id=item, quantity=Decimal(2)) for item in items]
    order = create_order(order=OrderInput(customer_id=customer, lines=lines), actor=BOSS)
    lap("create")
    submit_order(order_id=order.pk, actor=BOSS)
    lap("submit")
    confirm_order(order_id=order.pk, actor=BOSS)
    lap("confirm")
    [shipment] = release_shipments(document=order.ref, actor=BOSS)
    lap("release")
    pick_shipment(shipment_id=shipment.pk, actor=BOSS)
    lap("pick")
    pack_shipment(shipment_id=shipment.pk, actor=BOSS)
    lap("pack")
    ship_shipment(shipment_id=shipment.pk, actor=BOSS, carrier="UPS", tracking_number=order.number)
    lap("ship")
    invoice_id, total = Invoice.objects.values_list("pk", "total").get(document_id=order.pk)
    lap("read_invoice")
    record_payment(
        customer_id=customer, amount=total, currency="USD", allocations=[(invoice_id, total)], actor=BOSS
    )
    lap("pay")


def work(seed: int, orders: int, customers: list[int], items: list[int]) -> dict[str, float]:
    """A worker's share of the orders; gives the seconds per stage."""
    chance = random.Random(seed)
    stages: dict[str, float] = defaultdict(float)
    for _ in range(orders):
        order_to_cash(chance.choice(customers), chance.sample(items, 3), stages)
    return dict(stages)


def _rate(workers: int, orders: int, customers: list[int], items: list[int]) -> dict[str, Any]:
    before = deadlocks()
    arguments = [(seed, orders // workers, customers, items) for seed in range(workers)]
    results, seconds = in_processes(work, arguments)
    total: dict[str, float] = defaultdict(float)
    for stages in results:
        for stage, spent in stages.items():
            total[stage] += spent
    done = orders // workers * workers
    return {
        "orders": done,
        "orders_per_second": round(done / seconds, 1),
        "stage_ms": {stage: round(spent / done * 1000, 2) for stage, spent in total.items()},
        "deadlocks": deadlocks() - before,
    }


def _with_process(orders: int, customers: list[int], items: list[int]) -> dict[str, Any]:
    """The same with the shipped order process and its clocks on, and again without it right after."""
    publish_shipped(codes=("order_fulfillment",))
    work(97, 5, customers, items)
    with counted() as statements:
        work(96, 1, customers, items)
    rate = _rate(1, orders, customers, items)["orders_per_second"]
    ProcessDefinition.objects.update(is_active=False)
    ProcessVersion.objects.update(state=ProcessVersion.State.RETIRED)
    Case.objects.update(state="cancelled", live=0, ended_at=timezone.now())
    Token.objects.update(state="done")
    forget_drawings()
    plain = _rate(1, orders, customers, items)["orders_per_second"]
    return {
        "statements_per_order": statements["statements"] - 1,
        "orders_per_second": rate,
        "without_right_after": plain,
        "share_kept": round(rate / plain, 3),
    }


def run(scale: int) -> dict[str, Any]:
    """Rates, stages, statements and deadlocks; the books are proven afterwards."""
    orders = scale or ORDERS
    customers, items = make_company(customers=1000, items=10)
    work(99, 5, customers, items)
    with counted() as statements:
        work(98, 1, customers, items)
    one = _rate(1, orders, customers, items)
    two = _rate(2, orders, customers, items)
    with_process = _with_process(orders, customers, items)
    hot = _rate(2, HOT_ORDERS if not scale else orders, customers[:1], items[:3])
    return {
        "statements_per_order": statements["statements"] - 1,
        "statements_with_begin_and_commit": statements["with_transactions"] - 1,
        "one_worker": one,
        "two_workers": two,
        "with_the_drawn_process": with_process,
        "two_to_one": round(two["orders_per_second"] / one["orders_per_second"], 2),
        "one_customer_three_items_two_workers": hot,
        "hot_to_usual": round(hot["orders_per_second"] / two["orders_per_second"], 2),
        "broken_invariants": [f.check.code for f in run_checks() if f.rows],
    }
