"""Review packs and their actions over the API."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers

from erp.core.http.fields import DateField, TextField
from erp.core.http.filters import ChoicesFilter, Filters
from erp.core.http.refs import Body, IdField, RefField
from erp.core.http.views import Call, Resource, changes, creates, verb
from sla.calc.metrics import METRICS
from sla.models import ReviewAction, ReviewPack
from sla.selectors import reviews as _reviews  # noqa: F401 -- registers who sees what
from sla.services.reviews import add_action, hold_review, open_review, settle_action, write_conclusion

CODES = [(code, code) for code in METRICS]


class ReviewActionOut(serializers.Serializer[Any]):
    """An action of a review."""

    id = IdField("review_action")
    metric = serializers.CharField()
    title = serializers.CharField()
    owner = RefField("user")
    due_on = DateField()
    state = serializers.CharField()
    result = serializers.CharField()


class ReviewOut(serializers.Serializer[Any]):
    """A review pack: figures and causes as they were when it was prepared, and its actions."""

    id = IdField("review")
    number = serializers.CharField()
    state = serializers.CharField()
    starts_on = DateField()
    ends_on = DateField()
    as_of = DateField()
    figures = serializers.JSONField()
    causes = serializers.JSONField()
    conclusion = serializers.CharField()
    actions = ReviewActionOut(many=True)
    version = serializers.IntegerField()


class ReviewIn(Body):
    """Which period is reviewed."""

    starts_on = DateField()
    ends_on = DateField()


class ReviewPatch(Body):
    """What the review came to."""

    conclusion = TextField(max_length=10_000, allow_blank=True)


class ReviewActionIn(Body):
    """Who does what by when."""

    title = TextField(max_length=200)
    metric = serializers.ChoiceField(choices=CODES, required=False, allow_blank=True, default="")
    owner = RefField("user")
    due_on = DateField()


class ActionResultIn(Body):
    """What came of it."""

    result = TextField(max_length=500)


class ReviewFilters(Filters):
    """Filters of reviews."""

    state = ChoicesFilter(choices=ReviewPack.State.choices, field_name="state")


class ReviewActionFilters(Filters):
    """Filters of actions."""

    state = ChoicesFilter(choices=ReviewAction.State.choices, field_name="state")


class Reviews(Resource):
    """Reviews of service levels."""

    kind = "review"
    out = ReviewOut
    filters = ReviewFilters
    orderings = {"starts_on": "starts_on", "number": "number"}
    search_fields = ["number", "conclusion"]

    def rows(self) -> QuerySet[Any]:
        """Packs with their actions."""
        return super().rows().prefetch_related("actions__owner")

    @creates(ReviewIn)
    def create(self, call: Call) -> Any:
        """Prepare the review of a period."""
        return open_review(
            since=call.body["starts_on"], until=call.body["ends_on"], actor=call.actor, at=call.at
        )

    @changes(ReviewPatch)
    def partial_update(self, call: Call) -> Any:
        """Write its conclusion."""
        return write_conclusion(
            pack_id=call.id,
            text=call.body.get("conclusion", ""),
            expected_version=call.expected_version,
            actor=call.actor,
        )

    @verb()
    def hold(self, call: Call) -> Any:
        """The review took place."""
        return hold_review(
            pack_id=call.id, expected_version=call.expected_version, actor=call.actor, at=call.at
        )

    @verb(ReviewActionIn, path="add-action")
    def add_action(self, call: Call) -> Any:
        """Agree an action."""
        return add_action(pack_id=call.id, **call.body, actor=call.actor, at=call.at).pack


class ReviewActions(Resource):
    """Actions of reviews."""

    kind = "review_action"
    out = ReviewActionOut
    filters = ReviewActionFilters
    orderings = {"due_on": "due_on"}
    search_fields = ["title", "metric", "result", "pack__number"]

    @verb(ActionResultIn)
    def finish(self, call: Call) -> Any:
        """It is done."""
        return self._settle(call, "finish")

    @verb(ActionResultIn)
    def drop(self, call: Call) -> Any:
        """It will not be done."""
        return self._settle(call, "drop")

    @verb()
    def reopen(self, call: Call) -> Any:
        """It has to be done after all."""
        return self._settle(call, "reopen")

    def _settle(self, call: Call, step: str) -> Any:
        return settle_action(
            action_id=call.id, verb=step, result=call.body.get("result", ""), actor=call.actor, at=call.at
        )
