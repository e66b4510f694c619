"""Cases begin, run, are decided and end while versions come and go and clocks act: none lost or doubled."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.utils import timezone

from erp.core.actor import system_actor
from erp.core.errors import DomainError, IllegalTransition
from erp.identity.selectors.actors import actor_for
from erp.processes.models import Case, Incident, ProcessVersion, StepLog, Task, Token
from erp.processes.selectors import definitions
from erp.processes.services import timeouts
from erp.processes.services.cases import migrate_cases, withdraw_case
from erp.processes.services.definitions import publish_process, roll_back, save_draft
from erp.processes.services.handing_over import withdraw_decision
from erp.processes.services.incidents import retry_incident, skip_incident
from erp.processes.services.running import run_case
from erp.processes.services.tasks import approve_task, reject_task
from erp.processes.services.timers import catch_up, run_forgotten
from erp.processes.services.undoing import undo_step
from orders.services.orders import cancel_order, confirm_order, hold_order, submit_order
from sla.models import RungClaim, SlaPolicy, SlaTimer
from sla.selectors.policies import forget_levels
from sla.services.sweep import sweep
from tests.clients import person
from tests.concurrency.conftest import at_once
from tests.factories import BOSS, draft, fresh, make_customer, make_item
from tests.processes.drawings import DONE, REFUSING, graph, node, published

pytestmark = [pytest.mark.concurrency, pytest.mark.usefixtures("committed")]
CLOCK = system_actor("clock")


@pytest.fixture(autouse=True)
def nothing_done():
    DONE.clear()
    REFUSING.clear()
    yield
    REFUSING.clear()
    definitions.forget_drawings()


def act(node_id):
    return node(node_id, "action", action="tests.step", input={"name": node_id})


def ask(node_id="ask", **more):
    return node(node_id, "task", assignee={"role": "finance"}, **more)


def drafts(count, who=None):
    who, item = who or make_customer(), make_item(stock=count)
    return [draft(who, (item, 1)) for _ in range(count)]


def submit(order):
    return partial(submit_order, order_id=order.pk, actor=BOSS)


def entered(count=1, who=None):
    orders = drafts(count, who)
    for order in orders:
        submit(order)()
    return orders


def failures(outcomes):
    """What went wrong beside refusals."""
    return [one for one in outcomes if isinstance(one, Exception) and not isinstance(one, DomainError)]


def done(outcomes):
    """How many were not refused."""
    return sum(not isinstance(one, Exception) for one in outcomes)


def run_all():
    """What the outbox and the net under it would run."""
    for case_id in Case.objects.filter(state="running").order_by("pk").values_list("pk", flat=True):
        run_case(case_id)
    run_forgotten(at=timezone.now() + timedelta(minutes=5))


def open_tasks():
    return list(Task.objects.filter(state__in=["waiting", "claimed"]).order_by("pk"))


def approve_all():
    for task in open_tasks():
        approve_task(task_id=task.pk, actor=BOSS)
    run_all()


def runs_of(number):
    return Case.objects.filter(version__number=number).count()


# --- versions come and go --------------------------------------------------------------------------------
def test_a_version_is_published_while_cases_are_being_started():
    first = published(graph(ask(), act("one")), code="flow")
    save_draft(definition_id=first.definition_id, graph=graph(ask("look"), act("two")), actor=BOSS)
    orders = drafts(16)
    publish = partial(publish_process, definition_id=first.definition_id, actor=BOSS)
    works: list[Any] = [submit(order) for order in orders]
    works.insert(5, publish)
    works.insert(9, publish)
    outcomes = at_once(works)
    assert failures(outcomes) == []
    assert len(orders) + 1 == done(outcomes)  # published once: the second one found no draft
    assert sorted(Case.objects.values_list("subject_id", flat=True)) == sorted(o.pk for o in orders)
    assert runs_of(1) + runs_of(2) == len(orders)
    assert {(t.node, t.case.version.number) for t in open_tasks()} <= {("ask", 1), ("look", 2)}
    assert len(open_tasks()) == len(orders)
    approve_all()
    assert Counter(name for name, _by in DONE) == Counter({"one": runs_of(1), "two": runs_of(2)}) - Counter()
    assert set(Case.objects.values_list("state", flat=True)) == {"completed"}
    submit(drafts(1)[0])()
    assert open_tasks()[0].node == "look"


def test_two_publish_and_one_draws_at_the_same_moment():
    first = published(graph(ask()), code="flow")
    process = first.definition_id
    save_draft(definition_id=process, graph=graph(ask("second")), actor=BOSS)
    outcomes = at_once(
        [
            *[partial(publish_process, definition_id=process, actor=BOSS)] * 3,
            *[partial(save_draft, definition_id=process, graph=graph(ask("third")), actor=BOSS)] * 2,
        ]
    )
    assert failures(outcomes) == []
    states = Counter(ProcessVersion.objects.filter(definition_id=process).values_list("state", flat=True))
    assert states["published"] == 1
    assert states["draft"] <= 1
    numbers = list(ProcessVersion.objects.filter(definition_id=process).values_list("number", flat=True))
    assert sorted(numbers) == list(range(1, len(numbers) + 1))


def test_a_pilot_is_rolled_back_while_its_cases_run_and_start():
    first = published(graph(ask(), act("one")), code="flow")
    pilot = published(graph(ask("look"), act("two")), code="flow", scope={"customers": ["PILOT"]})
    who = make_customer(code="PILOT")
    running, coming = entered(6, who), drafts(6, who)
    assert runs_of(pilot.number) == 6
    works: list[Any] = [partial(approve_task, task_id=task.pk, actor=BOSS) for task in open_tasks()[:3]]
    works += [partial(cancel_order, order_id=running[5].pk, reason="x", actor=BOSS)]
    works += [partial(roll_back, definition_id=first.definition_id, actor=BOSS)] * 2
    works += [submit(order) for order in coming]
    outcomes = at_once(works, workers=len(works))
    assert failures(outcomes) == []
    assert done(outcomes) >= len(works) - 1  # the second one has nothing to roll back
    assert sorted(Case.objects.values_list("subject_id", flat=True)) == sorted(
        one.pk for one in (*running, *coming)
    )
    assert list(ProcessVersion.objects.filter(state="published").values_list("number", flat=True)) == [1]
    approve_all()
    states = Counter(Case.objects.values_list("state", flat=True))
    assert states == Counter({"completed": 11, "cancelled": 1})
    by_version = Counter(Case.objects.filter(state="completed").values_list("version__number", flat=True))
    assert Counter(name for name, _by in DONE) == Counter({"one": by_version[1], "two": by_version[2]})
    submit(drafts(1, who)[0])()
    assert open_tasks()[0].node == "ask"


def test_a_case_that_a_late_worker_began_by_a_version_taken_back_hears_its_news():
    """A worker that has not heard of it yet begins a case by the old version; its news is not lost."""
    first = published(graph(node("hold", "wait", wait_for="order.confirmed")), code="flow")
    published(graph(ask("look")), code="flow")
    definitions.forget_drawings()
    (order,) = drafts(1)
    ProcessVersion.objects.filter(pk=first.pk).update(published_at=timezone.now() - timedelta(days=90))
    kept = definitions._drawings()
    assert first.pk not in kept.by_version
    stale = _as_it_was(first)
    definitions._drawings._known[()] = (definitions._drawings._known[()][0], stale)
    submit(order)()
    assert Case.objects.get().version_id == first.pk
    definitions._drawings._known[()] = (definitions._drawings._known[()][0], kept)
    confirm_order(order_id=order.pk, actor=BOSS)
    definitions.forget_drawings()
    catch_up()
    run_all()
    assert Case.objects.get().state == "completed"


def _as_it_was(version):
    ProcessVersion.objects.exclude(pk=version.pk).update(state="retired")
    ProcessVersion.objects.filter(pk=version.pk).update(state="published")
    definitions.forget_drawings()
    found = definitions._drawings()
    ProcessVersion.objects.filter(pk=version.pk).update(state="retired")
    ProcessVersion.objects.exclude(pk=version.pk).update(state="published")
    definitions.forget_drawings()
    definitions._drawings()
    return found


def test_cases_move_to_another_version_while_they_are_decided_and_ended():
    first = published(graph(ask(), act("one")), code="flow")
    orders = entered(6)
    second = published(graph(ask(), act("two")), code="flow")
    tasks = open_tasks()
    works: list[Any] = [partial(approve_task, task_id=task.pk, actor=BOSS) for task in tasks[:3]]
    works += [partial(cancel_order, order_id=orders[3].pk, reason="x", actor=BOSS)]
    move = partial(migrate_cases, from_version_id=first.pk, to_version_id=second.pk, nodes={}, actor=BOSS)
    outcomes = at_once([*works, move, move], workers=6)
    assert failures(outcomes) == []
    assert [one for one in outcomes if isinstance(one, Exception)] == []
    assert not Case.objects.filter(version=first, state="running").exists()
    approve_all()
    assert Counter(Case.objects.values_list("state", flat=True)) == Counter({"completed": 5, "cancelled": 1})
    assert len(DONE) == 5


# --- the document ends while its case runs ----------------------------------------------------------------
@pytest.mark.parametrize("end", ["withdraw", "cancel", "hold"])
def test_a_document_ends_while_worker_and_person_move_its_case(end):
    published(graph(act("zero"), ask(), act("one"), act("two")), code="flow")
    for _round in range(3):
        DONE.clear()
        orders = entered(3)
        cases = [Case.objects.get(subject_id=order.pk).pk for order in orders]
        for case in cases[:2]:
            run_case(case)
        works: list[Any] = []
        for order, case in zip(orders, cases, strict=True):
            ends = {
                "withdraw": partial(withdraw_case, case_id=case, reason="x", actor=BOSS),
                "cancel": partial(cancel_order, order_id=order.pk, reason="x", actor=BOSS),
                "hold": partial(hold_order, order_id=order.pk, reason="x", actor=BOSS),
            }
            works += [partial(run_case, case), ends[end], partial(run_case, case)]
            task = Task.objects.filter(case_id=case).first()
            if task is not None:
                works.append(partial(approve_task, task_id=task.pk, actor=BOSS))
        outcomes = at_once(works)
        assert failures(outcomes) == []
        run_all()
        assert not Incident.objects.exists()
        once = Counter(name for name, _by in DONE)
        assert all(count <= 3 for count in once.values())
        if end != "hold":
            assert not Token.objects.filter(case_id__in=cases).exclude(state="done").exists()
            assert not open_tasks()
        else:
            approve_all()
        twice = StepLog.objects.filter(case_id__in=cases).values_list("token_id", "node", "visit")
        assert max(Counter(twice).values()) == 1


# --- decisions and clocks ---------------------------------------------------------------------------------
@pytest.fixture
def only_steps_are_timed():
    SlaPolicy.objects.update(is_active=False)
    forget_levels()
    yield
    forget_levels()


def timed(action):
    rungs = [{"action": "remind", "after_seconds": 60}, {"action": action, "after_seconds": 120}]
    return ask(target_seconds=100, ladder=rungs)


@pytest.mark.parametrize("action", ["approve", "reject", "escalate", "reassign", "mark_exception"])
def test_two_sweeps_and_a_person_decide_at_the_same_moment(only_steps_are_timed, action):
    published(graph(ask("before"), timed(action), act("one")), code="flow")
    person("finance")
    orders = entered(6)
    approve_all()
    tasks = open_tasks()
    assert {task.node for task in tasks} == {"ask"}
    later = timezone.now() + timedelta(days=30)
    works: list[Any] = [partial(sweep, at=later, seconds=30.0)] * 2
    works += [partial(approve_task, task_id=task.pk, actor=BOSS) for task in tasks]
    outcomes = at_once(works, workers=8)
    assert failures(outcomes) == []
    sweep(at=later)
    claims = Counter(RungClaim.objects.values_list("timer_id", "rung"))
    assert max(claims.values()) == 1
    for order in orders:
        assert Task.objects.filter(subject_id=order.pk, state__in=["waiting", "claimed"]).count() <= 1
    run_all()
    for _ in range(2):
        approve_all()
    assert Counter(name for name, _by in DONE) == Counter({"one": len(orders)})
    assert set(Case.objects.values_list("state", flat=True)) == {"completed"}
    assert not SlaTimer.objects.filter(process="flow", state__in=["running", "paused"]).exists()


def test_approving_after_the_time_out_acted_is_refused_and_changes_nothing():
    published(graph(ask(), act("one"), ask("last")), code="flow")
    entered()
    (task,) = open_tasks()
    step = {"token_id": task.token_id, "visit": task.visit, "node": task.node}
    timeouts.auto_approve(**step, actor=CLOCK, at=timezone.now())
    run_all()
    (last,) = open_tasks()
    for work in (approve_task, partial(reject_task, reason="no")):
        with pytest.raises(IllegalTransition) as refusal:
            work(task_id=task.pk, actor=BOSS)
        assert refusal.value.facts["state"] == "done"
    with pytest.raises(IllegalTransition):
        timeouts.auto_approve(**step, actor=CLOCK, at=timezone.now())
    task = fresh(task)
    assert (task.decided_by, task.decider_id) == (CLOCK.label, None)
    assert open_tasks() == [last]
    assert [name for name, _by in DONE] == ["one"]


def test_those_who_sign_at_once_sign_once_each_and_what_follows_is_done_once():
    people = [person("finance", username=f"signer_{n}") for n in range(4)]
    signers = {"users": [one.username for one in people]}
    sign = {"mode": "n_of_m", "required": 3}
    published(graph(node("ask", "task", assignee=signers, countersign=sign), act("one")), code="flow")
    for _round in range(3):
        DONE.clear()
        entered()
        (task,) = open_tasks()
        works = [
            partial(approve_task, task_id=task.pk, actor=actor_for(one)) for one in people for _ in (1, 2)
        ]
        outcomes = at_once(works)
        assert failures(outcomes) == []
        assert done(outcomes) == 3
        run_all()
        assert task.signatures.count() == 3
        assert fresh(task).decision == "approved"
        assert [name for name, _by in DONE] == ["one"]


def test_an_incident_is_settled_once_however_many_see_to_it():
    published(graph(act("one"), ask("last")), code="flow")
    REFUSING.add("one")
    (order,) = entered()
    run_all()
    incident = Incident.objects.get()
    REFUSING.clear()
    case = Case.objects.get().pk
    works: list[Any] = [partial(retry_incident, incident_id=incident.pk, actor=BOSS)] * 3
    works += [partial(skip_incident, incident_id=incident.pk, reason="x", actor=BOSS)] * 2
    works += [partial(run_case, case)] * 2
    outcomes = at_once(works)
    assert failures(outcomes) == []
    assert done(outcomes[:5]) == 1
    run_all()
    assert len(DONE) <= 1
    assert [task.node for task in open_tasks()] == ["last"]
    assert Task.objects.filter(subject_id=order.pk).count() == 1


def test_a_step_is_taken_back_or_followed_up_never_both():
    held = node("held", "action", action="orders.hold_order", input={"reason": "look first"})
    published(graph(held, ask("next"), act("one")), code="flow")
    for _round in range(3):
        DONE.clear()
        (order,) = entered()
        run_all()
        (task,) = open_tasks()
        case = Case.objects.get(subject_id=order.pk).pk
        outcomes = at_once(
            [
                partial(undo_step, case_id=case, reason="x", actor=BOSS),
                partial(approve_task, task_id=task.pk, actor=BOSS),
                partial(undo_step, case_id=case, reason="x", actor=BOSS),
            ]
        )
        assert failures(outcomes) == []
        assert done(outcomes) == 1
        run_all()
        if isinstance(outcomes[1], Exception):
            assert Incident.objects.filter(case_id=case, state="open").count() == 1
            assert DONE == []
            cancel_order(order_id=order.pk, reason="x", actor=BOSS)
        else:
            assert [name for name, _by in DONE] == ["one"]


def test_a_decision_is_taken_back_or_followed_up_never_both():
    published(graph(ask(), ask("next"), act("one")), code="flow")
    for _round in range(3):
        DONE.clear()
        (order,) = entered()
        (first,) = open_tasks()
        approve_task(task_id=first.pk, actor=BOSS)
        (following,) = open_tasks()
        back = partial(withdraw_decision, task_id=first.pk, reason="x", actor=BOSS)
        outcomes = at_once([back, partial(approve_task, task_id=following.pk, actor=BOSS), back])
        assert failures(outcomes) == []
        assert done(outcomes) == 1
        run_all()
        assert (DONE == []) is isinstance(outcomes[1], Exception)
        assert len(open_tasks()) == (DONE == [])
        if DONE == []:
            cancel_order(order_id=order.pk, reason="x", actor=BOSS)
