"""How every state of every document reads and which color it wears.

One table for pages, admin, charts and e-mails.
"""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

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
        "draft": StateLook(pgettext_lazy("state", "Draft")),
        "submitted": StateLook(pgettext_lazy("state", "Submitted"), "info"),
        "confirmed": StateLook(pgettext_lazy("state", "Confirmed"), "active"),
        "closed": StateLook(pgettext_lazy("state", "Closed"), "done"),
        "on_hold": StateLook(pgettext_lazy("state", "On hold"), "wait"),
        "rejected": StateLook(pgettext_lazy("state", "Rejected"), "bad"),
        "cancelled": StateLook(pgettext_lazy("state", "Cancelled"), "off"),
    },
    "fulfillment": {
        "unallocated": StateLook(pgettext_lazy("state", "Not reserved")),
        "partially_allocated": StateLook(pgettext_lazy("state", "Partly reserved"), "wait"),
        "awaiting_supply": StateLook(pgettext_lazy("state", "Awaiting supply"), "wait"),
        "in_production": StateLook(pgettext_lazy("state", "In production"), "active"),
        "allocated": StateLook(pgettext_lazy("state", "Reserved"), "info"),
        "picking": StateLook(pgettext_lazy("state", "Picking"), "active"),
        "packed": StateLook(pgettext_lazy("state", "Packed"), "active"),
        "partially_shipped": StateLook(pgettext_lazy("state", "Partly shipped"), "info"),
        "shipped": StateLook(pgettext_lazy("state", "Shipped"), "good"),
        "delivered": StateLook(pgettext_lazy("state", "Delivered"), "done"),
    },
    "billing": {
        "unbilled": StateLook(pgettext_lazy("state", "Not billed")),
        "partially_billed": StateLook(pgettext_lazy("state", "Partly billed"), "info"),
        "billed": StateLook(pgettext_lazy("state", "Billed"), "active"),
        "partially_paid": StateLook(pgettext_lazy("state", "Partly paid"), "wait"),
        "paid": StateLook(pgettext_lazy("state", "Paid"), "done"),
    },
    "promise_slip": {
        "open": StateLook(pgettext_lazy("state", "Open"), "bad"),
        "accepted": StateLook(pgettext_lazy("state", "Accepted"), "done"),
        "remedied": StateLook(pgettext_lazy("state", "Remedied"), "good"),
        "withdrawn": StateLook(pgettext_lazy("state", "Holds again"), "good"),
    },
    "quotation": {
        "draft": StateLook(pgettext_lazy("state", "Draft")),
        "submitted": StateLook(pgettext_lazy("state", "Submitted"), "info"),
        "approved": StateLook(pgettext_lazy("state", "Approved"), "active"),
        "won": StateLook(pgettext_lazy("state", "Won"), "good"),
        "lost": StateLook(pgettext_lazy("state", "Lost"), "off"),
        "expired": StateLook(pgettext_lazy("state", "Expired"), "wait"),
    },
    "shipment": {
        "draft": StateLook(pgettext_lazy("state", "Draft")),
        "released": StateLook(pgettext_lazy("state", "Released"), "info"),
        "picking": StateLook(pgettext_lazy("state", "Picking"), "active"),
        "picked": StateLook(pgettext_lazy("state", "Picked"), "active"),
        "packed": StateLook(pgettext_lazy("state", "Packed"), "active"),
        "shipped": StateLook(pgettext_lazy("state", "Shipped"), "good"),
        "delivered": StateLook(pgettext_lazy("state", "Delivered"), "done"),
        "cancelled": StateLook(pgettext_lazy("state", "Cancelled"), "off"),
    },
    "hold": {
        "open": StateLook(pgettext_lazy("state", "Held"), "active"),
        "converted": StateLook(pgettext_lazy("state", "Taken over"), "done"),
        "released": StateLook(pgettext_lazy("state", "Released"), "off"),
        "expired": StateLook(pgettext_lazy("state", "Expired"), "off"),
    },
    "wave": {
        "draft": StateLook(pgettext_lazy("state", "Draft")),
        "released": StateLook(pgettext_lazy("state", "Released"), "info"),
        "picking": StateLook(pgettext_lazy("state", "Picking"), "active"),
        "done": StateLook(pgettext_lazy("state", "Done"), "done"),
        "cancelled": StateLook(pgettext_lazy("state", "Cancelled"), "off"),
    },
    "reservation": {
        "open": StateLook(pgettext_lazy("state", "Open"), "info"),
        "picked": StateLook(pgettext_lazy("state", "Picked"), "active"),
        "consumed": StateLook(pgettext_lazy("state", "Consumed"), "done"),
        "released": StateLook(pgettext_lazy("state", "Given back"), "off"),
        "cancelled": StateLook(pgettext_lazy("state", "Cancelled"), "off"),
    },
    "stock_move": {
        "done": StateLook(pgettext_lazy("state", "Done"), "done"),
        "in_transit": StateLook(pgettext_lazy("state", "In transit"), "active"),
        "received": StateLook(pgettext_lazy("state", "Received"), "done"),
        "cancelled": StateLook(pgettext_lazy("state", "Cancelled"), "off"),
    },
    "transfer_order": {
        "draft": StateLook(pgettext_lazy("state", "Draft")),
        "released": StateLook(pgettext_lazy("state", "Released"), "info"),
        "in_transit": StateLook(pgettext_lazy("state", "In transit"), "active"),
        "received": StateLook(pgettext_lazy("state", "Received"), "done"),
        "cancelled": StateLook(pgettext_lazy("state", "Cancelled"), "off"),
    },
    "purchase_requisition": {
        "draft": StateLook(pgettext_lazy("state", "Draft")),
        "submitted": StateLook(pgettext_lazy("state", "Submitted"), "info"),
        "approved": StateLook(pgettext_lazy("state", "Approved"), "active"),
        "ordered": StateLook(pgettext_lazy("state", "Ordered"), "done"),
        "rejected": StateLook(pgettext_lazy("state", "Rejected"), "bad"),
    },
    "purchase_order": {
        "draft": StateLook(pgettext_lazy("state", "Draft")),
        "sent": StateLook(pgettext_lazy("state", "Sent"), "info"),
        "partially_received": StateLook(pgettext_lazy("state", "Partly received"), "wait"),
        "received": StateLook(pgettext_lazy("state", "Received"), "good"),
        "closed": StateLook(pgettext_lazy("state", "Closed"), "done"),
        "cancelled": StateLook(pgettext_lazy("state", "Cancelled"), "off"),
    },
    "receipt": {
        "arrived": StateLook(pgettext_lazy("state", "Arrived"), "info"),
        "inspected": StateLook(pgettext_lazy("state", "Inspected"), "active"),
        "put_away": StateLook(pgettext_lazy("state", "Put away"), "done"),
        "rejected": StateLook(pgettext_lazy("state", "Rejected"), "bad"),
    },
    "work_order": {
        "planned": StateLook(pgettext_lazy("state", "Planned")),
        "released": StateLook(pgettext_lazy("state", "Released"), "info"),
        "in_progress": StateLook(pgettext_lazy("state", "In progress"), "active"),
        "completed": StateLook(pgettext_lazy("state", "Completed"), "good"),
        "closed": StateLook(pgettext_lazy("state", "Closed"), "done"),
        "on_hold": StateLook(pgettext_lazy("state", "On hold"), "wait"),
        "cancelled": StateLook(pgettext_lazy("state", "Cancelled"), "off"),
    },
    "non_conformance": {
        "open": StateLook(pgettext_lazy("state", "To be decided"), "wait"),
        "in_rework": StateLook(pgettext_lazy("state", "In rework"), "active"),
        "closed": StateLook(pgettext_lazy("state", "Closed"), "done"),
    },
    "machine": {
        "up": StateLook(pgettext_lazy("machine", "Up"), "good"),
        "down": StateLook(pgettext_lazy("machine", "Down"), "bad"),
        "setup": StateLook(pgettext_lazy("machine", "Set-up"), "wait"),
    },
    "operation": {
        "pending": StateLook(pgettext_lazy("state", "Waiting")),
        "running": StateLook(pgettext_lazy("state", "Running"), "active"),
        "paused": StateLook(pgettext_lazy("state", "Paused"), "wait"),
        "finished": StateLook(pgettext_lazy("state", "Finished"), "done"),
        "cancelled": StateLook(pgettext_lazy("state", "Cancelled"), "off"),
    },
    "invoice": {
        "draft": StateLook(pgettext_lazy("state", "Draft")),
        "issued": StateLook(pgettext_lazy("state", "Issued"), "info"),
        "partially_paid": StateLook(pgettext_lazy("state", "Partly paid"), "wait"),
        "paid": StateLook(pgettext_lazy("state", "Paid"), "done"),
        "void": StateLook(pgettext_lazy("state", "Void"), "off"),
        "written_off": StateLook(pgettext_lazy("state", "Written off"), "bad"),
        "overdue": StateLook(pgettext_lazy("state", "Overdue"), "bad"),
    },
    "payable": {
        "draft": StateLook(pgettext_lazy("state", "Draft")),
        "differs": StateLook(pgettext_lazy("state", "Differs"), "bad"),
        "matched": StateLook(pgettext_lazy("state", "Matched"), "info"),
        "approved": StateLook(pgettext_lazy("state", "Difference approved"), "active"),
        "partially_paid": StateLook(pgettext_lazy("state", "Partly paid"), "wait"),
        "paid": StateLook(pgettext_lazy("state", "Paid"), "done"),
        "void": StateLook(pgettext_lazy("state", "Void"), "off"),
    },
    "supplier_credit": {
        "open": StateLook(pgettext_lazy("state", "Open"), "info"),
        "used": StateLook(pgettext_lazy("state", "Used"), "done"),
        "void": StateLook(pgettext_lazy("state", "Void"), "off"),
    },
    "payable_line": {
        "matched": StateLook(pgettext_lazy("state", "Matched"), "good"),
        "price": StateLook(pgettext_lazy("state", "Price difference"), "bad"),
        "quantity": StateLook(pgettext_lazy("state", "Quantity difference"), "bad"),
        "not_received": StateLook(pgettext_lazy("state", "Not received"), "bad"),
    },
    "exemption": {
        "granted": StateLook(pgettext_lazy("state", "Granted"), "good"),
        "frozen": StateLook(pgettext_lazy("state", "Frozen"), "bad"),
        "ended": StateLook(pgettext_lazy("state", "Ended"), "off"),
    },
    "inspection": {
        "exempt": StateLook(pgettext_lazy("state", "Exempt"), "good"),
        "skipped": StateLook(pgettext_lazy("state", "Lot skipped"), "neutral"),
        "sample": StateLook(pgettext_lazy("state", "Sample"), "info"),
        "full": StateLook(pgettext_lazy("state", "Every piece"), "active"),
    },
    "payment": {
        "received": StateLook(pgettext_lazy("state", "Received"), "info"),
        "matched": StateLook(pgettext_lazy("state", "Matched"), "done"),
        "refunded": StateLook(pgettext_lazy("state", "Refunded"), "off"),
    },
    "journal_entry": {
        "draft": StateLook(pgettext_lazy("state", "Draft")),
        "posted": StateLook(pgettext_lazy("state", "Posted"), "done"),
        "reversed": StateLook(pgettext_lazy("state", "Reversed"), "off"),
    },
    "return": {
        "requested": StateLook(pgettext_lazy("state", "Requested"), "info"),
        "approved": StateLook(pgettext_lazy("state", "Approved"), "active"),
        "received": StateLook(pgettext_lazy("state", "Received"), "active"),
        "inspected": StateLook(pgettext_lazy("state", "Inspected"), "active"),
        "settled": StateLook(pgettext_lazy("state", "Settled"), "done"),
        "rejected": StateLook(pgettext_lazy("state", "Rejected"), "bad"),
    },
    "count": {
        "draft": StateLook(pgettext_lazy("state", "Draft")),
        "open": StateLook(pgettext_lazy("state", "Being counted"), "info"),
        "recount": StateLook(pgettext_lazy("state", "To be counted again"), "wait"),
        "counted": StateLook(pgettext_lazy("state", "Waiting for approval"), "wait"),
        "approved": StateLook(pgettext_lazy("state", "Approved"), "active"),
        "posted": StateLook(pgettext_lazy("state", "Posted"), "done"),
        "cancelled": StateLook(pgettext_lazy("state", "Cancelled"), "off"),
    },
    "task": {
        "waiting": StateLook(pgettext_lazy("state", "Waiting"), "info"),
        "claimed": StateLook(pgettext_lazy("state", "Claimed"), "active"),
        "done": StateLook(pgettext_lazy("state", "Done"), "done"),
        "cancelled": StateLook(pgettext_lazy("state", "Cancelled"), "off"),
        "skipped": StateLook(pgettext_lazy("state", "Skipped"), "off"),
    },
    "incident": {
        "open": StateLook(pgettext_lazy("state", "Open"), "bad"),
        "retried": StateLook(pgettext_lazy("state", "Tried again"), "done"),
        "skipped": StateLook(pgettext_lazy("state", "Skipped"), "off"),
    },
    "case": {
        "running": StateLook(pgettext_lazy("state", "Running"), "active"),
        "completed": StateLook(pgettext_lazy("state", "Completed"), "done"),
        "cancelled": StateLook(pgettext_lazy("state", "Cancelled"), "off"),
        "failed": StateLook(pgettext_lazy("state", "Failed"), "bad"),
    },
    "timer": {
        "running": StateLook(pgettext_lazy("state", "Running"), "active"),
        "paused": StateLook(pgettext_lazy("state", "Paused"), "neutral"),
        "met": StateLook(pgettext_lazy("state", "Met"), "good"),
        "breached": StateLook(pgettext_lazy("state", "Breached"), "bad"),
        "cancelled": StateLook(pgettext_lazy("state", "Cancelled"), "off"),
        "overdue": StateLook(pgettext_lazy("state", "Overdue"), "bad"),
    },
    "review": {
        "draft": StateLook(pgettext_lazy("state", "Draft")),
        "held": StateLook(pgettext_lazy("state", "Took place"), "done"),
    },
    "review_action": {
        "open": StateLook(pgettext_lazy("state", "Open"), "wait"),
        "done": StateLook(pgettext_lazy("state", "Done"), "good"),
        "dropped": StateLook(pgettext_lazy("state", "Dropped"), "off"),
    },
    "alert": {
        "open": StateLook(pgettext_lazy("state", "Open"), "wait"),
        "acknowledged": StateLook(pgettext_lazy("state", "Acknowledged"), "info"),
        "resolved": StateLook(pgettext_lazy("state", "Resolved"), "done"),
    },
    "severity": {
        "info": StateLook(pgettext_lazy("state", "Information"), "info"),
        "warning": StateLook(pgettext_lazy("state", "Warning"), "wait"),
        "critical": StateLook(pgettext_lazy("state", "Critical"), "bad"),
    },
    "priority": {
        "low": StateLook(pgettext_lazy("state", "Low priority"), "neutral"),
        "normal": StateLook(pgettext_lazy("state", "Normal priority"), "neutral"),
        "high": StateLook(pgettext_lazy("state", "High priority"), "wait"),
        "rush": StateLook(pgettext_lazy("state", "Rush"), "bad"),
    },
    "intake_error": {
        "open": StateLook(pgettext_lazy("state", "To be solved"), "bad"),
        "replayed": StateLook(pgettext_lazy("state", "Replayed"), "done"),
        "discarded": StateLook(pgettext_lazy("state", "Discarded"), "off"),
    },
    "planning_run": {
        "queued": StateLook(pgettext_lazy("state", "Waiting to begin")),
        "running": StateLook(pgettext_lazy("state", "Running"), "active"),
        "completed": StateLook(pgettext_lazy("state", "Completed"), "good"),
        "failed": StateLook(pgettext_lazy("state", "Failed"), "bad"),
    },
    "scenario": {
        "draft": StateLook(pgettext_lazy("state", "Draft")),
        "reckoned": StateLook(pgettext_lazy("state", "Reckoned"), "good"),
        "stale": StateLook(pgettext_lazy("state", "Outdated"), "wait"),
        "adopted": StateLook(pgettext_lazy("state", "Adopted"), "done"),
        "discarded": StateLook(pgettext_lazy("state", "Discarded"), "off"),
    },
    "planned_order": {
        "proposed": StateLook(pgettext_lazy("state", "Proposed"), "info"),
        "firmed": StateLook(pgettext_lazy("state", "Firmed"), "done"),
    },
    "planning_exception": {
        "expedite": StateLook(pgettext_lazy("state", "Expedite"), "bad"),
        "defer": StateLook(pgettext_lazy("state", "Defer"), "info"),
        "cancel": StateLook(pgettext_lazy("state", "Cancel supply"), "wait"),
        "past_due": StateLook(pgettext_lazy("state", "Past due"), "bad"),
        "release_now": StateLook(pgettext_lazy("state", "Release now"), "active"),
        "late": StateLook(pgettext_lazy("state", "Late"), "bad"),
    },
    "import": {
        "uploaded": StateLook(pgettext_lazy("state", "Uploaded")),
        "previewed": StateLook(pgettext_lazy("state", "Checked"), "info"),
        "running": StateLook(pgettext_lazy("state", "Running"), "active"),
        "done": StateLook(pgettext_lazy("state", "Done"), "done"),
        "failed": StateLook(pgettext_lazy("state", "Failed"), "bad"),
    },
    "outbox": {
        "pending": StateLook(pgettext_lazy("state", "Pending"), "info"),
        "delivered": StateLook(pgettext_lazy("state", "Delivered"), "done"),
        "failed": StateLook(pgettext_lazy("state", "Failed"), "wait"),
        "dead": StateLook(pgettext_lazy("state", "Given up"), "bad"),
    },
    "credit": {
        "ok": StateLook(pgettext_lazy("state", "Within credit"), "good"),
        "near": StateLook(pgettext_lazy("state", "Near the limit"), "wait"),
        "over": StateLook(pgettext_lazy("state", "Over the limit"), "bad"),
        "blocked": StateLook(pgettext_lazy("state", "Blocked"), "bad"),
    },
    "stock": {
        "ok": StateLook(pgettext_lazy("state", "In stock"), "good"),
        "low": StateLook(pgettext_lazy("state", "Below safety stock"), "wait"),
        "out": StateLook(pgettext_lazy("state", "Out of stock"), "bad"),
    },
    "active": {
        "active": StateLook(pgettext_lazy("state", "Active"), "good"),
        "inactive": StateLook(pgettext_lazy("state", "Inactive"), "off"),
    },
}

