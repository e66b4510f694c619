"""Targets of measures: what they are to reach from which day on, and which department answers for them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from erp.core.errors import Conflict, Invalid
from erp.core.http.messages import refusal_text
from erp.core.views import typed
from erp.core.views.page import page
from erp.identity.selectors.roles import role_names
from erp.masterdata.selectors.company import business_day
from sla.calc.metrics import METRICS, SHARE
from sla.models import MetricTarget
from sla.selectors.measure_words import HOW, metric_name, target_text, unit_name, value_text
from sla.selectors.metrics import VIEW_METRICS
from sla.services.measures import EDIT, TargetValues, delete_target, set_target

PERCENT = 100


@page(VIEW_METRICS, methods=("GET", "POST"))
def targets(request: Any) -> HttpResponse:
    """Targets with the day they are in force from; those with the right edit them here."""
    problem = ""
    if request.method == "POST":
        request.actor.require(EDIT[0])
        try:
            _save_target(request)
        except (Invalid, Conflict) as refusal:
            problem = refusal_text(refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("measure-targets")
    names = role_names()
    rows = [
        {"row": row, "metric": METRICS[row.metric], "name": metric_name(row.metric), "how": HOW[row.metric],
         "target": target_text(METRICS[row.metric], row.target),
         "baseline": "" if row.baseline is None else value_text(METRICS[row.metric], row.baseline),
         "unit": unit_name(METRICS[row.metric].unit),
         "department": names.get(row.department, row.department)}
        for row in MetricTarget.objects.all()
        if row.metric in METRICS
    ]  # fmt: skip
    rows.sort(key=lambda one: (list(METRICS).index(one["row"].metric), -one["row"].from_on.toordinal()))
    context = {
        "rows": rows,
        "may_edit": request.actor.has(EDIT[0]),
        "problem": problem,
        "typed": request.POST,
        "today": business_day(timezone.now()),
        "metrics": [(code, metric_name(code), unit_name(one.unit)) for code, one in METRICS.items()],
        "departments": sorted(names.items(), key=lambda pair: pair[1]),
    }
    return render(request, "sla/measure_targets.html", context, status=422 if problem else 200)


def _save_target(request: Any) -> None:
    if request.POST.get("delete"):
        delete_target(target_id=typed.key(request.POST["delete"]) or 0, actor=request.actor)
        return
    sent = request.POST
    metric = METRICS.get(sent.get("metric", ""))
    scale = PERCENT if metric is not None and metric.unit == SHARE else 1
    try:
        values: TargetValues = {
            "metric": sent.get("metric", "")[:40],
            "from_on": typed.day(sent.get("from_on", "")),
            "target": typed.number(str(sent.get("target", "")).rstrip("%％")) / scale,
            "baseline": _number(sent.get("baseline"), scale),
            "department": sent.get("department", "")[:40],
        }
    except ValueError as error:
        raise Invalid.field("target", str(error)) from None
    set_target(values=values, actor=request.actor)


def _number(text: Any, scale: int) -> Any:
    return typed.number(str(text).rstrip("%％")) / scale if text else None
