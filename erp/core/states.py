"""How every state of every document reads and which color it wears.

One table for pages, admin, charts and e-mails.
"""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# tone → (text, background, solid) as hex, for e-mails and PDF; tokens.css holds the same tones for pages.
TONES: dict[str, tuple[str, str, str]] = {
    "neutral": ("#4b5563", "#eef0f3", "#8a94a3"),
    "info": ("#1d4f9c", "#e3eefc", "#3b7ddd"),
    "active": ("#5b3aa8", "#eee9fb", "#7c5cd6"),
    "wait": ("#855000", "#fdf1d8", "#d68a00"),
    "good": ("#1c6b41", "#e0f4e8", "#2f9e62"),
    "done": ("#17636b", "#dff2f3", "#2a8c95"),
    "bad": ("#a32620", "#fce8e6", "#d2453c"),
    "off": ("#5d6673", "#f1f2f4", "#b3bac4"),
}

# tone → the label color that the admin's theme knows
ADMIN_LABELS = {
    "neutral": "default",
    "info": "info",
    "active": "primary",
    "wait": "warning",
    "good": "success",
    "done": "success",
    "bad": "danger",
    "off": "default",
}


@dataclass(frozen=True)
class StateLook:
    """The wording and the tone of one state of one machine."""

    label: str | Promise
    tone: str = "neutral"

    @property
    def hex_color(self) -> str:
        """The solid color, where no style sheet reaches (e-mail, PDF)."""
        return TONES[self.tone][2]


