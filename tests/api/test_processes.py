"""Processes, cases, tasks and incidents over the API."""

from typing import Any

import pytest

from erp.processes.models import Case, Task
from tests.clients import api_of, api_with, person
from tests.processes.drawings import edge, graph, node, submitted

pytestmark = pytest.mark.django_db


def drawn(*names):
    return graph(*[node(name, "task", assignee={"role": "finance"}) for name in names])


def made(owner, code="review", **more):
    body = {"code": code, "name": "Review", "subject": "order", "graph": drawn("one"), **more}
    answer = owner.post("/api/v1/processes/", body, format="json")
    assert answer.status_code == 201, answer.json()
    return answer.json()


def test_a_process_is_drawn_checked_published_piloted_compared_and_rolled_back():
    owner = api_with("administrator")
    process = made(owner)
    address = f"/api/v1/processes/{process['id']}/"
    assert (process["code"], process["versions"][0]["state"], process["graph_number"]) == (
        "review",
        "draft",
        1,
    )
    bad = graph(node("one", "task"), edges=[edge("start", "one")])
    found = owner.post(f"{address}validate/", {"graph": bad}, format="json").json()
    assert found["valid"] is False
    assert {"missing_assignee", "dead_end"} <= {one["code"] for one in found["problems"]}
    assert owner.post(f"{address}validate/", {}, format="json").json()["valid"] is True
    assert owner.post(f"{address}publish/", {}, format="json").status_code == 200

    changed = owner.patch(address, {"graph": drawn("one", "two")}, format="json")
    assert (changed.status_code, changed.json()["graph_number"]) == (200, 2)
    pilot = owner.post(f"{address}publish/", {"scope": {"customers": ["PILOT"]}}, format="json").json()
    assert [(row["number"], row["state"], row["is_pilot"]) for row in pilot["versions"]] == [
        (2, "published", True),
        (1, "published", False),
    ]
    compared = owner.get(f"{address}compare/?from=1&to=2").json()
    assert ("node", "two", "added") in {(row["part"], row["id"], row["kind"]) for row in compared}
    back = owner.post(f"{address}rollback/", {}, format="json").json()
    assert [(row["number"], row["state"]) for row in back["versions"]] == [(2, "retired"), (1, "published")]
    assert owner.get(f"{address}versions/2/").json()["graph"]["nodes"][1]["id"] == "one"


def test_what_can_not_be_taken_is_refused_by_name():
    owner = api_with("administrator")
    two_starts = drawn("one")
    two_starts["nodes"].append({"id": "again", "type": "start"})
    body: dict[str, Any]
    for graph_, field in (
        ({"nodes": []}, "nodes"),
        (two_starts, "nodes.again.type"),
        ({"nodes": [{"id": "x", "type": "spell"}]}, "nodes.x.type"),
        ({"nodes": [{"id": f"n{i}", "type": "end"} for i in range(10_000)]}, "nodes"),
    ):
        body = {"code": "bad", "name": "Bad", "subject": "order", "graph": graph_}
        answer = owner.post("/api/v1/processes/", body, format="json")
        assert answer.status_code == 400
        assert field in answer.json()["errors"]
    body = {"code": "bad", "name": "Bad", "subject": "teapot", "graph": drawn("one")}
    assert "subject" in owner.post("/api/v1/processes/", body, format="json").json()["errors"]
    process = made(owner)
    address = f"/api/v1/processes/{process['id']}/"
    refused = owner.post(f"{address}publish/", {"scope": {"moon": ["full"]}}, format="json")
    assert (refused.status_code, list(refused.json()["errors"])) == (400, ["scope.moon"])


def test_drawing_and_publishing_take_their_rights():
    made(api_with("administrator"))
    clerk = api_with("finance")
    assert clerk.get("/api/v1/processes/review/").status_code == 200
    body = {"code": "mine", "name": "Mine", "subject": "order", "graph": drawn("one")}
    assert clerk.post("/api/v1/processes/", body, format="json").status_code == 403
    assert clerk.post("/api/v1/processes/review/publish/", {}, format="json").status_code == 403
    assert clerk.post("/api/v1/processes/review/rollback/", {}, format="json").status_code == 403


