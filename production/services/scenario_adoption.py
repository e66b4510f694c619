"""A scenario becomes real: asked for by one person, approved by another, done in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone

from erp.core.actor import Actor
from erp.core.commands import command, current
from erp.core.errors import Conflict
from erp.core.events import emit
from erp.core.machines import move_on
from erp.core.records import need_reason
from erp.core.refs import DocumentRef
from erp.notifications.services.alerts import NewAlert, raise_alert, settle_alerts
from production import locks
from production.events import ScenarioAdopted
from production.models import Scenario, ScenarioChange
from production.selectors.scenario_kinds.base import References, references
from production.selectors.scenarios import real_changes, touched_by, what_differs
from production.services.scenario_hours import adopt_extra_hours, lock_hours
from production.services.scenario_plans import drop_plans
from production.services.scenario_supply import (
    adopt_add_order,
    adopt_forecast_change,
    adopt_late_supplier,
    adopt_outsource,
)
from production.services.scenarios import EDIT, WAITS, open_scenario, outdate_scenario, tell

APPROVE = ("production.adopt_scenario", "Approve or refuse the adoption of scenarios")
APPROVER = "production_manager"
Adopter = Callable[..., Sequence[DocumentRef]]
ADOPTERS: dict[str, Adopter] = {
    "add_order": adopt_add_order,
    "extra_hours": adopt_extra_hours,
    "outsource": adopt_outsource,
    "late_supplier": adopt_late_supplier,
    "forecast_change": adopt_forecast_change,
}


@command(*EDIT)
def ask_adoption(
    *, scenario_id: int, actor: Actor, expected_version: int | None = None, at: datetime | None = None
) -> Scenario:
    """Ask somebody else to make a scenario real; production managers are told.

    Locks:  the scenario.
    Emits:  ScenarioChanged.
    Raises: NotFound; StaleVersion; Conflict `scenario_closed`; `scenario_not_current` unless it is reckoned
        as it stands; `scenario_outdated` when what it rests on has changed since; `scenario_asked` twice;
        `scenario_without_customer` for an order that nobody gave.
    """
    at = at or timezone.now()
    row = open_scenario(scenario_id, expected_version)
    rows = _current_changes(row, actor)
    if row.asked_at is not None:
        raise Conflict("scenario_asked", document=row.number, who=row.asked_label)
    for change in rows:
        if change.kind == ScenarioChange.Kind.ADD_ORDER and not change.payload["customer"]:
            raise Conflict("scenario_without_customer", document=row.number, line=change.line_no)
    row.asked_by_id, row.asked_label, row.asked_at = actor.user_id, actor.label[:150], at
    row.reason = ""
    row.version += 1
    row.save()
    tell(row, "adoption_asked", {}, actor=actor, at=at)
    facts = {"name": row.name, "who": row.asked_label}
    alert = NewAlert(code=WAITS, subject=row.ref, role=APPROVER, level="info", facts=facts)
    raise_alert(alert=alert, actor=actor, at=at)
    return row


@command(*APPROVE)
def refuse_adoption(
    *,
    scenario_id: int,
    reason: str,
    actor: Actor,
    expected_version: int | None = None,
    at: datetime | None = None,
) -> Scenario:
    """Say no, and why; the scenario stays and may be changed and asked for again.

    Locks:  the scenario.
    Emits:  ScenarioChanged.
    Raises: NotFound; StaleVersion; Conflict (`scenario_closed`, `scenario_not_asked`); Invalid on `reason`.
    """
    at = at or timezone.now()
    need_reason(reason)
    row = _asked(scenario_id, expected_version)
    row.asked_by, row.asked_label, row.asked_at = None, "", None
    row.decided_by_id, row.decided_label, row.decided_at = actor.user_id, actor.label[:150], at
    row.reason = reason.strip()[:500]
    row.version += 1
    row.save()
    tell(row, "adoption_refused", {}, actor=actor, at=at, reason=row.reason)
    return row


@command(*APPROVE)
def adopt_scenario(
    *, scenario_id: int, actor: Actor, expected_version: int | None = None, at: datetime | None = None
) -> Scenario:
    """Make a scenario real: every change by the service that makes it otherwise too, all or none.

    Whoever asked for it can't approve it. What it rests on is locked and looked at again first.

    Locks:  the scenario; forecasts, work orders, work centers, calendars that it touches; then what the
        services lock.
    Emits:  ScenarioAdopted and what the services tell.
    Raises: NotFound; StaleVersion; Conflict `scenario_closed`, `scenario_not_asked`, `scenario_four_eyes`,
        `scenario_not_current`, `scenario_outdated`; what the services refuse.
    """
    at = at or timezone.now()
    row = _asked(scenario_id, expected_version)
    if actor.user_id is None or row.asked_by_id == actor.user_id:
        raise Conflict("scenario_four_eyes", document=row.number, who=row.asked_label)
    rows = list(row.changes.order_by("line_no"))
    refs = references([change.payload for change in rows])
    _lock_ground(rows, refs, actor)
    rows, told = _current_changes(row, actor), real_changes(rows)
    results: list[dict[str, Any]] = []
    refs = references([change.payload for change in rows])
    for change in rows:
        made = ADOPTERS[change.kind](row, change.payload, refs, actor=actor, at=at)
        results += [{"kind": one.kind, "id": one.id, "number": one.number} for one in made]
    asked_by = row.asked_label
    changes = move_on(row, "adopt", by=actor.user_id, label=actor.label, at=at, results=results)
    row.save()
    drop_plans(row)  # what it supposed is in the company's own plan now
    event = ScenarioAdopted(document=row.ref, asked_by=asked_by, results=results)
    emit(event, actor=actor, at=at, changes={**changes, "real": ["", "; ".join(told)[:2000]]})
    settle_alerts(code=WAITS, subjects=[row.ref], actor=actor, at=at)
    return row


def _asked(scenario_id: int, expected_version: int | None) -> Scenario:
    row = open_scenario(scenario_id, expected_version)
    if row.asked_at is None:
        raise Conflict("scenario_not_asked", document=row.number)
    return row


def _current_changes(row: Scenario, actor: Actor) -> list[ScenarioChange]:
    """The changes of a scenario that is reckoned as it and its ground stand.

    Raises: Conflict; then the scenario is marked outdated in a transaction of its own.
    """
    if row.state != Scenario.State.RECKONED or row.is_waiting:
        raise Conflict("scenario_not_current", document=row.number)
    rows = list(row.changes.order_by("line_no"))
    what = what_differs(row.touched, touched_by(rows))
    if what:
        key = row.pk
        current().keep_if_refused(lambda: _outdate(key, what, actor))
        raise Conflict("scenario_outdated", document=row.number, what=", ".join(what)[:300])
    return rows


def _outdate(scenario_id: int, what: list[str], actor: Actor) -> None:
    outdate_scenario(scenario_id=scenario_id, what=what, actor=actor)


def _lock_ground(rows: Sequence[ScenarioChange], refs: References, actor: Actor) -> None:
    """Lock what the changes rest on, so that nobody changes it between the look and the deed."""
    if any(change.kind == ScenarioChange.Kind.FORECAST_CHANGE for change in rows):
        locks.lock_forecasts()
    orders = {refs.operations[pk].work_order_id for pk in refs.operations}
    for pk in sorted(orders):
        locks.work_order_for_update(pk)
        locks.operations_for_update(pk)
    for pk in sorted(refs.centers):
        lock_hours(refs.centers[pk], actor=actor)
