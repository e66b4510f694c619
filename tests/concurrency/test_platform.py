"""Duplicates of one request, relays of one stream and jobs of one kind, in threads with real commits."""

from dataclasses import dataclass
from functools import partial
from typing import ClassVar

import pytest
from rest_framework.test import APIClient

from erp.core import events, outbox
from erp.core.actor import system_actor
from erp.core.audit import seal_audit, verify_audit
from erp.core.commands import command
from erp.core.events import Event, deferred, emit
from erp.core.models import IdempotencyKey, LoggedEvent, OutboxMessage
from erp.core.refs import DocumentRef
from erp.identity.models import Team
from erp.notifications.services.alerts import NewAlert, raise_alerts
from tests.clients import api_with
from tests.concurrency.conftest import at_once

pytestmark = [pytest.mark.concurrency, pytest.mark.usefixtures("transactional_db")]


def test_parallel_duplicates_are_done_once_and_all_get_the_first_answer():
    secret = api_with("administrator").defaults["HTTP_AUTHORIZATION"]

    def post():
        return APIClient(HTTP_AUTHORIZATION=secret).post(
            "/api/v1/teams/",
            {"code": "T", "name": "Team"},
            format="json",
            headers={"Idempotency-Key": "same"},
        )

    answers = at_once([post] * 6)
    assert [answer.status_code for answer in answers] == [201] * 6
    assert len({answer.content for answer in answers}) == 1
    assert sum("Idempotent-Replay" in answer for answer in answers) == 5
    assert Team.objects.count() == 1
    assert IdempotencyKey.objects.count() == 1


@dataclass(frozen=True, kw_only=True)
class Happened(Event):
    name: ClassVar[str] = "test.happened"
    number: int


@command()
def tell(stream, number):
    emit(Happened(document=DocumentRef("thing", stream, "x"), number=number), actor=system_actor())


@pytest.fixture
def heard():
    calls = []

    @deferred("test.happened", subscriber="test.listener")
    def listen(*, event):
        calls.append((event.about.id, event.facts["number"]))

    yield calls
    events._deferred.pop("test.happened")
    events._deferred_functions.pop("test.listener")


def test_parallel_relays_keep_the_order_of_each_document(heard):
    for number in range(10):
        for stream in (1, 2, 3):
            tell(stream, number)
    at_once([partial(outbox.relay, seconds=20)] * 4)
    assert OutboxMessage.objects.count() == 0
    assert LoggedEvent.objects.filter(name="test.happened").count() == 30
    for stream in (1, 2, 3):
        assert [number for where, number in heard if where == stream] == list(range(10))


def test_parallel_sealers_seal_every_event_once():
    for number in range(30):
        tell(1, number)
    at_once([seal_audit] * 4)
    seal_audit()
    verdict = verify_audit()
    assert (verdict.is_whole, verdict.events, verdict.unsealed) == (True, 30, 0)


def test_parallel_jobs_raise_the_same_alert_once():
    alerts = [
        NewAlert(code="low", subject=DocumentRef("product", number, f"P-{number}"), role="buyer")
        for number in range(20)
    ]
    raised = at_once([lambda: len(raise_alerts(alerts=alerts, actor=system_actor()))] * 4)
    assert sum(raised) == 20
