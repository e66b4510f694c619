"""A process owner draws, checks, tries as a pilot, watches and takes back: in the browser alone."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.db import connection
from playwright.sync_api import Page, expect

from erp.core.outbox import relay
from erp.identity.models import Region, User
from erp.identity.selectors.actors import actor_for
from erp.processes.models import Case, ProcessDefinition, Task
from erp.processes.services.definitions import create_process, publish_process
from erp.processes.services.tasks import approve_task
from inventory.models import ItemCategory
from orders.services.orders import submit_order
from tests.browser.screens import RULES, browser_of
from tests.clients import person
from tests.factories import BOSS, draft, make_customer, make_item
from tests.processes.drawings import drained

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("transactional_db")]

Found = TypeVar("Found")
DRAWN: dict[str, Any] = {
    "nodes": [
        {"id": "start", "type": "start", "wait_for": "order.submitted", "x": 0, "y": 100},
        {
            "id": "review",
            "type": "task",
            "name": "Finance review",
            "names": {"zh-hans": "财务审核"},
            "assignee": {"role": "finance"},
            "target_seconds": 1800,
            "x": 200,
            "y": 85,
        },
        {
            "id": "confirm",
            "type": "action",
            "name": "Confirm the order",
            "action": "orders.confirm_order",
            "x": 500,
            "y": 92,
        },
        {"id": "end", "type": "end", "x": 800, "y": 100},
    ],
    "edges": [
        {"id": "edge_1", "from": "start", "to": "review"},
        {"id": "edge_2", "from": "review", "to": "confirm"},
        {"id": "edge_3", "from": "confirm", "to": "end"},
    ],
}


def drawn() -> ProcessDefinition:
    """An order process in force, a category and a region to try the new one with."""
    Region.objects.create(code="east", name="East")
    Region.objects.create(code="west", name="West")
    ItemCategory.objects.create(code="drives", name="Drives")
    ItemCategory.objects.create(code="lamps", name="Lamps")
    made = create_process(code="flow", name="Order flow", subject_kind="order", graph=DRAWN, actor=BOSS)
    publish_process(definition_id=made.pk, actor=BOSS)
    return made


def node(page: Page, name: str) -> Any:
    """A step on the canvas by its name."""
    return page.locator(".react-flow__node").filter(has_text=name)


def choose_link(page: Page, link: str) -> None:
    """Take a link by keyboard: links are thin."""
    page.locator(f'.react-flow__edge[data-id="{link}"]').focus()
    page.keyboard.press("Enter")
    expect(page.locator(".kp-panel h2")).to_have_text("Link")


def add_the_step(page: Page) -> None:
    """A choice and a technical confirmation between review and confirmation, for drives."""
    choose_link(page, "edge_2")
    page.locator('[data-kind="gateway"]').click()
    page.locator(".kp-panel input[name=name]").fill("Drives?")
    page.locator('[data-kind="task"]').click()
    expect(page.locator(".kp-panel h2")).to_have_text("Task")
    panel = page.locator(".kp-panel")
    panel.locator("input[name=name]").fill("Technical confirmation")
    panel.locator("input[name=name_zh]").fill("技术确认")
    panel.locator("select[name=assignee_source]").select_option("role")
    panel.locator("select[name=role]").select_option("production_manager")
    panel.locator("select[name=countersign]").select_option("n_of_m")
    panel.locator("input[name=required]").fill("2")
    panel.locator("input[name=target]").fill("2")
    panel.get_by_role("button", name="Add time-out").click()
    panel.locator("select[name=rung_action]").select_option("escalate")
    node(page, "Technical confirmation").click()
    page.keyboard.press("c")
    node(page, "Confirm the order").click()
    expect(page.locator(".kp-panel h2")).to_have_text("Link")


def set_conditions(page: Page) -> None:
    """Drives go to the technicians, everything else goes on."""
    into = page.evaluate(
        """() => [...document.querySelectorAll(".react-flow__edge")].map((edge) => edge.dataset.id)"""
    )
    assert len(into) == 6
    choose_link(page, "edge_5")  # the choice → the new step
    page.get_by_role("button", name="Add condition").click()
    page.locator(".kp-panel select[name=fact]").select_option("lines[].category")
    page.locator(".kp-panel select[name=value]").select_option("drives")
    choose_link(page, "edge_4")  # the choice → the confirmation
    page.locator(".kp-panel input[name=otherwise]").check()


def aside(work: Callable[[], Found]) -> Found:
    """Look into the database beside the browser, whose loop keeps this thread."""

    def alone() -> Found:
        try:
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(alone).result()


def test_a_step_is_added_tried_as_a_pilot_watched_and_taken_back(
    live_server: Any, chromium_path: str
) -> None:
    process = drawn()
    technicians = [person("production_manager") for _ in range(3)]
    past = [ordered("east"), ordered("west", category="lamps")]
    with browser_of(chromium_path, live_server.url, role="administrator") as page:
        page.goto(f"{live_server.url}/processes/")
        page.get_by_role("link", name="Order flow").click()
        expect(node(page, "Finance review")).to_be_visible()
        add_the_step(page)
        expect(page.locator(".kp-problems summary")).to_contain_text("error")
        set_conditions(page)
        expect(page.locator("[data-problems]")).to_have_attribute("data-problems", "0", timeout=15_000)
        page.locator("[data-act=save]").click()
        expect(page.locator(".kp-note")).to_have_text("Saved.")
        check_by_replay(page, *past)
        publish_to(page, "East")
        version = aside(lambda: process.versions.get(number=2))
        assert (version.state, version.is_pilot, version.scope) == ("published", True, {"regions": ["east"]})
        step = next(one for one in version.graph["nodes"] if one.get("name") == "Technical confirmation")
        assert step["countersign"] == {"mode": "n_of_m", "required": 2}
        assert step["target_seconds"] == 7200
        assert step["ladder"] == [{"action": "escalate", "after_seconds": 7200}]
        assert step["names"] == {"zh-hans": "技术确认"}
        link = next(one for one in version.graph["edges"] if one["to"] == step["id"])
        assert link["condition"] == 'some(lines, #.category == "drives")'

        assert [one.version.number for one in past] == [1, 1]
        case = aside(lambda: ordered("east"))
        assert case.version.number == 2
        assert [aside(lambda: ordered("west")).version.number, aside(lambda: again(past[0]))] == [1, 1]
        page.goto(f"{live_server.url}/orders/{case.subject_number}/")
        page.locator(f'a[href="/processes/cases/{case.pk}/"]').first.click()
        expect(page.locator(".kp-node.is-here")).to_contain_text("Finance review")
        aside(lambda: signed(case, "review", person("finance")))
        expect(page.locator(".kp-node.is-here")).to_contain_text("Technical confirmation", timeout=25_000)
        expect(page.locator(".kp-node.was-here").filter(has_text="Finance review")).to_be_visible()
        assert aside(lambda: signed(case, step["id"], technicians[0])) == "waiting"
        assert aside(lambda: signed(case, step["id"], technicians[1])) == "done"
        expect(page.locator(".kp-node.is-here")).to_have_count(0, timeout=25_000)
        page.goto(f"{live_server.url}/processes/flow/versions/")
        page.get_by_role("button", name="End pilot").click()
        page.locator("dialog[open]").get_by_role("button", name="End pilot").click()
        expect(page.locator("body")).to_contain_text("Version 1 takes new cases now.")
        assert aside(lambda: ordered("east")).version.number == 1


def check_by_replay(page: Page, drives: Case, lamps: Case) -> None:
    """Half a year of orders through the draft: whose way changes is seen before anybody works by it."""
    page.get_by_role("link", name="Replay").click()
    expect(page.get_by_label("Version")).to_have_value("2")
    page.locator("main form").get_by_role("button", name="Replay").click()
    expect(page.locator("#replay")).to_contain_text("Going through the past")
    aside(lambda: relay(seconds=20))
    changes = page.locator(".k-card").filter(has_text="What changes").locator("tbody tr")
    slower = changes.filter(has_text="Technical confirmation")
    expect(slower).to_contain_text(drives.subject_number, timeout=15_000)
    expect(slower).not_to_contain_text(lamps.subject_number)
    work = page.locator(".k-card").filter(has_text="Work for people").locator("tbody tr")
    expect(work.filter(has_text="Technical confirmation").locator("td").nth(1)).to_have_text("1")
    page.get_by_role("link", name="Draw").click()
    expect(node(page, "Technical confirmation")).to_be_visible()


def publish_to(page: Page, region: str) -> None:
    """Publish as a pilot for one region, found by typing."""
    page.locator("[data-act=publish]").click()
    page.locator("input[value=pilot]").check()
    dialog = page.locator("dialog[open]")
    dialog.locator("input[name=regions]").fill(region.lower())
    dialog.get_by_role("option", name=region).click()
    expect(dialog.locator(".kp-chip")).to_contain_text(region)
    dialog.get_by_role("button", name="Publish").click()
    expect(page.locator(".kp-note")).to_have_text("Published as a pilot.")


def signed(case: Case, node: str, by: User) -> str:
    """Somebody asked signs the open step of a case; gives the state of the task then."""
    task = Task.objects.get(case=case, node=node, state__in=("waiting", "claimed"))
    return str(drained(lambda: approve_task(task_id=task.pk, actor=actor_for(by))).state)


def again(case: Case) -> int:
    """By which version a case runs now."""
    return Case.objects.select_related("version").get(pk=case.pk).version.number


def ordered(region: str, *, category: str = "drives") -> Case:
    """The case of a new order for goods of a category from a customer of a region."""
    customer = make_customer(region=Region.objects.get(code=region))
    item = make_item(stock=5, category=ItemCategory.objects.get(code=category))
    order = draft(customer, (item, 1))
    drained(lambda: submit_order(order_id=order.pk, actor=BOSS))
    return Case.objects.select_related("version").get(subject_kind="order", subject_id=order.pk)


def test_undo_copy_keys_and_a_conflict_with_somebody_else(live_server: Any, chromium_path: str) -> None:
    drawn()
    with browser_of(chromium_path, live_server.url, role="administrator") as page:
        page.goto(f"{live_server.url}/processes/flow/")
        node(page, "Finance review").click()
        page.keyboard.press("Control+c")
        page.keyboard.press("Control+v")
        expect(page.locator(".react-flow__node")).to_have_count(5)
        page.keyboard.press("Delete")
        expect(page.locator(".react-flow__node")).to_have_count(4)
        page.keyboard.press("Control+z")
        expect(page.locator(".react-flow__node")).to_have_count(5)
        page.keyboard.press("Control+z")
        expect(page.locator(".react-flow__node")).to_have_count(4)
        page.keyboard.press("Control+y")
        expect(page.locator(".react-flow__node")).to_have_count(5)
        page.keyboard.press("?")
        expect(page.locator("dialog[open]")).to_contain_text("Ctrl+S")
        page.keyboard.press("Escape")
        found = Axe().run(page, options=RULES)
        serious = [one for one in found.response["violations"] if one["impact"] in {"serious", "critical"}]
        assert serious == [], [(one["id"], one["nodes"][0]["html"]) for one in serious]
        with browser_context(page, live_server.url) as other:
            other.locator('[data-kind="end"]').click()
            other.locator("[data-act=save]").click()
            expect(other.locator(".kp-note")).to_have_text("Saved.")
        page.locator("[data-act=save]").click()
        expect(page.locator(".kp-conflict")).to_be_visible()
        page.get_by_role("button", name="Keep mine and save").click()
        expect(page.locator(".kp-note")).to_have_text("Saved.")


class browser_context:
    """The same person's second window on the designer."""

    def __init__(self, page: Page, address: str) -> None:
        self.window = page.context.new_page()
        self.address = address

    def __enter__(self) -> Page:
        self.window.goto(f"{self.address}/processes/flow/")
        expect(self.window.locator(".react-flow__node").first).to_be_visible()
        return self.window

    def __exit__(self, *rest: Any) -> None:
        self.window.close()
