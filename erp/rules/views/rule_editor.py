"""What the rule editor in the browser is given: the content, everything that may be chosen, the words."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from erp.core.event_words import event_word
from erp.core.palette import actions_for, dwells, subject_kinds, subject_sets
from erp.identity.selectors.roles import role_names
from erp.rules.models import RuleDefinition
from erp.rules.selectors.catalog import event_names
from erp.rules.selectors.words import (
    EVERY_WORDS,
    TRIGGER_WORDS,
    WEEKDAYS,
    fact_rows,
    kind_word,
    operators,
)


def starting() -> dict[str, Any]:
    """What the editor starts a new rule with."""
    return {
        "subject": "order",
        "trigger": {"type": "event", "events": ["order.submitted"]},
        "conditions": {"match": "all", "tests": [], "expression": ""},
        "actions": [
            {
                "key": "notifications.notify",
                "input": {"to": {"roles": ["sales_manager"]}, "title": "{{order.number}}", "text": ""},
            }
        ],
        "limits": {"per_hour": 500},
    }


def editor_state(row: RuleDefinition | None, content: dict[str, Any], *, can_edit: bool) -> dict[str, Any]:
    """What the editor works on and with."""
    kinds = subject_kinds()
    return {
        "content": content,
        "code": row.code if row else "",
        "name": row.name if row else "",
        "description": row.description if row else "",
        "version": row.version if row else None,
        "can_edit": can_edit,
        "kinds": [[kind, kind_word(kind)] for kind in kinds],
        "facts": {kind: fact_rows(kind) for kind in kinds},
        "operators": operators(),
        "events": [[name, f"{event_word(name)} ({name})"] for name in event_names()],
        "sets": [{"key": one.key, "label": str(one.label), "kind": one.kind} for one in subject_sets()],
        "dwells": [
            {
                "key": one.key,
                "label": str(one.label),
                "kind": one.kind,
                "states": [[value, str(text)] for value, text in one.states],
            }
            for one in dwells()
        ],
        "actions": {kind: [_action(one) for one in actions_for(kind)] for kind in kinds},
        "trigger_words": {name: str(text) for name, text in TRIGGER_WORDS.items()},
        "every": [[name, str(text)] for name, text in EVERY_WORDS.items()],
        "weekdays": [[str(number), str(text)] for number, text in enumerate(WEEKDAYS, start=1)],
        "labels": _labels(),
        "roles": [[code, str(name)] for code, name in role_names().items()],
        "urls": {
            "check": reverse("rule-check"),
            "dry_run": reverse("rule-dry-run"),
            "save": reverse("rule-save", args=[row.code]) if row else reverse("rule-create"),
        },
    }


def _labels() -> dict[str, str]:
    return {
        "about": _("About"),
        "kind": _("It is asked"),
        "event": _("When this happens"),
        "event_too": _("And at once when this happens"),
        "set": _("For each of"),
        "every_minutes": _("Looked at every so many minutes"),
        "every": _("How often"),
        "weekday": _("On weekday"),
        "day": _("On day of the month"),
        "hour": _("At hour"),
        "way": _("What is watched"),
        "states": _("In one of these states"),
        "hours": _("For more than so many hours"),
        "comparison": _("Comparison"),
        "expression": _("And this expression holds (for experts)"),
        "places": _("{{order.number}} and other facts are filled in"),
        "not_understood": _("This can't be understood."),
    }


def _action(action: Any) -> dict[str, Any]:
    return {
        "key": action.key,
        "title": str(action.title),
        "inputs": [
            {
                "name": one.name,
                "label": str(one.label),
                "type": one.type,
                "required": one.required,
                "choices": [[value, label] for value, label in one.options()],
            }
            for one in action.inputs
        ],
    }


def editor_words() -> dict[str, Any]:
    """What the editor says."""
    return {
        "any_of": _("any of these holds"),
        "all_of": _("all of these hold"),
        "other_fact": _("another fact"),
        "remove": _("Remove"),
        "yes": _("yes"),
        "no": _("no"),
        "from": _("from"),
        "to": _("to"),
        "values": _("Values, separated by commas"),
        "saved": _("Saved as draft %(number)s"),
        "looked_at": _("%(count)s looked at, %(fired)s would have fired"),
        "cut": _("Only the first are shown."),
        "nothing": _("Nothing would have happened."),
        "facts_today": _("Documents are judged by their facts of today, events by what they said."),
        "roles": _("Roles"),
        "users": _("User names, separated by commas"),
        "field": _("Or the person that a fact names"),
        "condition": _("Condition"),
        "action": _("Action"),
        "choose": _("Choose…"),
        "running": _("Looking…"),
    }
