"""Which rights an address asks for, told by the commands that its handler calls.

A body is judged only for those who may send it: who lacks the right is told so, whatever the body says.
Which right that is stands with the command already, and nowhere a second time.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from types import CodeType, FunctionType
from typing import Any

from erp.core.actor import Actor

DEEP = 3  # a handler, its helper, and a helper of that


_known: dict[tuple[type, str], tuple[str, ...]] = {}


def rights_of(view: type, name: str) -> tuple[str, ...]:
    """The rights of the commands that a view's method and its helpers call; none where one needs no right."""
    found = _known.get((view, name))
    if found is None:
        rights = dict.fromkeys(_rights(view, getattr(view, name), DEEP))
        found = _known[(view, name)] = () if None in rights else tuple(filter(None, rights))
    return found


def _rights(view: type, handler: Callable[..., Any], deep: int) -> Iterator[str | None]:
    function: Any = inspect.unwrap(handler)
    for name in _names(function.__code__):
        for one in _functions(function.__globals__.get(name, vars(view).get(name))):
            if hasattr(one, "permission"):
                yield one.permission
            elif deep > 1 and _room(one) == _room(view):
                yield from _rights(view, one, deep - 1)


def _room(one: Any) -> str:
    """The package that a function or view stands in."""
    return str(one.__module__).rpartition(".")[0]


def _functions(value: Any) -> list[FunctionType]:
    """A function, or those of a table from which one is chosen."""
    found = value.values() if isinstance(value, dict) else [value]
    return [one for one in found if isinstance(one, FunctionType)]


def _names(code: CodeType) -> Iterator[str]:
    yield from code.co_names
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            yield from _names(inner)


def require_one(actor: Actor, rights: tuple[str, ...]) -> None:
    """Refuse who has none of some rights: none of the commands behind them would be run.

    Raises: NotPermitted.
    """
    if rights and not any(actor.has(right) for right in rights):
        actor.require(rights[0])
