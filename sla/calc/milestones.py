"""What a milestone is: a stretch of a document's life that is timed, told by the news that bounds it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Signal:
    """News that counts: its name, which values of its facts it must have, and which it must not."""

    event: str
    where: Mapping[str, frozenset[Any]] = field(default_factory=dict)
    unless: Mapping[str, frozenset[Any]] = field(default_factory=dict)

    def fits(self, event: Any) -> bool:
        """Whether this piece of news is meant."""
        is_meant = all(getattr(event, name, None) in allowed for name, allowed in self.where.items())
        return is_meant and not any(getattr(event, name, None) in out for name, out in self.unless.items())


@dataclass(frozen=True)
class Milestone:
    """A timed stretch of a kind of document's life.

    `due_fact` names the fact of the starting news that holds the day or moment it is due at; then the
    target is that moment, not a length. `moves` is news that changes that moment. `role` is who has it.
    """

    code: str
    label: Any
    subject: str
    starts: tuple[Signal, ...]
    stops: tuple[Signal, ...]
    cancels: tuple[Signal, ...] = ()
    pauses: tuple[Signal, ...] = ()
    resumes: tuple[Signal, ...] = ()
    moves: tuple[Signal, ...] = ()
    due_fact: str = ""
    role: str = ""
    party: str = "us"


def signal(event: str, **where: Any) -> Signal:
    """News by name, narrowed to values of its facts: `signal("purchase_order.changed", verb="sent")`."""
    return Signal(
        event,
        {
            name: frozenset(value if isinstance(value, list | tuple | set | frozenset) else [value])
            for name, value in where.items()
        },
    )
