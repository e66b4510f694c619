"""Service levels for managers: every measure against its target, its course, and the orders behind it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from erp.core.views.page import page
from erp.core.views.tables import export_links, table_answer
from erp.identity.selectors.roles import role_names
from sla.calc.metrics import METRICS, PARTS, SHARE, STAGES, Metric, OrderFacts, perfect_parts, stage_seconds
from sla.selectors.measure_words import (
    HOW,
    PART_NAMES,
    metric_name,
    step_name,
    target_text,
    unit_name,
    value_text,
)
from sla.selectors.metrics import VIEW_METRICS, Board, Figure, Question, board, chosen_orders, metric_of
from sla.views.measure_orders import order_rows
from sla.views.questions import asked, choices, question_of

LEADS = {
    "sales": "sales_manager",
    "customer_service": "sales_manager",
    "warehouse_operator": "warehouse_manager",
}


def department_of(request: Any) -> str:
    """Whose measures are shown: as asked, else the reader's own department, else all."""
    wanted = request.GET.get("department")
    if wanted is not None:
        return wanted[:40] if wanted in role_names() else ""
    departments = {metric.department for metric in METRICS.values()} - {"executive"}
    roles = request.actor.roles
    return next((LEADS.get(role, role) for role in roles if LEADS.get(role, role) in departments), "")


@page(VIEW_METRICS)
def dashboard(request: Any) -> HttpResponse:
    """Every measure with its target, course and misses."""
    question, department = question_of(request), department_of(request)
    found = board(request.actor, question)
    cards = [_card(found, metric, question) for metric in METRICS.values()]
    mine = [one for one in cards if not department or one["figure"].goal.department == department]
    shown = mine or cards
    names = role_names()
    departments = sorted({one["figure"].goal.department for one in cards})
    missed = sorted((one for one in shown if one["figure"].is_missed), key=lambda one: -one["gap"])
    context = {
        "question": question,
        "query": asked(question),
        "filters": choices(question),
        "department": department if mine else "",
        "departments": [(code, names.get(code, code)) for code in departments],
        "cards": shown,
        "missed": missed,
        "charts": [
            _chart(one["metric"], found.trend[one["metric"].code], question) for one in (missed or shown)[:2]
        ],
        "export_urls": export_links(
            request,
            [
                ("CSV", reverse("measures-export", args=["csv"])),
                ("Excel", reverse("measures-export", args=["xlsx"])),
            ],
        ),
    }
    return render(request, "sla/measures.html", context)


def _card(found: Board, metric: Metric, question: Question) -> dict[str, Any]:
    figure = found.figures[metric.code]
    trend = found.trend[metric.code]
    known = [one.value for one in trend[:-1] if one.value is not None]
    gap = 0.0
    if figure.value is not None and figure.goal.target:
        gap = abs(float((figure.value - figure.goal.target) / figure.goal.target))
    names = role_names()
    baseline = figure.goal.baseline
    return {
        "metric": metric,
        "figure": figure,
        "name": metric_name(metric.code),
        "how": HOW[metric.code],
        "value": value_text(metric, figure.value, beside=figure.goal.target),
        "target": target_text(metric, figure.goal.target),
        "baseline": value_text(metric, baseline) if baseline is not None else "",
        "department": names.get(figure.goal.department, figure.goal.department),
        "spark": [float(one) for one in known],
        "tone": "" if figure.value is None else "bad" if figure.is_missed else "good",
        "gap": gap,
        "url": f"{reverse('measure', args=[metric.code])}?{asked(question)}",
        "orders_url": f"{reverse('measure-orders', args=[metric.code])}?{asked(question, only='missed')}",
    }


def shown_value(metric: Metric, value: Any) -> float | None:
    """A value as charts take it."""
    return None if value is None else round(float(value), 4)


def _chart(metric: Metric, trend: list[Figure], question: Question) -> dict[str, Any]:
    spec = {
        "type": "line",
        "labels": [date_format(one.starts_on, "YEAR_MONTH_FORMAT") for one in trend],
        "series": [
            {"name": metric_name(metric.code), "data": [shown_value(metric, one.value) for one in trend]},
            {
                "name": _("Target"),
                "data": [shown_value(metric, one.goal.target) for one in trend],
                "dashed": True,
                "target": True,
            },
        ],
        "unit": "percent" if metric.unit == SHARE else "",
        "colors": ["info", "good"],
        "label_name": _("Month"),
        "links": [_month_url(metric, one, question) for one in trend],
    }
    return {"id": f"trend-{metric.code}", "name": metric_name(metric.code), "spec": spec}


