"""Who sees and changes what in the admin: the rights of the actor, never Django's permission rows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from unfold.admin import ModelAdmin

from erp.core.actor import Actor

EVERYTHING = "*"


def actor_of(request: HttpRequest) -> Actor:
    """Who asks."""
    return request.actor  # type: ignore[attr-defined]  # put on the request by the middleware


class RightsAdmin(ModelAdmin):
    """Rows seen by those who hold `view_right`, within their row scope; changed by nobody unless said."""

    view_right = EVERYTHING
    visible: Callable[[Actor], QuerySet[Any]] | None = None
    show_full_result_count = False
    list_per_page = 50

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """The rows within the reader's scope."""
        if self.visible is None:
            return super().get_queryset(request)
        rows = self.visible(actor_of(request))
        if self.list_select_related:
            rows = rows.select_related(*self.list_select_related)
        ordering = self.get_ordering(request)
        return rows.order_by(*ordering) if ordering else rows

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return actor_of(request).has(self.view_right)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
