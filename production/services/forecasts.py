"""Forecasts of demand: one run reckons every item anew; what is over is compared with what was ordered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import numpy as np
from django.utils import timezone

from erp.core.actor import Actor
from erp.core.commands import command
from erp.core.copy import copy_rows
from erp.core.quantity import QUANTITY_MAX
from erp.masterdata.selectors.company import business_day
from erp.masterdata.services.nights import take_night
from production import locks
from production.calc.forecast import LEAST_POINTS, Refusal, Study, forecast_many
from production.calc.forecast.buckets import SEASONS, bucket_of, place_of, shifted, starts
from production.calc.forecast.preparing import Known, Prepared, history_like, prepared
from production.calc.forecast.season import Floats
from production.models import Forecast, ForecastBucket, ForecastOverride, ForecastSetting
from production.selectors.forecast_data import (
    Grid,
    Key,
    Occurrence,
    PlannedItem,
    concerns,
    demand_history,
    likes,
    occurrences,
    planned_items,
)
from production.selectors.forecasts import forecast_setting

RUN = "production.run_forecast"
NIGHT_HOUR = 3
"""From this hour of the company's night on: an hour before the material plan is made, unless it was moved."""
_SIX = Decimal("0.000001")
_KEPT_BUCKETS = 60
_BUCKETS = ("forecast_id", "starts_on", "mean", "lower", "upper", "has_event")
_CHANGED = [
    "bucket", "history_from", "history", "outliers", "events", "tested", "model", "weights", "is_like",
    "refusal", "smape", "mase", "bias", "expected", "value", "computed_at",
]  # fmt: skip


@dataclass(frozen=True)
class ForecastRun:
    """What a run did: series forecast, series that nothing can be said of, overrides scored."""

    forecast: int
    refused: int
    scored: int


@dataclass
class _Series:
    """One series on its way through a run."""

    key: Key
    item: PlannedItem
    begins: int  # place of its first bucket in the grid
    history: Floats
    ready: Prepared
    is_like: bool


@command(RUN, "Reckon forecasts anew")
def run_forecasts(*, actor: Actor, at: datetime | None = None) -> ForecastRun:
    """Forecast every item from what was asked for; buckets that are over get what was ordered in them.

    Overrides stay as they are. A few queries and bulk writes, whatever the number of items.

    Locks:  forecasts, so that two runs follow each other.
    """
    at = at or timezone.now()
    locks.lock_forecasts()
    setting = forecast_setting()
    now = bucket_of(business_day(at), setting.bucket)
    first = shifted(now, setting.bucket, -setting.buckets_behind)
    grid = Grid(setting.bucket, first, setting.buckets_behind, setting.buckets_ahead)
    asked = demand_history(grid, by_region=setting.by_region)
    series = list(_series(asked, grid))
    studies = forecast_many([one.ready.base for one in series], SEASONS[grid.bucket], grid.ahead)
    _forget_what_is_not_forecast(setting, at)
    found = _write(series, studies, grid, at)
    scored = _compare(asked, found, grid)
    refused = sum(isinstance(study, str) for study in studies)
    return ForecastRun(len(studies) - refused, refused, scored)


@command()
def forecast_by_the_clock(*, actor: Actor, at: datetime | None = None) -> ForecastRun | None:
    """The forecasts of the night, before the material plan leans on them; None when there is nothing to do.

    Locks:  forecasts.
    """
    at = at or timezone.now()
    if not take_night("production.forecast", hour=NIGHT_HOUR, at=at):
        return None
    return run_forecasts(actor=actor, at=at)


def _series(asked: Mapping[Key, Floats], grid: Grid) -> Iterable[_Series]:
    """The series of a run, each from its first demand on, without outliers and events."""
    same, groups = likes(), occurrences(grid)
    items = planned_items({item_id for item_id, _region in asked} | set(same))
    keys = dict.fromkeys([*asked, *((item_id, None) for item_id in same)])
    nothing = np.zeros(grid.count)
    for key in keys:
        item = items.get(key[0])
        if item is None:
            continue
        history, is_like = asked.get(key, nothing), False
        like = same.get(key[0])
        other = asked.get((like[0], key[1])) if like else None
        if like is not None and other is not None:
            is_like = True
            history = history_like(history, other, like[1])
        hits = np.flatnonzero(history)
        begins = int(hits[0]) if len(hits) else 0
        known = [_known(group, begins) for group in groups if concerns(group, item)]
        if grid.count - begins >= LEAST_POINTS:
            ready = prepared(history[begins:], SEASONS[grid.bucket], known, grid.ahead)
        else:
            none = np.zeros(grid.count - begins, dtype=bool)
            ready = Prepared(history[begins:], none, none, np.ones(grid.ahead))
        yield _Series(key, item, begins, history[begins:], ready, is_like)


def _known(group: list[Occurrence], begins: int) -> Known:
    past = np.logical_or.reduce([one.past for one in group])[begins:]
    coming = np.logical_or.reduce([one.coming for one in group])
    stated = np.full(len(coming), np.nan)
    for one in group:
        if one.stated is not None:
            stated[one.coming] = one.stated
    return Known(past, coming, stated)


