"""Decisions that wait for people, in the admin."""

from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from erp.core.administration.columns import document_column, state_column, state_filter
from erp.core.administration.documents import DocumentAdmin, Verb
from erp.processes.models import Task
from erp.processes.selectors.tasks import VIEW_TASK, visible_tasks
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
