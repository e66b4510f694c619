"""People decide: several signers, back to an earlier step, stand-ins, questions, other hands, taking back."""

from datetime import timedelta

import pytest
from django.utils import timezone

from erp.core.errors import Conflict, IllegalTransition, Invalid, NotPermitted
from erp.identity.selectors.actors import actor_for
from erp.masterdata.selectors.company import business_day
from erp.processes.models import Task
from erp.processes.selectors.tasks import open_tasks
from erp.processes.services.handing_over import (
    add_signer,
    give_info,
    request_info,
    transfer_task,
    withdraw_decision,
)
from erp.processes.services.tasks import approve_task, claim_task, reject_task
from tests.clients import person
from tests.factories import BOSS, assert_books_hold
from tests.processes.drawings import (
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


@pytest.fixture(autouse=True)
def the_books_hold():
    yield
    assert_books_hold()


def sign(task, user, decision="approved"):
    if decision == "approved":
        return approve_task(task_id=task.pk, actor=actor_for(user))
    return reject_task(task_id=task.pk, reason="no", actor=actor_for(user))


def countersigned(mode, people, **more):
    names = [one.username for one in people]
    published(graph(node("sign", "task", assignee={"users": names}, countersign={"mode": mode, **more})))
    return submitted()


def test_all_have_to_sign():
    people = [person("finance") for _ in range(3)]
    order = countersigned("all", people)
    task = open_task(order)
    for one in people[:2]:
        sign(task, one)
        assert places(case_of(order)) == [("sign", "waiting")]
    with pytest.raises(Conflict, match="signed_already"):
        sign(task, people[0])
    sign(task, people[2])
    assert case_of(order).state == "completed"
    assert log_of(case_of(order))[-2:] == [("sign", "approved"), ("end", "ended")]


def test_one_of_all_who_refuses_rejects():
    people = [person("finance") for _ in range(3)]
    order = countersigned("all", people)
    sign(open_task(order), people[1], "rejected")
    assert (case_of(order).state, Task.objects.get().decision) == ("cancelled", "rejected")


def test_any_one_is_enough():
    people = [person("finance") for _ in range(3)]
    order = countersigned("any", people)
    sign(open_task(order), people[2])
    assert case_of(order).state == "completed"


def test_two_of_three_and_one_may_refuse():
    people = [person("finance") for _ in range(3)]
    order = countersigned("n_of_m", people, required=2)
    task = open_task(order)
    sign(task, people[0], "rejected")
    assert case_of(order).state == "running"
    sign(task, people[1])
    assert case_of(order).state == "running"
    sign(task, people[2])
    assert case_of(order).state == "completed"


def test_two_of_three_can_not_be_reached_any_more():
    people = [person("finance") for _ in range(3)]
    order = countersigned("n_of_m", people, required=2)
    task = open_task(order)
    sign(task, people[0], "rejected")
    sign(task, people[1], "rejected")
    assert case_of(order).state == "cancelled"


def test_a_veto_rejects_at_once():
    people = [person("finance") for _ in range(3)]
    order = countersigned("n_of_m", people, required=2, veto=True)
    sign(open_task(order), people[0], "rejected")
    assert case_of(order).state == "cancelled"


def test_who_is_not_asked_may_not_sign():
    people = [person("finance") for _ in range(2)]
    order = countersigned("all", people)
    with pytest.raises(NotPermitted):
        sign(open_task(order), person("finance"))
    assert case_of(order).state == "running"


TWO_TASKS = graph(
    node("first", "task", assignee={"role": "sales"}),
    node("second", "task", assignee={"role": "finance"}),
)


def test_a_case_goes_back_to_an_earlier_step_with_what_is_missing():
    published(TWO_TASKS)
    seller, clerk = person("sales"), person("finance")
    order = submitted()
    sign(open_task(order), seller)
    task = open_task(order)
    with pytest.raises(Invalid) as refusal:
        reject_task(task_id=task.pk, reason="no", to_node="end", actor=actor_for(clerk))
    assert "to_node" in refusal.value.errors
    assert open_task(order).pk == task.pk
    reject_task(
        task_id=task.pk,
        reason="Paper missing",
        to_node="first",
        missing=["Signed contract"],
        actor=actor_for(clerk),
    )
    again = open_task(order)
    assert (again.node, again.visit, again.facts["why"]) == ("first", 2, "rejected: Paper missing")
    assert Task.objects.get(pk=task.pk).missing == ["Signed contract"]
    sign(again, seller)
    sign(open_task(order), clerk)
    assert case_of(order).state == "completed"
    assert [row for row in log_of(case_of(order)) if row[0] in {"first", "second"}] == [
        ("first", "approved"),
        ("second", "rejected"),
        ("first", "approved"),
        ("second", "approved"),
    ]


def test_a_rejection_takes_the_link_drawn_for_it():
    drawn = graph(
        node("ask", "task", assignee={"role": "finance"}),
        node("refused", "end"),
        edges=[
            edge("start", "ask"),
            edge("ask", "refused", 'step.outcome == "rejected"'),
            edge("ask", "end", otherwise=True),
        ],
    )
    published(drawn)
    order = submitted()
    reject_task(task_id=open_task(order).pk, reason="no", actor=BOSS)
    assert log_of(case_of(order))[-2:] == [("ask", "rejected"), ("refused", "ended")]


def absent(user, stand_in=None):
    today = business_day(timezone.now())
    user.absent_from, user.absent_until, user.stand_in = today, today + timedelta(days=3), stand_in
    user.save()


def test_a_stand_in_decides_on_the_days_of_absence_only():
    clerk, colleague = person("finance"), person("sales")
    published(graph(node("ask", "task", assignee={"user": clerk.username})))
    order = submitted()
    task = open_task(order)
    assert task.assignee == clerk
    with pytest.raises(NotPermitted):
        sign(task, colleague)
    absent(clerk, colleague)
    assert list(open_tasks(actor_for(colleague))) == [task]
    sign(task, colleague)
    assert case_of(order).state == "completed"


def test_a_stand_in_of_a_role_decides_and_not_before():
    clerk, colleague = person("finance"), person("sales")
    published(graph(node("ask", "task", assignee={"role": "finance"})))
    order = submitted()
    with pytest.raises(NotPermitted):
        sign(open_task(order), colleague)
    absent(clerk, colleague)
    sign(open_task(order), colleague)
    assert case_of(order).state == "completed"


def test_who_is_away_is_not_asked_but_the_stand_in():
    clerk, colleague = person("finance"), person("finance")
    absent(clerk, colleague)
    published(graph(node("ask", "task", assignee={"user": clerk.username})))
    task = open_task(submitted())
    assert (task.assignee, task.is_flagged, task.delegated_from) == (colleague, False, clerk.pk)


def test_nobody_there_goes_to_the_superior_and_is_flagged():
    boss = person("executive")
    clerk = person("finance", manager=boss)
    absent(clerk)
    published(graph(node("ask", "task", assignee={"user": clerk.username})))
    task = open_task(submitted())
    assert (task.assignee, task.is_flagged) == (boss, True)


def test_the_least_loaded_and_turns():
    first, second = person("finance"), person("finance")
    published(graph(node("ask", "task", assignee={"role": "finance", "pick": "least_loaded"})))
    asked = [open_task(submitted()).assignee for _ in range(4)]
    assert sorted(one.pk for one in asked if one is not None) == [first.pk, first.pk, second.pk, second.pk]


def test_people_take_turns():
    people = [person("finance") for _ in range(3)]
    published(graph(node("ask", "task", assignee={"role": "finance", "pick": "round_robin"})))
    asked = [open_task(submitted()).assignee_id for _ in range(4)]
    assert asked == [people[0].pk, people[1].pk, people[2].pk, people[0].pk]


def test_a_question_stops_the_decision_until_it_is_answered():
    published(graph(node("ask", "task", assignee={"role": "finance"})))
    clerk, order = person("finance"), submitted()
    task = open_task(order)
    request_info(task_id=task.pk, reason="Which project?", actor=actor_for(clerk))
    with pytest.raises(Conflict, match="waits_for_information"):
        sign(task, clerk)
    give_info(task_id=task.pk, answer="Harbor", actor=BOSS)
    sign(task, clerk)
    assert case_of(order).state == "completed"


def test_a_task_changes_hands():
    clerk, colleague = person("finance"), person("finance")
    published(graph(node("ask", "task", assignee={"role": "finance"})))
    task = open_task(submitted())
    claim_task(task_id=task.pk, actor=actor_for(clerk))
    transfer_task(task_id=task.pk, to_user_id=colleague.pk, actor=actor_for(clerk))
    with pytest.raises(NotPermitted):
        sign(task, clerk)
    sign(task, colleague)


def test_one_more_signer_has_to_sign_too():
    clerk, colleague = person("finance"), person("sales_manager")
    published(graph(node("ask", "task", assignee={"user": clerk.username})))
    order = submitted()
    task = open_task(order)
    add_signer(task_id=task.pk, user_id=colleague.pk, actor=actor_for(clerk))
    sign(task, clerk)
    assert case_of(order).state == "running"
    sign(task, colleague)
    assert case_of(order).state == "completed"


def test_a_decision_is_taken_back_while_nothing_has_followed():
    published(TWO_TASKS)
    seller, clerk, order = person("sales"), person("finance"), submitted()
    first = open_task(order)
    sign(first, seller)
    with pytest.raises(NotPermitted):
        withdraw_decision(task_id=first.pk, reason="oops", actor=actor_for(clerk))
    withdraw_decision(task_id=first.pk, reason="oops", actor=actor_for(seller))
    again = open_task(order)
    assert (again.node, again.visit) == ("first", 2)
    sign(again, seller)
    claim_task(task_id=open_task(order).pk, actor=actor_for(clerk))
    with pytest.raises(Conflict, match="followed_up"):
        withdraw_decision(task_id=again.pk, reason="oops", actor=actor_for(seller))


def test_the_checklist_and_the_exit_condition_come_first():
    published(
        graph(
            node(
                "ask",
                "task",
                assignee={"role": "finance"},
                checklist=["Looked at the drawing"],
                exit='order.priority == "high"',
            )
        )
    )
    order = submitted()
    task = open_task(order)
    with pytest.raises(Conflict, match="incomplete_checklist"):
        approve_task(task_id=task.pk, actor=BOSS)
    with pytest.raises(Conflict, match="exit_condition"):
        approve_task(task_id=task.pk, checked=["Looked at the drawing"], actor=BOSS)
    type(order).objects.filter(pk=order.pk).update(priority="high")
    approve_task(task_id=task.pk, checked=["Looked at the drawing"], actor=BOSS)
    assert case_of(order).state == "completed"


def test_a_required_paper_has_to_be_there():
    published(graph(node("ask", "task", assignee={"role": "finance"}, attachments=["contract"])))
    task = open_task(submitted())
    with pytest.raises(Conflict, match="missing_attachment"):
        approve_task(task_id=task.pk, actor=BOSS)


def test_deciding_twice_is_refused():
    published(TWO_TASKS)
    order = submitted()
    task = open_task(order)
    drained(lambda: approve_task(task_id=task.pk, actor=BOSS))
    with pytest.raises(IllegalTransition):
        approve_task(task_id=task.pk, actor=BOSS)
    assert places(case_of(order)) == [("second", "waiting")]
