"""Why customers send goods back, and how much comes back, over the API."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from erp.core.errors import Invalid
from erp.core.http.fields import DateField, KeyTextField, MoneyField, QuantityField, TextField
from erp.core.http.refs import Body, IdField
from erp.core.http.views import Call, Endpoint, Resource, changes, creates, deletes
from erp.masterdata.selectors.company import business_day
from orders.selectors.returns import GROUPS, ReturnRate, return_rates
from orders.services.return_reasons import create_return_reason, delete_return_reason, edit_return_reason

ZERO = Decimal(0)


class ReturnReasonOut(serializers.Serializer[Any]):
    """Why customers send goods back."""

    id = IdField("return_reason")
    code = serializers.CharField()
    name = serializers.CharField(source="title")
    is_our_fault = serializers.BooleanField()
    is_active = serializers.BooleanField()


class ReturnReasonIn(Body):
    """A new or changed reason."""

    code = KeyTextField(max_length=40)
    name = TextField(max_length=120)
    is_our_fault = serializers.BooleanField(required=False)
    is_active = serializers.BooleanField(required=False)


class ReturnReasons(Resource):
    """Why customers send goods back."""

    kind = "return_reason"
    out = ReturnReasonOut
    orderings = {"code": "code"}
    search_fields = ["code", "name"]

    @creates(ReturnReasonIn)
    def create(self, call: Call) -> Any:
        """Take up a reason."""
        return create_return_reason(values=call.body, actor=call.actor)

    @changes(ReturnReasonIn)
    def partial_update(self, call: Call) -> Any:
        """Change a reason."""
        return edit_return_reason(reason_id=call.id, values=call.body, actor=call.actor)

    @deletes
    def destroy(self, call: Call) -> Any:
        """Delete a reason that no return names."""
        delete_return_reason(reason_id=call.id, actor=call.actor)


class RatesQuery(Body):
    """Which grouping and period; the last 90 days by default."""

    by = serializers.ChoiceField(choices=[(name, name) for name in GROUPS], required=False)
    since = DateField(required=False)
    until = DateField(required=False)


class ReturnRateOut(serializers.Serializer[Any]):
    """Returns of one group: value that came back ÷ value billed with shipments; the first is the whole."""

    name = serializers.CharField()
    returns = serializers.IntegerField()
    quantity = QuantityField()
    value = MoneyField()
    sold_value = MoneyField()
    rate = serializers.DecimalField(max_digits=12, decimal_places=6, allow_null=True)


class ReturnRatesOut(serializers.Serializer[Any]):
    """Return rates of a period."""

    by = serializers.CharField()
    since = DateField()
    until = DateField()
    total = ReturnRateOut()
    groups = ReturnRateOut(many=True)


def rate_period(since: Any, until: Any, days: int = 90) -> dict[str, Any]:
    """A period of days, its last included, as days and as moments.

    Raises: Invalid when it ends before it begins.
    """
    last = until or business_day(timezone.now())
    first = since or last - timedelta(days=days - 1)
    if first > last:
        raise Invalid.field("since", _("The period ends before it begins."))
    zone = timezone.get_current_timezone()
    return {
        "first": first,
        "last": last,
        "since": datetime.combine(first, time.min, zone),
        "until": datetime.combine(last + timedelta(days=1), time.min, zone),
    }


class ReturnRates(Endpoint):
    """How much comes back."""

    @extend_schema(parameters=[RatesQuery], responses=ReturnRatesOut)
    def get(self, request: Any) -> Response:
        """Return rates by region, product, reason or customer."""
        asked = self.query(RatesQuery)
        by, period = asked.get("by", "product"), rate_period(asked.get("since"), asked.get("until"))
        total, *groups = return_rates(self.actor, by=by, **period)
        body = {
            "by": by,
            "since": period["first"],
            "until": period["last"],
            "total": _rate(total),
            "groups": [_rate(row) for row in groups],
        }
        return Response(ReturnRatesOut(body).data)


def _rate(row: ReturnRate) -> dict[str, Any]:
    return {
        "name": row.name,
        "returns": row.returns,
        "quantity": row.quantity,
        "value": row.value,
        "sold_value": row.sold_value,
        "rate": None if row.rate is None else round(row.rate, 6),
    }
