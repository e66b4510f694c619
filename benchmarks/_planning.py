"""Models for planning, made from a seed: tops, levels of parts that several parents share, demands by date.

The same seed gives the same model. Each level below the tops holds an equal share of the parts; every part
of a level is used by `users` nodes of the levels above it (mostly the next one), in quantities of 1 to 4;
lead times are 1 to `most_weeks` weeks; a tenth of the parts are in stock for some weeks. Demands fall on
weekly dates, the first after every lead time has passed unless `first` says otherwise.
"""

from __future__ import annotations

import random
from dataclasses import dataclass

SCALE = 1_000_000


@dataclass(frozen=True)
class Shape:
    """How large a model is."""

    tops: int
    parts: int
    levels: int
    demands: int
    dates: int
    users: int = 2
    most_weeks: int = 2
    first: int | None = None
    seed: int = 7


SMALL = Shape(tops=200, parts=2_000, levels=3, demands=5_000, dates=5)
MIDDLE = Shape(tops=200, parts=2_000, levels=3, demands=5_000, dates=30)
LARGE = Shape(tops=500, parts=4_500, levels=6, demands=10_000, dates=60)
HUGE = Shape(tops=2_000, parts=48_000, levels=8, demands=20_000, dates=60)


@dataclass
class Sample:
    """A model in plain numbers: lead days, stock, (parent, child, per) and (node, day, quantity)."""

    lead: list[int]
    stock: list[int]
    structure: list[tuple[int, int, int]]
    demands: list[tuple[int, int, int]]


def sample(shape: Shape) -> Sample:
    """Make a model."""
    chance = random.Random(shape.seed)
    levels = [list(range(shape.tops))]
    each, start = shape.parts // (shape.levels - 1), shape.tops
    for _level in range(1, shape.levels):
        levels.append(list(range(start, start + each)))
        start += each
    lead = [7 * chance.randint(1, shape.most_weeks) for _node in range(start)]
    stock = [chance.choice((20, 50, 100)) if chance.random() < 0.1 else 0 for _node in range(start)]
    structure = []
    for depth in range(1, shape.levels):
        for child in levels[depth]:
            above = levels[depth - 1]
            users = {chance.choice(above) for _user in range(shape.users)}
            if depth > 1 and chance.random() < 0.1:
                users.add(chance.choice(levels[depth - 2]))
            structure += [(parent, child, chance.randint(1, 4)) for parent in sorted(users)]
    first = shape.first if shape.first is not None else 7 * (shape.most_weeks * shape.levels + 1)
    demands = [
        (chance.randrange(shape.tops), first + 7 * chance.randrange(shape.dates), chance.randint(1, 20))
        for _demand in range(shape.demands)
    ]
    return Sample(lead, stock, structure, demands)