def _quantity(value: float) -> Decimal:
    return min(Decimal(repr(float(value))).quantize(_SIX, ROUND_HALF_UP), QUANTITY_MAX)


def _places(flags: Any) -> list[int]:
    return [int(place) for place in np.flatnonzero(flags)]


def _row(one: _Series, study: Study | Refusal, grid: Grid, at: datetime) -> Forecast:
    """The forecast of a series as it is stored."""
    row = Forecast(
        item_id=one.key[0],
        region_id=one.key[1],
        bucket=grid.bucket,
        history_from=shifted(grid.first, grid.bucket, one.begins),
        history=[round(float(value), 6) for value in one.history],
        outliers=_places(one.ready.outliers),
        events=_places(one.ready.events),
        is_like=one.is_like,
        computed_at=at,
    )
    if isinstance(study, str):
        row.refusal = study
        return row
    own = study.forecast
    row.model, row.weights = own.model, {name: round(share, 4) for name, share in study.weights.items()}
    row.smape, row.mase, row.bias = study.smape, study.mase, study.bias
    row.tested = [round(float(value), 6) for value in study.tested[0]] if study.tested.size else []
    row.expected = sum((_quantity(value) for value in own.mean * one.ready.factor), Decimal(0))
    row.expected = min(row.expected, QUANTITY_MAX)
    row.value = (row.expected * one.item.list_price).quantize(Decimal("0.01"))
    return row


def _write(
    series: list[_Series], studies: list[Study | Refusal], grid: Grid, at: datetime
) -> dict[Key, Forecast]:
    """Store the forecasts under the keys that they have, and their buckets to come anew."""
    rows = [_row(one, study, grid, at) for one, study in zip(series, studies, strict=True)]
    Forecast.objects.bulk_create(
        rows,
        batch_size=500,
        update_conflicts=True,
        update_fields=_CHANGED,
        unique_fields=["item", "region"],
    )
    found = {(row.item_id, row.region_id): row for row in rows}
    ForecastBucket.objects.filter(starts_on__gte=grid.now).delete()
    ForecastBucket.objects.filter(starts_on__lt=shifted(grid.now, grid.bucket, -_KEPT_BUCKETS)).delete()
    coming = starts(grid.now, grid.bucket, grid.ahead)
    copy_rows(
        ForecastBucket,
        _BUCKETS,
        [
            row
            for one, study in zip(series, studies, strict=True)
            if not isinstance(study, str)
            for row in _bucket_rows(found[one.key].pk, one.ready.factor, study, coming)
        ],
    )
    return found


def _bucket_rows(forecast_id: int, factor: Floats, study: Study, coming: list[date]) -> Iterable[list[Any]]:
    own = study.forecast
    for place, start in enumerate(coming):
        mean, lower, upper = (
            _quantity(float(each[place] * factor[place])) for each in (own.mean, own.lower, own.upper)
        )
        yield [forecast_id, start, mean, min(lower, mean), max(upper, mean), bool(factor[place] != 1.0)]


def _forget_what_is_not_forecast(setting: ForecastSetting, at: datetime) -> None:
    """Forecasts of regions that are not asked for any more go, and what was said of other buckets."""
    if not setting.by_region:
        Forecast.objects.filter(region__isnull=False).delete()
    others = Forecast.objects.exclude(bucket=setting.bucket)
    ForecastBucket.objects.filter(forecast__in=others).delete()
    ForecastOverride.objects.filter(
        forecast__in=others, actual__isnull=True, withdrawn_at__isnull=True
    ).update(withdrawn_at=at)
    stale = Forecast.objects.filter(computed_at__lt=at)
    stale.update(
        refusal=Forecast.Refusal.TOO_SHORT, model="", weights={}, tested=[], smape=None, mase=None, bias=None,
        expected=0, value=0,
    )  # fmt: skip


def _compare(asked: Mapping[Key, Floats], found: Mapping[Key, Forecast], grid: Grid) -> int:
    """Give buckets that are over what was ordered in them, and score the overrides of them."""
    keys = {row.pk: key for key, row in found.items()}
    over = {"actual__isnull": True, "starts_on__lt": grid.now, "starts_on__gte": grid.first}

    def ordered(row: ForecastBucket | ForecastOverride) -> Decimal:
        values = asked.get(keys[row.forecast_id])
        place = place_of(row.starts_on, grid.first, grid.bucket)
        return _quantity(0.0 if values is None else float(values[place]))

    buckets = list(ForecastBucket.objects.filter(forecast_id__in=keys, **over))
    overrides = list(ForecastOverride.objects.filter(forecast_id__in=keys, withdrawn_at__isnull=True, **over))
    for bucket in buckets:
        bucket.actual = ordered(bucket)
    for override in overrides:
        override.actual = ordered(override)
    ForecastBucket.objects.bulk_update(buckets, ["actual"], batch_size=1000)
    ForecastOverride.objects.bulk_update(overrides, ["actual"], batch_size=1000)
    return len(overrides)
