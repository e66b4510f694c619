"""Orders from channels, and those that could not be taken."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from erp.core.http.filters import ChoicesFilter, CreatedFilters
from erp.core.http.refs import Body, IdField
from erp.core.http.views import IDEMPOTENCY, AnyBody, Call, Endpoint, Resource, changes, verb
from orders.api.shapes import OrderOut
from orders.models import IntakeError
from orders.selectors.intake import visible_intake_errors
from orders.selectors.orders import orders_in_full, visible_orders
from orders.services.incoming import OrderBody
from orders.services.intake import Taken, discard_intake, mend_intake, replay_intake, take_intake


class IntakeErrorOut(serializers.Serializer[Any]):
    """A payload that could not be taken, with its reason."""

    id = IdField("intake_error")
    channel = serializers.CharField()
    external_id = serializers.CharField()
    payload = serializers.DictField()
    code = serializers.CharField(help_text="Why it was not taken, as in a problem's code.")
    reason = serializers.DictField(help_text="`errors` (path → messages) or `facts`.")
    state = serializers.ChoiceField(choices=IntakeError.State.choices)
    attempts = serializers.IntegerField()
    order = serializers.CharField(source="order_number", help_text="The order it became.")
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()


class PayloadBody(Body):
    """A mended payload."""

    payload = serializers.DictField()


class IntakeErrorFilters(CreatedFilters):
    """Filters of the list of intake errors."""

    state = ChoicesFilter(choices=IntakeError.State.choices, field_name="state")
    channel = django_filters.CharFilter(field_name="channel")
    external_id = django_filters.CharFilter(field_name="external_id")
    code = django_filters.CharFilter(field_name="code")


class IntakeErrors(Resource):
    """Orders that could not be taken: mend the payload, replay it, or discard it."""

    kind = "intake_error"
    out = IntakeErrorOut
    filters = IntakeErrorFilters
    orderings = {"created_at": "created_at"}
    search_fields = ["external_id", "channel"]

    def rows(self) -> QuerySet[Any]:
        """What the caller may mend."""
        self.actor.require("orders.replay_intake")
        return visible_intake_errors(self.actor)

    @changes(PayloadBody)
    def partial_update(self, call: Call) -> Any:
        """Correct the payload."""
        if "payload" not in call.body:
            return None
        return mend_intake(intake_error_id=call.id, payload=call.body["payload"], actor=call.actor)

    @verb()
    def replay(self, call: Call) -> Any:
        """Try again; it stays open with its new reason when it still can't be taken."""
        return replay_intake(intake_error_id=call.id, actor=call.actor, at=call.at)

    @verb()
    def discard(self, call: Call) -> Any:
        """Give it up."""
        return discard_intake(intake_error_id=call.id, actor=call.actor)


class Intake(Endpoint):
    """Where channels send their orders."""

    @extend_schema(
        operation_id="intake_create",
        parameters=[IDEMPOTENCY],
        request=OrderBody,
        responses={
            201: OpenApiResponse(OrderOut, "Taken as a new order."),
            200: OpenApiResponse(OrderOut, "The channel has sent this external id before: its order."),
            202: OpenApiResponse(IntakeErrorOut, "Can't be taken as it is; kept to be mended and replayed."),
        },
    )
    def post(self, request: Request, channel: str) -> Response:
        """Take a channel's order; what can't be taken is kept, never lost."""
        self.actor.require("orders.take_intake")
        payload = self.payload()
        return self.run(
            lambda: take_intake(channel=channel, payload=payload, actor=self.actor), self._shown, _status
        )

    def payload(self) -> dict[str, Any]:
        """The body as it was sent.

        Raises: ParseError when it is no JSON object.
        """
        self.body(AnyBody)
        return dict(self.request.data)

    def _shown(self, taken: Taken) -> Any:
        if taken.error is not None:
            return IntakeErrorOut(taken.error).data
        assert taken.order is not None  # noqa: S101 -- narrows the type
        rows = orders_in_full(visible_orders(self.actor)).filter(pk=taken.order.pk)
        context = {"actor": self.actor, "request": self.request}
        return next((OrderOut(row, context=context).data for row in rows), {"number": taken.order.number})


def _status(taken: Taken) -> int:
    if taken.error is not None:
        return 202
    return 201 if taken.is_new else 200
