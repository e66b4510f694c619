"""Alerts, notifications and deliveries in the admin."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from erp.core.admin import ReadOnlyAdmin
from erp.core.administration.documents import DocumentAdmin, Verb
from erp.notifications.models import Alert, Delivery, Notification
from erp.notifications.selectors.alerts import VIEW, visible_alerts
from erp.notifications.selectors.notifications import all_deliveries, all_notifications
from erp.notifications.services.sending import retry_delivery


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


@admin.register(Notification)
class NotificationAdmin(ReadOnlyAdmin):
    """What was told to whom."""

    view_right = "core.edit_setting"
    visible = staticmethod(all_notifications)
    list_display = ["created_at", "user", "priority", "topic", "subject_number", "read_at", "by"]
    list_filter = ["priority"]
    search_fields = ["topic", "subject_number", "user__username"]
    show_full_result_count = False


@admin.register(Delivery)
class DeliveryAdmin(DocumentAdmin):
    """How far each message got, and why it did not."""

    view_right = "core.edit_setting"
    visible = staticmethod(all_deliveries)
    list_display = ["notification", "channel", "state", "attempts", "due_at", "done_at", "error"]
    list_filter = ["channel", "state"]
    list_select_related = ["notification"]
    search_fields = ["notification__subject_number", "notification__user__username"]
    ordering = ["-id"]
    fields = ["notification", "channel", "state", "is_digest", ("attempts", "due_at", "done_at"), "error"]
    verbs = (
        Verb(
            name="retry",
            title=_("Try again"),
            command=retry_delivery,
            row_id="delivery_id",
            states=("failed",),
        ),
    )
