"""The proof of stock over the API: which invariants hold, and whether the release is stopped."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from erp.core.http.fields import TextField
from erp.core.http.refs import Body
from erp.core.http.views import Endpoint
from erp.core.quantity import plain
from inventory.selectors.proof import ProofState, proof_state
from inventory.services.proof import override_release_stop, proof_of_now
from inventory.services.repair import Repair, repair_counters

REASON = 500


class InvariantOut(serializers.Serializer[Any]):
    """An invariant of the business and how it stood at the last proof."""

    code = serializers.CharField()
    title = serializers.CharField()
    holds = serializers.BooleanField()
    broken = serializers.IntegerField()
    stops_release = serializers.BooleanField()
    rows = serializers.ListField(child=serializers.DictField())


class ConcurrencyOut(serializers.Serializer[Any]):
    """The last run of many orders for few goods."""

    at = serializers.DateTimeField()
    holds = serializers.BooleanField(source="is_green")
    facts = serializers.DictField()


class IntegrityOut(serializers.Serializer[Any]):
    """Whether the books agree; `holds` is null before the first proof."""

    holds = serializers.BooleanField(allow_null=True)
    at = serializers.DateTimeField(allow_null=True)
    seconds = serializers.FloatField(allow_null=True)
    release_stopped_at = serializers.DateTimeField(allow_null=True)
    overridden_by = serializers.CharField()
    override_reason = serializers.CharField()
    invariants = InvariantOut(many=True)
    concurrency = ConcurrencyOut(allow_null=True)


class IntegrityReasonIn(Body):
    """Why."""

    reason = TextField(max_length=REASON)


class RepairOut(serializers.Serializer[Any]):
    """One counter that was set right; `problem` says why one was not."""

    counter = serializers.CharField()
    where = serializers.CharField()
    before = serializers.CharField()
    after = serializers.CharField()
    problem = serializers.CharField()


class RepairsOut(serializers.Serializer[Any]):
    """What a repair did."""

    repairs = RepairOut(many=True)


def _shown(state: ProofState) -> dict[str, Any]:
    last = state.last
    found: dict[str, Any] = IntegrityOut(
        {
            "holds": last.is_green if last else None,
            "at": last.at if last else None,
            "seconds": last.seconds if last else None,
            "release_stopped_at": state.release_stopped_at,
            "overridden_by": last.overridden_by if last else "",
            "override_reason": last.override_reason if last else "",
            "invariants": state.checks,
            "concurrency": state.concurrency,
        }
    ).data
    return found


def _repaired(repairs: list[Repair]) -> dict[str, Any]:
    rows = [{**vars(one), "before": plain(one.before), "after": plain(one.after)} for one in repairs]
    return {"repairs": rows}


class Integrity(Endpoint):
    """The invariants of the business, proven at most a minute ago."""

    @extend_schema(operation_id="integrity_retrieve", responses=IntegrityOut)
    def get(self, request: Request) -> Response:
        """Which invariants hold; everybody who works here may ask."""
        proof_of_now(actor=self.actor)
        return Response(_shown(proof_state(self.actor)))


class IntegrityRepair(Endpoint):
    """Set the stock's counters to what their rows say."""

    @extend_schema(operation_id="integrity_repair", request=IntegrityReasonIn, responses=RepairsOut)
    def post(self, request: Request) -> Response:
        """Repair; every counter that changed is told in the audit trail."""
        body = self.body(IntegrityReasonIn)
        return self.run(lambda: repair_counters(reason=body["reason"], actor=self.actor), _repaired)


class IntegrityOverride(Endpoint):
    """Let the release to picking go on although the last proof is red."""

    @extend_schema(operation_id="integrity_override", request=IntegrityReasonIn, responses=IntegrityOut)
    def post(self, request: Request) -> Response:
        """Administrators take it on themselves, with the reason."""
        body = self.body(IntegrityReasonIn)
        return self.run(
            lambda: override_release_stop(reason=body["reason"], actor=self.actor),
            lambda _proof: _shown(proof_state(self.actor)),
        )
