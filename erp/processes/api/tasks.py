"""Tasks over the API: what waits for a decision, and deciding it."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from erp.core.http.fields import TextField
from erp.core.http.filters import ChoicesFilter, DocumentFilter, Filters, MomentFilter
from erp.core.http.refs import Body, IdField, RefField
from erp.core.http.views import Call, ReasonBody, Resource, verb
from erp.processes.models import Task
from erp.processes.selectors.people import stands_in_for
from erp.processes.selectors.tasks import OPEN, is_overdue, may_decide, overdue, shown_facts
from erp.processes.services.handing_over import (
    add_signer,
    give_info,
    request_info,
    transfer_task,
    withdraw_decision,
)
from erp.processes.services.tasks import approve_task, claim_task, reject_task


class TaskSignatureOut(serializers.Serializer[Any]):
    """One signature."""

    by = serializers.CharField(source="label")
    decision = serializers.CharField()
    reason = serializers.CharField()
    at = serializers.DateTimeField()


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
    case = serializers.SerializerMethodField()
    visit = serializers.IntegerField()
    mode = serializers.CharField(help_text="all, any or n_of_m where several sign.")
    needed = serializers.IntegerField()
    signatures = TaskSignatureOut(many=True)
    is_flagged = serializers.BooleanField(help_text="Nobody was there: it came to a superior.")
    is_paused = serializers.BooleanField(help_text="Information was asked for; the clock stands.")
    question = serializers.CharField()
    checked = serializers.ListField(child=serializers.CharField())
    missing = serializers.ListField(child=serializers.CharField())
    version = serializers.IntegerField()

    def get_case(self, row: Task) -> str | None:
        """The case it belongs to, if it belongs to a process."""
        return f"cse_{row.case_id}" if row.case_id else None

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
        return is_overdue(row, timezone.now())

    def get_may_decide(self, row: Task) -> bool:
        """Whether the caller may decide it now."""
        return row.state in OPEN and may_decide(self.context["actor"], row)


class ApproveTaskBody(Body):
    """An approval, with or without words, and the points of the checklist gone through."""

    reason = TextField(max_length=500, required=False, allow_blank=True)
    checked = serializers.ListField(
        child=serializers.CharField(max_length=300), required=False, max_length=100
    )


class RejectTaskBody(ReasonBody):
    """A rejection with its reason, the earlier step to go back to, and what has to be brought."""

    to_node = TextField(max_length=60, required=False, allow_blank=True)
    missing = serializers.ListField(child=serializers.CharField(max_length=200), required=False)


class TransferTaskBody(Body):
    """To whom."""

    to = RefField("user")
    reason = TextField(max_length=500, required=False, allow_blank=True)


class TaskSignerBody(Body):
    """Who is asked to sign as well."""

    user = RefField("user")


class TaskAnswerBody(Body):
    """What was asked for."""

    answer = serializers.CharField(max_length=500)


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
        """Open tasks that are the caller's by name, or anybody's of the caller's roles, or as a stand-in."""
        actor = self.request._request.actor
        stand_in = stands_in_for(actor, timezone.now())
        who = [pk for pk in (actor.user_id, *stand_in.user_ids) if pk is not None]
        roles = [*actor.roles, *stand_in.roles]
        mine = Q(assignee_id__in=who) | Q(candidates__overlap=who)
        mine |= Q(assignee__isnull=True, candidates=[], role__in=roles)
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

    def rows(self) -> QuerySet[Any]:
        """Tasks with their signatures."""
        return super().rows().prefetch_related("signatures")

    @verb()
    def claim(self, call: Call) -> Any:
        """Take it on, so that no colleague works on it too."""
        return claim_task(**_common(call))

    @verb(ApproveTaskBody)
    def approve(self, call: Call) -> Any:
        """Approve: what follows is done in the same transaction, or nothing is."""
        return approve_task(
            **_common(call), reason=call.body.get("reason", ""), checked=call.body.get("checked")
        )

    @verb(RejectTaskBody)
    def reject(self, call: Call) -> Any:
        """Reject, with the reason; back to an earlier step if one is named."""
        return reject_task(
            **_common(call),
            reason=call.body["reason"],
            to_node=call.body.get("to_node", ""),
            missing=call.body.get("missing", []),
        )

    @verb(TransferTaskBody)
    def transfer(self, call: Call) -> Any:
        """Give it to a colleague, who decides instead."""
        reason = call.body.get("reason", "")
        return transfer_task(**_common(call), to_user_id=call.body["to"].pk, reason=reason)

    @verb(TaskSignerBody, path="add_signer")
    def add_signer(self, call: Call) -> Any:
        """Ask one more person to sign."""
        return add_signer(**_common(call), user_id=call.body["user"].pk)

    @verb(ReasonBody, path="request_info")
    def request_info(self, call: Call) -> Any:
        """Ask for what is missing; the clock stands until the answer is there."""
        return request_info(**_common(call), reason=call.body["reason"])

    @verb(TaskAnswerBody, path="give_info")
    def give_info(self, call: Call) -> Any:
        """Answer what was asked; the clock runs on."""
        return give_info(**_common(call), answer=call.body["answer"])

    @verb(ReasonBody)
    def withdraw(self, call: Call) -> Any:
        """Take one's own decision back while nothing has followed from it."""
        return withdraw_decision(task_id=call.id, reason=call.body["reason"], actor=call.actor, at=call.at)


def _common(call: Call) -> dict[str, Any]:
    return {
        "task_id": call.id,
        "actor": call.actor,
        "expected_version": call.expected_version,
        "at": call.at,
    }
