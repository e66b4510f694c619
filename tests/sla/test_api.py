"""Service levels and clocks over the API, and their pages."""

from datetime import timedelta

import pytest
from django.utils import timezone

from erp.masterdata.models import WorkingCalendar
from orders.services.orders import submit_order
from sla.models import SlaPolicy, SlaTimer
from sla.services.sweep import sweep
from tests.clients import api_with
from tests.factories import BOSS, draft, make_customer, make_item

pytestmark = pytest.mark.django_db
OFFICE = dict.fromkeys(
    ("monday", "tuesday", "wednesday", "thursday", "friday"), [["09:00", "12:00"], ["13:00", "18:00"]]
)


@pytest.fixture
def api():
    return api_with("administrator")


def waiting(minutes=40):
    order = draft(make_customer(), (make_item(stock=10), 2))
    submit_order(order_id=order.pk, actor=BOSS, at=timezone.now() - timedelta(minutes=minutes))
    return order


def test_a_level_is_made_edited_and_only_an_unused_one_deleted(api):
    WorkingCalendar.objects.create(code="OFF", name="Office", time_zone="Asia/Shanghai", weekly=OFFICE)
    customer = make_customer()
    body = {
        "code": "reply",
        "name": "Reply",
        "process": "quotation",
        "node": "review",
        "target_seconds": 1800,
        "calendar": "OFF",
        "ladder": [
            {"action": "remind", "from_due_seconds": -600},
            {"action": "escalate", "after_seconds": 3600},
        ],
        "targets": [
            {"customer": customer.code, "target_seconds": 600},
            {"priority": "rush", "target_days": 1},
        ],
    }
    made = api.post("/api/v1/sla-policies/", body, format="json")
    assert made.status_code == 201, made.json()
    found = made.json()
    assert (found["calendar"], found["version"], found["targets"][0]["customer"]) == ("OFF", 1, customer.code)
    assert found["example"] == "30 working minutes: raised Friday 17:50 → due Monday 09:20"
    changed = api.patch(
        "/api/v1/sla-policies/reply/", {"target_seconds": None, "target_days": 1}, format="json"
    )
    assert (changed.status_code, changed.json()["version"]) == (200, 2)
    assert changed.json()["example"] == "1 working day: raised Friday 17:50 → due Monday 17:50"
    assert api.delete("/api/v1/sla-policies/reply/").status_code == 204
    waiting()
    used = api.delete("/api/v1/sla-policies/order_confirmation/")
    assert (used.status_code, used.json()["code"]) == (409, "in_use")


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"milestone": ""}, "milestone"),
        ({"milestone": "nothing"}, "milestone"),
        ({"milestone": "invoice_payment"}, "target_seconds"),
        ({"target_seconds": None}, "target_seconds"),
        ({"target_days": 1}, "target_days"),
        ({"target_seconds": 0}, "target_seconds"),
        ({"ladder": "often"}, "ladder"),
        ({"ladder": [{"action": "shout", "after_seconds": 1}]}, "ladder[0].action"),
        ({"ladder": [{"action": "remind"}]}, "ladder[0]"),
        ({"ladder": [{"action": "remind", "after_seconds": -1}]}, "ladder[0].after_seconds"),
        ({"ladder": [{"action": "remind", "after_seconds": 1, "to": {"role": "nobody"}}]}, "ladder[0].to"),
        ({"targets": [{"tier": "gold", "priority": "rush", "target_seconds": 1}]}, "targets[0]"),
        ({"targets": [{"tier": "gold"}]}, "targets[0].target_seconds"),
        ({"targets": [{"priority": "soon", "target_seconds": 1}]}, "targets[0].priority"),
        ({"calendar": "NONE"}, "calendar"),
        ({"unknown": 1}, "unknown"),
    ],
)
def test_what_makes_no_sense_is_refused_by_its_field(api, change, path):
    SlaPolicy.objects.filter(code="order_confirmation").delete()
    body = {"code": "x", "name": "X", "milestone": "order_confirmation", "target_seconds": 60} | change
    answer = api.post("/api/v1/sla-policies/", body, format="json")
    assert answer.status_code == 400, answer.json()
    assert path in answer.json()["errors"], answer.json()
    assert not SlaPolicy.objects.filter(code="x").exists()


def test_two_active_levels_for_one_clock_are_refused(api):
    body = {"code": "x", "name": "X", "milestone": "order_confirmation", "target_seconds": 60}
    assert "milestone" in api.post("/api/v1/sla-policies/", body, format="json").json()["errors"]
    assert api.post("/api/v1/sla-policies/", body | {"is_active": False}, format="json").status_code == 201


