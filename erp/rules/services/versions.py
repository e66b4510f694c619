"""The life of versions, the same for decision tables and rules: draft, publish, pilot, roll back, retire."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from erp.core.actor import Actor
from erp.core.errors import Conflict, Invalid, NotFound
from erp.core.events import emit
from erp.core.records import Problems, refuse_duplicate, save_new, set_values
from erp.rules import locks
from erp.rules.calc.scope import parse_scope
from erp.rules.calc.table import checksum
from erp.rules.models import Definition, Version

NAMES = ("code", "name", "names", "description", "is_active")
MOST_VERSIONS = 1_000


@dataclass(frozen=True)
class Kind:
    """One kind of definition: its rows, its event, how a content is cleaned and who is told of a change."""

    definitions: Any
    versions: Any
    event: Any
    clean: Callable[[Any], dict[str, Any]]
    forget: Callable[[], None]
    more: tuple[str, ...] = ()


def create(kind: Kind, *, values: Mapping[str, Any], content: Any, actor: Actor, at: datetime) -> Any:
    """Make a definition with its first draft."""
    row = kind.definitions(created_at=at)
    known = {name: value for name, value in values.items() if name in {*NAMES, *kind.more}}
    problems = Problems()
    set_values(row, known, problems)
    refuse_duplicate(row, "code", problems)
    _check_names(row, problems)
    problems.refuse()
    cleaned = kind.clean(content)
    save_new(row, "code")
    version = _new_version(kind, row, 1, cleaned, actor=actor, at=at)
    _tell(kind, row, "created", version.number, actor=actor, at=at)
    return row


def _check_names(row: Definition, problems: Problems) -> None:
    names = row.names
    fits = isinstance(names, dict) and all(
        isinstance(text, str) and len(text) <= 120 for text in names.values()
    )
    if not fits or len(names) > 10:
        problems.add("names", _("Give a name per language."))


def _new_version(
    kind: Kind, row: Definition, number: int, content: dict[str, Any], *, actor: Actor, at: datetime
) -> Version:
    version: Version = kind.versions(
        definition=row,
        number=number,
        content=content,
        checksum=checksum(content),
        saved_at=at,
        saved_by=actor.label[:150],
    )
    version.save(force_insert=True)
    return version


def _tell(
    kind: Kind,
    row: Any,
    verb: str,
    number: int = 0,
    *,
    actor: Actor,
    at: datetime,
    changes: dict[str, Any] | None = None,
) -> None:
    emit(kind.event(document=row.ref, verb=verb, number=number), actor=actor, at=at, changes=changes)


def rename(
    kind: Kind,
    pk: int,
    *,
    values: Mapping[str, Any],
    actor: Actor,
    at: datetime,
    expected_version: int | None = None,
) -> Any:
    """Change what a definition is called, or switch it on and off."""
    row = locks.definition_for_update(kind.definitions, pk, expected_version)
    problems = Problems()
    known = {name: value for name, value in values.items() if name in {*NAMES, *kind.more} - {"code"}}
    changes = set_values(row, known, problems)
    _check_names(row, problems)
    problems.refuse()
    if changes:
        row.version += 1
        row.save()
        _tell(kind, row, "changed", actor=actor, at=at, changes=changes)
        kind.forget()
    return row


def save_draft(
    kind: Kind,
    pk: int,
    *,
    content: Any,
    actor: Actor,
    at: datetime,
    expected_version: int | None = None,
) -> Version:
    """Keep a content as the definition's one draft."""
    row = locks.definition_for_update(kind.definitions, pk, expected_version)
    cleaned = kind.clean(content)
    versions = locks.versions_for_update(kind.versions, pk)
    draft = next((one for one in versions if one.state == Version.State.DRAFT), None)
    if draft is None:
        if len(versions) >= MOST_VERSIONS:
            raise Conflict("too_many_versions")
        number = max((one.number for one in versions), default=0) + 1
        draft = _new_version(kind, row, number, cleaned, actor=actor, at=at)
    elif draft.checksum == checksum(cleaned):
        return draft
    else:
        draft.content, draft.checksum = cleaned, checksum(cleaned)
        draft.saved_at, draft.saved_by = at, actor.label[:150]
        draft.save(update_fields=["content", "checksum", "saved_at", "saved_by"])
    row.version += 1
    row.save(update_fields=["version"])
    _tell(kind, row, "saved", draft.number, actor=actor, at=at)
    return draft


def publish(
    kind: Kind,
    pk: int,
    *,
    number: int | None,
    scope: Any,
    note: str,
    actor: Actor,
    at: datetime,
    check: Callable[[Version], None],
    expected_version: int | None = None,
) -> Version:
    """Put a version in force, the draft unless another number is given, for a scope or for everybody.

    For everybody: the one that was current is retired, and publishing an older number rolls back to it.
    With a scope it runs as a pilot beside the current one.

    Raises: NotFound; Invalid; what `check` refuses with.
    """
    row = locks.definition_for_update(kind.definitions, pk, expected_version)
    versions = locks.versions_for_update(kind.versions, pk)
    wanted = next((one for one in versions if _is_wanted(one, number)), None)
    if wanted is None:
        if number is None:
            raise Invalid.field("number", _("There is no draft to publish."), "no_draft")
        raise NotFound(kind="version", number=number)
    cleaned = parse_scope(scope or {})
    if cleaned and wanted.state == Version.State.PUBLISHED and not wanted.scope:
        raise Conflict("version_is_current", number=wanted.number)
    check(wanted)
    for other in versions:
        if not cleaned and other is not wanted and other.state == Version.State.PUBLISHED and not other.scope:
            other.retire(at=at)
            other.save(update_fields=["state", "retired_at"])
    was_old = wanted.state == Version.State.RETIRED
    wanted.publish(scope=cleaned, by=actor.label[:150], at=at)
    wanted.note = note[:500]
    wanted.save(update_fields=["state", "scope", "published_by", "published_at", "retired_at", "note"])
    row.version += 1
    row.save(update_fields=["version"])
    verb = "piloted" if cleaned else "rolled_back" if was_old else "published"
    _tell(kind, row, verb, wanted.number, actor=actor, at=at)
    kind.forget()
    return wanted


def _is_wanted(version: Version, number: int | None) -> bool:
    return version.state == Version.State.DRAFT if number is None else version.number == number


def retire(
    kind: Kind, pk: int, *, number: int, actor: Actor, at: datetime, expected_version: int | None = None
) -> Version:
    """Take a published version out of force: a pilot ends, or nothing is current any more.

    Raises: NotFound; Conflict when it is not in force.
    """
    row = locks.definition_for_update(kind.definitions, pk, expected_version)
    versions = locks.versions_for_update(kind.versions, pk)
    wanted = next((one for one in versions if one.number == number), None)
    if wanted is None:
        raise NotFound(kind="version", number=number)
    if wanted.state != Version.State.PUBLISHED:
        raise Conflict("version_not_in_force", number=number)
    wanted.retire(at=at)
    wanted.save(update_fields=["state", "retired_at"])
    row.version += 1
    row.save(update_fields=["version"])
    _tell(kind, row, "retired", number, actor=actor, at=at)
    kind.forget()
    return wanted
