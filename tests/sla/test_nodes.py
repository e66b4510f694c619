"""Clocks of a process's nodes follow the case's own news."""

from datetime import UTC, datetime, timedelta

import pytest

from erp.core.actor import system_actor
from erp.core.commands import at_door
from erp.core.events import emit
from erp.core.refs import DocumentRef
from erp.processes.events import CaseEnded, CaseMoved, InfoGiven, InfoRequested
from erp.processes.models import ProcessDefinition, ProcessVersion
from erp.processes.selectors.definitions import forget_drawings
from sla.models import SlaPolicy, SlaTimer
from sla.selectors.policies import forget_levels
from tests.factories import fresh

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 16, 8, 0, tzinfo=UTC)
CASE, ORDER = DocumentRef("case", 5, "SO-5"), DocumentRef("order", 55, "SO-5")
GRAPH = {
    "nodes": [
        {"id": "start", "type": "start"},
        {
            "id": "review",
            "type": "task",
            "name": "Finance review",
            "assignee": {"role": "finance"},
            "target_seconds": 1800,
            "ladder": [
                {"action": "remind", "after_seconds": 600},
                {"action": "escalate", "after_seconds": 3600},
            ],
        },
        {"id": "quick", "type": "task", "assignee": {"role": "sales"}},
        {"id": "end", "type": "end"},
    ],
    "edges": [
        {"from": "start", "to": "review"},
        {"from": "review", "to": "quick"},
        {"from": "quick", "to": "end"},
    ],
}


@pytest.fixture
def version():
    definition = ProcessDefinition.objects.create(code="flow", name="Flow", subject_kind="order")
    row = ProcessVersion.objects.create(definition=definition, number=3, graph=GRAPH, state="published")
    forget_drawings()
    yield row
    forget_drawings()


def tell(event, at):
    at_door(lambda: emit(event, actor=system_actor(), at=at))


def moved(version, *, left=(), entered=(), at=MONDAY):
    event = CaseMoved(
        document=CASE,
        about=ORDER,
        process="flow",
        version=version.pk,
        number=3,
        left=[
            {"token": 9, "node": node, "visit": visit, "outcome": outcome} for node, visit, outcome in left
        ],
        entered=[{"token": 9, "node": node, "visit": visit} for node, visit in entered],
    )
    tell(event, at)


def test_a_visit_of_a_node_starts_its_clock_and_leaving_stops_it(version):
    moved(version, left=[("start", 1, "started")], entered=[("review", 1)])
    clock = SlaTimer.objects.get()
    assert (clock.process, clock.node, clock.visit, clock.case_id, clock.token_id, clock.role) == (
        "flow", "review", 1, 5, 9, "finance",
    )  # fmt: skip
    assert (clock.source, clock.due_at) == ("Flow, version 3", MONDAY + timedelta(minutes=30))
    assert [rung["action"] for rung in clock.ladder] == ["remind", "escalate"]
    moved(
        version, left=[("review", 1, "approved")], entered=[("quick", 1)], at=MONDAY + timedelta(minutes=20)
    )
    assert fresh(clock).state == "met"
    assert SlaTimer.objects.count() == 1  # a node without a target has no clock
    moved(version, left=[("quick", 1, "rejected")], entered=[("review", 2)], at=MONDAY + timedelta(hours=1))
    assert SlaTimer.objects.get(visit=2).state == "running"


def test_a_service_level_goes_before_the_drawing(version):
    SlaPolicy.objects.create(code="mine", name="Mine", process="flow", node="review", target_seconds=60)
    SlaPolicy.objects.create(code="other", name="Other", process="flow", node="quick", target_days=1)
    forget_levels()
    moved(version, entered=[("review", 1), ("quick", 1)])
    clock = SlaTimer.objects.get(node="review")
    assert (clock.target_seconds, clock.source) == (60, "Mine, version 1")
    assert [rung["action"] for rung in clock.ladder] == ["remind", "escalate"]
    assert SlaTimer.objects.get(node="quick").target_seconds == 86_400


def test_a_question_stops_the_clock_and_its_answer_lets_it_run_on(version):
    moved(version, entered=[("review", 1)])
    task = DocumentRef("task", 3, "SO-5")
    tell(InfoRequested(document=task, about=ORDER, node="review", reason="?"), MONDAY + timedelta(minutes=10))
    clock = SlaTimer.objects.get()
    assert (clock.state, clock.paused_for) == ("paused", ["request_info"])
    tell(InfoGiven(document=task, about=ORDER, node="review", reason="!"), MONDAY + timedelta(hours=5))
    clock = fresh(clock)
    assert (clock.state, clock.due_at) == ("running", MONDAY + timedelta(hours=5, minutes=20))


def test_an_ended_case_holds_no_clock(version):
    moved(version, entered=[("review", 1)])
    ended = CaseEnded(document=CASE, about=ORDER, process="flow", version=version.pk, state="cancelled")
    tell(ended, MONDAY + timedelta(minutes=5))
    assert SlaTimer.objects.get().state == "cancelled"


def test_what_is_entered_and_left_in_one_command_is_kept_as_met(version):
    moved(version, left=[("review", 1, "approved")], entered=[("review", 1), ("quick", 1)])
    clock = SlaTimer.objects.get()
    assert (clock.state, clock.stopped_at) == ("met", MONDAY)
