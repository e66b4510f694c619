"""Facts of orders that are over, as they are kept: when they may be, and in which shape.

Kept facts hold for every as-of day from `settles_on` on, until the order has news again.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from sla.calc.metrics import VERSION, OrderFacts

_DEFAULTS = OrderFacts._field_defaults
_DAYS = tuple(name for name in OrderFacts._fields if name.endswith("_on"))
_MOMENTS = tuple(name for name in OrderFacts._fields if name.endswith("_at"))


def basis_of(zone: str) -> str:
    """What facts are reckoned by: the definitions' version and the company's zone."""
    return f"{VERSION} {zone}"


def settles_on(facts: OrderFacts, last_news_on: date) -> date | None:
    """The first as-of day from which nothing but news changes these facts; None while time alone may.

    An order is over when all of it arrived or it was cancelled, and its promised day has passed. Its
    clocks have ended: what was submitted was confirmed, what was confirmed was reserved.
    """
    if facts.promised_on is None or facts.submitted_on is None:
        return None
    is_all_there = bool(facts.due_lines) and facts.came_lines == facts.due_lines
    is_clocked = facts.confirmed_at is not None and facts.allocated_at is not None
    if not (is_all_there and is_clocked) and facts.cancelled_on is None:
        return None
    days = [getattr(facts, name) for name in _DAYS]
    return max(facts.promised_on + timedelta(days=1), last_news_on, *(day for day in days if day))


def to_json(facts: OrderFacts) -> dict[str, Any]:
    """Facts by name, those that say nothing left out."""
    kept: dict[str, Any] = {}
    for name, value in zip(OrderFacts._fields, facts, strict=True):
        if name in _DEFAULTS and value == _DEFAULTS[name]:
            continue
        kept[name] = value.isoformat() if isinstance(value, date) else value
    if "cost" in kept:
        kept["cost"] = str(facts.cost)
    if "returns" in kept:
        kept["returns"] = sorted(facts.returns)
    return kept


def from_json(kept: Mapping[str, Any]) -> OrderFacts:
    """Facts as they were kept."""
    found = dict(kept)
    for name in _DAYS:
        if name in found:
            found[name] = date.fromisoformat(found[name])
    for name in _MOMENTS:
        if name in found:
            found[name] = datetime.fromisoformat(found[name])
    if "cost" in found:
        found["cost"] = Decimal(found["cost"])
    if "returns" in found:
        found["returns"] = frozenset(found["returns"])
    return OrderFacts(**found)
