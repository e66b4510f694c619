"""The pages of quotations: written in the grid, approved, sent, shown to the customer, turned into orders."""

from __future__ import annotations

import json
import re

import pytest
from django.core import mail
from django.test import Client

from erp.core.outbox import relay
from erp.masterdata.selectors.company import forget_company
from orders.models import Order, Quotation
from tests.clients import person
from tests.factories import assert_books_hold, make_customer, make_item

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("order_process")]


@pytest.fixture(autouse=True)
def company_read_anew():
    """What one test sets is not what the next one reads."""
    forget_company()
    yield
    forget_company()


def signed_in(role="sales_manager"):
    client = Client()
    client.force_login(person(role), backend="erp.identity.backends.RoleBackend")
    return client


def entered(client, item, *, submit=True, quantity="4", **header):
    customer = make_customer(email="buyer@example.com")
    body = {
        "client": "c1",
        "submit": submit,
        "header": {"customer": customer.pk, "holds_stock": True, "customer_po": "RFQ-9", **header},
        "lines": [{"key": "r1", "item": item.pk, "quantity": quantity, "price": "9.5"}],
    }
    return client.post("/quotations/save/", json.dumps(body), content_type="application/json")


def test_from_the_grid_to_the_order():
    client, item = signed_in(), make_item(stock=10)
    told = entered(client, item).json()
    row = Quotation.objects.get()
    assert told["url"] == f"/quotations/{row.number}/" and row.state == "approved"
    shown = client.get(told["url"]).content.decode()
    assert "RFQ-9" in shown and "Turn into order" in shown and "buyer@example.com" in shown
    assert row.number in client.get("/quotations/").content.decode()
    assert row.number in client.get("/my-day/").content.decode()
    assert row.number in client.get("/search/", {"q": row.number}).content.decode()
    paper = client.get(f"/quotations/{row.number}/pdf/?language=zh-hans")
    assert paper.content.startswith(b"%PDF")
    done = client.post(f"/quotations/{row.number}/do/convert/")
    order = Order.objects.get()
    assert done.url == f"/orders/{order.number}/" and order.state == "confirmed"
    assert row.number in client.get(done.url).content.decode()
    assert_books_hold()


def test_the_grid_answers_while_one_types():
    client, item = signed_in(), make_item(stock=10)
    customer = make_customer()
    line = {"key": "r1", "item": item.pk, "quantity": "3"}
    body = {"header": {"customer": customer.pk}, "lines": [line], "want_customer": True}
    told = client.post("/quotations/quote/", json.dumps(body), content_type="application/json").json()
    assert told["lines"]["r1"]["net"] == "$30.00" and told["header"]["total"] == "$30.00"


def test_the_customer_gets_mail_and_link():
    client = signed_in()
    entered(client, make_item(stock=10))
    row = Quotation.objects.get()
    answer = client.post(f"/quotations/{row.number}/do/mail/", {"to": "nobody", "language": "en"})
    assert answer.status_code == 422
    client.post(f"/quotations/{row.number}/do/mail/", {"to": "buyer@example.com", "language": "en"})
    relay()
    [message] = mail.outbox
    assert message.to == ["buyer@example.com"] and message.attachments[0][0] == f"{row.number}.pdf"
    link = re.search(r"http://\S+/offer/\S+", str(message.body))
    assert link is not None
    path = link.group(0).removeprefix("http://testserver")
    stranger = Client()
    shown = stranger.get(path)
    assert shown.status_code == 200 and row.number in shown.content.decode()
    assert "Margin" not in shown.content.decode() and shown["X-Robots-Tag"] == "noindex, nofollow"
    assert stranger.get(f"{path}pdf/").content.startswith(b"%PDF")
    row = Quotation.objects.get()
    assert row.sent_at is not None and row.mails.get().state in {"sent", "kept"}
    client.post(f"/quotations/{row.number}/do/revise/")
    assert stranger.get(path).status_code == 404
    assert stranger.get("/offer/nonsense/").status_code == 404


def test_lost_copied_exported():
    client = signed_in()
    entered(client, make_item(stock=10), submit=False)
    row = Quotation.objects.get()
    assert client.get(f"/quotations/{row.number}/edit/").status_code == 200
    assert client.get("/quotations/new/").status_code == 200
    assert client.post(f"/quotations/{row.number}/do/lose/", {"reason": ""}).status_code == 422
    client.post(f"/quotations/{row.number}/do/lose/", {"reason": "Price"})
    copied = client.post(f"/quotations/{row.number}/do/copy/")
    assert Quotation.objects.count() == 2 and copied.url.endswith("/edit/")
    table = b"".join(client.get("/quotations/export.csv")).decode()
    assert row.number in table and "Price" in table
    assert client.post(f"/quotations/{row.number}/do/fly/").status_code == 404


def test_who_may_open_what():
    entered(signed_in(), make_item(stock=10))
    row = Quotation.objects.get()
    assert signed_in("finance").get(f"/quotations/{row.number}/").status_code == 200
    assert signed_in("shop_floor").get("/quotations/").status_code == 403
    signed_in("finance").post(f"/quotations/{row.number}/do/convert/")  # refused with a message
    assert not Order.objects.exists()
