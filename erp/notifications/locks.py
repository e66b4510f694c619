"""The row locks of alerts and deliveries."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Q

from erp.core.locks import row_for_update
from erp.notifications.models import Alert, ChannelSetting, Delivery

_WITH = ("notification__user__notification_preference",)


def alert_for_update(pk: int) -> Alert:
    """Lock an alert.

    Raises: NotFound.
    """
    return row_for_update(Alert, pk, "alert")


def channel_for_update(code: str, expected_version: int | None = None) -> ChannelSetting:
    """Lock a channel's setting.

    Raises: NotFound; StaleVersion.
    """
    pk = ChannelSetting.objects.filter(code=code).values_list("pk", flat=True).first() or 0
    return row_for_update(ChannelSetting, pk, "channel", expected_version=expected_version)


def delivery_for_update(pk: int) -> Delivery:
    """Lock a delivery.

    Raises: NotFound.
    """
    return row_for_update(Delivery, pk, "delivery")


def due_deliveries(at: datetime, without: Collection[str], limit: int) -> list[Delivery]:
    """Lock deliveries that are due, the longest waiting first; those that another worker has are left."""
    rows = Delivery.objects.filter(state="pending", due_at__lte=at).exclude(channel__in=without)
    locked = rows.select_for_update(skip_locked=True, of=("self",))
    return list(locked.select_related(*_WITH).order_by("due_at", "pk")[:limit])


def companions(lead: Delivery, at: datetime, condition: Q, limit: int) -> list[Delivery]:
    """Lock further due deliveries of the same channel that leave together with one."""
    rows = Delivery.objects.filter(condition, state="pending", channel=lead.channel, due_at__lte=at)
    locked = rows.exclude(pk=lead.pk).select_for_update(skip_locked=True, of=("self",))
    return list(locked.select_related(*_WITH).order_by("pk")[:limit])
