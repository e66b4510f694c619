"""Processes, cases and incidents as their readers see them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils import timezone

from erp.core.actor import Actor
from erp.core.commands import declare_permission
from erp.core.documents import document
from erp.core.refs import DocumentRef
from erp.identity.selectors.scopes import customer_scope_q
from erp.masterdata.models import Customer
from erp.processes.models import Case, Incident, ProcessDefinition, ProcessVersion, StepLog, Task, Token

VIEW = declare_permission("processes.view_process", "See processes and where documents stand in them")
OPEN_TOKEN = ("active", "waiting")


@document("process", prefix="prc", key="code", permission=VIEW)
def visible_processes(actor: Actor) -> QuerySet[ProcessDefinition]:
    """Processes are no secret among those who may see them."""
    return ProcessDefinition.objects.all()


@document("case", prefix="cse", permission=VIEW)
def visible_cases(actor: Actor) -> QuerySet[Case]:
    """Cases of the customers that the actor sees; those of no customer for who sees all."""
    rows = Case.objects.select_related("definition", "version")
    if actor.scope.kind == "all":
        return rows
    seen = Customer.objects.filter(customer_scope_q(actor, "")).values("pk")
    return rows.filter(customer_id__in=seen)


@document("incident", prefix="icd", permission=VIEW)
def visible_incidents(actor: Actor) -> QuerySet[Incident]:
    """Incidents of the cases that the actor sees."""
    rows = Incident.objects.select_related("case__definition", "case__version")
    return rows if actor.scope.kind == "all" else rows.filter(case__in=visible_cases(actor))


def with_versions(rows: QuerySet[ProcessDefinition]) -> QuerySet[ProcessDefinition]:
    """Processes with their versions, newest first, and how many cases run in each."""
    running = Count("cases", filter=Q(cases__state="running"))
    versions = ProcessVersion.objects.defer("graph").annotate(running=running).order_by("-number")
    return rows.prefetch_related(Prefetch("versions", queryset=versions))


def shown_version(definition_id: int) -> ProcessVersion | None:
    """What would be edited next: the draft, else the version in force, else the newest."""
    rows = ProcessVersion.objects.filter(definition_id=definition_id)
    draft = rows.filter(state="draft").first()
    current = draft or rows.filter(state="published", is_pilot=False).first()
    return current or rows.order_by("-number").first()


@dataclass(frozen=True)
class Visit:
    """One stay of a case at a node: over when `left_at` is there."""

    node: str
    visit: int
    entered_at: datetime
    left_at: datetime | None
    outcome: str
    by: str
    seconds: float
    state: str


def visits_of(case: Case) -> list[Visit]:
    """Every stay of a case, oldest first; those that go on have no end."""
    now = timezone.now()
    found = [
        Visit(
            step.node,
            step.visit,
            step.entered_at,
            step.left_at,
            step.outcome,
            step.by,
            max((step.left_at - step.entered_at).total_seconds(), 0.0),
            "done",
        )
        for step in StepLog.objects.filter(case=case).order_by("id")
    ]
    for token in Token.objects.filter(case=case, state__in=OPEN_TOKEN).order_by("entered_at", "id"):
        waited = max((now - token.entered_at).total_seconds(), 0.0)
        state = "incident" if token.wait_for == "!incident" else token.state
        found.append(Visit(token.node, token.visit, token.entered_at, None, "", "", waited, state))
    return found


def cases_about(subject: DocumentRef, actor: Actor) -> list[Case]:
    """The cases of a document that the actor may see, newest first."""
    if not actor.has(VIEW):
        return []
    rows = visible_cases(actor).filter(subject_kind=subject.kind, subject_id=subject.id)
    return list(rows.order_by("-pk")[:20])


def open_places(cases: Sequence[Case]) -> dict[int, list[Token]]:
    """Where cases stand, by case; one query."""
    found: dict[int, list[Token]] = {case.pk: [] for case in cases}
    for token in Token.objects.filter(case_id__in=list(found), state__in=OPEN_TOKEN).order_by("id"):
        found[token.case_id].append(token)
    return found


def tasks_of(case: Case) -> list[Task]:
    """A case's tasks with their signatures, oldest first."""
    return list(case.tasks.select_related("assignee").prefetch_related("signatures").order_by("pk"))


def node_texts(version: ProcessVersion, node_id: str, language: str) -> dict[str, Any]:
    """A step's name, instruction and checklist in a language, for whoever does it."""
    from erp.processes.selectors.definitions import graph_of

    node = graph_of(version.pk).by_id.get(node_id)
    if node is None:
        return {"name": node_id, "instruction": "", "checklist": [], "attachments": []}
    return {
        "name": node.title(language),
        "instruction": node.instructions.get(language) or node.instruction,
        "checklist": list(node.checklist),
        "attachments": list(node.attachments),
    }
