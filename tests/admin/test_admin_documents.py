"""Documents in the admin: seen within rights and scope, in few statements, moved on by commands."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib import admin
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from erp.core.administration.navigation import GROUPS
from finance.models import Invoice
from orders.models import Order
from tests.clients import person
from tests.factories import confirmed, draft, make_customer, make_item, ship

pytestmark = pytest.mark.django_db


def client_of(*roles: str, **more: Any) -> Client:
    client = Client()
    client.force_login(
        person(*roles, is_staff=True, language="en", **more), backend="erp.identity.backends.RoleBackend"
    )
    return client


def texts_of(answer: Any) -> str:
    return " ".join(str(message) for message in answer.context["messages"])


def address(model: Any, page: str = "changelist", *args: Any) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def test_every_page_of_the_admin_opens_for_an_administrator() -> None:
    item = make_item(stock=10)
    ship(confirmed(make_customer(), (item, 2)))
    client = client_of("administrator")
    for model in list(admin.site._registry):
        assert client.get(address(model)).status_code == 200, model
        row = model._default_manager.order_by("-pk").first()
        if row is not None:
            assert client.get(address(model, "change", row.pk)).status_code == 200, model
        assert client.get(address(model, "add")).status_code in {200, 403}, model


def test_the_list_of_orders_takes_the_same_number_of_statements_for_many() -> None:
    item, client = make_item(stock=100), client_of("administrator")
    draft(make_customer(), (item, 1))
    with CaptureQueriesContext(connection) as few:
        client.get(address(Order))
    for _number in range(5):
        draft(make_customer(), (item, 1))
    with CaptureQueriesContext(connection) as many:
        client.get(address(Order))
    assert len(many) <= len(few) + 1  # roles kept for seconds may have run out in between


def test_managers_see_what_their_rights_and_scope_allow() -> None:
    seller = person("sales")
    mine = draft(make_customer(salesperson=seller), (make_item(), 1))
    client = client_of("warehouse_manager")
    assert client.get(address(Order)).status_code == 200
    assert client.get(address(Invoice)).status_code == 403
    assert client.get(reverse("admin:identity_user_changelist")).status_code == 403
    narrow = client_of("sales_manager", row_scope="own")
    assert mine.number not in narrow.get(address(Order)).content.decode()
    assert narrow.get(address(Order, "change", mine.pk)).status_code == 302


def test_nobody_else_enters() -> None:
    client = Client()
    client.force_login(person("sales"), backend="erp.identity.backends.RoleBackend")
    assert client.get("/admin/").status_code == 302


def test_many_orders_are_held_with_a_reason_and_each_refusal_is_told() -> None:
    item, client = make_item(stock=10), client_of("administrator")
    good, bad = confirmed(make_customer(), (item, 1)), draft(make_customer(), (item, 1))
    body = {"action": "hold", "_selected_action": [good.pk, bad.pk]}
    asked = client.post(address(Order), body)
    assert asked.status_code == 200
    assert "reason" in asked.content.decode()
    assert Order.objects.get(pk=good.pk).state == "confirmed"
    answer = client.post(address(Order), {**body, "reason": "Customer asked"}, follow=True)
    told = texts_of(answer)
    assert "1 done" in told
    assert bad.number in told
    assert set(Order.objects.values_list("number", "state")) == {
        (good.number, "on_hold"),
        (bad.number, "draft"),
    }


def test_one_order_is_cancelled_from_its_page() -> None:
    order, client = draft(make_customer(), (make_item(), 1)), client_of("administrator")
    act = address(Order, "act", order.pk, "cancel")
    assert act in client.get(address(Order, "change", order.pk)).content.decode()
    assert client.get(act).status_code == 200
    client.post(act, {"reason": ""})
    assert Order.objects.get(pk=order.pk).state == "draft"
    assert client.post(act, {"reason": "Entered twice"}).status_code == 302
    assert Order.objects.get(pk=order.pk).state == "cancelled"


def test_a_verb_needs_its_right() -> None:
    order, client = draft(make_customer(), (make_item(), 1)), client_of("warehouse_manager")
    act = address(Order, "act", order.pk, "cancel")
    assert act not in client.get(address(Order, "change", order.pk)).content.decode()
    assert client.post(act, {"reason": "No"}).status_code == 403
    assert client.post(address(Order, "act", order.pk, "explode")).status_code == 404
    client.post(address(Order), {"action": "cancel", "_selected_action": [order.pk], "reason": "No"})
    assert Order.objects.get(pk=order.pk).state == "draft"


def test_an_invoice_is_voided_with_a_reason() -> None:
    order = confirmed(make_customer(), (make_item(stock=5), 2))
    ship(order)
    invoice = Invoice.objects.get(document_number=order.number)
    client = client_of("finance")
    client.post(address(Invoice, "act", invoice.pk, "void"), {"reason": "Wrong address"})
    assert Invoice.objects.get(pk=invoice.pk).state == "void"


def test_the_home_shows_figures_to_those_who_may_see_them() -> None:
    page = client_of("executive").get("/admin/")
    assert len(page.context["cockpit"]["figures"]) == 8
    assert "/orders/?state=submitted" in page.content.decode()
    assert "cockpit" not in client_of("warehouse_manager").get("/admin/").context


def test_the_admin_speaks_chinese() -> None:
    client = Client()
    who = person("administrator", is_staff=True, language="zh-hans")
    client.force_login(who, backend="erp.identity.backends.RoleBackend")
    draft(make_customer(), (make_item(), 1))
    page = client.get(address(Order)).content.decode()
    assert "返回必达" in page
    assert "草稿" in page


def test_the_sidebar_leads_to_everything_that_the_admin_shows() -> None:
    listed = {label for _title, entries in GROUPS for label, _icon in entries}
    shown = {model._meta.label_lower for model in admin.site._registry}
    assert listed == {label for label in shown if not label.startswith("axes.")}  # the lock-out's own log
