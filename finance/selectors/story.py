"""The story of a document of money, for its page."""

from __future__ import annotations

from typing import Any

from erp.core.event_words import event_word
from erp.core.models import LoggedEvent

MOST_EVENTS = 200
DETAILS = ("reason", "payment", "payable", "reference")
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
    "supplier_credit.recorded": ("info", "receipt-refund"),
    "supplier_credit.used": ("active", "check"),
    "supplier_credit.voided": ("off", "receipt-refund"),
}


def events_of(kind: str, document_id: int) -> list[dict[str, Any]]:
    """What happened to a document, newest first, as the timeline component shows it."""
    rows = LoggedEvent.objects.filter(document_kind=kind, document_id=document_id).order_by("-id")[
        :MOST_EVENTS
    ]
    return [
        {
            "at": row.at,
            "label": event_word(row.name),
            "tone": LOOKS.get(row.name, ("neutral", ""))[0],
            "icon": LOOKS.get(row.name, ("", "circle"))[1],
            "actor": row.actor_label,
            "detail": next((str(row.facts[name]) for name in DETAILS if row.facts.get(name)), ""),
        }
        for row in rows
    ]