STATES: dict[str, dict[str, StateLook]] = {
    "order": {
        "draft": StateLook(_("Draft")),
        "submitted": StateLook(_("Submitted"), "info"),
        "confirmed": StateLook(_("Confirmed"), "active"),
        "closed": StateLook(_("Closed"), "done"),
        "on_hold": StateLook(_("On hold"), "wait"),
        "rejected": StateLook(_("Rejected"), "bad"),
        "cancelled": StateLook(_("Cancelled"), "off"),
    },
    "fulfillment": {
        "unallocated": StateLook(_("Not reserved")),
        "partially_allocated": StateLook(_("Partly reserved"), "wait"),
        "awaiting_supply": StateLook(_("Awaiting supply"), "wait"),
        "in_production": StateLook(_("In production"), "active"),
        "allocated": StateLook(_("Reserved"), "info"),
        "picking": StateLook(_("Picking"), "active"),
        "packed": StateLook(_("Packed"), "active"),
        "partially_shipped": StateLook(_("Partly shipped"), "info"),
        "shipped": StateLook(_("Shipped"), "good"),
        "delivered": StateLook(_("Delivered"), "done"),
    },
    "billing": {
        "unbilled": StateLook(_("Not billed")),
        "partially_billed": StateLook(_("Partly billed"), "info"),
        "billed": StateLook(_("Billed"), "active"),
        "partially_paid": StateLook(_("Partly paid"), "wait"),
        "paid": StateLook(_("Paid"), "done"),
    },
    "quotation": {
        "draft": StateLook(_("Draft")),
        "submitted": StateLook(_("Submitted"), "info"),
        "approved": StateLook(_("Approved"), "active"),
        "won": StateLook(_("Won"), "good"),
        "lost": StateLook(_("Lost"), "off"),
        "expired": StateLook(_("Expired"), "wait"),
    },
    "shipment": {
        "draft": StateLook(_("Draft")),
        "released": StateLook(_("Released"), "info"),
        "picking": StateLook(_("Picking"), "active"),
        "picked": StateLook(_("Picked"), "active"),
        "packed": StateLook(_("Packed"), "active"),
        "shipped": StateLook(_("Shipped"), "good"),
        "delivered": StateLook(_("Delivered"), "done"),
        "cancelled": StateLook(_("Cancelled"), "off"),
    },
    "wave": {
        "draft": StateLook(_("Draft")),
        "planned": StateLook(_("Planned")),
        "released": StateLook(_("Released"), "info"),
        "picking": StateLook(_("Picking"), "active"),
        "completed": StateLook(_("Completed"), "done"),
        "cancelled": StateLook(_("Cancelled"), "off"),
    },
    "reservation": {
        "open": StateLook(_("Open"), "info"),
        "picked": StateLook(_("Picked"), "active"),
        "consumed": StateLook(_("Consumed"), "done"),
        "released": StateLook(_("Given back"), "off"),
        "cancelled": StateLook(_("Cancelled"), "off"),
    },
    "stock_move": {
        "done": StateLook(_("Done"), "done"),
        "in_transit": StateLook(_("In transit"), "active"),
        "received": StateLook(_("Received"), "done"),
        "cancelled": StateLook(_("Cancelled"), "off"),
    },
    "purchase_requisition": {
        "draft": StateLook(_("Draft")),
        "submitted": StateLook(_("Submitted"), "info"),
        "approved": StateLook(_("Approved"), "active"),
        "ordered": StateLook(_("Ordered"), "done"),
        "rejected": StateLook(_("Rejected"), "bad"),
    },
    "purchase_order": {
        "draft": StateLook(_("Draft")),
        "sent": StateLook(_("Sent"), "info"),
        "partially_received": StateLook(_("Partly received"), "wait"),
        "received": StateLook(_("Received"), "good"),
        "closed": StateLook(_("Closed"), "done"),
        "cancelled": StateLook(_("Cancelled"), "off"),
    },
    "receipt": {
        "arrived": StateLook(_("Arrived"), "info"),
        "inspected": StateLook(_("Inspected"), "active"),
        "put_away": StateLook(_("Put away"), "done"),
        "rejected": StateLook(_("Rejected"), "bad"),
    },
    "work_order": {
        "planned": StateLook(_("Planned")),
        "released": StateLook(_("Released"), "info"),
        "in_progress": StateLook(_("In progress"), "active"),
        "completed": StateLook(_("Completed"), "good"),
        "closed": StateLook(_("Closed"), "done"),
        "on_hold": StateLook(_("On hold"), "wait"),
        "cancelled": StateLook(_("Cancelled"), "off"),
    },
    "invoice": {
        "draft": StateLook(_("Draft")),
        "issued": StateLook(_("Issued"), "info"),
        "partially_paid": StateLook(_("Partly paid"), "wait"),
        "paid": StateLook(_("Paid"), "done"),
        "void": StateLook(_("Void"), "off"),
        "written_off": StateLook(_("Written off"), "bad"),
        "overdue": StateLook(_("Overdue"), "bad"),
    },
    "payment": {
        "received": StateLook(_("Received"), "info"),
        "matched": StateLook(_("Matched"), "done"),
        "refunded": StateLook(_("Refunded"), "off"),
    },
    "journal_entry": {
        "draft": StateLook(_("Draft")),
        "posted": StateLook(_("Posted"), "done"),
        "reversed": StateLook(_("Reversed"), "off"),
    },
    "return": {
        "requested": StateLook(_("Requested"), "info"),
        "approved": StateLook(_("Approved"), "active"),
        "received": StateLook(_("Received"), "active"),
        "inspected": StateLook(_("Inspected"), "active"),
        "settled": StateLook(_("Settled"), "done"),
        "rejected": StateLook(_("Rejected"), "bad"),
    },
    "task": {
        "waiting": StateLook(_("Waiting"), "info"),
        "claimed": StateLook(_("Claimed"), "active"),
        "done": StateLook(_("Done"), "done"),
        "cancelled": StateLook(_("Cancelled"), "off"),
        "skipped": StateLook(_("Skipped"), "off"),
    },
    "case": {
        "running": StateLook(_("Running"), "active"),
        "completed": StateLook(_("Completed"), "done"),
        "cancelled": StateLook(_("Cancelled"), "off"),
        "failed": StateLook(_("Failed"), "bad"),
    },
    "timer": {
        "running": StateLook(_("Running"), "active"),
        "paused": StateLook(_("Paused"), "neutral"),
        "met": StateLook(_("Met"), "good"),
        "breached": StateLook(_("Breached"), "bad"),
        "cancelled": StateLook(_("Cancelled"), "off"),
        "overdue": StateLook(_("Overdue"), "bad"),
    },
    "alert": {
        "open": StateLook(_("Open"), "wait"),
        "acknowledged": StateLook(_("Acknowledged"), "info"),
        "resolved": StateLook(_("Resolved"), "done"),
    },
    "severity": {
        "info": StateLook(_("Information"), "info"),
        "warning": StateLook(_("Warning"), "wait"),
        "critical": StateLook(_("Critical"), "bad"),
    },
    "priority": {
        "low": StateLook(_("Low priority"), "off"),
        "normal": StateLook(_("Normal priority"), "neutral"),
        "high": StateLook(_("High priority"), "wait"),
        "rush": StateLook(_("Rush"), "bad"),
    },
    "intake_error": {
        "open": StateLook(_("To be solved"), "bad"),
        "replayed": StateLook(_("Replayed"), "done"),
        "dismissed": StateLook(_("Dismissed"), "off"),
    },
    "import": {
        "uploaded": StateLook(_("Uploaded")),
        "previewed": StateLook(_("Checked"), "info"),
        "running": StateLook(_("Running"), "active"),
        "done": StateLook(_("Done"), "done"),
        "failed": StateLook(_("Failed"), "bad"),
    },
    "outbox": {
        "pending": StateLook(_("Pending"), "info"),
        "delivered": StateLook(_("Delivered"), "done"),
        "failed": StateLook(_("Failed"), "wait"),
        "dead": StateLook(_("Given up"), "bad"),
    },
    "credit": {
        "ok": StateLook(_("Within credit"), "good"),
        "near": StateLook(_("Near the limit"), "wait"),
        "over": StateLook(_("Over the limit"), "bad"),
        "blocked": StateLook(_("Blocked"), "bad"),
    },
    "stock": {
        "ok": StateLook(_("In stock"), "good"),
        "low": StateLook(_("Below safety stock"), "wait"),
        "out": StateLook(_("Out of stock"), "bad"),
    },
    "active": {
        "active": StateLook(_("Active"), "good"),
        "inactive": StateLook(_("Inactive"), "off"),
    },
}

