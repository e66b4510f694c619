"""Forecasts of demand over the API: what is expected and how good that was, overrides, events, like items."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import django_filters
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from erp.core.http.columns import columns
from erp.core.http.fields import DateField, MoneyField, QuantityField, StrictDecimalField, TextField
from erp.core.http.filters import ChoicesFilter, Filters, RefFilter
from erp.core.http.refs import Body, IdField, RefField
from erp.core.http.views import Call, Endpoint, Resource, changes, creates, deletes, verb
from production.models import Forecast, ForecastEvent, ForecastSetting
from production.selectors.forecasts import buckets_of
from production.services.forecast_events import (
    create_event,
    create_like,
    delete_event,
    delete_like,
    edit_event,
    edit_like,
)
from production.services.forecast_overrides import override_forecast, withdraw_override
from production.services.forecasts import run_forecasts

_EVENT_REFS = {"product": "item_id", "category": "category_id"}
_LIKE_REFS = {"product": "item_id", "like": "like_id"}


class OverrideOut(serializers.Serializer[Any]):
    """What a person says of one bucket instead."""

    quantity = QuantityField()
    reason = serializers.CharField()
    author = serializers.SerializerMethodField()
    made_at = serializers.DateTimeField()
    model_said = QuantityField(source="said")

    def get_author(self, row: Any) -> str:
        """Who says it."""
        return row.author.get_username() if row.author else ""


class ForecastBucketOut(serializers.Serializer[Any]):
    """One week or month: ordered, said by the back-test, forecast, overridden."""

    start_date = DateField(source="starts_on")
    ordered = serializers.FloatField(allow_null=True)
    back_test = serializers.FloatField(source="tested", allow_null=True)
    mean = QuantityField(source="row.mean", default=None)
    lower = QuantityField(source="row.lower", default=None)
    upper = QuantityField(source="row.upper", default=None)
    is_outlier = serializers.BooleanField()
    is_event = serializers.BooleanField()
    override = OverrideOut(allow_null=True)


class ForecastListOut(serializers.Serializer[Any]):
    """A forecast without its buckets."""

    id = IdField("forecast")
    product = RefField("product", source="item")
    region = serializers.CharField(source="region.code", default=None)
    bucket = serializers.ChoiceField(choices=ForecastSetting.Bucket.choices)
    model = serializers.CharField()
    refusal = serializers.CharField()
    smape = serializers.FloatField(allow_null=True)
    mase = serializers.FloatField(allow_null=True)
    bias = serializers.FloatField(allow_null=True)
    expected = QuantityField()
    unit = serializers.CharField(source="item.unit.code")
    value = MoneyField()
    is_like = serializers.BooleanField()
    computed_at = serializers.DateTimeField()


class ForecastOut(ForecastListOut):
    """A forecast with its history and future."""

    weights = serializers.DictField(child=serializers.FloatField())
    buckets = serializers.SerializerMethodField()

    @extend_schema_field(ForecastBucketOut(many=True))
    def get_buckets(self, row: Forecast) -> Any:
        """Bucket by bucket, history first."""
        return ForecastBucketOut(buckets_of(row), many=True).data


class ForecastFilters(Filters):
    """Filters of the list of forecasts."""

    product = RefFilter("product", field_name="item")
    model = ChoicesFilter(choices=Forecast.Model.choices, field_name="model")
    refusal = ChoicesFilter(choices=Forecast.Refusal.choices, field_name="refusal")
    region = django_filters.CharFilter(field_name="region__code")


class OverrideIn(Body):
    """What will be asked for in a bucket, and why."""

    start_date = DateField()
    quantity = QuantityField(minimum=0)
    reason = TextField(max_length=500)


class WithdrawIn(Body):
    """Of which bucket."""

    start_date = DateField()


class Forecasts(Resource):
    """Forecasts of demand."""

    kind = "forecast"
    out = ForecastOut
    list_out = ForecastListOut
    filters = ForecastFilters
    orderings = {"value": "value", "smape": "smape", "mase": "mase", "bias": "bias", "product": "item__sku"}
    search_fields = ["item__sku", "item__name"]

    @verb(OverrideIn)
    def override(self, call: Call) -> Any:
        """Say something else of one bucket, with a reason; the model's figure is kept beside it."""
        override_forecast(
            forecast_id=call.id,
            starts_on=call.body["start_date"],
            quantity=call.body["quantity"],
            reason=call.body["reason"],
            actor=call.actor,
            at=call.at,
        )
        return call.id

    @verb(WithdrawIn, path="withdraw-override")
    def withdraw_override(self, call: Call) -> Any:
        """Let the model's figure of one bucket count again."""
        withdraw_override(
            forecast_id=call.id, starts_on=call.body["start_date"], actor=call.actor, at=call.at
        )
        return call.id


