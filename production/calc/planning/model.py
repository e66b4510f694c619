"""What a plan reckons with, as arrays: one node per item and warehouse, days counted from today.

Units: quantities are whole millionths of the base unit (`SCALE`), so that sums are exact; days are whole
numbers, today is 0, the past is negative.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

SCALE = 1_000_000
MOST = 9_000_000_000_000_000  # sums stay exact in double precision
LOT_FOR_LOT, FIXED, PERIOD, ECONOMIC, WAGNER_WHITIN = range(5)
METHODS = ("lot_for_lot", "fixed", "period", "economic", "wagner_whitin")


def micro(quantity: Any) -> int:
    """A quantity in millionths of its unit."""
    return round(quantity * SCALE)


def ints(values: Any) -> Ints:
    """Whole numbers as an array."""
    return np.asarray(values, dtype=np.int64)


class PlanningError(ValueError):
    """A model that cannot be planned: `code` says why, `facts` name what it is about."""

    def __init__(self, code: str, **facts: Any) -> None:
        """Remember why."""
        super().__init__(code)
        self.code, self.facts = code, facts


@dataclass
class Nodes:
    """What is planned: one row per item and warehouse.

    `lead` is in calendar days; `is_planned` says whether new orders may be proposed; `fence` is the number
    of days in which the plan proposes nothing to arrive. Lot sizes: `lot` belongs to the fixed and economic
    methods, `period` counts days, 0 means none. `setup` is the cost of an order, `holding` that of keeping
    one unit for one day.
    """

    lead: Ints
    on_hand: Ints
    safety: Ints
    is_planned: Flags
    method: Ints
    lot: Ints
    period: Ints
    minimum: Ints
    multiple: Ints
    maximum: Ints
    setup: Floats
    holding: Floats
    fence: Ints
    calendar: Ints

    @classmethod
    def of(cls, count: int, **given: Any) -> Nodes:
        """Nodes with what is given; else planned lot for lot, without lead time, stock or limits."""
        made: dict[str, Any] = {}
        for one in fields(cls):
            kind = {"is_planned": np.bool_, "setup": np.float64, "holding": np.float64}.get(
                one.name, np.int64
            )
            value = given.get(one.name, one.name == "is_planned")
            made[one.name] = np.ascontiguousarray(np.broadcast_to(np.asarray(value, dtype=kind), (count,)))
        return cls(**made)

    def __len__(self) -> int:
        """How many nodes."""
        return len(self.lead)


@dataclass
class Structure:
    """What a node is made of: `per` units of `child` for one of `parent`, scrap included.

    Where it `is_fixed`, `per` units for an order of whatever quantity.
    """

    parent: Ints
    child: Ints
    per: Floats
    is_fixed: Flags

    @classmethod
    def of(cls, rows: Any) -> Structure:
        """The structure of (parent, child, per[, is_fixed]) rows."""
        rows = list(rows)
        return cls(
            ints([row[0] for row in rows]),
            ints([row[1] for row in rows]),
            np.asarray([row[2] for row in rows], dtype=np.float64),
            np.asarray([len(row) > 3 and row[3] for row in rows], dtype=np.bool_),
        )


@dataclass
class Dated:
    """Dated quantities of nodes: demands that nobody explodes, or open supply.

    `wanted` is the day for which an open supply was first planned, where it had to come later; else its own.
    """

    node: Ints
    day: Ints
    quantity: Ints
    wanted: Ints

    @classmethod
    def of(cls, rows: Any = ()) -> Dated:
        """Dated quantities of (node, day, quantity[, wanted]) rows, quantities in millionths."""
        rows = list(rows)
        days = ints([row[1] for row in rows])
        wanted = ints([row[3] if len(row) > 3 else row[1] for row in rows])
        return cls(ints([row[0] for row in rows]), days, ints([row[2] for row in rows]), wanted)

    def __len__(self) -> int:
        """How many."""
        return len(self.node)


@dataclass
class OpenDays:
    """Which days are open: per calendar the open day at or before each day, and the one at or after it.

    Shape: (calendars, days) from day `first` on; days outside are open.
    """

    first: int
    before: Ints
    after: Ints

    @classmethod
    def of(cls, first: int, is_open: Flags) -> OpenDays:
        """From flags per calendar and day; a day with no open day near stays as it is."""
        days = np.broadcast_to(np.arange(first, first + is_open.shape[1]), is_open.shape)
        before = np.maximum.accumulate(np.where(is_open, days, first - 1), axis=1)
        later = np.where(is_open, days, first + is_open.shape[1])
        after = np.minimum.accumulate(later[:, ::-1], axis=1)[:, ::-1]
        return cls(first, before, after)

    def _at(self, table: Ints, calendar: Ints, day: Ints) -> Ints:
        place = day - self.first
        known = (place >= 0) & (place < table.shape[1])
        if not known.any():
            return day
        found = table[calendar, np.clip(place, 0, table.shape[1] - 1)]
        return np.where(known, found, day)

    def earlier(self, calendar: Ints, day: Ints) -> Ints:
        """The day when it is open, else the last open one before."""
        return day if self.before.size == 0 else self._at(self.before, calendar, day)

    def later(self, calendar: Ints, day: Ints) -> Ints:
        """The day when it is open, else the next open one."""
        return day if self.after.size == 0 else self._at(self.after, calendar, day)


def always_open() -> OpenDays:
    """No closed days."""
    none = np.zeros((0, 0), dtype=np.int64)
    return OpenDays(0, none, none)


@dataclass
class Model:
    """Everything a plan reckons with."""

    nodes: Nodes
    structure: Structure
    demands: Dated
    receipts: Dated
    open_days: OpenDays = field(default_factory=always_open)
    is_forecast: Flags = field(default_factory=lambda: np.zeros(0, dtype=np.bool_))

    def __post_init__(self) -> None:
        """Demands are orders unless `is_forecast` says that nobody has ordered them yet."""
        if len(self.is_forecast) != len(self.demands):
            self.is_forecast = np.zeros(len(self.demands), dtype=np.bool_)

    def check(self) -> None:
        """Refuse what has no sense.

        Raises: PlanningError (`negative_lead_time`, `zero_lot_size`, `negative_quantity`, `too_large`).
        """
        nodes = self.nodes
        needs_lot = nodes.is_planned & np.isin(nodes.method, (FIXED,)) & (nodes.lot <= 0)
        needs_lot |= nodes.is_planned & (nodes.method == PERIOD) & (nodes.period <= 0)
        below = nodes.minimum < 0
        for limit in (nodes.multiple, nodes.maximum, nodes.lot):
            below = below | (limit < 0)
        for code, bad in (
            ("negative_lead_time", nodes.lead < 0),
            ("zero_lot_size", needs_lot),
            ("negative_quantity", below),
        ):
            if bad.any():
                raise PlanningError(code, node=int(np.nonzero(bad)[0][0]))
        if (self.structure.per <= 0).any():
            raise PlanningError("negative_quantity")
        for rows in (self.demands, self.receipts):
            if len(rows) and (rows.quantity < 0).any():
                raise PlanningError("negative_quantity")
            if float(rows.quantity.astype(np.float64).sum()) > MOST:
                raise PlanningError("too_large")
