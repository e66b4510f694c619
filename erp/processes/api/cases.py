"""Cases and incidents over the API: where documents stand, and what is stuck."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from erp.core.documents import document_kind
from erp.core.errors import NotFound
from erp.core.http.filters import ChoicesFilter, DocumentFilter, Filters, MomentFilter
from erp.core.http.refs import Body, IdField, lookup_q
from erp.core.http.views import Call, ReasonBody, Resource, creates, verb
from erp.core.refs import DocumentRef
from erp.processes.models import Case, Incident
from erp.processes.selectors.cases import open_places, visits_of
from erp.processes.services.cases import withdraw_case
from erp.processes.services.incidents import retry_incident, skip_incident
from erp.processes.services.starting import start_case
from erp.processes.services.undoing import undo_step


class CasePlaceOut(serializers.Serializer[Any]):
    """Where a case stands."""

    node = serializers.CharField()
    visit = serializers.IntegerField()
    state = serializers.CharField()
    entered_at = serializers.DateTimeField()
    waits_for = serializers.CharField(source="wait_for")
    due_at = serializers.DateTimeField(allow_null=True)


class CaseVisitOut(serializers.Serializer[Any]):
    """One stay at a node."""

    node = serializers.CharField()
    visit = serializers.IntegerField()
    entered_at = serializers.DateTimeField()
    left_at = serializers.DateTimeField(allow_null=True)
    outcome = serializers.CharField()
    by = serializers.CharField()
    seconds = serializers.FloatField()
    state = serializers.CharField()


class CaseRow(serializers.Serializer[Any]):
    """One document on its way through a process."""

    id = IdField("case")
    process = serializers.CharField(source="definition.code")
    number = serializers.IntegerField(source="version.number", help_text="The version it runs by.")
    document_kind = serializers.CharField(source="subject_kind")
    document = serializers.CharField(source="subject_number")
    state = serializers.ChoiceField(choices=Case.State.choices)
    is_paused = serializers.BooleanField()
    is_pilot = serializers.BooleanField()
    started_at = serializers.DateTimeField()
    ended_at = serializers.DateTimeField(allow_null=True)
    places = serializers.SerializerMethodField()

    @extend_schema_field(CasePlaceOut(many=True))
    def get_places(self, row: Case) -> Any:
        """Where it stands now."""
        known: dict[int, Any] | None = getattr(self, "_places", None)
        if known is None or row.pk not in known:
            shown = self.parent.instance if isinstance(self.parent, serializers.ListSerializer) else None
            self._places = known = open_places([row] if shown is None else list(shown))
        return CasePlaceOut(known[row.pk], many=True).data


class CaseOut(CaseRow):
    """A case with every stay at a node."""

    visits = serializers.SerializerMethodField()

    @extend_schema_field(CaseVisitOut(many=True))
    def get_visits(self, row: Case) -> Any:
        """Every stay, oldest first; one that goes on has no end."""
        return CaseVisitOut(visits_of(row), many=True).data


class CaseIn(Body):
    """Which document goes onto its way, and by which process."""

    process = serializers.CharField(max_length=60)
    document_kind = serializers.CharField(max_length=30)
    document = serializers.CharField(max_length=60)


class CaseFilters(Filters):
    """Filters of the list of cases."""

    state = ChoicesFilter(choices=Case.State.choices, field_name="state")
    process = django_filters.CharFilter(field_name="definition__code")
    number = django_filters.NumberFilter(field_name="version__number")
    node = django_filters.CharFilter(method="standing_at")
    order = DocumentFilter("order", prefix="subject")
    document_kind = django_filters.CharFilter(field_name="subject_kind")
    is_pilot = django_filters.BooleanFilter()
    created_after = MomentFilter(field_name="started_at", lookup_expr="gte")
    created_before = MomentFilter(field_name="started_at", lookup_expr="lt")

    def standing_at(self, rows: QuerySet[Case], name: str, value: str) -> QuerySet[Case]:
        """Cases that stand at a node now."""
        return rows.filter(tokens__node=value, tokens__state__in=["active", "waiting"]).distinct()


class Cases(Resource):
    """Documents on their way through processes."""

    kind = "case"
    out = CaseOut
    list_out = CaseRow
    filters = CaseFilters
    orderings = {"started_at": "started_at"}
    search_fields = ["subject_number"]

    @creates(CaseIn)
    def create(self, call: Call) -> Any:
        """Put a document onto its way through a process by hand."""
        known = document_kind(call.body["document_kind"])
        row = known and known.rows(call.actor).filter(lookup_q(known.kind, call.body["document"])).first()
        if known is None or not row:
            raise NotFound(kind=call.body["document_kind"], value=call.body["document"])
        number = str(getattr(row, known.key)) if known.key else str(row)
        subject = DocumentRef(known.kind, row.pk, number)
        return start_case(code=call.body["process"], subject=subject, actor=call.actor, at=call.at)

    @verb(ReasonBody)
    def withdraw(self, call: Call) -> Any:
        """Take a document out of its process; the document itself is left as it is."""
        return withdraw_case(case_id=call.id, reason=call.body["reason"], actor=call.actor, at=call.at)

    @verb(ReasonBody)
    def undo(self, call: Call) -> Any:
        """Take the last automatic step back while nothing has followed from it."""
        return undo_step(case_id=call.id, reason=call.body["reason"], actor=call.actor, at=call.at)


class IncidentOut(serializers.Serializer[Any]):
    """A step that could not be done."""

    id = IdField("incident")
    case = IdField("case", source="case_id")
    process = serializers.CharField(source="case.definition.code")
    document_kind = serializers.CharField(source="case.subject_kind")
    document = serializers.CharField(source="case.subject_number")
    node = serializers.CharField()
    visit = serializers.IntegerField()
    code = serializers.CharField()
    facts = serializers.DictField()
    state = serializers.ChoiceField(choices=Incident.State.choices)
    attempts = serializers.IntegerField()
    opened_at = serializers.DateTimeField()
    closed_at = serializers.DateTimeField(allow_null=True)
    closed_by = serializers.CharField()
    reason = serializers.CharField()


class IncidentFilters(Filters):
    """Filters of the list of incidents."""

    state = ChoicesFilter(choices=Incident.State.choices, field_name="state")
    process = django_filters.CharFilter(field_name="case__definition__code")
    node = django_filters.CharFilter(field_name="node")
    order = DocumentFilter("order", prefix="case__subject")
    created_after = MomentFilter(field_name="opened_at", lookup_expr="gte")
    created_before = MomentFilter(field_name="opened_at", lookup_expr="lt")


class Incidents(Resource):
    """Steps of processes that were refused and wait for a person."""

    kind = "incident"
    out = IncidentOut
    filters = IncidentFilters
    orderings = {"opened_at": "opened_at"}
    search_fields = ["case__subject_number", "code"]

    @verb()
    def retry(self, call: Call) -> Any:
        """Try the step again; refused anew it becomes a new incident."""
        return retry_incident(incident_id=call.id, actor=call.actor, at=call.at)

    @verb(ReasonBody)
    def skip(self, call: Call) -> Any:
        """Go on without the step, with the reason."""
        return skip_incident(incident_id=call.id, reason=call.body["reason"], actor=call.actor, at=call.at)
