"""News of tasks."""

from dataclasses import dataclass
from typing import ClassVar

from erp.core.events import Event


@dataclass(frozen=True, kw_only=True)
class TaskOpened(Event):
    """A decision waits for a person."""

    name: ClassVar[str] = "task.opened"
    node: str
    role: str


@dataclass(frozen=True, kw_only=True)
class TaskClaimed(Event):
    """Somebody took a task on."""

    name: ClassVar[str] = "task.claimed"
    by: str


@dataclass(frozen=True, kw_only=True)
class TaskDecided(Event):
    """A task was decided."""

    name: ClassVar[str] = "task.decided"
    node: str
    decision: str
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class TaskCancelled(Event):
    """There is nothing to decide any more."""

    name: ClassVar[str] = "task.cancelled"
    node: str
