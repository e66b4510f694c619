"""A manager writes a rule and a decision table, tries them, puts them in force and takes them back."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from erp.rules.models import RuleDefinition, RuleVersion, TableVersion
from orders.services.orders import submit_order
from tests.browser.screens import RULES, browser_of
from tests.browser.test_process_designer import aside
from tests.factories import BOSS, draft, make_customer, make_item

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("transactional_db")]


def accessible(page: Page) -> None:
    """Nothing that keeps somebody out."""
    found = Axe().run(page, options=RULES | {"resultTypes": ["violations"]}).response["violations"]
    assert found == [], [(one["id"], [node["html"] for node in one["nodes"][:3]]) for one in found]


def states(model, code):
    """Versions by number and state."""
    rows = model.objects.filter(definition__code=code).order_by("number")
    return aside(lambda: list(rows.values_list("number", "state")))


def test_a_rule_is_made_tried_published_changed_and_rolled_back(live_server, chromium_path):
    order = draft(make_customer(name="Harbor Lights"), (make_item(stock=9, price="100"), 7))
    submit_order(order_id=order.pk, actor=BOSS)
    with browser_of(chromium_path, live_server.url, role="administrator") as page:
        page.goto(f"{live_server.url}/rules/new/")
        page.locator("[data-head=name]").fill("Large orders are looked at")
        page.locator("[data-head=code]").fill("large_orders")
        conditions, actions = page.locator("[data-part=conditions]"), page.locator("[data-part=actions]")
        conditions.get_by_role("button", name="+ Condition").click()
        row = conditions.locator(".rl-row")
        row.locator("select").nth(0).select_option("order.total")
        row.get_by_label("Comparison").select_option("ge")
        row.locator("input").fill("500")
        row.locator("input").press("Tab")
        expect(page.locator("[data-part=holds]")).to_contain_text("is at least 500")
        actions.locator(".rl-action select").first.select_option("orders.set_priority")
        actions.get_by_label("Priority").select_option("high")
        expect(page.locator("[data-part=then]")).to_contain_text("Set the order's priority")
        page.locator("[data-dry-run] button").click()
        expect(page.locator("[data-part=dry]")).to_contain_text("1 looked at, 1 would have fired")
        expect(page.locator("[data-part=dry] li")).to_contain_text(order.number)
        accessible(page)
        page.locator("[data-rule-save]").dblclick()
        page.wait_for_url(re.compile(r"/rules/about/large_orders/$"))
        assert states(RuleVersion, "large_orders") == [(1, "draft")]
        publish(page)
        assert states(RuleVersion, "large_orders") == [(1, "published")]
        page.locator("[data-part=conditions] .rl-row input").fill("900")
        page.keyboard.press("Tab")
        page.keyboard.press("Control+s")
        expect(page.locator("[data-dialog-open=publish-dialog]")).to_be_visible()
        publish(page)
        assert states(RuleVersion, "large_orders") == [(1, "retired"), (2, "published")]
        accessible(page)
        page.get_by_role("button", name="Roll back to it").click()
        page.locator("dialog[open] .btn-primary, dialog[open] .btn-danger").first.click()
        expect(page.locator("body")).to_contain_text("Version 1 is in force.")
        assert states(RuleVersion, "large_orders") == [(1, "published"), (2, "retired")]
    assert aside(lambda: RuleDefinition.objects.get(code="large_orders").is_active)


def publish(page: Page) -> None:
    """Publish the draft for everybody."""
    page.wait_for_load_state("networkidle")
    page.locator("[data-dialog-open=publish-dialog]").click()
    page.locator("#publish-dialog input[name=note]").fill("By the browser")
    with page.expect_navigation():
        page.locator("#publish-dialog .btn-primary").click()


def type_in(page: Page, text: str) -> None:
    """Type into the chosen cell and go on to the next."""
    page.keyboard.type(text, delay=5)
    page.keyboard.press("Tab")


def test_a_decision_table_is_made_benched_warned_about_published_and_rolled_back(live_server, chromium_path):
    with browser_of(chromium_path, live_server.url, role="administrator") as page:
        page.goto(f"{live_server.url}/decision-tables/new/")
        page.locator("input[name=code]").fill("discounts")
        page.locator("input[name=name]").fill("Discounts")
        page.locator("select[name=subject]").select_option("order")
        page.locator("main form .btn-primary").click()
        page.wait_for_url(re.compile(r"/decision-tables/about/discounts/$"))
        page.locator("[data-column-add=when]").click()
        dialog = page.locator("#column-dialog")
        dialog.locator("input[name=field]").fill("order.total")
        dialog.locator("input[name=field]").press("Tab")
        dialog.locator("input[name=label]").fill("Total")
        expect(dialog.locator("select[name=type]")).to_have_value("number")
        dialog.locator(".btn-primary").click()
        page.locator('td[data-row="0"][data-column="0"]').click()
        for text in ("< 100", "small"):
            type_in(page, text)
        page.locator("[data-row-work=add]").click()
        page.locator('td[data-row="1"][data-column="0"]').click()
        for text in ("50..200", "middle"):
            type_in(page, text)
        remarks = page.locator("[data-part=remarks]")
        expect(remarks).to_contain_text("overlap with different results")
        expect(remarks).to_contain_text("No row answers")
        accessible(page)
        page.locator('td[data-row="1"][data-column="0"]').click()
        type_in(page, ">= 100")
        expect(remarks).to_contain_text("No gaps, no overlaps")
        bench = page.locator("[data-part=bench] input").first
        bench.fill("100")
        bench.press("Tab")
        expect(page.locator("[data-part=verdict]")).to_contain_text("middle")
        expect(page.locator("tr.is-hit")).to_contain_text("middle")
        page.locator("[data-keep-case]").click()
        page.keyboard.press("Control+s")
        expect(page.locator("[data-table-saved]")).to_have_text(re.compile("Saved|saved"))
        publish(page)
        assert states(TableVersion, "discounts") == [(1, "published")]
        page.locator('td[data-row="1"][data-column="1"]').click()
        type_in(page, "large")
        expect(page.locator("[data-part=tests] .k-tone-bad")).to_be_visible()
        page.locator("[data-table-save]").click()
        expect(page.locator("[data-table-saved]")).to_have_text(re.compile("Saved|saved"))
        publish(page)
        expect(page.locator("body")).to_contain_text("Nothing was published")
        assert states(TableVersion, "discounts") == [(1, "published"), (2, "draft")]
        page.locator("[data-part=tests] button").first.click()
        page.locator("[data-table-save]").click()
        expect(page.locator("[data-table-saved]")).to_have_text(re.compile("Saved|saved"))
        publish(page)
        assert states(TableVersion, "discounts") == [(1, "retired"), (2, "published")]
        page.get_by_role("button", name="Roll back to it").click()
        page.locator("dialog[open] .btn-primary, dialog[open] .btn-danger").first.click()
        expect(page.locator("body")).to_contain_text("Version 1 is in force.")
        assert states(TableVersion, "discounts") == [(1, "published"), (2, "retired")]
        content = aside(lambda: TableVersion.objects.get(definition__code="discounts", number=2).content)
        assert [row["then"] for row in content["rows"]] == [{"result": "small"}, {"result": "large"}]
