"""Alerts in the admin."""

from django.contrib import admin

from erp.core.admin import ReadOnlyAdmin
from erp.notifications.models import Alert
from erp.notifications.selectors.alerts import VIEW, visible_alerts


@admin.register(Alert)
class AlertAdmin(ReadOnlyAdmin):
    """What was raised, for whom, and who acknowledged it."""

    view_right = VIEW
    visible = staticmethod(visible_alerts)
    list_display = [
        "raised_at",
        "level",
        "code",
        "subject_number",
        "role",
        "acknowledged_at",
        "acknowledged_by",
    ]
    list_filter = ["level", "role", "code"]
    search_fields = ["code", "subject_number"]
    show_full_result_count = False
