"""Texts with places for facts, and the groups of topics that people choose channels for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

_PLACE = re.compile(r"\{([A-Za-z_][A-Za-z0-9_.]{0,80})\}")
_GROUPS = (("task", "tasks"), ("sla", "clocks"), ("rule", "rules"))
GROUPS = ("tasks", "clocks", "rules", "other")


def filled(text: str, facts: Mapping[str, Any]) -> str:
    """A text whose {places} are taken by facts; one that is not known reads "…"."""
    return _PLACE.sub(lambda found: _shown(facts.get(found[1])), text)


def places_of(text: str) -> list[str]:
    """The facts that a text asks for."""
    return sorted(set(_PLACE.findall(text)))


def _shown(value: Any) -> str:
    if value is None:
        return "…"
    if isinstance(value, float):
        return f"{value:.2f}".rstrip("0").rstrip(".")
    if isinstance(value, list | tuple):
        return ", ".join(str(one) for one in value[:10])
    return " ".join(str(value).split())[:200]


def group_of(topic: str) -> str:
    """The group of topics that a person's choice of channels is kept for."""
    return next((group for head, group in _GROUPS if topic.startswith(head)), "other")
