"""The company that the benchmarks work with, and how their work is measured."""

from __future__ import annotations

import multiprocessing
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from erp.core.actor import Actor, RowScope
from erp.masterdata.models import Customer, Unit
from finance.models import CreditAccount
from inventory.models import Item, Warehouse
from inventory.services.stock import receive_stock

BOSS = Actor(
    kind="user",
    label="bench",
    roles=("administrator",),
    permissions=frozenset({"*"}),
    scope=RowScope(kind="all"),
)


def tell(text: str) -> None:
    """How far a benchmark is, for whoever waits; its result alone goes to standard output."""
    sys.stderr.write(f"    {text}\n")
    sys.stderr.flush()


def make_company(*, customers: int, items: int, stock: int = 1_000_000) -> tuple[list[int], list[int]]:
    """Customers with ample credit and items with ample stock; gives their keys."""
    unit = Unit.objects.get(code="pcs")
    warehouse = Warehouse.objects.get(code="MAIN")
    people = Customer.objects.bulk_create(
        Customer(code=f"B-{n}", name=f"Customer {n}", currency_id="USD") for n in range(customers)
    )
    CreditAccount.objects.bulk_create(
        CreditAccount(customer=customer, grade="A", limit=Decimal(10**12)) for customer in people
    )
    goods = Item.objects.bulk_create(
        Item(
            sku=f"B-{n}",
            name=f"Item {n}",
            unit=unit,
            list_price=Decimal("9.99"),
            standard_cost=Decimal("4"),
            lead_time_days=5,
        )
        for n in range(items)
    )
    if stock:
        for item in goods:
            receive_stock(item=item, warehouse=warehouse, quantity=Decimal(stock), reason="bench", actor=BOSS)
    return [c.pk for c in people], [i.pk for i in goods]


def percentile(values: list[float], share: float) -> float:
    """The value that a share of the values does not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def milliseconds(values: list[float]) -> dict[str, float]:
    """Median and 95th percentile in milliseconds."""
    return {
        "median_ms": round(statistics.median(values) * 1000, 2),
        "p95_ms": round(percentile(values, 0.95) * 1000, 2),
    }


@contextmanager
def counted() -> Iterator[dict[str, int]]:
    """Count statements, with and without the opening and closing of transactions."""
    result = {"statements": 0, "with_transactions": 0}
    with CaptureQueriesContext(connection) as captured:
        yield result
    statements = [q["sql"].strip().upper() for q in captured.captured_queries]
    result["with_transactions"] = len(statements)
    result["statements"] = len([s for s in statements if not s.startswith(("BEGIN", "COMMIT", "ROLLBACK"))])


def timed_page(client: Client, address: str) -> dict[str, Any]:
    """Milliseconds and statements of one address, asked for again and again by a signed-in client."""
    client.get(address)
    with counted() as statements:
        answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code, answer.content[:300])
    times = []
    for _ in range(15):
        started = time.perf_counter()
        client.get(address)
        times.append(time.perf_counter() - started)
    return {"statements": statements["statements"], **milliseconds(times)}


def deadlocks() -> int:
    """Deadlocks that the server has counted in this database."""
    time.sleep(1.2)  # the server publishes its counters about once a second
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_force_next_flush()")
        cursor.execute("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
        return int(cursor.fetchone()[0])


def _enter(work: Callable[..., Any], arguments: tuple[Any, ...], results: Any) -> None:
    connections.close_all()
    try:
        results.put(("ok", work(*arguments)))
    except Exception as error:  # noqa: BLE001 -- reported by the parent
        results.put(("error", f"{type(error).__name__}: {error}"))
    finally:
        connections.close_all()


def in_processes(work: Callable[..., Any], arguments: list[tuple[Any, ...]]) -> tuple[list[Any], float]:
    """Run work in one process per argument tuple; gives the results and the seconds from start to end.

    Raises: RuntimeError when one of them failed.
    """
    connections.close_all()
    context = multiprocessing.get_context("fork")
    results = context.Queue()
    processes = [context.Process(target=_enter, args=(work, a, results)) for a in arguments]
    started = time.perf_counter()
    for process in processes:
        process.start()
    outcomes = [results.get() for _ in processes]
    for process in processes:
        process.join()
    seconds = time.perf_counter() - started
    failures = [value for kind, value in outcomes if kind == "error"]
    if failures:
        raise RuntimeError("; ".join(failures))
    return [value for _kind, value in outcomes], seconds
