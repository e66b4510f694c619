"""What the frame of every page shows of its reader: navigation, what can be made, the role."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from erp.core.navigation import create_items, navigation
from erp.identity.models import Role
from erp.processes.selectors.inbox import COUNTED, count_to_do


def frame(request: HttpRequest) -> dict[str, Any]:
    """Navigation by role with the number of open tasks; read only when a page shows the frame."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated or request.path.startswith(("/admin/", "/api/")):
        return {}
    actor = request.actor  # type: ignore[attr-defined]  # put on the request by the middleware
    return {
        "navigation": SimpleLazyObject(lambda: navigation(actor, request.path, _badges(actor))),
        "quick_create": SimpleLazyObject(lambda: create_items(actor)),
        "reader_role": SimpleLazyObject(lambda: _role_text(actor)),
    }


def _badges(actor: Any) -> dict[str, Any]:
    if not actor.has("processes.view_task"):
        return {}
    count = count_to_do(actor)
    return {"tasks": "" if not count else f"{COUNTED - 1}+" if count >= COUNTED else count}


def _role_text(actor: Any) -> str:
    if not actor.roles:
        return ""
    return ", ".join(str(role) for role in Role.objects.filter(code__in=actor.roles))
