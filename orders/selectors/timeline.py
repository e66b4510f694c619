"""The story of an order: every event told about it, its own and those of its documents."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from erp.core.actor import Actor
from erp.core.event_words import event_word
from erp.core.models import LoggedEvent
from erp.core.stored_words import actor_text

MOST_EVENTS = 2000
UNTOLD = ("case.due",)  # a note from the engine to itself
HIDDEN_WITHOUT_COST = frozenset({"cost", "unit_cost", "margin", "values"})


def order_timeline(order_id: int, actor: Actor) -> list[dict[str, Any]]:
    """What happened to an order, oldest first, with the time since the event before; one query.

    Shape: at, actor, event, label, document, node, dwell_seconds, detail. Costs are told to those
    who may see them.
    """
    rows = LoggedEvent.objects.filter(about_kind="order", about_id=order_id).order_by("at", "pk")
    sees_cost = actor.has("inventory.view_cost")
    told: list[dict[str, Any]] = []
    before: datetime | None = None
    node: str | None = None
    for row in rows.exclude(name__in=UNTOLD)[:MOST_EVENTS]:
        node = _node_after(row, node)
        told.append(_entry(row, before, sees_cost, node))
        before = row.at
    return told


def _node_after(row: LoggedEvent, node: str | None) -> str | None:
    """At which step of its process the order stood when this was told; a move tells the step it led to."""
    if row.name == "case.moved" and row.facts.get("entered"):
        return str(row.facts["entered"][-1]["node"])
    if row.name == "case.ended":
        return None
    return node


def _entry(row: LoggedEvent, before: datetime | None, sees_cost: bool, node: str | None) -> dict[str, Any]:
    detail = dict(row.facts)
    if row.changes:
        detail["changes"] = row.changes
    return {
        "at": row.at,
        "actor": actor_text(row.actor_label) or _("System"),
        "event": row.name,
        "label": event_word(row.name),
        "document": row.document_number,
        "node": detail.get("node") or node,
        "dwell_seconds": None if before is None else max((row.at - before).total_seconds(), 0.0),
        "detail": detail if sees_cost else without_cost(detail),
    }


def without_cost(value: Any) -> Any:
    """A JSON value without anything that tells a cost."""
    if isinstance(value, dict):
        return {key: without_cost(part) for key, part in value.items() if key not in HIDDEN_WITHOUT_COST}
    if isinstance(value, list):
        return [without_cost(part) for part in value]
    return value
