"""Season: whether there is one, what it looks like, and how it is taken out and put back."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

_Z90: Final = 1.645  # two-sided 90 % of the normal distribution
_SEASONS_NEEDED: Final = 3
_LEAST_INDEX: Final = 0.01
_TRUST: Final = 0.9


def has_season(values: Floats, season_length: int) -> Flags:
    """Tell which series repeat themselves from season to season.

    The autocorrelation at the lag of a season must lie outside the 90 % band of Bartlett's formula,
    √((1 + 2·Σ r²) / n) over the lags before it.

    Shape: (series, points) → (series,). Fewer than three seasons of points have none.
    Source: Assimakopoulos & Nikolopoulos 2000, International Journal of Forecasting 16, 521–530 (the test
    that goes before Theta); Bartlett 1946, J. R. Statist. Soc. Suppl. 8, 27–41 (the band).
    """
    count, points = values.shape
    if season_length < 2 or points < _SEASONS_NEEDED * season_length:
        return np.zeros(count, dtype=bool)
    centered = values - values.mean(axis=1, keepdims=True)
    power = (centered**2).sum(axis=1)
    power[power <= 0] = 1.0
    lags = np.stack(
        [(centered[:, lag:] * centered[:, :-lag]).sum(axis=1) / power for lag in range(1, season_length + 1)],
        axis=1,
    )
    band = _Z90 * np.sqrt((1 + 2 * (lags[:, :-1] ** 2).sum(axis=1)) / points)
    return np.abs(lags[:, -1]) > band


def moving_level(values: Floats, season_length: int) -> Floats:
    """The centered moving average over one season (2×m where m is even); its ends are not known (NaN).

    Source: Hyndman & Athanasopoulos, Forecasting: Principles and Practice, 3rd ed. 2021, section 3.3.
    """
    m = season_length
    weights = np.full(m, 1.0 / m) if m % 2 else np.concatenate([[0.5], np.ones(m - 1), [0.5]]) / m
    half = m // 2
    level = np.full(values.shape, np.nan)
    windows = np.lib.stride_tricks.sliding_window_view(values, len(weights), axis=1)
    level[:, half : values.shape[1] - half] = windows @ weights
    return level


def season_indices(values: Floats, season_length: int) -> tuple[Floats, Flags]:
    """The season of each series by classical decomposition, and whether it multiplies or adds.

    It multiplies where every value is above zero, else it adds. Multiplying indices have the mean 1, adding
    ones 0; `indices[:, 0]` belongs to the first point.

    Shape: (series, points) → (series, season_length), (series,).
    Source: Hyndman & Athanasopoulos 2021, section 3.4 (classical decomposition).
    """
    m = season_length
    level = moving_level(values, m)
    multiplies: Flags = np.all(values > 0, axis=1)
    safe = np.where(multiplies[:, None], level, 1.0)
    detrended = np.where(multiplies[:, None], values / safe, values - level)
    pad = -values.shape[1] % m
    grid = np.pad(detrended, ((0, 0), (0, pad)), constant_values=np.nan).reshape(len(values), -1, m)
    indices = np.nanmean(grid, axis=1)
    mean = indices.mean(axis=1, keepdims=True)
    indices = np.where(multiplies[:, None], np.maximum(indices / mean, _LEAST_INDEX), indices - mean)
    return indices, multiplies


def spread(indices: Floats, start: int, count: int) -> Floats:
    """The indices of `count` points from the point number `start` on (0 is the first of the history)."""
    return indices[:, (start + np.arange(count)) % indices.shape[1]]


def take_season_out(values: Floats, season_length: int, horizon: int) -> tuple[Floats, Floats, Floats, Flags]:
    """The series without their season; what the future is multiplied by, what added to it; who has a season.

    Indices are drawn a tenth towards no season at all: few seasons tell them only roughly.
    Source: Miller & Williams 2003, International Journal of Forecasting 19, 669–684 (shrunken indices).
    """
    count, points = values.shape
    plain = values.copy()
    factor, addend = np.ones((count, horizon)), np.zeros((count, horizon))
    seasonal = has_season(values, season_length)
    if seasonal.any():
        indices, multiplies = season_indices(values[seasonal], season_length)
        middle = multiplies[:, None] * 1.0
        indices = middle + (indices - middle) * _TRUST
        past, coming = spread(indices, 0, points), spread(indices, points, horizon)
        own, times = values[seasonal], multiplies[:, None]
        plain[seasonal] = np.where(times, own / np.where(times, past, 1.0), own - past)
        factor[seasonal] = np.where(times, coming, 1.0)
        addend[seasonal] = np.where(times, 0.0, coming)
    return plain, factor, addend, seasonal
