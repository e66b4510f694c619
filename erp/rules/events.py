"""What decision tables and rules tell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from erp.core.events import Event


@dataclass(frozen=True, kw_only=True)
class TableChanged(Event):
    """A decision table was made, edited, published, rolled back or switched."""

    name: ClassVar[str] = "decision_table.changed"
    verb: str
    number: int = 0


@dataclass(frozen=True, kw_only=True)
class RuleChanged(Event):
    """A rule was made, edited, published, rolled back, paused or set going."""

    name: ClassVar[str] = "rule.changed"
    verb: str
    number: int = 0


@dataclass(frozen=True, kw_only=True)
class ExceptionMarked(Event):
    """A document was marked as an exception."""

    name: ClassVar[str] = "exception.marked"
    code: str
    text: str


@dataclass(frozen=True, kw_only=True)
class ExceptionCleared(Event):
    """The cause of a document's mark is gone."""

    name: ClassVar[str] = "exception.cleared"
    code: str


@dataclass(frozen=True, kw_only=True)
class WebhookOrdered(Event):
    """A rule ordered a POST to another system."""

    name: ClassVar[str] = "rule.webhook_ordered"
    webhook_id: int
