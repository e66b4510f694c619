"""Rules: what a content may say, and what follows when one is put in force."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from erp.core import outbox
from erp.core.errors import Conflict, Invalid
from erp.core.expressions import problems_of
from erp.core.palette import Input, action_of, dwell_of, fact_types, subject_set
from erp.rules.calc.rule import Rule, parse_rule
from erp.rules.events import RuleChanged
from erp.rules.locks import lock_listeners
from erp.rules.models import RuleDefinition, RuleVersion
from erp.rules.selectors.catalog import event_fields, event_names
from erp.rules.selectors.rules import forget_rules, read_active_rules
from erp.rules.services import versions

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
    return {name for event in rule.events for name in event_fields(event)}


def _check_trigger(rule: Rule, errors: dict[str, list[str]]) -> None:
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
            problem = _input_problem(given, wanted["input"].get(given.name))
            if problem:
                errors[f"actions[{index}].input.{given.name}"] = [problem]


def _input_problem(given: Input, value: Any) -> str:
    """What is wrong with a value for an action's input; a place such as {{order.total}} is filled later."""
    if value in (None, "", [], {}):
        return _("This field is required.") if given.required else ""
    options = [option for option, _label in given.options()] if given.type == "choice" else []
    if options and "{{" not in str(value) and str(value) not in options:
        return _("Choose one of the offered values.")
    return ""


def _subscribe() -> None:
    """Who listens follows what is in force, in the same transaction; one after the other.

    Locks:  the list of listeners.
    """
    lock_listeners()
    outbox.listen(SUBSCRIBER, {name for rule in read_active_rules() for name in rule.events})


def _settle(row: RuleDefinition, content: dict[str, Any], at: datetime) -> None:
    """A rule is about what its content says, and is asked from now on, not for the past."""
    row.subject, row.checked_at = content["subject"], at


def _check(version: RuleVersion, beside: list[RuleVersion]) -> None:
    """A content may have lost what it needs since it was saved; versions in force are asked the same way.

    Raises: Invalid; Conflict `versions_differ`.
    """
    content = cleaned(version.content)
    for other in beside:
        same = other.content["subject"] == content["subject"]
        if not same or other.content["trigger"]["type"] != content["trigger"]["type"]:
            raise Conflict("versions_differ", number=other.number)


RULES = versions.Kind(
    RuleDefinition,
    RuleVersion,
    RuleChanged,
    clean=cleaned,
    check=_check,
    forget=forget_rules,
    follow=_subscribe,
    settle=_settle,
)
