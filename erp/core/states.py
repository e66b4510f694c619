"""How every state of every document reads and which color it wears.

One table for pages, admin, charts and e-mails; each app lends it the states of its own documents.
"""

from collections.abc import Mapping
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
    "active": {
        "active": StateLook(pgettext_lazy("state", "Active"), "good"),
        "inactive": StateLook(pgettext_lazy("state", "Inactive"), "off"),
    },
}

# The straight road of a document, for its stepper; states beside it (on hold, cancelled …) show as a flag.
STEPS: dict[str, list[str]] = {}

# States between two steps: they stand on the step named here.
STANDS_ON: dict[tuple[str, str], str] = {}

# Codes that mean the same as another: documents of the warehouse store priority as a number to sort by.
ALIASES = {
    ("priority", "10"): "low",
    ("priority", "20"): "normal",
    ("priority", "30"): "high",
    ("priority", "40"): "rush",
}


def lend_states(
    looks: Mapping[str, dict[str, StateLook]],
    *,
    steps: Mapping[str, list[str]] | None = None,
    stands_on: Mapping[tuple[str, str], str] | None = None,
) -> None:
    """Lend the looks of an app's states, by machine, and the road of documents with a stepper."""
    STATES.update(looks)
    STEPS.update(steps or {})
    STANDS_ON.update(stands_on or {})


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
