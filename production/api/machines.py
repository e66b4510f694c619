"""Machines over the API: how they stand, and what they tell of it, once each, in whatever order it comes."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from erp.core.errors import DomainError, Invalid
from erp.core.http.fields import KeyTextField, TextField
from erp.core.http.messages import wording
from erp.core.http.refs import Body
from erp.core.http.views import Endpoint
from production.models import MachineStatus
from production.selectors.machines import machines_of
from production.selectors.routings import work_center_rows
from production.services.machine_states import MachineNews, tell_machine_state
from production.services.work_order_base import REPORT

MOST_EVENTS = 500


class MachineEventBody(Body):
    """How a machine stands from a moment on. `event_id` is the sender's own name of the news: the same again
    changes nothing.
    """

    event_id = TextField(max_length=120)
    work_center = KeyTextField(max_length=40, help_text="Its code.")
    machine = serializers.IntegerField(min_value=1, max_value=10_000, required=False, help_text="From 1.")
    state = serializers.ChoiceField(choices=MachineStatus.choices)
    at = serializers.DateTimeField(required=False, allow_null=True, help_text="Since when; else now.")
    expected_end = serializers.DateTimeField(
        required=False, allow_null=True, help_text="When it should be up again, where that is known."
    )
    reason = TextField(max_length=200, required=False, allow_blank=True)


class MachineEventsBody(Body):
    """News of any machines; each is taken by itself."""

    events = MachineEventBody(many=True, allow_empty=False, max_length=MOST_EVENTS)


class MachineEventOut(serializers.Serializer[Any]):
    """What became of the news: `applied`; `late`, older than what is known; `refused`, with the reason."""

    event_id = serializers.CharField()
    outcome = serializers.ChoiceField(choices=["applied", "late", "refused"])
    code = serializers.CharField(allow_blank=True)
    detail = serializers.CharField(allow_blank=True)


class MachineEventsOut(serializers.Serializer[Any]):
    """What became of each, in their order."""

    results = MachineEventOut(many=True)


class MachineOut(serializers.Serializer[Any]):
    """A machine as it stands."""

    work_center = serializers.CharField(source="center.code")
    machine = serializers.IntegerField()
    state = serializers.ChoiceField(choices=MachineStatus.choices)
    since = serializers.DateTimeField(allow_null=True)
    expected_end = serializers.DateTimeField(allow_null=True)
    reason = serializers.CharField(allow_blank=True)


class MachinesOut(serializers.Serializer[Any]):
    """All machines of the house."""

    results = MachineOut(many=True)


class MachinesQuery(Body):
    """Of which work center; of all without."""

    work_center = TextField(required=False, max_length=40, help_text="Its code.")


class Machines(Endpoint):
    """How machines stand."""

    @extend_schema(parameters=[MachinesQuery], responses=MachinesOut)
    def get(self, request: Request) -> Response:
        """Every machine; one without news is up."""
        code, center = self.query(MachinesQuery).get("work_center"), None
        if code:
            center = work_center_rows().filter(code=code).first()
            if center is None:
                raise Invalid.field("work_center", _("There is no such thing, or you may not see it."))
        rows = machines_of(self.actor, center_id=center.pk if center else None)
        return Response({"results": MachineOut(rows, many=True).data})


class MachineEvents(Endpoint):
    """News of machines, many at once."""

    @extend_schema(request=MachineEventsBody, responses=MachineEventsOut)
    def post(self, request: Request) -> Response:
        """Take each by itself; what one is refused for stops no other."""
        self.actor.require(REPORT[0])
        body = self.body(MachineEventsBody)
        return Response({"results": [self._take(event) for event in body["events"]]})

    def _take(self, event: dict[str, Any]) -> dict[str, str]:
        news = MachineNews(
            key=event["event_id"],
            center=event["work_center"],
            machine=event.get("machine") or 1,
            state=event["state"],
            at=event.get("at") or timezone.now(),
            expected_end=event.get("expected_end"),
            reason=(event.get("reason") or "").strip(),
        )
        try:
            row = tell_machine_state(news=news, actor=self.actor)
        except DomainError as refusal:
            texts = [text for texts in (refusal.errors or {}).values() for text in texts]
            detail = " ".join(map(str, texts)) or wording(refusal.code, refusal.facts)[1]
            told = {"event_id": news.key, "outcome": "refused", "code": refusal.code}
            return {**told, "detail": str(detail)}
        outcome = "applied" if row.is_applied else "late"
        return {"event_id": row.key, "outcome": outcome, "code": "", "detail": ""}
