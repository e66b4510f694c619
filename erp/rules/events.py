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
