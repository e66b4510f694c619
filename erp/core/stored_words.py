"""Words that are kept in English because nobody in particular was reading: who of the product acted, and why.

Events, moves and notes keep what was said when it happened. What the product itself said is known here and
is told in the reader's language; what people wrote is told as they wrote it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop, pgettext

ACTORS: Mapping[str, str | Promise] = {
    "system": _("System"),
    "order process": _("Order process"),
    "order process, version 1": _("Order process"),
    "promise watch": _("Promise watch"),
    "rush orders": _("Rush orders"),
    "release to warehouse": _("Release to the warehouse by itself"),
    "counting": _("Counting"),
    "blocked lots": _("Blocked lots"),
    "expiry": _("Watch over expiry dates"),
    "soft holds": _("Soft holds"),
    "supplier rules": _("Supplier rules"),
    "back-orders": _("Back-orders"),
    "reservations": _("Reservations"),
    "pegs": _("Pegs"),
    "stock": _("Stock"),
    "replenishment": _("Replenishment"),
    "nightly proof": _("Nightly proof"),
    "outbox": _("Outbox"),
    "mail": _("E-mail"),
    "receiving": _("Receiving"),
    "purchasing": _("Purchasing"),
    "outside work": _("Outside work"),
    "receipts of outside work": _("Outside work"),
    "materials": _("Materials"),
    "planning by the clock": _("Planning by the clock"),
    "scenarios": _("Scenarios"),
    "shop floor": _("Shop floor"),
    "supplier's agreement": _("Agreement of the supplier"),
    "forecast": _("Forecast"),
    "machine states": _("Machine states"),
    "set-up": _("Shipped with Kept"),
    "demo": _("Demo data"),
    "load_dataset": _("Data set"),
    "create_api_key": _("Console"),
    "proof at the console": _("Console"),
    "repair at the console": _("Console"),
}
_SAID = [
    gettext_noop("Put away"),
    gettext_noop("Inspected"),
    gettext_noop("Opening stock"),
    gettext_noop("Marked on the supplier's record."),
    gettext_noop("The mark on the supplier's record was taken off."),
    gettext_noop("Lot %(lot)s is blocked."),
    gettext_noop("%(number)s slips without it"),
    gettext_noop("Shipping exception: waits for %(hours)s h"),
]
_VERSIONED = re.compile(r"(?P<name>.+), version (?P<number>\d+)")
_HOLE = re.compile(r"%\((\w+)\)s")
_SPLIT = re.compile(r"(%\(\w+\)s)")
_REASON_CONTEXTS = ("return reason",)


def _pattern(text: str) -> re.Pattern[str]:
    parts = [
        f"(?P<{hole.group(1)}>.+)" if (hole := _HOLE.fullmatch(part)) else re.escape(part)
        for part in _SPLIT.split(text)
    ]
    return re.compile("".join(parts))


_PATTERNS = [(text, _pattern(text)) for text in _SAID]


def actor_text(label: Any) -> str:
    """Who acted: a person's name as it is, the product's own parts in the reader's language."""
    kept = str(label or "")
    if kept not in ACTORS and (found := _VERSIONED.fullmatch(kept)):
        name = pgettext("service level", found["name"])
        if name == found["name"]:
            name = str(_(name))  # a process that ships has its name among the words
        return _("%(name)s, version %(number)s") % {"name": name, "number": found["number"]}
    return str(ACTORS.get(kept, kept))


def stored_text(text: Any) -> str:
    """A kept reason: what the product itself said in the reader's language, what people wrote as it is."""
    kept = str(text or "")
    for known, pattern in _PATTERNS:
        found = pattern.fullmatch(kept)
        if found:
            return str(_(known)) % found.groupdict()
    for context in _REASON_CONTEXTS:
        told = pgettext(context, kept) if kept else ""
        if told != kept:
            return told
    return kept
