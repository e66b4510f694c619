"""The invariants of the business, proven on a live database: each is a query that finds what breaks it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection, transaction

SHOWN_ROWS = 20


@dataclass(frozen=True)
class Check:
    """An invariant: what must hold, and a SELECT whose rows are the violations.

    While one that `stops_release` is broken, nothing new is handed to the pickers.
    """

    code: str
    title: str
    statement: str
    stops_release: bool = False


@dataclass(frozen=True)
class Finding:
    """The outcome of a check: the first violating rows, as column → value."""

    check: Check
    rows: list[dict[str, object]]


_checks: dict[str, Check] = {}


def register_check(code: str, title: str, statement: str, *, stops_release: bool = False) -> None:
    """Add an invariant; apps do so when they start."""
    _checks[code] = Check(code, title, statement, stops_release)


def checks() -> list[Check]:
    """All invariants, by code."""
    return [check for _code, check in sorted(_checks.items())]


def run_checks() -> list[Finding]:
    """Run every check in one snapshot, so that commands at work don't look like violations."""
    findings = []
    with transaction.atomic(), connection.cursor() as cursor:
        if not _in_test_transaction():
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        for check in checks():
            cursor.execute(f"SELECT * FROM ({check.statement}) violations LIMIT {SHOWN_ROWS}")  # noqa: S608 -- only texts and names of our own are put together
            names = [column.name for column in cursor.description or ()]
            rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
            findings.append(Finding(check, rows))
    return findings


def _in_test_transaction() -> bool:
    """Inside an outer transaction the isolation level can't be changed any more."""
    return len(connection.savepoint_ids) > 0
