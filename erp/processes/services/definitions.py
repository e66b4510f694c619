"""Processes as their owners keep them: drafts, published versions, pilots, rolling back."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from erp.core.actor import Actor
from erp.core.commands import command, declare_permission
from erp.core.errors import Conflict, IllegalTransition, Invalid, NotFound
from erp.core.events import emit
from erp.processes import locks
from erp.processes.calc.drawn import parse
from erp.processes.events import ProcessChanged
from erp.processes.models import ProcessDefinition, ProcessVersion
from erp.processes.selectors.definitions import forget_drawings
from erp.processes.selectors.validation import errors_of

DESIGN = declare_permission("processes.design_process", "Draw processes")
PUBLISH = declare_permission("processes.publish_process", "Publish processes and roll them back")
SCOPES = ("customers", "categories", "regions", "tiers", "channels", "warehouses", "units", "tags", "percent")
State = ProcessVersion.State


@command(DESIGN)
def create_process(
    *,
    code: str,
    name: str,
    subject_kind: str,
    graph: Mapping[str, Any],
    actor: Actor,
    names: Mapping[str, str] | None = None,
    scope: Mapping[str, Any] | None = None,
) -> ProcessDefinition:
    """Begin a process with its first draft; nothing runs by it until it is published.

    Emits:  ProcessChanged.
    Raises: Invalid naming the field, or the node and rule of the drawing; Conflict `code_taken`.
    """
    if ProcessDefinition.objects.filter(code=code).exists():
        raise Conflict("code_taken", field="code", code_wanted=code)
    _refuse_unknown_kind(subject_kind)
    parse(graph)
    definition = ProcessDefinition.objects.create(
        code=code, name=name, names=dict(names or {}), subject_kind=subject_kind
    )
    ProcessVersion.objects.create(
        definition=definition, number=1, graph=dict(graph), scope=checked_scope(scope or {})
    )
    emit(ProcessChanged(document=definition.ref, verb="created", number=1), actor=actor)
    return definition


def _refuse_unknown_kind(kind: str) -> None:
    from erp.core.palette import subject_kinds

    if kind not in subject_kinds():
        raise Invalid.field(
            "subject", _("No process can be drawn for this kind of document."), "unknown_kind"
        )


@command(DESIGN)
def save_draft(
    *,
    definition_id: int,
    actor: Actor,
    graph: Mapping[str, Any] | None = None,
    name: str | None = None,
    names: Mapping[str, str] | None = None,
    scope: Mapping[str, Any] | None = None,
    expected_version: int | None = None,
) -> ProcessVersion:
    """Keep what is drawn as the process's draft; published versions never change.

    Locks:  the process.
    Emits:  ProcessChanged.
    Raises: Invalid naming the node and the rule; NotFound; StaleVersion.
    """
    definition = locks.definition_for_update(definition_id, expected_version)
    draft = definition.versions.filter(state=State.DRAFT).first()
    last = definition.versions.order_by("-number").first()
    if draft is None:
        draft = ProcessVersion(
            definition=definition,
            number=last.number + 1 if last else 1,
            graph=last.graph if last else {},
            based_on=last.number if last else None,
        )
    if graph is not None:
        parse(graph)
        draft.graph = dict(graph)
    if scope is not None:
        draft.scope = checked_scope(scope)
    draft.save()
    if name is not None:
        definition.name = name
    if names is not None:
        definition.names = dict(names)
    definition.version += 1
    definition.save(update_fields=["name", "names", "version"])
    emit(ProcessChanged(document=definition.ref, verb="drawn", number=draft.number), actor=actor)
    return draft


@command(DESIGN)
def discard_draft(*, definition_id: int, actor: Actor) -> None:
    """Throw the draft away.

    Locks:  the process.
    Emits:  ProcessChanged.
    Raises: NotFound when there is none.
    """
    definition = locks.definition_for_update(definition_id)
    draft = definition.versions.filter(state=State.DRAFT).first()
    if draft is None:
        raise NotFound(kind="process_draft", id=definition.code)
    number = draft.number
    draft.delete()
    emit(ProcessChanged(document=definition.ref, verb="discarded", number=number), actor=actor)


@command(PUBLISH)
def publish_process(
    *,
    definition_id: int,
    actor: Actor,
    scope: Mapping[str, Any] | None = None,
    expected_version: int | None = None,
    at: datetime | None = None,
) -> ProcessVersion:
    """Make the draft take new cases: all of them, or as a pilot those of a scope. Running cases stay.

    Locks:  the process.
    Emits:  ProcessChanged.
    Raises: NotFound without a draft; Invalid `not_publishable` naming nodes and rules; StaleVersion.
    """
    at = at or timezone.now()
    definition = locks.definition_for_update(definition_id, expected_version)
    draft = definition.versions.filter(state=State.DRAFT).first()
    if draft is None:
        raise NotFound(kind="process_draft", id=definition.code)
    wanted = checked_scope(draft.scope if scope is None else scope)
    refuse_unpublishable(definition, draft.graph)
    put_in_force(definition, draft, wanted, actor=actor, at=at)
    emit(
        ProcessChanged(document=definition.ref, verb="published", number=draft.number, scope=wanted),
        actor=actor,
        at=at,
    )
    return draft


def refuse_unpublishable(definition: ProcessDefinition, graph: Mapping[str, Any]) -> None:
    """Refuse a drawing with errors, each under its node by its code.

    Raises: Invalid `not_publishable`.
    """
    errors: dict[str, list[str]] = {}
    for problem in errors_of(definition.subject_kind, graph):
        where = f"nodes.{problem.node}" if problem.node else "graph"
        errors.setdefault(where, []).append(problem.code)
    if errors:
        raise Invalid("not_publishable", errors=errors, process=definition.code)


def put_in_force(
    definition: ProcessDefinition,
    version: ProcessVersion,
    scope: Mapping[str, Any],
    *,
    actor: Actor,
    at: datetime,
) -> None:
    """Publish a version of a locked process in the place of the one that has taken its cases so far."""
    is_pilot = bool(scope)
    if not is_pilot:
        for old in definition.versions.filter(state=State.PUBLISHED, is_pilot=False).exclude(pk=version.pk):
            old.state = State.RETIRED
            old.save(update_fields=["state"])
    version.state, version.scope, version.is_pilot = State.PUBLISHED, dict(scope), is_pilot
    version.published_at, version.published_by = at, actor.label[:150]
    version.checksum = checksum(version.graph)
    version.save()
    definition.is_active = True
    definition.version += 1
    definition.save(update_fields=["is_active", "version"])
    forget_soon()


def checksum(graph: Mapping[str, Any]) -> str:
    """A fingerprint of a drawing: proves that a published one was never changed."""
    return hashlib.sha256(json.dumps(graph, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def forget_soon() -> None:
    """Have this process read the versions anew, now and once more after the commit."""
    forget_drawings()
    transaction.on_commit(forget_drawings)


@command(PUBLISH)
def roll_back(
    *,
    definition_id: int,
    actor: Actor,
    number: int | None = None,
    expected_version: int | None = None,
    at: datetime | None = None,
) -> ProcessVersion:
    """Let an earlier version take new cases again; without a number: end the pilot, else the one before.

    A pilot that has ended was never in force for everybody: it is gone back to only by its number.

    Locks:  the process.
    Emits:  ProcessChanged.
    Raises: NotFound when there is none to go back to; IllegalTransition for a draft; StaleVersion.
    """
    at = at or timezone.now()
    definition = locks.definition_for_update(definition_id, expected_version)
    published = definition.versions.filter(state=State.PUBLISHED)
    pilots = list(published.filter(is_pilot=True))
    current = published.filter(is_pilot=False).first()
    if number is None and pilots:
        target = current
    elif number is None:
        earlier = definition.versions.filter(state=State.RETIRED, is_pilot=False, published_at__isnull=False)
        target = earlier.exclude(pk=current.pk if current else 0).order_by("-published_at", "-number").first()
    else:
        target = definition.versions.filter(number=number).first()
    if target is None and not (number is None and pilots):
        raise NotFound(kind="process_version", id=number or definition.code)
    if target is not None and target.state == State.DRAFT:
        raise IllegalTransition(action="roll_back", state=target.state, document=str(target))
    for pilot in pilots:
        pilot.state = State.RETIRED
        pilot.save(update_fields=["state"])
    if target is not None and target.pk != (current.pk if current else None):
        put_in_force(definition, target, {}, actor=actor, at=at)
    else:
        definition.version += 1
        definition.save(update_fields=["version"])
    forget_soon()
    told = target.number if target is not None else 0
    emit(ProcessChanged(document=definition.ref, verb="rolled_back", number=told), actor=actor, at=at)
    found = target or pilots[0]
    found.refresh_from_db()
    return found


@command(PUBLISH)
def switch_process(*, definition_id: int, is_active: bool, actor: Actor) -> ProcessDefinition:
    """Let a process take new cases, or no more; running cases go on.

    Locks:  the process.
    Emits:  ProcessChanged.
    Raises: NotFound.
    """
    definition = locks.definition_for_update(definition_id)
    definition.is_active = is_active
    definition.version += 1
    definition.save(update_fields=["is_active", "version"])
    forget_soon()
    verb = "switched_on" if is_active else "switched_off"
    emit(ProcessChanged(document=definition.ref, verb=verb), actor=actor)
    return definition


def checked_scope(scope: Mapping[str, Any]) -> dict[str, Any]:
    """A pilot's scope as it is kept: known dimensions, lists of texts, a percentage of 1 to 100.

    Raises: Invalid naming the dimension.
    """
    kept: dict[str, Any] = {}
    for name, wanted in scope.items():
        if name not in SCOPES:
            raise Invalid.field(f"scope.{name}", _("A pilot can't be limited by this."), "unknown_scope")
        if wanted in (None, "", []):
            continue
        if name == "percent":
            if isinstance(wanted, bool) or not isinstance(wanted, int | float) or not 0 < wanted <= 100:
                raise Invalid.field("scope.percent", _("A percentage is above 0 and at most 100."), "invalid")
            kept[name] = wanted
            continue
        values = wanted if isinstance(wanted, list) else [wanted]
        if len(values) > 1000 or not all(isinstance(one, str) and 0 < len(one) <= 120 for one in values):
            raise Invalid.field(f"scope.{name}", _("This has to be a list of texts."), "invalid")
        kept[name] = values
    return kept
