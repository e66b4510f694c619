"""The kinds of change that a scenario lays over the picture: each pure, each a small record."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Protocol

import numpy as np

from production.calc.scenarios.picture import Claim, Picture, added
from production.calc.scheduling.problem import Step
from production.calc.scheduling.ways import with_step, with_working
from production.calc.scheduling.working import Interval, WorkingTime

HOUR = 3600
FORECAST = "forecast"


class Change(Protocol):
    """Something that would be otherwise."""

    def over(self, picture: Picture) -> Picture:
        """The picture with this change; the one given stays as it is."""


@dataclass(frozen=True)
class MoreOrder:
    """A customer's order that is not there yet. Units: `quantity` in millionths, `price` per base unit."""

    node: int
    day: int
    quantity: int
    label: str
    customer: str = ""
    price: float = 0.0

    def over(self, picture: Picture) -> Picture:
        """One more demand."""
        claim = Claim("order", self.label, self.customer, self.price)
        return picture.with_demand(self.node, self.day, self.quantity, claim)


@dataclass(frozen=True)
class MoreHours:
    """A work center works longer: its whole working time as it would be, and what of it is extra."""

    center: int
    working: WorkingTime
    extra: tuple[Interval, ...]

    def over(self, picture: Picture) -> Picture:
        """Another calendar at the center."""
        extra = {**picture.extra, self.center: (*picture.extra.get(self.center, ()), *self.extra)}
        problem = with_working(picture.problem, {self.center: self.working})
        return replace(picture, problem=problem, extra=extra)


@dataclass(frozen=True)
class OperationOutside:
    """An open operation is done by somebody else: it takes so many seconds and no machine of ours."""

    step: int
    nowhere: int
    seconds: int
    cost: float

    def over(self, picture: Picture) -> Picture:
        """The step without a machine; its own hours are saved."""
        for job in picture.problem.jobs:
            for step in job.steps:
                if step.key == self.step and step.fixed is None:
                    return self._moved(picture, step)
        return replace(picture, outside=picture.outside + self.cost)

    def _moved(self, picture: Picture, step: Step) -> Picture:
        new = replace(step, center=self.nowhere, run=max(1, self.seconds), setup=0)
        station = picture.stations.get(step.center)
        saved = 0.0
        if station is not None:
            saved = (step.run * station.run_rate + step.setup * station.setup_rate) / HOUR
        return replace(
            picture,
            problem=with_step(picture.problem, step, new),
            outside=picture.outside + self.cost,
            saved=picture.saved + saved,
        )


@dataclass(frozen=True)
class ItemOutside:
    """Pieces of an item come from somebody else on a day. Units: `quantity` in millionths, `cost` in all."""

    node: int
    day: int
    quantity: int
    cost: float

    def over(self, picture: Picture) -> Picture:
        """One more open supply; at home they would have cost their standard cost."""
        receipts = added(picture.model.receipts, self.node, self.day, self.quantity)
        own = float(picture.cost[self.node]) * self.quantity / 1_000_000
        changed = picture.with_receipts(receipts)
        return replace(changed, outside=picture.outside + self.cost, saved=picture.saved + own)


@dataclass(frozen=True)
class LateSupply:
    """Open supplies (by place among the receipts) come days later, and with them material for operations.

    `materials`: when the last component of an operation is there then, by operation.
    """

    receipts: tuple[int, ...]
    days: int
    materials: Mapping[int, int] = field(default_factory=dict)

    def over(self, picture: Picture) -> Picture:
        """The same receipts on later days; what was planned for an earlier one stays wanted then."""
        rows = picture.model.receipts
        day, wanted = rows.day.copy(), rows.wanted.copy()
        chosen = np.asarray(self.receipts, dtype=np.int64)
        free = chosen[wanted[chosen] >= day[chosen]]
        day[chosen] = np.maximum(day[chosen], 0) + self.days
        wanted[free] = day[free]
        changed = picture.with_receipts(replace(rows, day=day, wanted=wanted))
        if not self.materials:
            return changed
        jobs = tuple(
            replace(job, steps=tuple(self._step(step) for step in job.steps))
            if any(step.key in self.materials for step in job.steps)
            else job
            for job in picture.problem.jobs
        )
        return replace(changed, problem=replace(picture.problem, jobs=jobs))

    def _step(self, step: Step) -> Step:
        at = self.materials.get(step.key, 0)
        return replace(step, material_at=max(step.material_at, at))


@dataclass(frozen=True)
class OtherForecast:
    """More, or less, is expected of an item by days; millionths, below zero for less.

    Less takes from what the model expects beyond orders, first of the same days; never from orders.
    """

    node: int
    by_day: tuple[tuple[int, int], ...]
    until: int
    label: str = ""

    def over(self, picture: Picture) -> Picture:
        """More demand, or less of the forecast's."""
        changed = picture
        for day, quantity in self.by_day:
            if quantity > 0:
                price = float(picture.price[self.node])
                claim = Claim(FORECAST, self.label, "", price)
                changed = changed.with_demand(self.node, day, quantity, claim)
        less = -sum(quantity for _day, quantity in self.by_day if quantity < 0)
        return self._less(changed, less) if less else changed

    def _less(self, picture: Picture, less: int) -> Picture:
        rows = picture.model.demands
        first = min(day for day, quantity in self.by_day if quantity < 0)
        quantities = rows.quantity.copy()
        for at in np.nonzero((rows.node == self.node) & (rows.day >= first) & (rows.day <= self.until))[0]:
            if picture.claims[at].kind != FORECAST:
                continue
            taken = min(int(quantities[at]), less)
            quantities[at] -= taken
            less -= taken
        return picture.with_demands(quantities)


def laid_over(picture: Picture, changes: Iterable[Change]) -> Picture:
    """The picture with all changes, one after the other."""
    for change in changes:
        picture = change.over(picture)
    return picture
