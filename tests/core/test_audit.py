import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from erp.core import audit
from erp.core.actor import system_actor
from erp.core.commands import command
from erp.core.events import Event, emit
from erp.core.models import AuditSeal, LoggedEvent
from erp.core.refs import DocumentRef

pytestmark = pytest.mark.django_db


@command()
def tell(count):
    for number in range(count):
        emit(
            Event(document=DocumentRef("thing", number, f"T-{number}")),
            actor=system_actor(),
            changes={"price": ["1.00", "2.00"]},
        )


def tamper(statement, *parameters):
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE core_event DISABLE TRIGGER core_event_append_only")
        cursor.execute(statement, parameters)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE core_event ENABLE TRIGGER core_event_append_only")


def test_events_are_sealed_in_batches_that_hang_together(monkeypatch):
    monkeypatch.setattr(audit, "BATCH", 4)
    tell(10)
    assert audit.seal_audit() == 10
    seals = list(AuditSeal.objects.order_by("position"))
    assert [(seal.position, len(seal.event_ids)) for seal in seals] == [(1, 4), (2, 4), (3, 2)]
    assert seals[0].previous_digest == audit.GENESIS
    assert seals[2].previous_digest == seals[1].digest
    assert audit.seal_audit() == 0
    verdict = audit.verify_audit()
    assert (verdict.is_whole, verdict.events, verdict.unsealed, verdict.head) == (
        True,
        10,
        0,
        seals[2].digest,
    )


def test_a_changed_event_is_named():
    tell(5)
    audit.seal_audit()
    victim = LoggedEvent.objects.order_by("id")[2].pk
    tamper('UPDATE core_event SET changes = \'{"price": ["1.00", "9.00"]}\' WHERE id = %s', victim)
    verdict = audit.verify_audit()
    assert (verdict.is_whole, verdict.broken_event, verdict.reason) == (False, victim, "changed")
    with pytest.raises(CommandError, match=f"event {victim}: changed"):
        call_command("verify_audit")


def test_a_removed_event_is_named():
    tell(5)
    audit.seal_audit()
    victim = LoggedEvent.objects.order_by("id")[1].pk
    tamper("DELETE FROM core_event WHERE id = %s", victim)
    verdict = audit.verify_audit()
    assert (verdict.broken_event, verdict.reason) == (victim, "missing")


def test_an_event_slipped_in_later_is_named():
    tell(3)
    first = LoggedEvent.objects.order_by("id")[0].pk
    tamper("UPDATE core_event SET id = id + 1000 WHERE id > %s", first)
    audit.seal_audit()
    tamper(
        "INSERT INTO core_event (id, uid, at, name, document_kind, document_id, document_number, about_kind, "
        "about_id, about_number, actor_kind, actor_label, actor_via, request_id, facts, changes) "
        "SELECT %s, gen_random_uuid(), at - interval '1 day', name, document_kind, document_id, "
        "document_number, about_kind, about_id, about_number, actor_kind, actor_label, actor_via, "
        "request_id, facts, changes FROM core_event WHERE id = %s",
        first + 500,
        first,
    )
    verdict = audit.verify_audit()
    assert (verdict.broken_event, verdict.reason) == (first + 500, "never sealed")


def test_an_event_that_commits_late_under_a_lower_number_is_sealed_with_the_next_batch():
    tell(3)
    late = LoggedEvent.objects.order_by("id")[1].pk
    tamper("UPDATE core_event SET id = id + 1000 WHERE id = %s", late)
    audit.seal_audit()
    tell(1)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT max(id) FROM core_event WHERE id NOT IN (SELECT (p->>0)::bigint FROM "
            "core_auditseal, jsonb_array_elements(event_ids) p)"
        )
        newest = cursor.fetchone()[0]
    tamper("UPDATE core_event SET id = %s WHERE id = %s", late, newest)
    assert audit.seal_audit() == 1
    assert AuditSeal.objects.order_by("-position")[0].event_ids[0][0] == late
    assert audit.verify_audit().is_whole


def test_the_trail_can_not_be_changed_by_ordinary_statements():
    tell(1)
    with pytest.raises(Exception, match="never changed or deleted"), connection.cursor() as cursor:
        cursor.execute("UPDATE core_event SET name = 'x'")
