"""Raising and acknowledging alerts."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection
from django.utils import timezone

from erp.core.actor import Actor
from erp.core.commands import command
from erp.core.errors import NotFound
from erp.core.events import emit, to_json
from erp.core.refs import DocumentRef
from erp.notifications import locks
from erp.notifications.events import AlertAcknowledged
from erp.notifications.models import Alert
from erp.notifications.selectors.alerts import visible_alerts

_RAISE = """
INSERT INTO notifications_alert (code, level, role, user_id, subject_kind, subject_id, subject_number,
    customer_id, facts, raised_at, acknowledged_by)
SELECT code, level, role, user_id, subject_kind, subject_id, subject_number, customer_id, facts, %s, ''
FROM jsonb_to_recordset(%s::jsonb) AS t(code text, level text, role text, user_id bigint, subject_kind text,
    subject_id bigint, subject_number text, customer_id bigint, facts jsonb)
ON CONFLICT (code, role, user_id, subject_kind, subject_id) WHERE acknowledged_at IS NULL DO NOTHING
RETURNING id
"""


@dataclass(frozen=True, kw_only=True)
class NewAlert:
    """Something that people of a role, or one person, should know about a document."""

    code: str
    subject: DocumentRef
    role: str = ""
    level: str = "warning"
    user_id: int | None = None
    customer_id: int | None = None
    facts: dict[str, Any] = field(default_factory=dict)


@command()
def raise_alerts(*, alerts: Iterable[NewAlert], actor: Actor, at: datetime | None = None) -> list[int]:
    """Tell people what they should know, each thing once while nobody has acknowledged it.

    Gives the keys of the alerts that are new, in one statement for all.
    """
    rows = [
        {
            "code": alert.code,
            "level": alert.level,
            "role": alert.role,
            "user_id": alert.user_id,
            "subject_kind": alert.subject.kind,
            "subject_id": alert.subject.id,
            "subject_number": alert.subject.number[:60],
            "customer_id": alert.customer_id,
            "facts": to_json(alert.facts),
        }
        for alert in sorted(alerts, key=lambda one: (one.code, one.role, one.subject.kind, one.subject.id))
    ]
    if not rows:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_RAISE, [at or timezone.now(), json.dumps(rows)])
        return [row[0] for row in cursor.fetchall()]


@command()
def raise_alert(*, alert: NewAlert, actor: Actor, at: datetime | None = None) -> bool:
    """Tell people one thing; false when it stands open already."""
    return bool(raise_alerts(alerts=[alert], actor=actor, at=at))


@command("notifications.acknowledge_alert", "Acknowledge alerts")
def acknowledge_alert(*, alert_id: int, actor: Actor, at: datetime | None = None) -> Alert:
    """Say that one has seen an alert; the same thing may be raised anew from then on.

    Emits:  AlertAcknowledged.
    Raises: NotFound when the actor does not see it.
    """
    if not visible_alerts(actor).filter(pk=alert_id).exists():
        raise NotFound(kind="alert")
    alert = locks.alert_for_update(alert_id)
    if alert.acknowledged_at is None:
        alert.acknowledged_at = at or timezone.now()
        alert.acknowledged_by = actor.label[:150]
        alert.save(update_fields=["acknowledged_at", "acknowledged_by"])
        emit(
            AlertAcknowledged(
                document=DocumentRef("alert", alert.pk, alert.code),
                about=DocumentRef(alert.subject_kind, alert.subject_id, alert.subject_number),
                code=alert.code,
            ),
            actor=actor,
            at=alert.acknowledged_at,
        )
    return alert


@command()
def settle_alerts(
    *, code: str, subjects: Sequence[DocumentRef], actor: Actor, at: datetime | None = None
) -> int:
    """Close open alerts whose cause is gone; gives how many."""
    closed = 0
    for kind in sorted({ref.kind for ref in subjects}):
        keys = sorted({ref.id for ref in subjects if ref.kind == kind})
        rows = Alert.objects.filter(
            code=code, subject_kind=kind, subject_id__in=keys, acknowledged_at__isnull=True
        )
        closed += rows.update(acknowledged_at=at or timezone.now(), acknowledged_by=actor.label[:150])
    return closed
