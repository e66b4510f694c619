"""Addresses found by their first segment: `/api/v1/orders/…` looks at the patterns of orders only."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any

from django.urls import URLPattern, URLResolver
from django.urls.resolvers import RegexPattern, RoutePattern

_FIRST = re.compile(r"\^?([a-z0-9-]+)(?:/|\\\.|\$|$)")


class SegmentResolver(URLResolver):
    """A prefix whose patterns are sorted by the segment after it, so that none is tried in vain.

    What answers is the same as with Django's own resolver; patterns that begin with no fixed
    segment are tried for every one, in their place.
    """

    def resolve(self, path: Any) -> Any:
        """The view of an address below the prefix.

        Raises: Resolver404.
        """
        found = self.pattern.match(str(path))
        below = self._by_segment.get(found[0].partition("/")[0]) if found else None
        return super().resolve(path) if below is None else below.resolve(path)

    @cached_property
    def _by_segment(self) -> dict[str, URLResolver]:
        pairs = [(one, _first_segment(one)) for one in _flat(self.url_patterns)]
        return {
            segment: URLResolver(self.pattern, [one for one, first in pairs if first in {segment, None}])
            for _one, segment in pairs
            if segment is not None
        }


def by_segment(route: str, patterns: Sequence[URLPattern | URLResolver]) -> SegmentResolver:
    """The patterns below a prefix, found by their first segment."""
    return SegmentResolver(RoutePattern(route, is_endpoint=False), [*patterns])


def _flat(patterns: Sequence[Any]) -> Iterator[Any]:
    """The patterns, with those of includes that add nothing in their place."""
    for one in patterns:
        adds_nothing = isinstance(one, URLResolver) and not (
            str(one.pattern) or one.namespace or one.app_name or one.default_kwargs
        )
        if adds_nothing:
            yield from _flat(one.url_patterns)
        else:
            yield one


def _first_segment(one: Any) -> str | None:
    """The fixed first segment of a pattern; None when it has none."""
    if not isinstance(one.pattern, RegexPattern | RoutePattern):
        return None
    found = _FIRST.match(str(one.pattern))
    return found[1] if found else None
