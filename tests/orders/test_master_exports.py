"""Customers and items as a file: what is filtered, what the reader may see, harmless in a spreadsheet."""

import pytest
from django.test import Client

from tests.clients import person
from tests.factories import make_customer, make_item

pytestmark = pytest.mark.django_db


def browser_with(role):
    browser = Client()
    browser.force_login(person(role))
    return browser


def _text(answer):
    assert answer.status_code == 200
    return b"".join(answer.streaming_content).decode("utf-8-sig")


def test_customers_are_exported_as_filtered_and_harmless():
    make_customer(code="C-A", name='=HYPERLINK("http://x")')
    make_customer(code="C-B", name="Other")
    browser = browser_with("finance")
    everything = _text(browser.get("/customers/export.csv"))
    assert "C-A" in everything
    assert "C-B" in everything
    assert "'=HYPERLINK" in everything
    assert "C-B" not in _text(browser.get("/customers/export.csv?q=HYPERLINK"))


def test_items_are_exported_with_cost_only_for_those_who_may_see_it():
    make_item(sku="EX-1", cost="4.25")
    assert "4.25" in _text(browser_with("buyer").get("/items/export.csv"))
    assert "4.25" not in _text(browser_with("sales").get("/items/export.csv"))
    assert browser_with("buyer").get("/items/export.pdf").status_code == 404


def test_an_excel_file_comes_too():
    make_item()
    answer = browser_with("buyer").get("/items/export.xlsx")
    assert b"".join(answer.streaming_content)[:2] == b"PK"
