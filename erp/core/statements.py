"""Statements that the server parses and plans once per connection instead of on every call.

psycopg2 sends each statement as text, so PostgreSQL parses, analyzes and plans the same few hot
statements again and again; for short ones that takes longer than running them. `fetch` and `run` keep a
server-side prepared statement per text and connection and from then on sends its name with the
values. Only for statements whose parameters have one possible type at their place (columns,
casts, `= ANY(…)`): the server infers the types from there.

Not prepared are: a text seen for the first time in its process, huge ones, and any while queries
are logged, so that logs and counts show the statement itself. `ERP_PREPARE_STATEMENTS=0` turns it
off, for poolers that hand a session from one transaction to the next.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections
from psycopg2 import Error as DriverError

R = TypeVar("R")

_PLACE = re.compile(r"%(?:\((?P<name>\w+)\))?s(?P<cast>::[a-z_]+(?:\[\])?)?|%%")
Parameters = Sequence[Any] | Mapping[str, Any]
_names = itertools.count()
_MOST_STATEMENTS = 400
_MOST_PARAMETERS = 400
_seen: set[str] = set()  # by any connection of the process


class _Session:
    """What one connection to the server knows: the EXECUTE of each statement prepared there."""

    def __init__(self, driver: Any, cursor: Any) -> None:
        self.driver = driver
        self.cursor = cursor
        self.prepared: dict[str, str] = {}

    def prepare(self, statement: str, parameters: Parameters) -> str | None:
        """The EXECUTE for a statement used before; None when it is to be sent as it is."""
        known = self.prepared.get(statement)
        if known is not None:
            return known
        if len(parameters) > _MOST_PARAMETERS or len(self.prepared) >= _MOST_STATEMENTS:
            return None
        if statement not in _seen:
            if len(_seen) < 4 * _MOST_STATEMENTS:
                _seen.add(statement)
            return None
        name = f"kept_{next(_names)}"
        text, call = _numbered(statement)
        self.cursor.execute(f"PREPARE {name} AS {text}")
        execute = f"EXECUTE {name}({call})" if call else f"EXECUTE {name}"
        self.prepared[statement] = execute
        return execute


def _numbered(statement: str) -> tuple[str, str]:
    """A statement with `$1`-style parameters, and the arguments of its EXECUTE with their casts."""
    arguments: list[str] = []
    named: dict[str, int] = {}

    def place(found: re.Match[str]) -> str:
        if found[0] == "%%":
            return "%"
        name = found["name"]
        number = named.get(name) if name else None
        if number is None:
            arguments.append(found[0])
            number = len(arguments)
            if name:
                named[name] = number
        return f"${number}{found['cast'] or ''}"

    return _PLACE.sub(place, statement), ", ".join(arguments)


def _session(wrapper: Any) -> _Session:
    known: _Session | None = getattr(wrapper, "_kept_session", None)
    if known is None or known.driver is not wrapper.connection:
        known = _Session(wrapper.connection, wrapper.create_cursor())
        wrapper._kept_session = known  # lives and dies with the connection
    return known


def fetch(statement: str, parameters: Parameters) -> list[tuple[Any, ...]]:
    """Run a hot statement and give its rows."""
    return _run(statement, parameters, _rows)


def run(statement: str, parameters: Parameters) -> int:
    """Run a hot statement that gives no rows; gives how many it changed."""
    return _run(statement, parameters, _count)


def _rows(cursor: Any) -> list[tuple[Any, ...]]:
    found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


def _count(cursor: Any) -> int:
    return int(cursor.rowcount)


def _run(statement: str, parameters: Parameters, answer: Callable[[Any], R]) -> R:
    """Run on the session's own cursor; through Django's where somebody watches the statements."""
    wrapper: Any = connections[DEFAULT_DB_ALIAS]
    if not settings.PREPARE_STATEMENTS or wrapper.queries_logged or wrapper.execute_wrappers:
        with wrapper.cursor() as watched:
            watched.execute(statement, parameters)
            return answer(watched)
    if not wrapper.health_check_done:
        wrapper.close_if_health_check_failed()
    if wrapper.connection is None:
        wrapper.ensure_connection()
    wrapper.validate_no_broken_transaction()
    try:
        session = _session(wrapper)
        session.cursor.execute(session.prepare(statement, parameters) or statement, parameters)
        return answer(session.cursor)
    except DriverError:
        with wrapper.wrap_database_errors:  # raised again as the error that Django makes of it
            raise
