"""What nearly every request reads and hardly anybody changes: kept in the process for some seconds.

Or, where it is dear to read but cheap to see whether it has changed, as long as its version is the same.
"""

from __future__ import annotations

import functools
import time
import weakref
from collections.abc import Callable, Hashable
from typing import Any, Generic, TypeVar

V = TypeVar("V")

clock = time.monotonic  # tests stop it
_all: weakref.WeakSet[Kept[Any] | KeptWhile[Any]] = weakref.WeakSet()


def forget_all() -> None:
    """Read everything anew next time: the database behind it is another one."""
    for kept in list(_all):
        kept.forget()


class Kept(Generic[V]):
    """A selector whose answers are read anew after some seconds, or at once when told that they changed.

    Whoever changes what it reads calls `forget`; the other processes follow within the seconds.
    """

    def __init__(self, read: Callable[..., V], seconds: float) -> None:
        """Nothing is read yet."""
        self._read = read
        self._seconds = seconds
        self._known: dict[tuple[Any, ...], tuple[float, V]] = {}
        functools.update_wrapper(self, read)
        _all.add(self)

    def __call__(self, *key: Any) -> V:
        """The answer for these arguments, of which there are few in all."""
        now = clock()
        known = self._known.get(key)
        if known is None or now - known[0] > self._seconds:
            known = self._known[key] = (now, self._read(*key))
        return known[1]

    def forget(self) -> None:
        """Read anew next time."""
        self._known.clear()


def kept_for(*, seconds: float) -> Callable[[Callable[..., V]], Kept[V]]:
    """Make a selector keep its answers for so many seconds."""
    return lambda read: Kept(read, seconds)


class KeptWhile(Generic[V]):
    """A selector of one answer that is read anew as soon as what it is made from has another version."""

    def __init__(self, read: Callable[[], V], version: Callable[[], Hashable]) -> None:
        """Nothing is read yet."""
        self._read = read
        self._version = version
        self._known: tuple[Hashable, V] | None = None
        functools.update_wrapper(self, read)
        _all.add(self)

    def __call__(self) -> V:
        """The answer, with the version that was seen before it was read: what comes later counts as new."""
        version, known = self._version(), self._known
        if known is None or known[0] != version:
            known = self._known = (version, self._read())
        return known[1]

    def forget(self) -> None:
        """Read anew next time."""
        self._known = None


def kept_while(*, version: Callable[[], Hashable]) -> Callable[[Callable[[], V]], KeptWhile[V]]:
    """Make a selector keep its answer while a cheap look at what it is made from gives the same version."""
    return lambda read: KeptWhile(read, version)
