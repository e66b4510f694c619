"""What finance lends to rules: receivables past their due date."""

from django.utils.translation import gettext_lazy as _

from erp.core.palette import Fact, declare_facts, lend_set
from finance.selectors.watched import open_receivables

lend_set("finance.overdue_receivables", _("Overdue invoices"), kind="invoice")(open_receivables)
declare_facts(
    "invoice",
    [
        Fact("invoice.number", _("Invoice: number"), "text"),
        Fact("invoice.order", _("Invoice: order"), "text"),
        Fact("invoice.open_amount", _("Invoice: open amount"), "number"),
        Fact("invoice.open_in_base", _("Invoice: open amount in the company's currency"), "number"),
        Fact("invoice.currency", _("Invoice: currency"), "text"),
        Fact("invoice.due_on", _("Invoice: due"), "date"),
        Fact("invoice.days_overdue", _("Invoice: days overdue"), "number"),
        Fact("customer.code", _("Customer: code"), "text"),
        Fact("customer.name", _("Customer: name"), "text"),
        Fact("customer.salesperson", _("Customer: salesperson"), "text"),
    ],
)
