"""A running case on the drawing of its version: position, time per step, late steps red."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from erp.core.refs import DocumentRef
from erp.core.views.page import page
from erp.processes.models import Case, Incident
from erp.processes.selectors.cases import VIEW, cases_about, open_places
from erp.processes.selectors.definitions import step_title
from erp.processes.selectors.lent import facts_for, labels_for
from erp.processes.selectors.positions import case_for, position, progress_of, sees
from erp.processes.views.designer import name_of, words
from erp.processes.views.step_words import outcome_word


@page(VIEW)
def case_page(request: Any, pk: int) -> HttpResponse:
    """One case for everybody who may see its document."""
    case = case_for(pk, request.actor)
    facts = {
        "words": words(),
        "labels": labels_for(case.subject_kind),
        "facts": facts_for(case.subject_kind),
        "language": (get_language() or "en").lower(),
        "graph": case.version.graph,
        "state": position(case, at=timezone.now()),
        "url": reverse("case-state", args=[case.pk]),
    }
    context = {
        "case": case,
        "name": name_of(case.definition),
        "facts": facts,
        "progress": progress_of(case),
        "incidents": Incident.objects.filter(case=case, state=Incident.State.OPEN).order_by("pk")[:20],
        "steps": _named_steps(case),
    }
    return render(request, "processes/case.html", context)


def _named_steps(case: Case) -> list[dict[str, Any]]:
    """The last hundred steps with the names that the drawing gives them."""
    language = (get_language() or "").lower()
    return [
        {
            "row": step,
            "title": step_title(case.version_id, step.node, language),
            "outcome": outcome_word(step.outcome),
        }
        for step in case.steps.order_by("-pk")[:100]
    ]


@page()
def cases_slot(request: Any, kind: str, pk: int) -> HttpResponse:
    """The processes a document is in and where it stands, for the page of that document."""
    subject = DocumentRef(kind, pk)
    found = [case for case in cases_about(subject, request.actor)[:3] if sees(request.actor, case)]
    places = open_places(found)
    language = (get_language() or "").lower()
    rows = [
        {
            "case": case,
            "name": name_of(case.definition),
            "steps": [step_title(case.version_id, token.node, language) for token in places[case.pk]],
        }
        for case in found
    ]
    return render(request, "processes/slot.html", {"rows": rows})


@page(VIEW)
def case_state(request: Any, pk: int) -> HttpResponse:
    """The same position as the page asks for it while it is open."""
    return JsonResponse(position(case_for(pk, request.actor), at=timezone.now()))
