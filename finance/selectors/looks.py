"""How the states of money papers read and which color they wear."""

from django.utils.translation import pgettext_lazy

from erp.core.states import StateLook, lend_states

LOOKS = {
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
    "credit": {
        "ok": StateLook(pgettext_lazy("state", "Within credit"), "good"),
        "near": StateLook(pgettext_lazy("state", "Near the limit"), "wait"),
        "over": StateLook(pgettext_lazy("state", "Over the limit"), "bad"),
        "blocked": StateLook(pgettext_lazy("state", "Blocked"), "bad"),
    },
}

# The straight road of a document, for its stepper; states beside it show as a flag.
STEPS = {
    "invoice": ["draft", "issued", "paid"],
    "payment": ["received", "matched"],
}

# States between two steps: they stand on the step named here.
STANDS_ON = {
    ("invoice", "partially_paid"): "issued",
    ("invoice", "overdue"): "issued",
}

lend_states(LOOKS, steps=STEPS, stands_on=STANDS_ON)
