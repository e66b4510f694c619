"""Forecasts and the schedule of the night: once in every night of the company, whatever its clocks do."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from erp.core.actor import system_actor
from erp.masterdata.models import Company, NightlyJob
from erp.masterdata.selectors.company import forget_company
from erp.masterdata.services.nights import take_night
from production.models import ScheduleRun
from production.services import forecasts, scheduling
from production.services.forecasts import forecast_by_the_clock
from production.services.scheduling import schedule_by_the_clock
from tests.production.scheduling.shop import make_calendar, make_center

pytestmark = pytest.mark.django_db
CLOCK = system_actor("clock")
HOUR = timedelta(hours=1)


def live_in(zone: str) -> None:
    Company.objects.update(time_zone=zone)
    forget_company()


def nights(hour: int, begin: datetime, hours: int) -> list[str]:
    """When a job that is asked every hour does its work."""
    asked = (begin + HOUR * n for n in range(hours))
    return [f"{at:%d %H}" for at in asked if take_night("job", hour=hour, at=at)]


@pytest.mark.parametrize(
    ("zone", "hour", "begin", "found"),
    [
        ("Asia/Shanghai", 3, datetime(2026, 6, 1, 0, 50, tzinfo=UTC), ["01 00", "01 19", "02 19", "03 19"]),
        ("Asia/Kathmandu", 3, datetime(2026, 6, 1, 18, 20, tzinfo=UTC), ["01 21", "02 21", "03 21"]),
        # clocks go forward over two o'clock on 29 March: three follows one
        ("Europe/Berlin", 2, datetime(2026, 3, 27, 23, 20, tzinfo=UTC), ["28 01", "29 01", "30 00"]),
        # and back through two o'clock on 25 October: it is two twice
        ("Europe/Berlin", 2, datetime(2026, 10, 23, 22, 20, tzinfo=UTC), ["24 00", "25 00", "26 01"]),
        ("America/Los_Angeles", 5, datetime(2026, 10, 31, 7, 0, tzinfo=UTC), ["31 12", "01 13", "02 13"]),
    ],
)
def test_every_day_of_the_company_has_its_night_once(
    zone: str, hour: int, begin: datetime, found: list[str]
) -> None:
    live_in(zone)
    assert nights(hour, begin, 68) == found


def test_a_night_that_failed_is_done_an_hour_later(monkeypatch: pytest.MonkeyPatch) -> None:
    live_in("Asia/Shanghai")
    night = datetime(2026, 6, 1, 19, 50, tzinfo=UTC)

    def broken(**_asked: Any) -> None:
        raise RuntimeError("no memory")

    with monkeypatch.context() as patch:
        patch.setattr(forecasts, "run_forecasts", broken)
        with pytest.raises(RuntimeError):
            forecast_by_the_clock(actor=CLOCK, at=night)
    assert not NightlyJob.objects.exists()
    assert forecast_by_the_clock(actor=CLOCK, at=night + HOUR) is not None
    assert forecast_by_the_clock(actor=CLOCK, at=night + 2 * HOUR) is None
    assert NightlyJob.objects.get().day == date(2026, 6, 2)


def test_the_schedule_of_the_night_is_made_once_behind_forecasts_and_plan() -> None:
    live_in("Asia/Shanghai")
    make_center("SAW", make_calendar(("08:00", "17:00")))
    assert forecasts.NIGHT_HOUR < 4 < scheduling.NIGHT_HOUR
    four = datetime(2026, 6, 1, 20, 20, tzinfo=UTC)
    assert schedule_by_the_clock(actor=CLOCK, at=four) is None
    assert schedule_by_the_clock(actor=CLOCK, at=four + HOUR) is not None
    for later in range(2, 20):
        assert schedule_by_the_clock(actor=CLOCK, at=four + later * HOUR) is None
    assert ScheduleRun.objects.count() == 1
