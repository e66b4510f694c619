"""How the states of cases and tasks read and which color they wear."""

from django.utils.translation import pgettext_lazy

from erp.core.states import StateLook, lend_states

LOOKS = {
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
}

# The straight road of a document, for its stepper; states beside it show as a flag.
STEPS = {
    "task": ["waiting", "claimed", "done"],
}

lend_states(LOOKS, steps=STEPS)
