"""Scenarios: written, changed, reckoned, discarded. What becomes real is in `scenario_adoption`."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from erp.core.actor import Actor, system_actor
from erp.core.commands import command
from erp.core.errors import Conflict, DomainError, Invalid
from erp.core.events import emit
from erp.core.machines import move_on
from erp.core.numbering import next_number
from erp.core.records import Problems
from erp.masterdata.selectors.company import business_day
from erp.notifications.services.alerts import settle_alerts
from production import locks
from production.calc.planning.model import PlanningError
from production.events import ScenarioChanged, ScenarioCreated, ScenarioReckoningAsked
from production.models import Scenario, ScenarioChange
from production.selectors.scenario_kinds import KINDS
from production.selectors.scenario_kinds.base import Given, Payload
from production.selectors.scenario_reckoning import is_small, reckoned_beside_today
from production.selectors.scenarios import touched_by, what_differs
from production.services.scenario_plans import drop_plans

EDIT = ("production.edit_scenario", "Write, reckon and discard scenarios, ask for their adoption")
WAITS = "scenario_waits"
MOST_CHANGES, MOST_NAME, MOST_NOTE = 50, 120, 500
Values = Mapping[str, Any]


@command(*EDIT)
def create_scenario(
    *,
    name: str,
    note: str = "",
    changes: Sequence[Values] = (),
    actor: Actor,
    at: datetime | None = None,
) -> Scenario:
    """Write a scenario down; nothing is reckoned yet.

    Emits:  ScenarioCreated.
    Raises: Invalid naming the field (`changes[1].days`).
    """
    at = at or timezone.now()
    problems = Problems()
    name, note = _named(name, note, problems)
    cleaned = _cleaned(changes, problems, actor=actor, at=at)
    problems.refuse()
    row = Scenario.objects.create(
        number=next_number("scenario"),
        name=name,
        note=note,
        created_at=at,
        created_by_id=actor.user_id,
        created_label=actor.label[:150],
    )
    _write_changes(row, cleaned)
    event = ScenarioCreated(document=row.ref, title=name, changes=len(cleaned))
    emit(event, actor=actor, at=at, changes={"state": ["", "draft"]})
    return row


@command(*EDIT)
def edit_scenario(
    *,
    scenario_id: int,
    name: str | None = None,
    note: str | None = None,
    changes: Sequence[Values] | None = None,
    actor: Actor,
    expected_version: int | None = None,
    at: datetime | None = None,
) -> Scenario:
    """Rename a scenario, or replace its changes; then its figures are those of before.

    Locks:  the scenario.
    Emits:  ScenarioChanged.
    Raises: NotFound; StaleVersion; Conflict (`scenario_closed`); Invalid.
    """
    at = at or timezone.now()
    row, problems = open_scenario(scenario_id, expected_version), Problems()
    row.name, row.note = _named(
        row.name if name is None else name, row.note if note is None else note, problems
    )
    cleaned = None if changes is None else _cleaned(changes, problems, actor=actor, at=at)
    problems.refuse()
    if cleaned is not None:
        row.changes.all().delete()
        _write_changes(row, cleaned)
        return _changed(row, actor=actor, at=at)
    row.version += 1
    row.save()
    tell(row, "edited", {}, actor=actor, at=at)
    return row


@command(*EDIT)
def add_change(
    *,
    scenario_id: int,
    values: Values,
    actor: Actor,
    expected_version: int | None = None,
    at: datetime | None = None,
) -> Scenario:
    """Lay one more change over it.

    Locks:  the scenario.
    Emits:  ScenarioChanged.
    Raises: NotFound; StaleVersion; Conflict (`scenario_closed`); Invalid naming the field.
    """
    at = at or timezone.now()
    row, problems = open_scenario(scenario_id, expected_version), Problems()
    lines = [change.line_no for change in row.changes.all()]
    if len(lines) >= MOST_CHANGES:
        raise Invalid.field("kind", _("A scenario has at most 50 changes."), "too_many")
    [(kind, payload)] = _cleaned([values], problems, actor=actor, at=at, path="") or [("", {})]
    problems.refuse()
    number = max(lines, default=0) + 1
    ScenarioChange.objects.create(scenario=row, line_no=number, kind=kind, payload=payload)
    return _changed(row, actor=actor, at=at)


@command(*EDIT)
def remove_change(
    *,
    scenario_id: int,
    line: int,
    actor: Actor,
    expected_version: int | None = None,
    at: datetime | None = None,
) -> Scenario:
    """Take a change out again.

    Locks:  the scenario.
    Emits:  ScenarioChanged.
    Raises: NotFound; StaleVersion; Conflict (`scenario_closed`); Invalid on `line`.
    """
    at = at or timezone.now()
    row = open_scenario(scenario_id, expected_version)
    if not row.changes.filter(line_no=line).delete()[0]:
        raise Invalid.field("line", _("This scenario has no such change."), "not_found")
    return _changed(row, actor=actor, at=at)


@command(*EDIT)
def reckon_scenario(
    *, scenario_id: int, actor: Actor, expected_version: int | None = None, at: datetime | None = None
) -> Scenario:
    """Reckon a scenario beside today: at once where there is little, by the worker where there is much.

    Locks:  the scenario.
    Emits:  ScenarioChanged or ScenarioReckoningAsked.
    Raises: NotFound; StaleVersion; Conflict (`scenario_closed`, `scenario_empty`, `scenario_not_reckoned`).
    """
    at = at or timezone.now()
    row = open_scenario(scenario_id, expected_version)
    if not row.changes.exists():
        raise Conflict("scenario_empty", document=row.number)
    if is_small():
        try:
            return _reckon(row, actor=actor, at=at)
        except PlanningError as problem:
            raise Conflict("scenario_not_reckoned", document=row.number, why=problem.code) from problem
    row.is_waiting, row.error = True, ""
    row.version += 1
    row.save()
    emit(ScenarioReckoningAsked(document=row.ref), actor=actor, at=at)
    return row


def reckon_waiting(scenario_id: int) -> None:
    """Reckon a scenario that waits; one that can't be is marked so. Once, however often it is delivered."""
    actor = system_actor("scenarios")
    try:
        _carry_out(scenario_id=scenario_id, actor=actor)
    except PlanningError as problem:
        _fail(scenario_id=scenario_id, code=problem.code, actor=actor)
    except DomainError as refusal:
        _fail(scenario_id=scenario_id, code=refusal.code, actor=actor)


