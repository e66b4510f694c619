"""A reckoned plan is stored: whole in place of the one in force, or only where it differs from it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from django.db import connection

from production.calc.planning.engine import Plan
from production.calc.planning.messages import Messages
from production.calc.planning.model import Flags, Ints, ints
from production.calc.planning.pegging import PART, Pegs
from production.calc.planning.traces import Names, children_of, name, nodes_of, traces
from production.models import PlannedForecast, PlannedOrder, PlannedPeg, PlanningException, PlanningRun
from production.selectors.planning import plan_in_force, runs_of_scenarios
from production.selectors.planning_model import Place, PlanningInput
from production.services.planning_store import (
    settled_key,
    store_exceptions,
    store_forecasts,
    store_orders,
    store_pegs,
)

MOST_CHANGED = 0.5  # of all items; beyond that writing everything is quicker
_TRACE = np.dtype([("item", "<i8"), ("warehouse", "<i8"), ("trace", "<i8")])
_PEG = ("node", "supply_kind", "supply", "need_kind", "need", "need_day", "quantity")
_MESSAGE = ("code", "subject", "index", "now", "better")
_SETTLED = ("code", "subject", "subject_id", "item_id", "warehouse_id", "quantity", "now_on", "better_on")
# the items by themselves, so that the index is used even before anybody has counted a new plan's rows
_OF_PLACES = """ AND item_id = ANY(%s::bigint[])
    AND (item_id, warehouse_id) IN (SELECT * FROM unnest(%s::bigint[], %s::bigint[]))"""


def store_plan(run: PlanningRun, given: PlanningInput, made: Plan, told: Messages) -> None:
    """Store a plan for a run and its figures; the caller holds the planning lock and saves the run.

    A net-change run becomes an amendment of the run whose rows are in force, unless that can't be compared
    or most of it has changed: then everything is written, and its figures say why (`written_whole`).
    """
    before = plan_in_force()
    found = _traces(given, made, told)
    why = ""
    if run.mode == PlanningRun.Mode.NET_CHANGE:
        why = _amend(run, before, given, made, told=told, found=found)
    if run.base_id is None:
        _replace(run, given, made, told)
    PlanningRun.objects.filter(traces__isnull=False).update(traces=None)  # nothing is compared with them
    run.traces = found.tobytes()
    run.counts |= counts_of(given, made, told)
    if why:
        run.counts["written_whole"] = why


def counts_of(given: PlanningInput, made: Plan, told: Messages) -> dict[str, int]:
    """The figures of a plan, as its run keeps them."""
    return {
        "items": len(given.places),
        "demands": len(given.demand_ids) + len(given.asked),
        "forecasts": len(given.forecasts),
        "orders": len(made),
        "pegs": sum(map(len, made.pegs)),
        "exceptions": len(told),
        "late": len(made.late_demands()),
    }


def _traces(given: PlanningInput, made: Plan, told: Messages) -> np.ndarray:
    """What identifies each place of the plan, to be compared with the next one."""
    places = np.array(given.places, dtype=np.int64).reshape(-1, 2)
    node = name(places[:, 0], places[:, 1])
    suppliers = ints([one or 0 for one in given.suppliers])
    detail = name(node, made.level, ints(given.is_made), suppliers)
    weeks = ints([one.starts_on.toordinal() for one in given.forecasts])
    at = ints([one.node for one in given.forecasts])
    taken = ints([one.taken for one in given.forecasts])
    left = ints([one.left for one in given.forecasts])
    np.add.at(detail, at, name(4, weeks, taken, left))
    receipts = ints(given.receipt_ids).reshape(-1, 2)
    names = Names(
        node,
        detail,
        np.concatenate([name(5, ints(given.demand_ids)), name(6, weeks)]),
        name(receipts[:, 0], receipts[:, 1]),
        given.today.toordinal(),
    )
    found = np.empty(len(places), dtype=_TRACE)
    found["item"], found["warehouse"] = places[:, 0], places[:, 1]
    found["trace"] = traces(given.model, made, told, names)
    return found


def _replace(run: PlanningRun, given: PlanningInput, made: Plan, told: Messages) -> None:
    """Store the plan in place of the one in force; firmed orders stay as what their documents came from."""
    settled = _settled(PlanningException.objects.filter(is_done=True))
    proposed = PlannedOrder.objects.filter(status=PlannedOrder.Status.PROPOSED)
    mine = (
        proposed,
        *(kind._default_manager.all() for kind in (PlannedPeg, PlannedForecast, PlanningException)),
    )
    for rows in mine:
        rows.exclude(run_id__in=runs_of_scenarios())._raw_delete(rows.db)
    keys = store_orders(run.pk, given, made, np.arange(len(made)))
    expected = ints(list(store_forecasts(run.pk, given, range(len(given.forecasts))).values()))
    for pegs in made.pegs:  # level by level: one copy of all of them would be most of a run's memory
        store_pegs(run.pk, given, pegs, keys=keys, forecasts=expected)
    store_exceptions(run.pk, given, made, told=told, keys=keys, settled=settled)


def _amend(
    run: PlanningRun,
    before: PlanningRun | None,
    given: PlanningInput,
    made: Plan,
    *,
    told: Messages,
    found: np.ndarray,
) -> str:
    """Write what differs from the plan in force; gives why everything has to be written, else nothing."""
    if before is None or not before.traces:
        return "no_plan_before"
    known = np.frombuffer(before.traces, dtype=_TRACE)
    changed, gone = _changed(known, found, _firmed(before.rows_of))
    if changed.sum() + len(gone) > max(MOST_CHANGED * len(found), 1):
        return "most_has_changed"
    below = children_of(made, changed)
    keys = _known_keys(before.rows_of, given, made, changed, below)
    if keys is None:
        return "stored_plan_differs"
    run.base_id = before.rows_of
    run.counts["changed"] = int(changed.sum()) + len(gone)
    run.counts["written_orders"] = _write(
        before.rows_of, given, made, told=told, keys=keys, changed=changed, below=below, gone=gone
    )
    return ""


def _firmed(rows_of: int) -> list[Place]:
    """Where planned orders of a plan have become documents: they are no proposals any more."""
    rows = PlannedOrder.objects.filter(run_id=rows_of, status=PlannedOrder.Status.FIRMED)
    return list(rows.values_list("item_id", "warehouse_id").distinct())


def _changed(known: np.ndarray, found: np.ndarray, firmed: Sequence[Place]) -> tuple[Flags, list[Place]]:
    """Which places are planned other than before, and which are planned no more."""
    then = {row[:2]: row[2] for row in known.tolist()}
    for place in firmed:
        then[place] = None
    now = found.tolist()
    changed = np.array([then.get(row[:2]) != row[2] for row in now], dtype=np.bool_)
    here = {row[:2] for row in now}
    return changed, [place for place in then if place not in here]


def _known_keys(rows_of: int, given: PlanningInput, made: Plan, changed: Flags, below: Flags) -> Ints | None:
    """The keys of the stored orders that the rewritten pegs lead to; None when other ones are stored."""
    wanted = below.copy()
    for pegs in made.pegs:
        rewritten = (pegs.need_kind == PART) & (changed | below)[pegs.node]
        wanted[made.node[pegs.need[rewritten]]] = True
    nodes = np.nonzero(wanted & ~changed)[0]
    keys = np.zeros(len(made), dtype=np.int64)
    if not len(nodes):
        return keys
    rows = "SELECT id, item_id, warehouse_id FROM production_plannedorder WHERE run_id = %s"
    with connection.cursor() as cursor:
        cursor.execute(
            f"{rows} AND status = 'proposed' {_OF_PLACES} ORDER BY id",
            [rows_of, *_columns([given.places[node] for node in nodes])],
        )
        stored = cursor.fetchall()
    number = {given.places[node]: node for node in nodes}
    place = ints([number[row[1:]] for row in stored])
    order = np.argsort(place, kind="stable")
    mine = np.nonzero((wanted & ~changed)[made.node])[0]
    mine = mine[np.argsort(made.node[mine], kind="stable")]
    if not np.array_equal(place[order], made.node[mine]):
        return None
    keys[mine] = ints([row[0] for row in stored])[order]
    return keys


def _columns(places: Sequence[Place]) -> tuple[list[int], list[int], list[int]]:
    items = [item for item, _warehouse in places]
    return items, items, [warehouse for _item, warehouse in places]


def _write(
    rows_of: int,
    given: PlanningInput,
    made: Plan,
    *,
    told: Messages,
    keys: Ints,
    changed: Flags,
    below: Flags,
    gone: list[Place],
) -> int:
    """Take out what the changed places had and write what they have now; gives how many orders."""
    whole = [*(given.places[node] for node in np.nonzero(changed)[0]), *gone]
    pegged = [*whole, *(given.places[node] for node in np.nonzero(below)[0])]
    settled = _take_out(rows_of, whole, pegged)
    fresh = np.nonzero(changed[made.node])[0]
    keys[fresh] = store_orders(rows_of, given, made, fresh)
    expected = np.zeros(len(given.forecasts), dtype=np.int64)
    mine = [at for at, one in enumerate(given.forecasts) if changed[one.node]]
    for at, key in store_forecasts(rows_of, given, mine).items():
        expected[at] = key
    _forecast_keys(rows_of, given, below, expected)
    parts = [_some(Pegs, pegs, _PEG, (changed | below)[pegs.node]) for pegs in made.pegs]
    joined = Pegs(*(np.concatenate([getattr(one, column) for one in parts] or [keys]) for column in _PEG))
    store_pegs(rows_of, given, joined, keys=keys, forecasts=expected)
    about = _some(Messages, told, _MESSAGE, changed[nodes_of(given.model, made, told)])
    store_exceptions(rows_of, given, made, told=about, keys=keys, settled=settled)
    return len(fresh)


def _some(kind: Any, rows: Any, columns: Sequence[str], chosen: Flags) -> Any:
    """The chosen rows of columns that belong together."""
    return kind(*(getattr(rows, column)[chosen] for column in columns))


def _take_out(rows_of: int, whole: list[Place], pegged: list[Place]) -> set[tuple[Any, ...]]:
    """Delete what is stored of some places, of others their pegs only; gives what was settled there."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {', '.join(_SETTLED)} FROM production_planningexception "  # noqa: S608 -- text from above
            f"WHERE run_id = %s AND is_done {_OF_PLACES}",
            [rows_of, *_columns(whole)],
        )
        settled = {settled_key(row) for row in cursor.fetchall()}
        for table, more, places in (
            ("plannedorder", "AND status = 'proposed'", whole),
            ("plannedforecast", "", whole),
            ("planningexception", "", whole),
            ("plannedpeg", "", pegged),
        ):
            cursor.execute(
                f"DELETE FROM production_{table} WHERE run_id = %s {more} {_OF_PLACES}",  # noqa: S608 -- names from above
                [rows_of, *_columns(places)],
            )
    return settled


def _settled(rows: Any) -> set[tuple[Any, ...]]:
    return {settled_key(row) for row in rows.values_list(*_SETTLED)}


def _forecast_keys(rows_of: int, given: PlanningInput, below: Flags, keys: Ints) -> None:
    """Fill in the keys of what is expected at places whose pegs alone are written anew."""
    mine = [at for at, one in enumerate(given.forecasts) if below[one.node]]
    if not mine:
        return
    items = {given.places[given.forecasts[at].node][0] for at in mine}
    rows = PlannedForecast.objects.filter(run_id=rows_of, item_id__in=items)
    stored = {
        tuple(row[1:]): row[0] for row in rows.values_list("pk", "item_id", "warehouse_id", "starts_on")
    }
    for at in mine:
        one = given.forecasts[at]
        keys[at] = stored[(*given.places[one.node], one.starts_on)]
