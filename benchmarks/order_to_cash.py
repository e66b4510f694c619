"""Orders of three lines from entry to payment, in process: one worker, two workers, and the hot spot.

Beside them by turns the same as bare SQL: machines and their hours differ, the share of it tells."""

from __future__ import annotations

import random
import time
from collections import defaultdict
from decimal import Decimal
from typing import Any

from django.utils import timezone

from benchmarks._bare import bare_order, bare_rate, make_bare
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

ORDERS, HOT_ORDERS = 200, 300
ROUNDS = 4  # what is compared takes turns, so that neither has the better hour of a busy machine
WARM = 5  # orders before the clock starts: a worker prepares its statements once in its life


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


def timed_work(
    seed: int, orders: int, customers: list[int], items: list[int]
) -> tuple[dict[str, float], float]:
    """The same by a worker that has worked before; gives the seconds it took as well."""
    work(seed + 1000, WARM, customers, items)
    started = time.perf_counter()
    stages = work(seed, orders, customers, items)
    return stages, time.perf_counter() - started


class Tally:
    """Orders, seconds and stages of one way to work, summed over its turns."""

    def __init__(self, workers: int, customers: list[int], items: list[int]) -> None:
        """Nothing done yet."""
        self.workers, self.customers, self.items = workers, customers, items
        self.orders, self.seconds, self.deadlocks = 0, 0.0, 0
        self.stages: dict[str, float] = defaultdict(float)

    def turn(self, orders: int, seed: int) -> None:
        """Do so many more orders, shared among the workers."""
        before = deadlocks()
        share = orders // self.workers
        arguments = [(seed * 100 + n, share, self.customers, self.items) for n in range(self.workers)]
        results, _elapsed = in_processes(timed_work, arguments)
        self.orders += share * self.workers
        self.seconds += sum(seconds for _stages, seconds in results) / self.workers
        for stages, _seconds in results:
            for stage, spent in stages.items():
                self.stages[stage] += spent
        self.deadlocks += deadlocks() - before

    @property
    def rate(self) -> float:
        """Orders per second."""
        return self.orders / self.seconds

    def told(self) -> dict[str, Any]:
        """What the benchmark says of it."""
        return {
            "orders": self.orders,
            "orders_per_second": round(self.rate, 1),
            "stage_ms": {stage: round(spent / self.orders * 1000, 2) for stage, spent in self.stages.items()},
            "deadlocks": self.deadlocks,
        }


def _without_processes() -> None:
    ProcessDefinition.objects.update(is_active=False)
    ProcessVersion.objects.filter(state="published").update(state="retired")
    Case.objects.filter(state="running").update(state="cancelled", live=0, ended_at=timezone.now())
    Token.objects.exclude(state="done").update(state="done")
    forget_drawings()


def _with_process(orders: int, customers: list[int], items: list[int]) -> dict[str, Any]:
    """The shipped order process and its clocks on and off by turns."""
    publish_shipped(codes=("order_fulfillment",))
    published = list(ProcessVersion.objects.filter(state="published").values_list("pk", flat=True))
    work(97, WARM, customers, items)
    with counted() as statements:
        work(96, 1, customers, items)
    drawn, plain = Tally(1, customers, items), Tally(1, customers, items)
    for turn in range(ROUNDS):
        drawn.turn(orders // 2, seed=turn)
        _without_processes()
        plain.turn(orders // 2, seed=turn)
        ProcessDefinition.objects.update(is_active=True)
        ProcessVersion.objects.filter(pk__in=published).update(state="published")
        forget_drawings()
    _without_processes()
    return {
        "statements_per_order": statements["statements"] - 1,
        "orders_per_second": round(drawn.rate, 1),
        "without_by_turns": round(plain.rate, 1),
        "share_kept": round(drawn.rate / plain.rate, 3),
    }


def run(scale: int) -> dict[str, Any]:
    """Rates, stages, statements and deadlocks; the books are proven afterwards."""
    orders = scale or ORDERS
    customers, items = make_company(customers=1000, items=10)
    work(99, WARM, customers, items)
    with counted() as statements:
        work(98, 1, customers, items)
    one, two = Tally(1, customers, items), Tally(2, customers, items)
    hot = Tally(2, customers[:1], items[:3])
    make_bare()
    bare_statements, bare = bare_order(0, [0, 1, 2]), []
    for turn in range(ROUNDS):
        bare += in_processes(bare_rate, [(turn, orders // ROUNDS)])[0]
        one.turn(orders // ROUNDS, seed=turn)
        two.turn(orders // ROUNDS, seed=10 + turn)
        hot.turn((scale or HOT_ORDERS) // ROUNDS, seed=20 + turn)
    with_process = _with_process(orders, customers, items)
    return {
        "statements_per_order": statements["statements"] - 1,
        "statements_with_begin_and_commit": statements["with_transactions"] - 1,
        "bare_sql": {"statements": bare_statements, "orders_per_second": round(sum(bare) / ROUNDS, 1)},
        "share_of_bare_sql": round(one.rate / (sum(bare) / ROUNDS), 3),
        "one_worker": one.told(),
        "two_workers": two.told(),
        "with_the_drawn_process": with_process,
        "two_to_one": round(two.rate / one.rate, 2),
        "one_customer_three_items_two_workers": hot.told(),
        "hot_to_usual": round(hot.rate / two.rate, 2),
        "broken_invariants": [f.check.code for f in run_checks() if f.rows],
    }
