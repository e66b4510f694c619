"""A scenario's timeline in words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from erp.core.event_words import event_word
from erp.core.models import LoggedEvent
from erp.core.stored_words import actor_text

_LOOKS = {
    "created": ("neutral", "plus"),
    "edited": ("info", "pencil"),
    "reckoned": ("good", "check"),
    "outdated": ("wait", "alert-triangle"),
    "adoption_asked": ("active", "send"),
    "adoption_refused": ("bad", "x"),
    "adopted": ("done", "circle-check"),
    "discarded": ("off", "circle-x"),
}


def told_scenario(events: Sequence[LoggedEvent]) -> list[dict[str, Any]]:
    """The news of a scenario, the newest first."""
    told: list[dict[str, Any]] = []
    before: datetime | None = None
    for event in events:
        dwell = None if before is None else (event.at - before).total_seconds()
        before = event.at
        verb = str(event.facts.get("verb") or event.name.partition(".")[2])
        tone, icon = _LOOKS.get(verb, ("neutral", "circle-dot"))
        results = ", ".join(str(one.get("number", "")) for one in event.facts.get("results") or [])
        told.append(
            {
                "at": event.at,
                "label": event_word(f"scenario.{verb}"),
                "actor": actor_text(event.actor_label) or _("System"),
                "detail": str(event.facts.get("reason") or results),
                "dwell_seconds": dwell if dwell and dwell >= 60 else None,
                "tone": tone,
                "icon": icon,
            }
        )
    told.reverse()
    return told
