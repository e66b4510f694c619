"""Forecasts of coarser buckets, averaged: what a month can't tell, a quarter or a year may."""

from __future__ import annotations

import numpy as np

from production.calc.forecast.season import Floats
from production.calc.forecast.smoothing import Fit, damped_trend, simple_smoothing

_LEAST_BUCKETS = 5


def _levels(season_length: int) -> tuple[int, ...]:
    """How many buckets are joined: one, some, up to a year's where a season is a year of small buckets."""
    if season_length <= 1:
        return (1, 2, 3)
    divisors = [k for k in (1, 2, 3, 4, 6, 12, 13, 26, 52) if season_length % k == 0 and k <= season_length]
    return tuple(divisors)


def _information(values: Floats, fit: Fit, parameters: int) -> Floats:
    """The corrected information criterion of Akaike of normal errors (Hurvich & Tsai 1989)."""
    points = values.shape[1]
    variance = ((values - fit.fitted) ** 2).mean(axis=1) + 1e-12
    penalty = 2 * parameters * (parameters + 1) / max(points - parameters - 1, 1)
    return points * np.log(variance) + 2 * parameters + penalty


def level_or_trend(values: Floats, horizon: int) -> Floats:
    """Simple smoothing or a damped trend, whichever has more information for its parameters.

    Source: Hyndman, Koehler, Snyder & Grose 2002, International Journal of Forecasting 18, 439–454.
    """
    flat, trend = simple_smoothing(values, horizon), damped_trend(values, horizon)
    use = _information(values, trend, 6) < _information(values, flat, 3)
    return np.where(use[:, None], trend.mean, flat.mean)


def aggregated(values: Floats, season_length: int, horizon: int) -> Floats:
    """The mean of the forecasts of the series and of its sums over more and more buckets (as means a bucket).

    Source: Kourentzes, Petropoulos & Trapero 2014, International Journal of Forecasting 30, 291–302
    (here of series without their season, and forecasts instead of components are averaged).
    """
    found = []
    for width in _levels(season_length):
        whole = values.shape[1] // width * width
        if whole // width < _LEAST_BUCKETS and width > 1:
            continue
        joined = values[:, values.shape[1] - whole :].reshape(len(values), -1, width).mean(axis=2)
        coming = level_or_trend(joined, -(-horizon // width))
        found.append(np.repeat(coming, width, axis=1)[:, :horizon])
    return np.asarray(np.mean(found, axis=0))
