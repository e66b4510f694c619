"""Work that is done once in every night of the company, wherever it is and whatever its clocks do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

from django.db import connection
from django.utils import timezone

from erp.core.commands import command
from erp.masterdata.selectors.company import company

T = TypeVar("T")

_TAKE = """
INSERT INTO masterdata_nightlyjob (name, day, done_at) VALUES (%s, %s, %s)
ON CONFLICT (name) DO UPDATE SET day = excluded.day, done_at = excluded.done_at
WHERE masterdata_nightlyjob.day < excluded.day
RETURNING id
"""


def take_night(job: str, *, hour: int, at: datetime) -> bool:
    """Whether a job is to be done now: once a day of the company, from an hour of its local time on.

    Asked every hour. The day is taken in the caller's transaction: where the job fails the day is free
    again and the next hour tries anew; of two that ask at once the second waits and gets nothing. Clocks
    that go forward over the hour or back through it change nothing, for the day is taken once. A worker
    that was down all night does it as soon as it is back.
    """
    local = at.astimezone(ZoneInfo(company().time_zone))
    if local.hour < hour:
        return False
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, [job, local.date(), at])
        return cursor.fetchone() is not None


@command()
def once_a_night(*, job: str, hour: int, work: Callable[[], T], at: datetime | None = None) -> T | None:
    """Do a job of the company's night in one transaction with taking the night; None when it is not due."""
    return work() if take_night(job, hour=hour, at=at or timezone.now()) else None