# The straight road of a document, for its stepper; states beside it (on hold, cancelled …) show as a flag.
STEPS: dict[str, list[str]] = {
    "order": ["draft", "submitted", "confirmed", "closed"],
    "fulfillment": ["unallocated", "allocated", "picking", "packed", "shipped", "delivered"],
    "billing": ["unbilled", "billed", "paid"],
    "quotation": ["draft", "submitted", "approved", "won"],
    "shipment": ["draft", "released", "picking", "picked", "packed", "shipped", "delivered"],
    "purchase_requisition": ["draft", "submitted", "approved", "ordered"],
    "purchase_order": ["draft", "sent", "received", "closed"],
    "receipt": ["arrived", "inspected", "put_away"],
    "work_order": ["planned", "released", "in_progress", "completed", "closed"],
    "invoice": ["draft", "issued", "paid"],
    "payment": ["received", "matched"],
    "return": ["requested", "approved", "received", "inspected", "settled"],
    "task": ["waiting", "claimed", "done"],
    "wave": ["draft", "released", "picking", "completed"],
}

# States between two steps: they stand on the step named here.
STANDS_ON = {
    ("fulfillment", "partially_allocated"): "unallocated",
    ("fulfillment", "awaiting_supply"): "unallocated",
    ("fulfillment", "in_production"): "unallocated",
    ("fulfillment", "partially_shipped"): "packed",
    ("billing", "partially_billed"): "unbilled",
    ("billing", "partially_paid"): "billed",
    ("purchase_order", "partially_received"): "sent",
    ("invoice", "partially_paid"): "issued",
    ("invoice", "overdue"): "issued",
}


def look_of(machine: str, state: Any) -> StateLook:
    """The wording and tone of a state; an unknown one reads as its code and stays gray."""
    code = str(state or "")
    known = STATES.get(machine, {}).get(code)
    return known or StateLook(code.replace("_", " ").capitalize() or "–")


def state_label(machine: str, state: Any) -> str:
    """The state in the reader's words."""
    return str(look_of(machine, state).label)


def state_choices(machine: str) -> list[tuple[str, str | Promise]]:
    """All states of a machine as (value, label), for filters and forms."""
    return [(code, look.label) for code, look in STATES[machine].items()]


def admin_label(machine: str, state: Any) -> str:
    """The label color of the admin's theme for a state."""
    return ADMIN_LABELS[look_of(machine, state).tone]
