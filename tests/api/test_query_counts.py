"""Lists and documents cost a number of queries that does not grow with their rows."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from erp.processes.models import ProcessDefinition
from erp.processes.services.definitions import switch_process
from orders.models import Order
from orders.services.orders import confirm_order
from tests.factories import BOSS

pytestmark = pytest.mark.django_db


def queries(shop, path, **query):
    shop.get(path, **query)  # roles and regions are remembered by then
    with CaptureQueriesContext(
        connection,
    ) as seen:
        shop.get(path, **query)
    return len(seen)


@pytest.fixture
def many(shop):
    """Six orders in several states, with all that hangs on them."""
    for number in range(6):
        order = shop.order(("P-1", "1"), ("P-2", "2"))["number"]
        if number % 2:
            shop.shipped(order)
            [invoice] = shop.get("invoices/", order=order)["results"]
            body = {"customer": "C-1", "amount": "5", "currency": "USD"}
            shop.post("payments/", body | {"allocations": [{"invoice": invoice["id"], "amount": "5"}]}, 201)
        else:
            shop.post("waves/", {"warehouse": "MAIN", "orders": [order]}, 201)
    return shop


@pytest.mark.parametrize(
    ("path", "most"),
    [
        ("orders/", 4),
        ("shipments/", 4),
        ("invoices/", 4),
        ("payments/", 5),
        ("reservations/", 4),
        ("stock-moves/", 5),
        ("waves/", 5),
        ("stock/", 4),
        ("journal-entries/", 5),
        ("receivables/ageing/", 6),
        ("tasks/", 4),
        ("purchase-orders/", 5),
    ],
)
def test_lists_are_bounded(many, path, most):
    assert queries(many, path) <= most
    assert queries(many, path, page_size=2) <= most


def test_a_document_costs_the_same_for_many_lines(many):
    small = many.order(("P-2", "1"))["number"]
    large = many.order(*[("P-2", "1")] * 30)["number"]
    assert queries(many, f"orders/{large}/") == queries(many, f"orders/{small}/") <= 6


def test_a_filtered_list_resolves_references_cheaply(many):
    found = queries(many, "orders/", customer="C-1", state="confirmed,closed", search="Customer")
    assert found <= 5


def life(shop, run: str) -> list[int]:
    """Statements of each of the requests that take an order from entry to payment."""
    steps: list[int] = []

    def counted(work):
        with CaptureQueriesContext(connection) as seen:
            answer = work()
        steps.append(len([query for query in seen if "SAVEPOINT" not in query["sql"]]))
        return answer

    def step(path, body=None, status=200):
        key = {"Idempotency-Key": f"{run}-{len(steps)}"}
        return counted(lambda: shop.post(path, body, status, **key))

    lines = [{"product": sku, "quantity": "1"} for sku in ("P-1", "P-2", "P-3")]
    order = step("orders/", {"customer": "C-1", "lines": lines, "submit": True}, 201)
    if order["state"] == "submitted":  # no drawn process has confirmed it
        row = Order.objects.get(number=order["number"])
        counted(lambda: confirm_order(order_id=row.pk, actor=BOSS))
    shipment = step("shipments/", {"order": order["number"]}, 201)["number"]
    step(f"shipments/{shipment}/pick/")
    step(f"shipments/{shipment}/pack/")
    step(f"shipments/{shipment}/ship/", {"carrier": "DHL"})
    [invoice] = shop.get("invoices/", order=order["number"])["results"]
    allocations = [{"invoice": invoice["number"], "amount": invoice["total"]}]
    body = {"customer": "C-1", "amount": invoice["total"], "currency": "USD"}
    step("payments/", body | {"allocations": allocations}, 201)
    return steps


@pytest.fixture
def three_products(many):
    """Three products with stock for two orders."""
    many.product("P-3", "3")
    many.stock("P-3", "100")
    many.stock("P-1", "100")
    return many


def test_an_order_to_cash_costs_at_most_150_statements(three_products):
    """Three lines over seven requests with keys and versions, all that follows included."""
    drawn = ProcessDefinition.objects.get(code="order_fulfillment")
    switch_process(definition_id=drawn.pk, is_active=False, actor=BOSS)
    life(three_products, "warm")
    steps = life(three_products, "measured")
    assert sum(steps) <= 150, steps


def test_the_drawn_process_and_its_clocks_add_twenty_statements_at_most(three_products):
    """Each step of the process is kept with the change that it follows, in the same requests."""
    life(three_products, "warm")
    steps = life(three_products, "measured")
    assert sum(steps) <= 150 + 20, steps
