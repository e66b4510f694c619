"""The wording of what finance refuses: a title and a sentence a code."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from erp.core.http.messages import Wording

REFUSALS: Mapping[str, Wording] = {
    "supplier_number_used": (
        _("Entered already"),
        _("Invoice %(number)s of %(supplier)s is entered as %(payable)s."),
    ),
    "billed_meanwhile": (
        _("Billed meanwhile"),
        _("Only %(left)s of %(receipt)s is left to bill. Void this invoice and enter it anew."),
    ),
    "supplier_credit_used": (
        _("Used already"),
        _("%(document)s has paid something already; it can't be taken back."),
    ),
    "credited_meanwhile": (
        _("Credited meanwhile"),
        _("A credit note takes back goods that this invoice bills; take back the credit note first."),
    ),
    "invoice_has_payments": (
        _("Paid already"),
        _("Invoice %(invoice)s has payments. Take their allocation back first."),
    ),
    "invoice_credited": (
        _("Credited already"),
        _("Credit notes were issued against invoice %(invoice)s; it can't be voided any more."),
    ),
    "nothing_to_credit": (
        _("Nothing to credit"),
        _("No invoice bills what is to be credited, or it was credited before or free of charge."),
    ),
    "invoice_not_open": (_("Not open"), _("Nothing is open on invoice %(invoice)s.")),
    "not_allocated": (_("Not allocated"), _("No money of this payment is allocated to %(invoice)s.")),
    "account_missing": (_("Set-up incomplete"), _("There is no ledger account for “%(role)s”.")),
}
