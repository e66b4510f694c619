"""Rules that come with the product: written by the migrations of the apps that lend what they need."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils import timezone

from erp.rules.calc.table import checksum

SUBSCRIBER = "rules.run"


def shipped(
    *,
    code: str,
    name: str,
    chinese: str,
    description: str,
    subject: str,
    trigger: Mapping[str, Any],
    tests: Sequence[Mapping[str, Any]] = (),
    match: str = "all",
    expression: str = "",
    actions: Sequence[Mapping[str, Any]] = (),
    per_hour: int = 500,
) -> dict[str, Any]:
    """One rule as a migration ships it."""
    return {
        "code": code,
        "name": name,
        "names": {"zh-hans": chinese},
        "description": description,
        "subject": subject,
        "content": {
            "subject": subject,
            "trigger": dict(trigger),
            "conditions": {"match": match, "tests": [dict(test) for test in tests], "expression": expression},
            "actions": [dict(action) for action in actions],
            "limits": {"per_hour": per_hour},
        },
    }


def ship_rules(apps: Any, rules: Sequence[Mapping[str, Any]]) -> None:
    """Make rules, on and published, unless there is one of that code; for migrations (`apps` is theirs)."""
    definitions = apps.get_model("rules", "RuleDefinition")
    now = timezone.now()
    for rule in rules:
        row, is_new = definitions.objects.get_or_create(
            code=rule["code"],
            defaults={
                **{name: rule[name] for name in ("name", "names", "description", "subject")},
                "is_shipped": True,
                "checked_at": now,
            },
        )
        if not is_new:
            continue
        apps.get_model("rules", "RuleVersion").objects.create(
            definition=row, number=1, content=rule["content"], checksum=checksum(rule["content"]),
            state="published", saved_by="Kept", published_by="Kept", published_at=now,
        )  # fmt: skip
        for event in rule["content"]["trigger"].get("events", ()):
            apps.get_model("core", "EventListener").objects.get_or_create(
                subscriber=SUBSCRIBER, event_name=event
            )


def take_rules_back(apps: Any, rules: Sequence[Mapping[str, Any]]) -> None:
    """Undo `ship_rules`."""
    codes = [rule["code"] for rule in rules]
    apps.get_model("rules", "RuleDefinition").objects.filter(code__in=codes, is_shipped=True).delete()
