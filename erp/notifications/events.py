"""News of alerts."""

from dataclasses import dataclass
from typing import ClassVar

from erp.core.events import Event


@dataclass(frozen=True, kw_only=True)
class AlertAcknowledged(Event):
    """Somebody has seen an alert and takes care."""

    name: ClassVar[str] = "alert.acknowledged"
    code: str
