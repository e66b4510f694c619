"""What happens when stock is counted."""

from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from erp.core.events import Event


@dataclass(frozen=True, kw_only=True)
class CountOpened(Event):
    """A count was handed to the counters."""

    name: ClassVar[str] = "count.opened"
    places: int


@dataclass(frozen=True, kw_only=True)
class CountRecorded(Event):
    """Some places of a count were counted; the quantities stay with the count."""

    name: ClassVar[str] = "count.recorded"
    places: int


@dataclass(frozen=True, kw_only=True)
class CountRecountAsked(Event):
    """Some places of a count have to be counted again."""

    name: ClassVar[str] = "count.recount"
    places: int


@dataclass(frozen=True, kw_only=True)
class CountFinished(Event):
    """Everything is counted; the differences wait for approval unless they are small."""

    name: ClassVar[str] = "count.counted"
    differences: int
    value: Decimal


@dataclass(frozen=True, kw_only=True)
class CountApproved(Event):
    """The differences of a count are believed."""

    name: ClassVar[str] = "count.approved"
    value: Decimal


@dataclass(frozen=True, kw_only=True)
class CountPosted(Event):
    """The books say what was found; `freed` is what documents lost of their reservations."""

    name: ClassVar[str] = "count.posted"
    value: Decimal
    freed: Decimal


@dataclass(frozen=True, kw_only=True)
class CountCancelled(Event):
    """Nothing of a count is posted."""

    name: ClassVar[str] = "count.cancelled"
    reason: str
