"""Decision tables as readers and the engines see them."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from erp.core.actor import Actor
from erp.core.commands import declare_permission
from erp.core.documents import document
from erp.rules.models import DecisionTable, TableVersion

VIEW = declare_permission("rules.view_rule", "See rules and decision tables")
_SECONDS = 5.0


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


_kept: dict[str, tuple[float, Sequence[InForce]]] = {}


def versions_in_force(code: str) -> Sequence[InForce]:
    """The versions of a table that decide now, pilots first, the newest first; at most five seconds old."""
    now = time.monotonic()
    kept = _kept.get(code)
    if kept is None or now - kept[0] > _SECONDS:
        rows = TableVersion.objects.filter(
            definition__code=code, definition__is_active=True, state=TableVersion.State.PUBLISHED
        )
        found = [InForce(*row) for row in rows.values_list("pk", "number", "scope", "checksum")]
        found.sort(key=lambda one: (not one.scope, -one.number))
        kept = _kept[code] = (now, found)
    return kept[1]


def forget_tables() -> None:
    """Read which versions are in force anew next time; called when one was published."""
    _kept.clear()
