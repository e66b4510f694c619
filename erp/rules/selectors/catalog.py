"""What rules may be built from: the events that are told, the facts, sets and actions that are lent."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from functools import cache

from erp.core.events import Event


def _kinds(parent: type[Event]) -> Iterator[type[Event]]:
    for kind in parent.__subclasses__():
        yield kind
        yield from _kinds(kind)


@cache
def _declared() -> dict[str, tuple[str, ...]]:
    return {
        kind.name: tuple(
            field.name for field in dataclasses.fields(kind) if field.name not in {"document", "about"}
        )
        for kind in _kinds(Event)
        if kind.name and not kind.__module__.startswith("tests.")
    }


def event_names() -> list[str]:
    """Every event that some app declares, by name."""
    return sorted(_declared())


def event_fields(name: str) -> tuple[str, ...]:
    """The own fields of an event: facts as "event.field"."""
    return _declared().get(name, ())
