"""What every command shares: one transaction, one flush of its news, bounded retries at the door.

A command is a service function decorated with `@command`. The outermost one opens the
transaction and the unit of work; inner commands join both. Events, and whatever else asked for
it (`at_flush`), are written once, just before commit. Deadlocks and serialization failures roll
everything back and run the outermost command again, a bounded number of times.
"""

from __future__ import annotations

import functools
import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, ParamSpec, TypeVar

from django.db import OperationalError, connection, transaction

from erp.core.actor import Actor
from erp.core.errors import Conflict, DomainError

P = ParamSpec("P")
R = TypeVar("R")

MAX_ATTEMPTS = 5
_RETRIED = {"40001", "40P01", "55P03"}  # serialization failure, deadlock, lock not available in time
_PERMISSIONS: dict[str, str] = {}


class UnitOfWork:
    """What one outermost command has read under lock and still has to write."""

    def __init__(self) -> None:
        """Start with nothing locked and nothing to tell."""
        self.events: list[Any] = []
        self.locked: dict[tuple[str, int], Any] = {}
        self._flushers: dict[str, Callable[[], None]] = {}
        self._last: dict[str, Callable[[], None]] = {}
        self.scratch: dict[str, Any] = {}
        self.evidence: list[Callable[[], None]] = []
        self._with_news: dict[str, tuple[str, list[Any]]] = {}
        self.running = 0  # commands inside one another; at zero, whoever comes in is asked for the right

    def remember(self, kind: str, pk: int, row: Any) -> None:
        """Keep a row that this transaction has locked, so that nobody reads it twice."""
        self.locked[(kind, pk)] = row

    def recall(self, kind: str, pk: int) -> Any | None:
        """The row locked earlier in this transaction, if it was."""
        return self.locked.get((kind, pk))

    def at_flush(self, name: str, write: Callable[[], None], *, last: bool = False) -> None:
        """Have `write` run once before commit, after the command and in order of first asking.

        One that is `last` runs when no other has anything left to write, so that it sees all of their news.
        """
        (self._last if last else self._flushers).setdefault(name, write)

    def write_with_news(self, name: str, ctes: str, parameters: list[Any]) -> None:
        """Have the common table expressions of a write go out in the statement that writes the events.

        For writes at the flush of which nothing is read back and which touch no rows of another such
        write; a second one of the same name sends what has been collected before it.
        """
        if name in self._with_news:
            self.send()
        self._with_news[name] = (ctes, parameters)

    def send(self) -> None:
        """Write now what was to go out with the news, because it is read from here on."""
        if self._with_news:
            from erp.core.outbox import write_events

            write_events([], self._collected())

    def _collected(self) -> list[tuple[str, list[Any]]]:
        found = list(self._with_news.values())
        self._with_news.clear()
        return found

    def keep_if_refused(self, write: Callable[[], None]) -> None:
        """Have `write` run in a transaction of its own should this command be refused: evidence stays."""
        self.evidence.append(write)

    def flush(self) -> None:
        """Write what was collected: first the parts' own batches, the events last."""
        while waiting := self._flushers or self._last:  # writing may tell news that ask for more of it
            writes = list(waiting.values())
            waiting.clear()
            for write in writes:
                write()
        if self.events or self._with_news:
            from erp.core.outbox import write_events

            write_events(self.events, self._collected())
            self.events = []


_current: ContextVar[UnitOfWork | None] = ContextVar("unit_of_work", default=None)


def current() -> UnitOfWork:
    """The unit of work of the running command.

    Raises: RuntimeError outside a command: news would be lost.
    """
    unit = _current.get()
    if unit is None:
        raise RuntimeError("Call this inside a @command.")
    return unit


def in_command() -> bool:
    """Whether a command is running in this context."""
    return _current.get() is not None


@contextmanager
def _unit() -> Iterator[UnitOfWork]:
    unit = UnitOfWork()
    token = _current.set(unit)
    try:
        yield unit
    finally:
        _current.reset(token)


class _Once:
    """A request that may be done once: claimed in the transaction of the first command it comes to."""

    def __init__(self, claim: Callable[[], None]) -> None:
        """Not claimed yet."""
        self.claim = claim
        self.is_done = False


