"""News of the shop floor and its master data."""

from dataclasses import dataclass
from typing import ClassVar

from erp.core.events import Event


@dataclass(frozen=True, kw_only=True)
class BomCreated(Event):
    """A bill of materials is in force from a day on."""

    name: ClassVar[str] = "bom.created"
    product: str
    components: int


@dataclass(frozen=True, kw_only=True)
class BomChanged(Event):
    """A bill of materials changed."""

    name: ClassVar[str] = "bom.changed"
    product: str


@dataclass(frozen=True, kw_only=True)
class BomDeleted(Event):
    """A bill of materials is gone."""

    name: ClassVar[str] = "bom.deleted"
    product: str
