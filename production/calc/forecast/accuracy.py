"""How far off forecasts were: errors of one series or of many."""

from __future__ import annotations

import numpy as np

from production.calc.forecast.season import Floats

NOTHING = 1e-12  # of what was forecast: a share of that says nothing any more


def smape(actual: Floats, forecast: Floats) -> Floats:
    """The symmetric mean absolute percentage error over the last axis: mean of 200·|a − f| / (|a| + |f|).

    Both zero is no error. Between 0 and 200.
    Source: Makridakis & Hibon 2000, International Journal of Forecasting 16, 451–476 (the M3 competition).
    """
    size = np.abs(actual) + np.abs(forecast)
    share = np.abs(actual - forecast) / np.where(size > 0, size, 1.0)
    return np.asarray(200 * share.mean(axis=-1))


def naive_scale(history: Floats, season_length: int) -> Floats:
    """The mean absolute error, in the history, of "as a season before" (or as the bucket before); 0 → NaN."""
    lag = season_length if history.shape[-1] > season_length else 1
    scale = np.abs(history[..., lag:] - history[..., :-lag]).mean(axis=-1)
    return np.asarray(np.where(scale > 0, scale, np.nan))


def mase(actual: Floats, forecast: Floats, scale: Floats) -> Floats:
    """The mean absolute scaled error: below 1 is better than the naive forecast was inside the history.

    Source: Hyndman & Koehler 2006, International Journal of Forecasting 22, 679–688.
    """
    return np.asarray(np.abs(actual - forecast).mean(axis=-1) / scale)


def bias(actual: Floats, forecast: Floats) -> Floats:
    """Σ(forecast − actual) ÷ Σ|actual|: above zero was too much. NaN where next to nothing was needed."""
    size, apart = np.abs(actual).sum(axis=-1), (forecast - actual).sum(axis=-1)
    return np.asarray(apart / np.where(size > np.abs(apart) * NOTHING, size, np.nan))
