"""The shop floor on a phone: work centers, their jobs, and one job with what can be said about it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from erp.core import outbox
from erp.core.errors import DomainError, NotFound
from erp.core.http.messages import refusal_text
from erp.core.records import Problems
from erp.core.views import typed
from erp.core.views.page import page
from erp.masterdata.selectors.company import business_day
from production.calc.work import inspected_at_least
from production.models import Operation, WorkCenter
from production.selectors.floor import (
    centers_with_jobs,
    job_of,
    job_rows,
    jobs_at,
    mine_running,
    reasons_of_scrap,
)
from production.selectors.work_orders import in_full, parts_of, visible_operations, visible_work_orders
from production.services.inspecting import Findings, inspect_work
from production.services.reporting import move_operation, report_work
from production.services.work_order_base import INSPECT, REPORT

NO_CENTER = "-"


@page(REPORT[0])
def floor_home(request: Any) -> HttpResponse:
    """My jobs and the work centers; a scanned work order opens its next operation."""
    if number := request.GET.get("q", "").strip()[:60]:
        return _found(request, number)
    context = {
        "centers": centers_with_jobs(request.actor),
        "mine": mine_running(request.actor),
        "today": business_day(timezone.now()),
        "no_center": NO_CENTER,
        "back_url": reverse("home"),
    }
    return render(request, "production/floor.html", context)


def _found(request: Any, number: str) -> HttpResponse:
    """Open the operation of a scanned work order: the one named behind a slash, else the next to do."""
    order, _slash, step = number.upper().partition("/")
    rows = job_rows(request.actor).filter(work_order__number=order)
    if step.isdecimal() and len(step) < 9:
        rows = rows.filter(number=int(step))
    jobs = [job_of(row) for row in rows.order_by("number")]
    job = next((one for one in jobs if one.is_ready), jobs[0] if jobs else None)
    if job is not None:
        return redirect(reverse("floor-job", args=[job.operation.pk]))
    center = WorkCenter.objects.filter(code__iexact=number).first()
    if center is not None:
        return redirect(reverse("floor-center", args=[center.code]))
    messages.error(request, _("There is no job “%(number)s” to do.") % {"number": number})
    return redirect(reverse("floor"))


@page(REPORT[0])
def floor_center(request: Any, code: str) -> HttpResponse:
    """The jobs of one work center."""
    center = None
    if code != NO_CENTER:
        center = WorkCenter.objects.filter(code=code[:40]).first()
        if center is None:
            raise NotFound(kind="work_center", id=code)
    jobs = jobs_at(request.actor, center.pk if center else None)
    context = {
        "center": center,
        "jobs": jobs,
        "running": sum(job.operation.state == "running" for job in jobs),
        "today": business_day(timezone.now()),
        "back_url": reverse("floor"),
    }
    return render(request, "production/floor_center.html", context)


@page(REPORT[0])
def floor_job(request: Any, pk: int) -> HttpResponse:
    """One job: what to make, of which components, and the buttons of its state."""
    row = _row(request, pk)
    order = in_full(visible_work_orders(request.actor)).get(pk=row.work_order_id)
    code = row.work_center.code if row.work_center else NO_CENTER
    context = {
        "job": job_of(row),
        "order": order,
        "operation": row,
        "is_open": order.state in {"released", "in_progress"},
        "may_inspect": request.actor.has(INSPECT[0]) and row.unchecked > 0,
        "least": inspected_at_least(row.unchecked, row.inspection_percent or Decimal(100)),
        "is_last": row.number == max(one.number for one in order.operations.all()),
        "parts": parts_of(order),
        "reasons": reasons_of_scrap(),
        "back_url": reverse("floor-center", args=[code]),
    }
    return render(request, "production/floor_job.html", context)


def _row(request: Any, pk: int) -> Operation:
    rows = visible_operations(request.actor).select_related("work_order__item__unit", "work_center")
    row = rows.prefetch_related("work_order__operations").filter(pk=pk).first()
    if row is None:
        raise NotFound(kind="operation", id=pk)
    return row


@page(REPORT[0], methods=("POST",))
def floor_act(request: Any, pk: int, verb: str) -> HttpResponse:
    """Start, pause, finish, or report pieces; a refusal is told on the job's page.

    The form carries the version that was seen, so that a second tap of the same button counts nothing twice.
    """
    if verb not in {"start", "pause", "finish", "report", "inspect"}:
        raise Http404
    row = _row(request, pk)
    about = {
        "work_order_id": row.work_order_id,
        "operation": row.number,
        "actor": request.actor,
        "expected_version": typed.key(request.POST.get("version")),
    }
    try:
        with outbox.watch() as streams:
            if verb == "report":
                report_work(**about, **_pieces(request))
            elif verb == "inspect":
                inspect_work(findings=_findings(request), **about)
            else:
                move_operation(verb=verb, **about)
        outbox.drain(*streams)
    except DomainError as refusal:
        messages.error(request, refusal_text(refusal))
        return redirect(reverse("floor-job", args=[pk]))
    texts = {
        "start": _("Begun."),
        "pause": _("Paused."),
        "finish": _("Finished."),
        "report": _("Counted."),
        "inspect": _("Inspected."),
    }
    messages.success(request, texts[verb])
    if verb in {"finish", "pause"}:
        code = row.work_center.code if row.work_center else NO_CENTER
        return redirect(reverse("floor-center", args=[code]))
    return redirect(reverse("floor-job", args=[pk]))


def _pieces(request: Any) -> dict[str, Any]:
    """The pieces of the form.

    Raises: Invalid.
    """
    problems = Problems()
    found = {
        name: typed.taken(request.POST, name, typed.amount, problems) or 0
        for name in ("good", "scrap", "rejected")
    }
    problems.refuse()
    return {
        "good": Decimal(found["good"]),
        "scrap": Decimal(found["scrap"]),
        "rejected": Decimal(found["rejected"]),
        "reason": request.POST.get("reason", ""),
        "lot": request.POST.get("lot", ""),
    }


def _findings(request: Any) -> Findings:
    """What the inspector typed.

    Raises: Invalid.
    """
    problems = Problems()
    names = ("accepted", "rejected", "sample")
    found = {name: typed.taken(request.POST, name, typed.amount, problems) for name in names}
    problems.refuse()
    return Findings(
        accepted=found["accepted"] or Decimal(0),
        rejected=found["rejected"] or Decimal(0),
        sample=found["sample"] or None,
        reason=request.POST.get("reason", ""),
        lot=request.POST.get("lot", ""),
    )
