"""The life of decision tables and rules: made, edited, published, piloted, rolled back, switched, retired."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from erp.core.actor import Actor
from erp.core.commands import command
from erp.core.errors import Conflict, Invalid, NotFound
from erp.core.events import Event, emit
from erp.core.records import Problems, refuse_duplicate, save_new, set_values
from erp.rules import locks
from erp.rules.calc.scope import parse_scope
from erp.rules.calc.table import checksum
from erp.rules.models import Definition, Version

EDIT = ("rules.edit_rule", "Edit rules and decision tables")
PUBLISH = ("rules.publish_rule", "Publish, pilot, roll back and pause rules and decision tables")
EDITED = ("name", "names", "description", "subject")
MOST_VERSIONS = 1_000

D = TypeVar("D", bound=Definition)
V = TypeVar("V", bound=Version)


@dataclass(frozen=True)
class Kind(Generic[D, V]):
    """What tells decision tables and rules apart, as far as their life is concerned.

    `clean` makes a content what is stored, or refuses it; `check` refuses what may not be put in force
    beside the versions that stay;
    `settle` lets a definition follow its first content and each that is put in force; `follow` is called
    whenever what is in force has changed, before the commit; `forget` drops what this process keeps of it,
    then and after the commit.
    """

    definitions: type[D]
    versions: type[V]
    event: Callable[..., Event]
    clean: Callable[[Any], dict[str, Any]]
    check: Callable[[V, list[V]], Any]
    forget: Callable[[], None]
    follow: Callable[[], None] = lambda: None
    settle: Callable[[D, dict[str, Any], datetime], None] = lambda _row, _content, _at: None


@command(*EDIT)
def create_definition(
    *,
    kind: Kind[D, V],
    values: Mapping[str, Any],
    content: Any,
    actor: Actor,
    at: datetime | None = None,
) -> D:
    """Make a definition with its first draft; nothing is in force until that is published.

    Emits:  the kind's event, "created".
    Raises: Invalid, naming every part that is wrong.
    """
    at = at or timezone.now()
    row = kind.definitions(created_at=at)
    problems = Problems()
    set_values(row, {name: values[name] for name in ("code", *EDITED) if name in values}, problems)
    refuse_duplicate(row, "code", problems)
    _check_names(row, problems)
    problems.refuse()
    cleaned = kind.clean(content)
    kind.settle(row, cleaned, at)
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
    kind: Kind[D, V], row: D, number: int, content: dict[str, Any], *, actor: Actor, at: datetime
) -> V:
    version = kind.versions(
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
    kind: Kind[D, V],
    row: D,
    verb: str,
    number: int = 0,
    *,
    actor: Actor,
    at: datetime,
    changes: dict[str, Any] | None = None,
) -> None:
    emit(kind.event(document=row.ref, verb=verb, number=number), actor=actor, at=at, changes=changes)


def _in_force_changed(kind: Kind[D, V]) -> None:
    """Who keeps what is in force follows now, in this transaction, and again after the commit."""
    kind.forget()
    kind.follow()
    transaction.on_commit(kind.forget)


def _stamp(row: D) -> None:
    row.version += 1
    row.save()


@command(*EDIT)
def edit_definition(
    *,
    kind: Kind[D, V],
    pk: int,
    values: Mapping[str, Any],
    actor: Actor,
    at: datetime | None = None,
    expected_version: int | None = None,
) -> D:
    """Change what a definition is called and said to be about.

    Locks:  the definition.
    Emits:  the kind's event, "changed".
    Raises: NotFound; Invalid; StaleVersion.
    """
    known = {name: values[name] for name in EDITED if name in values}
    return _changed(kind, pk, known, actor=actor, at=at, expected_version=expected_version)


@command(*PUBLISH)
def switch_definition(
    *,
    kind: Kind[D, V],
    pk: int,
    is_active: bool,
    actor: Actor,
    at: datetime | None = None,
    expected_version: int | None = None,
) -> D:
    """Pause a definition, or set it going again.

    Locks:  the definition.
    Emits:  the kind's event, "changed".
    Raises: NotFound; StaleVersion.
    """
    values = {"is_active": is_active}
    return _changed(kind, pk, values, actor=actor, at=at, expected_version=expected_version)


def _changed(
    kind: Kind[D, V],
    pk: int,
    values: Mapping[str, Any],
    *,
    actor: Actor,
    at: datetime | None,
    expected_version: int | None,
) -> D:
    row = locks.definition_for_update(kind.definitions, pk, expected_version)
    problems = Problems()
    changes = set_values(row, values, problems)
    _check_names(row, problems)
    problems.refuse()
    if changes:
        _stamp(row)
        _tell(kind, row, "changed", actor=actor, at=at or timezone.now(), changes=changes)
        _in_force_changed(kind)
    return row


@command(*EDIT)
def save_draft(
    *,
    kind: Kind[D, V],
    pk: int,
    content: Any,
    actor: Actor,
    at: datetime | None = None,
    expected_version: int | None = None,
) -> V:
    """Keep a content as the definition's one draft; what is in force stays as it is.

    Locks:  the definition, then its versions.
    Emits:  the kind's event, "saved".
    Raises: NotFound; Invalid; Conflict `too_many_versions`; StaleVersion.
    """
    at = at or timezone.now()
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
    _stamp(row)
    _tell(kind, row, "saved", draft.number, actor=actor, at=at)
    return draft


@command(*PUBLISH)
def publish_version(
    *,
    kind: Kind[D, V],
    pk: int,
    number: int | None = None,
    scope: Any = None,
    note: str = "",
    actor: Actor,
    at: datetime | None = None,
    expected_version: int | None = None,
) -> V:
    """Put a version in force, the draft unless another number is given, for a scope or for everybody.

    For everybody: the one that was current is retired, and publishing an older number rolls back to it.
    With a scope it runs as a pilot beside the current one.

    Locks:  the definition, then its versions.
    Emits:  the kind's event, "published", "piloted" or "rolled_back".
    Raises: NotFound; Invalid; Conflict `version_is_current`; what the kind's `check` refuses with;
            StaleVersion.
    """
    at = at or timezone.now()
    row = locks.definition_for_update(kind.definitions, pk, expected_version)
    versions = locks.versions_for_update(kind.versions, pk)
    wanted = _version_wanted(versions, number)
    cleaned = parse_scope(scope or {})
    if cleaned and wanted.state == Version.State.PUBLISHED and not wanted.scope:
        raise Conflict("version_is_current", number=wanted.number)
    others = [one for one in versions if one.state == Version.State.PUBLISHED and one is not wanted]
    kind.check(wanted, [one for one in others if cleaned or one.scope])
    for other in others:
        if not cleaned and not other.scope:
            other.retire(at=at)
            other.save(update_fields=["state", "retired_at"])
    was_old = wanted.state == Version.State.RETIRED
    wanted.publish(scope=cleaned, by=actor.label[:150], at=at)
    wanted.note = note[:500]
    wanted.save(update_fields=["state", "scope", "published_by", "published_at", "retired_at", "note"])
    kind.settle(row, wanted.content, at)
    _stamp(row)
    verb = "piloted" if cleaned else "rolled_back" if was_old else "published"
    _tell(kind, row, verb, wanted.number, actor=actor, at=at)
    _in_force_changed(kind)
    return wanted


def _version_wanted(versions: list[V], number: int | None) -> V:
    """The version of a number, or the draft.

    Raises: NotFound; Invalid when there is no draft.
    """
    for version in versions:
        if version.state == Version.State.DRAFT if number is None else version.number == number:
            return version
    if number is None:
        raise Invalid.field("number", _("There is no draft to publish."), "no_draft")
    raise NotFound(kind="version", number=number)


@command(*PUBLISH)
def retire_version(
    *,
    kind: Kind[D, V],
    pk: int,
    number: int,
    actor: Actor,
    at: datetime | None = None,
    expected_version: int | None = None,
) -> V:
    """Take a published version out of force: a pilot ends, or nothing is current any more.

    Locks:  the definition, then its versions.
    Emits:  the kind's event, "retired".
    Raises: NotFound; Conflict `version_not_in_force`; StaleVersion.
    """
    at = at or timezone.now()
    row = locks.definition_for_update(kind.definitions, pk, expected_version)
    wanted = _version_wanted(locks.versions_for_update(kind.versions, pk), number)
    if wanted.state != Version.State.PUBLISHED:
        raise Conflict("version_not_in_force", number=number)
    wanted.retire(at=at)
    wanted.save(update_fields=["state", "retired_at"])
    _stamp(row)
    _tell(kind, row, "retired", number, actor=actor, at=at)
    _in_force_changed(kind)
    return wanted
