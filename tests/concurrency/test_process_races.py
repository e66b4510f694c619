"""Many at once on one case: decided once, run once, nothing lost when a worker dies between steps."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.db import DEFAULT_DB_ALIAS, connections
from django.utils import timezone

from erp.core.actor import system_actor
from erp.core.commands import command
from erp.core.errors import DomainError, IllegalTransition
from erp.processes.models import Case, Incident, StepLog, Task, Token
from erp.processes.services import running, timeouts
from erp.processes.services.live_rows import live_rows
from erp.processes.services.running import run_case
from erp.processes.services.tasks import approve_task, reject_task
from erp.processes.services.timers import run_forgotten, wake_due
from orders.locks import order_for_update
from orders.services.orders import confirm_order, submit_order
from tests.concurrency.conftest import at_once
from tests.factories import BOSS, draft, fresh, make_customer, make_item
from tests.processes.drawings import DONE, graph, log_of, node, published

CLOCK = system_actor("clock")
pytestmark = pytest.mark.usefixtures("committed")


@pytest.fixture(autouse=True)
def nothing_done():
    DONE.clear()


def act(node_id):
    return node(node_id, "action", action="tests.step", input={"name": node_id})


def entered():
    order = draft(make_customer(), (make_item(stock=5), 1))
    submit_order(order_id=order.pk, actor=BOSS)
    return order


def refused(results):
    assert all(isinstance(one, DomainError) for one in results if isinstance(one, Exception)), results
    return sum(isinstance(one, Exception) for one in results)


def at_its_turn(act_of_the_clock, token):
    return act_of_the_clock(token_id=token, visit=1, node="ask", actor=CLOCK, at=timezone.now())


def test_a_task_is_approved_once_however_many_try():
    published(graph(node("ask", "task", assignee={"role": "finance"}), act("one")))
    entered()
    task = Task.objects.get()
    results = at_once([lambda: approve_task(task_id=task.pk, actor=BOSS)] * 6)
    assert refused(results) == 5
    assert [name for name, _by in DONE] == ["one"]
    assert Case.objects.get().state == "completed"


def test_approving_and_rejecting_at_once_is_one_of_them():
    published(graph(node("ask", "task", assignee={"role": "finance"}), act("one")))
    entered()
    task = Task.objects.get()
    results = at_once(
        [
            lambda: approve_task(task_id=task.pk, actor=BOSS),
            lambda: reject_task(task_id=task.pk, reason="no", actor=BOSS),
        ]
        * 2
    )
    assert refused(results) == 3
    assert Case.objects.get().state in {"completed", "cancelled"}


def test_a_person_and_a_time_out_decide_once():
    published(graph(node("ask", "task", assignee={"role": "finance"}), act("one")))
    for _round in range(3):
        DONE.clear()
        order = entered()
        task = Task.objects.get(subject_id=order.pk)
        token = task.token_id
        results = at_once(
            [
                partial(approve_task, task_id=task.pk, actor=BOSS),
                partial(at_its_turn, timeouts.auto_approve, token),
                partial(at_its_turn, timeouts.escalate_task, token),
            ]
        )
        decided = [one for one in results[:2] if not isinstance(one, Exception)]
        assert len(decided) == 1
        assert isinstance(next(one for one in results[:2] if isinstance(one, Exception)), IllegalTransition)
        run_case(Case.objects.get(subject_id=order.pk).pk)
        assert [name for name, _by in DONE] == ["one"]


def test_two_workers_run_one_case_once():
    published(graph(act("one"), act("two"), act("three")))
    orders = [entered() for _ in range(3)]
    cases = list(Case.objects.values_list("pk", flat=True))
    results = at_once([partial(run_case, pk) for pk in cases for _worker in range(3)])
    assert refused(results) == 0
    assert sorted(name for name, _by in DONE) == sorted(["one", "two", "three"] * 3)
    assert {case.state for case in Case.objects.all()} == {"completed"}
    assert not Incident.objects.exists()
    assert StepLog.objects.filter(node="two").count() == len(orders)


def test_a_timer_wakes_once_with_three_sweeps():
    published(graph(node("rest", "timer", timer_seconds=60), act("one")))
    for _order in range(4):
        entered()
    later = timezone.now() + timedelta(hours=1)
    results = at_once([lambda: wake_due(at=later)] * 3)
    assert (refused(results), sum(results)) == (0, 4)
    assert [name for name, _by in DONE] == ["one"] * 4


def test_a_worker_that_dies_between_steps_loses_and_doubles_nothing(monkeypatch):
    published(graph(act("one"), act("two"), act("three")))
    order = entered()
    case = Case.objects.get()
    real, calls = running._run_step, []

    def dying(**values):
        calls.append(1)
        if len(calls) == 3:
            raise KeyboardInterrupt
        return real(**values)

    monkeypatch.setattr(running, "_run_step", dying)
    with pytest.raises(KeyboardInterrupt):
        run_case(case.pk)
    monkeypatch.setattr(running, "_run_step", real)
    assert [name for name, _by in DONE] == ["one", "two"]
    assert list(Token.objects.values_list("node", "state")) == [("three", "active")]
    assert run_forgotten(at=timezone.now() + timedelta(minutes=5)) == 1
    assert [name for name, _by in DONE] == ["one", "two", "three"]
    assert [entry for entry, _outcome in log_of(case)] == ["start", "one", "two", "three", "end"]
    assert fresh(order).state == "submitted"


def test_confirming_by_hand_while_the_process_confirms(order_process_committed):
    orders = [entered() for _ in range(3)]
    works: list[Callable[[], Any]] = []
    for order in orders:
        case = Case.objects.get(subject_id=order.pk).pk
        works.append(partial(run_case, case))
        works.append(partial(confirm_order, order_id=order.pk, actor=BOSS))
    refused(at_once(works))
    assert {fresh(order).state for order in orders} == {"confirmed"}
    assert not Incident.objects.exists()
    assert set(Token.objects.exclude(state="done").values_list("node", flat=True)) == {"picking"}


@pytest.fixture
def order_process_committed():
    from erp.processes.services.shipped import publish_shipped

    publish_shipped(codes=("order_fulfillment",))


def test_the_lock_of_a_document_shows_its_cases_as_they_are_once_it_is_held():
    """Who waited for the lock sees what the one before has moved, though its statement began before that."""
    published(graph(node("wait", "wait", wait_for="order.confirmed"), act("one")))
    order = entered()
    other = connections.create_connection(DEFAULT_DB_ALIAS)
    shown = {}

    @command()
    def look():
        order_for_update(order.pk)
        shown["rows"] = live_rows("order", [order.pk])

    def look_in_a_thread():
        try:
            look()
        finally:
            connections.close_all()

    with other.cursor() as cursor:
        cursor.execute("BEGIN")
        cursor.execute("SELECT 1 FROM orders_order WHERE id = %s FOR UPDATE", [order.pk])
        waiter = threading.Thread(target=look_in_a_thread)
        waiter.start()
        waits = "wait_event_type = 'Lock' AND datname = current_database()"
        asked = f"SELECT count(*) FROM pg_stat_activity WHERE {waits}"
        for _ in range(500):
            cursor.execute(asked)
            if cursor.fetchone()[0]:
                break
            time.sleep(0.01)
        cursor.execute("UPDATE processes_token SET note = 'moved meanwhile'")
        cursor.execute("COMMIT")
    waiter.join(20)
    other.close()
    [row] = shown["rows"]
    assert row[-1] == "moved meanwhile"
    assert row[-5] == Token.objects.get().entered_at
