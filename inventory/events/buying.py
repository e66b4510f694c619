"""What happens when goods are asked for, ordered and received."""

from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from erp.core.events import Event


@dataclass(frozen=True, kw_only=True)
class PurchaseOrderChanged(Event):
    """A purchase order went on: `verb` is created, changed, sent, confirmed, received, closed …"""

    name: ClassVar[str] = "purchase_order.changed"
    verb: str
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class PurchaseMailAsked(Event):
    """A purchase order is to go to its supplier by e-mail."""

    name: ClassVar[str] = "purchase_order.mail_asked"
    mail_id: int
    address: str


@dataclass(frozen=True, kw_only=True)
class RequisitionChanged(Event):
    """A requisition went on: `verb` is raised, submitted, approved, sourced, ordered …"""

    name: ClassVar[str] = "purchase_requisition.changed"
    verb: str
    quantity: Decimal
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class ReceiptArrived(Event):
    """A delivery of a purchase order is here; the values are of all of it, by the order and by the stock."""

    name: ClassVar[str] = "receipt.arrived"
    supplier_id: int
    purchase_order: str
    quantity: Decimal
    damaged: Decimal
    order_value: Decimal
    stock_value: Decimal


@dataclass(frozen=True, kw_only=True)
class ReceiptInspected(Event):
    """Goods of a receipt were judged, or need not be; `outcome` is inspected, rejected, or partly."""

    name: ClassVar[str] = "receipt.inspected"
    supplier_id: int
    outcome: str
    accepted: Decimal
    rejected: Decimal


@dataclass(frozen=True, kw_only=True)
class ReceiptPutAway(Event):
    """Goods of a receipt lie where they will be picked from; all of them when `is_complete`."""

    name: ClassVar[str] = "receipt.put_away"
    quantity: Decimal
    is_complete: bool


@dataclass(frozen=True, kw_only=True)
class ReceiptDisposed(Event):
    """Rejected goods went back to the supplier or were scrapped; the values are of what went back."""

    name: ClassVar[str] = "receipt.disposed"
    supplier_id: int
    disposition: str
    quantity: Decimal
    reason: str
    order_value: Decimal
    stock_value: Decimal


@dataclass(frozen=True, kw_only=True)
class SupplierReturnSent(Event):
    """Goods went back to their supplier, who owes credit or replacement for them."""

    name: ClassVar[str] = "supplier_return.sent"
    supplier_id: int
    product: str
    quantity: Decimal
    reason: str


@dataclass(frozen=True, kw_only=True)
class SupplierReturnSettled(Event):
    """Some of what went back is settled, or will be.

    `verb` is replacement_ordered, replaced, credited, uncredited or written_off.
    `cleared` is the value that is no longer owed to us by it, in the base currency.
    """

    name: ClassVar[str] = "supplier_return.settled"
    verb: str
    quantity: Decimal
    cleared: Decimal = Decimal(0)
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class ExemptionChanged(Event):
    """An inspection exemption was granted, frozen, unfrozen or ended."""

    name: ClassVar[str] = "exemption.changed"
    verb: str
    supplier: str
    item: str = ""
    rule: str = ""
    reason: str = ""
