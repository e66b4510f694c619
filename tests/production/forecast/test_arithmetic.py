"""The pure arithmetic of forecasts: examples, properties, bad input."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from production.calc.forecast import CannotForecast, forecast, forecast_many
from production.calc.forecast.accuracy import bias, mase, naive_scale, smape
from production.calc.forecast.cleaning import clean_outliers, take_event_out
from production.calc.forecast.intermittent import croston, is_intermittent, syntetos_boylan, teunter
from production.calc.forecast.season import has_season, season_indices
from production.calc.forecast.smoothing import damped_trend, line_through, simple_smoothing
from production.calc.forecast.theta import theta

SEASON = np.array([0.7, 0.8, 0.95, 1.0, 1.1, 1.3, 1.35, 1.2, 1.05, 0.95, 0.85, 0.75])


def seasonal(years: int, growth: float = 0.0) -> np.ndarray:
    time = np.arange(12 * years)
    return (100 + growth * time) * np.tile(SEASON, years)


def test_a_line_stays_a_line():
    found = forecast([10 + 2.0 * n for n in range(30)], 1, 4)
    assert np.allclose(found.mean, [70, 72, 74, 76], rtol=0.02)


def test_a_constant_stays_itself_without_doubt():
    mean, lower, upper, model = forecast([7.0] * 24, 12, 6)
    assert np.allclose(mean, 7) and np.allclose(lower, 7) and np.allclose(upper, 7)
    assert model == "combination"


def test_a_season_is_found_and_goes_on():
    found = forecast(seasonal(5), 12, 12)
    assert found.model == "seasonal_combination"
    assert smape(100 * SEASON, found.mean) < 4


def test_no_season_is_seen_in_noise():
    noise = np.random.default_rng(1).normal(100, 10, (200, 60))
    assert has_season(noise, 12).mean() < 0.2


def test_indices_of_a_pure_season_are_its_own():
    indices, multiplies = season_indices(seasonal(4)[None, :], 12)
    assert multiplies[0] and np.allclose(indices[0], SEASON / SEASON.mean())


def test_theta_is_simple_smoothing_with_half_the_drift():
    """Hyndman & Billah 2003: beyond the first step, Theta grows by half the slope of the line."""
    values = np.random.default_rng(2).normal(50, 5, (3, 40)) + np.arange(40)
    found = theta(values, 5)
    _start, slope = line_through(values)
    assert np.allclose(np.diff(found.mean, axis=1), slope[:, None] / 2)


def test_simple_smoothing_of_a_step_goes_to_the_new_level():
    values = np.array([[10.0] * 15 + [20.0] * 15])
    assert np.allclose(simple_smoothing(values, 2).mean, 20, atol=0.2)


def test_a_damped_trend_fades():
    mean = damped_trend(5 + 3 * np.arange(30.0)[None, :], 40).mean[0]
    steps = np.diff(mean)
    assert (steps >= -1e-9).all() and steps[-1] < steps[0]


def test_croston_by_hand():
    """Croston 1972: sizes 4, 6 two buckets apart; start size 5, distance 2; α 0.5.

    Bucket 2: size 5 → 4.5, distance 2 → 2; bucket 4: size → 5.25, distance → 2. Mean 2.625.
    """
    values = np.array([[0.0, 4, 0, 6]])
    assert croston(values, 0.5)[0] == pytest.approx(2.625)
    assert syntetos_boylan(values, 0.5)[0] == pytest.approx(2.625 * 0.75)


def test_teunter_fades_when_nothing_is_asked_any_more():
    values = np.array([[0.0, 4, 0, 6] + [0.0] * 20])
    assert teunter(values, 0.1, 0.2)[0] < 0.2 * croston(values, 0.1)[0]


def test_errors_by_hand():
    """Hyndman & Koehler 2006: MASE divides by the naive error of the history, here (2 + 1 + 3) / 3 = 2."""
    history = np.array([5.0, 7, 6, 9])
    actual, said = np.array([10.0, 8.0]), np.array([9.0, 11.0])
    assert mase(actual, said, naive_scale(history, 1)) == pytest.approx(1.0)
    assert smape(actual, said) == pytest.approx((200 * 1 / 19 + 200 * 3 / 19) / 2)
    assert smape(np.zeros(2), np.zeros(2)) == 0
    assert bias(actual, said) == pytest.approx(2 / 18)


def test_many_empty_buckets_are_forecast_apart():
    values = np.zeros(36)
    values[[3, 9, 14, 22, 30, 34]] = [5, 4, 6, 5, 5, 4]
    assert is_intermittent(values[None, :])[0]
    found = forecast(values, 12, 6)
    assert found.model == "intermittent"
    assert (found.mean > 0.4).all() and (found.mean < 1.4).all() and (found.lower >= 0).all()


@pytest.mark.parametrize("kind", ["steady", "fading", "growing"])
def test_intermittent_items_are_forecast_no_worse_than_by_croston_or_sba(kind: str):
    """Judged by the scaled squared error of the horizon's demand, which rewards no zeros (Kolassa 2016)."""
    draw = np.random.default_rng(20261122)
    count, points, horizon = 600, 48, 6
    time = np.arange(points + horizon) / (points + horizon)
    chance = {"steady": 0 * time + 0.3, "fading": 0.55 * (1 - time) ** 2, "growing": 0.1 + 0.5 * time}[kind]
    hits = draw.random((count, points + horizon)) < chance
    series = hits * (1 + draw.negative_binomial(2, 0.3, hits.shape))
    history, actual = series[:, :points].astype(float), series[:, points:].mean(axis=1)
    kept = history.any(axis=1)
    history, actual = history[kept], actual[kept]
    studies = forecast_many(list(history), 12, horizon)
    own = np.array([study.forecast.mean.mean() for study in studies if not isinstance(study, str)])
    scale = history.std(axis=1) ** 2
    score = {
        name: (((said - actual) ** 2) / scale).mean()
        for name, said in (
            ("own", own),
            ("croston", croston(history, 0.1)),
            ("sba", syntetos_boylan(history, 0.1)),
        )
    }
    assert score["own"] <= 1.02 * min(score["croston"], score["sba"]), score


