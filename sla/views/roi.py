"""Return on investment: before and after, with every formula and assumption in sight."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from erp.core.errors import Conflict, Invalid
from erp.core.formats import money_text
from erp.core.http.messages import refusal_text
from erp.core.views import typed
from erp.core.views.page import page
from erp.masterdata.selectors.company import base_currency
from sla.calc.metrics import METRICS
from sla.models import RoiAssumptions
from sla.selectors.measure_words import BENEFIT_NAMES, formula_text, metric_name, target_text, value_text
from sla.selectors.metrics import VIEW_METRICS
from sla.selectors.returns_on_investment import (
    NAMES,
    Comparison,
    compare,
    given_assumptions,
    visible_baselines,
)
from sla.services.measures import EDIT, change_assumptions, freeze_baseline
from sla.views.questions import asked, question_of


@page(VIEW_METRICS, methods=("GET", "POST"))
def roi_page(request: Any) -> HttpResponse:
    """The comparison; those with the right freeze baselines and change assumptions here."""
    problem = ""
    if request.method == "POST":
        request.actor.require(EDIT[0])
        try:
            _take(request)
        except (Invalid, Conflict) as refusal:
            problem = refusal_text(refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect(request.get_full_path())
    question = question_of(request)
    baselines = list(visible_baselines(request.actor)[:50])
    chosen = typed.key(request.GET.get("baseline"))
    baseline = next((one for one in baselines if one.pk == chosen), baselines[-1] if baselines else None)
    found = compare(request.actor, baseline, question) if baseline else None
    context = {
        "question": question,
        "query": asked(question),
        "baselines": baselines,
        "baseline": baseline,
        "found": found,
        "currency": base_currency(),
        "rows": _rows(found) if found else [],
        "lines": _lines(found) if found else [],
        "fields": _fields(given_assumptions()),
        "version": given_assumptions().version,
        "may_edit": request.actor.has(EDIT[0]),
        "problem": problem,
    }
    return render(request, "sla/roi.html", context, status=422 if problem else 200)


def _take(request: Any) -> None:
    sent = request.POST
    try:
        if "freeze" in sent:
            freeze_baseline(
                name=sent.get("name", "").replace("\x00", ""),
                since=typed.day(sent.get("since", "")),
                until=typed.day(sent.get("until", "")),
                actor=request.actor,
            )
            return
        values = {name: typed.number(sent[name]) for name in NAMES if sent.get(name, "").strip()}
    except ValueError as error:
        raise Invalid.field("value", str(error)) from None
    version = typed.key(sent.get("version"))
    change_assumptions(values=values, expected_version=version, actor=request.actor)


def _rows(found: Comparison) -> list[dict[str, Any]]:
    rows = []
    for code, metric in METRICS.items():
        before, after = found.before[code], found.after[code].value
        better = None
        if before is not None and after is not None and before != after:
            better = (after > before) == metric.is_higher_better
        rows.append(
            {
                "name": metric_name(code),
                "before": value_text(metric, before),
                "after": value_text(metric, after),
                "target": target_text(metric, found.after[code].goal.target),
                "better": better,
            }
        )
    return rows


def _lines(found: Comparison) -> list[dict[str, Any]]:
    currency = base_currency()
    return [
        {
            "name": BENEFIT_NAMES[one.code],
            "metric": metric_name(one.metric),
            "before": value_text(METRICS[one.metric], one.before),
            "after": value_text(METRICS[one.metric], one.after),
            "formula": formula_text(one.code),
            "value": "–" if one.value is None else money_text(round(one.value, 2), currency),
        }
        for one in found.benefits
    ]


def _fields(row: RoiAssumptions) -> list[dict[str, Any]]:
    return [
        {
            "name": name,
            "label": str(RoiAssumptions._meta.get_field(name).verbose_name),  # type: ignore[union-attr]  # all are plain fields
            "value": f"{getattr(row, name):f}".rstrip("0").rstrip(".") or "0",
        }
        for name in NAMES
    ]
