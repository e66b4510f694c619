"""The words of what receiving raises as alerts."""

from django.utils.translation import gettext_lazy as _

from erp.notifications.selectors.wording import register_alerts


def register_words() -> None:
    """Say what the alerts of receiving are called."""
    register_alerts(
        {
            "exemption_frozen": (
                _("%(number)s is inspected again"),
                _("The exemption of %(name)s is frozen: %(detail)s"),
            ),
            "supplier_on_time_falling": (
                _("%(number)s delivers less and less on time"),
                _("%(name)s, on-time rate falling %(count)s months in a row: %(rates)s"),
            ),
        }
    )
