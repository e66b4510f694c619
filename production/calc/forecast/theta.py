"""The Theta method: a line and a smoothed curve, added."""

from __future__ import annotations

from typing import Final

import numpy as np

from production.calc.forecast.season import Floats
from production.calc.forecast.smoothing import Fit, line_through, simple_smoothing

_ALPHAS: Final = np.array([0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.99])
_THETAS: Final = np.array([1.0, 1.25, 1.5, 2.0, 3.0, 5.0, 10.0])


def theta(values: Floats, horizon: int) -> Fit:
    """The standard method: half the line through all points, half the smoothed line of double curvature.

    It equals simple smoothing of the series with a drift of half the line's slope.
    Source: Assimakopoulos & Nikolopoulos 2000, International Journal of Forecasting 16, 521–530; the equal
    form: Hyndman & Billah 2003, International Journal of Forecasting 19, 287–290.
    """
    at_first, slope = line_through(values)
    line = at_first[:, None] + slope[:, None] * np.arange(values.shape[1] + horizon)
    history, coming = line[:, : values.shape[1]], line[:, values.shape[1] :]
    curve = simple_smoothing(2 * values - history, horizon)
    return Fit((curve.mean + coming) / 2, (curve.fitted + history) / 2)


def _lines(values: Floats) -> tuple[Floats, Floats]:
    """Intercept and slope of the line through the points up to each one (time counts from 1)."""
    points = values.shape[1]
    time = np.arange(1, points + 1)
    total, moment = values.cumsum(axis=1), (values * time).cumsum(axis=1)
    mean = total / time
    slope = np.zeros(values.shape)
    n = time[1:]
    slope[:, 1:] = (moment[:, 1:] - mean[:, 1:] * (n * (n + 1) / 2)) / (n * (n * n - 1) / 12)
    return mean - slope * (time + 1) / 2, slope


def _run(values: Floats, alpha: Floats, theta_: Floats, horizon: int) -> tuple[Floats, Floats, Floats]:
    """Squared error; forecasts and one-step forecasts of the first parameter."""
    intercepts, slopes = _lines(values)
    shape = np.broadcast_shapes((len(values), 1), alpha.shape)
    level = np.broadcast_to(values[:, :1], shape)
    squares = np.zeros(shape)
    fitted = np.empty(values.shape)
    fitted[:, 0] = values[:, 0]
    share, power = 1 - 1 / theta_, np.ones(shape)
    rest = 1 - alpha
    for point in range(1, values.shape[1]):
        power = power * rest
        line = (
            power * intercepts[:, point - 1, None] + (1 - power * rest) / alpha * slopes[:, point - 1, None]
        )
        ahead = level + share * line
        fitted[:, point] = ahead[:, 0]
        if point > 1:
            error = values[:, point, None] - ahead
            squares = squares + error * error
        level = alpha * values[:, point, None] + rest * level
    level, power, rest = level[:, :1], power[:, :1] * rest[:, :1], rest[:, :1]
    share, alpha = share[:, :1], alpha[:, :1]
    mean = np.empty((len(values), horizon))
    for step in range(horizon):
        a, b = intercepts[:, -1:], slopes[:, -1:]
        ahead = level + share * (power * a + (1 - power * rest) / alpha * b)
        mean[:, step : step + 1] = ahead
        level = alpha * ahead + rest * level
        power = power * rest
    return squares, mean, fitted


def optimized_theta(values: Floats, horizon: int) -> Fit:
    """The dynamic optimized method: the line is fitted anew at each point; θ, α of the least squared error.

    Source: Fiorucci, Pellegrini, Louzada, Petropoulos & Koehler 2016, International Journal of Forecasting
    32, 1151–1161 (dynamic optimized Theta model; here the start level is the first point, and the line
    of the last point is kept for the future).
    """
    alpha, theta_ = (each.ravel()[None, :] for each in np.meshgrid(_ALPHAS, _THETAS))
    squares = _run(values, alpha, theta_, 0)[0]
    best = squares.argmin(axis=1)
    alpha, theta_ = alpha[0, best][:, None], theta_[0, best][:, None]
    _squares, mean, fitted = _run(values, alpha, theta_, horizon)
    return Fit(mean, fitted)
