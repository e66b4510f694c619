"""What happens to items, places and their rules."""

from dataclasses import dataclass
from typing import ClassVar

from erp.core.events import Event


@dataclass(frozen=True, kw_only=True)
class ItemCreated(Event):
    """There is a new product."""

    name: ClassVar[str] = "product.created"


@dataclass(frozen=True, kw_only=True)
class ItemChanged(Event):
    """A product's master data changed."""

    name: ClassVar[str] = "product.changed"
