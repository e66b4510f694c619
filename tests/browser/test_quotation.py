"""A salesperson writes a quotation in the grid and turns it into its order, in both languages."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from erp.masterdata.selectors.company import forget_company
from erp.processes.services.shipped import publish_shipped
from orders.models import Order, Quotation
from tests.browser.screens import RULES, browser_of
from tests.browser.test_order_entry import choose_customer, found, sold

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("transactional_db")]


@pytest.mark.parametrize(("language", "verb"), [("en", "Turn into order"), ("zh-hans", "转为订单")])
def test_a_quotation_becomes_an_order(live_server, chromium_path, language, verb):
    forget_company()
    publish_shipped(codes=("order_fulfillment", "quotation_approval"))
    found("Harbor Lights")
    sold("LAMP-1", stock=100, price="10")
    with browser_of(chromium_path, live_server.url, language=language) as page:
        page.goto(f"{live_server.url}/quotations/new/")
        choose_customer(page, "harb")
        page.keyboard.type("lamp-1", delay=5)
        page.keyboard.press("Enter")
        page.keyboard.type("4", delay=5)
        page.keyboard.press("Enter")
        expect(page.locator("[data-out=total]")).to_contain_text("40.00")
        page.locator("#id_holds_stock").check()
        page.keyboard.press("Control+Enter")
        page.wait_for_url(re.compile(r"/quotations/QT-\d+/$"))
        assert Axe().run(page, options=RULES | {"resultTypes": ["violations"]}).response["violations"] == []
        page.get_by_role("button", name=verb).click()
        page.locator("dialog[open]").get_by_role("button", name=verb).click()
        page.wait_for_url(re.compile(r"/orders/SO-\d+/$"))
    order = Order.objects.get()
    assert (
        Quotation.objects.get().holds_stock
        and order.quotation.state == "won"
        and order.lines.get().unit_price == 10
    )
