"""Human numbers of documents: ordinary series may skip, gapless ones never do."""

from __future__ import annotations

from django.db import connection

from erp.core.errors import Misconfigured
from erp.core.statements import fetch

_GAPLESS = """
UPDATE core_numberseries SET next_value = next_value + 1
WHERE code = %s AND is_gapless RETURNING prefix, padding, next_value - 1
"""
_ORDINARY = """
SELECT prefix, padding, nextval('core_number_' || code) FROM core_numberseries
WHERE code = %s AND NOT is_gapless
"""


def next_number(code: str, *, gapless: bool = False) -> str:
    """The next number of a series, such as SO-000042.

    Locks: a gapless series' row until the commit, so take it as late as the work allows.
    Raises: Misconfigured when there is no such series.
    """
    rows = fetch(_GAPLESS if gapless else _ORDINARY, [code])
    if not rows:
        raise Misconfigured("number_series_missing", series=code)
    prefix, padding, value = rows[0]
    return f"{prefix}{value:0{padding}d}"


def next_numbers(code: str, count: int) -> list[str]:
    """The next numbers of an ordinary series, for bulk work, in one query."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT prefix, padding, nextval('core_number_' || code) FROM core_numberseries, "
            "generate_series(1, %s) WHERE code = %s AND NOT is_gapless",
            [count, code],
        )
        return [f"{prefix}{value:0{padding}d}" for prefix, padding, value in cursor.fetchall()]


def next_gapless_numbers(code: str, count: int) -> list[str]:
    """The next numbers of a gapless series, for bulk work, in one query.

    Locks: the series' row until the commit.
    Raises: Misconfigured when there is no such series.
    """
    if not count:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE core_numberseries SET next_value = next_value + %s "
            "WHERE code = %s AND is_gapless RETURNING prefix, padding, next_value - %s",
            [count, code, count],
        )
        row = cursor.fetchone()
    if row is None:
        raise Misconfigured("number_series_missing", series=code)
    prefix, padding, first = row
    return [f"{prefix}{first + place:0{padding}d}" for place in range(count)]
