"""News of master data: what was created, changed or deleted, with the audit's from and to beside it."""

from dataclasses import dataclass
from typing import ClassVar

from erp.core.events import Event


@dataclass(frozen=True, kw_only=True)
class CustomerCreated(Event):
    """There is a new customer."""

    name: ClassVar[str] = "customer.created"


@dataclass(frozen=True, kw_only=True)
class CustomerChanged(Event):
    """A customer's identity, terms or place in the sales organization changed."""

    name: ClassVar[str] = "customer.changed"


@dataclass(frozen=True, kw_only=True)
class SupplierCreated(Event):
    """There is a new supplier."""

    name: ClassVar[str] = "supplier.created"


@dataclass(frozen=True, kw_only=True)
class SupplierChanged(Event):
    """A supplier's identity or terms changed."""

    name: ClassVar[str] = "supplier.changed"


@dataclass(frozen=True, kw_only=True)
class SetupCreated(Event):
    """There is a new row of the company's set-up: `table` says unit, calendar, carrier, tax code …"""

    name: ClassVar[str] = "setup.created"
    table: str


@dataclass(frozen=True, kw_only=True)
class SetupChanged(Event):
    """A row of the company's set-up changed."""

    name: ClassVar[str] = "setup.changed"
    table: str


@dataclass(frozen=True, kw_only=True)
class SetupDeleted(Event):
    """A row of the company's set-up that nothing used is gone."""

    name: ClassVar[str] = "setup.deleted"
    table: str
