"""What nearly every request reads and hardly anybody changes: kept in the process for some seconds."""

from __future__ import annotations

import functools
import time
from collections.abc import Callable
from typing import Any, Generic, TypeVar

V = TypeVar("V")

clock = time.monotonic  # tests stop it


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
