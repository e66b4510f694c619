from django.urls import path

from erp.core.http.routing import routes
from finance.api.credit_notes import CreditNotes
from finance.api.invoices import Invoices
from finance.api.journal import JournalEntries
from finance.api.payables import Payables, PayablesAgeing, Unbilled
from finance.api.payments import Payments
from finance.api.receivables import Ageing, Credit
from finance.api.supplier_credits import SupplierCredits

urlpatterns = [
    path("receivables/ageing/", Ageing.as_view(), name="receivables-ageing"),
    path("payables/ageing/", PayablesAgeing.as_view(), name="payables-ageing"),
    path("payables/unbilled/", Unbilled.as_view(), name="payables-unbilled"),
    path("credit/<str:customer>/", Credit.as_view(), name="credit"),
    *routes(
        {
            "invoices": Invoices,
            "credit-notes": CreditNotes,
            "payments": Payments,
            "payables": Payables,
            "supplier-credits": SupplierCredits,
            "journal-entries": JournalEntries,
        }
    ),
]
