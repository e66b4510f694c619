"""Decision tables as readers and the engines see them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from erp.core.actor import Actor
from erp.core.commands import declare_permission
from erp.core.documents import document
from erp.core.fresh import kept_for
from erp.rules.models import DecisionTable, TableVersion

VIEW = declare_permission("rules.view_rule", "See rules and decision tables")


@document("decision_table", prefix="dct", key="code", permission=VIEW)
def visible_tables(actor: Actor) -> QuerySet[DecisionTable]:
    """Every decision table, for those who may see rules."""
    return DecisionTable.objects.all() if actor.has(VIEW) else DecisionTable.objects.none()


@dataclass(frozen=True)
class InForce:
    """A version in force, without its content."""

    pk: int
    number: int
    scope: dict[str, Any]
    checksum: str


@kept_for(seconds=5.0)
def versions_in_force(code: str) -> Sequence[InForce]:
    """The versions of a table that decide now, pilots first, the newest first; at most five seconds old."""
    rows = TableVersion.objects.filter(
        definition__code=code, definition__is_active=True, state=TableVersion.State.PUBLISHED
    )
    found = [InForce(*row) for row in rows.values_list("pk", "number", "scope", "checksum")]
    return sorted(found, key=lambda one: (not one.scope, -one.number))


def forget_tables() -> None:
    """Read which versions are in force anew next time; called when one was published."""
    versions_in_force.forget()