def published_review(owner, *names):
    from erp.processes.models import ProcessDefinition
    from erp.processes.services.definitions import switch_process
    from tests.factories import BOSS

    for definition in ProcessDefinition.objects.filter(is_shipped=True, is_active=True):
        switch_process(definition_id=definition.pk, is_active=False, actor=BOSS)
    process = made(owner, graph=drawn(*names))
    assert owner.post(f"/api/v1/processes/{process['id']}/publish/", {}, format="json").status_code == 200


def test_a_case_is_followed_and_its_tasks_are_worked_on():
    owner = api_with("administrator")
    published_review(owner, "one", "two")
    clerk, colleague = person("finance"), person("finance")
    mine, theirs = api_of(clerk), api_of(colleague)
    order = submitted()
    case = mine.get(f"/api/v1/cases/?order={order.number}").json()["results"][0]
    assert (case["process"], case["state"], case["places"][0]["node"]) == ("review", "running", "one")
    [task] = mine.get("/api/v1/tasks/?mine=true").json()["results"]
    address = f"/api/v1/tasks/{task['id']}/"
    assert mine.post(f"{address}claim/").status_code == 200
    assert theirs.post(f"{address}approve/").status_code == 403
    asked = mine.post(f"{address}request_info/", {"reason": "Which?"}, format="json").json()
    assert asked["is_paused"] is True
    waiting = mine.post(f"{address}approve/")
    assert (waiting.status_code, waiting.json()["code"]) == (409, "waits_for_information")
    assert mine.post(f"{address}give_info/", {"answer": "This"}, format="json").status_code == 200
    given = mine.post(f"{address}transfer/", {"to": colleague.username}, format="json")
    assert given.json()["assignee"] == colleague.username
    assert theirs.post(f"{address}approve/", {}, format="json").status_code == 200
    again = theirs.post(f"{address}approve/", {}, format="json")
    assert (again.status_code, again.json()["code"]) == (409, "invalid_transition")
    assert theirs.post(f"{address}withdraw/", {"reason": "oops"}, format="json").status_code == 200
    task = Task.objects.get(state="waiting")
    assert (task.node, task.visit) == ("one", 2)
    whole = mine.get(f"/api/v1/cases/{case['id']}/").json()
    assert [visit["node"] for visit in whole["visits"]] == ["start", "one", "two", "one"]


def test_a_case_goes_back_over_the_api_and_is_withdrawn():
    owner = api_with("administrator")
    published_review(owner, "one", "two")
    order = submitted()
    clerk = api_with("finance")
    task = Task.objects.get()
    assert clerk.post(f"/api/v1/tasks/tsk_{task.pk}/approve/").status_code == 200
    second = Task.objects.get(state="waiting")
    address = f"/api/v1/tasks/tsk_{second.pk}/reject/"
    wrong = clerk.post(address, {"reason": "no", "to_node": "nowhere"}, format="json")
    assert (wrong.status_code, list(wrong.json()["errors"])) == (400, ["to_node"])
    back = clerk.post(address, {"reason": "no", "to_node": "one", "missing": ["Contract"]}, format="json")
    assert (back.status_code, back.json()["missing"]) == (200, ["Contract"])
    case = Case.objects.get(subject_id=order.pk)
    assert (
        clerk.post(f"/api/v1/cases/cse_{case.pk}/withdraw/", {"reason": "x"}, format="json").status_code
        == 403
    )
    ended = owner.post(f"/api/v1/cases/cse_{case.pk}/withdraw/", {"reason": "x"}, format="json")
    assert (ended.status_code, ended.json()["state"]) == (200, "cancelled")


def test_running_cases_are_moved_with_a_map_and_a_preview():
    owner = api_with("administrator")
    published_review(owner, "one")
    submitted()
    owner.patch("/api/v1/processes/review/", {"graph": drawn("other")}, format="json")
    owner.post("/api/v1/processes/review/publish/", {}, format="json")
    body = {"from_number": 1, "to_number": 2}
    [move] = owner.post("/api/v1/processes/review/preview-migration/", body, format="json").json()
    assert (move["node"], move["problem"]) == ("one", "no_such_node")
    refused = owner.post("/api/v1/processes/review/migrate/", body, format="json")
    assert (refused.status_code, list(refused.json()["errors"])) == (400, ["nodes.one"])
    moved = owner.post(
        "/api/v1/processes/review/migrate/", {**body, "nodes": {"one": "other"}}, format="json"
    )
    assert [row["running"] for row in moved.json()["versions"]] == [1, 0]
