"""The story of a document of money, for its page."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy

from erp.core.models import LoggedEvent

MOST_EVENTS = 200
LABELS = {
    "invoice.issued": gettext_lazy("Invoice issued"),
    "invoice.partially_paid": gettext_lazy("Invoice paid in part"),
    "invoice.paid": gettext_lazy("Invoice paid"),
    "invoice.voided": gettext_lazy("Invoice voided"),
    "credit_note.issued": gettext_lazy("Credit note issued"),
    "payment.received": gettext_lazy("Payment received"),
    "payment.allocated": gettext_lazy("Payment allocated"),
    "payment.refunded": gettext_lazy("Payment refunded"),
    "payable.recorded": gettext_lazy("Supplier's invoice entered"),
    "payable.approved": gettext_lazy("Difference approved"),
    "payable.voided": gettext_lazy("Supplier's invoice voided"),
    "payable.paid": gettext_lazy("Supplier paid"),
}
LOOKS = {
    "invoice.issued": ("active", "file-invoice"),
    "invoice.partially_paid": ("wait", "cash"),
    "invoice.paid": ("done", "cash"),
    "invoice.voided": ("off", "file-invoice"),
    "credit_note.issued": ("wait", "receipt-refund"),
    "payment.received": ("good", "cash"),
    "payment.allocated": ("active", "check"),
    "payment.refunded": ("off", "cash"),
    "payable.recorded": ("info", "file-invoice"),
    "payable.approved": ("active", "check"),
    "payable.voided": ("off", "file-invoice"),
    "payable.paid": ("done", "cash"),
}


def events_of(kind: str, document_id: int) -> list[dict[str, Any]]:
    """What happened to a document, newest first, as the timeline component shows it."""
    rows = LoggedEvent.objects.filter(document_kind=kind, document_id=document_id).order_by("-id")[
        :MOST_EVENTS
    ]
    return [
        {
            "at": row.at,
            "label": str(LABELS.get(row.name, row.name)),
            "tone": LOOKS.get(row.name, ("neutral", ""))[0],
            "icon": LOOKS.get(row.name, ("", "circle"))[1],
            "actor": row.actor_label,
            "detail": row.facts.get("reason", "") or row.facts.get("payment", ""),
        }
        for row in rows
    ]
