"""Forecasts of demand: one pure function for one series, one for many. No Django, no database.

Defaults were chosen by rolling back-tests inside the training parts of half the series of the M3 competition;
`benchmarks/forecast.py` tells what comes out on the test parts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal, NamedTuple

import numpy as np

from production.calc.forecast.accuracy import bias, mase, naive_scale, smape
from production.calc.forecast.ensemble import MEMBERS, forecast_batch
from production.calc.forecast.intermittent import forecast_intermittent, is_intermittent
from production.calc.forecast.season import Floats

__all__ = ["LEAST_POINTS", "CannotForecast", "Forecast", "Study", "forecast", "forecast_many"]

LEAST_POINTS: Final = 3
MOST_POINTS: Final = 5_000
MOST_STEPS: Final = 1_000
_TOO_LARGE: Final = 1e100
_Z80: Final = 1.2815515655  # of the normal distribution: 80 % lie within
_CHUNK: Final = 500
_NAMES: Final = ("combination", "seasonal_combination")

Refusal = Literal[
    "too_short", "all_zero", "not_a_number", "too_large", "too_long", "bad_season", "bad_horizon"
]


class CannotForecast(ValueError):
    """A series that nothing can be said about; `reason` tells why."""

    def __init__(self, reason: Refusal) -> None:
        super().__init__(reason)
        self.reason: Refusal = reason


class Forecast(NamedTuple):
    """What is expected in each bucket to come; four of five times it lies between lower and upper."""

    mean: Floats
    lower: Floats
    upper: Floats
    model: str


@dataclass(frozen=True)
class Study:
    """A forecast with what its back-test said: errors are None where the history is too short for one.

    `actual` and `tested` are the back-test itself. Shape: (origins, steps).
    """

    forecast: Forecast
    weights: dict[str, float]
    smape: float | None
    mase: float | None
    bias: float | None
    actual: Floats
    tested: Floats


def refusal(history: Floats) -> Refusal | None:
    """Why a series can't be forecast, or None."""
    if history.ndim != 1 or len(history) < LEAST_POINTS:
        return "too_short"
    if len(history) > MOST_POINTS:
        return "too_long"
    if not np.isfinite(history).all():
        return "not_a_number"
    if np.abs(history).max() > _TOO_LARGE:
        return "too_large"
    return "all_zero" if not history.any() else None


def forecast(history: Sequence[float] | Floats, season_length: int, horizon: int) -> Forecast:
    """What is expected in the next `horizon` buckets after a history of equal buckets, oldest first.

    `season_length` is how many buckets a season has (12 months, 52 weeks; 1: none).
    Smooth series are forecast by a combination of optimized Theta, Theta of the logarithms, damped trend and
    aggregates, weighted by a rolling back-test; those with many empty buckets by Croston's relatives.
    Raises: CannotForecast.
    Source: see the modules of this package; Bates & Granger 1969 (combining).
    """
    found = forecast_many([np.asarray(history, dtype=float)], season_length, horizon)[0]
    if isinstance(found, str):
        raise CannotForecast(found)
    return found.forecast


def forecast_many(histories: Sequence[Floats], season_length: int, horizon: int) -> list[Study | Refusal]:
    """The studies of many series at once, each by itself; a series that can't be forecast gives its reason.

    Raises: CannotForecast for a season or horizon that is none.
    """
    if not 1 <= season_length <= 400:
        raise CannotForecast("bad_season")
    if not 1 <= horizon <= MOST_STEPS:
        raise CannotForecast("bad_horizon")
    found: list[Study | Refusal] = ["too_short"] * len(histories)
    alike: dict[int, list[int]] = {}
    for index, history in enumerate(histories):
        reason = refusal(history)
        if reason is None:
            alike.setdefault(len(history), []).append(index)
        else:
            found[index] = reason
    for indices in alike.values():
        for start in range(0, len(indices), _CHUNK):
            part = indices[start : start + _CHUNK]
            studies = _studies(np.stack([histories[index] for index in part]), season_length, horizon)
            for index, study in zip(part, studies, strict=True):
                found[index] = study
    return found


def _studies(values: Floats, season_length: int, horizon: int) -> list[Study]:
    """Studies of series of one length, each scaled to at most 1."""
    scale = np.abs(values).max(axis=1)
    scaled = values / scale[:, None]
    sparse = is_intermittent(scaled)
    found: dict[int, Study] = {}
    for rows, study_all in ((sparse, _sparse), (~sparse, _smooth)):
        if rows.any():
            studies = study_all(scaled[rows], season_length, horizon)
            found.update(zip(np.flatnonzero(rows).tolist(), studies, strict=True))
    return [_enlarged(found[index], scale[index]) for index in range(len(values))]


def _enlarged(study: Study, scale: float) -> Study:
    own = study.forecast
    larger = Forecast(own.mean * scale, own.lower * scale, own.upper * scale, own.model)
    return replace(study, forecast=larger, actual=study.actual * scale, tested=study.tested * scale)


def _smooth(values: Floats, season_length: int, horizon: int) -> list[Study]:
    batch = forecast_batch(values, season_length, horizon)
    return [
        _judged(
            values[index],
            _interval(values[index], batch.mean[index], batch.deviation[index], _NAMES[bool(seasonal)]),
            dict(zip(MEMBERS, batch.weights[index].tolist(), strict=True)),
            (batch.actual[index], batch.tested[index], season_length),
        )
        for index, seasonal in enumerate(batch.seasonal)
    ]


def _sparse(values: Floats, season_length: int, horizon: int) -> list[Study]:
    batch = forecast_intermittent(values, horizon)
    return [
        _judged(
            values[index],
            _interval(
                values[index],
                np.full(horizon, batch.mean[index]),
                np.full(horizon, batch.deviation[index]),
                "intermittent",
            ),
            {},
            (batch.actual[index], batch.tested[index], season_length),
        )
        for index in range(len(values))
    ]


def _interval(history: Floats, mean: Floats, deviation: Floats, model: str) -> Forecast:
    lower, upper = mean - _Z80 * deviation, mean + _Z80 * deviation
    return Forecast(mean, np.maximum(lower, 0.0) if (history >= 0).all() else lower, upper, model)


def _judged(
    history: Floats, found: Forecast, weights: dict[str, float], test: tuple[Floats, Floats, int]
) -> Study:
    actual, tested, season_length = test
    if not actual.size:
        return Study(found, weights, None, None, None, actual, tested)
    came, said = actual.ravel(), tested.ravel()
    return Study(
        found,
        weights,
        _known(smape(came, said)),
        _known(mase(came, said, naive_scale(history, season_length))),
        _known(bias(came, said)),
        actual,
        tested,
    )


def _known(value: Floats) -> float | None:
    return float(value) if np.isfinite(value) else None
