"""The words of what orders raise as alerts."""

from django.utils.translation import gettext_lazy as _

from erp.notifications.selectors.wording import register_alerts


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
