"""The company as a scenario sees it: the plan's model and the shop's problem, with what they are worth.

A picture is read once and never changed: laying a change over it gives a new picture that shares everything
the change does not touch.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np

from production.calc.planning.model import SCALE, Dated, Floats, Ints, Model, ints
from production.calc.scheduling.problem import Problem
from production.calc.scheduling.working import Interval

DAY = 86400
Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Claim:
    """Whose a demand is: a customer's `order`, what is `forecast`, or a `part` of something made.

    Units: `price` per base unit in base currency.
    """

    kind: str
    document: str = ""
    customer: str = ""
    price: float = 0.0


@dataclass(frozen=True, slots=True)
class RecipeStep:
    """A step of the routing in force, in seconds of one machine; one outside takes a fixed time.

    `lot_each` are the pieces handed on together, 0 for all.
    """

    center: int
    setup: int
    run_each: float
    group: str = ""
    after: int = 0
    outside: int = 0
    queue: int = 0
    lot_each: float = 0.0


@dataclass(frozen=True, slots=True)
class Station:
    """A work center's name and what an hour of one of its machines costs."""

    code: str
    run_rate: float = 0.0
    setup_rate: float = 0.0


@dataclass(frozen=True, slots=True)
class Terms:
    """What extra hours and lateness cost: shares of the hour's cost and, per day, of the goods' value."""

    overtime: float = 0.5
    lateness: float = 0.01


@dataclass(frozen=True)
class Picture:
    """Everything a scenario is reckoned from.

    `day_zero` is where today begins as the problem counts seconds; `job_of` names the work order behind a
    receipt; `extra` are hours that a change gave to a work center; `outside` what work given away costs,
    `saved` what it would have cost at home, both in base currency.
    """

    today: date
    day_zero: int
    model: Model
    problem: Problem
    node_of: Mapping[Place, int]
    items: tuple[int, ...]
    skus: tuple[str, ...]
    is_made: tuple[bool, ...]
    claims: tuple[Claim, ...]
    job_of: Mapping[int, int]
    recipes: Mapping[int, tuple[RecipeStep, ...]]
    stations: Mapping[int, Station]
    cost: Floats
    price: Floats
    terms: Terms = Terms()
    extra: Mapping[int, tuple[Interval, ...]] = field(default_factory=dict)
    outside: float = 0.0
    saved: float = 0.0

    def day_of(self, seconds: int) -> int:
        """The day in which an instant lies, counted from today; midnight belongs to the day that ends."""
        return (seconds - 1) // DAY - self.day_zero // DAY

    def second_of(self, day: int) -> int:
        """When a day begins, as the problem counts it."""
        return self.day_zero + day * DAY

    def with_demand(self, node: int, day: int, quantity: int, claim: Claim) -> Picture:
        """The picture with one more demand."""
        demands = added(self.model.demands, node, day, quantity)
        flags = np.append(self.model.is_forecast, claim.kind == "forecast")
        return replace(
            self, model=replace(self.model, demands=demands, is_forecast=flags), claims=(*self.claims, claim)
        )

    def with_receipts(self, receipts: Dated) -> Picture:
        """The picture with other open supply; what is new stands last."""
        return replace(self, model=replace(self.model, receipts=receipts))

    def with_demands(self, quantities: Ints) -> Picture:
        """The picture with other quantities of the same demands."""
        demands = replace(self.model.demands, quantity=quantities)
        return replace(self, model=replace(self.model, demands=demands))


def added(rows: Dated, node: int, day: int, quantity: int) -> Dated:
    """Dated quantities with one more at the end."""

    def more(values: Ints, value: int) -> Ints:
        return ints([*values.tolist(), value])

    return Dated(
        more(rows.node, node), more(rows.day, day), more(rows.quantity, quantity), more(rows.wanted, day)
    )


def units(quantity: int) -> float:
    """A quantity of the model in base units."""
    return quantity / SCALE
