"""Cases run by themselves: branches and joins, timers, sub-processes, refusals, versions, pilots."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from erp.core import fresh as fresh_clock
from erp.core.actor import system_actor
from erp.core.commands import at_door, command
from erp.core.errors import Conflict, IllegalTransition, Invalid, StaleVersion
from erp.core.refs import DocumentRef
from erp.processes.calc.graph import Assignee
from erp.processes.models import Case, Incident, ProcessVersion, StepLog, Task, Token
from erp.processes.selectors import definitions
from erp.processes.selectors.definitions import forget_drawings
from erp.processes.services import timeouts
from erp.processes.services.cases import migrate_cases, preview_migration, withdraw_case
from erp.processes.services.definitions import create_process, publish_process, roll_back, save_draft
from erp.processes.services.incidents import retry_incident, skip_incident
from erp.processes.services.questions import Questions
from erp.processes.services.running import run_case
from erp.processes.services.starting import start_case
from erp.processes.services.tasks import approve_task, claim_task
from erp.processes.services.timers import catch_up, run_forgotten, take_up_missed, wake_due
from erp.processes.services.undoing import undo_step
from orders.services.orders import cancel_order, confirm_order, submit_order
from tests.clients import actor_with, person
from tests.factories import BOSS, assert_books_hold, draft, fresh, make_customer, make_item
from tests.processes.drawings import (
    DONE,
    REFUSING,
    broken_checks,
    case_of,
    drained,
    edge,
    graph,
    log_of,
    node,
    open_task,
    places,
    published,
    submitted,
)

pytestmark = pytest.mark.django_db
CLOCK = system_actor("test clock")


@pytest.fixture(autouse=True)
def the_books_hold():
    REFUSING.clear()
    DONE.clear()
    yield
    REFUSING.clear()
    assert_books_hold()


def act(node_id, **more):
    return node(node_id, "action", action="tests.step", input={"name": node_id}, **more)


def unchecked(drawn):
    """Publish what the checks refuse, as if they had missed it."""
    definition = create_process(code="bad", name="bad", subject_kind="order", graph=drawn, actor=BOSS)
    with pytest.raises(Invalid, match="not_publishable"):
        publish_process(definition_id=definition.pk, actor=BOSS)
    ProcessVersion.objects.update(state="published", published_at=timezone.now())
    forget_drawings()


BRANCHES = [
    edge("start", "split"),
    edge("split", "one"),
    edge("split", "two"),
    edge("one", "meet"),
    edge("two", "meet"),
    edge("meet", "last"),
    edge("last", "end"),
]


def test_branches_meet_at_their_join_and_go_on_once():
    drawn = graph(
        node("split", "parallel"),
        node("one", "task", assignee={"role": "finance"}),
        node("two", "task", assignee={"role": "sales"}),
        node("meet", "join"),
        act("last"),
        edges=BRANCHES,
    )
    published(drawn)
    order = submitted()
    case = case_of(order)
    assert places(case) == [("one", "waiting"), ("two", "waiting")]
    one, two = Task.objects.order_by("node")
    drained(lambda: approve_task(task_id=one.pk, actor=BOSS))
    assert places(case) == [("meet", "waiting"), ("two", "waiting")]
    drained(lambda: approve_task(task_id=two.pk, actor=BOSS))
    assert case_of(order).state == "completed"
    assert [name for name, _by in DONE] == ["last"]


def test_automatic_branches_meet_too():
    drawn = graph(
        node("split", "parallel"), act("one"), act("two"), node("meet", "join"), act("last"), edges=BRANCHES
    )
    published(drawn)
    order = submitted()
    assert case_of(order).state == "completed"
    assert sorted(name for name, _by in DONE) == ["last", "one", "two"]
    assert {by for _name, by in DONE} == {f"{case_of(order).definition.name}, version 1"}


def test_a_branch_that_ends_early_does_not_hold_the_join_up():
    drawn = graph(
        node("split", "parallel"),
        act("one"),
        node("two", "gateway"),
        node("meet", "join"),
        node("last", "task", assignee={"role": "finance"}),
        edges=[
            *[link for link in BRANCHES if link["id"] != "two-meet"],
            edge("two", "end", "order.total > 0"),
            edge("two", "meet", otherwise=True),
        ],
    )
    published(drawn)
    assert places(case_of(submitted())) == [("last", "waiting")]


def test_a_refused_step_waits_for_a_person_and_is_tried_again_or_skipped():
    published(graph(act("one"), act("two")))
    REFUSING.add("one")
    order = submitted()
    case = case_of(order)
    incident = Incident.objects.get()
    assert (incident.node, incident.code, incident.facts) == ("one", "tests_refuse", {"step": "one"})
    assert places(case) == [("one", "waiting")]
    drained(lambda: retry_incident(incident_id=incident.pk, actor=BOSS))
    again = Incident.objects.get(state="open")
    assert (again.attempts, DONE) == (2, [])
    with pytest.raises(IllegalTransition):
        retry_incident(incident_id=incident.pk, actor=BOSS)
    with pytest.raises(Invalid):
        skip_incident(incident_id=again.pk, reason=" ", actor=BOSS)
    drained(lambda: skip_incident(incident_id=again.pk, reason="done by hand", actor=BOSS))
    assert case_of(order).state == "completed"
    assert [name for name, _by in DONE] == ["two"]


def test_a_refusal_takes_the_link_drawn_for_it():
    drawn = graph(
        act("one"),
        node("look", "task", assignee={"role": "finance"}),
        edges=[
            edge("start", "one"),
            edge("one", "look", 'step.outcome == "tests_refuse"', label="refused"),
            edge("one", "end", otherwise=True),
            edge("look", "one"),
        ],
    )
    published(drawn)
    REFUSING.add("one")
    order = submitted()
    assert open_task(order).facts["why"] == "refused"
    REFUSING.clear()
    drained(lambda: approve_task(task_id=open_task(order).pk, actor=BOSS))
    assert case_of(order).state == "completed"
    assert not Incident.objects.exists()


def test_a_person_is_refused_with_the_step_that_follows():
    published(graph(node("ask", "task", assignee={"role": "finance"}), act("one")))
    order = submitted()
    REFUSING.add("one")
    with pytest.raises(Conflict, match="tests_refuse"):
        approve_task(task_id=open_task(order).pk, actor=BOSS)
    assert open_task(order).state == "waiting"
    assert not Incident.objects.exists()
    REFUSING.clear()
    approve_task(task_id=open_task(order).pk, actor=BOSS)
    assert DONE == [("one", "Boss")]


def test_a_condition_that_fails_is_an_incident():
    drawn = graph(
        node("way", "gateway"),
        act("one"),
        edges=[
            edge("start", "way"),
            edge("way", "one", "order.total / 0 > 1"),
            edge("way", "end", otherwise=True),
            edge("one", "end"),
        ],
    )
    unchecked(drawn)
    order = submitted()
    assert Incident.objects.get().code == "bad_expression"
    assert places(case_of(order)) == [("way", "waiting")]


def test_a_timer_wakes_once():
    published(graph(node("rest", "timer", timer_seconds=3600), act("one")))
    order = submitted()
    assert places(case_of(order)) == [("rest", "waiting")]
    assert wake_due() == 0
    later = timezone.now() + timedelta(hours=2)
    assert (wake_due(at=later), wake_due(at=later)) == (1, 0)
    assert case_of(order).state == "completed"


def test_a_condition_and_a_timer_take_the_moment_that_is_passed_in_for_now():
    at = datetime(2031, 2, 3, 4, 5, 6, tzinfo=UTC)
    later = at + timedelta(days=365)

    @command()
    def asked():
        questions = Questions(DocumentRef("order", 0, "-"), may_read=False, at=at)
        assert questions.ask("year(step.note) == 2031 and dayOfMonth(step.note) == 3", {"step.note": "now"})
        assert questions.ask('date(event.on) < date("2031-02-04")', {"event.on": "now"})
        assert questions.instant('true ? "now" : "never"') == at
        questions.at = later
        assert questions.ask("year(step.note) == 2032", {"step.note": "now"})
        return questions.instant('"now"')

    assert asked() == later


def test_waiting_for_news_and_for_a_time_whichever_comes_first():
    published(graph(node("hold", "wait", wait_for="order.confirmed", timer_seconds=3600)))
    heard, late = submitted(), submitted()
    confirm_order(order_id=heard.pk, actor=BOSS)
    assert log_of(case_of(heard))[1:] == [("hold", "event"), ("end", "ended")]
    wake_due(at=timezone.now() + timedelta(hours=2))
    assert log_of(case_of(late))[1:] == [("hold", "timer"), ("end", "ended")]


def test_a_part_of_its_own_runs_and_the_parent_goes_on():
    part = graph(act("inner"))
    part["nodes"][0].pop("wait_for")
    published(part, code="part")
    published(graph(node("sub", "subprocess", process="part"), act("outer")))
    order = submitted()
    assert set(Case.objects.values_list("state", flat=True)) == {"completed"}
    assert [name for name, _by in DONE] == ["inner", "outer"]
    assert Case.objects.filter(subject_id=order.pk).count() == 2


def test_a_process_that_is_left_ends_the_part_that_it_has_begun():
    part = graph(node("sign", "task", assignee={"role": "finance"}))
    part["nodes"][0].pop("wait_for")
    published(part, code="part")
    published(graph(node("sub", "subprocess", process="part"), act("outer")), code="whole")
    order = submitted()
    task = open_task(order)
    whole = Case.objects.get(definition__code="whole")
    assert broken_checks() == []
    withdraw_case(case_id=whole.pk, reason="By hand", actor=BOSS)
    assert set(Case.objects.values_list("state", flat=True)) == {"cancelled"}
    assert (fresh(task).state, broken_checks()) == ("cancelled", [])


def test_a_case_begun_by_hand_does_not_hide_the_others_from_the_same_commands_news():
    published(graph(node("hold", "wait", wait_for="order.confirmed")), code="first")
    second = graph(node("look", "task", assignee={"role": "finance"}))
    second["nodes"][0].pop("wait_for")
    published(second, code="second")
    order = submitted()

    def both():
        start_case(code="second", subject=order.ref, actor=BOSS, at=timezone.now())
        confirm_order(order_id=order.pk, actor=BOSS)

    at_door(both)
    assert Case.objects.get(definition__code="first").state == "completed"
    assert broken_checks() == []


def test_a_loop_without_limit_stops_as_an_incident():
    drawn = graph(
        node("way", "gateway"),
        node("back", "gateway"),
        edges=[
            edge("start", "way"),
            edge("way", "end", "order.total < 0"),
            edge("way", "back", otherwise=True),
            edge("back", "way"),
        ],
    )
    unchecked(drawn)
    submitted()
    assert Incident.objects.get().code == "too_many_steps"


def test_a_cancelled_document_ends_its_case_and_asks_nobody():
    published(graph(node("ask", "task", assignee={"role": "finance"})))
    order = submitted()
    cancel_order(order_id=order.pk, reason="no", actor=BOSS)
    assert case_of(order).state == "cancelled"
    assert Task.objects.get().state == "cancelled"


def test_a_case_is_taken_out_of_its_process():
    published(graph(node("ask", "task", assignee={"role": "finance"})))
    order = submitted()
    withdraw_case(case_id=case_of(order).pk, reason="tests", actor=BOSS)
    assert (case_of(order).state, Task.objects.get().state) == ("cancelled", "cancelled")


def test_a_document_has_one_case_of_a_process():
    published(graph(node("ask", "task", assignee={"role": "finance"})))
    order = submitted()
    from erp.processes.services.starting import start_case

    code = case_of(order).definition.code
    with pytest.raises(Conflict, match="case_is_running"):
        start_case(code=code, subject=order.ref, actor=BOSS, at=timezone.now())


def test_running_twice_runs_nothing_twice():
    published(graph(act("one"), act("two")))
    order = submitted()
    assert run_case(case_of(order).pk) == 0
    assert [name for name, _by in DONE] == ["one", "two"]


def test_what_was_lost_is_found():
    published(graph(act("one")))
    order = draft(make_customer(), (make_item(), 1))
    submit_order(order_id=order.pk, actor=BOSS)
    assert run_forgotten() == 0
    assert run_forgotten(at=timezone.now() + timedelta(minutes=5)) == 1
    assert case_of(order).state == "completed"


def test_news_missed_by_a_token_is_told_again():
    published(graph(node("hold", "wait", wait_for="order.confirmed")))
    order = submitted()
    confirm_order(order_id=order.pk, actor=BOSS)
    token = Token.objects.get()
    StepLog.objects.filter(case=case_of(order)).exclude(node="start").delete()
    Token.objects.filter(pk=token.pk).update(
        node="hold", visit=1, state="waiting", wait_for="order.confirmed"
    )
    Case.objects.update(state="running", live=1, ended_at=None)
    assert catch_up() == 1
    assert case_of(order).state == "completed"


def test_an_order_that_came_where_a_new_process_was_not_known_yet_is_taken_up():
    published(graph(node("hold", "wait", wait_for="order.confirmed")), code="flow")
    published(graph(act("other")), code="another")
    knows = definitions._drawings()
    before = definitions._sorted([one for one in knows.by_version.values() if one.code == "another"])
    definitions._drawings._known[()] = (fresh_clock.clock(), before)
    order, ended = submitted(), submitted()
    cancel_order(order_id=ended.pk, reason="x", actor=BOSS)
    forget_drawings()
    cases = Case.objects.filter(definition__code="flow")
    assert not cases.exists()
    assert (take_up_missed(), take_up_missed()) == (1, 0)
    assert cases.get().subject_id == order.pk
    confirm_order(order_id=order.pk, actor=BOSS)
    assert cases.get().state == "completed"
    assert Case.objects.filter(definition__code="another").count() == 2


def test_an_automatic_step_is_undone_while_nothing_has_followed():
    held = node("held", "action", action="orders.hold_order", input={"reason": "look first"})
    published(graph(held, node("ask", "task", assignee={"role": "finance"})))
    order = submitted()
    assert (fresh(order).state, open_task(order).node) == ("on_hold", "ask")
    undo_step(case_id=case_of(order).pk, reason="too early", actor=BOSS)
    assert (fresh(order).state, places(case_of(order))) == ("submitted", [("held", "waiting")])
    incident = Incident.objects.get()
    assert (incident.code, Task.objects.get().state) == ("undone", "cancelled")
    drained(lambda: skip_incident(incident_id=incident.pk, reason="not needed", actor=BOSS))
    claim_task(task_id=open_task(order).pk, actor=actor_with("finance"))
    with pytest.raises(Conflict):
        undo_step(case_id=case_of(order).pk, reason="again", actor=BOSS)


# --- versions ---------------------------------------------------------------------------------------
def asking(*names):
    return graph(*[node(name, "task", assignee={"role": "finance"}) for name in names])


def test_running_cases_keep_their_version_until_they_are_moved():
    first = published(asking("one"), code="moving")
    order = submitted()
    second = published(asking("one", "two"), code="moving")
    assert case_of(order).version == first
    preview = preview_migration(from_version=first, to_version=second, nodes={})
    assert [(move.node, move.target, move.problem) for move in preview] == [("one", "one", "")]
    task = open_task(order)
    migrate_cases(from_version_id=first.pk, to_version_id=second.pk, nodes={}, actor=BOSS)
    assert (case_of(order).version, open_task(order).pk) == (second, task.pk)
    approve_task(task_id=task.pk, actor=BOSS)
    assert open_task(order).node == "two"


def test_a_node_without_a_place_stops_the_move_of_all():
    first = published(asking("one"), code="moving")
    orders = [submitted(), submitted()]
    second = published(asking("other"), code="moving")
    preview = preview_migration(from_version=first, to_version=second, nodes={})
    assert {move.problem for move in preview} == {"no_such_node"}
    with pytest.raises(Invalid, match="no_such_node"):
        migrate_cases(from_version_id=first.pk, to_version_id=second.pk, nodes={}, actor=BOSS)
    assert {case_of(order).version for order in orders} == {first}
    migrate_cases(from_version_id=first.pk, to_version_id=second.pk, nodes={"one": "other"}, actor=BOSS)
    assert [open_task(order).node for order in orders] == ["other", "other"]


def test_a_pilot_takes_its_scope_and_rolling_back_ends_it():
    published(asking("usual"), code="piloted")
    pilot = published(asking("trial"), code="piloted", scope={"tiers": ["none"], "customers": ["PILOT"]})
    assert open_task(submitted()).node == "usual"
    roll_back(definition_id=pilot.definition_id, actor=BOSS)
    published(asking("trial"), code="piloted", scope={"customers": ["PILOT"]})
    order = submitted(code="PILOT")
    assert (open_task(order).node, case_of(order).is_pilot) == ("trial", True)
    assert open_task(submitted()).node == "usual"
    roll_back(definition_id=pilot.definition_id, actor=BOSS)
    assert open_task(submitted()).node == "usual"


def test_rolling_back_lets_the_version_before_take_cases_again():
    published(asking("old"), code="back")
    new = published(asking("new"), code="back")
    assert open_task(submitted()).node == "new"
    roll_back(definition_id=new.definition_id, actor=BOSS)
    assert open_task(submitted()).node == "old"
    with pytest.raises(IllegalTransition):
        save_draft(definition_id=new.definition_id, graph=asking("draft"), actor=BOSS)
        roll_back(definition_id=new.definition_id, number=3, actor=BOSS)


def test_ending_a_pilot_twice_puts_nothing_else_in_force():
    published(asking("old"), code="twice")
    usual = published(asking("usual"), code="twice")
    pilot = published(asking("trial"), code="twice", scope={"customers": ["NOBODY"]})
    process = usual.definition
    process.refresh_from_db()
    roll_back(definition_id=process.pk, actor=BOSS, expected_version=process.version)
    with pytest.raises(StaleVersion):  # a double click
        roll_back(definition_id=process.pk, actor=BOSS, expected_version=process.version)
    assert open_task(submitted()).node == "usual"
    roll_back(definition_id=process.pk, actor=BOSS)  # the version before, never the pilot that has ended
    assert open_task(submitted()).node == "old"
    roll_back(definition_id=process.pk, actor=BOSS, number=pilot.number)
    assert open_task(submitted()).node == "trial"


def test_a_published_drawing_is_not_changed_by_drawing_on():
    first = published(asking("one"), code="fixed")
    save_draft(definition_id=first.definition_id, graph=asking("two"), actor=BOSS)
    kept = ProcessVersion.objects.get(pk=first.pk)
    assert (kept.graph, kept.checksum) == (first.graph, first.checksum)
    assert open_task(submitted()).node == "one"


# --- time-outs --------------------------------------------------------------------------------------
def step_of(order):
    token = Token.objects.get(case=case_of(order), state="waiting")
    where = {"token_id": token.pk, "visit": token.visit, "node": token.node}
    return {**where, "actor": CLOCK, "at": timezone.now()}


def test_a_time_out_escalates_to_the_superior_then_to_the_administrators():
    boss = person("executive")
    clerk = person("finance", manager=boss)
    published(graph(node("ask", "task", assignee={"user": clerk.username})))
    order = submitted()
    assert timeouts.escalate_task(**step_of(order), note="30 min late") == boss
    assert (open_task(order).assignee, open_task(order).is_flagged) == (boss, True)
    assert timeouts.escalate_task(**step_of(order)) is None
    assert (open_task(order).role, open_task(order).assignee) == ("administrator", None)


def test_a_time_out_reassigns_approves_and_comes_too_late():
    published(graph(node("ask", "task", assignee={"role": "finance"}), act("one")))
    order, other = submitted(), person("sales")
    step = step_of(order)
    timeouts.remind_task(**step)
    timeouts.mark_exception(**step, reason="late")
    timeouts.reassign_task(**step, to=Assignee(user=other.username))
    assert open_task(order).assignee == other
    drained(lambda: timeouts.auto_approve(**step))
    assert (case_of(order).state, Task.objects.get().decided_by) == ("completed", "test clock")
    for late in (timeouts.auto_approve, timeouts.remind_task, timeouts.escalate_task):
        with pytest.raises(IllegalTransition):
            late(**step)


def test_a_critical_step_is_not_approved_by_a_clock():
    published(graph(node("ask", "task", assignee={"role": "finance"}, critical=True)))
    order = submitted()
    with pytest.raises(Conflict, match="critical_step"):
        timeouts.auto_approve(**step_of(order))


def test_a_time_out_sends_back_to_the_step_before():
    published(asking("one", "two"))
    order = submitted()
    with pytest.raises(IllegalTransition):
        timeouts.auto_reject_to_previous(**step_of(order))
    approve_task(task_id=open_task(order).pk, actor=BOSS)
    assert timeouts.auto_reject_to_previous(**step_of(order), reason="too late") == "one"
    assert (open_task(order).node, open_task(order).visit) == ("one", 2)
