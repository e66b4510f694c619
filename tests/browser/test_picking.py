"""A picker works by scan on a phone: wrong items are stopped, mistakes undone, lost connections survived."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from inventory.models import ItemUnit, Scan, Shipment
from tests.browser.screens import RULES, phone
from tests.factories import (
    assert_books_hold,
    confirmed,
    fresh,
    make_customer,
    make_item,
    make_location,
    receive,
    release,
)

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("transactional_db")]


def two_lines() -> Shipment:
    """A shipment of 3 lamps from A-01 and 8 screws from B-01; a box of screws holds 4."""
    lamp = make_item(sku="LAMP", name="Lamp", barcode="111")
    screw = make_item(sku="SCREW", name="Screw", barcode="222")
    ItemUnit.objects.create(item=screw, unit=screw.unit, numerator=4, denominator=1, barcode="BOX4")
    receive(lamp, 10, location=make_location("A-01"))
    receive(screw, 10, location=make_location("B-01"))
    return release(confirmed(make_customer(), (lamp, 3), (screw, 8)))


def scan(page: Page, code: str) -> None:
    """What a scanner does: type the code and press Enter."""
    page.locator("input[name=code]").fill(code)
    page.keyboard.press("Enter")


def test_a_shipment_is_picked_and_packed_by_scan(live_server: Any, chromium_path: str) -> None:
    shipment = two_lines()
    with phone(chromium_path, live_server.url) as page:
        page.goto(f"{live_server.url}/scan/")
        page.get_by_role("link", name=shipment.number).click()
        where, message = page.locator("[data-scan-where]"), page.locator("[data-scan-message]")
        expect(where).to_have_text("A-01")
        scan(page, "999")
        expect(message).to_contain_text("Wrong item")
        scan(page, "222")
        expect(message).to_contain_text("B-01")
        scan(page, "111")
        scan(page, "111")
        expect(page.locator("[data-scan-count]")).to_contain_text("2 of 3")
        page.get_by_role("button", name="Undo last scan").click()
        expect(page.locator("[data-scan-count]")).to_contain_text("1 of 3")
        page.get_by_role("button", name="Take all 2").click()
        expect(where).to_have_text("B-01")
        scan(page, "BOX4")
        expect(page.locator("[data-scan-count]")).to_contain_text("4 of 8")
        scan(page, "BOX4")
        page.get_by_role("button", name="Finish picking").click()
        expect(page.locator("[data-scan-done]")).to_be_visible()
        expect(page.locator("[data-scan-state]")).to_have_text("All saved", timeout=15_000)
        page.get_by_role("link", name="Pack it now").click()
        page.wait_for_url("**/scan/pack/**")
        scan(page, "111")
        page.get_by_role("button", name="Take all 2").click()
        scan(page, "BOX4")
        scan(page, "222")
        scan(page, "111")
        expect(message).to_contain_text("Enough")
        page.get_by_role("button", name="Take all 3").click()
        page.get_by_role("button", name="Finish packing").click()
        page.get_by_label("Weight in kg").fill("2.5")
        page.get_by_label("Length in cm").fill("40")
        page.get_by_role("button", name="Finish", exact=True).click()
        expect(page.locator("[data-scan-done]")).to_be_visible()
        expect(page.locator("[data-scan-state]")).to_have_text("All saved", timeout=15_000)
    assert fresh(shipment).state == "packed"
    assert [str(box.weight_kg) for box in shipment.packages.all()] == ["2.500"]
    assert_books_hold()


def test_a_lost_connection_loses_and_doubles_nothing(live_server: Any, chromium_path: str) -> None:
    shipment = two_lines()
    with phone(chromium_path, live_server.url) as page:
        page.goto(f"{live_server.url}/scan/pick/{shipment.number}/")
        state = page.locator("[data-scan-state]")
        page.context.set_offline(True)
        scan(page, "111")
        page.get_by_role("button", name="Take all 2").click()
        scan(page, "222")
        expect(state).to_contain_text("No connection")
        page.get_by_role("button", name="Take all 7").click()
        # The answer to a batch is lost on its way back: the same batch goes out again.
        answers = {"lost": 0}

        def lose_first(route: Any) -> None:
            if answers["lost"] == 0:
                answers["lost"] = 1
                route.fetch()
                route.abort()
            else:
                route.continue_()

        page.route("**/send/", lose_first)
        page.context.set_offline(False)
        expect(state).to_have_text("All saved", timeout=15_000)
        assert answers["lost"] == 1
        page.get_by_role("button", name="Finish picking").click()
        expect(page.locator("[data-scan-done]")).to_be_visible(timeout=15_000)
        expect(page.locator("[data-scan-state]")).to_have_text("All saved", timeout=15_000)
    assert fresh(shipment).state == "picked"
    assert sorted(line.picked for line in shipment.lines.all()) == [3, 8]
    assert Scan.objects.filter(is_right=True).count() == 4
    assert_books_hold()


def test_scans_survive_a_reload_and_less_needs_a_reason(live_server: Any, chromium_path: str) -> None:
    shipment = two_lines()
    with phone(chromium_path, live_server.url) as page:
        page.goto(f"{live_server.url}/scan/pick/{shipment.number}/")
        scan(page, "111")
        expect(page.locator("[data-scan-state]")).to_have_text("All saved", timeout=15_000)
        page.reload()
        expect(page.locator("[data-scan-count]")).to_contain_text("1 of 3")
        page.get_by_role("button", name="Undo last scan").click()
        expect(page.locator("[data-scan-count]")).to_contain_text("0 of 3")
        scan(page, "111")
        page.get_by_role("button", name="Finish with less").click()
        page.get_by_role("button", name="Finish", exact=True).click()
        expect(page.locator("[data-scan-finish-error]")).to_be_visible()
        page.get_by_label("Why is there less?").fill("Not found in the bin")
        page.get_by_role("button", name="Finish", exact=True).click()
        expect(page.locator("[data-scan-done]")).to_be_visible()
        expect(page.locator("[data-scan-state]")).to_have_text("All saved", timeout=15_000)
    assert fresh(shipment).state == "picked"
    assert sorted(line.picked for line in shipment.lines.all()) == [0, 1]
    assert_books_hold()


@pytest.mark.parametrize(("language", "theme"), [("en", "light"), ("zh-hans", "dark")])
def test_scan_pages_can_be_used_by_everybody(
    live_server: Any, chromium_path: str, language: str, theme: Any
) -> None:
    shipment = two_lines()
    paths = ["/scan/", f"/scan/pick/{shipment.number}/"]
    with phone(
        chromium_path, live_server.url, language=language, color_scheme=theme, bypass_csp=True
    ) as page:
        for path in paths:
            page.goto(f"{live_server.url}{path}")
            found = Axe().run(page, options=RULES)
            assert found.violations_count == 0, found.generate_report()
            assert page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.parametrize(
    ("language", "theme", "width"),
    [("en", "light", 1440), ("zh-hans", "dark", 1440), ("zh-hans", "light", 390)],
)
def test_warehouse_pages_can_be_used_by_everybody(
    live_server: Any, chromium_path: str, language: str, theme: Any, width: int
) -> None:
    shipment = two_lines()
    ready = confirmed(make_customer(), (make_item(sku="X-1", stock=5), 2))
    paths = [
        "/stock/", "/stock/X-1/", "/moves/", "/moves/new/?kind=transfer", "/transfers/", "/fulfillment/",
        "/shipments/", f"/shipments/{shipment.number}/", "/waves/", "/purchases/", "/purchases/new/",
        "/supply/",
    ]  # fmt: skip
    looks: dict[str, Any] = {"language": language, "color_scheme": theme, "width": width, "bypass_csp": True}
    with phone(chromium_path, live_server.url, role="warehouse_manager", **looks) as page:
        for path in paths:
            page.goto(f"{live_server.url}{path}")
            found = Axe().run(page, options=RULES)
            assert found.violations_count == 0, f"{path}\n{found.generate_report()}"
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        page.goto(f"{live_server.url}/fulfillment/")
        page.get_by_role("checkbox", name=ready.number).check()
        page.locator("[data-board-bar] button.btn-primary").click()
        expect(page.locator("#column-released + .k-ticket, #column-released ~ .k-ticket")).to_have_count(2)