def test_an_outlier_is_replaced_and_named():
    values = seasonal(4)
    values[20] *= 9
    cleaned, found = clean_outliers(values, 12)
    assert np.flatnonzero(found).tolist() == [20]
    assert abs(cleaned[20] - seasonal(4)[20]) < 0.4 * seasonal(4)[20]


def test_an_outlier_that_is_known_to_be_right_stays():
    values = 100 + np.random.default_rng(3).normal(0, 5, 40)
    values[20] = 900
    kept = np.zeros(40, dtype=bool)
    kept[20] = True
    assert not clean_outliers(values, 1, keep=kept)[1].any()
    assert clean_outliers(values, 1)[1].sum() == 1


def test_a_level_shift_at_the_end_is_no_outlier():
    assert not clean_outliers(np.array([10.0, 11, 9, 10, 11, 10, 9, 10, 11, 10, 60]), 1)[1].any()


def test_a_promotion_is_taken_out_with_its_uplift():
    values = np.full(24, 50.0)
    at = np.zeros(24, dtype=bool)
    at[[6, 18]] = True
    values[at] = 100
    base, uplift = take_event_out(values, 12, at)
    assert uplift == pytest.approx(2.0) and np.allclose(base, 50)


@pytest.mark.parametrize(
    ("history", "reason"),
    [
        ([], "too_short"),
        ([3.0, 4.0], "too_short"),
        ([0.0] * 20, "all_zero"),
        ([1.0, float("nan"), 2.0, 3.0], "not_a_number"),
        ([1.0, float("inf"), 2.0, 3.0], "not_a_number"),
        ([1.0, 1e200, 2.0, 3.0], "too_large"),
        ([1.0] * 6000, "too_long"),
    ],
)
def test_what_nothing_can_be_said_about_is_refused_with_its_reason(history: list[float], reason: str):
    with pytest.raises(CannotForecast) as refused:
        forecast(history, 12, 6)
    assert refused.value.reason == reason


@pytest.mark.parametrize(("season", "horizon"), [(0, 6), (-1, 6), (12, 0), (12, 10**9)])
def test_a_season_or_horizon_that_is_none_is_refused(season: int, horizon: int):
    with pytest.raises(CannotForecast):
        forecast([1.0, 2, 3, 4], season, horizon)


def test_one_bad_series_does_not_spoil_the_others():
    found = forecast_many([np.ones(24), np.zeros(24), np.arange(2.0)], 12, 3)
    assert not isinstance(found[0], str) and found[1:] == ["all_zero", "too_short"]


def test_a_series_is_forecast_alike_alone_and_among_others():
    draw = np.random.default_rng(4)
    rows = [draw.gamma(4, 10, 40), seasonal(4)[:40], draw.integers(0, 2, 40) * 1.0, np.arange(40.0)]
    together = forecast_many(rows, 12, 6)
    for row, study in zip(rows, together, strict=True):
        assert not isinstance(study, str)
        assert np.allclose(study.forecast.mean, forecast(row, 12, 6).mean)


@settings(max_examples=60)
@given(
    st.lists(st.floats(0, 1e12) | st.just(0.0), min_size=3, max_size=60),
    st.sampled_from([1, 4, 12, 52]),
    st.integers(1, 20),
)
def test_whatever_comes_the_answer_is_finite_ordered_and_never_below_zero(values, season, horizon):
    if not any(values):
        return
    mean, lower, upper, _model = forecast(values, season, horizon)
    assert mean.shape == lower.shape == upper.shape == (horizon,)
    assert np.isfinite(mean).all() and np.isfinite(lower).all() and np.isfinite(upper).all()
    assert (lower <= mean * (1 + 1e-9) + 1e-9).all() and (mean <= upper * (1 + 1e-9) + 1e-9).all()
    assert (lower >= 0).all()


@settings(max_examples=30)
@given(st.floats(1e-6, 1e9))
def test_the_unit_does_not_matter(factor: float):
    rows = np.random.default_rng(5).gamma(5, 20, 40)
    assert np.allclose(forecast(rows * factor, 12, 6).mean, factor * forecast(rows, 12, 6).mean, rtol=1e-6)
