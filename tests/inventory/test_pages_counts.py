"""Pages of counting: blind for counters, complete for approvers, the phone sends each answer once."""

import json
import re

import pytest
from django.test import Client
from django.urls import reverse

from inventory.models import StockCount, StockCountEntry
from tests.clients import person
from tests.factories import assert_books_hold, main_warehouse, make_item

pytestmark = pytest.mark.django_db

KNOWN = re.compile(r"\b739\b")  # what the books say; a time of day has more digits around it


def client_of(*roles):
    client = Client()
    client.force_login(person(*roles), backend="erp.identity.backends.RoleBackend")
    return client


def send(client, count, **body):
    return client.post(
        reverse("count-send", args=[count.number]), json.dumps(body), content_type="application/json"
    )


@pytest.fixture
def item(db):
    return make_item(stock=739)


def test_from_the_form_to_the_approval(item):
    boss, one, two = (
        client_of("warehouse_manager"),
        client_of("warehouse_operator"),
        client_of("warehouse_operator"),
    )
    body = {"warehouse": main_warehouse().pk, "item": item.pk, "locations": "NOWHERE"}
    assert boss.post(reverse("count-new"), body).status_code == 422
    assert boss.post(reverse("count-new"), body | {"locations": "stock"}).status_code == 302
    count = StockCount.objects.get()
    line = count.lines.get()
    for name in ("count-detail", "count-scan"):
        assert not KNOWN.search(one.get(reverse(name, args=[count.number])).content.decode())
    answers = [{"line": line.pk, "quantity": "7"}]
    first = send(one, count, key="a", answers=answers)
    assert first.status_code == 200
    assert send(one, count, key="a", answers=answers).json() == first.json()
    assert StockCountEntry.objects.count() == 1
    assert not KNOWN.search(first.content.decode())
    finished = send(one, count, key="b", answers=[], finish=True).json()
    assert (finished["state"], finished["steps"][0]["mine"]) == ("recount", True)
    assert send(one, count, key="c", answers=answers).status_code == 409
    assert send(two, count, key="d", answers=answers, finish=True).json()["state"] == "counted"
    assert KNOWN.search(boss.get(reverse("count-detail", args=[count.number])).content.decode())
    assert not KNOWN.search(one.get(reverse("count-detail", args=[count.number])).content.decode())
    approve = reverse("count-act", args=[count.number, "approve"])
    one.post(approve)
    assert StockCount.objects.get().state == "counted"
    assert boss.post(approve).status_code == 302
    count = StockCount.objects.get()
    assert count.state == "posted"
    assert_books_hold()


@pytest.mark.parametrize(
    "body",
    [
        {"answers": []},
        {"key": "x", "answers": "many"},
        {"key": "x", "answers": [{"line": 1, "quantity": "no"}]},
        {"key": "x", "answers": [{"code": "NOTHING", "bin": "STOCK", "quantity": "1"}]},
        {"key": "x", "answers": [{"line": 999999, "quantity": "1"}]},
        {"key": "x", "answers": [{"line": None, "quantity": "1", "at": "yesterday"}]},
    ],
)
def test_what_a_device_may_not_send(item, body):
    one = client_of("warehouse_operator")
    one.post(reverse("count-new"), {"warehouse": main_warehouse().pk})
    count = StockCount.objects.get()
    answer = one.post(
        reverse("count-send", args=[count.number]), json.dumps(body), content_type="application/json"
    )
    assert answer.status_code == 400
    assert count.lines.get().counted is None


def test_lists_and_exports_open(item):
    boss = client_of("warehouse_manager")
    boss.post(reverse("count-proposal"))
    count = StockCount.objects.get()
    assert count.number in boss.get(reverse("count-list")).content.decode()
    for kind in ("csv", "xlsx"):
        assert boss.get(reverse("count-export", args=[kind])).status_code == 200
    assert client_of("sales").get(reverse("count-list")).status_code == 403
    assert boss.get(reverse("count-detail", args=["CT-9"])).status_code == 404
    act = reverse("count-act", args=[count.number, "cancel"])
    assert boss.post(act, {"reason": ""}).status_code in {302, 400, 422}
    assert StockCount.objects.get().state == "draft"
    boss.post(act, {"reason": "wrong"})
    assert StockCount.objects.get().state == "cancelled"