def test_a_level_whose_calendar_never_opens_is_refused(api):
    WorkingCalendar.objects.create(code="SHUT", name="Shut", weekly={})
    answer = api.patch("/api/v1/sla-policies/order_confirmation/", {"calendar": "SHUT"}, format="json")
    assert "calendar" in answer.json()["errors"]


def test_clocks_are_found_by_order_state_node_and_whether_they_are_late(api):
    late, order = waiting(40), waiting(5)
    sweep()
    found = api.get(f"/api/v1/sla-timers/?order={late.number}").json()["results"]
    assert [(one["node"], one["state"], one["overdue"], one["order"]) for one in found] == [
        ("order_confirmation", "running", True, late.number)
    ]
    assert [step["outcome"] for step in found[0]["steps"]] == ["done", "done", ""]
    assert 2400 <= found[0]["elapsed_seconds"] <= 2500
    overdue = api.get("/api/v1/sla-timers/?overdue=true&state=running&node=order_confirmation").json()[
        "results"
    ]
    assert [one["order"] for one in overdue] == [late.number]
    rest = api.get("/api/v1/sla-timers/?overdue=false").json()["results"]
    assert [one["order"] for one in rest] == [order.number]
    one = api.get(f"/api/v1/sla-timers/{found[0]['id']}/")
    assert one.json()["rule"] == "Order confirmation, version 1"
    assert api.post("/api/v1/sla-timers/", {}, format="json").status_code == 405


def test_running_clocks_follow_a_changed_target_by_command_only(api):
    order = waiting(5)
    before = SlaTimer.objects.get(subject_id=order.pk)
    answer = api.patch("/api/v1/sla-policies/order_confirmation/", {"target_seconds": 3600}, format="json")
    assert answer.status_code == 200, answer.json()
    assert SlaTimer.objects.get(pk=before.pk).due_at == before.due_at
    answer = api.post("/api/v1/sla-policies/order_confirmation/reckon-anew/", {}, format="json")
    assert answer.status_code == 200, answer.json()
    after = SlaTimer.objects.get(pk=before.pk)
    assert (after.due_at - before.due_at, after.source) == (
        timedelta(minutes=30),
        "Order confirmation, version 2",
    )
    assert after.next_due_at is not None and before.next_due_at is not None
    assert after.next_due_at - before.next_due_at == timedelta(minutes=30)


def test_rights(api):
    seller = api_with("sales", row_scope="own")
    assert seller.get("/api/v1/sla-policies/").status_code == 200
    body = {"target_seconds": 1}
    assert seller.patch("/api/v1/sla-policies/order_confirmation/", body, format="json").status_code == 403
    waiting()
    assert seller.get("/api/v1/sla-timers/").json()["results"] == []  # somebody else's customers


def test_pages_open_and_a_level_is_edited_in_the_browser(client, django_user_model):
    boss = django_user_model.objects.create(username="boss", roles=["administrator"], row_scope="all")
    client.force_login(boss)
    order = waiting()
    sweep()
    clock = SlaTimer.objects.get(subject_id=order.pk)
    for address in (
        "/wall/", "/wall/content/", "/clocks/", f"/clocks/{clock.pk}/", "/clocks/export.csv",
        "/service-levels/", "/service-levels/new/", "/service-levels/order_confirmation/",
        "/service-levels/export.csv",
        f"/orders/{order.number}/clocks/",
        "/service-levels/example/?target_value=30&target_unit=minutes",
    ):  # fmt: skip
        assert client.get(address).status_code == 200, address
    assert order.number in client.get("/wall/").content.decode()
    page = "/service-levels/order_confirmation/"
    form = {
        "name": "Confirm", "code": "order_confirmation", "clock": "milestone:order_confirmation",
        "target_value": "45", "target_unit": "minutes", "is_active": "1", "version": "1",
        "rung_value_0": "15", "rung_unit_0": "minutes", "rung_when_0": "before", "rung_action_0": "warn",
        "for_scope_0": "priority:rush", "for_value_0": "5", "for_unit_0": "minutes",
    }  # fmt: skip
    assert client.post(page, form).status_code == 302
    policy = SlaPolicy.objects.get(code="order_confirmation")
    assert (policy.target_seconds, policy.ladder, policy.version) == (
        2700,
        [{"action": "warn", "from_due_seconds": -900}],
        2,
    )
    assert policy.targets.get().target_seconds == 300
    refused = client.post(page, form | {"target_value": "", "version": "2"})
    assert refused.status_code == 400
    assert client.post(f"{page}follow/").status_code == 302
