"""Weeks and months as buckets of demand: where a day belongs, which come after."""

from __future__ import annotations

from datetime import date, timedelta

SEASONS = {"week": 52, "month": 12}  # buckets a year, after which a season repeats


def bucket_of(day: date, bucket: str) -> date:
    """The first day of the week (Monday) or month that a day lies in."""
    return day - timedelta(days=day.weekday()) if bucket == "week" else day.replace(day=1)


def shifted(start: date, bucket: str, count: int) -> date:
    """The first day of the bucket `count` after (or before) the one that starts on `start`."""
    if bucket == "week":
        return start + timedelta(weeks=count)
    months = start.year * 12 + start.month - 1 + count
    return date(months // 12, months % 12 + 1, 1)


def place_of(start: date, first: date, bucket: str) -> int:
    """How many buckets after `first` the one of a day comes (both are starts of buckets)."""
    if bucket == "week":
        return (start - first).days // 7
    return (start.year - first.year) * 12 + start.month - first.month


def starts(first: date, bucket: str, count: int) -> list[date]:
    """The starts of `count` buckets from one on."""
    return [shifted(first, bucket, index) for index in range(count)]


def last_day(start: date, bucket: str) -> date:
    """The last day of a bucket."""
    return shifted(start, bucket, 1) - timedelta(days=1)
