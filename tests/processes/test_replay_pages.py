"""Replay asked for on the page, run by the worker, shown; figures of real cases."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from erp.core.actor import system_actor
from erp.core.errors import Conflict
from erp.core.outbox import relay
from erp.identity.selectors.actors import actor_for
from erp.processes.models import Case, ProcessDefinition, ReplayRun
from erp.processes.services.definitions import save_draft
from erp.processes.services.replays import ask_replay, run_replay
from erp.processes.services.shipped import publish_shipped
from tests.clients import api_with, person
from tests.factories import confirmed, make_customer, make_item

pytestmark = pytest.mark.django_db


def signed_in(*roles: str) -> Client:
    client = Client()
    client.force_login(person(*roles))
    return client


@pytest.fixture
def process() -> ProcessDefinition:
    publish_shipped(codes=("order_fulfillment",))
    return ProcessDefinition.objects.get(code="order_fulfillment")


def test_a_replay_is_asked_for_run_and_shown_and_changes_nothing(process: ProcessDefinition) -> None:
    order = confirmed(make_customer(), (make_item(stock=100), 3))
    graph = process.versions.get(state="published").graph
    nodes = [
        {**node, "entry": "order.total >= 0"} if node["id"] == "technical" else node
        for node in graph["nodes"]
    ]
    save_draft(definition_id=process.pk, graph={**graph, "nodes": nodes}, actor=system_actor("test"))
    client = signed_in("administrator")
    assert "version 2" in client.get(f"/processes/{process.code}/replay/").content.decode()
    answer = client.post(f"/processes/{process.code}/replay/", {"number": "2"})
    run = ReplayRun.objects.get()
    assert answer["Location"] == f"/processes/replays/{run.pk}/"
    assert "hx-trigger" in client.get(answer["Location"]).content.decode()
    version, cases = order.version, Case.objects.count()
    relay(seconds=20)
    run.refresh_from_db()
    assert (run.state, run.error, run.total) == ("done", "", 1)
    assert run.result["draft"]["steps"][-1]["node"] == "technical"
    assert run.result["differences"]["count"] == 1
    shown = client.get(answer["Location"]).content.decode()
    assert order.number in shown and "hx-trigger" not in shown.split('id="replay"')[1][:200]
    assert (type(order).objects.get(pk=order.pk).version, Case.objects.count()) == (version, cases)


def test_a_period_that_is_none_is_refused(process: ProcessDefinition) -> None:
    client = signed_in("administrator")
    asked = {"since": "2026-02-02", "until": "2026-01-01"}
    told = client.post(f"/processes/{process.code}/replay/", asked, follow=True).content.decode()
    assert "The period has to end after it begins." in told
    client.post(f"/processes/{process.code}/replay/", {"since": "soon"})
    assert not ReplayRun.objects.exists()


def test_figures_of_real_cases(process: ProcessDefinition, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]  # the fixture has no type
    for _ in range(2):
        confirmed(make_customer(), (make_item(stock=100), 3))
    relay(seconds=20)
    client = signed_in("administrator")
    client.get(f"/processes/{process.code}/figures/")
    with django_assert_max_num_queries(25):
        page = client.get(f"/processes/{process.code}/figures/")
    [version] = page.context["versions"]
    assert (version.number, version.cases) == (1, Case.objects.count())
    assert client.get("/processes/nothing/figures/").status_code == 404


def test_only_process_owners_see_them(process: ProcessDefinition) -> None:
    client = signed_in("sales")
    for path in ("replay", "figures"):
        assert client.get(f"/processes/{process.code}/{path}/").status_code == 403


def test_over_the_api(process: ProcessDefinition) -> None:
    api = api_with("administrator")
    asked = {"since": "2026-01-01T00:00:00Z", "until": "2026-02-01T00:00:00Z"}
    answer = api.post(f"/api/v1/processes/{process.code}/replay/", asked, format="json")
    assert answer.status_code == 202, answer.content
    assert answer.json()["state"] == "queued"
    relay(seconds=20)
    [found] = api.get(f"/api/v1/process-replays/?process={process.code}&state=done").json()["results"]
    assert (found["id"], found["total"]) == (answer.json()["id"], 0)
    wrong = {**asked, "until": "2025-01-01T00:00:00Z"}
    refused = api.post(f"/api/v1/processes/{process.code}/replay/", wrong, format="json")
    assert (refused.status_code, list(refused.json()["errors"])) == (400, ["until"])


def test_a_run_that_somebody_has_is_left_and_one_that_was_cut_short_is_taken_up(
    process: ProcessDefinition,
) -> None:
    now = timezone.now()
    run = ask_replay(
        definition_id=process.pk,
        since=now - timedelta(days=30),
        until=now,
        actor=actor_for(person("executive")),
    )
    ReplayRun.objects.filter(pk=run.pk).update(state="running", claimed_until=now + timedelta(minutes=4))
    with pytest.raises(Conflict, match="busy"):
        run_replay(run.pk)
    ReplayRun.objects.filter(pk=run.pk).update(claimed_until=now - timedelta(seconds=1))
    run_replay(run.pk)
    done = ReplayRun.objects.get(pk=run.pk)
    assert done.state == "done"
    run_replay(run.pk)
    assert ReplayRun.objects.get(pk=run.pk).finished_at == done.finished_at
