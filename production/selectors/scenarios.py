"""Scenarios as their readers see them: lists, one in full, what they rest on, what differs from today."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from erp.core.actor import Actor
from erp.core.commands import declare_permission
from erp.core.documents import document
from production.models import Scenario, ScenarioChange
from production.selectors.scenario_kinds import kind_of
from production.selectors.scenario_kinds.base import Gone, Payload, References, mark, references

VIEW_SCENARIO = declare_permission("production.view_scenario", "See scenarios")
COST = "inventory.view_cost"
MOST_COMPARED = 4


@document("scenario", prefix="scn", key="number", permission=VIEW_SCENARIO)
def visible_scenarios(actor: Actor) -> QuerySet[Scenario]:
    """All scenarios, for those who may see them."""
    if not actor.has(VIEW_SCENARIO):
        return Scenario.objects.none()
    return Scenario.objects.all()


def in_list(rows: QuerySet[Scenario]) -> QuerySet[Any]:
    """With the number of their changes, without their large figures' loads."""
    return rows.annotate(change_count=Count("changes")).defer("touched")


@dataclass(frozen=True)
class ChangeView:
    """A change as pages and programs show it."""

    line: int
    kind: str
    title: str
    words: str
    values: Payload


def changes_of(rows: Sequence[ScenarioChange]) -> list[ChangeView]:
    """Changes in words; a handful of statements, however many."""
    refs = references([row.payload for row in rows])
    return [ChangeView(row.line_no, row.kind, row.get_kind_display(), *_told(row, refs)) for row in rows]


def _told(row: ScenarioChange, refs: References) -> tuple[str, Payload]:
    kind = kind_of(row.kind)
    try:
        return kind.words(row.payload, refs), kind.shown(row.payload, refs)
    except Gone:
        return _no_more(), {}


def _no_more() -> str:
    return _("What this change names was deleted; take the change out.")


def _real(row: ScenarioChange, refs: References) -> list[str]:
    try:
        return kind_of(row.kind).real(row.payload, refs)
    except Gone:
        return [_no_more()]


def _touched(row: ScenarioChange, refs: References) -> dict[str, str]:
    try:
        return kind_of(row.kind).touched(row.payload, refs)
    except Gone:
        return {f"line {row.line_no}": "gone"}


def real_changes(rows: Sequence[ScenarioChange]) -> list[str]:
    """What the adoption of changes would change really, in words."""
    refs = references([row.payload for row in rows])
    return [told for row in rows for told in _real(row, refs)]


def touched_by(rows: Sequence[ScenarioChange], refs: References | None = None) -> dict[str, str]:
    """What changes rest on now, by name."""
    refs = refs or references([row.payload for row in rows])
    found: dict[str, str] = {}
    for row in rows:
        for name, now in _touched(row, refs).items():
            found[name] = mark(found[name], now) if name in found else now  # several rest on the same
    return found


def what_differs(before: Mapping[str, str], now: Mapping[str, str]) -> list[str]:
    """The names of what is not as it was."""
    return sorted(name for name in before.keys() | now.keys() if before.get(name) != now.get(name))


def without_costs(figures: Mapping[str, Any]) -> dict[str, Any]:
    """Figures for those who may not see what things cost."""
    if not figures:
        return {}
    late = {name: value for name, value in figures["late"].items() if name != "value"}
    kept = {name: figures[name] for name in ("work_orders", "load", "planned")}
    return {**kept, "late": late}
