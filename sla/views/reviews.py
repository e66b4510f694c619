"""Reviews of service levels: missed targets, causes, actions, on a page and on paper."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from erp.core.errors import Conflict, DomainError, Invalid, NotFound
from erp.core.formats import day_text
from erp.core.http.messages import refusal_text
from erp.core.pdf import picture_of, render_pdf
from erp.core.states import state_label
from erp.core.views import typed
from erp.core.views.page import page
from erp.core.views.papers import language_of, pdf_answer
from erp.core.views.tables import table_answer
from erp.identity.models import User
from erp.identity.selectors.people import visible_users
from erp.identity.selectors.roles import role_names
from erp.masterdata.selectors.company import business_day, company
from sla.calc.lateness import PARTIES
from sla.calc.metrics import METRICS
from sla.models import ReviewAction, ReviewPack
from sla.selectors.measure_words import (
    duration_text,
    metric_name,
    party_name,
    step_name,
    target_text,
    value_text,
)
from sla.selectors.metrics import VIEW_METRICS, month_of
from sla.selectors.reviews import reviews_in_list, visible_actions, visible_reviews
from sla.services.reviews import MANAGE, add_action, hold_review, open_review, settle_action, write_conclusion

SHOWN = 100
PRINTED = ("name", "value", "before", "target", "department", "misses", "is_missed")


@page(VIEW_METRICS, methods=("GET", "POST"))
def review_list(request: Any) -> HttpResponse:
    """All reviews, and the reader's open actions; those with the right prepare a new one here."""
    problem = ""
    if request.method == "POST":
        request.actor.require(MANAGE[0])
        try:
            since, until = typed.day(request.POST.get("since", "")), typed.day(request.POST.get("until", ""))
            pack = open_review(since=since, until=until, actor=request.actor)
        except ValueError as error:
            problem = str(error)
        except (Invalid, Conflict) as refusal:
            problem = refusal_text(refusal)
        else:
            return redirect("review-detail", pack.number)
    today = business_day(timezone.now())
    first, last = month_of(month_of(today)[0] - timedelta(days=1))
    context = {
        "rows": reviews_in_list(visible_reviews(request.actor))[:SHOWN],
        "actions": [
            _action(one, today)
            for one in visible_actions(request.actor).filter(state="open").order_by("due_on", "pk")[:SHOWN]
        ],
        "may_manage": request.actor.has(MANAGE[0]) and request.actor.scope.kind == "all",
        "since": first,
        "until": last,
        "problem": problem,
    }
    return render(request, "sla/reviews.html", context, status=422 if problem else 200)


def _found(request: Any, number: str) -> ReviewPack:
    pack = visible_reviews(request.actor).select_related("previous").filter(number=number[:60]).first()
    if pack is None:
        raise NotFound(kind="review", number=number[:60])
    return pack


