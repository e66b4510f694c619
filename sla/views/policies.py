"""Service levels: the list in plain words, and the form with a worked example."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from erp.core.errors import Invalid, NotFound
from erp.core.states import state_label
from erp.core.views.page import page
from erp.core.views.tables import table_answer
from erp.identity.selectors.roles import role_names
from erp.masterdata.models import Customer, WorkingCalendar
from sla.calc.ladder import ACTIONS
from sla.models import SlaPolicy, SlaTimer
from sla.models.timer import OPEN
from sla.selectors.policies import VIEW_POLICY, Target, levels, visible_policies
from sla.selectors.words import action_label, example, example_of, policy_name, rung_text, target_text
from sla.services.milestones import milestones
from sla.services.policies import EDIT, PRIORITIES, create_policy, delete_policy, edit_policy
from sla.services.reckoning import reckon_anew
from sla.views.timers import names

UNITS = {"minutes": 60, "hours": 3600}
BLANK_RUNGS = 2
BLANK_TARGETS = 2


def _clock(row: SlaPolicy) -> str:
    return str(names().get(row.milestone, row.milestone)) if row.milestone else f"{row.process} · {row.node}"


def _scope(target: Any) -> str:
    if target.priority:
        return str(state_label("priority", target.priority))
    return target.customer.name if target.customer else target.tier


def _target(row: Any, *, is_working: bool = True) -> str:
    return target_text(Target(row.target_seconds, row.target_days), is_working=is_working)


@page(VIEW_POLICY)
def policy_list(request: Any) -> HttpResponse:
    """All service levels with what they mean."""
    rows = visible_policies(request.actor).select_related("calendar").prefetch_related("targets__customer")
    text = request.GET.get("q", "").replace("\x00", "").strip()[:60].lower()
    found = [
        {
            "policy": row,
            "name": policy_name(row),
            "clock": _clock(row),
            "target": _target(row, is_working=not row.is_around_the_clock),
            "example": example(row),
            "rungs": [rung_text(rung) for rung in row.ladder],
            "targets": [f"{_scope(target)}: {_target(target)}" for target in row.targets.all()],
        }
        for row in rows
        if not text or text in f"{row.code} {row.name} {_clock(row)}".lower()
    ]
    context = {"rows": found, "may_edit": request.actor.has(EDIT[0]), "query": text}
    return render(request, "sla/policies.html", context)


@page(VIEW_POLICY)
def policy_export(request: Any, kind: str) -> Any:
    """All service levels as a file."""
    head = [
        _("Code"),
        _("Name"),
        _("Clock"),
        _("Target"),
        _("Calendar"),
        _("Ladder"),
        _("Active"),
        _("Version"),
    ]
    rows = visible_policies(request.actor).select_related("calendar")
    body = [
        [
            row.code, row.name, _clock(row), _target(row), row.calendar.code if row.calendar else "",
            "; ".join(rung_text(rung) for rung in row.ladder), row.is_active, row.version,
        ]
        for row in rows
    ]  # fmt: skip
    return table_answer("service-levels", kind, iter([head, *body]))


@page(EDIT[0], methods=("GET", "POST"))
def policy_new(request: Any) -> HttpResponse:
    """A new service level."""
    if request.method == "POST":
        try:
            row = create_policy(
                values=_values(request.POST), targets=_targets(request.POST), actor=request.actor
            )
        except Invalid as refusal:
            return _form(request, None, request.POST, refusal)
        messages.success(request, _("Saved."))
        return redirect("sla_policy-detail", row.code)
    return _form(request, None, None)


@page(VIEW_POLICY, methods=("GET", "POST"))
def policy_detail(request: Any, code: str) -> HttpResponse:
    """One service level; those with the right edit it here."""
    row = visible_policies(request.actor).prefetch_related("targets__customer").filter(code=code[:60]).first()
    if row is None:
        raise NotFound(kind="sla_policy", code=code[:60])
    if request.method == "POST":
        request.actor.require(EDIT[0])
        version = request.POST.get("version", "")
        try:
            edit_policy(
                policy_id=row.pk,
                values=_values(request.POST),
                targets=_targets(request.POST),
                expected_version=int(version) if version.isdigit() else None,
                actor=request.actor,
            )
        except Invalid as refusal:
            return _form(request, row, request.POST, refusal)
        messages.success(request, _("Saved. Clocks that run keep their target until you have them follow."))
        return redirect("sla_policy-detail", request.POST.get("code") or row.code)
    return _form(request, row, None)


@page(EDIT[0], methods=("POST",))
def policy_reckon(request: Any, code: str) -> HttpResponse:
    """Have running clocks follow."""
    row = visible_policies(request.actor).filter(code=code[:60]).first()
    if row is None:
        raise NotFound(kind="sla_policy", code=code[:60])
    count = reckon_anew(policy_id=row.pk, actor=request.actor)
    messages.success(request, _("%(count)s running clocks follow now.") % {"count": count})
    return redirect("sla_policy-detail", row.code)


@page(EDIT[0], methods=("POST",))
def policy_delete(request: Any, code: str) -> HttpResponse:
    """Delete one that no clock has run by."""
    row = visible_policies(request.actor).filter(code=code[:60]).first()
    if row is None:
        raise NotFound(kind="sla_policy", code=code[:60])
    delete_policy(policy_id=row.pk, actor=request.actor)
    messages.success(request, _("Deleted."))
    return redirect("sla_policy-list")


@page(VIEW_POLICY)
def policy_example(request: Any) -> HttpResponse:
    """What the form would mean, while it is being filled in."""
    text = ""
    seconds, days = _length(request.GET, "target")
    if seconds is None and days is None:
        return render(request, "sla/_example.html", {"text": text})
    if (seconds or 0) <= 366 * 86_400 and (days or 0) <= 366:
        calendar_id = _calendar_id(request.GET)
        if not request.GET.get("is_around_the_clock") and calendar_id is None:
            calendar_id = levels().default_calendar_id
        text = example_of(Target(seconds, days), calendar_id)
    return render(request, "sla/_example.html", {"text": text})


def _values(posted: Any) -> Any:
    seconds, days = _length(posted, "target")
    kind, _colon, rest = posted.get("clock", "").partition(":")
    process, _slash, node = rest.partition("/")
    return {
        "code": posted.get("code", "")[:200],
        "name": posted.get("name", "")[:200],
        "milestone": rest if kind == "milestone" else "",
        "process": posted.get("process", "")[:60] if kind != "milestone" else "",
        "node": posted.get("node", "")[:60] if kind != "milestone" else "",
        "target_seconds": seconds,
        "target_days": days,
        "calendar_id": _calendar_id(posted),
        "is_around_the_clock": posted.get("is_around_the_clock") == "1",
        "is_active": posted.get("is_active") == "1",
        "ladder": _ladder(posted),
    }


def _calendar_id(posted: Any) -> int | None:
    code = posted.get("calendar", "").replace("\x00", "")[:40]
    return WorkingCalendar.objects.filter(code=code).values_list("pk", flat=True).first() if code else None


def _length(posted: Any, name: str, position: int | None = None) -> tuple[int | None, int | None]:
    """A number and its unit: seconds, or working days. What is no number counts as none given."""
    tail = "" if position is None else f"_{position}"
    raw, unit = posted.get(f"{name}_value{tail}", "").strip(), posted.get(f"{name}_unit{tail}", "minutes")
    if not raw:
        return None, None
    if not raw.isascii() or not raw.isdigit() or len(raw) > 8:
        raise Invalid.field(f"{name}{tail}", _("This must be a whole number."))
    return (None, int(raw)) if unit == "days" else (int(raw) * UNITS.get(unit, 60), None)


def _ladder(posted: Any) -> list[dict[str, Any]]:
    rungs = []
    for position in range(20):
        action = posted.get(f"rung_action_{position}", "")
        if not action:
            continue
        seconds, days = _length(posted, "rung", position)
        span, when = (seconds or 0) + (days or 0) * 86_400, posted.get(f"rung_when_{position}", "after")
        rung: dict[str, Any] = {"action": action}
        if when == "start":
            rung["after_seconds"] = span
        else:
            rung["from_due_seconds"] = -span if when == "before" else span
        if role := posted.get(f"rung_role_{position}", ""):
            rung["to"] = {"role": role}
        rungs.append(rung)
    return rungs


def _targets(posted: Any) -> list[Any]:
    found = []
    for position in range(100):
        seconds, days = _length(posted, "for", position)
        kind, _colon, value = posted.get(f"for_scope_{position}", "").partition(":")
        text = posted.get(f"for_text_{position}", "").replace("\x00", "").strip()[:60]
        if seconds is None and days is None:
            continue
        one: dict[str, Any] = {"target_seconds": seconds, "target_days": days}
        if kind == "priority":
            one["priority"] = value
        elif kind == "tier":
            one["tier"] = text[:20]
        else:
            customer = Customer.objects.filter(code=text).first()
            if customer is None:
                raise Invalid.field(f"for_{position}", _("There is no such customer."))
            one["customer"] = customer
        found.append(one)
    return found


def _form(request: Any, row: SlaPolicy | None, posted: Any, refusal: Invalid | None = None) -> HttpResponse:
    open_clocks = SlaTimer.objects.filter(policy=row, state__in=OPEN)[:1000].count() if row else 0
    context = {
        "policy": row,
        "name": policy_name(row) if row else "",
        "values": posted or _filled(row),
        "errors": {
            key: " ".join(map(str, texts)) for key, texts in (refusal.errors if refusal else {}).items()
        },
        "clocks": [(f"milestone:{one.code}", one.label) for one in milestones()],
        "calendars": WorkingCalendar.objects.order_by("name").values_list("code", "name"),
        "units": [("minutes", _("minutes")), ("hours", _("hours")), ("days", _("working days"))],
        "actions": [(action, action_label(action)) for action in ACTIONS],
        "whens": [
            ("before", _("before the target")),
            ("after", _("after the target")),
            ("start", _("after the start")),
        ],
        "roles": sorted(role_names().items(), key=lambda pair: pair[1]),
        "priorities": PRIORITIES,
        "rungs": _rung_rows(row),
        "targets": _target_rows(row),
        "example": example(row) if row else "",
        "may_edit": request.actor.has(EDIT[0]),
        "open_clocks": open_clocks,
        "is_used": bool(row) and SlaTimer.objects.filter(policy=row).exists(),
        "cancel_url": reverse("sla_policy-list"),
    }
    return render(request, "sla/policy.html", context, status=400 if refusal else 200)


def _errors(refusal: Invalid | None) -> dict[str, str]:
    return {path: " ".join(map(str, texts)) for path, texts in (refusal.errors if refusal else {}).items()}


def _spelled(seconds: int | None, days: int | None) -> dict[str, Any]:
    if days is not None:
        return {"value": days, "unit": "days"}
    if seconds is None:
        return {"value": "", "unit": "minutes"}
    unit = "hours" if seconds and seconds % 3600 == 0 else "minutes"
    return {"value": seconds // UNITS[unit], "unit": unit}


def _filled(row: SlaPolicy | None) -> dict[str, Any]:
    if row is None:
        return {"clock": "milestone:order_confirmation", "is_active": "1", "target_unit": "minutes"}
    length = _spelled(row.target_seconds, row.target_days)
    return {
        "code": row.code,
        "name": row.name,
        "clock": f"milestone:{row.milestone}" if row.milestone else "node",
        "process": row.process,
        "node": row.node,
        "target_value": length["value"],
        "target_unit": length["unit"],
        "calendar": row.calendar.code if row.calendar else "",
        "is_around_the_clock": "1" if row.is_around_the_clock else "",
        "is_active": "1" if row.is_active else "",
    }


def _rung_rows(row: SlaPolicy | None) -> list[dict[str, Any]]:
    found = []
    for rung in row.ladder if row else []:
        after, from_due = rung.get("after_seconds"), rung.get("from_due_seconds")
        when = "start" if after is not None else "before" if (from_due or 0) < 0 else "after"
        span = _spelled(abs(after if after is not None else from_due or 0), None)
        found.append(
            {"action": rung["action"], "when": when, "role": (rung.get("to") or {}).get("role", ""), **span}
        )
    found += [
        {"action": "", "when": "after", "role": "", **_spelled(None, None)} for _blank in range(BLANK_RUNGS)
    ]
    return found


def _target_rows(row: SlaPolicy | None) -> list[dict[str, Any]]:
    found = []
    for target in row.targets.all() if row else []:
        scope = f"priority:{target.priority}" if target.priority else "tier" if target.tier else "customer"
        text = target.customer.code if target.customer else target.tier
        found.append({"scope": scope, "text": text, **_spelled(target.target_seconds, target.target_days)})
    found += [{"scope": "customer", "text": "", **_spelled(None, None)} for _blank in range(BLANK_TARGETS)]
    return found
