"""A rush on the machines: what is made for it goes first, everybody else after it in their turn."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from erp.masterdata.selectors.company import business_day
from inventory.models import Peg
from production.calc.scheduling.flow import Flow
from production.calc.scheduling.insertion import Board
from production.calc.scheduling.problem import NO_LIMIT
from production.models.work_order import COMPONENT
from production.selectors.brought import brought_by
from production.selectors.open_shop import OpenShop, read_shop


@dataclass
class RushShop:
    """The shop without what may be moved, and how everything stands without the rush."""

    shop: OpenShop
    days_before: dict[int, date]

    def front(self) -> Board:
        """The machines with only what stays: begun, locked, down."""
        board = Board(self.shop.problem)
        for job in self.shop.problem.jobs:
            for step in job.steps:
                if step.fixed is not None and self.shop.problem.centers[step.center].machines != NO_LIMIT:
                    kept = step.fixed
                    board.lines[step.center, kept.machine].take(kept.start, kept.end, step.group)
        return board

    def put_back(self, board: Board) -> dict[int, date]:
        """Let all others take their places again behind what is on the machines, in their turn and nobody
        earlier than before; gives the day on which each work order would then be done.
        """
        problem = self.shop.problem
        places = {
            pk: (row.machine - 1, self.shop.seconds(row.starts_at)) for pk, row in self.shop.places.items()
        }
        order = []
        for index, job in enumerate(problem.jobs):
            turn = 0
            for number, step in enumerate(job.steps):
                turn = max(turn, places.get(step.key, (0, 1 << 60))[1])
                order.append((turn, index, number))
        flows = [Flow(problem, job) for job in problem.jobs]
        for _turn, index, number in sorted(order):
            step = problem.jobs[index].steps[number]
            machine, start = places.get(step.key, (-1, 0))
            slot = board.again(step, index, number, max(flows[index].ready(step), start), machine)
            flows[index].take(slot)
        return {
            job.key: business_day(self.shop.instant(max(max(flow.last, problem.now) - 1, 0)))
            for job, flow in zip(problem.jobs, flows, strict=True)
        }


def read_rush_shop(at: datetime) -> RushShop:
    """Everything open, and when each work order is done as things stand; some ten queries."""
    shop = read_shop(at)
    found = RushShop(shop, {})
    found.days_before = found.put_back(found.front())
    return found


@dataclass(frozen=True)
class Delayed:
    """An order's demand whose goods are made later because of a rush on the machines."""

    demand_id: int
    quantity: Decimal
    document_id: int
    document_number: str
    customer_id: int | None
    old_promise: date
    new_promise: date


def delayed_by(world: RushShop, days_after: dict[int, date]) -> list[Delayed]:
    """The orders whose goods come from work orders that are done later now, through all levels of parts;
    three queries.

    The promise moves by as many days as the goods come after the day on which they are expected.
    """
    later = {key for key, day in days_after.items() if day > world.days_before[key]}
    if not later:
        return []
    pegs = list(
        Peg.objects.filter(brought_by(list(days_after), "supply__"))
        .select_related("supply", "demand")
        .order_by("pk")
    )
    parents: dict[int, set[int]] = defaultdict(set)
    for peg in pegs:
        if peg.demand.source_kind == COMPONENT:
            parents[peg.supply.document_id].add(peg.demand.document_id)
    delays = {
        key: max(days_after[key] - world.days_before[key], timedelta(0)) if key in later else timedelta(0)
        for key in days_after
    }
    waiting = sorted(later)
    while waiting:
        child = waiting.pop()
        for parent in parents[child]:
            if delays.get(parent, timedelta(0)) < delays[child]:
                delays[parent] = delays[child]
                waiting.append(parent)
    found = []
    for peg in pegs:
        demand, delay = peg.demand, delays.get(peg.supply.document_id, timedelta(0))
        if demand.document_kind != "order" or demand.promised_on is None or not delay:
            continue
        done = world.days_before[peg.supply.document_id] + delay
        over = done - (demand.needed_on or demand.promised_on)
        if over > timedelta(0):
            told = (demand.document_id, demand.document_number, demand.customer_id, demand.promised_on)
            found.append(Delayed(demand.pk, peg.quantity, *told, demand.promised_on + over))
    return found
