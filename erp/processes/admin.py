"""Processes, their cases, incidents, and decisions that wait for people, in the admin."""

from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from erp.core.administration.columns import document_column, state_column, state_filter
from erp.core.administration.documents import DocumentAdmin, Verb
from erp.processes.models import Case, Incident, ProcessDefinition, Task
from erp.processes.selectors.cases import VIEW, visible_cases, visible_incidents, visible_processes
from erp.processes.selectors.tasks import VIEW_TASK, visible_tasks
from erp.processes.services.cases import withdraw_case
from erp.processes.services.incidents import retry_incident, skip_incident
from erp.processes.services.tasks import approve_task, claim_task, reject_task

OPEN = ("waiting", "claimed")


@admin.register(Task)
class TaskAdmin(DocumentAdmin):
    """What waits for whom, since when, and what was decided."""

    view_right = VIEW_TASK
    visible = staticmethod(visible_tasks)
    list_display = [
        "title",
        document_column("subject", _("document")),
        state_column("state", "task"),
        "role",
        "assignee",
        "opened_at",
        "due_at",
        "decision",
        "decided_by",
    ]
    list_filter = [state_filter("state", "task"), "role", "decision"]
    list_select_related = ["assignee"]
    search_fields = ["title", "subject_number", "decided_by"]
    ordering = ["-id"]
    fields = [
        "title",
        document_column("subject", _("document")),
        state_column("state", "task"),
        "role",
        "assignee",
        ("opened_at", "due_at"),
        "facts",
        ("decision", "decided_by", "decided_at"),
        "reason",
    ]
    verbs = (
        Verb(name="claim", title=_("Claim"), command=claim_task, row_id="task_id", states=OPEN),
        Verb(name="approve", title=_("Approve"), command=approve_task, row_id="task_id", states=OPEN),
        Verb(
            name="reject",
            title=_("Reject"),
            command=reject_task,
            row_id="task_id",
            states=OPEN,
            needs_reason=True,
            is_danger=True,
        ),
    )


@admin.register(ProcessDefinition)
class ProcessAdmin(DocumentAdmin):
    """Processes to look at; they are drawn on their own page and published there."""

    view_right = VIEW
    visible = staticmethod(visible_processes)
    list_display = ["code", "name", "subject_kind", "is_active", "is_shipped"]
    list_filter = ["subject_kind", "is_active"]
    search_fields = ["code", "name"]
    ordering = ["code"]
    fields = [("code", "name"), "names", ("subject_kind", "is_active", "is_shipped")]


@admin.register(Case)
class CaseAdmin(DocumentAdmin):
    """Where documents stand in their processes."""

    view_right = VIEW
    visible = staticmethod(visible_cases)
    list_display = [
        document_column("subject", _("document")),
        "definition",
        "version",
        state_column("state", "case"),
        "is_paused",
        "is_pilot",
        "started_at",
        "ended_at",
    ]
    list_filter = [state_filter("state", "case"), "definition", "is_pilot"]
    search_fields = ["subject_number"]
    ordering = ["-id"]
    fields = [
        document_column("subject", _("document")),
        ("definition", "version"),
        state_column("state", "case"),
        ("is_paused", "is_pilot"),
        ("started_at", "ended_at"),
        "visits",
    ]
    verbs = (
        Verb(
            name="withdraw",
            title=_("Take out of its process"),
            command=withdraw_case,
            row_id="case_id",
            states=("running",),
            needs_reason=True,
            is_danger=True,
        ),
    )


@admin.register(Incident)
class IncidentAdmin(DocumentAdmin):
    """Steps that could not be done: try again, or skip."""

    view_right = VIEW
    visible = staticmethod(visible_incidents)
    list_display = [
        "case",
        "node",
        "code",
        state_column("state", "incident"),
        "attempts",
        "opened_at",
        "closed_by",
    ]
    list_filter = [state_filter("state", "incident"), "code"]
    search_fields = ["case__subject_number", "node", "code"]
    ordering = ["-id"]
    fields = [
        "case",
        ("node", "visit"),
        "code",
        "facts",
        state_column("state", "incident"),
        ("attempts", "opened_at"),
        ("closed_at", "closed_by"),
        "reason",
    ]
    verbs = (
        Verb(
            name="retry",
            title=_("Try again"),
            command=retry_incident,
            row_id="incident_id",
            states=("open",),
        ),
        Verb(
            name="skip",
            title=_("Skip"),
            command=skip_incident,
            row_id="incident_id",
            states=("open",),
            needs_reason=True,
            is_danger=True,
        ),
    )