_once: ContextVar[_Once | None] = ContextVar("done_once", default=None)


@contextmanager
def done_once(claim: Callable[[], None]) -> Iterator[None]:
    """Have the first command in here begin with `claim`, which refuses what was done before.

    Claim and change are one transaction: a refused command may be sent again, a done one never.
    """
    token = _once.set(_Once(claim))
    try:
        yield
    finally:
        _once.reset(token)


def at_door(work: Callable[[], R]) -> R:
    """Run `work` as one transaction with its unit of work, retried when the database asks for it.

    Raises: Conflict (`busy`) when the retries are used up; whatever `work` raises.
    """
    if _current.get() is not None:
        return work()
    once = _once.get()
    if once is None or once.is_done:
        return _through_door(work)

    def claimed() -> R:
        once.claim()
        return work()

    result = _through_door(claimed)
    once.is_done = True
    return result


def _through_door(work: Callable[[], R]) -> R:
    retry = not connection.in_atomic_block
    for attempt in range(MAX_ATTEMPTS):
        evidence: list[Callable[[], None]] = []
        try:
            with transaction.atomic(savepoint=connection.in_atomic_block), _unit() as unit:
                evidence = unit.evidence
                result = work()
                unit.flush()
                return result
        except DomainError:
            for write in evidence:
                with transaction.atomic():
                    write()
            raise
        except OperationalError as error:
            if getattr(error.__cause__, "pgcode", None) not in _RETRIED or not retry:
                raise
            if attempt == MAX_ATTEMPTS - 1:
                raise Conflict("busy") from error
            time.sleep(random.uniform(0.01, 0.05) * (attempt + 1))  # noqa: S311 -- jitter, not a secret
    raise AssertionError("unreachable")


def _outermost(work: Callable[[], R]) -> R:
    unit = current()
    unit.running += 1
    try:
        return work()
    finally:
        unit.running -= 1


def command(permission: str | None = None, title: str = "") -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Make a service function a command: transaction, unit of work, retries and the right to do it.

    The right is asked for at the door only: a command that calls another vouches for it. (A unit of
    work that a door opened by `at_door`, to keep its answer with the change, vouches for nothing.)
    """
    if permission:
        _PERMISSIONS.setdefault(permission, title or permission)

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        @functools.wraps(function)
        def wrapper(*args: P.args, **kwargs: P.kwargs) -> R:
            unit = _current.get()
            if unit is not None and unit.running:
                return function(*args, **kwargs)
            if permission:
                actor = kwargs.get("actor")
                if not isinstance(actor, Actor):
                    raise TypeError(f"{function.__name__} needs actor=")
                actor.require(permission)
            return at_door(lambda: _outermost(lambda: function(*args, **kwargs)))

        wrapper.permission = permission  # type: ignore[attr-defined]  # an attribute added to somebody else's object
        return wrapper

    return decorate


def declared_permissions() -> dict[str, str]:
    """Every right that some command asks for, with its title, for the role editor."""
    return dict(sorted(_PERMISSIONS.items()))


def declare_permission(code: str, title: str) -> str:
    """Declare a right that a selector or a page asks for, so that roles can be given it."""
    _PERMISSIONS.setdefault(code, title)
    return code


@contextmanager
def attempt() -> Iterator[None]:
    """A part of a command that may be refused without the rest: what it did and told is undone.

    The refusal is raised on; who catches it goes on with the transaction as it was before.
    """
    unit = current()
    events, locked = list(unit.events), dict(unit.locked)
    flushers, last = dict(unit._flushers), dict(unit._last)
    with_news = dict(unit._with_news)
    scratch = {name: _copied(value) for name, value in unit.scratch.items()}
    try:
        with transaction.atomic():
            yield
    except Exception:
        unit.events[:], unit.locked = events, locked
        unit._flushers, unit._last, unit.scratch = flushers, last, scratch
        unit._with_news = with_news
        raise


def _copied(value: Any) -> Any:
    return value.copy() if hasattr(value, "copy") else value
