"""A person's notifications, how they want to be told, and the live bell."""

from __future__ import annotations

import threading
import time
from collections.abc import Generator
from typing import Any

from django.contrib import messages
from django.db import connection
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from erp.core.errors import Invalid
from erp.core.views.page import back_to, page
from erp.core.views.paging import ListPage
from erp.notifications.models import ChannelSetting, Preference
from erp.notifications.selectors.channels import preference_of, ways_in_force, zone_of
from erp.notifications.selectors.messages import shown_notification
from erp.notifications.selectors.notifications import pulse, visible_notifications
from erp.notifications.services.reading import read_notifications, save_preference

GROUP_LABELS = {
    "tasks": gettext_lazy("Tasks"),
    "clocks": gettext_lazy("Time limits and escalations"),
    "rules": gettext_lazy("Rules"),
    "other": gettext_lazy("Everything else"),
}
STREAM_SECONDS = 20.0
LOOK_SECONDS = 1.5
STREAMS = 3  # of the eight threads of a web process
_slots = threading.BoundedSemaphore(STREAMS)
_ending = threading.Event()


@page()
def notification_list(request: Any) -> HttpResponse:
    """What the reader was told, the newest first; `?state=unread` only what was not read."""
    rows = visible_notifications(request.actor)
    is_unread = request.GET.get("state") == "unread"
    if is_unread:
        rows = rows.filter(read_at__isnull=True)
    found = ListPage(request, rows, {"id": "id"})
    context = {
        "page": found,
        "shown": [shown_notification(row) for row in found.rows],
        "is_unread": is_unread,
    }
    return render(request, "notifications/list.html", context)


@page(methods=("POST",))
def notifications_read(request: Any) -> HttpResponse:
    """Mark what was ticked as read, or all."""
    ticked = request.POST.getlist("ids")[:500]
    ids = [int(one) for one in ticked if one.isdigit() and len(one) < 19]
    read_notifications(ids=ids if ticked else None, actor=request.actor)
    return redirect(back_to(request, "/notifications/"))


@page(methods=("GET", "POST"))
def preferences(request: Any) -> HttpResponse:
    """How the reader wants to be told."""
    errors: dict[str, Any] = {}
    row = preference_of(request.user.pk)
    if request.method == "POST":
        values = {name: request.POST.get(name, "")[:60] for name in _FIELDS}
        own = [group for group in GROUP_LABELS if request.POST.get(f"own-{group}")]
        values["channels"] = {group: request.POST.getlist(f"channel-{group}") for group in own}  # type: ignore[assignment]  # the one that is no text
        try:
            save_preference(values=values, actor=request.actor)
            messages.success(request, _("Saved."))
            return redirect("notification-preferences")
        except Invalid as refusal:
            errors = {name: " ".join(map(str, texts)) for name, texts in refusal.errors.items()}
            for name in _FIELDS:
                setattr(row, name, values[name])
    ways = [way.channel for way in ways_in_force()]
    labels = dict(ChannelSetting.Code.choices)
    context = {
        "row": row,
        "errors": errors,
        "zone": zone_of(request.user),
        "digests": Preference.Digest.choices,
        "ways": [(code, labels.get(code, code)) for code in ways],
        "groups": [(group, label, row.channels.get(group)) for group, label in GROUP_LABELS.items()],
    }
    return render(request, "notifications/preferences.html", context, status=422 if errors else 200)


_FIELDS = ("quiet_from", "quiet_until", "digest", "digest_at", "mobile")


@page()
def live(request: Any) -> StreamingHttpResponse:
    """Server-sent events: "news" whenever the reader's notifications change.

    A process keeps few streams open and each for seconds, so that they never take the threads of pages;
    where none is free, the answer is the present state and when to ask again.
    """
    answer = StreamingHttpResponse(_news(request.user.pk), content_type="text/event-stream; charset=utf-8")
    answer["Cache-Control"] = "no-store"
    answer["X-Accel-Buffering"] = "no"
    return answer


def _news(user_id: int) -> Generator[str, None, None]:
    if not _slots.acquire(blocking=False):
        yield f"retry: 8000\nevent: news\ndata: {pulse(user_id)}\n\n"
        return
    try:
        until, last = time.monotonic() + STREAM_SECONDS, ""
        yield "retry: 2000\n\n"
        while True:
            now = pulse(user_id)
            if now != last:
                last = now
                yield f"event: news\ndata: {now}\n\n"
            if time.monotonic() + LOOK_SECONDS > until or _ending.is_set():
                return
            if not connection.in_atomic_block:
                connection.close_if_unusable_or_obsolete()
            if _ending.wait(LOOK_SECONDS):
                return
    finally:
        _slots.release()


def end_streams(*, patience: float) -> bool:
    """End this process's streams; whether they ended within so many seconds. New ones may open afterwards."""
    _ending.set()
    ended = [_slots.acquire(timeout=patience) for _ in range(STREAMS)]
    _ending.clear()
    for has_ended in ended:
        if has_ended:
            _slots.release()
    return all(ended)
