"""Material requirements planning: the arithmetic alone (`benchmarks/_planning.py` makes the models).

Shares of work as in the issue: 200 tops, 3 levels, 2,000 parts, 5,000 demands on 5 and on 30 weekly dates
(≤ 0.03 s and ≤ 0.1 s), 5,000 nodes on 6 levels with 10,000 demands on 60 dates (≤ 0.7 s); the large one also
with demands that cannot all be on time. A run nets, pegs every quantity and settles the days.
"""

from __future__ import annotations

import time
from dataclasses import replace
from typing import Any

import numpy as np

from benchmarks._planning import HUGE, LARGE, MIDDLE, SMALL, Shape, sample
from production.calc.planning.engine import plan
from production.calc.planning.messages import messages
from production.calc.planning.model import SCALE, Dated, Model, Nodes, Structure


def model_of(shape: Shape) -> Model:
    """A model as arrays."""
    made = sample(shape)
    nodes = Nodes.of(len(made.lead), lead=made.lead, on_hand=np.array(made.stock) * SCALE)
    demands = Dated.of((node, day, quantity * SCALE) for node, day, quantity in made.demands)
    return Model(nodes, Structure.of(made.structure), demands, Dated.of())


def _netting(shape: Shape, target: float) -> dict[str, Any]:
    model = model_of(shape)
    seconds = []
    for _turn in range(3):
        begin = time.perf_counter()
        made = plan(model)
        seconds.append(time.perf_counter() - begin)
    begin = time.perf_counter()
    told = messages(model, made)
    return {
        "seconds": round(min(seconds), 4),
        "target_seconds": target,
        "messages_seconds": round(time.perf_counter() - begin, 4),
        "orders": len(made),
        "pegs": sum(map(len, made.pegs)),
        "late": len(made.late_demands()),
        "messages": len(told),
    }


def run(scale: int) -> dict[str, Any]:
    """Plan the models; a scale of 2 adds 50,000 nodes on 8 levels."""
    found = {
        "small": _netting(SMALL, 0.03),
        "middle": _netting(MIDDLE, 0.1),
        "large": _netting(LARGE, 0.7),
        "large_binding": _netting(replace(LARGE, first=1), 6.0),
    }
    if scale >= 2:
        found["huge"] = _netting(HUGE, 90.0)
    return {"netting": found}
