"""Pages before and after publishing: replay of the past, where time goes, versions side by side."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from erp.core.errors import Invalid, NotFound
from erp.core.views.page import page
from erp.identity.selectors.roles import role_names
from erp.masterdata.selectors.company import business_day, company
from erp.processes.calc.drawn import parse
from erp.processes.calc.graph import Graph
from erp.processes.models import ProcessDefinition, ReplayRun
from erp.processes.selectors.bottlenecks import node_times, version_figures, ways
from erp.processes.services.definitions import DESIGN
from erp.processes.services.replays import ask_replay
from erp.processes.views.designer import name_of

USUAL_DAYS = 180
MOST_RUNS = 20


def _process(code: str) -> ProcessDefinition:
    found = ProcessDefinition.objects.filter(code=code).first()
    if found is None:
        raise NotFound(kind="process", id=code)
    return found


def _period(given: Any) -> tuple[date, date]:
    """The days asked for, the last half year unless told.

    Raises: Invalid naming the field.
    """
    until = _day(given, "until") or business_day(timezone.now())
    return _day(given, "since") or until - timedelta(days=USUAL_DAYS), until


def _day(given: Any, name: str) -> date | None:
    text = given.get(name, "").strip()
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Invalid.field(name, _("Give a date as YYYY-MM-DD.")) from None


def _moments(since: date, until: date) -> tuple[datetime, datetime]:
    zone = ZoneInfo(company().time_zone)
    begin = datetime.combine(since, time.min, zone)
    return begin, datetime.combine(until + timedelta(days=1), time.min, zone)


@page(DESIGN, methods=("GET", "POST"))
def process_replay(request: Any, code: str) -> HttpResponse:
    """Choose a period of the past for a version; earlier replays below."""
    process = _process(code)
    if request.method == "POST":
        since, until = _moments(*_period(request.POST))
        number = request.POST.get("number", "")
        run = ask_replay(
            definition_id=process.pk,
            since=since,
            until=until,
            number=int(number) if number.isascii() and number.isdigit() and len(number) < 7 else None,
            actor=request.actor,
        )
        return redirect("replay-detail", pk=run.pk)
    since_day, until_day = _period(request.GET)
    context = {
        "process": process,
        "name": name_of(process),
        "versions": process.versions.order_by("-number")[:50],
        "since": since_day,
        "until": until_day,
        "runs": ReplayRun.objects.filter(definition=process).defer("graph", "compared_graph", "result")[
            :MOST_RUNS
        ],
    }
    return render(request, "processes/replay.html", context)


@page(DESIGN)
def replay_detail(request: Any, pk: int) -> HttpResponse:
    """What a replay has found, or how far it is."""
    run = ReplayRun.objects.select_related("definition", "asked_by").filter(pk=pk).first()
    if run is None:
        raise NotFound(kind="replay", value=pk)
    graph = parse(run.graph)
    context: dict[str, Any] = {
        "run": run,
        "process": run.definition,
        "name": name_of(run.definition),
        "last_day": run.until - timedelta(seconds=1),
        "poll_url": reverse("replay-detail", args=[run.pk]),
    }
    if run.state == ReplayRun.State.DONE:
        context |= _shown_result(run, graph)
    return render(request, "processes/replay_detail.html", context)


def _shown_result(run: ReplayRun, graph: Graph) -> dict[str, Any]:
    names = _names(graph, parse(run.compared_graph) if run.compared_graph else None)
    result = run.result
    sides = [side for side in (result["draft"], result["current"]) if side]
    roles = dict(role_names())
    found = result["differences"]
    return {
        "result": result,
        "draft": result["draft"],
        "current": result["current"],
        "routes": [
            {**route, "words": [names.get(one, one) for one in route["route"]]}
            for route in result["draft"]["routes"]
        ],
        "steps": [
            {**step, "name": names.get(step["node"], step["node"])} for step in result["draft"]["steps"]
        ],
        "before_steps": {step["node"]: step for step in (result["current"] or {}).get("steps", [])},
        "load": _load_chart(result["draft"]["load"], roles),
        "ended": _ended(sides, names),
        "differences": found
        and {
            **found,
            "by_route": [
                {
                    **one,
                    "before": [names.get(step, step) for step in one["before"]],
                    "after": [names.get(step, step) for step in one["after"]],
                }
                for one in found["by_route"]
            ],
        },
    }


def _names(*graphs: Graph | None) -> dict[str, str]:
    """What steps, and links that gateways choose, are called in the reader's language."""
    language = (get_language() or "").lower()
    found: dict[str, str] = {}
    for graph in reversed([one for one in graphs if one is not None]):
        for node in graph.nodes:
            found[node.id] = node.title(language)
        for edge in graph.edges:
            label = edge.labels.get(language) or edge.label or graph.node(edge.target).title(language)
            found[edge.id] = f"→ {label}"
    return found


def _load_chart(load: dict[str, list[int]], roles: dict[str, str]) -> dict[str, Any] | None:
    if not load:
        return None
    return {
        "type": "stacked",
        "labels": [f"{hour:02d}" for hour in range(24)],
        "label_name": _("Hour"),
        "series": [
            {"name": str(roles.get(role, role)) or _("By name"), "data": counts}
            for role, counts in load.items()
        ],
    }


def _ended(sides: list[dict[str, Any]], names: dict[str, str]) -> list[dict[str, Any]]:
    keys = dict.fromkeys(key for side in sides for key in side["ended"])
    return [
        {"what": _ending(key, names), "counts": [side["ended"].get(key, 0) for side in sides]} for key in keys
    ]


def _ending(key: str, names: dict[str, str]) -> str:
    kind, _colon, detail = key.partition(":")
    words = {
        "completed": _("came to the end"),
        "cancelled": _("was cancelled"),
        "waiting": _("still waits at “%(node)s”") % {"node": names.get(detail, detail)},
        "failed": _("can't go on: %(code)s") % {"code": detail},
    }
    return words.get(kind, key)


@page(DESIGN)
def process_figures(request: Any, code: str) -> HttpResponse:
    """Where the time goes in real cases, the ways they take, and pilots beside the version in force."""
    process = _process(code)
    since_day, until_day = _period(request.GET)
    since, until = _moments(since_day, until_day)
    now = timezone.now()
    shown = process.versions.filter(state="published", is_pilot=False).first()
    graphs = [parse(one.graph) for one in process.versions.order_by("-number")[:5]]
    names = _names(parse(shown.graph) if shown else None, *graphs)
    asked = {"since": since, "until": until, "now": now}
    times = node_times(process.pk, **asked)
    context = {
        "process": process,
        "name": name_of(process),
        "since": since_day,
        "until": until_day,
        "nodes": [{"row": one, "name": names.get(one.node, one.node)} for one in times],
        "chart": _time_chart(times, names),
        "ways": [
            {"row": way, "names": [names.get(node, node) for node in way.nodes]}
            for way in ways(process.pk, **asked)
        ],
        "versions": version_figures(process.pk, **asked),
    }
    return render(request, "processes/figures.html", context)


def _time_chart(times: list[Any], names: dict[str, str]) -> dict[str, Any] | None:
    shown = [one for one in times if one.total > 0][:12]
    if not shown:
        return None
    return {
        "type": "bars",
        "labels": [names.get(one.node, one.node) for one in shown],
        "label_name": _("Step"),
        "series": [{"name": _("Hours in all"), "data": [round(one.total / 3600, 1) for one in shown]}],
    }
