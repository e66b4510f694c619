"""Reviews: prepared from the books, followed up, reminded of once, printed; lateness and worth."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from erp.core.errors import Conflict, IllegalTransition, Invalid, NotPermitted
from erp.masterdata.selectors.company import business_day
from erp.notifications.models import Alert
from sla.calc.roi import Assumptions, benefits, return_rate, total
from sla.models import ReviewAction
from sla.selectors.lateness import late_orders_between
from sla.services.measures import change_assumptions, freeze_baseline
from sla.services.reviews import add_action, hold_review, open_review, remind_of_actions, settle_action
from tests.clients import actor_with, api_with, person
from tests.factories import BOSS, fresh
from tests.sla.test_measures import SYSTEM, asked, confirmed, delivered, overdue

pytestmark = pytest.mark.django_db


def pack(days=30):
    today = business_day(timezone.now())
    return open_review(since=today - timedelta(days=days), until=today, actor=BOSS)


def test_lateness_of_an_order_is_ours_while_it_stands_here_and_adds_up():
    order = confirmed()
    overdue(order)
    [late] = late_orders_between(SYSTEM, asked())
    assert (late.facts.number, late.is_open) == (order.number, True)
    assert sum(part.seconds for part in late.parts) == late.seconds > 0
    assert {part.party for part in late.parts} == {"us"}


def test_a_review_keeps_what_the_books_said_and_is_held_once():
    overdue(confirmed())
    made = pack()
    figures = {one["metric"]: one for one in made.figures}
    assert figures["on_time_shipping"]["is_missed"] is True
    assert made.causes["late_orders"] == 1
    assert sum(made.causes["by_party"].values()) == made.causes["seconds"]
    with pytest.raises(Conflict):
        pack()
    hold_review(pack_id=made.pk, actor=BOSS)
    with pytest.raises(IllegalTransition):
        hold_review(pack_id=made.pk, actor=BOSS)
    assert fresh(made).state == "held"


def test_actions_are_followed_up_and_their_owner_is_reminded_once():
    made, owner = pack(), person("buyer")
    now = timezone.now()
    due = business_day(now)
    with pytest.raises(Invalid):
        add_action(pack_id=made.pk, metric="", title=" ", owner=owner, due_on=due, actor=BOSS)
    action = add_action(
        pack_id=made.pk, metric="in_full", title="Count A parts", owner=owner, due_on=due, actor=BOSS
    )
    assert remind_of_actions(actor=SYSTEM, at=now) == 0
    later = now + timedelta(days=2)
    assert remind_of_actions(actor=SYSTEM, at=later) == 1
    assert remind_of_actions(actor=SYSTEM, at=later) == 0
    with pytest.raises(NotPermitted):
        settle_action(action_id=action.pk, verb="finish", result="x", actor=actor_with("planner"))
    with pytest.raises(Invalid):
        settle_action(action_id=action.pk, verb="finish", result=" ", actor=BOSS)
    from erp.identity.selectors.actors import actor_for

    settle_action(action_id=action.pk, verb="finish", result="Counted", actor=actor_for(owner))
    assert fresh(action).state == "done"
    assert not Alert.objects.filter(code="review_action_overdue", acknowledged_at__isnull=True).exists()
    settle_action(action_id=action.pk, verb="reopen", result="", actor=BOSS)
    assert fresh(action).state == "open"


def test_the_worth_of_a_difference_follows_its_formula():
    given = Assumptions(
        yearly_revenue=Decimal(1_000_000), yearly_orders=Decimal(1000), stock_value=Decimal(200_000),
        retention_per_point=Decimal("0.002"), contribution=Decimal("0.3"), capital_cost=Decimal("0.06"),
        labor_per_hour=Decimal(40), minutes_per_setback=Decimal(30), cost_per_error=Decimal(50),
        investment=Decimal(10_000),
    )  # fmt: skip
    before = {
        "on_time_delivery": Decimal("0.9"),
        "stock_turnover": Decimal(4),
        "first_pass_rate": Decimal("0.8"),
    }
    after = {
        "on_time_delivery": Decimal("0.95"),
        "stock_turnover": Decimal(5),
        "first_pass_rate": Decimal("0.7"),
    }
    lines = {one.code: one.value for one in benefits(before, after, given)}
    assert lines == {
        "retention": Decimal(3000),  # 5 points × 0.2 % × 1,000,000 × 30 %
        "capital": Decimal(2400),  # 200,000 × (1 − 4/5) × 6 %
        "labor": Decimal(-2000),  # −10 % × 1,000 × half an hour × 40
        "errors": None,
    }
    rows = benefits(before, after, given)
    assert total(rows) == Decimal(3400)
    assert return_rate(rows, given) == Decimal("-0.66")
    assert return_rate(rows, Assumptions()) is None


def test_pages_and_paper_show_a_review():
    order = confirmed()
    overdue(order)
    made = pack()
    browser = Client()
    boss = person("executive")
    browser.force_login(boss, backend="erp.identity.backends.RoleBackend")
    assert made.number in browser.get("/reviews/").content.decode()
    address = f"/reviews/{made.number}/"
    sent = {
        "step": "add",
        "title": "Ship first",
        "metric": "on_time_shipping",
        "owner": boss.pk,
        "due_on": "2030-01-01",
    }
    assert browser.post(address, sent).status_code == 302
    assert browser.post(address, sent | {"due_on": "soon"}).status_code == 422
    action = ReviewAction.objects.get()
    assert browser.post(address, {"step": "finish", "action": action.pk, "result": ""}).status_code == 422
    assert browser.post(address, {"step": "finish", "action": action.pk, "result": "done"}).status_code == 302
    assert "Ship first" in browser.get(address).content.decode()
    for language in ("en", "zh-hans"):
        paper = browser.get(f"{address}pdf/?language={language}")
        assert paper.content.startswith(b"%PDF")
    assert order.number in browser.get("/measures/lateness/").content.decode()
    assert "Late by" in browser.get(f"/orders/{order.number}/lateness/").content.decode()
    assert browser.get("/measures/return-on-investment/").status_code == 200
    today = business_day(timezone.now())
    freeze_baseline(name="Before", since=today - timedelta(days=60), until=today, actor=BOSS)
    assert (
        "stock value × (1 − before ÷ after) × cost of capital"
        in browser.get("/measures/return-on-investment/").content.decode()
    )
    with pytest.raises(Invalid):
        change_assumptions(values={"contribution": Decimal(2)}, actor=BOSS)
    assert browser.post("/measures/return-on-investment/", {"labor_per_hour": "-1"}).status_code == 422
    assert browser.get("/reviews/REV-9/").status_code == 404
    for day in ("0001-01-01", "9999-12-31"):
        assert browser.get(f"/measures/?until={day}&since={day}&as_of={day}").status_code == 200
        assert browser.post("/reviews/", {"since": day, "until": day}).status_code == 422


def test_the_api_gives_figures_orders_targets_and_reviews():
    order = delivered()
    api = api_with("executive")
    until = (business_day(timezone.now()) + timedelta(days=30)).isoformat()
    body = api.get(f"/api/v1/sla-metrics/?until={until}").json()
    found = {one["metric"]: one for one in body["metrics"]}
    assert found["on_time_shipping"]["value"] == "1"
    assert len(found["on_time_shipping"]["trend"]) == 13
    rows = api.get(f"/api/v1/sla-metrics/perfect_order/orders/?until={until}").json()
    assert [one["order"] for one in rows["orders"]] == [order.number]
    assert rows["orders"][0]["evidence"]["time"] == "yes"
    assert api.get("/api/v1/sla-metrics/nothing/orders/").status_code == 404
    assert api.get("/api/v1/sla-metrics/?since=2026-05-01&until=2026-01-01").status_code == 400
    for day in ("0001-01-01", "9999-12-31"):
        assert api.get(f"/api/v1/sla-metrics/?since={day}&until={day}").status_code == 400
        assert api.get(f"/api/v1/sla-lateness/?until={day}").status_code == 400
    assert api.get("/api/v1/sla-lateness/").json()["seconds"] == 0
    sent = {"metric": "in_full", "from_on": "2026-01-01", "target": "0.9", "department": "buyer"}
    made = api.post("/api/v1/sla-metric-targets/", sent, format="json")
    assert made.status_code == 201
    assert api.post("/api/v1/sla-metric-targets/", sent, format="json").status_code == 409
    assert api.post("/api/v1/sla-metric-targets/", sent | {"target": "90"}, format="json").status_code == 400
    today = business_day(timezone.now()).isoformat()
    review = api.post("/api/v1/sla-reviews/", {"starts_on": today, "ends_on": today}, format="json").json()
    action = {"title": "Do it", "owner": person("buyer").username, "due_on": today}
    shown = api.post(f"/api/v1/sla-reviews/{review['number']}/add-action/", action, format="json").json()
    assert shown["actions"][0]["state"] == "open"
    done = api.post(
        f"/api/v1/sla-review-actions/{shown['actions'][0]['id']}/finish/", {"result": "yes"}, format="json"
    )
    assert done.json()["state"] == "done"
    assert api_with("shop_floor").get("/api/v1/sla-metrics/").status_code == 403
    assert api_with("planner").post("/api/v1/sla-reviews/", {}, format="json").status_code in {400, 403}
