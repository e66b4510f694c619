"""The Gantt chart: machines and their operations, moved by hand, locked, and why each begins when it does."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from sys import maxsize
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from erp.core.errors import Invalid, NotFound
from erp.core.formats import day_text, number_text
from erp.core.views import typed
from erp.core.views.page import back_to, page
from erp.core.views.tables import table_answer
from erp.masterdata.selectors.company import company
from production.models import ScheduledOperation, ScheduleRun, WorkCenter, WorkOrder
from production.selectors.capacity import VIEW
from production.selectors.machines import is_stale
from production.selectors.open_shop import has_moved
from production.selectors.schedule import (
    MOST_LATE,
    late_orders,
    latest_run,
    machine_rows,
    moved_places,
    scheduled_operations,
    with_names,
)
from production.selectors.schedule_ways import ways_for
from production.services.scheduling import (
    RIGHT,
    lock_operation,
    place_operation,
    run_schedule,
    unlock_operation,
)
from production.views.capacity import span_of

RUN = RIGHT[0]
SPANS = (1, 3, 7, 14, 28)
COST = "inventory.view_cost"


def _zone() -> ZoneInfo:
    return ZoneInfo(company().time_zone)


def _ticks(since: date, days: int) -> list[dict[str, Any]]:
    """The heads of the time axis: hours of one day, else days."""
    if days == 1:
        return [{"label": f"{hour:02d}:00", "left": hour / 24 * 100} for hour in range(0, 24, 2)]
    step = 1 if days <= 14 else 2
    return [{"day": since + timedelta(days=n), "left": n / days * 100} for n in range(0, days, step)]


@page(VIEW)
def schedule(request: Any) -> HttpResponse:
    """All machines over some days, late orders with what they cost, and what the last schedule changed."""
    since, days = span_of(request, usual=7, most=28)
    start = datetime.combine(since, time(), _zone())
    end = datetime.combine(since + timedelta(days=days), time(), _zone())
    center = typed.chosen(WorkCenter.objects.all(), request.GET.get("center"))
    now = timezone.now()
    late, run = late_orders(request.actor, most=maxsize), latest_run()
    context = {
        "since": since,
        "until": since + timedelta(days=days - 1),
        "days": days,
        "spans": SPANS,
        "before": since - timedelta(days=days),
        "after": since + timedelta(days=days),
        "center": center,
        "centers": list(WorkCenter.objects.filter(is_active=True).order_by("code")[:500]),
        "machines": machine_rows(
            request.actor, since=start, until=end, work_center_id=center.pk if center else None
        ),
        "ticks": _ticks(since, days),
        "starts_ms": int(start.timestamp() * 1000),
        "span_ms": int((end - start).total_seconds() * 1000),
        "now_left": (now - start) / (end - start) * 100 if start <= now < end else None,
        "run": run,
        "is_stale": is_stale(run),
        "late": late[:MOST_LATE],
        "late_count": len(late),
        "late_tone": "bad" if late else "good",
        "span_text": f"{day_text(since)} – {day_text(since + timedelta(days=days - 1))}",
        "late_cost": sum((one.cost for one in late), start=0),
        "moved": moved_places(request.actor, most=50),
        "currency": company().base_currency_id,
        "sees_cost": request.actor.has(COST),
        "may_run": request.actor.has(RUN),
    }
    return render(request, "production/schedule.html", context)


@page(RUN, methods=("POST",))
def schedule_run(request: Any) -> HttpResponse:
    """Schedule everything anew."""
    backward = request.POST.get("direction") == ScheduleRun.Direction.BACKWARD
    direction = ScheduleRun.Direction.BACKWARD if backward else ScheduleRun.Direction.FORWARD
    run = run_schedule(direction=direction, actor=request.actor)
    text = ngettext(
        "%(count)s operation scheduled; %(late)s work orders late, %(before)s before.",
        "%(count)s operations scheduled; %(late)s work orders late, %(before)s before.",
        run.operations,
    )
    counts = {"count": run.operations, "late": run.late, "before": run.late_before}
    messages.success(request, text % {name: number_text(count) for name, count in counts.items()})
    return redirect(back_to(request, reverse("schedule")))


def _found(request: Any, pk: int) -> ScheduledOperation:
    """A place that the reader may see.

    Raises: NotFound.
    """
    place = with_names(scheduled_operations(request.actor)).filter(operation_id=pk).first()
    if place is None:
        raise NotFound(kind="operation", id=pk)
    return place


@page(VIEW)
def schedule_place(request: Any, pk: int) -> HttpResponse:
    """One operation: when, where, why not earlier, where it stood before."""
    place = _found(request, pk)
    context = {
        "place": place,
        "order": place.operation.work_order,
        "moved": has_moved(place),
        "may_run": request.actor.has(RUN),
        "is_peek": bool(request.headers.get("HX-Request")),
    }
    name = "production/_place.html" if context["is_peek"] else "production/place.html"
    return render(request, name, context)


@page(RUN, methods=("POST",))
def schedule_lock(request: Any, pk: int) -> HttpResponse:
    """Lock an operation where it is, or let it go."""
    place = _found(request, pk)
    act = unlock_operation if request.POST.get("verb") == "unlock" else lock_operation
    act(operation_id=place.operation_id, actor=request.actor)
    messages.success(request, _("Saved."))
    return redirect(back_to(request, reverse("schedule")))


@page(RUN, methods=("POST",))
def schedule_move(request: Any, pk: int) -> HttpResponse:
    """Put an operation elsewhere, by dragging or by the form of its page."""
    place = _found(request, pk)
    text = request.POST.get("starts_at", "")[:40]
    try:
        starts_at = parse_datetime(text)
    except ValueError:
        starts_at = None
    if starts_at is None:
        raise Invalid.field("starts_at", _("Say a day and a time."))
    if timezone.is_naive(starts_at):
        starts_at = starts_at.replace(tzinfo=_zone())
    sent = request.POST.get("machine", "")
    machine = int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 6 else place.machine
    center = typed.chosen(WorkCenter.objects.all(), request.POST.get("center"))
    run = place_operation(
        operation_id=place.operation_id,
        starts_at=starts_at,
        machine=machine,
        work_center_id=center.pk if center else None,
        actor=request.actor,
    )
    text = _("Moved and locked; %(count)s other operations made way.") % {"count": max(run.moved - 1, 0)}
    messages.success(request, text)
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse({"moved": run.moved, "late": run.late})
    return redirect(back_to(request, reverse("schedule")))


@page(VIEW)
def schedule_ways(request: Any, number: str) -> HttpResponse:
    """What would make a work order earlier, each way with its date and cost; nothing is changed."""
    order = WorkOrder.objects.filter(number=number).first()
    if order is None:
        raise NotFound(kind="work_order", id=number[:60])
    context = {
        "found": ways_for(request.actor, order.pk),
        "sees_cost": request.actor.has(COST),
        "currency": company().base_currency_id,
    }
    return render(request, "production/ways.html", context)


@page(VIEW)
def schedule_export(request: Any, kind: str) -> Any:
    """The whole schedule as a file."""
    rows = with_names(scheduled_operations(request.actor)).order_by("starts_at", "pk")
    return table_answer("schedule", kind, _table(rows.iterator(chunk_size=1000)))


def _table(rows: Iterator[ScheduledOperation]) -> Iterator[list[Any]]:
    yield [
        _("Work order"), _("Product"), _("Operation"), _("Name"), _("Work center"), _("Machine"), _("Starts"),
        _("Ends"), _("Locked"), _("Waits for"), _("Due"),
    ]  # fmt: skip
    for place in rows:
        order = place.operation.work_order
        yield [
            order.number,
            order.item.sku,
            place.operation.number,
            place.operation.name,
            place.work_center.code if place.work_center else "",
            place.machine or "",
            place.starts_at,
            place.ends_at,
            _("Yes") if place.is_locked else "",
            place.get_waits_for_display() if place.waits_for else "",
            order.due_on,
        ]
