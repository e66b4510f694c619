"""A real browser for a signed-in person, at a desk or with a phone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, Request, sync_playwright

from tests.clients import person

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
OPTIONS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


@contextmanager
def browser_of(
    chromium_path: str,
    address: str,
    *,
    role: str = "sales_manager",
    language: str = "en",
    width: int = 1440,
    height: int = 900,
    **view: Any,
) -> Iterator[Page]:
    """A page of a signed-in person of a role; script errors fail the test."""
    client = Client()
    client.force_login(person(role, language=language), backend="erp.identity.backends.RoleBackend")
    key = client.session.session_key or ""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path, args=OPTIONS)
        context = browser.new_context(
            viewport={"width": width, "height": height}, reduced_motion="reduce", **view
        )
        cookies = {settings.SESSION_COOKIE_NAME: key, settings.LANGUAGE_COOKIE_NAME: language}
        context.add_cookies(
            [{"name": name, "value": value, "url": address} for name, value in cookies.items()]
        )
        context.route("**/notifications/live/**", lambda route: route.abort())  # never ends by itself
        pending: set[Request] = set()

        def asked(request: Request) -> None:  # the library hangs marks onto what listens: no method of a set
            pending.add(request)

        def answered(request: Request) -> None:
            pending.discard(request)

        context.on("request", asked)
        context.on("requestfinished", answered)
        context.on("requestfailed", answered)
        page = context.new_page()
        errors: list[str] = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        yield page
        _answered(page, pending)
        browser.close()
        assert errors == []


def _answered(page: Page, pending: set[Request]) -> None:
    """Wait for what was asked last: a request without its browser would outlive the test's database."""
    for _ in range(100):
        if not pending:
            return
        page.wait_for_timeout(50)


@contextmanager
def phone(
    chromium_path: str,
    address: str,
    *,
    role: str = "warehouse_operator",
    width: int = 390,
    height: int = 844,
    **view: Any,
) -> Iterator[Page]:
    """The same on a phone."""
    with browser_of(chromium_path, address, role=role, width=width, height=height, **view) as page:
        yield page
