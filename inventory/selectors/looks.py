"""How the states of stock and of what moves it read and which color they wear."""

from django.utils.translation import pgettext_lazy

from erp.core.states import StateLook, lend_states

LOOKS = {
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
    "count": {
        "draft": StateLook(pgettext_lazy("state", "Draft")),
        "open": StateLook(pgettext_lazy("state", "Being counted"), "info"),
        "recount": StateLook(pgettext_lazy("state", "To be counted again"), "wait"),
        "counted": StateLook(pgettext_lazy("state", "Waiting for approval"), "wait"),
        "approved": StateLook(pgettext_lazy("state", "Approved"), "active"),
        "posted": StateLook(pgettext_lazy("state", "Posted"), "done"),
        "cancelled": StateLook(pgettext_lazy("state", "Cancelled"), "off"),
    },
    "stock": {
        "ok": StateLook(pgettext_lazy("state", "In stock"), "good"),
        "low": StateLook(pgettext_lazy("state", "Below safety stock"), "wait"),
        "out": StateLook(pgettext_lazy("state", "Out of stock"), "bad"),
    },
}

# The straight road of a document, for its stepper; states beside it show as a flag.
STEPS = {
    "shipment": ["draft", "released", "picking", "picked", "packed", "shipped", "delivered"],
    "wave": ["draft", "released", "picking", "done"],
    "transfer_order": ["draft", "released", "in_transit", "received"],
    "purchase_requisition": ["draft", "submitted", "approved", "ordered"],
    "purchase_order": ["draft", "sent", "received", "closed"],
    "receipt": ["arrived", "inspected", "put_away"],
    "count": ["draft", "open", "counted", "posted"],
}

# States between two steps: they stand on the step named here.
STANDS_ON = {
    ("purchase_order", "partially_received"): "sent",
    ("count", "recount"): "open",
    ("count", "approved"): "counted",
}

lend_states(LOOKS, steps=STEPS, stands_on=STANDS_ON)
