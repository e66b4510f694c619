"""The life of rules: made, edited, published, piloted, rolled back, paused."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from erp.core import outbox
from erp.core.actor import Actor
from erp.core.commands import command, in_command
from erp.core.errors import Invalid
from erp.core.expressions import problems_of
from erp.core.palette import action_of, dwell_of, fact_types, subject_set
from erp.rules.calc.rule import Rule, parse_rule
from erp.rules.events import RuleChanged
from erp.rules.models import RuleDefinition, RuleVersion
from erp.rules.selectors.rules import forget_rules, read_active_rules
from erp.rules.services import versions
from erp.rules.services.tables import EDIT, PUBLISH

SUBSCRIBER = "rules.run"


def cleaned(content: Any) -> dict[str, Any]:
    """A rule's content checked against what is lent: facts, sets, actions, their inputs, the expression.

    Raises: Invalid.
    """
    subject = content.get("subject") if isinstance(content, Mapping) else ""
    types: dict[str, Any] = dict(fact_types(subject)) if isinstance(subject, str) else {}
    rule = parse_rule(content, types)
    errors: dict[str, list[str]] = {}
    if not types:
        errors["subject"] = [_("Nothing is known about this kind of document.")]
    _check_trigger(rule, errors)
    if rule.expression:
        known = types | {"event.name": "text"} | {f"event.{name}": "text" for name in _event_fields(rule)}
        for problem in problems_of(rule.expression, known=known):
            errors.setdefault("conditions.expression", []).append(problem)
    _check_actions(rule, errors)
    if errors:
        raise Invalid(errors=errors)
    return rule.as_json()


def _event_fields(rule: Rule) -> set[str]:
    from erp.rules.selectors.catalog import event_fields

    return {name for event in rule.events for name in event_fields(event)}


def _check_trigger(rule: Rule, errors: dict[str, list[str]]) -> None:
    from erp.rules.selectors.catalog import event_names

    trigger = rule.trigger
    unknown = sorted(set(rule.events) - set(event_names()))
    if unknown:
        errors["trigger.events"] = [_("There is no event “%(name)s”.") % {"name": unknown[0]}]
    if "set" in trigger:
        found = subject_set(trigger["set"])
        if found is None or found.kind != rule.subject:
            errors["trigger.set"] = [_("There is no such set of these documents.")]
    if "dwell" in trigger:
        way = dwell_of(trigger["dwell"])
        if way is None or way.kind != rule.subject:
            errors["trigger.dwell"] = [_("There is no such set of these documents.")]
        elif not set(trigger["states"]) <= {state for state, _label in way.states}:
            errors["trigger.states"] = [_("Choose one of the offered values.")]


def _check_actions(rule: Rule, errors: dict[str, list[str]]) -> None:
    for index, wanted in enumerate(rule.actions):
        action = action_of(wanted["key"])
        if action is None or (action.subjects and rule.subject not in action.subjects):
            errors[f"actions[{index}].key"] = [_("This action is not offered for these documents.")]
            continue
        for given in action.inputs:
            if given.required and wanted["input"].get(given.name) in (None, "", [], {}):
                errors[f"actions[{index}].input.{given.name}"] = [_("This field is required.")]


def _forget() -> None:
    """Who listens follows what is in force, in the same transaction; caches follow the commit."""
    forget_rules()
    active = read_active_rules()
    outbox.listen(SUBSCRIBER, {name for rule in active for name in rule.events})
    if in_command():
        transaction.on_commit(forget_rules)


RULES = versions.Kind(RuleDefinition, RuleVersion, RuleChanged, cleaned, _forget, more=("subject",))


@command(*EDIT)
def create_rule(
    *, values: Mapping[str, Any], content: Any, actor: Actor, at: datetime | None = None
) -> RuleDefinition:
    """Make a rule with its first draft; nothing happens until it is published.

    Emits:  RuleChanged.
    Raises: Invalid, naming what is wrong.
    """
    subject = content.get("subject", "") if isinstance(content, Mapping) else ""
    found: RuleDefinition = versions.create(
        RULES,
        values={**values, "subject": str(subject)[:30]},
        content=content,
        actor=actor,
        at=at or timezone.now(),
    )
    return found


@command(*EDIT)
def edit_rule(
    *,
    rule_id: int,
    values: Mapping[str, Any],
    actor: Actor,
    at: datetime | None = None,
    expected_version: int | None = None,
) -> RuleDefinition:
    """Change what a rule is called.

    Locks:  the rule.
    Emits:  RuleChanged.
    Raises: NotFound; Invalid; StaleVersion.
    """
    known = {name: value for name, value in values.items() if name != "is_active"}
    found: RuleDefinition = versions.rename(
        RULES, rule_id, values=known, actor=actor, at=at or timezone.now(), expected_version=expected_version
    )
    return found


@command(*PUBLISH)
def switch_rule(
    *,
    rule_id: int,
    is_active: bool,
    actor: Actor,
    at: datetime | None = None,
    expected_version: int | None = None,
) -> RuleDefinition:
    """Pause a rule, or set it going again.

    Locks:  the rule.
    Emits:  RuleChanged.
    Raises: NotFound; StaleVersion.
    """
    found: RuleDefinition = versions.rename(
        RULES, rule_id, values={"is_active": is_active}, actor=actor, at=at or timezone.now(),
        expected_version=expected_version,
    )  # fmt: skip
    return found


@command(*EDIT)
def save_rule(
    *,
    rule_id: int,
    content: Any,
    actor: Actor,
    at: datetime | None = None,
    expected_version: int | None = None,
) -> RuleVersion:
    """Keep a content as the rule's draft; what is in force stays as it is.

    Locks:  the rule, then its versions.
    Emits:  RuleChanged.
    Raises: NotFound; Invalid; StaleVersion.
    """
    found = versions.save_draft(
        RULES,
        rule_id,
        content=content,
        actor=actor,
        at=at or timezone.now(),
        expected_version=expected_version,
    )
    assert isinstance(found, RuleVersion)  # noqa: S101 -- RULES makes no other
    return found


def _check(version: Any) -> None:
    cleaned(version.content)


@command(*PUBLISH)
def publish_rule(
    *,
    rule_id: int,
    number: int | None = None,
    scope: Mapping[str, Any] | None = None,
    note: str = "",
    actor: Actor,
    at: datetime | None = None,
    expected_version: int | None = None,
) -> RuleVersion:
    """Put a version in force: the draft, or the number given (an older one is rolled back to).

    Locks:  the rule, then its versions.
    Emits:  RuleChanged.
    Raises: NotFound; Invalid; Conflict `version_is_current`; StaleVersion.
    """
    at = at or timezone.now()
    found = versions.publish(
        RULES, rule_id, number=number, scope=scope, note=note, actor=actor, at=at, check=_check,
        expected_version=expected_version,
    )  # fmt: skip
    RuleDefinition.objects.filter(pk=rule_id).update(checked_at=at, subject=found.content["subject"])
    assert isinstance(found, RuleVersion)  # noqa: S101 -- RULES makes no other
    return found


@command(*PUBLISH)
def retire_rule(
    *,
    rule_id: int,
    number: int,
    actor: Actor,
    at: datetime | None = None,
    expected_version: int | None = None,
) -> RuleVersion:
    """Take a version out of force: a pilot is over.

    Locks:  the rule, then its versions.
    Emits:  RuleChanged.
    Raises: NotFound; Conflict `version_not_in_force`; StaleVersion.
    """
    found = versions.retire(
        RULES, rule_id, number=number, actor=actor, at=at or timezone.now(), expected_version=expected_version
    )
    assert isinstance(found, RuleVersion)  # noqa: S101 -- RULES makes no other
    return found
