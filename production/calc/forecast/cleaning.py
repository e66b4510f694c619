"""What in a history would mislead: outliers, and buckets of known events."""

from __future__ import annotations

from typing import Final

import numpy as np

from production.calc.forecast.season import Flags, Floats, has_season, season_indices, spread

_LIMIT: Final = 5.0  # robust standard deviations
_LEAST_SHARE: Final = 2.0  # of the usual level
_MAD: Final = 1.4826  # of the normal distribution, over its median absolute deviation
_HALF: Final = 3  # buckets on each side that tell the usual level
_LEAST_POINTS: Final = 9
_UPLIFT_MOST: Final = 10.0


def _usual(values: Floats, skip: Flags) -> Floats:
    """The median of the neighbours of each point (itself and `skip` left out)."""
    known = np.where(skip, np.nan, values)
    padded = np.pad(known, _HALF, constant_values=np.nan)
    windows = np.lib.stride_tricks.sliding_window_view(padded, 2 * _HALF + 1).copy()
    windows[:, _HALF] = np.nan
    alone = np.isnan(windows).all(axis=1)
    windows[alone] = np.nanmedian(known) if not skip.all() else 0.0
    return np.asarray(np.nanmedian(windows, axis=1))


def _season_of(values: Floats, season_length: int) -> tuple[Floats, Floats]:
    """What to divide by and what to subtract, point by point, to see the series without its season."""
    none = np.ones(len(values)), np.zeros(len(values))
    if not has_season(values[None, :], season_length)[0]:
        return none
    indices, multiplies = season_indices(values[None, :], season_length)
    past = spread(indices, 0, len(values))[0]
    return (past, none[1]) if multiplies[0] else (none[0], past)


def clean_outliers(values: Floats, season_length: int, *, keep: Flags | None = None) -> tuple[Floats, Flags]:
    """Replace points that lie far off their neighbours; gives the cleaned series and which were replaced.

    Far is more than five robust standard deviations (median absolute deviation) and more than twice the usual
    level: demand that only swings, or that fails for once, is no outlier. `keep` are
    points that are right although unusual (known events). The last point is left alone: it may be the first
    of a new level. Nothing is replaced in series with many zeros.
    Source: Hampel 1974, J. American Statistical Association 69, 383–393 (the identifier by median and MAD).
    """
    found = np.zeros(len(values), dtype=bool)
    if len(values) < _LEAST_POINTS or (values == 0).mean() > 0.25:
        return values.copy(), found
    factor, addend = _season_of(values, season_length)
    plain = (values - addend) / factor
    usual = _usual(plain, np.zeros(len(values), dtype=bool) if keep is None else keep)
    distance = np.abs(plain - usual)
    robust = _MAD * np.median(distance)
    found = (distance > _LIMIT * robust) & (distance > _LEAST_SHARE * np.abs(usual)) & (robust > 0)
    found[-1] = False
    if keep is not None:
        found &= ~keep
    return np.where(found, usual * factor + addend, values), found


def take_event_out(values: Floats, season_length: int, at: Flags) -> tuple[Floats, float | None]:
    """The history as if an event had not been, and what it multiplied demand by (the median of its buckets).

    None where it was in no bucket, or nothing usual is known beside it.
    Source: the ratio of actual to baseline sales (Abraham & Lodish 1987, Marketing Science 6, 101–123).
    """
    if not at.any() or at.all():
        return values.copy(), None
    factor, addend = _season_of(
        np.where(at, np.interp(np.arange(len(values)), np.flatnonzero(~at), values[~at]), values),
        season_length,
    )
    usual = np.maximum(_usual((values - addend) / factor, at) * factor + addend, 0.0)
    told = at & (usual > 0)
    if not told.any():
        return values.copy(), None
    uplift = float(np.clip(np.median(values[told] / usual[told]), 0.0, _UPLIFT_MOST))
    return np.where(told, usual, values), uplift
