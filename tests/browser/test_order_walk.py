"""The ten steps of the README, from an empty form to a closed order, clicked in both languages."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from erp.core.search import search_key
from orders.models import Order
from tests.browser.screens import browser_of
from tests.factories import assert_books_hold, make_customer, make_item

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("transactional_db")]

WORDS = {
    "en": {
        "release": "Release to warehouse",
        "pick": "Pick by hand",
        "pack": "Pack by hand",
        "ship": "Ship",
        "pay": "Record payment",
        "book": "Book payment",
        "deliver": "Deliver",
        "reached": "Wave picking",
    },
    "zh-hans": {
        "release": "下达仓库",
        "pick": "手工确认拣货",
        "pack": "手工完成包装",
        "ship": "发货",
        "pay": "登记收款",
        "book": "登记收款",
        "deliver": "确认送达",
        "reached": "波次拣货",
    },
}


def click(page: Page, name: str) -> None:
    """Press the button, or follow the link, of this name; answer yes where the page asks again."""
    exact = re.compile(f"^{name}$")
    page.get_by_role("button", name=exact).or_(page.get_by_role("link", name=exact)).first.click()
    page.wait_for_load_state("networkidle")
    again = page.locator("dialog[open] .btn-primary")
    if again.count():
        again.last.click()
        page.wait_for_load_state("networkidle")


@pytest.mark.parametrize(("language", "width"), [("en", 1440), ("zh-hans", 390)])
def test_from_the_form_to_a_closed_order(
    order_process: None, live_server: Any, chromium_path: str, language: str, width: int
) -> None:
    words = WORDS[language]
    customer = make_customer(name="Harbor Lights")
    customer.search_key = search_key(customer.code, customer.name)
    customer.save(update_fields=["search_key"])
    item = make_item(sku="LAMP-1", name="Lamp", stock=9, price="10")
    item.search_key = search_key(item.sku, item.name)
    item.save(update_fields=["search_key"])
    with browser_of(
        chromium_path, live_server.url, role="administrator", language=language, width=width
    ) as page:
        page.goto(f"{live_server.url}/orders/")
        page.keyboard.press("n")
        page.wait_for_url("**/orders/new/**")
        page.keyboard.type("harb", delay=10)
        expect(page.locator('[data-field="customer"] [role=option]').first).to_contain_text("Harbor Lights")
        page.keyboard.press("Enter")
        page.keyboard.type("lamp-1", delay=5)
        page.keyboard.press("Enter")
        page.keyboard.type("2")
        page.keyboard.press("Enter")
        expect(page.locator("[data-out=total]")).to_contain_text("20.00")
        page.keyboard.press("Control+Enter")
        page.wait_for_url(re.compile(r"/orders/SO-\d+/$"))
        order = page.url
        click(page, words["release"])
        page.goto(order)
        page.locator("main a[href*='/shipments/S']").first.click()
        page.wait_for_load_state("networkidle")
        shipment = page.url
        click(page, words["pick"])
        click(page, words["pack"])
        page.locator("main [name=carrier]").first.fill("UPS")
        page.locator("main [name=tracking_number]").first.fill("1Z999")
        click(page, words["ship"])
        page.goto(order)
        page.locator("main a[href*='/invoices/I']").first.click()
        page.wait_for_load_state("networkidle")
        click(page, words["pay"])
        expect(page.locator("input[name=amount]")).to_have_value(re.compile(r"^20(\.0+)?$"))
        click(page, words["book"])
        page.goto(shipment)
        click(page, words["deliver"])
        page.goto(order)
        expect(page.locator(".k-timeline")).to_contain_text(words["reached"])
        assert not page.evaluate("document.documentElement.scrollWidth > innerWidth + 1")
    assert Order.objects.get().state == "closed"
    assert_books_hold()
