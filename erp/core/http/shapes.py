"""Serializers kept ready: their fields are built once, not copied anew for every request.

Making a serializer's fields costs more than using them. Each class has a few instances that are
lent to one use at a time; what belongs to the use (context, data, errors) is put in before and
taken out after. So a serializer must not change its own fields while it works.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from rest_framework import serializers

_MOST_KEPT = 8
_OF_ONE_USE = ("initial_data", "_validated_data", "_errors", "_data")
_kept: dict[Any, deque[Any]] = {}


@contextmanager
def _lent(kind: Any, context: dict[str, Any]) -> Iterator[Any]:
    """An instance for one use; nobody else has it meanwhile, not in this thread either."""
    kept = _kept.setdefault(kind, deque(maxlen=_MOST_KEPT))
    try:
        one = kept.pop()
    except IndexError:
        one = kind()
    one._context = context
    try:
        yield one
    finally:
        one._context = {}
        one.partial = False
        for name in _OF_ONE_USE:
            one.__dict__.pop(name, None)
        kept.append(one)


def render(
    kind: type[serializers.BaseSerializer[Any]], rows: Iterable[Any], context: dict[str, Any]
) -> list[Any]:
    """The rows as a serializer shows them."""
    with _lent(kind, context) as one:
        return [one.to_representation(row) for row in rows]


def parse(
    kind: type[serializers.BaseSerializer[Any]], data: Any, context: dict[str, Any], *, partial: bool = False
) -> dict[str, Any]:
    """The values of a body or of query parameters, checked.

    Raises: ValidationError.
    """
    with _lent(kind, context) as one:
        one.initial_data = data
        one.partial = partial
        one.is_valid(raise_exception=True)
        return dict(one.validated_data)
