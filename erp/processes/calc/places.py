"""Where a case stands and what has happened to it in memory: places, visits that are over, failures."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

ACTIVE, WAITING, DONE = "active", "waiting", "done"
INCIDENT = "!incident"
LEAVE = "!leave:"
_SEPARATORS = re.compile(r"[\s,]+")


class Later(Exception):
    """A condition reads what is not at hand here; the token stays active until it is."""


@dataclass
class Place:
    """A token in memory: where it stands, since when, and what it waits for."""

    id: int
    node: str
    visit: int
    state: str
    entered_at: datetime
    wait_for: str = ""
    due_at: datetime | None = None
    edge: str = ""
    note: str = ""
    is_new: bool = False
    is_changed: bool = False


@dataclass(frozen=True)
class Step:
    """A visit that is over."""

    token: int
    node: str
    visit: int
    entered_at: datetime
    left_at: datetime
    outcome: str
    by: str
    edge: str


@dataclass(frozen=True)
class Failure:
    """A step that could not be done, and why."""

    place: Place
    code: str
    facts: Mapping[str, Any]


def words(value: Any) -> tuple[str, ...]:
    """A list of names, written as a list or as a text with blanks or commas between."""
    if isinstance(value, str):
        return tuple(part for part in _SEPARATORS.split(value) if part)
    if isinstance(value, Iterable):
        return tuple(str(part) for part in value)
    return ()
