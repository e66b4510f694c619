"""The M3 competition: at most 13.1 sMAPE over all 3,003 series and horizons with one set of defaults.

Theta has 13.01. Source: Makridakis & Hibon 2000, International Journal of Forecasting 16, 451–476. The
series are not part of the project.
"""

import pytest

from benchmarks import forecast


@pytest.mark.slow
def test_the_series_of_the_m3_competition_are_forecast_well():
    if not forecast.M3.exists():
        pytest.skip(f"{forecast.M3} is not there")
    found = forecast.run(0)
    assert found["series"] == 3003
    assert found["smape"]["all"] <= 13.1
    assert found["smape"]["odd"] <= 13.1  # the half that nothing was decided on
    assert 0.7 <= found["inside_80_percent_interval"] <= 0.9
    assert found["seconds"] <= 60
