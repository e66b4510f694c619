"""Exponential smoothing with and without a damped trend, over many series and parameters at once."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from production.calc.forecast.season import Floats

_ALPHAS: Final = np.array([0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.99])
_SHARES: Final = np.array([0.02, 0.05, 0.1, 0.2, 0.4, 0.8])  # β as a share of α
_PHIS: Final = np.array([0.8, 0.85, 0.9, 0.94, 0.98])
_NEAR: Final = ([-0.06, -0.03, 0, 0.03, 0.06], [0.6, 1.0, 1.5], [-0.02, 0, 0.015])  # around the best
_FIRST_POINTS: Final = 10


class Fit(NamedTuple):
    """Fitted series: forecasts, one-step forecasts of the history."""

    mean: Floats  # (series, horizon)
    fitted: Floats  # (series, points)


def line_through(values: Floats) -> tuple[Floats, Floats]:
    """The least-squares line of each series: its value at the first point, its slope per point."""
    points = values.shape[1]
    time = np.arange(points) - (points - 1) / 2
    slope = values @ time / max((time**2).sum(), 1.0)
    return values.mean(axis=1) - slope * (points - 1) / 2, slope


def _run(
    values: Floats, start: tuple[Floats, Floats], alpha: Floats, beta: Floats, phi: Floats
) -> tuple[Floats, Floats, Floats, Floats]:
    """Smooth: squared error, last level, last trend, one-step forecasts of the first parameter."""
    shape = np.broadcast_shapes((len(values), 1), alpha.shape)
    level = np.broadcast_to(start[0][:, None], shape)
    trend = np.broadcast_to(start[1][:, None], shape)
    squares = np.zeros(shape)
    fitted = np.empty(values.shape)
    for point in range(values.shape[1]):
        coming = phi * trend
        ahead = level + coming
        fitted[:, point] = ahead[:, 0]
        error = values[:, point, None] - ahead
        squares = squares + error * error
        level = ahead + alpha * error
        trend = coming + beta * error
    return squares, level, trend, fitted


def _best(squares: Floats, grid: tuple[Floats, ...]) -> tuple[Floats, ...]:
    """The parameters of each series' least squared error, as columns."""
    chosen = squares.argmin(axis=1)
    rows = np.arange(len(squares))
    return tuple(np.broadcast_to(each, squares.shape)[rows, chosen][:, None] for each in grid)


def simple_smoothing(values: Floats, horizon: int) -> Fit:
    """Simple exponential smoothing; α of the least squared one-step error, from a coarse, then a finer grid.

    Source: Brown 1959; Gardner 2006, International Journal of Forecasting 22, 637–666 (N-N).
    """
    none = np.zeros((1, 1))
    start = (values[:, : min(3, values.shape[1])].mean(axis=1), np.zeros(len(values)))
    squares = _run(values, start, _ALPHAS[None, :], none, none)[0]
    (alpha,) = _best(squares, (_ALPHAS[None, :],))
    near = np.clip(alpha + np.linspace(-0.08, 0.08, 9), 0.01, 0.999)
    squares = _run(values, start, near, none, none)[0]
    (alpha,) = _best(squares, (near,))
    _squares, level, _trend, fitted = _run(values, start, alpha, none, none)
    return Fit(np.repeat(level, horizon, axis=1), fitted)


def damped_trend(values: Floats, horizon: int) -> Fit:
    """Smoothing with an additive trend that fades by φ each step; the parameters of the least squared error.

    The recursion is the error-correction form: l = l' + φb' + αe, b = φb' + βe, forecast l + (φ + … + φ^h)·b.
    Source: Gardner & McKenzie 1985, Management Science 31, 1237–1246; the start from a line through
    the first points: Hyndman et al. 2002, International Journal of Forecasting 18, 439–454.
    """
    first = values[:, : min(_FIRST_POINTS, values.shape[1])]
    at_first, slope = line_through(first)
    start = (at_first - slope, slope)
    alpha, share, phi = (each.ravel()[None, :] for each in np.meshgrid(_ALPHAS, _SHARES, _PHIS))
    squares = _run(values, start, alpha, alpha * share, phi)[0]
    a, s, p = _best(squares, (alpha, share, phi))
    steps = (
        each.ravel()
        for each in np.meshgrid([-0.06, -0.03, 0, 0.03, 0.06], [0.6, 1.0, 1.5], [-0.02, 0, 0.015])
    )
    da, ds, dp = (each[None, :] for each in steps)
    alpha, share, phi = (
        np.clip(a + da, 0.01, 0.999),
        np.clip(s * ds, 0.001, 0.999),
        np.clip(p + dp, 0.7, 0.98),
    )
    squares = _run(values, start, alpha, alpha * share, phi)[0]
    a, s, p = _best(squares, (alpha, share, phi))
    _squares, level, trend, fitted = _run(values, start, a, a * s, p)
    growth = np.cumsum(p ** np.arange(1, horizon + 1)[None, :], axis=1)
    return Fit(level + growth * trend, fitted)
