"""A case of thirteen nodes with gateways, automatic from start to end: statements per node, time per case."""

from __future__ import annotations

import time
from typing import Any

from django.utils import timezone

from benchmarks._world import BOSS, counted, make_company, milliseconds
from erp.core.integrity import run_checks
from erp.core.outbox import relay
from erp.core.palette import lend_action
from erp.core.refs import DocumentRef
from erp.processes.models import Case, StepLog
from erp.processes.services.definitions import create_process, publish_process
from erp.processes.services.running import run_case
from erp.processes.services.starting import start_case
from orders.models import Order
from orders.services.entry import LineInput, OrderInput, create_order

CASES = 200
CODE = "bench_thirteen"


@lend_action("bench.nothing", "Nothing", subjects=["order"])
def nothing(subject: DocumentRef, **values: Any) -> None:
    """Do nothing, so that only the engine is measured."""


def drawing() -> dict[str, Any]:
    """Start, nine actions, two gateways, end: thirteen nodes on the way."""
    names = ["a1", "a2", "g1", "a3", "a4", "a5", "g2", "a6", "a7", "a8", "a9"]
    nodes: list[dict[str, Any]] = [{"id": "start", "type": "start"}]
    for name in names:
        if name.startswith("g"):
            nodes.append({"id": name, "type": "gateway", "name": name})
        else:
            nodes.append({"id": name, "type": "action", "name": name, "action": "bench.nothing"})
    nodes.append({"id": "end", "type": "end"})
    ids = [node["id"] for node in nodes]
    edges = []
    for before, after in zip(ids, ids[1:], strict=False):
        if before.startswith("g"):
            edges.append({"from": before, "to": after, "condition": "order.total >= 0"})
            edges.append({"from": before, "to": "end", "otherwise": True})
        else:
            edges.append({"from": before, "to": after})
    return {"nodes": nodes, "edges": edges}


def _orders(count: int, customer: int, item: int) -> list[Order]:
    line = LineInput(item_id=item, quantity=1)  # type: ignore[arg-type]  # a whole number serves here
    return [
        create_order(order=OrderInput(customer_id=customer, lines=[line]), actor=BOSS) for _ in range(count)
    ]


def _through(order: Order) -> None:
    case = start_case(code=CODE, subject=order.ref, actor=BOSS, at=timezone.now())
    run_case(case, subject=order.ref)


def run(scale: int) -> dict[str, Any]:
    """Statements per node and milliseconds per case, the engine's own work alone."""
    count = scale or CASES
    [customer], [item] = make_company(customers=1, items=1, stock=0)
    definition = create_process(code=CODE, name="Thirteen", subject_kind="order", graph=drawing(), actor=BOSS)
    publish_process(definition_id=definition.pk, actor=BOSS)
    orders = _orders(count + 6, customer, item)
    for order in orders[:5]:
        _through(order)
    with counted() as statements:
        _through(orders[5])
    visits = StepLog.objects.filter(case__subject_id=orders[5].pk).count()
    times, cpu = [], time.process_time()
    for order in orders[6:]:
        began = time.perf_counter()
        _through(order)
        times.append(time.perf_counter() - began)
    cpu = time.process_time() - cpu
    relay(seconds=5)
    return {
        "cases": count,
        "completed": Case.objects.filter(state="completed").count(),
        "nodes_per_case": visits,
        "statements_per_case": statements["statements"],
        "statements_per_node": round(statements["statements"] / visits, 2),
        "client_cpu_ms_per_case": round(cpu / len(times) * 1000, 2),
        "mean_ms": round(sum(times) / len(times) * 1000, 2),
        **milliseconds(times),
        "broken_invariants": [finding.check.code for finding in run_checks() if finding.rows],
    }
