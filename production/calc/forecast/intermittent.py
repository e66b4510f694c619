"""Demand with many empty buckets: size and distance of demands are smoothed apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from production.calc.forecast.season import Flags, Floats

_ALPHAS: Final = (0.05, 0.1, 0.15, 0.2, 0.3)
_BETAS: Final = (0.05, 0.1, 0.2)
_DISTANCE: Final = 1.32  # mean distance between demands from which a series counts as intermittent
_ORIGINS: Final = 3
_LEAST_POINTS: Final = 8


@dataclass(frozen=True)
class IntermittentBatch:
    """The mean demand a bucket, its spread, the back-test. Tests: (series, origins, steps)."""

    mean: Floats
    deviation: Floats
    actual: Floats
    tested: Floats


def is_intermittent(values: Floats) -> Flags:
    """Tell which series have so many empty buckets that demands' size and distance are forecast.

    Source: Syntetos, Boylan & Croston 2005, J. Operational Research Society 56, 495–503 (distance ≥ 1.32).
    """
    demands = (values > 0).sum(axis=1)
    return (values >= 0).all(axis=1) & (values.shape[1] >= _DISTANCE * np.maximum(demands, 1))


def _start(values: Floats) -> tuple[Floats, Floats]:
    """Mean size of the demands and mean distance between them."""
    demands = np.maximum((values > 0).sum(axis=1), 1)
    return values.sum(axis=1) / demands, values.shape[1] / demands


def croston(values: Floats, alpha: float) -> Floats:
    """The mean demand a bucket: smoothed size ÷ smoothed distance, both changed only by a demand.

    Source: Croston 1972, Operational Research Quarterly 23, 289–303.
    """
    size, distance = _start(values)
    since = np.ones(len(values))
    for point in range(values.shape[1]):
        here = values[:, point]
        hit = here > 0
        size = np.where(hit, size + alpha * (here - size), size)
        distance = np.where(hit, distance + alpha * (since - distance), distance)
        since = np.where(hit, 1.0, since + 1)
    return size / distance


def syntetos_boylan(values: Floats, alpha: float) -> Floats:
    """Croston's mean without its bias: times 1 − α/2.

    Source: Syntetos & Boylan 2005, International Journal of Forecasting 21, 303–314.
    """
    return (1 - alpha / 2) * croston(values, alpha)


def teunter(values: Floats, alpha: float, beta: float) -> Floats:
    """The mean demand a bucket: smoothed size × smoothed chance of a demand; it fades where demand ends.

    Source: Teunter, Syntetos & Babai 2011, European Journal of Operational Research 214, 606–615.
    """
    size, distance = _start(values)
    chance = 1 / distance
    for point in range(values.shape[1]):
        here = values[:, point]
        hit = here > 0
        size = np.where(hit, size + alpha * (here - size), size)
        chance = chance + beta * (hit - chance)
    return size * chance


def _candidates(values: Floats) -> Floats:
    """The mean demand a bucket by each method. Shape: (methods, series)."""
    found = [values.mean(axis=1)]
    found += [syntetos_boylan(values, alpha) for alpha in _ALPHAS]
    found += [teunter(values, 0.1, beta) for beta in _BETAS]
    return np.stack(found)


def forecast_intermittent(values: Floats, horizon: int) -> IntermittentBatch:
    """The mean demand a bucket of series with many empty buckets, weighted by a rolling back-test.

    Judged is the sum over the steps, by its squared error: an absolute error a bucket would reward "nothing"
    (Kolassa 2016, International Journal of Forecasting 32, 788–803).
    Shape: (series, points).
    """
    points = values.shape[1]
    steps = min(horizon, max(2, points // 4))
    said, came = [], []
    for origin in range(_ORIGINS):
        cut = points - steps - origin * max(1, steps // 2)
        if cut < _LEAST_POINTS:
            break
        said.append(_candidates(values[:, :cut]))
        came.append(values[:, cut : cut + steps])
    flat = _candidates(values)
    if not said:
        none = np.zeros((len(values), 0, 1))
        return IntermittentBatch(flat.mean(axis=0), values.std(axis=1), none, none)
    actual = np.stack(came)
    squares = (np.stack(said) - actual.mean(axis=2)[:, None]) ** 2
    tested = np.empty_like(actual)
    for origin, each in enumerate(said):
        own = _weights(np.delete(squares, origin, axis=0))
        tested[origin] = (own * each).sum(axis=0)[:, None]
    weights = _weights(squares)
    mean = (weights * flat).sum(axis=0)
    return IntermittentBatch(mean, values.std(axis=1), actual.transpose(1, 0, 2), tested.transpose(1, 0, 2))


def _weights(squares: Floats) -> Floats:
    """By the inverse mean squared error, shrunk to equal ones: a few empty buckets tell little.

    Shape: (origins, methods, series) → (methods, series).
    """
    equal = np.full(squares.shape[1:], 1 / squares.shape[1])
    if not len(squares):
        return equal
    mean = squares.mean(axis=0)
    inverse = 1 / (mean + 0.1 * mean.max(axis=0) + 1e-12)
    return np.asarray((inverse / inverse.sum(axis=0) + equal) / 2)
