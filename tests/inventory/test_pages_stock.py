"""Stock pages: the four figures with what is behind them, moves by form, transfers, the ledger."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from erp.core.actor import system_actor
from erp.core.search import search_key
from inventory.models import Balance, Location, Move, Transfer, Warehouse
from inventory.selectors.behind import outlook
from inventory.selectors.stock_list import StockQuery, low_count, stock_rows
from inventory.services.transfers import transfer_stock
from tests.clients import person
from tests.factories import (
    BOSS,
    assert_books_hold,
    confirmed,
    fresh,
    main_warehouse,
    make_customer,
    make_item,
    make_location,
    receive,
)

pytestmark = pytest.mark.django_db


def client_of(*roles: str, **more: Any) -> Client:
    client = Client()
    client.force_login(person(*roles, **more), backend="erp.identity.backends.RoleBackend")
    return client


def rows_of(**query: Any) -> dict[tuple[str, str], Any]:
    return {(row.sku, row.warehouse): row for row in stock_rows(system_actor(), StockQuery(**query))}


def other_warehouse() -> Warehouse:
    place = Warehouse.objects.create(code="EAST", name="East")
    Location.objects.create(warehouse=place, code="E-1")
    return place


def test_the_four_figures_say_what_is_there_coming_promised_and_free() -> None:
    item = make_item(sku="A-1", stock=10, safety_stock=Decimal(8))
    receive(item, 3, location=make_location("Q-1", kind="quality", usable=False))
    east = other_warehouse()
    transfer_stock(
        item=item,
        from_warehouse=main_warehouse(),
        to_warehouse=east,
        quantity=Decimal(2),
        reason="",
        transit_days=3,
        actor=BOSS,
    )
    confirmed(make_customer(), (item, 5))
    here = rows_of()[("A-1", "MAIN")]
    assert (here.on_hand, here.reserved, here.available, here.blocked, here.incoming) == (8, 5, 3, 3, 0)
    assert here.is_low
    there = rows_of()[("A-1", "EAST")]
    assert (there.on_hand, there.incoming, there.in_transit) == (0, 2, 2)
    assert low_count() == 1


def test_filters_of_the_list() -> None:
    make_item(sku="LOW", stock=1, safety_stock=Decimal(5))
    make_item(sku="FINE", stock=9)
    short = make_item(sku="SHORT", stock=1)
    confirmed(make_customer(), (short, 4))
    assert {sku for sku, _ in rows_of(only="low")} == {"LOW"}
    assert {sku for sku, _ in rows_of(only="backordered")} == {"SHORT"}
    assert rows_of(only="backordered")[("SHORT", "MAIN")].backordered == 3
    assert {sku for sku, _ in rows_of(only="available")} == {"LOW", "FINE"}


def test_pages_go_forth_and_back_without_losing_or_repeating_a_row() -> None:
    for number in range(120):
        make_item(sku=f"P-{number:03d}")
    client = client_of("planner")
    seen: list[str] = []
    cursor = ""
    pages = 0
    while True:
        shown = client.get("/stock/", {"cursor": cursor}).context["page"]
        seen += [row.sku for row in shown["rows"]]
        pages += 1
        if not shown["next"]:
            break
        cursor = shown["next"]
    assert seen == sorted(seen) and len(set(seen)) == 120 and pages == 3
    back = client.get("/stock/", {"cursor": shown["previous"]}).context["page"]
    assert [row.sku for row in back["rows"]] == [f"P-{number:03d}" for number in range(50, 100)]
    assert back["previous"] and back["next"]


@pytest.mark.parametrize("cursor", ["x", "a", "aW10=", "bnonsense", "a" + "A" * 400])
def test_a_cursor_that_is_none_gives_the_first_page(cursor: str) -> None:
    make_item(sku="A-1")
    answer = client_of("planner").get("/stock/", {"cursor": cursor})
    assert [row.sku for row in answer.context["page"]["rows"]] == ["A-1"]


def test_the_list_costs_the_same_however_many_rows() -> None:
    client = client_of("planner")
    make_item(stock=1)
    client.get("/stock/")
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get("/stock/")
    for _number in range(30):
        make_item(stock=1)
    with CaptureQueriesContext(connection) as many:
        client.get("/stock/")
    assert len(many) <= len(few)


def test_sales_sees_balances_but_not_for_whom() -> None:
    item = make_item(sku="A-1", stock=10)
    order = confirmed(make_customer(name="Secret Ltd"), (item, 4))
    page = client_of("sales").get("/stock/A-1/").content.decode()
    assert "10 pcs" in page
    assert "Secret Ltd" not in page and order.number not in page
    full = client_of("warehouse_manager").get("/stock/A-1/").content.decode()
    assert "Secret Ltd" in full and order.number in full


def test_nobody_without_the_right_sees_stock() -> None:
    make_item(sku="A-1", stock=10)
    client = client_of("nobody")
    assert client.get("/stock/").status_code == 403
    assert client.get("/stock/A-1/").status_code == 403
    assert Client().get("/stock/").status_code == 302


def test_an_unknown_sku_is_not_found() -> None:
    assert client_of("planner").get("/stock/NONE/").status_code == 404
    make_item(sku="SRV", kind="service")
    assert client_of("planner").get("/stock/SRV/").status_code == 404


def test_the_outlook_adds_up_days() -> None:
    item = make_item(stock=10)
    confirmed(make_customer(), (item, 4))
    found = outlook(item, [main_warehouse().pk], today=timezone.localdate(), days=30)
    assert len(found.days) == 31
    assert found.stock[-1] == 6 and found.free[0] == 6
    assert found.shortage_on is None


def test_the_export_is_harmless_in_a_spreadsheet() -> None:
    make_item(sku="A-1", name="=1+1", stock=3)
    answer = client_of("warehouse_manager").get("/stock/export.csv")
    text = b"".join(answer).decode()
    assert "'=1+1" in text and "A-1" in text
    assert client_of("warehouse_manager").get("/stock/export.exe").status_code == 404


def post(client: Client, kind: str, product: Any, quantity: Any = "", **more: Any) -> Any:
    values = (
        {"kind": kind, "item": product.pk, "warehouse": main_warehouse().pk} | {"quantity": quantity} | more
    )
    return client.post("/moves/new/", values)


def test_receive_issue_adjust_by_form() -> None:
    item = make_item(stock=0)
    client = client_of("warehouse_manager")
    assert post(client, "receipt", item, "１２", reason="found").status_code == 302
    assert post(client, "issue", item, "2").status_code == 302
    assert post(client, "adjustment", item, "-3", reason="Damaged").status_code == 302
    assert Balance.objects.get(item=item).on_hand == 7
    assert list(Move.objects.filter(item=item).order_by("pk").values_list("quantity", flat=True)) == [
        12,
        -2,
        -3,
    ]
    assert_books_hold()


@pytest.mark.parametrize(
    ("kind", "values", "field"),
    [
        ("receipt", {"quantity": "0"}, "quantity"),
        ("receipt", {"quantity": "NaN"}, "quantity"),
        ("receipt", {"quantity": "1e30"}, "quantity"),
        ("receipt", {"quantity": ""}, "quantity"),
        ("receipt", {"quantity": "1", "lot": "L-1"}, "lot"),
        ("receipt", {"quantity": "1", "location": "999999999"}, "location"),
        ("receipt", {"quantity": "1", "expires_on": "soon"}, "expires_on"),
        ("receipt", {"quantity": "1", "item": "9" * 30}, "item"),
        ("receipt", {"quantity": "1", "warehouse": "x"}, "warehouse"),
        ("issue", {"quantity": "11"}, "quantity"),
        ("adjustment", {"quantity": "-1", "reason": ""}, "reason"),
        ("adjustment", {"quantity": "0", "reason": "x"}, "quantity"),
        ("transfer", {"quantity": "1", "to_warehouse": ""}, "to_warehouse"),
        ("transfer", {"quantity": "1", "transit_days": "-1"}, "transit_days"),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_changes_nothing(
    kind: str, values: dict[str, str], field: str
) -> None:
    item = make_item(stock=10)
    moves = Move.objects.count()
    answer = post(client_of("warehouse_manager"), kind, item, **({"quantity": "1"} | values))
    assert answer.status_code == 422
    assert field in answer.context["errors"]
    assert Move.objects.count() == moves
    assert Balance.objects.get(item=item).on_hand == 10


def test_who_may_not_adjust_is_not_offered_it() -> None:
    item = make_item(stock=5)
    client = client_of("warehouse_operator")
    assert b"kind=adjustment" not in client.get("/moves/new/").content
    post(client, "adjustment", item, "1", reason="x")  # taken as the first kind that they may: a receipt
    assert Move.objects.filter(kind="adjustment").count() == 0


def test_a_transfer_is_sent_followed_and_received() -> None:
    item, east = make_item(sku="A-1", stock=10), other_warehouse()
    client = client_of("warehouse_operator")
    assert post(client, "transfer", item, "4", to_warehouse=east.pk, transit_days="2").status_code == 302
    transfer = Transfer.objects.get()
    assert transfer.received_at is None
    assert transfer.number in client.get("/goods-in-transit/?open=1").content.decode()
    assert client.post(f"/goods-in-transit/{transfer.number}/receive/").status_code == 302
    assert fresh(transfer).received_at is not None
    assert Balance.objects.get(item=item, warehouse=east).on_hand == 4
    again = client.post(f"/goods-in-transit/{transfer.number}/receive/", follow=True)
    assert again.status_code == 200 and Balance.objects.get(item=item, warehouse=east).on_hand == 4
    assert_books_hold()


def test_the_ledger_is_filtered_and_exported_without_costs() -> None:
    item = make_item(sku="A-1", stock=10, cost="4")
    make_item(sku="B-1", stock=3)
    client = client_of("warehouse_operator")
    page = client.get("/moves/", {"item": str(item.pk), "kind": "receipt"})
    assert [one["row"].item.sku for one in page.context["page"].rows] == ["A-1"]
    assert b"".join(client.get("/moves/export.csv")).decode().count("\n") == 3
    assert not page.context["shows_value"]


def test_type_ahead_finds_by_bar_code_first() -> None:
    item = make_item(sku="A-1", name="Lamp", barcode="690123", stock=3)
    item.search_key = search_key("A-1", "690123", "Lamp")
    item.save(update_fields=["search_key"])
    make_item(sku="SRV", kind="service", barcode="777")
    client = client_of("warehouse_operator")
    [found] = client.get("/lookup/stocked-items/", {"q": "690123"}).json()
    assert found["value"] == item.pk and "3 pcs" in found["detail"]
    assert client.get("/lookup/stocked-items/", {"q": "777"}).json() == []
    make_location("B-07")
    assert [row["label"] for row in client.get("/lookup/locations/", {"q": "b-0"}).json()] == ["B-07"]
