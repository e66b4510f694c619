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
        }
    )
