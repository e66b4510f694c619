"""A salesperson enters orders without the mouse: typed, pasted, kept as a draft, submitted once."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from erp.core.search import search_key
from orders.models import Order
from tests.browser.screens import RULES, browser_of
from tests.factories import make_customer, make_item

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("transactional_db")]


def found(name: str, **more: Any) -> Any:
    """A customer that type-ahead finds."""
    customer = make_customer(name=name, **more)
    customer.search_key = search_key(customer.code, name)
    customer.save(update_fields=["search_key"])
    return customer


def sold(sku: str, name: str = "", **more: Any) -> Any:
    """An item that type-ahead finds."""
    item = make_item(sku=sku, name=name or sku, **more)
    item.search_key = search_key(sku, name)
    item.save(update_fields=["search_key"])
    return item


def choose_customer(page: Page, text: str) -> None:
    """Type into the customer field, which has the focus, and take the first hit."""
    page.keyboard.type(text, delay=10)
    expect(page.locator('[data-field="customer"] [role=option]').first).to_be_visible()
    page.keyboard.press("Enter")


def test_five_lines_by_keyboard_alone(order_process: None, live_server: Any, chromium_path: str) -> None:
    found("Harbor Lights")
    for number in range(1, 6):
        sold(f"LAMP-{number}", stock=100, price="10")
    with browser_of(chromium_path, live_server.url) as page:
        page.goto(f"{live_server.url}/orders/new/")
        choose_customer(page, "harb")
        for number in range(1, 6):
            page.keyboard.type(f"lamp-{number}", delay=5)
            page.keyboard.press("Enter")
            page.keyboard.type(str(number), delay=5)
            page.keyboard.press("Enter")
        expect(page.locator("[data-out=total]")).to_have_text("$150.00")
        expect(page.locator("tr[data-line]").nth(4).locator('[data-show="available"]')).to_have_text(
            "100 pcs"
        )
        expect(page.locator("[data-entry-saved]")).to_contain_text("saved")
        page.keyboard.press("Control+Enter")
        page.keyboard.press("Control+Enter")
        page.wait_for_url(re.compile(r"/orders/SO-\d+/$"))
        expect(page.locator("h1")).to_contain_text("SO-")
    order = Order.objects.get()
    assert (order.state, order.total, order.lines.count()) == ("confirmed", Decimal(150), 5)


def test_a_mistake_stands_in_its_cell_and_the_rest_is_kept(live_server: Any, chromium_path: str) -> None:
    found("Harbor Lights")
    sold("LAMP-1", stock=100)
    with browser_of(chromium_path, live_server.url) as page:
        page.goto(f"{live_server.url}/orders/new/")
        choose_customer(page, "harb")
        for quantity in ("3", "abc"):
            page.keyboard.type("lamp-1", delay=5)
            page.keyboard.press("Enter")
            page.keyboard.type(quantity)
            page.keyboard.press("Enter")
        wrong = page.locator("tr[data-line]").nth(1)
        expect(wrong.locator('[data-error="quantity"]')).to_have_text("This is not a number.")
        expect(page.locator("[data-entry-saved]")).to_contain_text("saved without the unfinished lines")
        page.keyboard.press("Control+Enter")
        expect(wrong.locator('[data-cell="quantity"]')).to_be_focused()
        page.reload()
        expect(page.locator("tr[data-line]").first.locator('[data-cell="quantity"]')).to_have_value("3")
    assert Order.objects.get().state == "draft"


def test_rows_are_pasted_from_a_spreadsheet(live_server: Any, chromium_path: str) -> None:
    found("Harbor Lights")
    sold("LAMP-1", stock=100)
    sold("LAMP-2", stock=100)
    with browser_of(
        chromium_path, live_server.url, permissions=["clipboard-read", "clipboard-write"]
    ) as page:
        page.goto(f"{live_server.url}/orders/new/")
        choose_customer(page, "harb")
        page.evaluate("navigator.clipboard.writeText('LAMP-1\\t4\\t9.5\\nLAMP-2\\t1,000\\nNO-SUCH\\t2')")
        page.keyboard.press("Control+v")
        rows = page.locator("tr[data-line]")
        expect(rows).to_have_count(4)
        expect(rows.nth(0).locator('[data-cell="price"]')).to_have_value("9.5")
        expect(rows.nth(1).locator('[data-cell="quantity"]')).to_have_value("1000")
        expect(rows.nth(2).locator('[data-error="product"]')).to_contain_text("No product is called")
        expect(rows.nth(2).locator('[data-cell="product"]')).to_be_focused()


@pytest.mark.parametrize(("language", "width"), [("en", 1440), ("zh-hans", 1440), ("zh-hans", 390)])
def test_the_sales_pages_pass_the_accessibility_rules(
    live_server: Any, chromium_path: str, language: str, width: int
) -> None:
    customer = found("Harbor Lights")
    item = sold("LAMP-1", stock=100)
    with browser_of(chromium_path, live_server.url, language=language, width=width, bypass_csp=True) as page:
        page.goto(f"{live_server.url}/orders/new/?customer={customer.code}")
        page.keyboard.type("lamp-1", delay=5)
        page.keyboard.press("Enter")
        page.keyboard.type("2")
        expect(page.locator("[data-entry-number]")).to_contain_text("SO-")
        number = page.locator("[data-entry-number]").inner_text().strip()
        addresses = (
            f"/orders/{number}/edit/", f"/orders/{number}/", "/orders/", "/my-day/", "/tasks/", "/customers/",
            f"/customers/{customer.code}/", "/customers/new/", "/items/", f"/items/{item.sku}/",
        )  # fmt: skip
        found_problems: dict[str, list[Any]] = {}
        for address in addresses:
            page.goto(live_server.url + address)
            page.wait_for_load_state("networkidle")
            assert not page.evaluate("document.documentElement.scrollWidth > innerWidth + 1"), address
            result = Axe().run(page, options=RULES | {"resultTypes": ["violations"]})
            for one in result.response["violations"]:
                places = [node["html"][:160] for node in one["nodes"][:3]]
                found_problems.setdefault(one["id"], []).append((address, places))
        assert found_problems == {}


def test_why_a_date_opens_beside_the_line(live_server: Any, chromium_path: str) -> None:
    found("Harbor Lights")
    sold("LAMP-9", stock=3, lead_time_days=12, price="10")
    with browser_of(chromium_path, live_server.url) as page:
        page.goto(f"{live_server.url}/orders/new/")
        choose_customer(page, "harb")
        page.keyboard.type("lamp-9", delay=5)
        page.keyboard.press("Enter")
        page.keyboard.type("5", delay=5)
        page.keyboard.press("Enter")
        why = page.locator("tr[data-line]").first.locator("[data-why]")
        expect(why).to_be_visible()
        why.click()
        told = page.locator(".k-why").first
        expect(told).to_be_visible()
        expect(told).to_contain_text("LAMP-9")
        expect(told.locator(".k-why-text")).to_contain_text("3 pcs")
        page.keyboard.press("Escape")
        expect(told).to_be_hidden()
