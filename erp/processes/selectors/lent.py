"""What a drawing may refer to, with labels in the reader's language: the designer's drop-downs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.utils.translation import gettext as _

from erp.core.palette import Action, Fact, actions_for, facts_of
from erp.identity.models import Role, User
from erp.masterdata.models import Customer, WorkingCalendar
from erp.processes.calc.validation import STEP_FACTS
from erp.processes.models import ProcessDefinition
from erp.processes.selectors.validation import known_events

MOST = 500
Choices = list[dict[str, str]]


def lent_to(kind: str) -> dict[str, Any]:
    """Facts, actions, events, roles, people, calendars, tables, processes and pilot dimensions of a kind.

    Bounded: at most 500 of each; about ten queries.
    """
    facts = facts_of(kind)
    return {
        "facts": [_fact(fact) for fact in facts] + _step_facts(),
        "actions": [_action(action) for action in actions_for(kind)],
        "events": [{"value": name, "label": name} for name in sorted(known_events())],
        "roles": [{"value": role.code, "label": str(role)} for role in Role.objects.order_by("code")[:MOST]],
        "users": _people(),
        "calendars": _named(WorkingCalendar.objects.order_by("code").values_list("code", "name")[:MOST]),
        "tables": _tables(),
        "processes": _named(ProcessDefinition.objects.values_list("code", "name")[:MOST]),
        "categories": _options(facts, "category"),
        "regions": _options(facts, "region"),
        "tags": _tags(),
        "customers": [],
    }


def labels_for(kind: str) -> dict[str, str]:
    """What the codes in a drawing are called: roles, actions, people, processes; three queries."""
    found = {action.key: str(action.title) for action in actions_for(kind)}
    found |= {role.code: str(role) for role in Role.objects.order_by("code")[:MOST]}
    found |= {f"user:{one['value']}": one["label"] for one in _people()}
    return found | {fact.key: str(fact.label) for fact in facts_of(kind)}


def _named(rows: Iterable[tuple[str, str]]) -> Choices:
    return [{"value": code, "label": f"{name} ({code})" if name else code} for code, name in rows]


def _fact(fact: Fact) -> dict[str, Any]:
    options = [{"value": value, "label": label} for value, label in fact.options()[:MOST]]
    return {"key": fact.key, "label": str(fact.label), "type": fact.type, "choices": options}


def _step_facts() -> list[dict[str, Any]]:
    labels = {
        "step.outcome": _("Step: outcome"),
        "step.note": _("Step: note"),
        "step.visit": _("Step: number of the visit"),
        "event.name": _("Event: name"),
    }
    outcomes = [("approved", _("approved")), ("rejected", _("rejected"))]
    return [
        {
            "key": key,
            "label": labels[key],
            "type": kind,
            "choices": [{"value": v, "label": t} for v, t in outcomes] if key == "step.outcome" else [],
        }
        for key, kind in STEP_FACTS.items()
    ]


def _action(action: Action) -> dict[str, Any]:
    return {
        "key": action.key,
        "title": str(action.title),
        "is_critical": action.is_critical,
        "inputs": [
            {
                "name": one.name,
                "label": str(one.label),
                "type": one.type,
                "required": one.required,
                "choices": [{"value": value, "label": label} for value, label in one.options()],
            }
            for one in action.inputs
        ],
    }


def _people() -> Choices:
    rows = User.objects.filter(is_active=True).order_by("username")[:MOST]
    return [{"value": user.username, "label": str(user)} for user in rows]


def _options(facts: Iterable[Fact], ending: str) -> Choices:
    """The values of the first declared fact of this kind: categories belong to an upper app."""
    found = next((fact for fact in facts if fact.key.endswith(f".{ending}")), None)
    return [] if found is None else [{"value": v, "label": f"{t} ({v})"} for v, t in found.options()[:MOST]]


def _tags() -> Choices:
    tagged = Customer.objects.exclude(tags=[]).order_by("pk").values_list("tags", flat=True)[:2000]
    return [{"value": tag, "label": tag} for tag in sorted({tag for tags in tagged for tag in tags})[:MOST]]


def _tables() -> Choices:
    try:
        tables = apps.get_model("rules", "DecisionTable")
    except LookupError:
        return []
    return _named(tables._default_manager.order_by("code").values_list("code", "name")[:MOST])
