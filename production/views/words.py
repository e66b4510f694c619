"""Words and looks of production's pages: timelines, where made goods stand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from erp.core.event_words import event_word
from erp.core.formats import quantity_text
from erp.core.models import LoggedEvent
from erp.core.stored_words import actor_text

_LOOKS = {
    "work_order.created": ("neutral", "tools"),
    "work_order.changed": ("info", "pencil"),
    "work_order.started": ("active", "player-play"),
    "work_order.reported": ("active", "check"),
    "work_order.issued": ("info", "package-export"),
    "work_order.completed": ("good", "circle-check"),
    "work_order.closed": ("done", "lock"),
    "work_order.cancelled": ("off", "circle-x"),
    "work_order.inspected": ("info", "checklist"),
    "non_conformance.found": ("bad", "alert-triangle"),
    "non_conformance.decided": ("info", "check"),
    "non_conformance.moved": ("done", "circle-check"),
    "operation.moved": ("info", "player-play"),
}


def told_work(events: Sequence[LoggedEvent], unit: str) -> list[dict[str, Any]]:
    """A work order's timeline, the newest first."""
    told: list[dict[str, Any]] = []
    before: datetime | None = None
    for event in events:
        dwell = None if before is None else (event.at - before).total_seconds()
        before = event.at
        tone, icon = _LOOKS.get(event.name, ("neutral", "circle-dot"))
        name = event.name
        if name in {"work_order.changed", "operation.moved"}:
            name = f"{name.partition('.')[0]}.{event.facts.get('verb', '')}"
        if name in {"non_conformance.decided", "non_conformance.moved"}:
            said = event.facts.get("decision") or event.facts.get("state", "")
            name = f"non_conformance.{said}"
        told.append(
            {
                "at": event.at,
                "label": event_word(name),
                "actor": actor_text(event.actor_label) or _("System"),
                "detail": _detail(event.facts, unit),
                "dwell_seconds": dwell if dwell and dwell >= 60 else None,
                "tone": tone,
                "icon": icon,
            }
        )
    told.reverse()
    return told


def _detail(facts: dict[str, Any], unit: str) -> str:
    parts = []
    if "operation" in facts:
        parts.append(_("Operation %(number)s") % {"number": facts["operation"]})
    texts: tuple[tuple[str, str], ...] = (
        ("good", _("good %(quantity)s")),
        ("accepted", _("accepted %(quantity)s")),
        ("scrap", _("spoiled %(quantity)s")),
        ("rejected", _("set aside %(quantity)s")),
    )
    if facts.get("decision") or "quantity" in facts:
        texts = (("quantity", "%(quantity)s"), *texts)
    for name, text in texts:
        quantity = Decimal(str(facts.get(name) or 0))
        if quantity > 0:
            parts.append(text % {"quantity": quantity_text(quantity, unit)})
    parts += [
        f"{line['product']} {quantity_text(Decimal(line['quantity']))}" for line in facts.get("lines") or []
    ][:5]
    parts += [str(facts[name]) for name in ("rework_order", "reason", "note") if facts.get(name)]
    return ", ".join(parts)