@command()
def _carry_out(*, scenario_id: int, actor: Actor) -> None:
    row = locks.scenario_for_update(scenario_id)
    if row.is_waiting and row.is_open:
        _reckon(row, actor=actor, at=timezone.now())


@command()
def _fail(*, scenario_id: int, code: str, actor: Actor) -> None:
    row = locks.scenario_for_update(scenario_id)
    if row.is_waiting:
        row.is_waiting, row.error = False, code[:100]
        row.version += 1
        row.save()
        tell(row, "failed", {}, actor=actor, at=timezone.now(), reason=code)


@command(*EDIT)
def discard_scenario(
    *, scenario_id: int, actor: Actor, expected_version: int | None = None, at: datetime | None = None
) -> Scenario:
    """Put a scenario away; it stays as it was, its stored plan goes.

    Locks:  the scenario.
    Emits:  ScenarioChanged.
    Raises: NotFound; StaleVersion; Conflict (`scenario_closed`).
    """
    row = open_scenario(scenario_id, expected_version)
    changes = move_on(row, "discard")
    row.is_waiting = False
    row.save()
    drop_plans(row)
    tell(row, "discarded", changes, actor=actor, at=at or timezone.now())
    return row


@command()
def outdate_scenario(*, scenario_id: int, what: Sequence[str], actor: Actor) -> Scenario:
    """Mark a scenario whose ground has changed since it was reckoned.

    Locks:  the scenario.
    Emits:  ScenarioChanged.
    """
    row = locks.scenario_for_update(scenario_id)
    if row.state == Scenario.State.RECKONED:
        changes = move_on(row, "outdate")
        row.save()
        tell(row, "outdated", changes, actor=actor, at=timezone.now(), reason=", ".join(what)[:300])
    return row


