"""News of machines: late, twice, out of order, hostile; and what schedule and promises make of it."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from erp.core.errors import Invalid, NotFound, NotPermitted
from erp.core.models import LoggedEvent
from erp.core.outbox import relay
from erp.masterdata.selectors.company import business_day
from inventory.models import ExpectedSupply
from orders.models import PromiseSlip
from production.models import MachineEvent, MachineState, ScheduledOperation, ScheduleRun, WorkOrder
from production.selectors.machines import is_stale, machines_of, needs_another_look
from production.selectors.schedule import latest_run
from production.services.machine_states import MachineNews, tell_machine_state
from production.services.scheduling import run_schedule
from production.tasks import watch_machines
from tests.clients import actor_with, api_with, person
from tests.factories import BOSS, confirmed, fresh, make_customer, make_item
from tests.production.scheduling.shop import make_calendar, make_center, make_routing, make_work_order

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def saw():
    return make_center("SAW", make_calendar(("00:00", "24:00")), machines=2)


def tell(state, *, ago=0.0, key=None, machine=1, until=None, center="SAW", actor=BOSS, **more):
    now = timezone.now()
    news = MachineNews(
        key=key or f"plc-{MachineEvent.objects.count()}",
        center=center,
        machine=machine,
        state=state,
        at=now - ago * HOUR,
        expected_end=now + until * HOUR if until is not None else None,
        **more,
    )
    return tell_machine_state(news=news, actor=actor)


def state_of(machine=1):
    row = MachineState.objects.get(machine=machine)
    return row.state, row.reason


def test_the_latest_by_its_time_says_how_a_machine_stands(saw):
    tell("down", ago=3, reason="belt")
    assert state_of() == ("down", "belt")
    late = tell("up", ago=5)
    assert (late.is_applied, state_of()) == (False, ("down", "belt"))
    tell("up", ago=1)
    assert state_of() == ("up", "")
    tell("down", ago=2, reason="heard of late")
    assert state_of() == ("up", "")
    assert MachineEvent.objects.count() == 4
    names = LoggedEvent.objects.filter(name="machine.state_changed")
    assert [event.facts["state"] for event in names.order_by("pk")] == ["down", "up"]
    assert [row.state for row in machines_of(BOSS)] == ["up", "up"]


def test_the_same_key_counts_once_and_says_one_thing(saw):
    one = tell("down", key="a", reason="belt")
    assert tell("down", key="a").pk == one.pk
    with pytest.raises(Invalid) as refused:
        tell("up", key="a")
    assert refused.value.code == "invalid" or "event_id" in refused.value.errors
    assert MachineEvent.objects.count() == 1
    assert LoggedEvent.objects.filter(name="machine.state_changed").count() == 1


def test_a_heart_beat_changes_nothing(saw):
    run = ScheduleRun.objects.create(made_at=timezone.now())
    for n in range(3):
        tell("up", ago=3 - n)
    assert not LoggedEvent.objects.filter(name="machine.state_changed").exists()
    assert not is_stale(run)
    tell("down")
    assert is_stale(run)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"machine": 3}, "machine"),
        ({"machine": 0}, "machine"),
        ({"state": "melted"}, "state"),
        ({"ago": -1}, "at"),
        ({"ago": 24 * 400}, "at"),
        ({"state": "up", "until": 2}, "expected_end"),
        ({"until": -1}, "expected_end"),
        ({"until": 24 * 400}, "expected_end"),
        ({"reason": "x" * 201}, "reason"),
        ({"key": "k" * 121}, "event_id"),
    ],
)
def test_what_can_not_be_a_message_is_refused_and_nothing_is_kept(saw, change, field):
    values = {"state": "down", **change}
    with pytest.raises(Invalid) as refused:
        tell(values.pop("state"), **values)
    assert field in refused.value.errors
    assert not MachineEvent.objects.exists()
    assert not MachineState.objects.exists()


def test_unknown_and_outside_centers_and_strangers_are_refused(saw):
    make_center("PLATING", None, is_outside=True)
    with pytest.raises(NotFound):
        tell("down", center="NOWHERE")
    with pytest.raises(Invalid):
        tell("down", center="PLATING")
    with pytest.raises(NotPermitted):
        tell("down", actor=actor_with("sales"))
    assert tell("down", actor=actor_with("shop_floor")).is_applied


def places():
    return list(ScheduledOperation.objects.order_by("operation_id").values_list("machine", "starts_at"))


def test_a_machine_that_goes_down_moves_its_work_and_up_brings_it_back(saw):
    saw.machines = 1
    saw.save()
    make_work_order([saw], minutes=300)
    run_schedule(actor=BOSS)
    [(_one, before)] = places()
    tell("down", until=30)
    relay()
    [(_one, after)] = places()
    assert after >= before + timedelta(hours=29)
    assert ScheduledOperation.objects.get().waits_for == "capacity"
    assert not is_stale(latest_run())
    tell("up")
    relay()
    [(_one, again)] = places()
    assert again < before + HOUR


def test_with_another_machine_the_work_goes_there(saw):
    make_work_order([saw], minutes=300)
    run_schedule(actor=BOSS)
    [(machine, _start)] = places()
    tell("down", machine=machine, until=50)
    relay()
    [(other, start)] = places()
    assert other != machine
    assert start < timezone.now() + HOUR


def test_without_an_expected_end_it_is_down_for_a_day_from_each_look(saw):
    saw.machines = 1
    saw.save()
    make_work_order([saw], minutes=60)
    run_schedule(actor=BOSS)
    tell("down")
    relay()
    [(_one, start)] = places()
    assert timedelta(hours=23) < start - timezone.now() <= timedelta(hours=24)
    now = timezone.now()
    assert not needs_another_look(now)
    ScheduleRun.objects.update(made_at=now - 7 * HOUR)
    assert needs_another_look(now)
    ScheduledOperation.objects.update(starts_at=now + HOUR, ends_at=now + 2 * HOUR)
    assert watch_machines()
    [(_one, start)] = places()
    assert start > now + 23 * HOUR


def test_being_set_up_takes_the_machine_until_its_expected_end(saw):
    saw.machines = 1
    saw.save()
    make_work_order([saw], minutes=60)
    run_schedule(actor=BOSS)
    tell("setup")
    relay()
    assert places()[0][1] < timezone.now() + HOUR
    tell("setup", until=5)
    relay()
    assert places()[0][1] > timezone.now() + 4 * HOUR


def test_a_promise_and_the_orders_that_lean_on_the_work_follow_the_machine(saw):
    saw.machines = 1
    saw.save()
    today = business_day(timezone.now())
    item = make_item(supply="make", planning="to_order")
    make_routing(item, (saw, 60))
    order = confirmed(make_customer(), (item, 4))
    promised = order.promised_on
    assert promised is not None and today <= promised <= today + timedelta(days=1)
    run_schedule(actor=BOSS)
    relay()
    assert not PromiseSlip.objects.exists()
    tell("down", until=96, reason="spindle")
    relay()
    work = WorkOrder.objects.get()
    supply = ExpectedSupply.objects.get(source_kind="work_order")
    assert supply.due_on >= today + timedelta(days=4)
    slip = PromiseSlip.objects.get()
    assert (slip.order_id, slip.cause, slip.cause_number) == (order.pk, "supply_late", work.number)
    assert (slip.old_promised_on, slip.new_promised_on) == (promised, supply.due_on)
    assert fresh(order).promised_on == promised
    tell("up")
    relay()
    assert fresh(supply).due_on == fresh(work).due_on
    assert fresh(slip).state == "withdrawn"


def test_the_api_takes_many_each_by_itself(saw):
    client, now = api_with("integrator"), timezone.now()
    events: list[dict[str, Any]] = [
        {"event_id": "1", "work_center": "SAW", "machine": 2, "state": "down", "at": now.isoformat()},
        {"event_id": "1", "work_center": "SAW", "machine": 2, "state": "down", "at": now.isoformat()},
        {"event_id": "2", "work_center": "SAW", "machine": 2, "state": "up", "at": (now - HOUR).isoformat()},
        {"event_id": "3", "work_center": "NONE", "state": "up"},
        {"event_id": "4", "work_center": "SAW", "machine": 9, "state": "up"},
    ]
    answer = client.post("/api/v1/machines/events/", {"events": events}, format="json")
    assert answer.status_code == 200, answer.content
    told = [(row["event_id"], row["outcome"]) for row in answer.json()["results"]]
    assert told == [("1", "applied"), ("1", "applied"), ("2", "late"), ("3", "refused"), ("4", "refused")]
    shown = api_with("planner").get("/api/v1/machines/?work_center=SAW").json()["results"]
    assert [(row["machine"], row["state"]) for row in shown] == [(1, "up"), (2, "down")]
    assert (
        api_with("sales").post("/api/v1/machines/events/", {"events": events}, format="json").status_code
        == 403
    )
    bad: dict[str, Any]
    for bad in ({"events": []}, {"events": [{"event_id": "5"}]}, {"events": [{**events[0], "at": "soon"}]}):
        assert client.post("/api/v1/machines/events/", bad, format="json").status_code == 400
    nul = {"events": [{**events[0], "event_id": "a\0b"}]}
    assert client.post("/api/v1/machines/events/", nul, format="json").status_code == 400


def test_the_page_says_and_shows_it(saw, client):
    client.force_login(person("production_manager"))
    form = {"key": "k1", "machine": "SAW/2", "state": "down", "reason": "belt"}
    for _ in range(2):
        assert client.post("/machines/tell/", form).status_code == 302
    assert MachineEvent.objects.count() == 1
    text = client.get("/machines/").content.decode()
    assert "SAW · 2" in text
    assert "belt" in text
    assert (
        client.post("/machines/tell/", {"machine": "SAW/x", "state": "down", "key": "k2"}).status_code == 302
    )
    assert client.post("/machines/tell/", {**form, "key": "k3", "expected_end": "soon"}).status_code == 302
    assert MachineEvent.objects.count() == 1
    assert b"belt" in client.get("/machines/export.csv").getvalue()


def test_the_schedule_leaves_as_a_file(saw, client):
    make_work_order([saw], minutes=60)
    run_schedule(actor=BOSS)
    client.force_login(person("planner"))
    text = client.get("/schedule/export.csv").getvalue().decode()
    assert "SAW" in text
    assert client.get("/schedule/export.xlsx").getvalue().startswith(b"PK")


def test_the_admin_shows_the_news_and_lets_nobody_change_it(saw, client):
    from django.urls import reverse

    tell("down", reason="belt")
    backend = "erp.identity.backends.RoleBackend"
    client.force_login(person("production_manager", is_staff=True, language="en"), backend=backend)
    page = client.get(reverse("admin:production_machineevent_changelist"))
    assert page.status_code == 200 and "belt" in page.content.decode()
    assert client.get(reverse("admin:production_machineevent_add")).status_code == 403
    row = reverse("admin:production_machineevent_change", args=[MachineEvent.objects.get().pk])
    assert "plc-0" in client.get(row).content.decode()
    assert client.post(row, {"reason": "other"}).status_code == 403
    assert MachineEvent.objects.get().reason == "belt"
