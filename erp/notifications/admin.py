"""Alerts in the admin."""

from django.contrib import admin

from erp.core.admin import ReadOnlyAdmin
from erp.notifications.models import Alert


@admin.register(Alert)
class AlertAdmin(ReadOnlyAdmin):
    """What was raised, for whom, and who acknowledged it."""

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
