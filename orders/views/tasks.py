"""The inbox: what waits for the reader, why, until when, and the decision beside it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from erp.core import outbox
from erp.core.errors import DomainError, NotFound
from erp.core.formats import money_text, percent_text
from erp.core.states import state_label
from erp.core.views.page import back_to, page, refusal_text
from erp.masterdata.selectors.company import base_currency
from erp.processes.models import Task
from erp.processes.selectors.tasks import may_decide, open_tasks, overdue, visible_tasks
from erp.processes.services.tasks import approve_task, reject_task
from orders.models import Order
from orders.selectors.orders import visible_orders
from orders.views.detail import role_name, task_title
from orders.views.listing import ids_of
from orders.views.words import why_not_routine

TASK_RIGHT = "processes.view_task"
DECIDE_RIGHT = "processes.decide_task"
MOST_TASKS = 100


@page(TASK_RIGHT)
def inbox(request: Any) -> HttpResponse:
    """Open tasks, the most urgent first; `?view=overdue` or `?view=done` show others."""
    view = request.GET.get("view", "")
    rows = open_tasks(request.actor)
    if view == "overdue":
        rows = overdue(rows)
    elif view == "done":
        rows = visible_tasks(request.actor).filter(state="done").order_by("-decided_at", "-pk")
    found = list(rows[:MOST_TASKS])
    context = {
        "tasks": shown_tasks(request, found),
        "view": view,
        "overdue_count": overdue(open_tasks(request.actor))[:100].count(),
        "open_count": open_tasks(request.actor)[:100].count(),
    }
    return render(request, "orders/tasks.html", context)


def shown_tasks(request: Any, tasks: list[Task]) -> list[dict[str, Any]]:
    """Tasks with everything needed to decide, in two queries."""
    ids = [task.subject_id for task in tasks if task.subject_kind == "order"]
    orders = {
        order.pk: order
        for order in visible_orders(request.actor).filter(pk__in=ids).select_related("salesperson")
    }
    roles: dict[str, str] = {}
    found = []
    for task in tasks:
        order = orders.get(task.subject_id) if task.subject_kind == "order" else None
        if task.role not in roles:
            roles[task.role] = role_name(task.role)
        found.append(
            {
                "task": task,
                "title": task_title(task),
                "order": order,
                "url": _subject_url(request, task, order),
                "why": why_not_routine(task.facts),
                "facts": task_facts(task, order, shows_margin=request.actor.has("inventory.view_cost")),
                "for": task.assignee or roles[task.role],
                "is_late": bool(task.due_at and task.due_at < timezone.now()),
                "may_decide": task.state in {"waiting", "claimed"} and may_decide(request.actor, task),
                "decision": {"approved": _("Approved"), "rejected": _("Rejected")}.get(
                    task.decision, task.decision
                ),
            }
        )
    return found


def _subject_url(request: Any, task: Task, order: Order | None) -> str:
    """Where the document to decide about is shown to this reader."""
    if order is not None:
        return reverse("order-detail", args=[task.subject_number])
    if task.subject_kind == "purchase_requisition" and request.actor.has("inventory.view_requisition"):
        return reverse("requisition-detail", args=[task.subject_number])
    return ""


def task_facts(task: Task, order: Order | None, *, shows_margin: bool) -> list[tuple[str, str]]:
    """The numbers behind a decision, in words."""
    facts = task.facts
    currency = str(facts.get("order.currency", ""))
    told = [(_("Customer"), f"{facts.get('customer.code', '')} {facts.get('customer.name', '')}".strip())]
    if task.subject_kind == "purchase_requisition":
        told += [
            (_("Product"), str(facts.get("requisition.item", ""))),
            (_("Quantity"), f"{facts.get('requisition.quantity', '')} {facts.get('requisition.unit', '')}"),
            (_("Reason"), str(facts.get("requisition.reason", ""))),
        ]
    if "order.total" in facts:
        told.append((_("Total"), money_text(facts["order.total"], currency)))
    if shows_margin and "order.margin_percent" in facts:
        told.append((_("Margin"), percent_text(float(facts["order.margin_percent"]) / 100)))
    if facts.get("customer.credit_grade"):
        told.append((_("Credit grade"), str(facts["customer.credit_grade"])))
    if "customer.credit_available" in facts:
        left = facts["customer.credit_available"]
        told.append(
            (_("Credit available"), _("no limit") if left is None else money_text(left, base_currency()))
        )
    if facts.get("order.priority") not in (None, "normal"):
        told.append((_("Priority"), state_label("priority", facts["order.priority"])))
    if order is not None and order.salesperson:
        told.append((_("Salesperson"), str(order.salesperson)))
    return [(label, text) for label, text in told if text]


@page(DECIDE_RIGHT, methods=("POST",))
def decide(request: Any, pk: int, verb: str) -> HttpResponse:
    """Approve or reject one task."""
    if verb not in {"approve", "reject"}:
        raise Http404
    text = _decide(request, pk, verb)
    messages.success(request, text)
    return redirect(back_to(request, reverse("tasks")))


def _decide(request: Any, pk: int, verb: str) -> str:
    task = visible_tasks(request.actor).filter(pk=pk).first()
    if task is None:
        raise NotFound(kind="task", id=pk)
    reason = request.POST.get("reason", "")
    with outbox.watch() as streams:
        if verb == "approve":
            approve_task(task_id=pk, actor=request.actor, reason=reason)
        else:
            reject_task(task_id=pk, actor=request.actor, reason=reason)
    outbox.drain(*streams)
    texts = {"approve": _("%(number)s is approved."), "reject": _("%(number)s is rejected.")}
    return texts[verb] % {"number": task.subject_number}


@page(DECIDE_RIGHT, methods=("POST",))
def decide_many(request: Any, verb: str) -> HttpResponse:
    """Approve or reject all ticked tasks; those that refuse are told one by one."""
    if verb not in {"approve", "reject"}:
        raise Http404
    done = 0
    for pk in ids_of(request):
        try:
            _decide(request, pk, verb)
            done += 1
        except DomainError as refusal:
            number = Task.objects.filter(pk=pk).values_list("subject_number", flat=True).first() or f"#{pk}"
            messages.error(request, f"{number}: {refusal_text(refusal)}")
    if done:
        messages.success(request, _("%(count)s tasks decided.") % {"count": done})
    return redirect(back_to(request, reverse("tasks")))
