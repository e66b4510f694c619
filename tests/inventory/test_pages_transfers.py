"""The pages of transfers: written with several lines, released, sent, received in part, refused."""

import pytest
from django.urls import reverse

from inventory.models import Location, TransferOrder, Warehouse
from tests.clients import person
from tests.factories import assert_books_hold, main_warehouse, make_item

pytestmark = pytest.mark.django_db


@pytest.fixture
def keeper(client):
    client.force_login(person("warehouse_manager"))
    return client


@pytest.fixture
def depot():
    row = Warehouse.objects.create(code="DEPOT", name="Depot")
    Location.objects.create(warehouse=row, code="STOCK", kind="storage", is_usable=True)
    return row


def sent(depot, **fields):
    day = "2099-01-01" if fields.pop("far", False) else ""
    common = {"from_warehouse": main_warehouse().pk, "to_warehouse": depot.pk, "ship_date": day}
    return {**common, "transit_days": "2", "release": "0", **fields}


def act(client, verb, order, **fields):
    order = TransferOrder.objects.get(pk=order.pk)
    values = {"version": order.version, **fields}
    return client.post(reverse("transfer-order-act", args=[order.number, verb]), values, follow=True)


def test_from_the_form_to_the_last_piece(keeper, depot):
    bolt, nut = make_item(stock=10), make_item(stock=5)
    fields = {"item-0": bolt.pk, "quantity-0": "4", "item-2": nut.pk, "quantity-2": "6"}
    assert keeper.get(reverse("transfer-order-new")).status_code == 200
    assert keeper.post(reverse("transfer-order-new"), sent(depot, **fields)).status_code == 302
    order = TransferOrder.objects.get()
    assert [line.quantity for line in order.lines.all()] == [4, 6]
    assert order.number in keeper.get(reverse("transfer-list")).content.decode()
    assert "Take from" in act(keeper, "release", order).content.decode()
    refused = act(keeper, "send", order).content.decode()
    assert TransferOrder.objects.get().state == "released"
    assert "Send what there is" in refused
    act(keeper, "send", order, short="1")
    assert TransferOrder.objects.get().state == "in_transit"
    assert order.number in keeper.get(reverse("goods-in-transit")).content.decode()
    wrong = act(keeper, "receive", order, **{"quantity-1": "9", "quantity-2": "x", "place-1": "NONE"})
    assert wrong.status_code == 422
    too_many = act(keeper, "receive", order, **{"quantity-1": "9"})
    assert too_many.status_code == 422
    came = act(
        keeper, "receive", order, **{"quantity-1": "3", "reason-1": "", "quantity-2": "4", "reason-2": "wet"}
    )
    assert came.content.decode().count("Goods arrived") == 1  # in one go, told once
    assert TransferOrder.objects.get().state == "in_transit"
    act(keeper, "receive", order, all="1")
    assert TransferOrder.objects.get().state == "received"
    shown = keeper.get(reverse("transfer-order-detail", args=[order.number])).content.decode()
    assert "Transfer received" in shown
    exported = keeper.get(reverse("transfer-export", args=["csv"]))
    assert b"".join(exported).decode().count("\n") == 3
    assert_books_hold()


def test_what_is_wrong_is_told_beside_its_field(keeper, depot):
    bolt = make_item(stock=3)
    fields = {"item-0": bolt.pk, "quantity-0": "0", "item-1": "", "quantity-1": "2", "item-2": bolt.pk}
    answer = keeper.post(
        reverse("transfer-order-new"), sent(depot, ship_date="x", transit_days="many", **fields)
    )
    assert answer.status_code == 422
    assert set(answer.context["errors"]) == {
        "ship_date", "transit_days", "quantity-0", "item-1", "quantity-2"
    }  # fmt: skip
    same = sent(depot, to_warehouse=main_warehouse().pk, **{"item-0": bolt.pk, "quantity-0": "1"})
    assert set(keeper.post(reverse("transfer-order-new"), same).context["errors"]) == {"to_warehouse"}
    lot = sent(depot, **{"item-3": bolt.pk, "quantity-3": "1", "lot-3": "L"})
    assert set(keeper.post(reverse("transfer-order-new"), lot).context["errors"]) == {"lot-3"}
    assert not TransferOrder.objects.exists()


def test_only_who_may_sends(client, depot):
    client.force_login(person("sales"))
    assert client.get(reverse("transfer-order-new")).status_code == 403
    assert client.get(reverse("transfer-order-detail", args=["TO-999"])).status_code in {403, 404}
