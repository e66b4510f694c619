"""First pages of filtered lists of many orders, over the API and as a page, in process."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.test import Client, override_settings

from benchmarks._world import BOSS, make_company, timed_page
from erp.identity.services.api_keys import create_api_key
from erp.identity.services.users import make_administrator

ORDERS = 100_000

_FILL = """
INSERT INTO orders_order (number, customer_id, state, fulfillment_state, billing_state, held_from, priority, channel,
    customer_po, warehouse_id, currency_id, rate, requested_on, promised_on, is_ship_complete, ship_to, note, subtotal,
    tax, total, cost, billed, paid, custom, reason, created_at, version)
SELECT 'BL-' || n, (%(customers)s::bigint[])[1 + n %% %(count)s],
    (ARRAY['draft', 'submitted', 'confirmed', 'closed', 'closed', 'closed', 'closed', 'closed'])[1 + n %% 8],
    (ARRAY['unallocated', 'allocated', 'delivered', 'delivered'])[1 + n %% 4],
    (ARRAY['unbilled', 'billed', 'paid', 'paid'])[1 + n %% 4], '', (ARRAY['normal', 'high'])[1 + n %% 2], '', 'PO' || n,
    w.id, 'USD', 1, NULL, current_date - (n %% 400), false, '{}', '', 100, 0, 100, 60, 0, 0, '{}', '',
    now() - (%(orders)s - n) * interval '5 minutes', 1
FROM generate_series(1, %(orders)s) n, inventory_warehouse w WHERE w.code = 'MAIN'
"""
QUERIES = {
    "all": "",
    "state": "state=confirmed",
    "customer": "customer=B-7",
    "state_and_customer": "state=confirmed&customer=B-7",
    "search_number": "search=BL-4711",
    "search_customer": "search=Customer 12",
    "created_after": "created_after=2026-01-01T00:00:00Z",
}


def run(scale: int) -> dict[str, Any]:
    """Milliseconds and statements per filter; the same for a tenth of the orders would be the same."""
    orders = scale or ORDERS
    customers, _items = make_company(customers=1000, items=1, stock=0)
    with connection.cursor() as cursor:
        cursor.execute(_FILL, {"customers": customers, "count": len(customers), "orders": orders})
        cursor.execute("ANALYZE orders_order")
        cursor.execute("ANALYZE masterdata_customer")
    admin = make_administrator()
    _key, secret = create_api_key(user_id=admin.pk, name="bench", scopes=["*"], actor=BOSS)
    with override_settings(ALLOWED_HOSTS=["*"]):
        api = Client(headers={"authorization": f"Bearer {secret}"})
        browser = Client()
        browser.force_login(admin, backend="erp.identity.backends.RoleBackend")
        result: dict[str, Any] = {"orders": orders}
        for name, query in QUERIES.items():
            result[name] = {"api": timed_page(api, f"/api/v1/orders/?{query}")}
        result["state"]["page"] = timed_page(browser, "/orders/?state=confirmed")
    return result
