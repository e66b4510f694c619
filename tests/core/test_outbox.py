from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

import pytest
from django.utils import timezone

from erp.core import dead_letters, events, outbox
from erp.core.actor import system_actor
from erp.core.commands import at_door, command
from erp.core.errors import NotPermitted
from erp.core.events import Event, deferred, emit, inline
from erp.core.models import LoggedEvent, OutboxMessage
from erp.core.refs import DocumentRef
from tests.clients import actor_with

pytestmark = pytest.mark.django_db


@dataclass(frozen=True, kw_only=True)
class Happened(Event):
    name: ClassVar[str] = "test.happened"
    number: int


@command("core.edit_setting")
def tell(*, actor, number=1, stream=1):
    emit(Happened(document=DocumentRef("thing", stream, f"T-{stream}"), number=number), actor=actor)


@pytest.fixture
def listeners():
    """Subscribers of this test alone: name → what they do with a number."""
    names = []

    def add(name, work, **options):
        names.append(name)
        deferred("test.happened", subscriber=name, **options)(lambda *, event: work(event.facts["number"]))

    yield add
    events._deferred.pop("test.happened", None)
    for name in names:
        events._deferred_functions.pop(name, None)
        events._patient.discard(name)


def test_news_reach_every_subscriber_in_order(listeners):
    first: list[int] = []
    second: list[int] = []
    listeners("first", first.append)
    listeners("second", second.append)
    for number in (1, 2, 3):
        tell(actor=system_actor(), number=number)
    assert OutboxMessage.objects.count() == 6
    assert outbox.relay(seconds=5) == 6
    assert (first, second) == ([1, 2, 3], [1, 2, 3])
    assert OutboxMessage.objects.count() == 0


def test_a_failure_holds_up_its_own_document_and_subscriber_only(listeners):
    good: list[int] = []
    other: list[int] = []

    def fail_on_one(number):
        if number == 1:
            raise ValueError("not now")
        other.append(number)

    listeners("good", good.append)
    listeners("bad", fail_on_one)
    tell(actor=system_actor(), number=1, stream=1)
    tell(actor=system_actor(), number=2, stream=1)
    tell(actor=system_actor(), number=3, stream=2)
    outbox.relay(seconds=5)
    assert good == [1, 2, 3]
    assert other == [3]
    waiting = OutboxMessage.objects.order_by("id")
    assert [(row.attempts, row.is_dead) for row in waiting] == [(1, False), (0, False)]
    assert waiting[0].last_error == "ValueError: not now"
    assert waiting[0].next_attempt_at > timezone.now()


def test_after_ten_attempts_it_is_given_up_and_later_ones_go_on(listeners):
    heard = []

    def work(number):
        if number == 1:
            raise ValueError("never")
        heard.append(number)

    listeners("work", work)
    tell(actor=system_actor(), number=1)
    tell(actor=system_actor(), number=2)
    for _attempt in range(outbox.MAX_ATTEMPTS):
        OutboxMessage.objects.update(next_attempt_at=timezone.now() - timedelta(seconds=1))
        outbox.relay(seconds=5)
    assert heard == [2]
    dead = OutboxMessage.objects.get()
    assert (dead.is_dead, dead.attempts) == (True, 10)
    assert dead_letters.replay([dead.pk]) == 1
    dead.refresh_from_db()
    assert (dead.is_dead, dead.attempts) == (False, 0)


def test_the_request_drains_its_own_documents_and_leaves_patient_ones_to_the_worker(listeners):
    quick: list[int] = []
    patient: list[int] = []
    listeners("quick", quick.append)
    listeners("patient", patient.append, prompt=False)
    tell(actor=system_actor(), number=9, stream=7)
    with outbox.watch() as streams:
        tell(actor=system_actor(), number=1, stream=1)
    assert streams == {DocumentRef("thing", 1)}
    assert outbox.drain(*streams) == 1
    assert (quick, patient) == ([1], [])
    outbox.relay(seconds=5)
    assert (sorted(quick), sorted(patient)) == ([1, 9], [1, 9])


def test_what_a_subscriber_did_before_failing_is_undone(listeners):
    def work(number):
        tell(actor=system_actor(), number=number + 100, stream=50)
        raise ValueError

    listeners("work", work)
    tell(actor=system_actor(), number=1)
    outbox.relay_one()
    assert LoggedEvent.objects.filter(name="test.happened").count() == 1


def test_an_inline_listener_stops_the_command():
    @inline("test.happened")
    def refuse(_event, _actor, _at):
        raise ValueError("no")

    try:
        with pytest.raises(ValueError, match="no"):
            tell(actor=system_actor())
    finally:
        events._inline.pop("test.happened")
    assert not LoggedEvent.objects.filter(name="test.happened").exists()


def test_a_door_that_opened_the_transaction_does_not_vouch_for_the_right():
    actor = actor_with("sales")
    with pytest.raises(NotPermitted):
        at_door(lambda: tell(actor=actor))
    with pytest.raises(NotPermitted):
        tell(actor=actor)


def test_a_command_inside_a_command_is_vouched_for():
    @command()
    def outer(*, actor):
        tell(actor=actor)

    outer(actor=actor_with("sales"))
    assert LoggedEvent.objects.filter(name="test.happened").count() == 1
