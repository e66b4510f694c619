"""The pages of process owners: list, designer, versions, BPMN in and out, the case on its canvas."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from erp.core.actor import system_actor
from erp.processes.models import Case, ProcessDefinition
from erp.processes.selectors.positions import position
from erp.processes.services.definitions import create_process, publish_process, save_draft
from erp.processes.services.shipped import publish_shipped
from tests.clients import person
from tests.factories import confirmed, draft, make_customer, make_item

pytestmark = pytest.mark.django_db

TASK = {"id": "t", "type": "task", "name": "Look", "assignee": {"role": "finance"}, "target_seconds": 60}
DRAWN: dict[str, Any] = {
    "nodes": [{"id": "start", "type": "start", "x": 5, "y": 6}, TASK, {"id": "end", "type": "end"}],
    "edges": [{"id": "a", "from": "start", "to": "t"}, {"id": "b", "from": "t", "to": "end"}],
}


def signed_in(*roles: str) -> Client:
    client = Client()
    client.force_login(person(*roles))
    return client


@pytest.fixture
def process() -> ProcessDefinition:
    actor = system_actor("test")
    made = create_process(code="looking", name="Looking", subject_kind="order", graph=DRAWN, actor=actor)
    publish_process(definition_id=made.pk, actor=actor)
    changed = {**DRAWN, "nodes": [DRAWN["nodes"][0], {**TASK, "target_seconds": 120}, DRAWN["nodes"][2]]}
    save_draft(definition_id=made.pk, graph=changed, actor=actor)
    return made


def test_the_list_and_the_designer_show_what_is_drawn(process: ProcessDefinition) -> None:
    client = signed_in("administrator")
    page = client.get("/processes/").content.decode()
    assert "Looking" in page and "/processes/looking/versions/" in page
    answer = client.get("/processes/looking/")
    facts = answer.context["facts"]
    assert facts["number"] == 2 and facts["graph"]["nodes"][1]["target_seconds"] == 120
    assert facts["urls"]["api"] == "/api/v1/processes/looking/"
    around = facts["around"]
    assert {"order.total", "lines[].category", "step.outcome"} <= {one["key"] for one in around["facts"]}
    assert "orders.confirm_order" in {one["key"] for one in around["actions"]}
    assert "finance" in {one["value"] for one in around["roles"]}
    assert json.dumps(facts)
    assert client.get("/processes/nothing/").status_code == 404


def test_versions_are_compared_and_the_draft_thrown_away(process: ProcessDefinition) -> None:
    client = signed_in("administrator")
    page = client.get("/processes/looking/versions/").content.decode()
    assert "Target in seconds" in page and ">60<" in page and ">120<" in page
    assert client.get("/processes/looking/versions/?from=99").status_code in {302, 404}
    client.post("/processes/looking/discard/")
    assert [one.number for one in process.versions.all()] == [1]


def test_an_earlier_version_takes_over_again(process: ProcessDefinition) -> None:
    publish_process(definition_id=process.pk, actor=system_actor("test"))
    client = signed_in("administrator")
    client.post("/processes/looking/back/", {"number": "1"})
    assert {one.number: one.state for one in process.versions.all()} == {1: "published", 2: "retired"}


def test_a_new_process_begins_with_a_start_and_an_end() -> None:
    client = signed_in("administrator")
    made = client.post("/processes/new/", {"code": "fresh", "name": "Fresh", "subject": "order"})
    assert made["Location"] == "/processes/fresh/"
    for wrong in ({"code": "a b"}, {"name": ""}, {"subject": "moon"}, {"code": "fresh"}):
        client.post("/processes/new/", {"code": "other", "name": "Other", "subject": "order", **wrong})
    assert list(
        ProcessDefinition.objects.filter(code__in=["fresh", "other"]).values_list("code", flat=True)
    ) == ["fresh"]


def test_bpmn_goes_out_and_in_again(process: ProcessDefinition) -> None:
    client = signed_in("administrator")
    answer = client.get("/processes/looking/bpmn/?version=1")
    assert answer["Content-Disposition"] == 'attachment; filename="looking-1.bpmn"'
    text = answer.content.decode()
    back = client.post("/processes/read-bpmn/", json.dumps({"file": text}), content_type="application/json")
    assert [node["id"] for node in back.json()["nodes"]] == ["start", "t", "end"]
    for wrong in ({"file": "<!DOCTYPE x>"}, {"file": 5}, {}):
        answer = client.post("/processes/read-bpmn/", json.dumps(wrong), content_type="application/json")
        assert answer.status_code == 400 and answer.json()["code"] == "bad_bpmn"


def test_only_process_owners_draw_and_only_publishers_go_back(process: ProcessDefinition) -> None:
    client = signed_in("warehouse_operator")
    for url in (
        "/processes/",
        "/processes/looking/",
        "/processes/looking/versions/",
        "/processes/looking/bpmn/",
    ):
        assert client.get(url).status_code == 403
    client.post("/processes/looking/back/")
    client.post("/processes/looking/discard/")
    assert process.versions.filter(state="draft").exists()


def test_a_case_is_seen_on_its_canvas_by_whoever_sees_its_document() -> None:
    publish_shipped(codes=("order_fulfillment",))
    order = confirmed(make_customer(), (make_item(sku="A", stock=5), 2))
    case = Case.objects.get(subject_kind="order", subject_id=order.pk)
    state = signed_in("administrator").get(f"/processes/cases/{case.pk}/state/").json()
    assert state["is_running"] and any(one["is_here"] for one in state["nodes"])
    assert signed_in("administrator").get(f"/processes/cases/{case.pk}/").status_code == 200
    assert signed_in("shop_floor").get(f"/processes/cases/{case.pk}/").status_code in {403, 404}
    slot = signed_in("administrator").get(f"/processes/cases/about/order/{order.pk}/").content.decode()
    assert f"/processes/cases/{case.pk}/" in slot
    assert (
        "/processes/cases/"
        not in signed_in("shop_floor").get(f"/processes/cases/about/order/{order.pk}/").content.decode()
    )
    here = next(token for token in case.tokens.all() if token.state == "waiting")
    later = position(case, at=here.entered_at.replace(year=here.entered_at.year + 1))
    assert next(one for one in later["nodes"] if one["id"] == here.node)["seconds"] > 300 * 86_400


def test_what_is_not_drawn_for_this_company_is_not_found() -> None:
    draft(make_customer(), (make_item(sku="B"), 1))
    assert signed_in("administrator").get("/processes/cases/999999/").status_code == 404
