"""Many series of one length at once: members, rolling back-test, weights, intervals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from production.calc.forecast.aggregation import aggregated
from production.calc.forecast.season import Flags, Floats, take_season_out
from production.calc.forecast.smoothing import damped_trend
from production.calc.forecast.theta import optimized_theta, theta

MEMBERS: Final = ("dynamic_theta", "log_theta", "damped_trend", "aggregated")
_ORIGINS: Final = 3
_LEAST_POINTS: Final = 8
_REACH: Final = 4.0  # no member's level leaves a quarter of the least to four times the greatest value
_GROWTH: Final = 1.0  # of the variance a step, where no back-test tells it
_FREE: Final = 4  # parameters that the one-step errors have been fitted with


@dataclass(frozen=True)
class Batch:
    """Forecasts of many series. Shape: (series, horizon), errors and weights (series, …)."""

    mean: Floats
    deviation: Floats
    weights: Floats  # (series, members)
    seasonal: Flags
    actual: Floats  # (series, origins, steps): the back-test's actual values
    tested: Floats  # and what would have been forecast then


def _logged(values: Floats) -> tuple[Floats, Flags]:
    positive: Flags = np.all(values > 0, axis=1)
    return np.where(positive[:, None], np.log(np.where(positive[:, None], values, 1.0)), values), positive


def _unlogged(values: Floats, positive: Flags, history: Floats) -> Floats:
    least, most = np.abs(history).min(axis=1) / _REACH, np.abs(history).max(axis=1) * _REACH
    grown = np.exp(np.clip(np.where(positive[:, None], values, 0.0), -700, 700))
    return np.where(positive[:, None], np.clip(grown, least[:, None], most[:, None]), values)


def _members(values: Floats, season_length: int, horizon: int) -> tuple[Floats, Floats, Flags]:
    """The members' forecasts (members, series, horizon), one-step errors without season, who has a season."""
    plain, factor, addend, seasonal = take_season_out(values, season_length, horizon)
    logs, positive = _logged(plain)
    dynamic, damped = optimized_theta(plain, horizon), damped_trend(plain, horizon)
    grown = _unlogged(theta(logs, horizon).mean, positive, plain)
    joined = _unlogged(aggregated(logs, season_length, horizon), positive, plain)
    found = np.stack([dynamic.mean, grown, damped.mean, joined])
    residuals = plain - (dynamic.fitted + damped.fitted) / 2
    found = found * factor + addend
    never_below: Flags = np.all(values >= 0, axis=1)
    return np.where(never_below[None, :, None], np.maximum(found, 0.0), found), residuals[:, 1:], seasonal


def _back_test(values: Floats, season_length: int, horizon: int) -> tuple[Floats, Floats]:
    """What the members would have said at up to three earlier moments, and what came.

    Shape: (origins, members, series, steps), (origins, series, steps).
    """
    points = values.shape[1]
    steps = min(horizon, max(2, points // 4))
    said, came = [], []
    for origin in range(_ORIGINS):
        cut = points - steps - origin * max(1, steps // 2)
        if cut < _LEAST_POINTS:
            break
        said.append(_members(values[:, :cut], season_length, steps)[0])
        came.append(values[:, cut : cut + steps])
    if not said:
        return np.zeros((0, len(MEMBERS), len(values), 1)), np.zeros((0, len(values), 1))
    return np.stack(said), np.stack(came)


def _weights(errors: Floats) -> Floats:
    """Weights by the inverse squared mean absolute error; equal ones without a back-test.

    Shape: (origins, members, series) → (members, series).
    Source: Bates & Granger 1969, Operational Research Quarterly 20, 451–468.
    """
    if not len(errors):
        return np.full(errors.shape[1:], 1 / errors.shape[1])
    mean = errors.mean(axis=0)
    inverse = (mean + 1e-9 + 1e-3 * mean.max(axis=0)) ** -2.0
    return np.asarray(inverse / inverse.sum(axis=0))


def _deviation(residuals: Floats, misses: Floats, horizon: int) -> Floats:
    """The standard deviation of each step: σ²·(1 + g·(h − 1)); g is what the back-test's errors ask for.

    Source: the linear growth is that of a local level (Hyndman et al. 2008, Forecasting with Exponential
    Smoothing, table 6.1); its rate is estimated from the rolling back-test.
    """
    variance = (residuals**2).sum(axis=1) / max(residuals.shape[1] - _FREE, 1)
    growth = np.full(len(residuals), _GROWTH)
    if misses.size:
        steps = np.arange(misses.shape[2]).mean()
        ratio = (misses**2).mean(axis=(0, 2)) / np.where(variance > 0, variance, 1.0)
        own = np.clip((ratio - 1) / max(steps, 0.5), 0.05, 5.0)
        growth = (len(misses) * own + growth) / (len(misses) + 1)
    return np.sqrt(variance[:, None] * (1 + growth[:, None] * np.arange(horizon)))


def forecast_batch(values: Floats, season_length: int, horizon: int) -> Batch:
    """Forecast many smooth series of one length: four methods, weighted by a rolling back-test.

    The back-test's own errors are those of a combination whose weights did not see what they are judged at.
    Shape: (series, points). The values should be near 1 in size.
    """
    found, residuals, seasonal = _members(values, season_length, horizon)
    said, came = _back_test(values, season_length, horizon)
    errors = np.abs(said - came[:, None]).mean(axis=3)
    weights = _weights(errors)
    tested = np.empty_like(came)
    for origin in range(len(came)):
        others = np.delete(errors, origin, axis=0)
        tested[origin] = (_weights(others)[:, :, None] * said[origin]).sum(axis=0)
    return Batch(
        (weights[:, :, None] * found).sum(axis=0),
        _deviation(residuals, tested - came, horizon),
        weights.T,
        seasonal,
        came.transpose(1, 0, 2),
        tested.transpose(1, 0, 2),
    )
