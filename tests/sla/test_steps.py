"""Rungs that move a real case: escalate, reassign, approve, reject, and what they may not."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from erp.core.errors import Conflict
from erp.core.models import LoggedEvent
from erp.identity.selectors.actors import actor_for
from erp.notifications.models import Alert, Notification
from erp.notifications.selectors.alerts import shown
from erp.processes.models import Task
from erp.processes.services.handing_over import withdraw_decision
from erp.processes.services.tasks import approve_task
from sla.models import RungClaim, SlaPolicy, SlaTimer
from sla.selectors.policies import forget_levels
from sla.services.sweep import sweep
from tests.clients import person
from tests.factories import assert_books_hold
from tests.processes.drawings import case_of, graph, log_of, node, open_task, places, published, submitted

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def only_steps_are_timed():
    SlaPolicy.objects.update(is_active=False)
    forget_levels()
    yield
    assert_books_hold()


def review(**more):
    return node("review", "task", **{"assignee": {"role": "finance"}, "target_seconds": 1800, **more})


def after(seconds):
    return sweep(at=timezone.now() + timedelta(seconds=seconds))


def ladder(action, **more):
    return [{"action": action, "after_seconds": 1800, **more}]


def told(name):
    return LoggedEvent.objects.get(name=name)


def test_half_an_hour_without_an_answer_approves_and_says_so():
    published(graph(review(ladder=ladder("approve"))))
    order = submitted()
    assert SlaTimer.objects.get().task_id == open_task(order).pk
    assert after(1700).acted == 0
    assert after(1801).acted == 1
    assert case_of(order).state == "completed"
    event = told("sla.auto_approved")
    assert (event.facts["node"], event.facts["after_seconds"], event.actor_kind) == ("review", 1800, "system")
    assert event.actor_label.endswith("version 1")
    assert (SlaTimer.objects.get().state, RungClaim.objects.get().outcome) == ("breached", "done")
    assert after(4000).acted == 0


def test_what_a_clock_approved_is_taken_back_while_nothing_has_followed():
    published(graph(review(ladder=ladder("approve")), node("next", "task", assignee={"role": "sales"})))
    order = submitted()
    task = open_task(order)
    after(1801)
    assert places(case_of(order)) == [("next", "waiting")]
    finance = person("finance")
    withdraw_decision(task_id=task.pk, reason="too fast", actor=actor_for(finance))
    assert places(case_of(order)) == [("review", "waiting")]
    approve_task(task_id=open_task(order).pk, actor=actor_for(finance))
    approve_task(task_id=open_task(order).pk, actor=actor_for(person("sales")))
    with pytest.raises(Conflict, match="followed_up"):
        withdraw_decision(
            task_id=Task.objects.filter(node="review").latest("pk").pk, reason="x", actor=actor_for(finance)
        )


def test_a_critical_step_is_never_approved_by_its_clock():
    published(graph(review(ladder=ladder("remind"), critical=True)))
    SlaPolicy.objects.create(
        code="cheat", name="Cheat", process=published_code(), node="review", target_seconds=60,
        ladder=[{"action": "approve", "after_seconds": 60}],
    )  # fmt: skip
    forget_levels()
    order = submitted()
    assert after(61).acted == 1
    assert places(case_of(order)) == [("review", "waiting")]
    claim = RungClaim.objects.get()
    assert (claim.outcome, claim.facts["why"]) == ("refused", "critical_step")
    assert told("sla.refused").facts["action"] == "approve"
    assert Alert.objects.get().code == "sla_refused"
    detail = shown(Alert.objects.get()).detail
    assert detail.endswith("A critical step is never decided by the clock. Look at its ladder.")
    client = Client()
    client.force_login(person("administrator"))
    answer = client.get(reverse("sla_timer-detail", args=[claim.timer_id])).content.decode()
    assert "Refused: A critical step is never decided by the clock." in answer
    assert "critical_step" not in answer
    assert not Notification.objects.filter(topic__startswith="sla_").exists()


def published_code():
    from erp.processes.models import ProcessDefinition

    return ProcessDefinition.objects.latest("pk").code


def test_late_goes_up_the_line_and_the_next_time_further_up():
    top = person("executive")
    boss = person("executive", manager=top)
    person("finance", manager=boss)
    rungs = [{"action": "escalate", "after_seconds": 1800}, {"action": "escalate", "after_seconds": 3600}]
    published(graph(review(ladder=rungs)))
    order = submitted()
    after(1801)
    assert open_task(order).assignee_id == boss.pk
    after(3601)
    assert open_task(order).assignee_id == top.pk
    stages = Notification.objects.filter(topic="sla_escalation").order_by("pk")
    assert [(one.user_id, one.task_id) for one in stages] == [
        (boss.pk, open_task(order).pk),
        (top.pk, open_task(order).pk),
    ]
    labels = [event.facts["to"] for event in LoggedEvent.objects.filter(name="sla.escalated").order_by("pk")]
    assert labels == [[str(boss)], [str(top)]]


def test_nobody_above_a_step_goes_to_the_administrators_and_is_told_so():
    person("finance")
    published(graph(review(ladder=ladder("escalate"))))
    order = submitted()
    after(1801)
    assert open_task(order).role == "administrator"
    assert told("sla.escalated").facts["nobody_above"] is True


def test_given_to_whom_the_ladder_names():
    other = person("sales_manager")
    published(graph(review(ladder=ladder("reassign", to={"user": other.username}))))
    order = submitted()
    after(1801)
    assert open_task(order).assignee_id == other.pk
    assert told("sla.reassigned").facts["to"] == [str(other)]


def test_sent_back_to_the_step_before():
    published(graph(node("first", "task", assignee={"role": "sales"}), review(ladder=ladder("reject"))))
    order = submitted()
    approve_task(task_id=open_task(order).pk, actor=actor_for(person("sales")))
    after(1801)
    assert places(case_of(order)) == [("first", "waiting")]
    assert told("sla.auto_rejected").facts["node"] == "review"
    assert ("review", "rejected") in log_of(case_of(order))


def test_a_step_that_was_decided_before_the_clock_came_is_left_alone():
    published(graph(review(ladder=ladder("approve"))))
    order = submitted()
    approve_task(task_id=open_task(order).pk, actor=actor_for(person("finance")))
    assert after(1801).acted == 0
    assert not LoggedEvent.objects.filter(name="sla.auto_approved").exists()
