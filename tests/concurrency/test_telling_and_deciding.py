"""Many at once: each thing is told once to each person, a task is decided once, a rule fires once."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
from django.utils import timezone

from erp.core.actor import system_actor
from erp.core.errors import DomainError
from erp.core.outbox import relay_batches
from erp.core.refs import DocumentRef
from erp.identity.selectors.actors import actor_for
from erp.notifications.models import Alert, Delivery, Notification
from erp.notifications.selectors.recipients import Recipients
from erp.notifications.services.alerts import NewAlert, raise_alert
from erp.notifications.services.notify import notify
from erp.processes.models import Task
from erp.processes.services.tasks import approve_task, reject_task
from erp.processes.services.timeouts import auto_approve
from erp.rules.models import ExceptionMark, RuleExecution
from erp.rules.services.rules import RULES
from erp.rules.services.versions import create_definition, publish_version
from orders.services.orders import submit_order
from tests.clients import person
from tests.concurrency.conftest import at_once
from tests.factories import BOSS, draft, make_customer, make_item
from tests.processes.drawings import graph, node, open_task, published, submitted

pytestmark = pytest.mark.concurrency
LOT = DocumentRef("lot", 7, "L-7")


def failures(outcomes):
    """What went wrong beside refusals."""
    return [one for one in outcomes if isinstance(one, Exception) and not isinstance(one, DomainError)]


def test_the_same_thing_told_by_many_reaches_each_person_once(committed):
    people = [person("buyer", username=f"buyer_{number}").pk for number in range(5)]
    tell = partial(
        notify, to=Recipients(user_ids=people), topic="rule.x", subject=LOT, title="Low", dedupe="1"
    )
    outcomes = at_once([tell for _ in range(8)], workers=8)
    assert failures(outcomes) == []
    kept = sorted(Notification.objects.values_list("pk", flat=True))
    assert sorted(pk for keys in outcomes for pk in keys) == kept
    assert sorted(Notification.objects.values_list("user_id", flat=True)) == sorted(people)
    assert Delivery.objects.filter(channel="in_app").count() == 5


def test_the_same_alert_raised_by_many_stands_once(committed):
    alert = NewAlert(code="x", subject=LOT, role="buyer")
    outcomes = at_once([partial(raise_alert, alert=alert, actor=system_actor()) for _ in range(8)], workers=8)
    assert failures(outcomes) == []
    assert sorted(outcomes) == [False] * 7 + [True]
    assert Alert.objects.count() == 1


def test_two_who_decide_at_once_decide_once(committed):
    published(graph(node("look", "task", assignee={"role": "finance"})))
    anna, bo = (actor_for(person("finance", username=name)) for name in ("anna", "bo"))
    task = open_task(submitted())
    works = [
        partial(approve_task, task_id=task.pk, actor=anna),
        partial(reject_task, task_id=task.pk, actor=bo, reason="no"),
        partial(approve_task, task_id=task.pk, actor=anna),
        partial(approve_task, task_id=task.pk, actor=bo),
    ]
    outcomes = at_once(works, workers=4)
    assert failures(outcomes) == []
    assert sum(not isinstance(one, Exception) for one in outcomes) == 1
    task = Task.objects.get(pk=task.pk)
    assert task.state == "done"
    assert task.decider_id in {anna.user_id, bo.user_id}


def test_a_person_and_the_time_out_decide_once(committed):
    published(graph(node("look", "task", assignee={"role": "finance"})))
    anna = actor_for(person("finance", username="anna"))
    for _ in range(3):
        task = open_task(submitted())
        assert task.token_id is not None
        works: list[partial[Any]] = [
            partial(
                auto_approve,
                token_id=task.token_id,
                visit=task.visit,
                node=task.node,
                actor=system_actor("rung"),
                at=timezone.now(),
            ),
            partial(reject_task, task_id=task.pk, actor=anna, reason="no"),
        ]
        outcomes = at_once(works, workers=2)
        assert failures(outcomes) == []
        assert sum(not isinstance(one, Exception) for one in outcomes) == 1


def test_workers_that_take_the_same_news_fire_a_rule_once_per_event(committed):
    content = {
        "subject": "order",
        "trigger": {"type": "event", "events": ["order.submitted"]},
        "conditions": {"match": "all", "tests": [], "expression": ""},
        "actions": [{"key": "rules.mark_exception", "input": {"text": "seen"}}],
        "limits": {"per_hour": 500},
    }
    rule = create_definition(kind=RULES, values={"code": "many", "name": "Many"}, content=content, actor=BOSS)
    publish_version(kind=RULES, pk=rule.pk, actor=BOSS)
    orders = [draft(make_customer(), (make_item(stock=9), 1)) for _ in range(6)]
    for order in orders:
        submit_order(order_id=order.pk, actor=BOSS)
    outcomes = at_once([relay_batches for _ in range(4)], workers=4)
    assert failures(outcomes) == []
    assert sum(outcomes) >= 6
    numbers = RuleExecution.objects.filter(definition=rule).values_list("subject_id", "outcome")
    assert sorted(numbers) == sorted((order.pk, "done") for order in orders)
    assert ExceptionMark.objects.filter(code="many").count() == 6
    assert not Task.objects.filter(state="cancelled").exists()
