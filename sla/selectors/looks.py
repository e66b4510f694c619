"""How the states of clocks and reviews read and which color they wear."""

from django.utils.translation import pgettext_lazy

from erp.core.states import StateLook, lend_states

LOOKS = {
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
}

lend_states(LOOKS)
