"""A form is done once, however often it is sent from one page: double clicks, the back button."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connections
from django.test import Client
from django.utils import timezone

from erp.core.models import IdempotencyKey
from finance.models import Payment
from tests.clients import person
from tests.factories import assert_books_hold, make_customer


def cashier() -> Client:
    client = Client()
    client.force_login(person("finance"), backend="erp.identity.backends.RoleBackend")
    return client


def pay(client: Client, customer: int, **more: str) -> int:
    form = {"customer": str(customer), "currency": "USD", "amount": "50", **more}
    return client.post("/payments/new/", form).status_code


@pytest.mark.django_db
def test_the_same_form_is_done_once_and_another_page_s_form_again() -> None:
    client, customer = cashier(), make_customer()
    assert pay(client, customer.pk, form_key="a1") == 302
    assert pay(client, customer.pk, form_key="a1") == 422
    assert (
        b"was sent before"
        in client.post(
            "/payments/new/", {"customer": customer.pk, "currency": "USD", "amount": "50", "form_key": "a1"}
        ).content
    )
    assert Payment.objects.count() == 1
    assert pay(client, customer.pk, form_key="a2") == 302
    assert pay(cashier(), customer.pk, form_key="a1") == 302, "another person's page"
    assert Payment.objects.count() == 3
    assert_books_hold()


@pytest.mark.django_db
def test_what_was_refused_may_be_sent_again() -> None:
    client, customer = cashier(), make_customer()
    tomorrow = (timezone.now() + timedelta(days=2)).date().isoformat()
    assert pay(client, customer.pk, form_key="b1", received_date=tomorrow) == 422
    assert not IdempotencyKey.objects.exists()
    assert pay(client, customer.pk, form_key="b1") == 302


def test_clicks_at_the_same_moment_book_one_payment(transactional_db: None) -> None:
    client, customer = cashier(), make_customer()

    def click(_number: int) -> int:
        try:
            mine = Client()
            mine.cookies = client.cookies
            return pay(mine, customer.pk, form_key="c1")
        finally:
            connections.close_all()

    with ThreadPoolExecutor(6) as pool:
        answers = sorted(pool.map(click, range(6)))
    assert answers == [302, 422, 422, 422, 422, 422]
    assert Payment.objects.count() == 1
