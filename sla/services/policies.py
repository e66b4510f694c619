"""Service levels: what may be asked of whom, checked and kept with every edit's version."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypedDict

from django.utils.translation import gettext as _

from erp.core.actor import Actor
from erp.core.commands import command
from erp.core.errors import Conflict
from erp.core.records import Changes, Problems
from erp.identity.selectors.roles import role_names
from erp.masterdata.models import Customer, WorkingCalendar
from erp.masterdata.services.setup import create_setup, delete_setup, edit_setup
from sla import locks
from sla.calc.ladder import ACTIONS
from sla.models import SlaPolicy, SlaTarget, SlaTimer
from sla.selectors.policies import forget_levels
from sla.services.milestones import milestone

EDIT = ("sla.edit_policy", "Edit service levels")
LONGEST = 366 * 86_400
MOST_DAYS = 366
MOST_RUNGS = 20
MOST_TARGETS = 500
PRIORITIES = ("low", "normal", "high", "rush")
_RUNG_KEYS = {"action", "after_seconds", "from_due_seconds", "to"}


class PolicyValues(TypedDict, total=False):
    """A service level; `ladder` is a list of {action, after_seconds | from_due_seconds, to}."""

    code: str
    name: str
    process: str
    node: str
    milestone: str
    target_seconds: int | None
    target_days: int | None
    calendar_id: int | None
    is_around_the_clock: bool
    ladder: Sequence[Mapping[str, Any]]
    is_active: bool


class TargetValues(TypedDict, total=False):
    """A target that differs: exactly one of customer, tier and priority; seconds or working days."""

    customer: Customer | None
    tier: str
    priority: str
    target_seconds: int | None
    target_days: int | None


def _check(policy: SlaPolicy, problems: Problems) -> None:
    has_step = bool(policy.process or policy.node)
    if bool(policy.milestone) == has_step or (has_step and not (policy.process and policy.node)):
        problems.add("milestone", _("Name a milestone, or a process and its node."))
    timed = milestone(policy.milestone) if policy.milestone else None
    if policy.milestone and timed is None:
        problems.add("milestone", _("There is no such milestone."))
    _check_length(policy, "", problems)
    has_length = policy.target_seconds is not None or policy.target_days is not None
    if timed is not None and timed.due_fact and has_length:
        problems.add("target_seconds", _("The document itself says when it is due: leave this empty."))
    if timed is not None and not timed.due_fact and not has_length:
        problems.add("target_seconds", _("A target is needed, in seconds or in working days."))
    _check_calendar(policy, problems)
    if policy.is_active and not problems.errors:
        others = SlaPolicy.objects.filter(
            process=policy.process, node=policy.node, milestone=policy.milestone, is_active=True
        )
        if others.exclude(pk=policy.pk).exists():
            problems.add("milestone", _("Another active service level is for the same clock."))


def _check_calendar(policy: SlaPolicy, problems: Problems) -> None:
    if policy.calendar_id is None:
        return
    calendar = WorkingCalendar.objects.prefetch_related("exceptions").filter(pk=policy.calendar_id).first()
    if calendar is None:
        problems.add("calendar", _("There is no such calendar."))
    elif not calendar.weekly and not any(row.intervals for row in calendar.exceptions.all()):
        problems.add("calendar", _("The working calendar has no working time."))


def _check_length(row: Any, prefix: str, problems: Problems) -> None:
    seconds, days = row.target_seconds, row.target_days
    if seconds is not None and days is not None:
        problems.add(f"{prefix}target_days", _("Give seconds or working days, not both."))
    if seconds is not None and not 1 <= seconds <= LONGEST:
        problems.add(f"{prefix}target_seconds", _("Between one second and a year."))
    if days is not None and not 1 <= days <= MOST_DAYS:
        problems.add(f"{prefix}target_days", _("Between one day and a year."))


def clean_ladder(raw: Any, problems: Problems) -> list[dict[str, Any]]:
    """The rungs of a ladder as they are kept; what is wrong is noted with its place."""
    if not isinstance(raw, list | tuple) or len(raw) > MOST_RUNGS:
        problems.add("ladder", _("A ladder is a list of at most %(count)s steps.") % {"count": MOST_RUNGS})
        return []
    return [_rung(one, f"ladder[{position}]", problems) for position, one in enumerate(raw)]


def _rung(raw: Any, path: str, problems: Problems) -> dict[str, Any]:
    if not isinstance(raw, Mapping):
        problems.add(path, _("This must be an object of keys and values."))
        return {}
    for name in raw.keys() - _RUNG_KEYS:
        problems.add(f"{path}.{str(name)[:30]}", _("This field is not known."))
    kept: dict[str, Any] = {"action": raw.get("action")}
    if kept["action"] not in ACTIONS:
        problems.add(f"{path}.action", _("This kind is not known."))
    given = [name for name in ("after_seconds", "from_due_seconds") if raw.get(name) is not None]
    if len(given) != 1:
        problems.add(path, _("Say after how many seconds, from the start or from the target."))
    for name in given:
        value = raw[name]
        lowest = 0 if name == "after_seconds" else -LONGEST
        if not isinstance(value, int) or isinstance(value, bool) or not lowest <= value <= LONGEST:
            problems.add(f"{path}.{name}", _("This must be a whole number of seconds within a year."))
        kept[name] = value
    if raw.get("to"):
        kept["to"] = _recipient(raw["to"], f"{path}.to", problems)
    return kept


def _recipient(raw: Any, path: str, problems: Problems) -> dict[str, Any]:
    if isinstance(raw, Mapping) and set(raw) == {"role"} and raw["role"] in role_names():
        return {"role": raw["role"]}
    if isinstance(raw, Mapping) and set(raw) == {"user"} and isinstance(raw["user"], str):
        return {"user": raw["user"][:150]}
    problems.add(path, _("Name a role or a user."))
    return {}


def _cleaned(values: PolicyValues) -> dict[str, Any]:
    problems = Problems()
    cleaned: dict[str, Any] = {**values}
    if "ladder" in values:
        cleaned["ladder"] = clean_ladder(values["ladder"], problems)
    problems.refuse()
    return cleaned


def _built(targets: Sequence[TargetValues]) -> list[SlaTarget]:
    problems = Problems()
    if len(targets) > MOST_TARGETS:
        problems.add("targets", _("There may be at most %(count)s.") % {"count": MOST_TARGETS})
    built: list[SlaTarget] = []
    seen = set()
    for position, one in enumerate(targets[:MOST_TARGETS]):
        path = f"targets[{position}]"
        row = SlaTarget(**one)
        scopes = [row.customer_id, row.tier, row.priority]
        if sum(bool(scope) for scope in scopes) != 1:
            problems.add(path, _("Name exactly one of customer, tier and priority."))
        if row.priority and row.priority not in PRIORITIES:
            problems.add(f"{path}.priority", _("This kind is not known."))
        if (row.target_seconds is None) == (row.target_days is None):
            problems.add(f"{path}.target_seconds", _("Give seconds or working days, not both."))
        _check_length(row, f"{path}.", problems)
        if tuple(scopes) in seen:
            problems.add(path, _("This is named twice."))
        seen.add(tuple(scopes))
        built.append(row)
    problems.refuse()
    return built


def _named(rows: Iterable[SlaTarget]) -> dict[str, Any]:
    return {str(row): row.target_seconds or f"{row.target_days} d" for row in rows}


def _replace_targets(policy: SlaPolicy, built: list[SlaTarget]) -> Changes:
    before = {
        str(row): row.target_seconds or f"{row.target_days} d"
        for row in policy.targets.select_related("customer")
    }
    after = {str(row): row.target_seconds or f"{row.target_days} d" for row in built}
    if before == after:
        return {}
    policy.targets.all().delete()
    for row in built:
        row.policy = policy
    SlaTarget.objects.bulk_create(built)
    return {"targets": [before, after]}


@command(*EDIT)
def create_policy(*, values: PolicyValues, targets: Sequence[TargetValues] = (), actor: Actor) -> SlaPolicy:
    """Take up a service level.

    Raises: Invalid.
    """
    cleaned, built = _cleaned(values), _built(targets)
    policy = create_setup(SlaPolicy(), values=cleaned, table="sla_policy", actor=actor, check=_check)
    _replace_targets(policy, built)
    forget_levels()
    return policy


@command(*EDIT)
def edit_policy(
    *,
    policy_id: int,
    values: PolicyValues,
    targets: Sequence[TargetValues] | None = None,
    actor: Actor,
    expected_version: int | None = None,
) -> SlaPolicy:
    """Change a service level; clocks that run keep the version they began by until they are reckoned anew.

    Locks:  the service level.
    Raises: NotFound; StaleVersion; Invalid.
    """
    cleaned = _cleaned(values)
    built = None if targets is None else _built(targets)
    policy = locks.policy_for_update(policy_id, expected_version)
    told = {} if built is None else _replace_targets(policy, built)
    changed = dict(told)
    for name, value in cleaned.items():
        if getattr(policy, name) != value:
            changed[name] = [None, None]
    if changed:
        cleaned["version"] = policy.version + 1
    row = edit_setup(policy, values=cleaned, table="sla_policy", actor=actor, check=_check, told=told)
    forget_levels()
    return row


@command(*EDIT)
def delete_policy(*, policy_id: int, actor: Actor) -> None:
    """Delete a service level that no clock has ever run by; others are switched off.

    Raises: NotFound; Conflict (`in_use`).
    """
    locks.policy_for_update(policy_id)
    if SlaTimer.objects.filter(policy_id=policy_id).exists():
        raise Conflict("in_use")
    SlaTarget.objects.filter(policy_id=policy_id).delete()
    delete_setup(SlaPolicy, policy_id, table="sla_policy", actor=actor)
    forget_levels()
