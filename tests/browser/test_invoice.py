"""Finance reads an invoice, looks at its paper and books its payment, in both languages."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from playwright.sync_api import expect

from finance.models import Invoice, Payment
from tests.browser.screens import browser_of
from tests.factories import confirmed, make_customer, make_item, make_tax, ship

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("transactional_db")]


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_an_invoice_is_paid(live_server, chromium_path, language):
    customer = make_customer(name="Riverside Lamps", tax_code=make_tax("0.13"))
    ship(confirmed(customer, (make_item(stock=5, price="100"), 2)))
    invoice = Invoice.objects.get()
    assert invoice.number is not None
    with browser_of(chromium_path, live_server.url, language=language, role="finance") as page:
        page.goto(f"{live_server.url}/invoices/")
        page.get_by_role("link", name=invoice.number).click()
        expect(page.get_by_role("heading", level=1)).to_contain_text(invoice.number)
        paper = page.request.get(f"{live_server.url}/invoices/{invoice.number}/pdf/")
        assert paper.headers["content-type"] == "application/pdf"
        assert paper.body().startswith(b"%PDF")
        page.locator(f"a[href*='payments/new'][href*='{invoice.number}']").click()
        expect(page.locator("input[name=amount]")).to_have_value(re.compile(r"^226(\.0+)?$"))
        page.locator("main form[method=post] button.btn-primary").click()
        expect(page).to_have_url(re.compile(r"/payments/PM-"))
    assert Invoice.objects.get().state == "paid"
    assert Payment.objects.get().amount == Decimal("226.00")


def test_too_much_is_told_beside_the_field_and_books_nothing(live_server, chromium_path):
    customer = make_customer()
    ship(confirmed(customer, (make_item(stock=5, price="100"), 1)))
    invoice = Invoice.objects.get()
    assert invoice.number is not None
    with browser_of(chromium_path, live_server.url, role="finance") as page:
        page.goto(f"{live_server.url}/payments/new/?customer={customer.code}")
        page.locator("input[name=amount]").fill("50")
        page.locator(f"input[name=invoice-{invoice.pk}]").fill("500")
        page.locator("main form[method=post] button.btn-primary").click()
        expect(page.locator("main")).to_contain_text("open amount")
    assert not Payment.objects.exists()