def _month_url(metric: Metric, one: Figure, question: Question) -> str:
    query = asked(question, since=one.starts_on.isoformat(), until=one.ends_on.isoformat())
    return f"{reverse('measure-orders', args=[metric.code])}?{query}"


@page(VIEW_METRICS)
def measure(request: Any, code: str) -> HttpResponse:
    """One measure: how it is counted, its course, its parts, and its worst orders."""
    metric, question = metric_of(code), question_of(request)
    found = board(request.actor, question)
    figure = found.figures[code]
    orders = chosen_orders(metric, found.facts, figure.goal, question, missed=True)
    context = {
        **_card(found, metric, question),
        "question": question,
        "query": asked(question),
        "filters": choices(question),
        "unit": unit_name(metric.unit),
        "chart": _chart(metric, found.trend[code], question),
        "rows": order_rows(metric, orders[:20], request.actor),
        "miss_count": len(orders),
        "parts": _parts(metric, found.facts, figure, question),
        "stages": _stages(metric, found.facts, figure, question),
        "months": [_month(metric, one, question) for one in reversed(found.trend[code])],
    }
    return render(request, "sla/measure.html", context)


def _month(metric: Metric, one: Figure, question: Question) -> dict[str, Any]:
    return {
        "figure": one,
        "value": value_text(metric, one.value, beside=one.goal.target),
        "target": target_text(metric, one.goal.target),
        "url": _month_url(metric, one, question),
    }


def _parts(
    metric: Metric, facts: list[OrderFacts], figure: Figure, question: Question
) -> list[dict[str, Any]]:
    """How often each part of a perfect order was proven, failed, or without evidence."""
    if metric.code != "perfect_order":
        return []
    orders = [one for one, _v in chosen_orders(metric, facts, figure.goal, question, missed=False)]
    found = [perfect_parts(one) for one in orders]
    rows = []
    for part in PARTS:
        counts = {state: sum(one[part] == state for one in found) for state in ("yes", "no", "unknown")}
        rows.append({"name": PART_NAMES[part], **counts, "all": len(found)})
    return rows


def _stages(
    metric: Metric, facts: list[OrderFacts], figure: Figure, question: Question
) -> dict[str, Any] | None:
    """The mean time of each stage of the orders counted, as a chart."""
    if metric.code != "cycle_time":
        return None
    orders = [one for one, _v in chosen_orders(metric, facts, figure.goal, question, missed=False)]
    if not orders:
        return None
    sums = dict.fromkeys(STAGES, 0)
    for one in orders:
        for stage, seconds in stage_seconds(one).items():
            sums[stage] += seconds
    return {
        "type": "bars",
        "labels": [step_name(stage) for stage in STAGES],
        "series": [
            {
                "name": _("Mean days"),
                "data": [round(sums[stage] / len(orders) / 86_400, 2) for stage in STAGES],
            }
        ],
        "colors": ["info"],
        "label_name": _("Stage"),
    }


@page(VIEW_METRICS)
def measures_export(request: Any, kind: str) -> StreamingHttpResponse | FileResponse:
    """All measures by month as a file."""
    found = board(request.actor, question_of(request))
    names = role_names()

    def table() -> Iterator[Any]:
        yield [
            _("Measure"),
            _("Month"),
            pgettext("measure", "Value"),
            _("Unit"),
            _("Target"),
            _("Orders"),
            _("Missed"),
            _("Department"),
        ]
        for code, trend in found.trend.items():
            for one in trend:
                value = None if one.value is None else round(one.value, 6)
                department = names.get(one.goal.department, one.goal.department)
                unit = unit_name(one.metric.unit)
                yield [metric_name(code), one.starts_on, value, unit, one.goal.target, one.sum.counted,
                       one.misses, department]  # fmt: skip

    return table_answer("measures", kind, table())
