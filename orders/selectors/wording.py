"""The words of what orders raise as alerts, and of the channels that they come by."""

from django.utils.translation import gettext_lazy as _

from erp.notifications.selectors.wording import register_alerts

# Channels are codes that companies choose; these are usual, others are shown as they are.
_CHANNELS = {
    "api": _("interface"),
    "edi": _("EDI"),
    "email": _("by e-mail"),
    "field": _("field sales"),
    "phone": _("by phone"),
    "portal": _("customer portal"),
    "shop": _("web shop"),
}


def channel_text(channel: str) -> str:
    """A channel in words."""
    return str(_CHANNELS.get(channel, channel))


def register_words() -> None:
    """Say what the alerts of orders are called."""
    register_alerts(
        {
            "promise_at_risk": (
                _("%(number)s: a promise no longer holds"),
                _("%(old)s slips to %(new)s because of %(document)s"),
            ),
            "quotation_accepted": (
                _("%(customer)s has accepted %(number)s"),
                _("%(who)s took it through the link; the order is %(order)s."),
            ),
            "quotation_declined": (_("%(customer)s has declined %(number)s"), _("%(who)s: %(reason)s")),
            "quotation_not_taken": (
                _("%(customer)s accepts %(number)s, but its order can't be written"),
                _("%(who)s waits for a call: turn the quotation into its order to see what is wrong."),
            ),
        }
    )
