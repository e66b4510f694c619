"""One scan acknowledged: over the API, on a shipment of twenty lines, wrong ones among them."""

from __future__ import annotations

import json
import time
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django.test import Client

from benchmarks._world import BOSS, make_company, milliseconds, percentile
from erp.identity.models import User
from inventory.models import Item
from inventory.services.releases import release_shipments
from orders.services.entry import OrderInput, create_order
from orders.services.order_lines import LineInput
from orders.services.orders import confirm_order, submit_order

LINES, SCANS = 20, 300


def run(scale: int) -> dict[str, Any]:
    """300 scans (or `scale`) one by one as a phone sends them; target: acknowledged in at most 100 ms."""
    count = scale or SCANS
    customers, items = make_company(customers=1, items=LINES)
    lines = [LineInput(item_id=pk, quantity=Decimal(count)) for pk in items]
    order = create_order(order=OrderInput(customer_id=customers[0], lines=lines), actor=BOSS)
    submit_order(order_id=order.pk, actor=BOSS)
    confirm_order(order_id=order.pk, actor=BOSS)
    [shipment] = release_shipments(document=order.ref, actor=BOSS)
    user = User.objects.create(username=f"bench-{uuid4()}", roles=["warehouse_operator"], row_scope="all")
    client = Client(headers={"host": "localhost"})
    client.force_login(user, backend="erp.identity.backends.RoleBackend")
    codes = list(Item.objects.filter(pk__in=items).values_list("sku", flat=True))
    taken, refused = [], 0
    for number in range(count):
        code = "UNKNOWN" if number % 10 == 9 else codes[number % LINES]
        action = {"id": str(uuid4()), "stage": "pick", "shipment": shipment.number, "code": code}
        body = json.dumps({"job": f"pick:{shipment.number}", "actions": [action]})
        started = time.perf_counter()
        answer = client.post("/scan/send/", body, content_type="application/json")
        taken.append(time.perf_counter() - started)
        refused += answer.json()["results"][0]["result"] == "refused"
    return {
        "name": "scan",
        "scans": count,
        "refused": refused,
        **milliseconds(taken),
        "worst_ms": round(percentile(taken, 1) * 1000, 2),
        "target_ms": 100,
    }
