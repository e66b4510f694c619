"""News of the money."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar

from erp.core.events import Event


@dataclass(frozen=True, kw_only=True)
class InvoiceIssued(Event):
    """A customer owes for something from now on."""

    name: ClassVar[str] = "invoice.issued"
    total: Decimal
    currency: str
    due_on: str


@dataclass(frozen=True, kw_only=True)
class InvoicePaidInPart(Event):
    """A part of an invoice was paid, or a payment was taken back (negative amount)."""

    name: ClassVar[str] = "invoice.partially_paid"
    amount: Decimal
    open_amount: Decimal
    payment: str


@dataclass(frozen=True, kw_only=True)
class InvoicePaid(Event):
    """An invoice is paid in full; `amount` is what this payment gave."""

    name: ClassVar[str] = "invoice.paid"
    amount: Decimal
    payment: str


@dataclass(frozen=True, kw_only=True)
class InvoiceVoided(Event):
    """An invoice was a mistake; `lines` tell what is unbilled again."""

    name: ClassVar[str] = "invoice.voided"
    reason: str
    lines: list[dict[str, Any]]


@dataclass(frozen=True, kw_only=True)
class CreditNoteIssued(Event):
    """A customer does not owe a part of an invoice after all."""

    name: ClassVar[str] = "credit_note.issued"
    total: Decimal
    currency: str
    invoice: str
    applied: Decimal
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class PaymentReceived(Event):
    """Money came in."""

    name: ClassVar[str] = "payment.received"
    amount: Decimal
    currency: str
    unapplied: Decimal


@dataclass(frozen=True, kw_only=True)
class PaymentAllocated(Event):
    """A payment was matched with invoices, or taken back from one (negative amount)."""

    name: ClassVar[str] = "payment.allocated"
    amount: Decimal
    unapplied: Decimal


@dataclass(frozen=True, kw_only=True)
class PaymentRefunded(Event):
    """Money that paid for nothing went back to the customer."""

    name: ClassVar[str] = "payment.refunded"
    amount: Decimal


@dataclass(frozen=True, kw_only=True)
class CreditChanged(Event):
    """A customer's credit grade, limit or days to pay changed."""

    name: ClassVar[str] = "credit.changed"


@dataclass(frozen=True, kw_only=True)
class PayableRecorded(Event):
    """A supplier's invoice was entered and matched; `outcome` is matched or differs."""

    name: ClassVar[str] = "payable.recorded"
    supplier: str
    supplier_number: str
    total: Decimal
    currency: str
    outcome: str


@dataclass(frozen=True, kw_only=True)
class PayableApproved(Event):
    """A difference of a supplier's invoice was accepted; it is owed."""

    name: ClassVar[str] = "payable.approved"
    reason: str


@dataclass(frozen=True, kw_only=True)
class PayableVoided(Event):
    """A supplier's invoice is not owed."""

    name: ClassVar[str] = "payable.voided"
    reason: str


@dataclass(frozen=True, kw_only=True)
class PayablePaid(Event):
    """A supplier's invoice was paid, in part or in full."""

    name: ClassVar[str] = "payable.paid"
    amount: Decimal
    open_amount: Decimal
    reference: str = ""


@dataclass(frozen=True, kw_only=True)
class SupplierCreditRecorded(Event):
    """A supplier's credit note was entered: it owes us so much for goods that went back."""

    name: ClassVar[str] = "supplier_credit.recorded"
    supplier: str
    supplier_number: str
    total: Decimal
    currency: str


@dataclass(frozen=True, kw_only=True)
class SupplierCreditUsed(Event):
    """A supplier's credit note paid an invoice, or (without one) came back as money."""

    name: ClassVar[str] = "supplier_credit.used"
    amount: Decimal
    open_amount: Decimal
    payable: str = ""
    reference: str = ""


@dataclass(frozen=True, kw_only=True)
class SupplierCreditVoided(Event):
    """A supplier's credit note was a mistake."""

    name: ClassVar[str] = "supplier_credit.voided"
    reason: str
