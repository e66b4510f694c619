"""Clocks: the list, one with its ladder and intervals, and those of an order in its header."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from erp.core.errors import NotFound
from erp.core.http.messages import sentence
from erp.core.states import state_choices
from erp.core.stored_words import actor_text
from erp.core.views import filters
from erp.core.views.page import page
from erp.core.views.paging import ListPage
from erp.core.views.tables import export_links, table_answer, table_of
from erp.identity.selectors.roles import role_names
from erp.notifications.selectors.alerts import subject_url
from sla.models import RungClaim, SlaTimer
from sla.selectors.timers import (
    VIEW_TIMER,
    clocks_of_order,
    elapsed_seconds,
    intervals_of,
    ladder_of,
    overdue_q,
    visible_timers,
)
from sla.selectors.words import OUTCOMES, action_label, clock_name, span_text
from sla.services.milestones import milestones


def names() -> dict[str, Any]:
    """The milestones' names by code."""
    return {one.code: one.label for one in milestones()}


def _wanted(request: Any) -> tuple[Any, list[filters.Chip]]:
    kinds = [(one.code, one.label) for one in milestones()]
    chips = [
        filters.many(request, "state", _("State"), state_choices("timer")),
        filters.choice(request, "node", _("Milestone"), kinds),
        filters.flag(request, "overdue", _("Overdue"), overdue_q(timezone.now())),
        filters.dates(request, "started", _("Started"), "started_at", is_moment=True),
    ]
    rows = filters.applied(visible_timers(request.actor), chips)
    order = request.GET.get("order", "").replace("\x00", "").strip()[:60]
    if order:
        rows = rows.filter(about_number=order)
    text = request.GET.get("q", "").replace("\x00", "").strip()[:60]
    if text:
        rows = rows.filter(
            Q(about_number=text.upper()) | Q(subject_number=text.upper()) | Q(node=text.lower())
        )
    return rows, chips


@page(VIEW_TIMER)
def timer_list(request: Any) -> HttpResponse:
    """One page of clocks, newest first."""
    rows, chips = _wanted(request)
    urls = [
        ("CSV", reverse("sla-timer-export", args=["csv"])),
        ("Excel", reverse("sla-timer-export", args=["xlsx"])),
    ]
    found = ListPage(request, rows, {"due": "due_at", "started": "started_at"})
    context = {
        "page": found,
        "rows": [shown(row) for row in found.rows],
        "filters": [chip.shown for chip in chips],
        "filters_active": any(chip.condition is not None for chip in chips) or request.GET.get("q"),
        "export_urls": export_links(request, urls),
    }
    return render(request, "sla/timers.html", context)


def shown(row: SlaTimer) -> dict[str, Any]:
    """A clock as lists and the wall show it."""
    number = row.about_number or row.subject_number
    return {
        "timer": row,
        "name": clock_name(row, names()),
        "rule": actor_text(row.source),
        "url": reverse("sla_timer-detail", args=[row.pk]),
        "document": number,
        "document_url": subject_url(row.about_kind, row.about_id, row.about_number),
        "is_overdue": row.is_overdue(timezone.now()),
        "customer": row.customer.name if row.customer else "",
        "target": span_text(row.target_seconds, is_working=row.calendar_id is not None),
    }


@page(VIEW_TIMER)
def timer_export(request: Any, kind: str) -> Any:
    """The filtered clocks as a file."""
    rows, _chips = _wanted(request)
    head = [
        _("Clock"), _("Document"), _("Order"), _("Customer"), _("State"), _("Overdue"), _("Started"),
        _("Due"), _("Stopped"), _("Target in seconds"), _("Rule"),
    ]  # fmt: skip
    known, now = names(), timezone.now()

    def cells(row: SlaTimer) -> list[Any]:
        return [
            clock_name(row, known), row.subject_number, row.about_number,
            row.customer.name if row.customer else "", row.get_state_display(), row.is_overdue(now),
            row.started_at, row.due_at, row.stopped_at, row.target_seconds, row.source,
        ]  # fmt: skip

    return table_answer("clocks", kind, table_of(rows, head, cells))


@page(VIEW_TIMER)
def timer_detail(request: Any, pk: int) -> HttpResponse:
    """One clock: how much of its target is spent and why, interval by interval, and its ladder."""
    rows = visible_timers(request.actor).select_related("policy", "calendar")
    row = rows.prefetch_related("intervals", "claims").filter(pk=pk).first()
    if row is None:
        raise NotFound(kind="sla_timer", id=pk)
    now = timezone.now()
    is_working, roles = row.calendar_id is not None, role_names()
    context = {
        **shown(row),
        "spent": span_text(int(elapsed_seconds(row, now)), is_working=is_working),
        "intervals": [{"began_at": began, "ended_at": ended} for began, ended in intervals_of(row)],
        "steps": [
            {
                "text": action_label(step.action),
                "after": span_text(step.after_seconds, is_working=is_working),
                "claim": step.claim,
                "outcome": str(OUTCOMES.get(step.claim.outcome, "")) if step.claim else "",
                "why": _why(step.claim),
                "to": ", ".join(roles.get(one, one) for one in step.claim.facts.get("to", []))
                if step.claim
                else "",
            }
            for step in ladder_of(row)
        ],
    }
    return render(request, "sla/timer.html", context)


def _why(claim: RungClaim | None) -> str:
    """Why a rung was refused, in the reader's words."""
    if claim is None or claim.outcome != RungClaim.Outcome.REFUSED:
        return ""
    return sentence(str(claim.facts.get("why", "")), claim.facts)


@page(VIEW_TIMER)
def order_clocks(request: Any, number: str) -> HttpResponse:
    """The open clocks of an order, for the header of its page."""
    rows = clocks_of_order(request.actor, number[:60])
    return render(
        request, "sla/slot_clocks.html", {"rows": [shown(row) for row in rows[:3]], "more": len(rows) - 3}
    )
