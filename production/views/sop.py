"""The S&OP room: every product family by month on one page, one family in full, decisions, agreed plans."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from erp.core.errors import DomainError, Invalid, NotFound
from erp.core.http.messages import refusal_text
from erp.core.states import state_label
from erp.core.views import typed
from erp.core.views.page import page
from erp.core.views.tables import export_links, table_answer
from erp.identity.models import User
from erp.identity.selectors.people import visible_users
from erp.masterdata.selectors.company import base_currency, business_day
from inventory.models import ItemCategory
from production.models import SopDecision
from production.selectors.capacity import VIEW as VIEW_LOAD
from production.selectors.sop import (
    COST,
    VIEW,
    FamilyFigures,
    MonthFigures,
    Room,
    load_by_month,
    plans_in_full,
    sop_room,
    visible_decisions,
    visible_plans,
)
from production.services.sop import DECIDE, agree_plans, plan_of, record_decision, settle_decision
from production.views.sop_words import MAIN_ROWS, cell, family_chart, full_rows, row_name

MOST_FAMILIES, SHOWN = 100, 100
MONTH_DAYS = 14


def _room(request: Any, line: tuple[int | None, int | None] | None = None) -> Room:
    by_value = request.GET.get("measure") == "value" and request.actor.has(COST) and line is None
    return sop_room(request.actor, at=timezone.now(), by_value=by_value, line=line)


@page(VIEW, methods=("GET", "POST"))
def sop(request: Any) -> HttpResponse:
    """All families by month: demand, supply, stock, order gap; decisions; the plan frozen for all at once."""
    room, problem = _room(request), ""
    if request.method == "POST":
        try:
            text = _act(request, room)
        except ValueError as error:
            problem = str(error)
        except DomainError as refusal:
            problem = refusal_text(refusal)
        else:
            messages.success(request, text)
            return redirect("sop")
    context = {
        **_shared(request, room, problem),
        "families": [_family(one, room) for one in room.families[:MOST_FAMILIES]],
        "more": max(len(room.families) - MOST_FAMILIES, 0),
        "stats": _stats(room),
        "decisions": _decisions(request, visible_decisions(request.actor)),
        "exports": export_links(
            request,
            [("CSV", "/sop/figures.csv"), ("Excel", "/sop/figures.xlsx")],
        ),
    }
    return render(request, "production/sop.html", context, status=422 if problem else 200)


def _shared(request: Any, room: Room, problem: str) -> dict[str, Any]:
    may_decide = request.actor.has(DECIDE[0])
    families = ItemCategory.objects.filter(parent__isnull=True).order_by("name")[:500]
    return {
        "room": room,
        "problem": problem,
        "typed": request.POST,
        "currency": base_currency(),
        "may_decide": may_decide,
        "may_see_values": request.actor.has(COST),
        "user_id": request.actor.user_id,
        "people": User.objects.filter(is_active=True).order_by("username")[:500] if may_decide else [],
        "all_families": families if may_decide else [],
        "usual_due": room.today + timedelta(days=MONTH_DAYS),
    }


def _stats(room: Room) -> dict[str, Any]:
    """The sums of the tiles; quantities of several units are not added up."""
    short = [one for one in room.families if one.worst.gap > 0]
    planned = [one for one in room.families if one.version]
    tracked = [t for one in room.families for m in one.months if (t := m.tracked("demand"))]
    off = sum((abs(one.difference) for one in tracked), Decimal(0))
    agreed = sum((one.agreed for one in tracked), Decimal(0))
    return {
        "short": len(short),
        "families": len(room.families),
        "planned": len(planned),
        "accuracy": max(1 - off / agreed, Decimal(0)) if agreed else None,
        "gap_value": sum((one.worst.gap for one in room.families), Decimal(0)) if room.by_value else None,
    }


def _family(one: FamilyFigures, room: Room) -> dict[str, Any]:
    return {
        "figures": one,
        "rows": [
            {"code": code, "name": row_name(code), "cells": [cell(code, month) for month in one.months]}
            for code in MAIN_ROWS
            if code != "used" or any(month.used for month in one.months)
        ],
    }


def _decisions(request: Any, rows: Any) -> list[dict[str, Any]]:
    """Open decisions by their day, then what was settled last."""
    today = business_day(timezone.now())
    actor = request.actor
    found = [*rows.filter(state="open").order_by("due_on", "pk")[:SHOWN]]
    found += rows.exclude(state="open").order_by("-closed_at", "-pk")[:10]
    return [
        {
            "row": one,
            "is_overdue": one.state == "open" and one.due_on < today,
            "may_settle": actor.has(DECIDE[0]) or one.owner_id == actor.user_id,
        }
        for one in found
    ]


def _act(request: Any, room: Room, figures: FamilyFigures | None = None) -> str:
    """Do what a form asks for; gives the sentence that says so."""
    sent, actor = request.POST, request.actor
    step = sent.get("step", "")
    if step == "agree":
        asked = [figures] if figures else sop_room(actor, at=timezone.now()).families
        wanted = _typed_months(sent, figures) if figures else None
        seen = typed.key(sent.get("seen")) if figures else None
        plans = [plan_of(one, wanted, seen) for one in asked]
        made = agree_plans(plans=plans, note=sent.get("note", ""), actor=actor)
        return ngettext(
            "The plan of %(count)s family is agreed.",
            "The plans of %(count)s families are agreed.",
            len(made),
        ) % {"count": len(made)}
    if step == "decide":
        _decide(request, figures)
    else:
        decision_id = typed.key(sent.get("decision")) or 0
        if not visible_decisions(actor).filter(pk=decision_id).exists():
            raise NotFound(kind="sop_decision")
        settle_decision(
            decision_id=decision_id,
            verb=step,
            result=sent.get("result", ""),
            expected_version=typed.key(sent.get("version")),
            actor=actor,
        )
    return _("Saved.")


def _decide(request: Any, figures: FamilyFigures | None) -> None:
    sent = request.POST
    owner = typed.chosen(visible_users(request.actor), sent.get("owner"))
    if owner is None:
        raise Invalid.field("owner", _("Choose who does it."))
    roots = ItemCategory.objects.filter(parent__isnull=True)
    asked = (figures.line[0] if figures else None) or sent.get("family")
    family = typed.chosen(roots, asked)
    if asked and family is None:
        raise Invalid.field("family", _("Choose one of the list."))
    month = sent.get("month", "").strip()
    record_decision(
        title=sent.get("title", ""),
        owner=owner,
        due_on=typed.day(sent.get("due_on", "")),
        family=family,
        month=typed.day(f"{month}-01") if month else None,
        actor=request.actor,
    )


def _typed_months(sent: Any, figures: FamilyFigures) -> dict[date, tuple[Decimal | None, Decimal | None]]:
    """Demand and supply as typed, by month; an empty field takes the figure.

    Raises: ValueError with the sentence for the reader.
    """

    def one(name: str) -> Decimal | None:
        text = sent.get(name, "").strip()
        return typed.amount(text) if text else None

    return {
        month.month: (one(f"demand-{month.month:%Y-%m}"), one(f"supply-{month.month:%Y-%m}"))
        for month in figures.coming
    }


@page(VIEW, methods=("GET", "POST"))
def sop_family(request: Any, family: int, unit: int) -> HttpResponse:
    """One family: every figure by month against what was agreed; its plan, its versions, its decisions."""
    room = _room(request, (family or None, unit or None))
    if not room.families:
        raise NotFound(kind="sop_family", id=f"{family}-{unit}")
    [figures] = room.families
    problem = ""
    if request.method == "POST":
        try:
            text = _act(request, room, figures)
        except ValueError as error:
            problem = str(error)
        except DomainError as refusal:
            problem = refusal_text(refusal)
        else:
            messages.success(request, text)
            return redirect("sop-family", family, unit)
    plans = visible_plans(request.actor).filter(family_id=family or None, unit_id=unit)
    decisions = visible_decisions(request.actor).filter(family_id=family or None)
    context = {
        **_shared(request, room, problem),
        "figures": figures,
        "rows": full_rows(figures),
        "chart": family_chart(figures),
        "form_months": [_form_month(one, request.POST) for one in figures.coming],
        "plans": [{"row": plan, "months": list(plan.months.all())} for plan in plans_in_full(plans)[:20]],
        "decisions": _decisions(request, decisions),
        "in_family": figures.line[0],
    }
    return render(request, "production/sop_family.html", context, status=422 if problem else 200)


def _form_month(one: MonthFigures, sent: Any) -> dict[str, Any]:
    name = f"{one.month:%Y-%m}"
    return {
        "month": one.month,
        "name": name,
        "figures": one,
        "demand": sent.get(f"demand-{name}", ""),
        "supply": sent.get(f"supply-{name}", ""),
    }


@page(VIEW)
def sop_capacity(request: Any) -> HttpResponse:
    """The card of capacity load, for those who see the schedule; nothing where there are no work centers."""
    if not request.actor.has(VIEW_LOAD):
        return HttpResponse("")
    months, centers = load_by_month(request.actor, today=business_day(timezone.now()))
    rows = [
        {"center": one, "cells": [_load(*one.months.get(month, (0.0, 0.0))) for month in months]}
        for one in centers
    ]
    return render(request, "production/_sop_capacity.html", {"months": months, "rows": rows})


def _load(load: float, hours: float) -> dict[str, Any]:
    share = load / hours if hours else None
    return {"share": share, "load": load, "is_over": load > hours + 0.005}


@page(VIEW)
def sop_export(request: Any, kind: str) -> Any:
    """Every figure of every family and month as a file, a row each, with what was agreed."""
    return table_answer("sop", kind, _export(_room(request)))


def _export(room: Room) -> Iterator[list[Any]]:
    yield [
        _("Product family"), _("Unit"), _("Month"), row_name("ordered"), row_name("unbooked"),
        row_name("demand"), row_name("shipped"), row_name("supply"), row_name("used"), row_name("stock"),
        row_name("gap"), _("Version"), _("Agreed demand"), _("Agreed supply"), _("Agreed stock"),
    ]  # fmt: skip
    for one in room.families:
        for month in one.months:
            agreed = month.agreed
            yield [
                one.name, one.unit or base_currency(), month.month, month.booked.ordered,
                month.ahead.unbooked, month.demand, month.ledger.shipped, month.supply, month.used,
                month.stock, month.gap, *([agreed.number, agreed.demand, agreed.supply, agreed.stock]
                                          if agreed else [None] * 4),
            ]  # fmt: skip


@page(VIEW)
def decision_export(request: Any, kind: str) -> Any:
    """All decisions as a file."""
    head = [
        pgettext("sop", "Decision"), _("Product family"), _("Month"), _("Owner"), _("Due"), _("State"),
        _("Result"), _("Decided"), _("By"),
    ]  # fmt: skip
    rows = visible_decisions(request.actor).order_by("-due_on", "-pk")[:10_000]
    return table_answer("sop-decisions", kind, iter([head, *(_cells(one) for one in rows)]))


def _cells(one: SopDecision) -> list[Any]:
    return [
        one.title,
        one.family.name if one.family else "",
        one.month,
        str(one.owner),
        one.due_on,
        str(state_label("review_action", one.state)),
        one.result,
        one.created_at,
        one.created_by,
    ]
