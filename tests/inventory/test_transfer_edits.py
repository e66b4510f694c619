"""Drafts of transfers change: by the service, over the API, in the browser; nothing else does."""

from datetime import timedelta
from decimal import Decimal as D
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from erp.core.errors import Conflict, Invalid, StaleVersion
from erp.core.models import LoggedEvent
from erp.masterdata.selectors.company import business_day
from inventory.models import Location, Lot, TransferOrder, TransitTime, Warehouse
from inventory.services.transfer_edits import TransferLineChange, edit_transfer_order
from inventory.services.transfer_orders import (
    TransferInput,
    TransferLineInput,
    create_transfer_order,
    release_transfer_order,
)
from tests.clients import api_with, person
from tests.factories import BOSS, assert_books_hold, main_warehouse, make_item

pytestmark = pytest.mark.django_db


def warehouse(code, days):
    row = Warehouse.objects.create(code=code, name=code.title())
    Location.objects.create(warehouse=row, code="STOCK", kind="storage", is_usable=True)
    TransitTime.objects.create(from_warehouse=main_warehouse(), to_warehouse=row, days=days)
    return row


@pytest.fixture
def depot():
    return warehouse("DEPOT", 3)


def draft(depot, *lines):
    inputs = [TransferLineInput(item, D(quantity), *lot) for item, quantity, *lot in lines]
    return create_transfer_order(transfer=TransferInput(main_warehouse(), depot, inputs), actor=BOSS)


def edit(order, *lines, **values):
    changes: Any = values
    return edit_transfer_order(order_id=order.pk, values=changes, lines=lines, actor=BOSS)


def lines_of(order):
    rows = TransferOrder.objects.get(pk=order.pk).lines.order_by("line_no")
    return [(row.line_no, row.item.sku, row.quantity) for row in rows]


def test_lines_are_added_changed_and_taken_out(depot):
    bolt, nut, nail = make_item(sku="BOLT", stock=9), make_item(sku="NUT"), make_item(sku="NAIL")
    order = draft(depot, (bolt, 4), (nut, 5))
    edit(
        order,
        TransferLineChange(1, quantity=D(6)),
        TransferLineChange(2, quantity=D(0)),
        TransferLineChange(item=nail, quantity=D(7)),
    )
    assert lines_of(order) == [(1, "BOLT", 6), (3, "NAIL", 7)]
    [event] = LoggedEvent.objects.filter(name="transfer_order.changed")
    assert event.changes == {
        "line 1": ["4 × BOLT", "6 × BOLT"],
        "line 2": ["5 × NUT", ""],
        "line 3": ["", "7 × NAIL"],
    }
    release_transfer_order(order_id=order.pk, actor=BOSS)
    assert_books_hold()


def test_other_warehouses_bring_their_own_days(depot):
    far = warehouse("FAR", 8)
    order = draft(depot, (make_item(), 1))
    today = business_day(timezone.now())
    order = edit(order, to_warehouse=far, ship_on=today + timedelta(days=2), note="urgent")
    assert (order.transit_days, order.due_on, order.note) == (8, today + timedelta(days=10), "urgent")
    order = edit(order, to_warehouse=depot, transit_days=1)
    assert (order.transit_days, order.due_on) == (1, today + timedelta(days=3))
    assert edit(order, transit_days=None).transit_days == 3


def test_the_same_again_changes_nothing(depot):
    bolt = make_item()
    order = draft(depot, (bolt, 4))
    again = edit(order, TransferLineChange(1, bolt, D(4), ""), to_warehouse=depot, note="")
    assert again.version == order.version
    assert not LoggedEvent.objects.filter(name="transfer_order.changed").exists()


def test_a_lot_stays_with_its_product(depot):
    wine, beer = make_item(tracking="lot"), make_item(tracking="lot")
    Lot.objects.create(item=wine, code="A", received_on=business_day(timezone.now()))
    order = draft(depot, (wine, 4, "A"))
    edit(order, TransferLineChange(1, quantity=D(5)))
    assert order.lines.get().lot.code == "A"
    edit(order, TransferLineChange(1, item=beer))
    assert order.lines.get().lot is None


