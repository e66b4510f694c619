"""The pages of stock cost what they show: bounded statements, rows by index, never the whole ledger."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from inventory.models import Lot
from inventory.selectors.stock_list import _ONLY, StockQuery, low_count, stock_rows
from inventory.services.lots import block_lot
from tests.clients import person
from tests.factories import BOSS, confirmed, make_customer, make_item, receive

pytestmark = pytest.mark.django_db


def plan_of(sql):
    """How PostgreSQL would do it, could it not read small tables as a whole."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN {sql}")
        plan = "\n".join(row[0] for row in cursor.fetchall())
        cursor.execute("SET LOCAL enable_seqscan = on")
    return plan


def statements(client, url):
    client.get(url)
    with CaptureQueriesContext(
        connection,
    ) as found:
        assert client.get(url).status_code == 200
    return [query["sql"] for query in found.captured_queries]


def test_a_page_of_stock_takes_as_many_statements_however_many_items_there_are(client):
    client.force_login(person("warehouse_manager"))
    items = [make_item(stock=5) for _ in range(2)]
    few = {name: len(statements(client, url)) for name, url in urls(items[0]).items()}
    items += [make_item(stock=5) for _ in range(20)]
    for item in items:
        receive(item, 2)
        confirmed(make_customer(), (item, 1))
    many = {name: len(statements(client, url)) for name, url in urls(items[0]).items()}
    assert many["list"] == few["list"]
    assert many["ledger"] == few["ledger"]
    assert many["item"] <= few["item"] + 3  # documents of reservations and demands, once there are any
    assert max(many.values()) <= 30


def urls(item):
    return {
        "list": reverse("stock-list"),
        "item": reverse("stock-item", args=[item.sku]),
        "ledger": reverse("move-list"),
    }


def test_the_pages_of_stock_read_their_rows_by_index_and_never_the_whole_ledger(client):
    client.force_login(person("warehouse_manager"))
    item = make_item(stock=5)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE inventory_item, inventory_balance, inventory_move, inventory_demand")
    for name, url in urls(item).items():
        for sql in statements(client, url):
            if not sql.lstrip().upper().startswith(("SELECT", "WITH")) or "inventory_" not in sql:
                continue
            assert not ("inventory_move" in sql and name == "list"), sql
            plan = plan_of(sql)
            for table in ("move", "balance", "demand", "reservation", "expectedsupply"):
                assert f"Seq Scan on inventory_{table} " not in plan, (name, sql, plan)


def rows(only):
    return {row.sku: row for row in stock_rows(BOSS, StockQuery(only=only, limit=50))}


def test_every_filter_finds_its_rows_and_no_others():
    plenty = make_item(sku="PLENTY", stock=9, safety_stock=2)
    make_item(sku="LOW", stock=1, safety_stock=2)
    make_item(sku="NONE", safety_stock=0)
    bad = make_item(sku="BAD", tracking="lot")
    receive(bad, 3, lot="L")
    block_lot(lot_id=Lot.objects.get().pk, reason="r", actor=BOSS)
    confirmed(make_customer(), (plenty, 12))
    found = {only: set(rows(only)) for only in _ONLY}
    assert found == {
        "": {"PLENTY", "LOW", "NONE", "BAD"},
        "all": {"PLENTY", "LOW", "NONE", "BAD"},
        "low": {"PLENTY", "LOW"},
        "available": {"LOW"},
        "blocked": {"BAD"},
        "incoming": set(),
        "backordered": {"PLENTY"},
    }
    row = rows("")["PLENTY"]
    assert (row.on_hand, row.reserved, row.available, row.backordered, row.is_low) == (9, 9, 0, 3, True)
    assert (rows("blocked")["BAD"].on_hand, rows("blocked")["BAD"].blocked) == (0, 3)
    assert low_count() == 2
