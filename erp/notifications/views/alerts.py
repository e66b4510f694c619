"""The bell and the page of alerts."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from erp.core.actor import Actor
from erp.core.views.page import back_to, page
from erp.core.views.paging import ListPage
from erp.notifications.models import Alert
from erp.notifications.selectors.alerts import VIEW, bell, people_of, shown, visible_alerts
from erp.notifications.selectors.notifications import unread
from erp.notifications.services.alerts import acknowledge_alert


@page()
def alerts_bell(request: Any) -> HttpResponse:
    """The count and the latest of the reader's notifications and alerts, for the frame of every page."""
    count, latest = bell(request.actor)
    unseen, newest = unread(request.actor)
    rows = [(one, one.notification.created_at) for one in newest] + [
        (one, one.alert.raised_at) for one in latest
    ]
    shown_rows = [
        {
            "title": one.title,
            "detail": one.detail,
            "at": at,
            "url": one.url,
            "tone": one.tone,
            "icon": one.icon,
        }
        for one, at in rows[:12]
    ]
    return render(request, "components/bell.html", {"count": count + unseen, "alerts": shown_rows})


@page(VIEW)
def alerts_page(request: Any) -> HttpResponse:
    """All alerts that concern the reader, open ones first asked for."""
    actor: Actor = request.actor
    state = request.GET.get("state", "open")
    level = request.GET.get("level", "")
    rows = visible_alerts(actor)
    if state in {"open", "acknowledged"}:
        rows = rows.filter(acknowledged_at__isnull=state == "open")
    if level in Alert.Level.values:
        rows = rows.filter(level=level)
    if text := request.GET.get("q", "").replace("\x00", "").strip()[:100]:
        rows = rows.filter(subject_number__icontains=text)
    listed = ListPage(request, rows, {"raised": "raised_at"})
    people = people_of(listed.rows)
    context = {
        "page": listed,
        "alerts": [shown(alert, people) for alert in listed.rows],
        "filters": _filters(state, level),
        "filters_active": bool(level) or state != "open",
        "may_acknowledge": actor.has("notifications.acknowledge_alert"),
    }
    return render(request, "notifications/alerts.html", context)


@page("notifications.acknowledge_alert", methods=("POST",))
def acknowledge(request: Any) -> HttpResponse:
    """Acknowledge the alerts that were ticked."""
    keys = [int(value) for value in request.POST.getlist("ids")[:500] if value.isdigit() and len(value) < 19]
    for key in sorted(set(keys)):
        acknowledge_alert(alert_id=key, actor=request.actor)
    messages.success(request, _("%(count)s acknowledged.") % {"count": len(set(keys))})
    return redirect(back_to(request, "/alerts/"))


def _filters(state: str, level: str) -> list[dict[str, Any]]:
    states = [("open", _("Open")), ("acknowledged", _("Acknowledged")), ("all", _("All"))]
    levels = [(value, str(label)) for value, label in Alert.Level.choices]
    return [
        _choice("state", _("State"), state, states),
        _choice("level", _("Level"), level, levels),
    ]


def _choice(name: str, label: str, value: str, options: list[tuple[str, str]]) -> dict[str, Any]:
    return {
        "name": name,
        "label": label,
        "kind": "choice",
        "value": value,
        "text": dict(options).get(value, ""),
        "options": [{"value": key, "label": text, "selected": key == value} for key, text in options],
    }