# The straight road of a document, for its stepper; states beside it (on hold, cancelled …) show as a flag.
STEPS: dict[str, list[str]] = {
    "order": ["draft", "submitted", "confirmed", "closed"],
    "fulfillment": ["unallocated", "allocated", "picking", "packed", "shipped", "delivered"],
    "billing": ["unbilled", "billed", "paid"],
    "quotation": ["draft", "submitted", "approved", "won"],
    "shipment": ["draft", "released", "picking", "picked", "packed", "shipped", "delivered"],
    "transfer_order": ["draft", "released", "in_transit", "received"],
    "purchase_requisition": ["draft", "submitted", "approved", "ordered"],
    "purchase_order": ["draft", "sent", "received", "closed"],
    "receipt": ["arrived", "inspected", "put_away"],
    "work_order": ["planned", "released", "in_progress", "completed", "closed"],
    "non_conformance": ["open", "in_rework", "closed"],
    "invoice": ["draft", "issued", "paid"],
    "payment": ["received", "matched"],
    "return": ["requested", "approved", "received", "inspected", "settled"],
    "count": ["draft", "open", "counted", "posted"],
    "task": ["waiting", "claimed", "done"],
    "wave": ["draft", "released", "picking", "done"],
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
    ("count", "recount"): "open",
    ("count", "approved"): "counted",
}

# Codes that mean the same as another: documents of the warehouse store priority as a number to sort by.
ALIASES = {
    ("priority", "10"): "low",
    ("priority", "20"): "normal",
    ("priority", "30"): "high",
    ("priority", "40"): "rush",
}


def look_of(machine: str, state: Any) -> StateLook:
    """The wording and tone of a state; an unknown one reads as its code and stays gray."""
    code = str(state or "")
    code = ALIASES.get((machine, code), code)
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
