"""From the names of an API body to the columns of a service's values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def columns(body: Mapping[str, Any], refs: Mapping[str, str] | None = None, *leave: str) -> Any:
    """The body with references as keys: `refs` maps {"unit": "unit_id"}; names in `leave` are left out.

    Its shape was checked by the body's class; it is what the service takes.
    """
    found: dict[str, Any] = {}
    for name, value in body.items():
        if name in leave:
            continue
        if refs and name in refs:
            found[refs[name]] = None if value is None else value.pk
        else:
            found[name] = value
    return found