@page(VIEW_METRICS, methods=("GET", "POST"))
def review_detail(request: Any, number: str) -> HttpResponse:
    """One review: missed targets, causes, actions, what became of the last one's."""
    pack = _found(request, number)
    problem = ""
    if request.method == "POST":
        try:
            _act(request, pack)
        except ValueError as error:
            problem = str(error)
        except DomainError as refusal:
            problem = refusal_text(refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("review-detail", pack.number)
    context = {
        **shown(pack),
        "pack": pack,
        "problem": problem,
        "typed": request.POST,
        "may_manage": request.actor.has(MANAGE[0]),
        "user_id": request.actor.user_id,
        "people": User.objects.filter(is_active=True).order_by("username")[:500],
        "metrics": [(code, metric_name(code)) for code in METRICS],
        "usual_due": business_day(timezone.now()) + timedelta(days=30),
    }
    return render(request, "sla/review.html", context, status=422 if problem else 200)


def _act(request: Any, pack: ReviewPack) -> None:
    sent, actor = request.POST, request.actor
    step = sent.get("step", "")
    version = typed.key(sent.get("version"))
    if step == "conclude":
        write_conclusion(
            pack_id=pack.pk, text=sent.get("conclusion", ""), expected_version=version, actor=actor
        )
    elif step == "hold":
        hold_review(pack_id=pack.pk, expected_version=version, actor=actor)
    elif step == "add":
        owner = typed.chosen(visible_users(actor), sent.get("owner"))
        if owner is None:
            raise Invalid.field("owner", _("Choose who does it."))
        add_action(
            pack_id=pack.pk,
            metric=sent.get("metric", "")[:40],
            title=sent.get("title", ""),
            owner=owner,
            due_on=typed.day(sent.get("due_on", "")),
            actor=actor,
        )
    else:
        action_id = typed.key(sent.get("action")) or 0
        if not visible_actions(actor).filter(pk=action_id).exists():
            raise NotFound(kind="review_action")
        settle_action(action_id=action_id, verb=step, result=sent.get("result", ""), actor=actor)


def _action(one: ReviewAction, today: Any) -> dict[str, Any]:
    return {
        "row": one,
        "metric": metric_name(one.metric) if one.metric else "",
        "owner": str(one.owner),
        "is_overdue": one.state == "open" and one.due_on < today,
    }


def shown(pack: ReviewPack) -> dict[str, Any]:
    """A pack in words: figures, causes and actions."""
    today = business_day(timezone.now())
    figures = [_figure(one) for one in pack.figures if one["metric"] in METRICS]
    causes = pack.causes
    whole = causes.get("seconds") or 0
    previous = pack.previous
    return {
        "figures": figures,
        "missed": [one for one in figures if one["is_missed"]],
        "late_orders": causes.get("late_orders", 0),
        "late_time": duration_text(whole),
        "parties": [
            {"name": party_name(code), "time": duration_text(causes.get("by_party", {}).get(code, 0)),
             "share": causes.get("by_party", {}).get(code, 0) / whole if whole else 0}
            for code in PARTIES
        ],
        "parts": [
            {"step": step_name(one["step"]), "party": party_name(one["party"]),
             "time": duration_text(one["seconds"]), "share": one["seconds"] / whole if whole else 0}
            for one in causes.get("parts", [])
        ],
        "worst": [
            {"number": one["order"], "time": duration_text(one["seconds"]), "step": step_name(one["step"]),
             "party": party_name(one["party"])}
            for one in causes.get("worst", [])
        ],
        "returns": [
            {"reason": pgettext("return reason", one["reason"]), "count": one["count"]}
            for one in causes.get("returns", [])
            if one["reason"]
        ],
        "actions": [_action(one, today) for one in pack.actions.select_related("owner")],
        "last_actions": [
            _action(one, today) for one in (previous.actions.select_related("owner") if previous else [])
        ],
    }  # fmt: skip


def _figure(kept: dict[str, Any]) -> dict[str, Any]:
    metric = METRICS[kept["metric"]]
    read = {
        name: None if kept.get(name) is None else Decimal(kept[name])
        for name in ("value", "before", "baseline")
    }
    names = role_names()
    return {
        "code": metric.code,
        "name": metric_name(metric.code),
        **{name: value_text(metric, value) for name, value in read.items()},
        "target": target_text(metric, Decimal(kept["target"])),
        "department": names.get(kept["department"], kept["department"]),
        "counted": kept["counted"],
        "misses": kept["counted"] - kept["hits"],
        "is_missed": kept["is_missed"],
    }


@page(VIEW_METRICS)
def review_pdf(request: Any, number: str) -> HttpResponse:
    """The pack on paper, for the meeting."""
    pack = _found(request, number)
    language = language_of(request)
    with translation.override(language):
        made = render_pdf("review", _paper(pack, language), _logo())
    return pdf_answer(made, pack.number)


def _logo() -> dict[str, bytes]:
    logo = picture_of(company().logo)
    return {"logo": logo} if logo else {}


def _paper(pack: ReviewPack, language: str) -> dict[str, Any]:
    """The pack as its template takes it: every value in words."""
    found = shown(pack)

    def actions(rows: list[dict[str, Any]]) -> list[dict[str, str]]:
        return [
            {"title": one["row"].title, "metric": one["metric"], "owner": one["owner"],
             "due": day_text(one["row"].due_on), "state": str(state_label("review_action", one["row"].state)),
             "result": one["row"].result}
            for one in rows
        ]  # fmt: skip

    return {
        "title": f"{_('Review of service levels')} {pack.number}",
        "lang": "zh" if language.startswith("zh") else "en",
        "company": {"name": company().name},
        "number": pack.number,
        "period": f"{day_text(pack.starts_on)} – {day_text(pack.ends_on)}",
        "as_of": day_text(pack.as_of),
        "figures": [
            {name: one[name] if name == "is_missed" else str(one[name]) for name in PRINTED}
            for one in found["figures"]
        ],
        "parties": [{"name": one["name"], "time": one["time"]} for one in found["parties"]],
        "parts": [{name: one[name] for name in ("step", "party", "time")} for one in found["parts"]],
        "worst": found["worst"],
        "actions": actions(found["actions"]),
        "last": actions(found["last_actions"]),
        "conclusion": pack.conclusion,
        "words": {
            "title": _("Review of service levels"),
            "page": _("Page"),
            "as_of": _("As of"),
            "measure": _("Measure"),
            "value": pgettext("measure", "Value"),
            "before": _("Month before"),
            "target": _("Target"),
            "responsible": _("Responsible"),
            "missed": _("Missed orders"),
            "causes": _("Causes of lateness"),
            "step": _("Step"),
            "party": _("Party"),
            "time": _("Time"),
            "worst": _("The worst orders"),
            "order": _("Order"),
            "actions": _("Actions"),
            "last": _("Actions of the review before"),
            "action": pgettext("review", "Action"),
            "owner": _("Owner"),
            "due": _("Due"),
            "state": _("State"),
            "result": _("Result"),
            "conclusion": _("Conclusion"),
            "none": _("None"),
        },
    }  # fmt: skip


@page(VIEW_METRICS)
def action_export(request: Any, kind: str) -> StreamingHttpResponse | FileResponse:
    """All actions as a file."""
    head = [
        _("Review"),
        _("Measure"),
        pgettext("review", "Action"),
        _("Owner"),
        _("Due"),
        _("State"),
        _("Result"),
    ]
    rows = (
        [one.pack.number, metric_name(one.metric) if one.metric else "", one.title, str(one.owner),
         one.due_on, str(state_label("review_action", one.state)), one.result]
        for one in visible_actions(request.actor).order_by("-due_on", "-pk")[:10_000]
    )  # fmt: skip
    return table_answer("review-actions", kind, iter([head, *rows]))
