"""Addresses of the pages about money."""

from django.urls import path

from finance.views import credit_notes, invoices, ledgers, payables, payments, supplier_credits

urlpatterns = [
    path("invoices/", invoices.invoice_list, name="invoice-list"),
    path("invoices/export.<str:kind>", invoices.invoice_export, name="invoice-export"),
    path("invoices/<str:number>/", invoices.invoice_detail, name="invoice-detail"),
    path("invoices/<str:number>/pdf/", invoices.invoice_paper, name="invoice-pdf"),
    path("invoices/<str:number>/void/", invoices.invoice_void, name="invoice-void"),
    path("credit-notes/", credit_notes.credit_note_list, name="credit-note-list"),
    path("credit-notes/export.<str:kind>", credit_notes.credit_note_export, name="credit-note-export"),
    path("credit-notes/<str:number>/", credit_notes.credit_note_detail, name="credit-note-detail"),
    path("credit-notes/<str:number>/pdf/", credit_notes.credit_note_paper, name="credit-note-pdf"),
    path("payments/", payments.payment_list, name="payment-list"),
    path("payments/export.<str:kind>", payments.payment_export, name="payment-export"),
    path("payments/new/", payments.payment_new, name="payment-new"),
    path("payments/<str:number>/", payments.payment_detail, name="payment-detail"),
    path("payments/<str:number>/allocate/", payments.payment_allocate, name="payment-allocate"),
    path("payments/<str:number>/take-back/", payments.payment_take_back, name="payment-take-back"),
    path("payments/<str:number>/refund/", payments.payment_refund, name="payment-refund"),
    path("receivables/", ledgers.ageing, name="ageing"),
    path("receivables/export.<str:kind>", ledgers.ageing_export, name="ageing-export"),
    path("payables/", payables.payable_list, name="payable-list"),
    path("payables/export.<str:kind>", payables.payable_export, name="payable-export"),
    path("payables/new/", payables.payable_new, name="payable-new"),
    path("payables/ageing/", payables.payable_ageing, name="payable-ageing"),
    path("payables/unbilled/", payables.unbilled, name="payable-unbilled"),
    path("payables/credits/", supplier_credits.supplier_credit_list, name="supplier-credit-list"),
    path(
        "payables/credits/export.<str:kind>",
        supplier_credits.supplier_credit_export,
        name="supplier-credit-export",
    ),
    path("payables/credits/new/", supplier_credits.supplier_credit_new, name="supplier-credit-new"),
    path(
        "payables/credits/<str:number>/",
        supplier_credits.supplier_credit_detail,
        name="supplier-credit-detail",
    ),
    path(
        "payables/credits/<str:number>/do/<slug:verb>/",
        supplier_credits.supplier_credit_act,
        name="supplier-credit-act",
    ),
    path(
        "slots/supplier-credits/<str:number>/",
        supplier_credits.supplier_credits_slot,
        name="slot-supplier-credits",
    ),
    path("payables/<str:number>/", payables.payable_detail, name="payable-detail"),
    path("payables/<str:number>/do/<slug:verb>/", payables.payable_act, name="payable-act"),
    path("journal/", ledgers.journal, name="journal-list"),
    path("journal/export.<str:kind>", ledgers.journal_export, name="journal-export"),
]
