"""What planning has to expect beyond orders: the forecast by item and week, less what orders have used up."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import numpy as np
from django.db import connection

from inventory.models import Item
from production.calc.forecast.buckets import bucket_of, last_day
from production.calc.planning.consumption import Consumed, consume, into_weeks, whole_pieces
from production.calc.planning.model import SCALE, Ints, ints, micro
from production.models import PlanningRule, PlanningSetting
from production.selectors.forecasts import ExpectedDemand, expected_demand
from production.selectors.kits import kit_contents

WEEK = timedelta(days=7)
_MONTH = timedelta(days=31)
_ORDERS = """
SELECT d.item_id, d.due_on - %(today)s::date, (sum(d.quantity - d.cancelled) * 1000000)::bigint
FROM inventory_demand d
WHERE d.source_kind = 'order_line' AND d.kit_id IS NULL AND d.quantity > d.cancelled
  AND d.due_on >= %(since)s AND d.due_on <= %(until)s AND d.item_id = ANY(%(items)s)
GROUP BY 1, 2
"""


@dataclass(frozen=True)
class Windows:
    """In days: inside `fence` only orders count; how far `back` and `ahead` an order uses up forecast."""

    fence: int
    back: int
    ahead: int


@dataclass
class Expected:
    """By item and week: the forecast, what orders took of it, what is left; whole millionths.

    Shape: (items, weeks); `weeks` are Mondays, the first is that of this week.
    """

    weeks: list[date]
    rows: dict[int, int] = field(default_factory=dict)
    said: Ints = field(default_factory=lambda: np.zeros((0, 0), dtype=np.int64))
    taken: Ints = field(default_factory=lambda: np.zeros((0, 0), dtype=np.int64))
    left: Ints = field(default_factory=lambda: np.zeros((0, 0), dtype=np.int64))


def planning_setting() -> PlanningSetting:
    """How the company plans, or how it begins to."""
    return PlanningSetting.objects.filter(pk=1).first() or PlanningSetting(pk=1)


def windows_of(setting: PlanningSetting, rule: PlanningRule | None) -> Windows:
    """An item's fence and windows: its rule's where that says something, else the company's."""

    def one(name: str) -> int:
        own = getattr(rule, name) if rule else None
        return int(getattr(setting, name) if own is None else own)

    return Windows(one("demand_fence_days"), one("back_days"), one("ahead_days"))


def expected_needs(
    *,
    today: date,
    until: date,
    rules: Mapping[int, PlanningRule],
    setting: PlanningSetting,
    item_ids: Collection[int] | None = None,
) -> Expected:
    """The forecast of the weeks from this one to that of `until`, beyond what was ordered.

    Every customer's order of the week counts, shipped or not, by the day it was asked for; orders of weeks
    that are over have used up what was expected then. Forecasts of kits are passed on to their contents.
    Five statements, whatever the number of items.
    """
    monday = bucket_of(today, "week")
    count = (until - monday).days // 7 + 1
    found = Expected([monday + n * WEEK for n in range(count)])
    if not setting.uses_forecast:
        return found
    kits = set(Item.objects.filter(kind=Item.Kind.KIT, is_active=True).values_list("pk", flat=True))
    wanted = None if item_ids is None else {*item_ids, *kits}
    said = expected_demand(monday - _MONTH, until, item_ids=wanted)
    said = [one for one in said if one.quantity > 0 and last_day(one.starts_on, one.bucket) >= monday]
    keys = sorted({one.item_id for one in said})
    if not keys:
        return found
    found.rows = {key: row for row, key in enumerate(keys)}
    edges = ints([(day - today).days for day in found.weeks] + [(found.weeks[-1] + WEEK - today).days])
    found.said = whole_pieces(_spread(said, found, today, edges), _counted(keys))
    eaten = _eaten(found, today=today, edges=edges, rules=rules, setting=setting)
    found.taken, found.left = eaten.taken, eaten.left
    _open_kits(found, kits & found.rows.keys(), today)
    return found


def _spread(said: list[ExpectedDemand], found: Expected, today: date, edges: Ints) -> Ints:
    return into_weeks(
        ints([found.rows[one.item_id] for one in said]),
        ints([(one.starts_on - today).days for one in said]),
        ints([(last_day(one.starts_on, one.bucket) - today).days for one in said]),
        ints([micro(one.quantity) for one in said]),
        edges=edges,
        count=len(found.rows),
    )


def _counted(keys: list[int]) -> np.ndarray:
    counted = set(Item.objects.filter(pk__in=keys, unit__dimension="count").values_list("pk", flat=True))
    return np.array([key in counted for key in keys], dtype=np.bool_)


def _eaten(
    found: Expected, *, today: date, edges: Ints, rules: Mapping[int, PlanningRule], setting: PlanningSetting
) -> Consumed:
    windows = [windows_of(setting, rules.get(key)) for key in found.rows]
    back = max((one.back for one in windows), default=0)
    asked: dict[str, Any] = {
        "today": today,
        "since": found.weeks[0],
        "until": found.weeks[-1] + WEEK + timedelta(days=back),
        "items": list(found.rows),
    }
    with connection.cursor() as cursor:
        cursor.execute(_ORDERS, asked)
        rows = [(found.rows[item], day, quantity) for item, day, quantity in cursor.fetchall()]
    orders = (ints([row[0] for row in rows]), ints([row[1] for row in rows]), ints([row[2] for row in rows]))
    return consume(
        found.said,
        orders,
        edges=edges,
        back=ints([one.back for one in windows]),
        ahead=ints([one.ahead for one in windows]),
        fence=ints([one.fence for one in windows]),
    )


def _open_kits(found: Expected, kits: Collection[int], today: date) -> None:
    """Pass the forecast of kits on to what is in their boxes."""
    contents = kit_contents(kits, today) if kits else {}
    parts = sorted({part.item.pk for one in contents.values() for part in one} - found.rows.keys())
    rows = len(found.rows)
    found.rows |= {key: rows + at for at, key in enumerate(parts)}
    shape = (len(parts), len(found.weeks))
    for name in ("said", "taken", "left"):
        table = np.vstack([getattr(found, name), np.zeros(shape, dtype=np.int64)])
        for kit, inside in contents.items():
            for part in inside:
                exact = table[found.rows[kit]] * float(part.quantity / part.per)
                whole = SCALE if part.item.unit.dimension == "count" else 1
                table[found.rows[part.item.pk]] += (np.ceil(exact / whole - 1e-9) * whole).astype(np.int64)
        setattr(found, name, table)
