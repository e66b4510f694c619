"""The row locks of alerts."""

from erp.core.locks import row_for_update
from erp.notifications.models import Alert


def alert_for_update(pk: int) -> Alert:
    """Lock an alert.

    Raises: NotFound.
    """
    return row_for_update(Alert, pk, "alert")
