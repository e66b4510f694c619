"""Lists and documents cost a number of queries that does not grow with their rows."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

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


def test_an_order_to_cash_costs_at_most_150_statements(many):
    """Three lines over seven requests with keys and versions, all that follows included."""
    shop = many
    shop.product("P-3", "3")
    shop.stock("P-3", "100")
    shop.stock("P-1", "100")

    def life(run: str) -> list[int]:
        steps: list[int] = []

        def step(path, body=None, status=200):
            key = {"Idempotency-Key": f"{run}-{len(steps)}"}
            with CaptureQueriesContext(connection) as seen:
                answer = shop.post(path, body, status, **key)
            steps.append(len([query for query in seen if "SAVEPOINT" not in query["sql"]]))
            return answer

        lines = [{"product": sku, "quantity": "1"} for sku in ("P-1", "P-2", "P-3")]
        order = step("orders/", {"customer": "C-1", "lines": lines, "submit": True}, 201)
        shipment = step("shipments/", {"order": order["number"]}, 201)["number"]
        step(f"shipments/{shipment}/pick/")
        step(f"shipments/{shipment}/pack/")
        step(f"shipments/{shipment}/ship/", {"carrier": "DHL"})
        [invoice] = shop.get("invoices/", order=order["number"])["results"]
        allocations = [{"invoice": invoice["number"], "amount": invoice["total"]}]
        body = {"customer": "C-1", "amount": invoice["total"], "currency": "USD"}
        step("payments/", body | {"allocations": allocations}, 201)
        return steps

    life("warm")
    steps = life("measured")
    assert sum(steps) <= 150, steps
