"""Order entry over HTTP: the page, its live answers, the draft that keeps itself, submit and amend."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from erp.core.actor import system_actor
from inventory.services.releases import release_shipments
from orders.models import Order
from tests.clients import person
from tests.factories import make_customer, make_item

pytestmark = pytest.mark.django_db


def client_of(*roles: str, **more: Any) -> Client:
    client = Client()
    client.force_login(person(*roles, **more), backend="erp.identity.backends.RoleBackend")
    return client


def send(client: Client, path: str, body: dict[str, Any]) -> Any:
    return client.post(
        path, json.dumps(body), content_type="application/json", headers={"Accept": "application/json"}
    )


def line(item: Any, quantity: str = "5", key: str = "r1", **more: str) -> dict[str, str]:
    return {"key": key, "item": str(item.pk), "quantity": quantity, **more}


def entry(customer: Any, *lines: dict[str, str], **more: Any) -> dict[str, Any]:
    return {
        "client": "c-1",
        "header": {"customer": customer.pk, "priority": "normal"},
        "lines": list(lines),
    } | more


def test_the_page_opens_with_an_empty_order() -> None:
    answer = client_of("sales").get("/orders/new/")
    assert answer.status_code == 200
    assert b"data-order-entry" in answer.content


def test_signed_out_readers_sign_in_first() -> None:
    assert Client().get("/orders/new/")["Location"].startswith("/login/")
    assert send(Client(), "/orders/quote/", {}).status_code == 401


def test_someone_who_does_not_sell_may_not_open_it() -> None:
    assert client_of("warehouse_operator").get("/orders/new/").status_code == 403


def test_a_quote_tells_price_promise_and_total_and_keeps_nothing() -> None:
    customer, item = make_customer(), make_item(stock=10, price="12.50")
    told = send(client_of("sales_manager"), "/orders/quote/", entry(customer, line(item, "4"))).json()
    row = told["lines"]["r1"]
    assert (row["price"], row["net"], row["available"], row["short"]) == ("12.5", "$50.00", "10 pcs", False)
    assert row["margin"] == "68.0%"
    assert told["header"]["total"] == "$50.00"
    assert told["header"]["credit_left"] == "$999,950.00"
    assert Order.objects.count() == 0


def test_costs_stay_hidden_from_sales() -> None:
    customer, item = make_customer(), make_item(stock=10)
    told = send(client_of("sales"), "/orders/quote/", entry(customer, line(item))).json()
    assert "margin" not in told["lines"]["r1"]
    assert "margin" not in told["header"]


def test_lines_of_one_item_share_its_stock() -> None:
    customer, item = make_customer(), make_item(stock=10)
    told = send(
        client_of("sales"), "/orders/quote/", entry(customer, line(item, "8"), line(item, "8", "r2"))
    ).json()
    assert (told["lines"]["r1"]["short"], told["lines"]["r2"]["short"]) == (False, True)


def test_a_quote_of_many_lines_asks_no_more_queries_than_one_of_few() -> None:
    customer, items = make_customer(), [make_item(stock=10) for _ in range(12)]
    client = client_of("sales_manager")
    send(client, "/orders/quote/", entry(customer, line(items[0], "2")))  # reads what is kept afterwards
    counts = []
    for size in (2, 12):
        rows = [line(item, "2", f"r{place}") for place, item in enumerate(items[:size])]
        with CaptureQueriesContext(
            connection,
        ) as queries:
            send(client, "/orders/quote/", entry(customer, *rows))
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 20


def test_what_is_no_number_is_told_beside_its_cell() -> None:
    customer, item = make_customer(), make_item(stock=10)
    told = send(client_of("sales"), "/orders/quote/", entry(customer, line(item, "abc"))).json()
    assert told["errors"] == {"lines[0].quantity": ["This is not a number."]}


@pytest.mark.parametrize("quantity", ["0", "-1", "NaN", "1e30", "∞", "9" * 50])
def test_impossible_quantities_are_refused_and_nothing_is_kept(quantity: str) -> None:
    customer, item = make_customer(), make_item(stock=10)
    answer = send(client_of("sales"), "/orders/save/", entry(customer, line(item, quantity)))
    assert answer.status_code == 400
    assert list(answer.json()["errors"]) == ["lines[0].quantity"]
    assert Order.objects.count() == 0


def test_the_draft_is_made_once_and_then_rewritten() -> None:
    customer, item = make_customer(), make_item(stock=10, price="10")
    client = client_of("sales")
    first = send(client, "/orders/save/", entry(customer, line(item, "2"))).json()
    again = send(client, "/orders/save/", entry(customer, line(item, "3"))).json()
    assert first["number"] == again["number"]
    order = Order.objects.get()
    assert (order.state, order.total, order.lines.get().quantity) == ("draft", Decimal(30), Decimal(3))


def test_a_stale_draft_is_not_overwritten() -> None:
    customer, item = make_customer(), make_item(stock=10)
    client = client_of("sales")
    kept = send(client, "/orders/save/", entry(customer, line(item, "2"))).json()
    body = entry(customer, line(item, "9"), number=kept["number"], version=kept["version"] + 5)
    assert send(client, "/orders/save/", body).status_code == 412
    assert Order.objects.get().lines.get().quantity == Decimal(2)


@pytest.mark.usefixtures("order_process")
def test_submit_sent_twice_is_done_once() -> None:
    customer, item = make_customer(), make_item(stock=10)
    client = client_of("sales")
    body = entry(customer, line(item, "2"), submit=True)
    first, again = (send(client, "/orders/save/", body) for _ in range(2))
    assert first.status_code == again.status_code == 200
    assert first.json()["number"] == again.json()["number"]
    assert Order.objects.get().state == "confirmed"
    texts = [str(message) for message in get_messages(first.wsgi_request)]
    assert "confirmed" in texts[0]


def test_submit_without_lines_is_refused() -> None:
    answer = send(client_of("sales"), "/orders/save/", entry(make_customer(), submit=True))
    assert answer.status_code == 400
    assert "lines" in answer.json()["errors"]


def test_someone_elses_customer_can_not_be_ordered_for() -> None:
    stranger, item = make_customer(), make_item(stock=10)
    answer = send(client_of("sales", row_scope="own"), "/orders/save/", entry(stranger, line(item)))
    assert answer.json()["errors"] == {"customer": ["Choose a customer."]}
    assert Order.objects.count() == 0


def test_a_copy_takes_lines_without_prices() -> None:
    customer, item = make_customer(), make_item(stock=10)
    client = client_of("sales")
    number = send(client, "/orders/save/", entry(customer, line(item, "4", price="3"))).json()["number"]
    state = client.get(f"/orders/new/?copy={number}").context["state"]
    assert [(row["quantity"], row["price"]) for row in state["lines"]] == [("4", "")]
    assert "number" not in state


@pytest.mark.usefixtures("order_process")
def test_an_amendment_changes_quantity_and_adds_a_line() -> None:
    customer, item, other = make_customer(), make_item(stock=10), make_item(stock=10)
    client = client_of("sales")
    number = send(client, "/orders/save/", entry(customer, line(item, "2"), submit=True)).json()["number"]
    order = Order.objects.get(number=number)
    rows = [
        line(item, "3", id=str(order.lines.get().pk), price="10"),
        line(other, "1", "r2"),
    ]
    body = entry(customer, *rows, version=order.version)
    told = send(client, "/orders/quote/", body | {"number": number}).json()
    assert {change["label"] for change in told["changes"]} == {"Total", "Lines"}
    assert send(client, f"/orders/{number}/amend/", body).status_code == 200
    assert [one.quantity for one in order.lines.order_by("line_no")] == [3, 1]
    assert send(client, f"/orders/{number}/amend/", body).status_code == 412


@pytest.mark.usefixtures("order_process")
def test_a_refused_amendment_stands_at_the_row_that_it_is_about() -> None:
    customer, item, other = make_customer(), make_item(stock=10), make_item(stock=10)
    client = client_of("sales")
    rows = [line(item, "2", price="10"), line(other, "3", "r2", price="10")]
    number = send(client, "/orders/save/", entry(customer, *rows, submit=True)).json()["number"]
    order = Order.objects.get(number=number)
    release_shipments(document=order.ref, actor=system_actor())
    order = Order.objects.get(number=number)
    keys = order.lines.order_by("line_no").values_list("pk", flat=True)
    kept = [row | {"id": str(pk)} for row, pk in zip(rows, keys, strict=True)]
    fewer = entry(customer, kept[0], kept[1] | {"quantity": "1"}, version=order.version)
    refused = send(client, f"/orders/{number}/amend/", fewer)
    assert (refused.status_code, set(refused.json()["errors"])) == (409, {"lines[1].quantity"})
    dear = entry(customer, kept[0], kept[1] | {"price": "9" * 12, "quantity": "9" * 9}, version=order.version)
    refused = send(client, f"/orders/{number}/amend/", dear)
    assert all(path.startswith("lines[1].") for path in refused.json()["errors"])


def test_pasted_rows_come_back_with_their_errors() -> None:
    item = make_item(stock=10)
    text = f"{item.sku}\t12\t9.90\n{item.sku.lower()}\t1,200\nNO-SUCH\t1\n{item.sku}\tmany"
    rows = send(client_of("sales"), "/orders/paste/", {"text": text}).json()["rows"]
    assert [row["quantity"] for row in rows] == ["12", "1200", "1", "many"]
    assert [list(row["errors"]) for row in rows] == [[], [], ["product"], ["quantity"]]


def test_type_ahead_finds_customers_and_products() -> None:
    customer, item = make_customer(name="Harbor Lights", search_key=" cu harbor lights"), make_item(stock=1)
    client = client_of("sales")
    found = client.get("/lookup/customers/?q=harb").json()
    assert [row["value"] for row in found] == [customer.pk]
    assert isinstance(client.get(f"/lookup/products/?q={item.sku}").json(), list)


@pytest.mark.parametrize("body", ["", "[]", "{", '{"lines": 7}', '{"header": [], "lines": [1, null]}'])
def test_nonsense_is_refused_or_ignored_but_never_breaks(body: str) -> None:
    client = client_of("sales")
    for path in ("/orders/quote/", "/orders/save/", "/orders/paste/"):
        answer = client.post(
            path, body, content_type="application/json", headers={"Accept": "application/json"}
        )
        assert answer.status_code in {200, 400}, path
    assert Order.objects.count() == 0


def test_when_goods_are_reserved_is_chosen_on_the_page_and_kept() -> None:
    customer, item = make_customer(), make_item(stock=10)
    client = client_of("sales_manager")
    page = client.get("/orders/new/").content.decode()
    assert 'name="reservation_policy"' in page
    body = entry(customer, line(item, "4"))
    body["header"]["reservation_policy"] = "manual"
    answer = send(client, "/orders/save/", body)
    assert answer.status_code in {200, 201}, answer.content
    assert Order.objects.get().reservation_policy == "manual"
    body["header"]["reservation_policy"] = ""
    assert send(client, "/orders/save/", body).status_code in {200, 201}
    assert Order.objects.get().reservation_policy == ""
    body["header"]["reservation_policy"] = "sometime"
    assert send(client, "/orders/save/", body).status_code in {400, 422}
    assert Order.objects.get().reservation_policy == ""
