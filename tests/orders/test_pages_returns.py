"""Pages of returns, return rates and credit notes: each person the next step, nobody more."""

import pytest
from django.test import Client
from django.urls import reverse

from finance.models import CreditNote
from inventory.models import Balance
from orders.models import ReturnReason, ReturnRequest
from tests.clients import person
from tests.factories import assert_books_hold, confirmed, fresh, make_customer, make_item, ship

pytestmark = pytest.mark.django_db


def client_of(*roles, **more):
    client = Client()
    client.force_login(person(*roles, **more), backend="erp.identity.backends.RoleBackend")
    return client


@pytest.fixture
def order(db):
    order = confirmed(make_customer(), (make_item(stock=10), 4))
    ship(order)
    return fresh(order)


def text(client, name, *args, status=200, **query):
    answer = client.get(reverse(name, args=args), query)
    assert answer.status_code == status
    return answer.content.decode()


def act(client, row, verb, status=302, **body):
    answer = client.post(reverse("return-act", args=[row.number, verb]), body)
    assert answer.status_code == status, answer.content.decode()[-2000:]
    return answer.content.decode()


def refused(client, row, verb, **body):
    before = fresh(row).state
    act(client, row, verb, **body)
    assert fresh(row).state == before


def test_from_the_order_to_the_credit_note(order):
    service, clerk, money = (
        client_of("customer_service"),
        client_of("warehouse_operator"),
        client_of("finance"),
    )
    assert f"{reverse('return-new')}?order={order.number}" in text(service, "order-detail", order.number)
    form = text(service, "return-new", order=order.number)
    assert "quantity-1" in form
    reason = ReturnReason.objects.get(code="defective").pk
    body = {"order": order.number, "reason": reason, "quantity-1": "5"}
    wrong = service.post(reverse("return-new"), body)
    assert (wrong.status_code, ReturnRequest.objects.count()) == (422, 0)
    assert service.post(reverse("return-new"), body | {"quantity-1": "2"}).status_code == 302
    row = ReturnRequest.objects.get()
    assert row.number in text(service, "return-list")
    refused(clerk, row, "approve")
    act(service, row, "approve")
    refused(service, row, "receive")
    act(clerk, row, "receive", 422, **{"quantity-1": "3"})
    act(clerk, row, "receive", **{"quantity-1": "2"})
    assert "rejected-1" in text(clerk, "return-detail", row.number)
    act(clerk, row, "inspect", 422, **{"rejected-1": "3", "disposition-1": "restock"})
    act(clerk, row, "inspect", 422, **{"rejected-1": "0", "disposition-1": "sell"})
    act(clerk, row, "inspect", **{"rejected-1": "0", "disposition-1": "scrap"})
    refused(clerk, row, "settle", resolution="credit_note")
    act(money, row, "settle", 422, resolution="a hug")
    act(money, row, "settle", resolution="credit_note")
    note = CreditNote.objects.get()
    for name, args in (
        ("return-detail", [row.number]),
        ("credit-note-list", []),
        ("credit-note-detail", [note.number]),
        ("order-detail", [order.number]),
    ):
        assert note.number in text(money, name, *args), name
    assert not Balance.objects.filter(location__is_usable=False, on_hand__gt=0).exists()
    assert_books_hold()


def test_rates_and_exports_open(order):
    boss = client_of("executive")
    for by in ("product", "region", "customer", "reason", "nonsense"):
        text(boss, "return-rates", by=by)
    for name in ("return-export", "return-rate-export", "credit-note-export"):
        for kind in ("csv", "xlsx"):
            assert client_of("finance").get(reverse(name, args=[kind])).status_code == 200
    text(client_of("shop_floor"), "return-list", status=403)
    text(boss, "return-detail", "RT-999999", status=404)


def test_sales_see_returns_of_their_customers_alone(order):
    seller = client_of("sales", row_scope="own")
    reason = ReturnReason.objects.first()
    assert reason is not None
    body = {"order": order.number, "reason": reason.pk, "quantity-1": "1"}
    assert seller.post(reverse("return-new"), body).status_code == 422
    client_of("customer_service").post(reverse("return-new"), body)
    row = ReturnRequest.objects.get()
    assert row.number not in text(seller, "return-list")
    text(seller, "return-detail", row.number, status=404)


def test_the_paper_is_a_pdf(order):
    from tests.orders.test_returns import back, settled

    settled(back(order, 1))
    note, money = CreditNote.objects.get(), client_of("finance")
    for language in ("en", "zh-hans"):
        answer = money.get(reverse("credit-note-pdf", args=[note.number]), {"language": language})
        assert answer.content[:4] == b"%PDF"
