"""How the states of orders and quotations read and which color they wear."""

from django.utils.translation import pgettext_lazy

from erp.core.states import StateLook, lend_states

LOOKS = {
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
    "return": {
        "requested": StateLook(pgettext_lazy("state", "Requested"), "info"),
        "approved": StateLook(pgettext_lazy("state", "Approved"), "active"),
        "received": StateLook(pgettext_lazy("state", "Received"), "active"),
        "inspected": StateLook(pgettext_lazy("state", "Inspected"), "active"),
        "settled": StateLook(pgettext_lazy("state", "Settled"), "done"),
        "rejected": StateLook(pgettext_lazy("state", "Rejected"), "bad"),
    },
    "intake_error": {
        "open": StateLook(pgettext_lazy("state", "To be solved"), "bad"),
        "replayed": StateLook(pgettext_lazy("state", "Replayed"), "done"),
        "discarded": StateLook(pgettext_lazy("state", "Discarded"), "off"),
    },
}

# The straight road of a document, for its stepper; states beside it show as a flag.
STEPS = {
    "order": ["draft", "submitted", "confirmed", "closed"],
    "fulfillment": ["unallocated", "allocated", "picking", "packed", "shipped", "delivered"],
    "billing": ["unbilled", "billed", "paid"],
    "quotation": ["draft", "submitted", "approved", "won"],
    "return": ["requested", "approved", "received", "inspected", "settled"],
}

# States between two steps: they stand on the step named here.
STANDS_ON = {
    ("fulfillment", "partially_allocated"): "unallocated",
    ("fulfillment", "awaiting_supply"): "unallocated",
    ("fulfillment", "in_production"): "unallocated",
    ("fulfillment", "partially_shipped"): "packed",
    ("billing", "partially_billed"): "unbilled",
    ("billing", "partially_paid"): "billed",
}

lend_states(LOOKS, steps=STEPS, stands_on=STANDS_ON)
