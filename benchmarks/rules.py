"""Rules: events asked about by fifty rules in force, end to end from the outbox, on one worker."""

from __future__ import annotations

import time
from decimal import Decimal
from typing import Any

from django.utils import timezone

from benchmarks._world import BOSS, make_company
from erp.core.commands import at_door
from erp.core.events import emit
from erp.core.models import OutboxMessage
from erp.core.outbox import relay_batches
from erp.core.refs import DocumentRef
from erp.rules.models import RuleExecution
from erp.rules.services.rules import RULES as RULE_KIND
from erp.rules.services.versions import create_definition, publish_version
from orders.events import OrderSubmitted
from orders.services.entry import OrderInput, create_order
from orders.services.order_lines import LineInput

RULES, EVENTS, ORDERS = 50, 2_000, 500
FIRING = 50  # every so many orders are large enough for one of the rules


def run(scale: int) -> dict[str, Any]:
    """Events about orders, fifty rules that listen, one event in fifty fires one; target: 1,000 a second.

    `events_per_cpu_second` counts the worker's own processor time, without waiting for a busy machine.
    """
    events = scale or EVENTS
    customers, items = make_company(customers=10, items=5)
    orders = [
        create_order(
            order=OrderInput(
                customer_id=customers[n % 10],
                lines=[LineInput(item_id=items[n % 5], quantity=Decimal(1 if n % FIRING else 100_000))],
            ),
            actor=BOSS,
        ).ref
        for n in range(ORDERS)
    ]
    for number in range(RULES):
        _rule(number)
    OutboxMessage.objects.all().delete()
    for start in range(0, events, 500):
        at_door(lambda first=start: _tell(orders, range(first, min(first + 500, events))))  # type: ignore[misc]  # the default binds the loop's value
    started, cpu = time.perf_counter(), time.process_time()
    done = 0
    while batch := relay_batches():
        done += batch
    seconds, cpu = time.perf_counter() - started, time.process_time() - cpu
    return {
        "rules": RULES,
        "events": done,
        "fired": RuleExecution.objects.count(),
        "events_per_second": round(done / seconds),
        "events_per_cpu_second": round(done / cpu),
        "target_events_per_second": 1000,
    }


def _tell(orders: list[DocumentRef], numbers: range) -> None:
    for number in numbers:
        event = OrderSubmitted(document=orders[number % len(orders)], total=Decimal(number))
        emit(event, actor=BOSS, at=timezone.now())


def _rule(number: int) -> None:
    content = {
        "subject": "order",
        "trigger": {"type": "event", "events": ["order.submitted"]},
        "conditions": {
            "match": "all",
            "tests": [
                {"fact": "order.total", "op": "ge", "value": 100_000 + 10_000_000_000 * number},
                {"fact": "customer.credit_grade", "op": "not_one_of", "value": ["C", "D"]},
                {"fact": "order.priority", "op": "ne", "value": "rush"},
            ],
            "expression": "",
        },
        "actions": [{"key": "rules.mark_exception", "input": {"text": "benchmark"}}],
        "limits": {"per_hour": 100_000},
    }
    rule = create_definition(
        kind=RULE_KIND,
        values={"code": f"benchmark-{number}", "name": f"B {number}"},
        content=content,
        actor=BOSS,
    )
    publish_version(kind=RULE_KIND, pk=rule.pk, actor=BOSS)
