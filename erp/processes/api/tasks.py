"""Tasks over the API: what waits for a decision, and deciding it."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from erp.core.http.fields import TextField
from erp.core.http.filters import ChoicesFilter, DocumentFilter, Filters, MomentFilter
from erp.core.http.refs import Body, IdField, RefField
from erp.core.http.views import Call, ReasonBody, Resource, verb
from erp.processes.models import Task
from erp.processes.selectors.tasks import OPEN, is_overdue, may_decide, overdue, shown_facts
from erp.processes.services.tasks import approve_task, claim_task, reject_task


class TaskOut(serializers.Serializer[Any]):
    """One decision that waits for a person, or was taken."""

    id = IdField("task")
    title = serializers.SerializerMethodField()
    node = serializers.CharField()
    state = serializers.ChoiceField(choices=Task.State.choices)
    document_kind = serializers.CharField(source="subject_kind")
    document = serializers.CharField(source="subject_number")
    role = serializers.CharField(help_text="The role that is asked.")
    assignee = RefField("user", allow_null=True)
    facts = serializers.SerializerMethodField()
    opened_at = serializers.DateTimeField()
    due_at = serializers.DateTimeField(allow_null=True)
    is_overdue = serializers.SerializerMethodField()
    may_decide = serializers.SerializerMethodField()
    decision = serializers.CharField()
    reason = serializers.CharField()
    decided_at = serializers.DateTimeField(allow_null=True)
    decided_by = serializers.CharField()
    version = serializers.IntegerField()

    def get_title(self, row: Task) -> str:
        """What is asked, in the reader's language."""
        from django.utils.translation import gettext

        return gettext(row.title)

    @extend_schema_field(serializers.DictField())
    def get_facts(self, row: Task) -> dict[str, Any]:
        """What was known when it was opened; costs and credit for those who may see them."""
        return shown_facts(row, self.context["actor"])

    def get_is_overdue(self, row: Task) -> bool:
        """Whether it is open past its due time."""
        return is_overdue(row)

    def get_may_decide(self, row: Task) -> bool:
        """Whether the caller may decide it now."""
        return row.state in OPEN and may_decide(self.context["actor"], row)


class ApproveTaskBody(Body):
    """An approval, with or without words."""

    reason = TextField(max_length=500, required=False, allow_blank=True)


class TaskFilters(Filters):
    """Filters of the list of tasks."""

    state = ChoicesFilter(choices=Task.State.choices, field_name="state")
    mine = django_filters.BooleanFilter(method="only_mine")
    overdue = django_filters.BooleanFilter(method="only_overdue")
    order = DocumentFilter("order", prefix="subject")
    node = django_filters.CharFilter(field_name="node")
    role = django_filters.CharFilter(field_name="role")
    created_after = MomentFilter(field_name="opened_at", lookup_expr="gte")
    created_before = MomentFilter(field_name="opened_at", lookup_expr="lt")

    def only_mine(self, rows: QuerySet[Task], name: str, value: bool) -> QuerySet[Task]:
        """Open tasks that are the caller's, or anybody's of the caller's roles."""
        actor = self.request._request.actor
        mine = Q(assignee_id=actor.user_id) | Q(assignee__isnull=True, role__in=actor.roles)
        return rows.filter(mine, state__in=OPEN) if value else rows.exclude(mine)

    def only_overdue(self, rows: QuerySet[Task], name: str, value: bool) -> QuerySet[Task]:
        """Open tasks past their due time, or all others."""
        late = overdue(rows)
        return late if value else rows.exclude(pk__in=late.values("pk"))


class Tasks(Resource):
    """Decisions that wait for people."""

    kind = "task"
    out = TaskOut
    filters = TaskFilters
    orderings = {"due_at": "due_at", "opened_at": "opened_at"}
    search_fields = ["subject_number", "title"]

    @verb()
    def claim(self, call: Call) -> Any:
        """Take it on, so that no colleague works on it too."""
        return claim_task(**_common(call))

    @verb(ApproveTaskBody)
    def approve(self, call: Call) -> Any:
        """Approve: what follows is done in the same transaction, or nothing is."""
        return approve_task(**_common(call), reason=call.body.get("reason", ""))

    @verb(ReasonBody)
    def reject(self, call: Call) -> Any:
        """Reject, with the reason."""
        return reject_task(**_common(call), reason=call.body["reason"])


def _common(call: Call) -> dict[str, Any]:
    return {
        "task_id": call.id,
        "actor": call.actor,
        "expected_version": call.expected_version,
        "at": call.at,
    }