class ForecastRunOut(serializers.Serializer[Any]):
    """What a run did."""

    forecast = serializers.IntegerField()
    refused = serializers.IntegerField()
    scored = serializers.IntegerField()


class ForecastRuns(Endpoint):
    """Forecasts, reckoned anew now."""

    @extend_schema(request=None, responses={201: ForecastRunOut})
    def post(self, request: Request) -> Response:
        """Forecast every item from what was asked for."""
        return self.run(
            lambda: run_forecasts(actor=self.actor), lambda found: ForecastRunOut(found).data, status=201
        )


class ForecastEventOut(serializers.Serializer[Any]):
    """A known event: without product and category it touches everything."""

    id = IdField("forecast_event")
    name = serializers.CharField()
    kind = serializers.ChoiceField(choices=ForecastEvent.Kind.choices)
    start_date = DateField(source="starts_on")
    end_date = DateField(source="ends_on")
    product = RefField("product", source="item", allow_null=True)
    category = RefField("category", allow_null=True)
    uplift_percent = StrictDecimalField(allow_null=True)


class ForecastEventPatch(Body):
    """A changed event."""

    name = TextField(max_length=120, required=False)
    kind = serializers.ChoiceField(choices=ForecastEvent.Kind.choices, required=False)
    start_date = DateField(required=False)
    end_date = DateField(required=False)
    product = RefField("product", required=False, allow_null=True)
    category = RefField("category", required=False, allow_null=True)
    uplift_percent = StrictDecimalField(
        max_decimals=2, minimum=Decimal(-100), maximum=Decimal(900), required=False, allow_null=True
    )


class ForecastEventIn(ForecastEventPatch):
    """A new event."""

    name = TextField(max_length=120)
    start_date = DateField()
    end_date = DateField()


def _event_values(body: Any) -> Any:
    """The columns that a body names."""
    names = {"start_date": "starts_on", "end_date": "ends_on"}
    return {names.get(name, name): value for name, value in columns(body, _EVENT_REFS).items()}


class ForecastEvents(Resource):
    """Known events that change demand: promotions, holidays."""

    kind = "forecast_event"
    out = ForecastEventOut
    orderings = {"start_date": "starts_on", "name": "name"}
    search_fields = ["name"]

    @creates(ForecastEventIn)
    def create(self, call: Call) -> Any:
        """Tell of an event."""
        return create_event(values=_event_values(call.body), actor=call.actor)

    @changes(ForecastEventPatch)
    def partial_update(self, call: Call) -> Any:
        """Change an event."""
        return edit_event(event_id=call.id, values=_event_values(call.body), actor=call.actor)

    @deletes
    def destroy(self, call: Call) -> Any:
        """Forget an event."""
        delete_event(event_id=call.id, actor=call.actor)


class ForecastLikeOut(serializers.Serializer[Any]):
    """A new product and which other one it sells like."""

    id = IdField("forecast_like")
    product = RefField("product", source="item")
    like = RefField("product")
    ratio = StrictDecimalField()


class ForecastLikePatch(Body):
    """Another product, another ratio."""

    like = RefField("product", required=False)
    ratio = StrictDecimalField(max_decimals=4, minimum=Decimal(0), maximum=Decimal(1000), required=False)


class ForecastLikeIn(ForecastLikePatch):
    """Which product a new one sells like."""

    product = RefField("product")
    like = RefField("product")


class ForecastLikes(Resource):
    """New products and the ones they sell like."""

    kind = "forecast_like"
    out = ForecastLikeOut
    search_fields = ["item__sku", "item__name"]

    @creates(ForecastLikeIn)
    def create(self, call: Call) -> Any:
        """Say which product a new one sells like."""
        return create_like(values=columns(call.body, _LIKE_REFS), actor=call.actor)

    @changes(ForecastLikePatch)
    def partial_update(self, call: Call) -> Any:
        """Change it."""
        return edit_like(like_id=call.id, values=columns(call.body, _LIKE_REFS), actor=call.actor)

    @deletes
    def destroy(self, call: Call) -> Any:
        """Let the product's own history count alone."""
        delete_like(like_id=call.id, actor=call.actor)
