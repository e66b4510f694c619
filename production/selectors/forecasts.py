"""Forecasts as their readers see them, and what planning takes as expected demand."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, F, FloatField, Q, QuerySet, Sum
from django.db.models.functions import Abs, Cast

from erp.core.actor import Actor
from erp.core.commands import declare_permission
from erp.core.documents import document
from production.calc.forecast.buckets import starts
from production.models import (
    Forecast,
    ForecastBucket,
    ForecastEvent,
    ForecastLike,
    ForecastOverride,
    ForecastSetting,
)

VIEW_FORECAST = declare_permission("production.view_forecast", "See forecasts of demand")


def forecast_setting() -> ForecastSetting:
    """How the company forecasts."""
    return ForecastSetting.objects.filter(pk=1).first() or ForecastSetting(pk=1)


@document("forecast", prefix="fct", permission=VIEW_FORECAST)
def visible_forecasts(actor: Actor) -> QuerySet[Forecast]:
    """All forecasts, for those who may see them."""
    if not actor.has(VIEW_FORECAST):
        return Forecast.objects.none()
    return Forecast.objects.select_related("item__unit", "region")


@document("forecast_event", prefix="fev", permission=VIEW_FORECAST)
def visible_events(actor: Actor) -> QuerySet[ForecastEvent]:
    """All known events, for those who may see forecasts."""
    if not actor.has(VIEW_FORECAST):
        return ForecastEvent.objects.none()
    return ForecastEvent.objects.select_related("item", "category")


@document("forecast_like", prefix="flk", permission=VIEW_FORECAST)
def visible_likes(actor: Actor) -> QuerySet[ForecastLike]:
    """New items and which other ones they sell like, for those who may see forecasts."""
    if not actor.has(VIEW_FORECAST):
        return ForecastLike.objects.none()
    return ForecastLike.objects.select_related("item", "like")


@dataclass(frozen=True)
class ExpectedDemand:
    """What is expected of an item in one bucket: what a person says, else the model."""

    item_id: int
    starts_on: date
    bucket: str
    quantity: Decimal
    is_override: bool


def expected_demand(
    start: date, end: date, *, item_ids: Collection[int] | None = None
) -> list[ExpectedDemand]:
    """Expected demand of all regions together, in the buckets that begin on the days from `start` to `end`.

    Overrides count before the model. Two queries, whatever the number of items. By item and day.
    """
    inside = Q(starts_on__range=(start, end), forecast__region__isnull=True)
    if item_ids is not None:
        inside &= Q(forecast__item_id__in=item_ids)
    overrides = ForecastOverride.objects.filter(inside, withdrawn_at__isnull=True)
    said = {
        (item_id, day): quantity
        for item_id, day, quantity in overrides.values_list("forecast__item_id", "starts_on", "quantity")
    }
    rows = ForecastBucket.objects.filter(inside).values_list(
        "forecast__item_id", "starts_on", "forecast__bucket", "mean"
    )
    return [
        ExpectedDemand(item_id, day, bucket, said.get((item_id, day), mean), (item_id, day) in said)
        for item_id, day, bucket, mean in rows.order_by("forecast__item_id", "starts_on")
    ]


@dataclass(frozen=True)
class ForecastSummary:
    """All forecasts together: how many, how far off, to which side, and what overrides have brought."""

    items: int
    refused: int
    value: Decimal
    error: float | None  # sMAPE by value
    bias: float | None
    overrides: int
    scored: int
    helped: int


def forecast_summary(rows: QuerySet[Forecast]) -> ForecastSummary:
    """The sums of the listed forecasts."""
    known, weight = Q(smape__isnull=False, value__gt=0), Cast("value", FloatField())
    found = rows.aggregate(
        items=Count("pk", filter=Q(refusal="")),
        refused=Count("pk", filter=~Q(refusal="")),
        total=Sum("value", filter=Q(region__isnull=True)),
        weight=Sum("value", filter=known),
        error=Sum(weight * F("smape"), filter=known),
        side=Sum(weight * F("bias"), filter=known & Q(bias__isnull=False)),
    )
    standing = ForecastOverride.objects.filter(withdrawn_at__isnull=True)
    sides = standing.annotate(
        own_error=Abs(F("quantity") - F("actual")), model_error=Abs(F("said") - F("actual"))
    ).aggregate(
        open=Count("pk", filter=Q(actual__isnull=True)),
        scored=Count("pk", filter=Q(actual__isnull=False)),
        helped=Count("pk", filter=Q(own_error__lt=F("model_error"))),
    )
    value = float(found["weight"] or 0)
    return ForecastSummary(
        items=found["items"],
        refused=found["refused"],
        value=found["total"] or Decimal(0),
        error=float(found["error"]) / value if value else None,
        bias=float(found["side"] or 0) / value if value else None,
        overrides=sides["open"],
        scored=sides["scored"],
        helped=sides["helped"],
    )


@dataclass(frozen=True)
class BucketView:
    """One bucket of a forecast's page: ordered, said by the back-test, forecast, and what people say."""

    starts_on: date
    ordered: Decimal | float | None
    tested: float | None
    row: ForecastBucket | None
    override: ForecastOverride | None
    is_outlier: bool
    is_event: bool


def buckets_of(forecast: Forecast) -> list[BucketView]:
    """History and future of a forecast, bucket by bucket."""
    rows = {row.starts_on: row for row in forecast.buckets.order_by("starts_on")}
    overrides = {
        row.starts_on: row
        for row in forecast.overrides.filter(withdrawn_at__isnull=True).select_related("author")
    }
    count = len(forecast.history)
    begins = starts(forecast.history_from, forecast.bucket, count) if forecast.history_from else []
    tested_from = count - len(forecast.tested)
    found = [
        BucketView(
            day,
            forecast.history[place],
            forecast.tested[place - tested_from] if place >= tested_from else None,
            rows.get(day),
            overrides.get(day),
            place in forecast.outliers,
            place in forecast.events,
        )
        for place, day in enumerate(begins)
    ]
    after = begins[-1] if begins else date.min
    found += [
        BucketView(day, None, None, row, overrides.get(day), False, row.has_event)
        for day, row in rows.items()
        if day > after
    ]
    return found


def tracked(forecast: Forecast) -> tuple[int, float | None]:
    """Of the buckets that are over: how many, and the bias of what was last said of them (> 0: too much)."""
    found = forecast.buckets.filter(actual__isnull=False).aggregate(
        n=Count("pk"), said=Sum("mean"), came=Sum("actual")
    )
    came = float(found["came"] or 0)
    return found["n"], (float(found["said"] or 0) - came) / came if came else None
