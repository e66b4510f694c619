"""The inbox by keyboard at a desk, many at once, and on a phone."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from erp.processes.models import Task
from tests.browser.screens import browser_of
from tests.browser.test_process_designer import aside
from tests.browser.test_rule_editors import accessible

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("transactional_db")]


def task(number, **more):
    """A decision that waits for finance."""
    at = timezone.now()
    return Task.objects.create(
        node="review", title="Review", subject_kind="thing", subject_id=number, subject_number=f"T-{number}",
        role="finance", opened_at=at, due_at=at + timedelta(hours=number - 2), **more,
    )  # fmt: skip


def decided():
    """What became of each task."""
    return aside(lambda: list(Task.objects.order_by("subject_id").values_list("state", "decision")))


def test_tasks_are_worked_off_by_keyboard_and_many_at_once(live_server, chromium_path):
    for number in range(1, 6):
        task(number)
    with browser_of(chromium_path, live_server.url, role="finance") as page:
        page.goto(f"{live_server.url}/tasks/")
        rows = page.locator("[data-task]")
        expect(rows).to_have_count(5)
        expect(rows.first).to_contain_text("T-1")
        expect(rows.first).to_have_class(re.compile("is-late"))
        expect(page.locator("#task-panel [data-task-body]")).to_be_visible()
        accessible(page)
        page.keyboard.press("j")
        expect(rows.nth(1)).to_have_class(re.compile("is-here"))
        expect(page.locator("#task-panel [data-task-body]")).to_contain_text("T-2")
        page.keyboard.press("a")
        expect(page.locator("[data-task]")).to_have_count(4)
        assert decided()[1] == ("done", "approved")
        expect(rows.first).to_have_class(re.compile("is-here"))  # the page that came back listens again
        for key in ("j", "x", "j", "x"):
            page.keyboard.press(key)
        expect(page.locator("[data-task-bulk]")).to_be_visible()
        expect(page.locator("[data-task-count]")).to_contain_text("2")
        page.locator("[data-task-bulk] form[action*=reject] button").click()
        dialog = page.locator("dialog[open]")
        dialog.locator("textarea, input[type=text]").first.fill("Not now")
        dialog.locator(".btn-danger").click()
        expect(page.locator("[data-task]")).to_have_count(2)
    found = decided()
    assert sorted(found).count(("done", "rejected")) == 2
    assert sorted(found).count(("waiting", "")) == 2


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_a_task_is_decided_on_a_phone(live_server, chromium_path, language):
    task(1), task(3)
    with browser_of(
        chromium_path,
        live_server.url,
        role="finance",
        language=language,
        width=390,
        height=844,
        has_touch=True,
    ) as page:
        page.goto(f"{live_server.url}/tasks/")
        expect(page.locator("[data-task]")).to_have_count(2)
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0
        accessible(page)
        page.locator("[data-task] [data-task-open]").first.click()
        page.wait_for_url(re.compile(r"/tasks/\d+/$"))
        accessible(page)
        page.locator("[data-task-approve]").click()
        page.wait_for_url(re.compile(r"/tasks/$"))
    assert decided() == [("done", "approved"), ("waiting", "")]
