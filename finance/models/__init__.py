from finance.models.credit import CreditAccount, CreditHold
from finance.models.credit_note import CreditNote, CreditNoteLine
from finance.models.invoice import Invoice, InvoiceLine
from finance.models.journal import Account, JournalEntry, JournalLine
from finance.models.payable import Payable, PayableLine, PayableSettings
from finance.models.payment import Allocation, Payment
from finance.models.supplier_credit import SupplierCredit, SupplierCreditLine, SupplierCreditUse

__all__ = [
    "Account",
    "Allocation",
    "CreditAccount",
    "CreditHold",
    "CreditNote",
    "CreditNoteLine",
    "Invoice",
    "InvoiceLine",
    "JournalEntry",
    "JournalLine",
    "Payable",
    "PayableLine",
    "PayableSettings",
    "Payment",
    "SupplierCredit",
    "SupplierCreditLine",
    "SupplierCreditUse",
]
