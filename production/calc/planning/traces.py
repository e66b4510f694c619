"""A plan's traces: one number per node for everything that is stored of it, to see what has changed since."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from production.calc.planning.engine import NEVER, Plan
from production.calc.planning.messages import Messages
from production.calc.planning.model import Flags, Ints, Model
from production.calc.planning.pegging import DEMAND, ORDER, PART, RECEIPT, Pegs

Words = NDArray[np.uint64]
DEMANDED = -1  # the subject of messages about demands
_STEP, _FIRST, _SECOND = 0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB


@dataclass(frozen=True)
class Names:
    """What stays the same from run to run: names of nodes, demands and receipts; `today` as a day number.

    `node` tells nodes apart by item and warehouse; `detail` is what is stored of a node besides its days.
    """

    node: Ints
    detail: Ints
    demand: Ints
    receipt: Ints
    today: int


def name(*columns: Ints | int) -> Ints:
    """One number for each row of columns: equal rows have equal numbers, others practically never.

    Source: the finalizer of G. Steele, D. Lea, C. Flood, "Fast Splittable Pseudorandom Number Generators",
    OOPSLA 2014 (SplitMix64), once per column.
    """
    found: Words = np.zeros(1, dtype=np.uint64)
    for column in columns:
        value = np.asarray(column, dtype=np.int64).astype(np.uint64)
        found = (found * np.uint64(3)) ^ value
        found = found + np.uint64(_STEP)
        found = (found ^ (found >> np.uint64(30))) * np.uint64(_FIRST)
        found = (found ^ (found >> np.uint64(27))) * np.uint64(_SECOND)
        found ^= found >> np.uint64(31)
    return found.astype(np.int64)


def ordinals(made: Plan) -> Ints:
    """Which order of its node each planned order is, from 0; orders of a node follow each other in a plan."""
    starts = np.nonzero(np.diff(made.node, prepend=-1))[0]
    sizes = np.diff(np.append(starts, len(made)))
    return np.arange(len(made)) - np.repeat(starts, sizes)


def traces(model: Model, made: Plan, told: Messages, names: Names) -> Ints:
    """A number per node over its planned orders, pegs and messages, in calendar days, and its own detail."""
    nth = ordinals(made)
    order = name(names.node[made.node], nth)
    found = np.array(names.detail, dtype=np.int64)
    days = [column + names.today for column in (made.wanted, made.due, made.release)]
    np.add.at(found, made.node, name(1, nth, made.quantity, *days))
    for pegs in made.pegs:
        np.add.at(found, pegs.node, _of_pegs(pegs, order, names))
    what, quantity = (
        _of_subjects(told, tables)
        for tables in (
            {ORDER: order, RECEIPT: names.receipt, DEMANDED: names.demand},
            {ORDER: made.quantity, RECEIPT: model.receipts.quantity, DEMANDED: model.demands.quantity},
        )
    )
    better = np.where(told.better >= NEVER, NEVER, told.better + names.today)
    said = name(3, told.code, what, quantity, told.now + names.today, better)
    np.add.at(found, nodes_of(model, made, told), said)
    return found


def nodes_of(model: Model, made: Plan, told: Messages) -> Ints:
    """The node that each message is about."""
    tables = {ORDER: made.node, RECEIPT: model.receipts.node, DEMANDED: model.demands.node}
    return _of_subjects(told, tables)


def _of_subjects(told: Messages, tables: dict[int, Ints]) -> Ints:
    found = np.zeros(len(told), dtype=np.int64)
    for subject, table in tables.items():
        mine = told.subject == subject
        found[mine] = table[told.index[mine]]
    return found


def _of_pegs(pegs: Pegs, order: Ints, names: Names) -> Ints:
    supply, need = np.zeros(len(pegs), dtype=np.int64), np.zeros(len(pegs), dtype=np.int64)
    for kind, table in ((ORDER, order), (RECEIPT, names.receipt)):
        mine = pegs.supply_kind == kind
        supply[mine] = table[pegs.supply[mine]]
    for kind, table in ((PART, order), (DEMAND, names.demand)):
        mine = pegs.need_kind == kind
        need[mine] = table[pegs.need[mine]]
    return name(2, pegs.supply_kind, supply, pegs.need_kind, need, pegs.quantity)


def children_of(made: Plan, changed: Flags) -> Flags:
    """Nodes whose pegs lead to orders of nodes that have changed: their own orders may be as before."""
    found = np.zeros(len(changed), dtype=np.bool_)
    for pegs in made.pegs:
        parts = np.nonzero(pegs.need_kind == PART)[0]
        found[pegs.node[parts[changed[made.node[pegs.need[parts]]]]]] = True
    return found & ~changed
