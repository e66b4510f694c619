"""The inbox: what waits for the reader, why, until when, and the decision beside it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from erp.core import outbox
from erp.core.actor import Actor
from erp.core.errors import DomainError
from erp.core.http.messages import refusal_text
from erp.core.models import Attachment
from erp.core.stored_words import stored_text
from erp.core.views.page import back_to, page
from erp.processes.models import Task
from erp.processes.selectors import inbox as found
from erp.processes.selectors.people import labels_of, stands_in_for
from erp.processes.selectors.tasks import OPEN, visible_tasks
from erp.processes.services.handing_over import (
    add_signer,
    give_info,
    request_info,
    transfer_task,
    withdraw_decision,
)
from erp.processes.services.tasks import approve_task, claim_task, reject_task

VIEW_RIGHT = "processes.view_task"
SIZE = 50
MOST_AT_ONCE = 100
_TITLES = {
    "todo": gettext_lazy("To do"),
    "mine": gettext_lazy("Mine"),
    "queue": gettext_lazy("Open to take"),
    "team": gettext_lazy("My team's"),
    "done": gettext_lazy("Decided by me"),
}


@page(VIEW_RIGHT)
def inbox_page(request: Any) -> HttpResponse:
    """What waits for the reader, overdue first; `?view=` a part, `?late=1`, `?show=` more."""
    tab = request.GET.get("view", "todo")
    tab = tab if tab in found.TABS else "todo"
    is_late = request.GET.get("late") == "1" and tab != "done"
    show = request.GET.get("show", "")
    most = min(int(show), found.MOST_SHOWN) if show.isdigit() and len(show) < 4 and int(show) else SIZE
    rows = found.inbox(request.actor, tab, is_late=is_late, most=most)
    count = found.counts(request.actor)
    context = {
        "rows": rows,
        "tab": tab,
        "is_late": is_late,
        "count": count,
        "tabs": _tabs(tab, count),
        "more": most + SIZE if len(rows) == most and most < found.MOST_SHOWN else 0,
        "may_decide": request.actor.has("processes.decide_task"),
    }
    return render(request, "processes/inbox.html", context)


def _tabs(tab: str, count: dict[str, int]) -> list[dict[str, Any]]:
    return [
        {
            "name": name,
            "label": title,
            "count": count.get(name, 0),
            "is_here": name == tab,
        }
        for name, title in _TITLES.items()
        if name != "team" or count.get("team") or tab == "team"
    ]


@page(VIEW_RIGHT)
def task_page(request: Any, pk: int) -> HttpResponse:
    """One task with everything needed to decide it."""
    return render(request, "processes/task.html", _one(request, pk))


@page(VIEW_RIGHT)
def task_panel(request: Any, pk: int) -> HttpResponse:
    """The same beside the list."""
    return render(request, "processes/_task.html", _one(request, pk) | {"is_panel": True})


@page(VIEW_RIGHT)
def task_phone(request: Any, pk: int) -> HttpResponse:
    """The same for the phone, without the frame: where links in messages lead."""
    context = _one(request, pk) | {"back_url": reverse("tasks"), "is_phone": True}
    return render(request, "processes/task_phone.html", context)


def _one(request: Any, pk: int) -> dict[str, Any]:
    actor: Actor = request.actor
    task = found.task_for(actor, pk)
    at = timezone.now()
    stand_in = stands_in_for(actor, at)
    [row] = found.shown_rows([task], actor, stand_in, at)
    node = found.node_of(task)
    language = get_language() or ""
    is_open = task.state in OPEN
    return {
        "row": row,
        "task": task,
        "is_open": is_open,
        "subject_url": found.subject_url(task),
        "panel_url": found.page_of(f"{task.subject_kind}-task-panel", task.subject_number),
        "why": "" if found.has_headline(task.subject_kind) else stored_text(task.facts.get("why", "")),
        "instruction": (node.instructions.get(language) or node.instruction) if node else "",
        "checklist": [(point, point in task.checked) for point in node.checklist] if node else [],
        "papers": _papers(task, node.attachments) if node else [],
        "signatures": list(task.signatures.order_by("pk")[:50]) if task.mode else [],
        "signers": sorted(labels_of(task.candidates).values()) if task.candidates else [],
        "steps": found.earlier_steps(task) if is_open and row.may_decide else [],
        "colleagues": found.colleagues([actor.user_id or 0]) if is_open and row.may_decide else [],
        "may_answer": is_open and task.is_paused,
        "may_withdraw": task.state == "done" and task.case_id is not None and _decided(actor, task),
        "next": request.GET.get("next", ""),
    }


def _decided(actor: Actor, task: Task) -> bool:
    return (
        actor.has("processes.decide_task") and actor.user_id is not None and task.decider_id == actor.user_id
    )


def _papers(task: Task, wanted: tuple[str, ...]) -> list[tuple[str, bool]]:
    if not wanted:
        return []
    rows = Attachment.objects.filter(document_kind=task.subject_kind, document_id=task.subject_id)
    names = [name.lower() for name in rows.values_list("name", flat=True)[:200]]
    return [(paper, any(paper.lower() in name for name in names)) for paper in wanted]


@dataclass(frozen=True)
class _Deed:
    """What a button does with one task, and what is said afterwards."""

    do: Callable[[Any, dict[str, Any]], Any]
    said: Any


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _key(value: str) -> int:
    return int(value) if value.isdigit() and len(value) < 19 else 0


_DEEDS = {
    "claim": _Deed(lambda r, common: claim_task(**common), gettext_lazy("%(number)s is yours.")),
    "approve": _Deed(
        lambda r, common: approve_task(
            **common, reason=r.POST.get("reason", "")[:500], checked=r.POST.getlist("checked")[:100]
        ),
        gettext_lazy("%(number)s is approved."),
    ),
    "reject": _Deed(
        lambda r, common: reject_task(
            **common,
            reason=r.POST.get("reason", ""),
            to_node=r.POST.get("to_node", "")[:60],
            missing=_lines(r.POST.get("missing", "")),
        ),
        gettext_lazy("%(number)s is rejected."),
    ),
    "transfer": _Deed(
        lambda r, common: transfer_task(
            **common, to_user_id=_key(r.POST.get("to", "")), reason=r.POST.get("reason", "")[:500]
        ),
        gettext_lazy("%(number)s is handed over."),
    ),
    "request-info": _Deed(
        lambda r, common: request_info(**common, reason=r.POST.get("reason", "")),
        gettext_lazy("Asked about %(number)s; its clock stands until the answer is there."),
    ),
    "give-info": _Deed(
        lambda r, common: give_info(**common, answer=r.POST.get("reason", "")),
        gettext_lazy("Answered; the clock of %(number)s runs on."),
    ),
    "add-signer": _Deed(
        lambda r, common: add_signer(**common, user_id=_key(r.POST.get("user", ""))),
        gettext_lazy("One more signature is asked for %(number)s."),
    ),
    "withdraw": _Deed(
        lambda r, common: withdraw_decision(
            task_id=common["task_id"], actor=common["actor"], reason=r.POST.get("reason", "")
        ),
        gettext_lazy("The decision about %(number)s is taken back."),
    ),
}
BULK = ("claim", "approve", "reject")


@page(VIEW_RIGHT, methods=("POST",))
def decide(request: Any, pk: int, verb: str) -> HttpResponse:
    """Do one thing with one task."""
    messages.success(request, _done(request, pk, verb, is_bulk=False))
    after = (
        reverse("task-detail", args=[pk])
        if verb in {"claim", "request-info", "give-info"}
        else reverse("tasks")
    )
    if request.POST.get("is_phone"):
        return redirect("task-phone", pk=pk)
    return redirect(back_to(request, after))


def _done(request: Any, pk: int, verb: str, *, is_bulk: bool) -> str:
    """Do it, and what follows from it for up to two seconds; gives the sentence about it.

    Raises: Http404 for an unknown verb; whatever the command refuses with.
    """
    deed = _DEEDS.get(verb)
    if deed is None or (is_bulk and verb not in BULK):
        raise Http404
    task = found.task_for(request.actor, pk)
    common: dict[str, Any] = {"task_id": pk, "actor": request.actor}
    seen = request.POST.get("version", "")
    if not is_bulk and seen.isdigit() and len(seen) < 9:
        common["expected_version"] = int(seen)
    with outbox.watch() as streams:
        deed.do(request, common)
    outbox.drain(*streams)
    return str(deed.said) % {"number": task.subject_number}


@page(VIEW_RIGHT, methods=("POST",))
def decide_many(request: Any, verb: str) -> HttpResponse:
    """Do one thing with all ticked tasks; each one's result is shown, those that refuse with the reason."""
    if verb not in BULK:
        raise Http404
    keys = sorted({_key(value) for value in request.POST.getlist("ids")[:MOST_AT_ONCE]} - {0})
    known = visible_tasks(request.actor).filter(pk__in=keys)
    numbers = dict(known.values_list("pk", "subject_number"))
    results: list[dict[str, Any]] = []
    for pk in keys:
        try:
            text, is_good = _done(request, pk, verb, is_bulk=True), True
        except DomainError as refusal:
            text, is_good = refusal_text(refusal), False
        results.append({"pk": pk, "number": numbers.get(pk, f"#{pk}"), "text": text, "is_good": is_good})
    if results and all(one["is_good"] for one in results):
        messages.success(request, _("%(count)s tasks decided.") % {"count": len(results)})
        return redirect(back_to(request, reverse("tasks")))
    context = {
        "results": results,
        "good": sum(one["is_good"] for one in results),
        "bad": sum(not one["is_good"] for one in results),
        "back": back_to(request, reverse("tasks")),
    }
    return render(request, "processes/inbox_results.html", context)
