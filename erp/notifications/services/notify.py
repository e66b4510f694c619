"""Telling people: one row per person, what is told and through which channels, written in one statement."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection
from django.utils import timezone

from erp.core.actor import Actor, system_actor
from erp.core.commands import command
from erp.core.events import to_json
from erp.core.refs import DocumentRef
from erp.identity.models import User
from erp.notifications.calc.planning import PRIORITIES, Planned, plan
from erp.notifications.calc.wording import group_of
from erp.notifications.selectors.channels import ways_in_force, wishes_of
from erp.notifications.selectors.recipients import Addressbook, Recipients

__all__ = ["Message", "Recipients", "notify", "notify_many"]

_BATCH = 2_000
_TELL = """
WITH told AS (
    SELECT * FROM jsonb_to_recordset(%s::jsonb) AS t(seq int, user_id bigint, topic text, title text,
        text text, facts jsonb, priority text, subject_kind text, subject_id bigint, subject_number text,
        customer_id bigint, task_id bigint, dedupe text, by text, deliveries jsonb)
), written AS (
    INSERT INTO notifications_notification (user_id, topic, title, text, facts, priority, subject_kind,
        subject_id, subject_number, customer_id, task_id, dedupe, by, created_at)
    SELECT user_id, topic, title, text, facts, priority, subject_kind, subject_id, subject_number,
        customer_id, task_id, dedupe, by, %s
    FROM told ORDER BY seq
    ON CONFLICT (topic, subject_kind, subject_id, dedupe, user_id) DO NOTHING
    RETURNING id, user_id, topic, subject_kind, subject_id, dedupe
), sent AS (
    INSERT INTO notifications_delivery (notification_id, channel, state, is_digest, attempts, due_at, done_at,
        error)
    SELECT written.id, d.channel, d.state, d.is_digest, 0, d.due_at, d.done_at, d.error
    FROM written JOIN told USING (user_id, topic, subject_kind, subject_id, dedupe),
        jsonb_to_recordset(told.deliveries) AS d(channel text, state text, is_digest boolean,
            due_at timestamptz, done_at timestamptz, error text)
)
SELECT id FROM written
"""


@dataclass(frozen=True, kw_only=True)
class Message:
    """Something to tell: to whom, about which document, on which topic.

    `dedupe` tells apart what may be told again on the same topic about the same document (a rung, a
    visit, a day). Without `title` the words of the topic are used (`register_alerts`), filled with
    `facts` when somebody reads them.
    """

    to: Recipients
    topic: str
    subject: DocumentRef
    facts: Mapping[str, Any] = field(default_factory=dict)
    title: str = ""
    text: str = ""
    priority: str = "normal"
    dedupe: str = ""
    customer_id: int | None = None
    task_id: int | None = None


@command()
def notify_many(
    *, messages: Iterable[Message], actor: Actor | None = None, at: datetime | None = None
) -> list[int]:
    """Tell people, each thing once per topic, document, `dedupe` and person, whoever calls and however often.

    A handful of statements for all. What leaves the product is sent by the worker after the commit.
    Gives the keys of the notifications that are new.
    """
    at = at or timezone.now()
    by = (actor or system_actor("notifications")).label[:150]
    waiting = list(messages)
    if not waiting:
        return []
    book = Addressbook([(one.to, one.subject, one.customer_id) for one in waiting], at=at)
    rows: dict[tuple[Any, ...], dict[str, Any]] = {}
    for one in waiting:
        for user in book.meant(one.to, one.subject, one.customer_id):
            row = _row(one, user, by, at)
            key = (row["topic"], row["subject_kind"], row["subject_id"], row["dedupe"], user.pk)
            rows.setdefault(key, row)
    ordered = [rows[key] for key in sorted(rows)]
    found: list[int] = []
    for start in range(0, len(ordered), _BATCH):
        part = [{**row, "seq": seq} for seq, row in enumerate(ordered[start : start + _BATCH])]
        with connection.cursor() as cursor:
            cursor.execute(_TELL, [json.dumps(part), at])
            found += [row[0] for row in cursor.fetchall()]
    return found


@command()
def notify(
    *,
    to: Recipients,
    topic: str,
    subject: DocumentRef,
    facts: Mapping[str, Any] | None = None,
    title: str = "",
    text: str = "",
    priority: str = "normal",
    dedupe: str = "",
    customer_id: int | None = None,
    task_id: int | None = None,
    actor: Actor | None = None,
    at: datetime | None = None,
) -> list[int]:
    """Tell people one thing; the same again (topic, document, `dedupe`, person) is told nobody twice.

    Gives the keys of the notifications that are new.
    """
    message = Message(
        to=to,
        topic=topic,
        subject=subject,
        facts=facts or {},
        title=title,
        text=text,
        priority=priority,
        dedupe=dedupe,
        customer_id=customer_id,
        task_id=task_id,
    )
    return notify_many(messages=[message], actor=actor, at=at)


def _row(one: Message, user: User, by: str, at: datetime) -> dict[str, Any]:
    priority = one.priority if one.priority in PRIORITIES else "normal"
    ways = plan(
        group=group_of(one.topic), priority=priority, wishes=wishes_of(user), ways=ways_in_force(), at=at
    )
    return {
        "user_id": user.pk,
        "topic": one.topic[:80],
        "title": one.title.replace("\x00", "")[:200],
        "text": one.text.replace("\x00", "")[:2000],
        "facts": to_json(dict(one.facts)),
        "priority": priority,
        "subject_kind": one.subject.kind[:30],
        "subject_id": one.subject.id,
        "subject_number": one.subject.number[:60],
        "customer_id": one.customer_id,
        "task_id": one.task_id,
        "dedupe": one.dedupe[:120],
        "by": by,
        "deliveries": [_delivery(way) for way in ways],
    }


def _delivery(way: Planned) -> dict[str, Any]:
    return {
        "channel": way.channel,
        "state": way.state,
        "is_digest": way.is_digest,
        "due_at": way.due_at.isoformat(),
        "done_at": way.due_at.isoformat() if way.state == "sent" else None,
        "error": way.error,
    }
