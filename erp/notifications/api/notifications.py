"""One's own notifications over the API."""

from __future__ import annotations

from typing import Any

import django_filters
from drf_spectacular.utils import extend_schema
from rest_framework import serializers

from erp.core.http.filters import ChoicesFilter, Filters, MomentFilter
from erp.core.http.refs import Body, IdField
from erp.core.http.views import Call, Endpoint, Resource, verb
from erp.notifications.models import Notification
from erp.notifications.selectors.messages import shown_notification
from erp.notifications.services.reading import read_notifications


class NotificationOut(serializers.Serializer[Any]):
    """One thing that the caller was told."""

    id = IdField("notification")
    topic = serializers.CharField()
    priority = serializers.ChoiceField(choices=Notification.Priority.choices)
    title = serializers.SerializerMethodField()
    text = serializers.SerializerMethodField()
    document_kind = serializers.CharField(source="subject_kind")
    document = serializers.CharField(source="subject_number")
    url = serializers.SerializerMethodField()
    by = serializers.CharField()
    created_at = serializers.DateTimeField()
    read_at = serializers.DateTimeField(allow_null=True)

    def get_title(self, row: Notification) -> str:
        """In the reader's language."""
        return shown_notification(row).title

    def get_text(self, row: Notification) -> str:
        """In the reader's language."""
        return shown_notification(row).detail

    def get_url(self, row: Notification) -> str:
        """The page it leads to, empty when there is none."""
        return shown_notification(row).url


class NotificationFilters(Filters):
    """Filters of notifications."""

    unread = django_filters.BooleanFilter(field_name="read_at", lookup_expr="isnull")
    priority = ChoicesFilter(choices=Notification.Priority.choices, field_name="priority")
    topic = django_filters.CharFilter(field_name="topic")
    document = django_filters.CharFilter(field_name="subject_number")
    created_after = MomentFilter(field_name="created_at", lookup_expr="gte")
    created_before = MomentFilter(field_name="created_at", lookup_expr="lt")


class Notifications(Resource):
    """What the caller was told, the newest first."""

    kind = "notification"
    out = NotificationOut
    filters = NotificationFilters
    orderings = {"created_at": "created_at"}
    search_fields = ["subject_number", "title"]

    @verb()
    def read(self, call: Call) -> Any:
        """Mark it as read."""
        read_notifications(ids=[call.id], actor=call.actor, at=call.at)
        return call.id


class ReadAllBody(Body):
    """A body without members."""


class ReadAllOut(serializers.Serializer[Any]):
    """How many were marked."""

    read = serializers.IntegerField()


class ReadAll(Endpoint):
    """Mark everything as read."""

    @extend_schema(request=ReadAllBody, responses=ReadAllOut)
    def post(self, request: Any) -> Any:
        """Mark all of the caller's notifications as read."""
        self.body(ReadAllBody)
        return self.run(
            lambda: read_notifications(ids=None, actor=self.actor), lambda number: {"read": number}
        )
