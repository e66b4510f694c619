"""The words of alerts: one title and one sentence per code, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from erp.core.http.messages import register_messages, sentence

Words = tuple[str | Promise, str | Promise]

_words: dict[str, Words] = {
    "lot_expires": (
        _("Lot expires soon"),
        _("%(quantity)s of %(product)s expire on %(expires_on)s."),
    ),
    "stock_below_safety": (
        _("%(number)s is below its safety stock"),
        _("%(available)s available, safety stock %(safety_stock)s"),
    ),
    "count_waits": (
        _("%(number)s waits for approval"),
        _("%(differences)s differences worth %(value)s"),
    ),
    "count_took_stock": (
        _("%(number)s lost reserved stock"),
        _("%(quantity)s are back-ordered: the count %(count)s did not find them."),
    ),
    "purchase_proposal": (
        _("%(supplier)s proposes changes to %(number)s"),
        _("%(lines)s lines differ from what was ordered. Accept or decline."),
    ),
    "purchase_reduction_agreed": (
        _("%(supplier)s delivers less of %(number)s"),
        _("Line %(line)s is reduced as asked."),
    ),
    "purchase_reduction_refused": (
        _("%(supplier)s can't deliver less of %(number)s"),
        _("Line %(line)s comes as it was ordered. Keep it for stock, or give it to another order."),
    ),
    "purchase_unconfirmed": (
        _("%(supplier)s has not confirmed %(number)s"),
        _("Sent on %(sent)s, due on %(due)s: ask for the confirmation."),
    ),
    "stock_below_reorder": (
        _("%(number)s is to be bought"),
        _("%(available)s available and coming, reorder point %(reorder_point)s: %(requisition)s"),
    ),
    "integrity_broken": (_("The books do not agree"), _("%(count)s rows break %(invariant)s")),
    "task.opened": (_("%(number)s: %(task)s"), _("This waits for your decision.")),
    "task.transferred": (_("%(number)s: %(task)s"), _("This was handed over to you. %(reason)s")),
    "task.signer_added": (_("%(number)s: %(task)s"), _("Your signature is asked for.")),
    "task.info_requested": (_("%(number)s: a question about %(task)s"), "%(reason)s"),
    "task.info_given": (_("%(number)s: the answer for %(task)s"), "%(reason)s"),
    "delivery_failed": (
        _("Messages through %(channel)s fail"),
        _("Given up: %(error)s. Look at the channel's settings."),
    ),
    "outbox_dead": (_("A follow-up was given up"), _("%(subscriber)s failed %(attempts)s times: %(error)s")),
}


class _Facts(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "…"


def register_alerts(words: Mapping[str, Words]) -> None:
    """Say what an app's alerts are called; called from its `apps.ready`. %(name)s places take facts."""
    _words.update(words)


def alert_words(code: str, number: str, facts: Mapping[str, Any]) -> tuple[str, str]:
    """Title and sentence of an alert; a code without words shows itself and its document."""
    title, detail = _words.get(code, ("", ""))
    filled = _Facts(facts, number=number)
    if facts.get("why"):
        filled["why"] = sentence(str(facts["why"]), facts)  # a refusal is kept by its code
    if not title and facts.get("title"):
        return given_words(str(facts["title"]), str(facts.get("text", "")), facts)
    if not title:
        return f"{code.replace('_', ' ').capitalize()} {number}".strip(), ""
    return str(title) % filled, str(detail) % filled


def given_words(title: str, text: str, facts: Mapping[str, Any]) -> tuple[str, str]:
    """Words as they were given, or in the reader's language where `facts["words"]` has them in it."""
    known = facts.get("words")
    other = known.get(get_language() or "") if isinstance(known, Mapping) else None
    if not isinstance(other, Mapping):
        return title, text
    return str(other.get("title") or title), str(other.get("text") or text)


def register_refusals() -> None:
    """Say what the refusals of channels are called."""
    register_messages(
        {
            "channel_off": (_("Set-up incomplete"), _("The channel “%(channel)s” is switched off.")),
            "channel_without_address": (
                _("Set-up incomplete"),
                _("The channel “%(channel)s” has no address to send to."),
            ),
        }
    )
