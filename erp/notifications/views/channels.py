"""The administrator's page of channels: set up, tested, and what became of the last week's messages."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from erp.core.errors import Invalid
from erp.core.views.page import page
from erp.notifications.models import Delivery, Notification
from erp.notifications.selectors.notifications import channel_rows
from erp.notifications.services.channel_settings import EDIT, save_channel, test_channel
from erp.notifications.services.sending import retry_delivery

_FIELDS = ("address", "secret", "from_priority", "timeout_seconds", "encoding", "success_text")


@page(EDIT)
def channels_page(request: Any) -> HttpResponse:
    """Every channel, its setting and its last messages; addresses and secrets are never shown."""
    failed = Delivery.objects.filter(state="failed").select_related("notification__user").order_by("-id")[:50]
    context = {
        "channels": [
            one | {"body_text": _text(one["row"].body), "headers_text": _text(one["row"].headers)}
            for one in channel_rows()
        ],
        "priorities": Notification.Priority.choices,
        "failed": list(failed),
    }
    return render(request, "notifications/channels.html", context)


@page(EDIT, methods=("POST",))
def channel_save(request: Any, code: str) -> HttpResponse:
    """Keep a channel's setting."""
    values: dict[str, Any] = {name: request.POST.get(name, "")[:1000] for name in _FIELDS}
    values |= {name: request.POST.get(name) == "1" for name in ("is_enabled", "allows_private")}
    for name in ("body", "headers"):
        values[name] = _json(request.POST.get(name, ""), name)
    seen = request.POST.get("version", "")
    version = int(seen) if seen.isdigit() and len(seen) < 9 else None
    save_channel(code=code, values=values, actor=request.actor, expected_version=version)
    messages.success(request, _("Saved."))
    return redirect("notification-channels")


def _text(template: Any) -> str:
    return json.dumps(template, ensure_ascii=False, indent=1) if template else ""


def _json(text: str, name: str) -> Any:
    if not text.strip():
        return {}
    try:
        return json.loads(text[:5000])
    except (ValueError, RecursionError):
        raise Invalid.field(name, _("This must be a JSON object.")) from None


@page(EDIT, methods=("POST",))
def channel_test(request: Any, code: str) -> HttpResponse:
    """Send the reader a test message."""
    problem = test_channel(code=code, actor=request.actor)
    if problem:
        messages.error(request, _("The test message did not leave: %(problem)s") % {"problem": problem})
    else:
        messages.success(request, _("The test message was taken."))
    return redirect("notification-channels")


@page(EDIT, methods=("POST",))
def delivery_retry(request: Any, pk: int) -> HttpResponse:
    """Try a message that was given up once more."""
    retry_delivery(delivery_id=pk, actor=request.actor)
    messages.success(request, _("It is tried again."))
    return redirect("notification-channels")
