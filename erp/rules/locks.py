"""The only row locks of the rules: always in primary-key order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from django.db import connection
from django.db.models import Model, Q

from erp.core.errors import NotFound, StaleVersion
from erp.core.refs import DocumentRef
from erp.rules.models import ExceptionMark, RuleStanding, RuleWebhook

Row = TypeVar("Row", bound=Model)


def definition_for_update(model: type[Row], pk: int, expected_version: int | None = None) -> Row:
    """Lock one definition: whoever changes its versions holds it.

    Raises: NotFound; StaleVersion.
    """
    row: Any = model._default_manager.select_for_update().filter(pk=pk).first()
    if row is None:
        raise NotFound(kind=model._meta.model_name)
    if expected_version is not None and row.version != expected_version:
        raise StaleVersion(expected=expected_version, current=row.version)
    return row


def versions_for_update(model: type[Row], definition_id: int) -> list[Row]:
    """Lock all versions of a definition, oldest first."""
    rows = model._default_manager.select_for_update().filter(definition_id=definition_id)
    return list(rows.order_by("pk"))


def standing_for_update(rule_id: int, subject: DocumentRef) -> RuleStanding | None:
    """Lock what is noted about a rule and a document."""
    rows = RuleStanding.objects.select_for_update().filter(
        definition_id=rule_id, subject_kind=subject.kind, subject_id=subject.id
    )
    return rows.order_by("pk").first()


def marks_for_update(code: str, subjects: Sequence[DocumentRef]) -> list[ExceptionMark]:
    """Lock the open marks of a code on documents."""
    wanted = Q(pk__in=[])
    for ref in subjects:
        wanted |= Q(subject_kind=ref.kind, subject_id=ref.id)
    rows = ExceptionMark.objects.select_for_update().filter(wanted, code=code, cleared_at__isnull=True)
    return list(rows.order_by("pk"))


def webhook_for_update(pk: int) -> RuleWebhook | None:
    """Lock one delivery."""
    return RuleWebhook.objects.select_for_update().filter(pk=pk).first()


def lock_listeners() -> None:
    """Whoever changes what rules listen to waits for whoever does: each sees what the one before decided."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('rules.listeners'))")
