"""How the states of making and planning read and which color they wear."""

from django.utils.translation import pgettext_lazy

from erp.core.states import StateLook, lend_states

LOOKS = {
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
}

# The straight road of a document, for its stepper; states beside it show as a flag.
STEPS = {
    "work_order": ["planned", "released", "in_progress", "completed", "closed"],
    "non_conformance": ["open", "in_rework", "closed"],
}

lend_states(LOOKS, steps=STEPS)