def test_what_is_wrong_is_named_and_nothing_changes(depot):
    bolt, service = make_item(), make_item(kind="service")
    order = draft(depot, (bolt, 4))
    with pytest.raises(Invalid) as refusal:
        edit(
            order,
            TransferLineChange(9, quantity=D(1)),
            TransferLineChange(quantity=D(1)),
            TransferLineChange(1, quantity=D(-1)),
            TransferLineChange(item=service, quantity=D(1), lot="L"),
            to_warehouse=main_warehouse(),
            ship_on=business_day(timezone.now()) - timedelta(days=1),
            transit_days=999,
            note="x" * 501,
        )
    assert set(refusal.value.errors) == {
        "to_warehouse", "ship_date", "transit_days", "note",
        "lines[0].line", "lines[1].product", "lines[2].quantity", "lines[3].product", "lines[3].lot",
    }  # fmt: skip
    with pytest.raises(Invalid) as refusal:
        edit(order, TransferLineChange(1, quantity=D(0)))
    assert set(refusal.value.errors) == {"lines"}
    stored = TransferOrder.objects.get()
    assert (stored.version, stored.to_warehouse, lines_of(order)) == (1, depot, [(1, bolt.sku, 4)])


def test_a_draft_of_last_week_may_get_another_note(depot):
    order = draft(depot, (make_item(), 4))
    TransferOrder.objects.filter(pk=order.pk).update(ship_on=business_day(timezone.now()) - timedelta(days=7))
    assert edit(order, note="still wanted").note == "still wanted"


def test_only_drafts_and_only_the_version_that_was_read(depot):
    order = draft(depot, (make_item(stock=9), 4))
    with pytest.raises(StaleVersion):
        edit_transfer_order(order_id=order.pk, values={"note": "b"}, actor=BOSS, expected_version=7)
    release_transfer_order(order_id=order.pk, actor=BOSS)
    with pytest.raises(Conflict, match="transfer_released"):
        edit(order, TransferLineChange(1, quantity=D(1)))
    assert lines_of(order)[0][2] == 4


def test_over_the_api_with_units_and_a_version(depot):
    bolt = make_item(sku="BOLT", weight_kg=1)
    make_item(sku="NUT")
    order = draft(depot, (bolt, 4))
    api = api_with("warehouse_manager")
    url = f"/api/v1/transfers/{order.number}/"
    body = {"note": "n", "lines": [{"line": 1, "quantity": "0"}, {"product": "NUT", "quantity": "3"}]}
    assert api.patch(url, body, format="json", headers={"If-Match": '"9"'}).status_code == 412
    answer = api.patch(url, body, format="json", headers={"If-Match": '"1"'})
    assert answer.status_code == 200, answer.json()
    assert [(row["line"], row["product"], row["quantity"]) for row in answer.json()["lines"]] == [
        (2, "NUT", "3")
    ]
    assert answer.json()["note"] == "n"
    wrong = api.patch(url, {"lines": [{"line": 2, "quantity": "1", "unit": "m"}]}, format="json")
    assert wrong.status_code == 400
    assert set(wrong.json()["errors"]) == {"lines[0].unit"}
    assert api.patch(url, {"from_warehouse": None}, format="json").status_code == 400
    assert api_with("sales").patch(url, {"note": "x"}, format="json").status_code in {403, 404}


def test_in_the_browser_two_windows_and_a_release(client, depot):
    client.force_login(person("warehouse_manager"))
    bolt, nut = make_item(stock=9), make_item(stock=9)
    order = draft(depot, (bolt, 4), (nut, 5))
    url = reverse("transfer-order-edit", args=[order.number])
    assert url in client.get(reverse("transfer-order-detail", args=[order.number])).content.decode()
    values = {**client.get(url).context["values"]}
    assert (values["item-0"], values["quantity-1"], values["transit_days"]) == (str(bolt.pk), "5", "3")
    values |= {"quantity-0": "6", "item-1": "", "quantity-1": "", "item-2": str(nut.pk), "quantity-2": "1"}
    assert client.post(url, values | {"quantity-0": "x"}).status_code == 422
    assert client.post(url, values).status_code == 302
    assert lines_of(order) == [(1, bolt.sku, 6), (3, nut.sku, 1)]
    late = client.post(url, values | {"quantity-0": "8"})  # the second window, still showing version 1
    assert late["Location"] == reverse("transfer-order-detail", args=[order.number])
    assert lines_of(order)[0][2] == 6
    fresh = {**client.get(url).context["values"], "release": "1"}
    assert client.post(url, fresh).status_code == 302
    assert TransferOrder.objects.get().state == "released"
    assert client.get(url)["Location"] == reverse("transfer-order-detail", args=[order.number])
    assert_books_hold()
