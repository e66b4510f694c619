"""How steps end, what a drawing says of them and whom a pilot is for, in the reader's words."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Words = Mapping[str, str | Promise]

_OUTCOMES: Words = {
    "started": pgettext_lazy("outcome", "begun"),
    "approved": _("approved"),
    "rejected": _("rejected"),
    "done": _("done"),
    "done_before": pgettext_lazy("outcome", "done before"),
    "skipped": pgettext_lazy("outcome", "skipped"),
    "routed": pgettext_lazy("outcome", "went on"),
    "passed": pgettext_lazy("outcome", "passed over"),
    "event": pgettext_lazy("outcome", "news came"),
    "timer": pgettext_lazy("outcome", "time came"),
    "overtaken": pgettext_lazy("outcome", "overtaken"),
    "cancelled": pgettext_lazy("outcome", "cancelled"),
    "ended": pgettext_lazy("outcome", "ended"),
}
_MEMBERS: Words = {
    "type": _("Kinds of step"),
    "name": _("Name in English"),
    "names": _("Names in other languages"),
    "label": _("Label in English"),
    "labels": _("Labels in other languages"),
    "assignee": _("Who does it"),
    "countersign": _("Signers"),
    "critical": pgettext_lazy("step", "Critical"),
    "target_seconds": _("Target in seconds"),
    "calendar": _("Calendar"),
    "ladder": _("Time-outs"),
    "action": _("Does"),
    "input": _("Values given"),
    "wait_for": _("Waits for"),
    "timer_seconds": _("How long, in seconds"),
    "timer_until": _("Until the date"),
    "process": _("Runs the process"),
    "instruction": _("Instruction in English"),
    "instructions": _("Instruction in other languages"),
    "checklist": _("Checklist"),
    "attachments": _("Required attachments"),
    "entry": _("May begin when"),
    "exit": _("May be left when"),
    "reject_to": _("When rejected, back to"),
    "max_visits": _("At most so many visits"),
    "condition": _("Taken when"),
    "otherwise": _("Taken when no other link is"),
}
_DIMENSIONS: Words = {
    "customers": _("Customers"),
    "categories": _("Product categories"),
    "regions": _("Regions"),
    "tags": _("Customer tags"),
    "percent": _("Share of cases in percent"),
}


def outcome_word(code: str) -> str:
    """How a step ended."""
    return str(_OUTCOMES.get(code, code.replace("_", " ")))


def member_word(name: str) -> str:
    """What a drawing says of a step or link."""
    return str(_MEMBERS.get(name, name.replace("_", " ")))


def dimension_word(name: str) -> str:
    """One dimension of a pilot's scope."""
    return str(_DIMENSIONS.get(name, name.replace("_", " ")))
