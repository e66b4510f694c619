"""China's public holidays as the State Council announces them, some weeks before each year.

Source: notice of the General Office of the State Council on the holidays of 2026 (November 2025). Which
weekend days are worked in return can't be reckoned; of a year without its notice they are not known.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

_OFF: dict[int, Sequence[tuple[date, date, str]]] = {
    2026: (
        (date(2026, 1, 1), date(2026, 1, 3), "元旦"),
        (date(2026, 2, 15), date(2026, 2, 23), "春节"),
        (date(2026, 4, 4), date(2026, 4, 6), "清明节"),
        (date(2026, 5, 1), date(2026, 5, 5), "劳动节"),
        (date(2026, 6, 19), date(2026, 6, 21), "端午节"),
        (date(2026, 9, 25), date(2026, 9, 27), "中秋节"),
        (date(2026, 10, 1), date(2026, 10, 7), "国庆节"),
    )
}
_WORKED: dict[int, Sequence[date]] = {
    2026: (
        date(2026, 1, 4),
        date(2026, 2, 14),
        date(2026, 2, 28),
        date(2026, 5, 9),
        date(2026, 9, 20),
        date(2026, 10, 10),
    )
}
LAST_ANNOUNCED = max(_OFF)


def announced(year: int) -> tuple[dict[date, str], set[date]] | None:
    """The days off with their names and the weekend days worked of a year; None where it is not kept here."""
    if year not in _OFF:
        return None
    off = {
        first + timedelta(days=offset): name
        for first, last, name in _OFF[year]
        for offset in range((last - first).days + 1)
    }
    return off, set(_WORKED[year])
