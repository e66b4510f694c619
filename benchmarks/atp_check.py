"""`atp/check` of 200 lines against 100,000 open demands and supplies, over HTTP's own stack without a socket."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Any

from django.test import Client, override_settings
from django.utils import timezone

from benchmarks._world import BOSS, counted, make_company, milliseconds
from benchmarks.promise import OPEN, PRODUCTS, fill
from erp.identity.services.api_keys import create_api_key
from erp.identity.services.users import make_administrator
from inventory.models import Item

LINES = 200
RUNS = 20


def run(scale: int) -> dict[str, Any]:
    """Milliseconds and statements of a check of 200 lines, of as many products and of one product."""
    open_rows = scale or OPEN
    customers, keys = make_company(customers=1, items=PRODUCTS, stock=0)
    fill(keys, customers[0], open_rows)
    skus = list(Item.objects.filter(pk__in=keys[:LINES]).values_list("sku", flat=True))
    soon = (timezone.now().date() + timedelta(days=30)).isoformat()
    many = [{"product": sku, "quantity": "2", "requested_date": soon} for sku in skus]
    one = [{"product": skus[0], "quantity": "0.1", "requested_date": soon}] * LINES
    _key, secret = create_api_key(
        user_id=make_administrator().pk,
        name="bench",
        scopes=["*"],
        requests_per_second=10_000,
        burst=10_000,
        actor=BOSS,
    )
    client = Client(headers={"authorization": f"Bearer {secret}"})
    with override_settings(ALLOWED_HOSTS=["*"]):
        return {
            "open": open_rows,
            "lines": LINES,
            "products": _measure(client, many),
            "one_product": _measure(client, one),
        }


def _measure(client: Client, lines: list[dict[str, str]]) -> dict[str, Any]:

    def ask() -> None:
        answer = client.post("/api/v1/atp/check/", {"lines": lines}, content_type="application/json")
        assert answer.status_code == 200, answer.content

    ask()
    with counted() as statements:
        ask()
    times = []
    for _ in range(RUNS):
        started = time.perf_counter()
        ask()
        times.append(time.perf_counter() - started)
    return {"statements": statements["statements"], **milliseconds(times)}
