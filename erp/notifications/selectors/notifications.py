"""What a person was told, and how far it got."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db.models import Count, QuerySet
from django.utils import timezone

from erp.core.actor import Actor
from erp.core.documents import document
from erp.notifications.models import ChannelSetting, Delivery, Notification
from erp.notifications.selectors.messages import ShownNotification, shown_notification

COUNTED = 100


@document("notification", prefix="ntf")
def visible_notifications(actor: Actor) -> QuerySet[Notification]:
    """One's own notifications, nobody else's."""
    return Notification.objects.filter(user_id=actor.user_id or 0)


def all_notifications(actor: Actor) -> QuerySet[Notification]:
    """Everybody's, for those who keep the settings."""
    rows = Notification.objects.select_related("user")
    return rows if actor.has("core.edit_setting") else rows.filter(user_id=actor.user_id or 0)


def all_deliveries(actor: Actor) -> QuerySet[Delivery]:
    """Every delivery, for those who keep the settings."""
    rows = Delivery.objects.select_related("notification__user")
    return rows if actor.has("core.edit_setting") else rows.filter(notification__user_id=actor.user_id or 0)


def unread(actor: Actor, *, latest: int = 8) -> tuple[int, list[ShownNotification]]:
    """How many notifications the actor has not read (counted to 100), and the latest of them."""
    rows = visible_notifications(actor).filter(read_at__isnull=True)
    newest = [shown_notification(row) for row in rows.order_by("-id")[:latest]]
    if len(newest) < latest:
        return len(newest), newest
    return rows.order_by()[:COUNTED].count(), newest


def pulse(user_id: int) -> str:
    """A short text that changes when somebody's notifications do; two short index walks."""
    rows = Notification.objects.filter(user_id=user_id)
    last = rows.order_by("-id").values_list("id", flat=True).first() or 0
    waiting = rows.filter(read_at__isnull=True).order_by()[:COUNTED].count()
    return f"{last}-{waiting}"


def channel_rows() -> list[dict[str, Any]]:
    """Every channel with its setting, whether its address is there, and what became of a week's messages."""
    kept = {row.code: row for row in ChannelSetting.objects.all()}
    since = timezone.now() - timedelta(days=7)
    counted = Delivery.objects.filter(due_at__gte=since).order_by().values_list("channel", "state")
    sums: dict[str, dict[str, int]] = {}
    for channel, state, number in counted.annotate(number=Count("pk")):
        sums.setdefault(channel, {})[state] = number
    return [
        {
            "code": code,
            "label": label,
            "row": kept.get(code) or ChannelSetting(code=code),
            "from_environment": bool(settings.CHANNEL_SECRETS.get(code, ("", ""))[0]),
            "sums": sums.get(code, {}),
        }
        for code, label in ChannelSetting.Code.choices
    ]
