"""Every component works by keyboard and passes the accessibility rules, in both languages, light and dark."""

from contextlib import contextmanager

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import expect, sync_playwright

from erp.identity.models import User
from tests.browser.screens import OPTIONS

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("transactional_db")]
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@pytest.fixture
def session_key(transactional_db):
    client = Client()
    client.force_login(User.objects.create_superuser("wen", password="x", first_name="Wen"))
    return client.session.session_key


@contextmanager
def style_guide(
    chromium_path, address, session_key, *, language="en", theme="light", width=1440, check_csp=True
):
    """The style guide, open in a browser; yields the page and the list of script errors."""
    cookies = {settings.SESSION_COOKIE_NAME: session_key, settings.LANGUAGE_COOKIE_NAME: language}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path, args=OPTIONS)
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme=theme,
            reduced_motion="reduce",
            bypass_csp=not check_csp,
        )
        context.add_cookies(
            [{"name": name, "value": value, "url": address} for name, value in cookies.items()]
        )
        page = context.new_page()
        errors = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on(
            "console",
            lambda message: errors.append(message.text) if "Content Security" in message.text else None,
        )
        page.goto(f"{address}/styleguide/")
        page.locator("#chart-months").scroll_into_view_if_needed()
        page.locator("#chart-months[data-drawn]").wait_for()
        page.evaluate("scrollTo(0, 0)")
        yield page, errors
        browser.close()


@pytest.mark.parametrize(
    ("language", "theme", "width"),
    [("en", "light", 1440), ("zh-hans", "dark", 1440), ("zh-hans", "light", 390), ("en", "dark", 390)],
)
def test_nothing_breaks_the_accessibility_rules(
    live_server, chromium_path, session_key, language, theme, width
):
    arguments = {"language": language, "theme": theme, "width": width, "check_csp": False}
    with style_guide(chromium_path, live_server.url, session_key, **arguments) as (page, _errors):
        found = Axe().run(page, options=RULES)
        assert [
            (one["id"], [node["html"] for node in one["nodes"]]) for one in found.response["violations"]
        ] == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_list_is_worked_by_keyboard(live_server, chromium_path, session_key):
    with style_guide(chromium_path, live_server.url, session_key) as (page, errors):
        page.keyboard.press("j")
        page.keyboard.press("j")
        page.keyboard.press("x")
        expect(page.locator("tr.is-here .k-row-link")).to_have_text("SO-2026-000411")
        expect(page.locator("[data-bulk-count]")).to_have_text("1 selected")
        page.keyboard.press("f")
        page.keyboard.type("north")
        page.wait_for_url("**/styleguide/?q=north**")
        expect(page.locator("#id_list_q")).to_be_focused()
        page.click(".k-chip:has-text('State')")
        page.click(".k-chip-menu.show label >> nth=0")
        page.wait_for_url("**state=draft**")
        expect(page.locator(".k-chip-menu.show")).to_be_visible()
        assert errors == []


def test_the_palette_opens_and_closes_by_key(live_server, chromium_path, session_key):
    with style_guide(chromium_path, live_server.url, session_key) as (page, errors):
        page.keyboard.press("Control+k")
        expect(page.get_by_role("combobox", name="Search documents")).to_be_focused()
        page.keyboard.press("Escape")
        expect(page.locator("#k-palette")).not_to_be_visible()
        assert errors == []


def test_a_combobox_takes_the_first_hit_with_enter(live_server, chromium_path, session_key):
    answer = [{"value": "7", "label": "Alpine Tools", "detail": "C-0023"}]
    with style_guide(chromium_path, live_server.url, session_key) as (page, errors):
        page.route("**/lookup/**", lambda route: route.fulfill(json=answer))
        page.locator("#id_customer").press_sequentially("alp")
        expect(page.get_by_role("option", name="Alpine Tools")).to_be_visible()
        page.keyboard.press("Enter")
        expect(page.locator("#id_customer")).to_have_value("Alpine Tools")
        expect(page.locator("input[type=hidden][name=customer]")).to_have_value("7")
        assert errors == []


def test_danger_asks_first_and_wants_a_reason(live_server, chromium_path, session_key):
    with style_guide(chromium_path, live_server.url, session_key) as (page, errors):
        page.click("text=Ask before danger")
        dialog = page.locator("#k-confirm")
        expect(dialog).to_contain_text("3 lines give back 140 pcs")
        dialog.locator("[data-part=yes]").click()
        expect(dialog).to_be_visible()
        dialog.locator("textarea").fill("customer asked for it")
        with page.expect_request(lambda request: request.method == "POST") as sent:
            dialog.locator("[data-part=yes]").click()
        assert "reason=customer+asked+for+it" in sent.value.post_data
        assert errors == []


def test_theme_and_navigation_are_remembered(live_server, chromium_path, session_key):
    with style_guide(chromium_path, live_server.url, session_key) as (page, errors):
        page.click("[aria-label='Light or dark']")
        page.click("[data-theme-set=dark]")
        page.click("[data-nav-fold]")
        page.reload()
        expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
        expect(page.locator("html")).to_have_attribute("data-nav", "narrow")
        assert errors == []
