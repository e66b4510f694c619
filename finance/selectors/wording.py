"""The words of what suppliers' invoices raise as alerts."""

from django.utils.translation import gettext_lazy as _

from erp.notifications.selectors.wording import register_alerts


def register_words() -> None:
    """Say what the alerts of payables are called."""
    register_alerts(
        {
            "payable_differs": (
                _("%(number)s differs from order or receipt"),
                _("Invoice %(invoice)s of %(supplier)s waits for somebody to decide"),
            ),
        }
    )
