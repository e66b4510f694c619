"""What a drawing may refer to, with labels in the reader's language: the designer's drop-downs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from erp.core.event_words import event_word
from erp.core.palette import Action, Fact, actions_for, facts_of
from erp.identity.models import User
from erp.identity.selectors.roles import role_names
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
        "facts": facts_for(kind),
        "actions": [_action(action) for action in actions_for(kind)],
        "events": _events(),
        "roles": [{"value": code, "label": name} for code, name in sorted(role_names().items())],
        "users": _people(),
        "calendars": _named(WorkingCalendar.objects.order_by("code").values_list("code", "name")[:MOST]),
        "tables": _tables(),
        "processes": _named(_processes()),
        "categories": _options(facts, "category"),
        "regions": _options(facts, "region"),
        "tags": _tags(),
    }


def facts_for(kind: str) -> list[dict[str, Any]]:
    """What conditions may read about a kind of document and the step itself."""
    return [_fact(fact) for fact in facts_of(kind)] + _step_facts()


def labels_for(kind: str) -> dict[str, str]:
    """What the codes in a drawing are called: roles, people, actions, news, processes, facts; two queries."""
    found = {action.key: str(action.title) for action in actions_for(kind)}
    found |= {one["value"]: one["label"] for one in _events()}
    found |= {f"process:{code}": name for code, name in _processes()}
    found |= role_names()
    found |= {f"user:{one['value']}": one["label"] for one in _people()}
    return found | {fact.key: str(fact.label) for fact in facts_of(kind)}


def _named(rows: Iterable[tuple[str, str]]) -> Choices:
    return [{"value": code, "label": f"{name} ({code})" if name else code} for code, name in rows]


def _events() -> Choices:
    found = [{"value": name, "label": event_word(name)} for name in known_events()]
    return sorted(found, key=lambda one: (one["label"], one["value"]))


def _processes() -> list[tuple[str, str]]:
    """The processes by code with their names in the reader's language."""
    language = (get_language() or "").lower()
    rows = ProcessDefinition.objects.order_by("code").values_list("code", "name", "names")[:MOST]
    return [(code, names.get(language) or name) for code, name, names in rows]


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
    choices = {"step.outcome": [{"value": v, "label": t} for v, t in outcomes], "event.name": _events()}
    return [
        {
            "key": key,
            "label": labels[key],
            "type": kind,
            "choices": choices.get(key, []),
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
