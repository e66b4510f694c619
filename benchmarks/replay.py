"""A draft tried on ten thousand orders of the past, beside the version in force."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Any

from django.db import connection
from django.utils import timezone

from benchmarks._world import BOSS, counted, make_company
from benchmarks.order_list import _FILL
from erp.identity.selectors.actors import actor_for
from erp.identity.services.users import make_administrator
from erp.processes.models import ProcessDefinition
from erp.processes.services.definitions import save_draft
from erp.processes.services.replays import ask_replay, run_replay
from erp.processes.services.shipped import publish_shipped

ORDERS = 10_000
_NEWS = """
INSERT INTO core_event (uid, at, name, document_kind, document_id, document_number, about_kind, about_id,
    about_number, actor_kind, actor_id, actor_label, actor_via, request_id, facts, changes)
SELECT gen_random_uuid(),
    now() - interval '90 days' + (o.n % 80) * interval '1 day' + step.after * interval '1 hour', step.name, 'order', o.id, o.number, 'order', o.id, o.number, 'system', NULL, 'bench', '', '', '{}',
    step.changes::jsonb
FROM (SELECT id, number, row_number() OVER (ORDER BY id) AS n FROM orders_order) o,
     (VALUES (0, 'order.submitted', '{"state": ["draft", "submitted"]}'),
             (1, 'order.confirmed', '{"state": ["submitted", "confirmed"]}'),
             (9, 'order.allocated', '{}'), (20, 'shipment.picked', '{}'), (21, 'shipment.packed', '{}'),
             (22, 'shipment.shipped', '{"fulfillment_state": ["packed", "shipped"]}'),
             (22, 'invoice.issued', '{}'),
             (60, 'shipment.delivered', '{"fulfillment_state": ["shipped", "delivered"]}'),
             (90, 'invoice.paid', '{"billing_state": ["billed", "paid"]}'),
             (91, 'order.closed', '{"state": ["confirmed", "closed"]}')) AS step (after, name, changes)
ORDER BY o.id, step.after
"""


def run(scale: int) -> dict[str, Any]:
    """Seconds for both versions together, of which the process computed, and statements."""
    orders = scale or ORDERS
    customers, _items = make_company(customers=1000, items=1, stock=0)
    with connection.cursor() as cursor:
        cursor.execute(_FILL, {"customers": customers, "count": len(customers), "orders": orders})
        cursor.execute(_NEWS)
        cursor.execute("ANALYZE core_event")
    publish_shipped(codes=("order_fulfillment",))
    process = ProcessDefinition.objects.get(code="order_fulfillment")
    graph = process.versions.get(state="published").graph
    nodes = [
        {**node, "entry": "order.total > 50"} if node["id"] == "technical" else node
        for node in graph["nodes"]
    ]
    save_draft(definition_id=process.pk, graph={**graph, "nodes": nodes}, actor=BOSS)
    now = timezone.now()
    asked = ask_replay(
        definition_id=process.pk,
        since=now - timedelta(days=120),
        until=now,
        limit=orders,
        actor=actor_for(make_administrator()),
    )
    started, computed = time.perf_counter(), time.process_time()
    with counted() as statements:
        run_replay(asked.pk)
    asked.refresh_from_db()
    return {
        "orders": asked.total,
        "state": asked.state,
        "seconds": round(time.perf_counter() - started, 1),
        "process_seconds": round(time.process_time() - computed, 1),
        "statements": statements["statements"],
        "would_go_another_way": asked.result["differences"]["count"],
    }
