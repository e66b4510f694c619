"""The inbox: whose tasks, in which order, in bounded statements; deciding from it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import signing
from django.test import Client
from django.utils import timezone

from erp.core.actor import system_actor
from erp.core.errors import NotFound
from erp.identity.selectors.actors import actor_for
from erp.notifications.selectors.messages import LINK_SALT, task_token
from erp.processes.models import Task
from erp.processes.selectors.inbox import count_to_do, counts, inbox, task_for
from erp.processes.services.timeouts import auto_approve
from tests.clients import person
from tests.processes.drawings import graph, node, open_task, published, submitted

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


def task(number, *, role="finance", due=1, **more):
    at = timezone.now()
    values = {
        "node": "review",
        "title": "Review",
        "subject_kind": "thing",
        "subject_id": number,
        "subject_number": f"T-{number}",
        "role": role,
        "opened_at": at,
        "due_at": None if due is None else at + timedelta(hours=due),
    }
    return Task.objects.create(**(values | more))


def numbers(user, tab="todo", **more):
    return [row.task.subject_id for row in inbox(actor_for(user), tab, **more)]


def signed_in(user):
    client = Client()
    client.force_login(user, backend="erp.identity.backends.RoleBackend")
    return client


def test_overdue_first_then_the_most_urgent_and_what_has_no_time_last():
    me = person("finance")
    task(1, due=None), task(2, due=3), task(3, due=-2), task(4, due=1)
    assert numbers(me) == [3, 4, 2, 1]
    assert numbers(me, is_late=True) == [3]
    assert [row.is_late for row in inbox(actor_for(me), "todo")] == [True, False, False, False]


def test_mine_those_to_take_and_my_teams():
    boss = person("finance", username="boss")
    me = person("finance", username="me", manager=boss)
    other = person("finance", username="other")
    (
        task(1),
        task(2, assignee=me),
        task(3, assignee=other),
        task(4, role="", candidates=[me.pk]),
        task(5, role="buyer"),
    )
    assert numbers(me, "mine") == [2, 4]
    assert numbers(me, "queue") == [1]
    assert sorted(numbers(me)) == [1, 2, 4]
    assert numbers(boss, "team") == [2, 4]
    assert counts(actor_for(me)) == {"todo": 3, "mine": 2, "queue": 1, "team": 0, "late": 0}
    assert count_to_do(actor_for(boss)) == 1


def test_the_administrator_may_take_any():
    root = person("administrator")
    task(1, role="buyer"), task(2, role="finance")
    assert sorted(numbers(root)) == [1, 2]


def test_a_stand_in_sees_what_somebody_away_has():
    deputy = person("finance", username="deputy")
    away = person("sales_manager", username="away", stand_in=deputy, absent_from=timezone.localdate())
    task(1, role="sales_manager"), task(2, assignee=away)
    assert sorted(numbers(deputy)) == [1, 2]


def test_closed_tasks_are_gone_and_kept_with_who_decided_them():
    me = person("finance")
    done = task(1)
    client = signed_in(me)
    answer = client.post(f"/tasks/{done.pk}/approve/", {"version": "1", "reason": "fine"})
    assert answer.status_code == 302
    assert numbers(me) == []
    assert numbers(me, "done") == [1]
    done = Task.objects.get()
    assert (done.decision, done.reason, done.decider_id) == ("approved", "fine", me.pk)


def test_the_page_takes_bounded_statements_however_many_there_are(django_assert_max_num_queries):
    me = person("finance")
    for number in range(60):
        task(number)
    client = signed_in(me)
    client.get("/tasks/")
    with django_assert_max_num_queries(22):
        answer = client.get("/tasks/")
    assert len(answer.context["rows"]) == 50
    assert b"Show more" in answer.content
    assert len(client.get("/tasks/?show=100").context["rows"]) == 60


def test_approving_twice_is_told_and_changes_nothing():
    me = person("finance")
    one = task(1)
    client = signed_in(me)
    client.post(f"/tasks/{one.pk}/approve/", {"reason": "first"})
    answer = client.post(f"/tasks/{one.pk}/approve/", {"reason": "second"}, follow=True)
    assert b"already" in answer.content or b"state" in answer.content
    assert Task.objects.get().reason == "first"


def test_another_persons_task_is_neither_seen_nor_decided():
    me = person("finance", username="me")
    one = task(1, role="buyer", assignee=person("buyer"))
    client = signed_in(me)
    assert client.get(f"/tasks/{one.pk}/").status_code == 404
    client.post(f"/tasks/{one.pk}/approve/")
    assert Task.objects.get().state == "waiting"
    with pytest.raises(NotFound):
        task_for(actor_for(me), one.pk)


def test_a_superior_looks_at_the_teams_task_but_does_not_decide_it():
    boss = person("sales_manager", username="boss")
    one = task(1, role="buyer", assignee=person("buyer", manager=boss))
    client = signed_in(boss)
    assert client.get(f"/tasks/{one.pk}/").status_code == 200
    client.post(f"/tasks/{one.pk}/approve/")
    assert Task.objects.get().state == "waiting"


def test_a_task_that_moved_on_since_it_was_seen_is_not_decided():
    me = person("finance")
    one = task(1)
    Task.objects.filter(pk=one.pk).update(version=2)
    signed_in(me).post(f"/tasks/{one.pk}/approve/", {"version": "1"})
    assert Task.objects.get().state == "waiting"


def test_many_at_once_tell_each_result():
    me = person("finance")
    good, bad = task(1), task(2, role="buyer")
    answer = signed_in(me).post("/tasks/bulk/approve/", {"ids": [good.pk, bad.pk, "x", "9" * 30]})
    assert answer.status_code == 200
    assert [(row["number"], row["is_good"]) for row in answer.context["results"]] == [
        ("T-1", True),
        (f"#{bad.pk}", False),  # a task of others keeps its number to itself
    ]
    assert Task.objects.get(pk=good.pk).state == "done"
    assert signed_in(me).post("/tasks/bulk/transfer/", {"ids": [bad.pk]}).status_code == 404


def test_take_hand_over_ask_and_answer():
    me, other = person("finance", username="me"), person("finance", username="other")
    one = task(1)
    client = signed_in(me)
    client.post(f"/tasks/{one.pk}/claim/")
    assert numbers(me, "mine") == [1]
    client.post(f"/tasks/{one.pk}/request-info/", {"reason": "Which terms?"})
    one.refresh_from_db(fields=["is_paused", "question"])
    assert (one.is_paused, one.question) == (True, "Which terms?")
    assert b"Which terms?" in client.get(f"/tasks/{one.pk}/panel/").content
    client.post(f"/tasks/{one.pk}/give-info/", {"reason": "Net 30"})
    client.post(f"/tasks/{one.pk}/transfer/", {"to": str(other.pk), "reason": "yours"})
    assert (numbers(me, "mine"), numbers(other, "mine")) == ([], [1])


@pytest.mark.parametrize("query", ["view=x", "show=0", "show=-1", "show=99999", "late=2", "view=done&late=1"])
def test_odd_addresses_show_an_inbox_all_the_same(query):
    assert signed_in(person("finance")).get(f"/tasks/?{query}").status_code == 200


def test_empty_states_are_told():
    client = signed_in(person("finance"))
    for view in ("todo", "mine", "queue", "team", "done"):
        assert b"k-empty" in client.get(f"/tasks/?view={view}").content


def test_a_link_leads_its_person_to_the_phone_page_after_signing_in():
    me = person("finance")
    one = task(1)
    link = f"/t/{task_token(one.pk, me.pk)}/"
    first = Client().get(link)
    assert (first.status_code, first["Location"].split("?")[0]) == (302, "/login/")
    answer = signed_in(me).get(link, follow=True)
    assert answer.request["PATH_INFO"] == f"/tasks/{one.pk}/phone/"
    assert b"data-task-approve" in answer.content


def test_a_link_of_somebody_else_a_forged_one_and_an_old_one_lead_nowhere(monkeypatch):
    me, other = person("finance", username="me"), person("finance", username="other")
    one = task(1)
    token = task_token(one.pk, me.pk)
    answer = signed_in(other).get(f"/t/{token}/")
    assert (answer.status_code, b"somebody else" in answer.content) == (403, True)
    assert signed_in(me).get(f"/t/{token[:-2]}xx/").status_code == 404
    assert signed_in(me).get(f"/t/{signing.dumps([one.pk, me.pk], salt='other')}/").status_code == 404
    monkeypatch.setattr("django.core.signing.time.time", lambda: 1.0)
    old = signing.dumps([one.pk, me.pk], salt=LINK_SALT, compress=True)
    monkeypatch.undo()
    answer = signed_in(me).get(f"/t/{old}/")
    assert (answer.status_code, b"expired" in answer.content) == (410, True)
    assert Task.objects.get().state == "waiting"


def test_after_the_time_out_acted_a_decision_is_told_and_changes_nothing():
    published(graph(node("look", "task", assignee={"role": "finance"})))
    me = person("finance")
    one = open_task(submitted())
    token, visit = one.token_id, one.visit
    assert token is not None
    clock = system_actor("after 30 min")
    auto_approve(token_id=token, visit=visit, node="look", actor=clock, at=timezone.now())
    answer = signed_in(me).post(f"/tasks/{one.pk}/reject/", {"reason": "too dear"}, follow=True)
    assert b"already" in answer.content or b"state" in answer.content
    one.refresh_from_db(fields=["decision", "decider_id"])
    assert (one.decision, one.decider_id) == ("approved", None)


def test_a_link_used_again_shows_what_became_of_the_task_and_decides_nothing():
    me, other = person("finance", username="me"), person("finance", username="other")
    one = task(1)
    link = f"/t/{task_token(one.pk, me.pk)}/"
    client = signed_in(me)
    client.get(link, follow=True)
    client.post(f"/tasks/{one.pk}/approve/", {"reason": "fine", "is_phone": "1"})
    answer = client.get(link, follow=True)
    assert (answer.status_code, b"data-task-approve" in answer.content) == (200, False)
    assert b"Approved" in answer.content
    signed_in(other).post(f"/tasks/{one.pk}/reject/", {"reason": "no"})
    assert Task.objects.get().decision == "approved"
