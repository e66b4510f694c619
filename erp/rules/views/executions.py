"""What rules did: the log, the marks on documents, webhooks sent once more."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from erp.core.documents import document_kind
from erp.core.errors import NotFound
from erp.core.event_words import event_word
from erp.core.stored_words import stored_text
from erp.core.views import filters, typed
from erp.core.views.page import page
from erp.core.views.paging import ListPage
from erp.core.views.tables import export_links, table_answer, table_of
from erp.rules.models import RuleExecution, RuleWebhook
from erp.rules.selectors.rules import open_marks, visible_executions, visible_rules
from erp.rules.selectors.tables import VIEW
from erp.rules.selectors.words import action_text, kind_word, name_of, shown_conditions
from erp.rules.services.versions import PUBLISH
from erp.rules.services.webhooks import replay_webhook
from erp.rules.views.versions import found_row

OUTCOME_TONES = {"done": "good", "failed": "bad", "loop": "wait", "limited": "wait"}


def shown_execution(row: RuleExecution) -> dict[str, Any]:
    """One firing with its trace in words."""
    said = str((row.trace.get("said") or {}).get(get_language() or "") or "")
    actions = [{"text": action_text(row.subject_kind, one)} for one in row.trace.get("actions", [])]
    return {
        "row": row,
        "tone": OUTCOME_TONES.get(row.outcome, "neutral"),
        "rule": name_of(row.definition),
        "kind": kind_word(row.subject_kind),
        "event": event_word(row.event_name) if row.event_name else "",
        "conditions": shown_conditions(row.subject_kind, row.trace.get("conditions", [])),
        "actions": actions,
        "error": said or row.error,
    }


def _wanted(request: Any) -> tuple[Any, list[filters.Chip]]:
    rules = [(row.pk, name_of(row)) for row in visible_rules(request.actor).order_by("code")[:500]]
    chips = [
        filters.many(request, "outcome", _("Outcome"), RuleExecution.Outcome.choices),
        filters.choice(request, "rule", _("Rule"), rules, "definition_id"),
        filters.dates(request, "at", _("At"), "at", is_moment=True),
    ]
    rows = filters.applied(visible_executions(request.actor).select_related("definition"), chips)
    text = request.GET.get("q", "").replace("\x00", "").strip()[:60]
    return (rows.filter(Q(subject_number__icontains=text)) if text else rows), chips


@page(VIEW)
def execution_list(request: Any) -> HttpResponse:
    """What rules did and were kept from, the latest first."""
    rows, chips = _wanted(request)
    listed = ListPage(request, rows, {"at": "at"})
    urls = [(kind.upper(), reverse("rule_execution-export", args=[kind])) for kind in ("csv", "xlsx")]
    context = {
        "page": listed,
        "executions": [shown_execution(row) for row in listed.rows],
        "filters": [chip.shown for chip in chips],
        "filters_active": any(chip.condition is not None for chip in chips) or request.GET.get("q"),
        "export_urls": export_links(request, urls),
        "tab": "log",
    }
    return render(request, "rules/executions.html", context)


@page(VIEW)
def execution_export(request: Any, kind: str) -> Any:
    """The filtered log as a file."""
    rows, _chips = _wanted(request)
    head = [_("At"), _("Rule"), _("Version"), _("Document"), _("Event"), _("Outcome"), _("Error")]
    return table_answer("rule-log", kind, table_of(rows, head, _cells))


def _cells(row: RuleExecution) -> list[Any]:
    return [
        row.at, row.definition.code, row.number, row.subject_number, row.event_name,
        row.get_outcome_display(), row.error,
    ]  # fmt: skip


@page(PUBLISH[0], methods=("POST",))
def webhook_replay(request: Any, code: str) -> HttpResponse:
    """Send a delivery that was given up once more."""
    row = found_row(request, "rule", code)
    pk = typed.key(request.POST.get("webhook")) or 0
    if not RuleWebhook.objects.filter(pk=pk, rule=row.code).exists():
        raise NotFound(kind="webhook")
    replay_webhook(webhook_id=pk, actor=request.actor)
    messages.success(request, _("It is sent again."))
    return redirect("rule-detail", row.code)


@page()
def marks_of(request: Any, kind: str, pk: int) -> HttpResponse:
    """The exception marks of a document, as a part of its page."""
    known = document_kind(kind)
    if known is None or not known.rows(request.actor).filter(pk=pk).exists():
        raise NotFound(kind=kind)
    marks = [
        {"text": stored_text(mark.text) or mark.code, "at": mark.raised_at} for mark in open_marks(kind, pk)
    ]
    return render(request, "rules/_marks.html", {"marks": marks})
