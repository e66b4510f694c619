"""What a reckoned picture comes to, as plain figures of bounded size that can be stored and compared.

Units: money in base currency, load in machine hours, stock at standard cost. Weeks are spans of seven days
from today on.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import numpy as np

from production.calc.planning.engine import NEVER
from production.calc.planning.model import SCALE, Floats, Ints
from production.calc.scenarios.causes import cause_of
from production.calc.scenarios.picture import Picture
from production.calc.scenarios.reckoning import Reckoned
from production.calc.scheduling.problem import NO_LIMIT, Slot, measure
from production.calc.scheduling.ways import used

WEEKS, WEEK = 12, 7
MOST_LATE, MOST_CENTERS, MOST_EXPLAINED = 200, 40, 40
HOUR = 3600


def figures(found: Reckoned) -> dict[str, Any]:
    """Everything that is kept of a picture."""
    late, cost = late_orders(found), costs(found)
    revenue = _worth(found.picture, found.picture.price, of_claims=True)
    goods = _worth(found.picture, found.picture.cost, of_claims=False)
    margin = revenue - goods - cost["overtime"] - cost["outsourcing"] + found.picture.saved
    shop = measure(found.schedule)
    return {
        "late": late,
        "work_orders": {"jobs": len(found.schedule.by_job), "late": shop.late},
        "load": load(found),
        "stock": stock(found),
        "cost": {**cost, "lateness": late["value"]},
        "revenue": round(revenue, 2),
        "margin": round(margin, 2),
        "planned": len(found.plan),
    }


def late_orders(found: Reckoned) -> dict[str, Any]:
    """Customers' orders that are served late: how many, by how much, what it costs, and the worst of them.

    An order is as late as its latest line. The cost of a day is a share of the goods' value, as the schedule
    reckons it.
    """
    picture, days = found.picture, found.late_days()
    worst: dict[str, int] = {}
    orders: set[str] = set()
    value = 0.0
    for at, claim in enumerate(picture.claims):
        if claim.kind != "order":
            continue
        orders.add(claim.document)
        if days[at] <= 0:
            continue
        goods = (
            float(picture.cost[picture.model.demands.node[at]]) * picture.model.demands.quantity[at] / SCALE
        )
        value += goods * min(int(days[at]), 365) * picture.terms.lateness
        if claim.document not in worst or days[at] > days[worst[claim.document]]:
            worst[claim.document] = at
    ranked = sorted(worst.items(), key=lambda pair: (-int(days[pair[1]]), pair[0]))
    return {
        "all": len(orders),
        "orders": len(worst),
        "days": sum(min(int(days[at]), 365) for at in worst.values()),
        "value": round(float(value), 2),
        "worst": [_told(found, at, int(days[at]), n) for n, (_key, at) in enumerate(ranked[:MOST_LATE])],
    }


def _told(found: Reckoned, at: int, days: int, place: int) -> dict[str, Any]:
    picture, claim = found.picture, found.picture.claims[at]
    day = int(picture.model.demands.day[at])
    cause, about = cause_of(found, at) if place < MOST_EXPLAINED else ("", "")
    never = days >= NEVER
    return {
        "order": claim.document,
        "customer": claim.customer,
        "sku": picture.skus[picture.model.demands.node[at]],
        "wanted": (picture.today + timedelta(days=day)).isoformat(),
        "comes": None if never else (picture.today + timedelta(days=day + days)).isoformat(),
        "days": None if never else days,
        "cause": cause,
        "about": about,
    }


def costs(found: Reckoned) -> dict[str, float]:
    """What is still to be spent: purchases at standard cost, machine hours, surcharges, work given away."""
    picture, made = found.picture, found.plan
    bought = ~np.asarray(picture.is_made, dtype=bool)[made.node] if len(made) else np.zeros(0, dtype=bool)
    purchase = float((made.quantity[bought] / SCALE * picture.cost[made.node[bought]]).sum())
    production = 0.0
    for slot in found.schedule.slots():
        station = picture.stations.get(slot.center)
        if station is not None:
            production += (slot.step.run * station.run_rate + slot.setup * station.setup_rate) / HOUR
    overtime = sum(
        used(found.schedule, center, hours)
        / HOUR
        * picture.stations[center].run_rate
        * picture.terms.overtime
        for center, hours in picture.extra.items()
        if center in picture.stations
    )
    return {
        "purchase": round(purchase, 2),
        "production": round(production, 2),
        "overtime": round(overtime, 2),
        "outsourcing": round(picture.outside, 2),
    }


def _worth(picture: Picture, each: Floats, *, of_claims: bool) -> float:
    """What customers ask for, at their own prices where they have them, or at standard cost."""
    demands, total = picture.model.demands, 0.0
    for at, claim in enumerate(picture.claims):
        if claim.kind in {"order", "forecast"}:
            price = claim.price if of_claims else float(each[demands.node[at]])
            total += price * int(demands.quantity[at]) / SCALE
    return total


def load(found: Reckoned) -> dict[str, Any]:
    """Per work center and week: hours due in it, hours scheduled in it, hours that there are.

    What is due counts in the week of its job's due date, overdue in the first; the busiest centers only.
    """
    picture = found.picture
    due: dict[int, list[float]] = defaultdict(lambda: [0.0] * WEEKS)
    done: dict[int, list[float]] = defaultdict(lambda: [0.0] * WEEKS)
    for slot in found.schedule.slots():
        if picture.problem.centers[slot.center].machines == NO_LIMIT:
            continue
        job = found.schedule.problem.jobs[slot.job]
        week = max(0, picture.day_of(job.due)) // WEEK
        if week < WEEKS:
            due[slot.center][week] += (slot.setup + slot.step.run) / HOUR
        _spread(picture, slot, done[slot.center])
    rows = [_center(picture, key, due[key], done[key]) for key in due.keys() | done.keys()]
    rows.sort(key=lambda row: (-max((cell[0] - cell[2] for cell in row["weeks"]), default=0), row["code"]))
    starts = [(picture.today + timedelta(days=WEEK * n)).isoformat() for n in range(WEEKS)]
    return {"weeks": starts, "centers": sorted(rows[:MOST_CENTERS], key=lambda row: row["code"])}


def _spread(picture: Picture, slot: Slot, hours: list[float]) -> None:
    working = picture.problem.centers[slot.center].working
    first, last = (picture.day_of(at + 1) // WEEK for at in (slot.start, slot.end - 1))
    for week in range(max(0, first), min(last, WEEKS - 1) + 1):
        begin, end = picture.second_of(week * WEEK), picture.second_of((week + 1) * WEEK)
        hours[week] += working.between(max(begin, slot.start), min(end, slot.end)) / HOUR


def _center(picture: Picture, key: int, due: list[float], done: list[float]) -> dict[str, Any]:
    center, station = picture.problem.centers[key], picture.stations.get(key)
    cells = []
    for week in range(WEEKS):
        begin = max(picture.second_of(week * WEEK), picture.problem.now)
        there = center.working.between(begin, picture.second_of((week + 1) * WEEK)) * center.machines / HOUR
        cells.append([round(due[week], 2), round(done[week], 2), round(there, 2)])
    return {"code": station.code if station else str(key), "weeks": cells}


def stock(found: Reckoned) -> list[float]:
    """What the stock is worth now and at the end of each week.

    It grows by open supply and planned orders on the days they come, and shrinks by demand when it is served
    and by parts when what is made of them begins.
    """
    picture, made = found.picture, found.plan
    model, cost = picture.model, picture.cost
    worth = np.zeros(WEEKS + 1)
    worth[:] = float((model.nodes.on_hand / SCALE * cost).sum())
    _add(worth, found.receipt_day, model.receipts.quantity / SCALE * cost[model.receipts.node])
    _add(worth, found.due, made.quantity / SCALE * cost[made.node])
    is_served = found.served < NEVER
    leaving = np.maximum(np.where(is_served, np.maximum(found.served, model.demands.day), 1 << 30), 0)
    _add(worth, leaving, -(model.demands.quantity / SCALE * cost[model.demands.node]))
    pegs = made.all_pegs()
    parts = pegs.need_kind == 1
    if parts.any():
        begins = made.release[pegs.need[parts]]
        _add(worth, np.maximum(begins, 0), -(pegs.quantity[parts] / SCALE * cost[pegs.node[parts]]))
    return [round(float(one), 2) for one in worth]


def _add(worth: Floats, day: Ints, value: Floats) -> None:
    """Add dated values to the ends of all weeks from theirs on; the first is today before anything comes."""
    week = np.clip(day // WEEK + 1, 1, WEEKS + 1)
    sums = np.bincount(week, weights=value, minlength=WEEKS + 2)[: WEEKS + 1]
    worth += np.cumsum(sums)


def over_load(one: Mapping[str, Any]) -> dict[str, list[int]]:
    """The weeks (from 0) in which more is due at a center than it has, by its code."""
    return {
        row["code"]: [n for n, (due, _done, there) in enumerate(row["weeks"]) if due > there + 0.005]
        for row in one["load"]["centers"]
    }