def open_scenario(scenario_id: int, expected_version: int | None) -> Scenario:
    """Lock a scenario that may still be changed.

    Raises: NotFound; StaleVersion; Conflict.
    """
    row = locks.scenario_for_update(scenario_id, expected_version)
    if not row.is_open:
        raise Conflict("scenario_closed", document=row.number, state=row.state)
    return row


def tell(
    row: Scenario, verb: str, changes: dict[str, Any], *, actor: Actor, at: datetime, reason: str = ""
) -> None:
    """Tell that a scenario went on; whoever was to approve it need not any more when nobody asks for it.

    Emits: ScenarioChanged.
    """
    event = ScenarioChanged(document=row.ref, verb=verb, reason=reason)
    emit(event, actor=actor, at=at, changes=changes)
    if not row.is_asked:
        settle_alerts(code=WAITS, subjects=[row.ref], actor=actor, at=at)


def _reckon(row: Scenario, *, actor: Actor, at: datetime) -> Scenario:
    """Reckon a locked scenario. Raises: PlanningError; Misconfigured."""
    started, rows = time.perf_counter(), list(row.changes.order_by("line_no"))
    touched = touched_by(rows)
    base, [found] = reckoned_beside_today([rows], at)
    is_other_ground = bool(what_differs(row.touched, touched))
    changes = move_on(row, "reckon", figures=found, base=base, touched=touched)
    row.reckoned_at, row.seconds = at, round(time.perf_counter() - started, 3)
    if is_other_ground and row.asked_at is not None:  # what was asked for was something else
        row.asked_by, row.asked_label, row.asked_at = None, "", None
    row.save()
    tell(row, "reckoned", changes, actor=actor, at=at)
    return row


def _changed(row: Scenario, *, actor: Actor, at: datetime) -> Scenario:
    """Its changes are others: its figures are outdated, and nobody may approve what nobody asked for."""
    changes: dict[str, Any] = {}
    if row.state == Scenario.State.RECKONED:
        changes = move_on(row, "outdate")
    else:
        row.version += 1
    row.save()
    tell(row, "edited", changes, actor=actor, at=at)
    return row


def _named(name: str, note: str, problems: Problems) -> tuple[str, str]:
    name, note = (" ".join(text.replace("\x00", "").split()) for text in (name, note))
    if not 1 <= len(name) <= MOST_NAME:
        problems.add("name", _("Give one to 120 characters."))
    if len(note) > MOST_NOTE:
        problems.add("note", _("Has more than 500 characters."))
    return name, note


def _cleaned(
    changes: Sequence[Values], problems: Problems, *, actor: Actor, at: datetime, path: str | None = None
) -> list[tuple[str, Payload]]:
    """Changes as data; what is wrong is noted beside its field."""
    if len(changes) > MOST_CHANGES:
        problems.add("changes", _("A scenario has at most 50 changes."))
        return []
    found, today = [], business_day(at)
    for place, values in enumerate(changes):
        at_path = f"changes[{place}]." if path is None else path
        kind = KINDS.get(str(values.get("kind", "")))
        if kind is None:
            problems.add(f"{at_path}kind", _("Not one of the choices."))
            continue
        given = Given(values, path=at_path, actor=actor, today=today)
        given.refuse_unknown(kind.fields)
        found.append((kind.code, kind.cleaned(given)))
        problems.merge(given.problems.errors)
    return found


def _write_changes(row: Scenario, cleaned: Sequence[tuple[str, Payload]]) -> None:
    ScenarioChange.objects.bulk_create(
        ScenarioChange(scenario=row, line_no=place, kind=kind, payload=payload)
        for place, (kind, payload) in enumerate(cleaned, 1)
    )
