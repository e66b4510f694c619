"""Whom a pilot version applies to."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from typing import Any

from erp.core.errors import Invalid, Text

FACTS = {
    "customers": ("customer.code",),
    "categories": ("product.category", "item.category", "lines[].category"),
    "regions": ("customer.region",),
    "units": ("order.team", "customer.team"),
    "tags": ("customer.tags", "order.tags"),
}
MOST = 500


def parse_scope(scope: Any) -> dict[str, Any]:
    """A scope cleaned; {} is everybody.

    Raises: Invalid.
    """
    if not isinstance(scope, Mapping):
        raise Invalid.field("scope", Text("This is not a scope."))
    found: dict[str, Any] = {}
    for name, value in scope.items():
        if name == "percent":
            if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= 100:
                raise Invalid.field("scope.percent", Text("Must be above 0 and at most 100."))
            found[name] = value
        elif name in FACTS:
            is_list = isinstance(value, list) and len(value) <= MOST
            if not is_list or not all(isinstance(one, str) and 0 < len(one) <= 60 for one in value):
                raise Invalid.field(f"scope.{name}", Text("Give a list of codes."))
            if value:
                found[name] = list(dict.fromkeys(value))
        else:
            raise Invalid.field(f"scope.{str(name)[:40]}", Text("There is no such scope."))
    return found


def applies(scope: Mapping[str, Any], facts: Mapping[str, Any], *, salt: str) -> bool:
    """Whether a document with these facts is inside the scope; all named parts must agree.

    `percent` takes a steady share: the same document is always in or always out. Source: the CRC-32 of
    `salt` (what the pilot is about, and the document's number) modulo 10,000.
    """
    for name, keys in FACTS.items():
        wanted = scope.get(name)
        if wanted and not set(wanted) & _known(facts, keys):
            return False
    percent = scope.get("percent")
    return percent is None or zlib.crc32(salt.encode()) % 10_000 < percent * 100


def _known(facts: Mapping[str, Any], keys: Sequence[str]) -> set[str]:
    found: set[str] = set()
    for key in keys:
        head, bracket, tail = key.partition("[].")
        value = facts.get(head)
        if bracket and isinstance(value, list):
            value = [row.get(tail) for row in value if isinstance(row, Mapping)]
        if isinstance(value, str):
            found.add(value)
        elif isinstance(value, list | tuple):
            found.update(one for one in value if isinstance(one, str))
    return found
