"""Machines: which are up, down or being set up, said by people where no machine says it itself."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from erp.core.errors import DomainError, Invalid
from erp.core.http.messages import refusal_text
from erp.core.states import state_label
from erp.core.views.page import page
from erp.core.views.tables import table_answer
from erp.masterdata.selectors.company import company
from production.models import MachineEvent
from production.selectors.machines import MOST_NEWS, VIEW, is_stale, machine_events, machines_of
from production.selectors.schedule import latest_run
from production.services.machine_states import MachineNews, tell_machine_state
from production.services.work_order_base import REPORT


@page(VIEW)
def machines(request: Any) -> HttpResponse:
    """Every machine of the house as it stands, and the latest news of them."""
    rows = machines_of(request.actor)
    counts = {state: sum(1 for row in rows if row.state == state) for state in ("up", "down", "setup")}
    context = {
        "rows": sorted(rows, key=lambda row: ({"down": 0, "setup": 1}.get(row.state, 2), row.name)),
        "counts": counts,
        "down_tone": "bad" if counts["down"] else "good",
        "news": list(machine_events(request.actor)[:MOST_NEWS]),
        "is_stale": is_stale(latest_run()),
        "may_tell": request.actor.has(REPORT[0]),
        "key": uuid.uuid4().hex,
    }
    return render(request, "production/machines.html", context)


@page(REPORT[0], methods=("POST",))
def machine_tell(request: Any) -> HttpResponse:
    """Somebody says how a machine stands from now on; a second click says nothing new."""
    text = request.POST.get("machine", "")[:60]
    code, _slash, number = text.rpartition("/")
    news = MachineNews(
        key=f"page-{request.POST.get('key', '')[:60]}",
        center=code,
        machine=int(number) if number.isascii() and number.isdigit() and len(number) < 6 else 0,
        state=request.POST.get("state", "")[:10],
        at=timezone.now(),
        expected_end=_moment(request.POST.get("expected_end", "")[:40]),
        reason=request.POST.get("reason", "")[:200].replace("\0", "").strip(),
    )
    try:
        tell_machine_state(news=news, actor=request.actor)
    except DomainError as refusal:
        messages.error(request, refusal_text(refusal))
    else:
        messages.success(request, _("Noted; schedule and promises follow."))
    return redirect(reverse("machines"))


def _moment(text: str) -> datetime | None:
    """A day and a time of the company, where one was given.

    Raises: Invalid.
    """
    if not text:
        return None
    try:
        at = parse_datetime(text)
    except ValueError:
        at = None
    if at is None:
        raise Invalid.field("expected_end", _("Say a day and a time."))
    return at.replace(tzinfo=ZoneInfo(company().time_zone)) if timezone.is_naive(at) else at


@page(VIEW)
def machine_export(request: Any, kind: str) -> Any:
    """All news of machines as a file."""
    return table_answer(
        "machines", kind, _table(machine_events(request.actor).order_by("-id").iterator(chunk_size=1000))
    )


def _table(rows: Iterator[MachineEvent]) -> Iterator[list[Any]]:
    yield [
        _("Work center"), _("Machine"), _("State"), _("Since"), _("Expected end"), _("Reason"), _("By"),
        _("Received"),
    ]  # fmt: skip
    for row in rows:
        yield [
            row.work_center.code,
            row.machine,
            state_label("machine", row.state),
            row.at,
            row.expected_end or "",
            row.reason,
            row.told_by,
            row.received_at,
        ]
