"""Writing a plan in bulk: orders, pegs and exceptions by COPY."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from decimal import Decimal
from itertools import islice
from typing import Any

import numpy as np

from erp.core.copy import copy_rows, take_keys
from erp.core.copy_arrays import Column, copy_arrays, take_key_array
from inventory.models import Demand, ExpectedSupply, PurchaseRequisition
from production.calc.planning.engine import NEVER, Plan, plan
from production.calc.planning.messages import CODES, Messages
from production.calc.planning.model import Ints, PlanningError, ints
from production.calc.planning.pegging import DEMAND, ORDER, PART, RECEIPT, Pegs
from production.models import (
    PlannedForecast,
    PlannedOrder,
    PlannedPeg,
    PlanningException,
    ScenarioChange,
)
from production.selectors.planning_model import EXPECTED, REQUESTED, PlanningInput

_FORECAST_COLUMNS = (
    "id", "run_id", "item_id", "warehouse_id", "starts_on", "expected", "taken", "quantity",
)  # fmt: skip
_MESSAGE_COLUMNS = (
    "run_id", "code", "subject", "subject_id", "item_id", "warehouse_id", "document_kind", "document_id",
    "document_number", "quantity", "now_on", "better_on", "is_done", "decided_by",
)  # fmt: skip
_SUBJECTS = {RECEIPT: "supply", ORDER: "planned_order", -1: "demand"}
_MOST_KEYS = 20_000
MOST_AT_ONCE = 200_000  # rows that are in memory as they are sent
Kind = PlannedOrder.Kind
FORECAST, SCENARIO = int(PlannedPeg.Need.FORECAST), int(PlannedPeg.Need.SCENARIO)


def reckoned(given: PlanningInput) -> Plan:
    """The plan of a model; problems name items where the arithmetic names nodes.

    Raises: PlanningError.
    """
    try:
        return plan(given.model)
    except PlanningError as problem:
        raise named(problem, given) from problem


def named(problem: PlanningError, given: PlanningInput) -> PlanningError:
    """The same problem in the company's words: items instead of nodes."""
    facts = dict(problem.facts)
    if "node" in facts:
        facts = {"item": given.places[facts["node"]][0]}
    if "path" in facts:
        facts["path"] = [given.places[node][0] for node in facts["path"]]
    return PlanningError(problem.code, **facts)


def store_orders(run_id: int, given: PlanningInput, made: Plan, chosen: Ints) -> Ints:
    """Write the chosen planned orders, a part at a time; gives their keys in that order."""
    keys = [
        _store_part(run_id, given, made, chosen[start : start + MOST_AT_ONCE])
        for start in range(0, len(chosen), MOST_AT_ONCE)
    ]
    return np.concatenate(keys) if keys else np.zeros(0, dtype=np.int64)


def _store_part(run_id: int, given: PlanningInput, made: Plan, chosen: Ints) -> Ints:
    keys = take_key_array(PlannedOrder, len(chosen))
    node = made.node[chosen]
    is_made, supplier = ints(given.is_made)[node], ints([one or 0 for one in given.suppliers])[node]
    day = given.today.toordinal()
    columns = {
        "id": keys,
        "level": made.level[node],
        "quantity": made.quantity[chosen],
        "release_on": made.release[chosen] + day,
        "due_on": made.due[chosen] + day,
        "wanted_on": made.wanted[chosen] + day,
        "supplier_id": supplier,
        **_places(given, node),
    }
    for kind, mine in ((Kind.MAKE, is_made > 0), (Kind.BUY, is_made == 0)):
        for known in (True, False):
            rows = np.nonzero(mine & ((supplier > 0) == known))[0]
            some: dict[str, Column] = {name: column[rows] for name, column in columns.items()}
            some["run_id"], some["kind"] = run_id, str(kind.value)
            if not known:
                some["supplier_id"] = None
            copy_arrays(PlannedOrder, some)
    return keys


def _places(given: PlanningInput, node: Ints) -> dict[str, Ints]:
    places = ints(given.places).reshape(-1, 2)
    return {"item_id": places[node, 0], "warehouse_id": places[node, 1]}


def store_forecasts(run_id: int, given: PlanningInput, chosen: Iterable[int]) -> dict[int, int]:
    """Write what is expected beyond orders, the chosen places of `given.forecasts`; gives their keys."""
    places = list(chosen)
    keys = dict(zip(places, take_keys(PlannedForecast, len(places)), strict=True))
    rows = ((keys[at], given.forecasts[at]) for at in places)
    copy_rows(
        PlannedForecast,
        _FORECAST_COLUMNS,
        (
            (
                key,
                run_id,
                *given.places[one.node],
                one.starts_on,
                *(Decimal(value).scaleb(-6) for value in (one.taken + one.left, one.taken, one.left)),
            )
            for key, one in rows
        ),
    )
    return keys


def store_pegs(run_id: int, given: PlanningInput, pegs: Pegs, *, keys: Ints, forecasts: Ints) -> int:
    """Write pegs, a part at a time; gives how many.

    `keys` are those of all planned orders of the plan, `forecasts` those of all it expects.
    """
    ids = np.array([pk for _kind, pk in given.receipt_ids] or [0], dtype=np.int64)
    kinds = np.array([kind for kind, _pk in given.receipt_ids] or [0], dtype=np.int64)
    asked = np.array(given.asked, dtype=np.int64)
    demands = np.concatenate([np.array(given.demand_ids, dtype=np.int64), forecasts, asked])
    supply, need = np.zeros(len(pegs), dtype=np.int64), np.zeros(len(pegs), dtype=np.int64)
    supply_kind, need_kind = pegs.supply_kind.copy(), pegs.need_kind.copy()
    planned, open_ones = pegs.supply_kind == ORDER, pegs.supply_kind == RECEIPT
    supply[planned] = keys[pegs.supply[planned]]
    supply[open_ones] = ids[pegs.supply[open_ones]]
    supply_kind[open_ones] = kinds[pegs.supply[open_ones]]
    whole, part = pegs.need_kind == DEMAND, pegs.need_kind == PART
    need[whole] = demands[pegs.need[whole]]
    need[part] = keys[pegs.need[part]]
    need_kind[whole] = np.where(pegs.need[whole] < len(given.demand_ids), DEMAND, FORECAST)
    need_kind[whole] = np.where(pegs.need[whole] < len(demands) - len(asked), need_kind[whole], SCENARIO)
    columns = {
        "supply_kind": supply_kind,
        "supply_id": supply,
        "need_kind": need_kind,
        "need_id": need,
        "quantity": pegs.quantity,
    }
    for start in range(0, len(pegs), MOST_AT_ONCE):
        rows = slice(start, start + MOST_AT_ONCE)
        some = {name: column[rows] for name, column in columns.items()}
        copy_arrays(PlannedPeg, {"run_id": run_id, **_places(given, pegs.node[rows]), **some})
    return len(pegs)


def settled_key(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """What a line of the work list says, of (code, subject, key, item, warehouse, quantity, now, better).

    A planned order is a new one in every plan: it is known by its place, quantity and days.
    """
    code, subject, pk, item, warehouse, quantity, now, better = row
    if subject == _SUBJECTS[ORDER]:
        return code, subject, item, warehouse, quantity, now, better
    return code, subject, pk, better


def store_exceptions(
    run_id: int,
    given: PlanningInput,
    made: Plan,
    *,
    told: Messages,
    keys: Ints,
    settled: set[tuple[Any, ...]],
) -> int:
    """Write the work list, a part at a time; what somebody had settled before stays settled while it says the
    same.
    """
    rows = _lines(run_id, given, made, told=told, keys=keys, settled=settled)
    count = 0
    while part := list(islice(rows, _MOST_KEYS)):
        count += copy_rows(PlanningException, _MESSAGE_COLUMNS, part)
    return count


def _lines(
    run_id: int,
    given: PlanningInput,
    made: Plan,
    *,
    told: Messages,
    keys: Ints,
    settled: set[tuple[Any, ...]],
) -> Iterator[tuple[Any, ...]]:
    model = given.model
    documents = _documents(given, told)
    for code, subject, index, now, better in zip(
        *(column.tolist() for column in (told.code, told.subject, told.index, told.now, told.better)),
        strict=True,
    ):
        if subject == ORDER:
            node, quantity, pk = int(made.node[index]), int(made.quantity[index]), int(keys[index])
        elif subject == RECEIPT:
            node, quantity = int(model.receipts.node[index]), int(model.receipts.quantity[index])
            pk = given.receipt_ids[index][1]
        else:
            node, quantity = int(model.demands.node[index]), int(model.demands.quantity[index])
            pk = given.need_key(index)
        document = documents.get((subject, index), ("", None, ""))
        better_on = None if better >= NEVER else given.today + timedelta(days=better)
        now_on, amount = given.today + timedelta(days=now), Decimal(quantity).scaleb(-6)
        names = (CODES[code], _SUBJECTS[subject], pk)
        is_done = settled_key((*names, *given.places[node], amount, now_on, better_on)) in settled
        yield run_id, *names, *given.places[node], *document, amount, now_on, better_on, is_done, ""


def _documents(given: PlanningInput, told: Messages) -> dict[tuple[int, int], tuple[Any, ...]]:
    """The documents behind open supply and demands that messages are about."""
    receipts = [int(index) for index in np.unique(told.index[told.subject == RECEIPT])]
    demands = [int(index) for index in np.unique(told.index[told.subject == -1])]
    names = ("document_kind", "document_id", "document_number")
    expected = _read(ExpectedSupply, [given.receipt_ids[at][1] for at in receipts], names)
    asked = [pk for kind, pk in (given.receipt_ids[at] for at in receipts) if kind == REQUESTED]
    requested = {
        pk: ("purchase_requisition", pk, number)
        for pk, (number,) in _read(PurchaseRequisition, asked, ("number",)).items()
    }
    own = [at for at in demands if at < len(given.demand_ids)]
    owed = _read(Demand, [given.demand_ids[at] for at in own], names)
    supposed = _scenarios(given)
    found: dict[tuple[int, int], tuple[Any, ...]] = {}
    for at in receipts:
        kind, pk = given.receipt_ids[at]
        document = {EXPECTED: expected, REQUESTED: requested}.get(kind, supposed).get(pk)
        if document:
            found[(RECEIPT, at)] = document
    for at in demands:
        document = (owed if at < len(given.demand_ids) else supposed).get(given.need_key(at))
        if document:
            found[(-1, at)] = document
    return found


def _scenarios(given: PlanningInput) -> dict[int, tuple[Any, ...]]:
    """The scenario behind each change that brings a demand or a supply; nothing for the company's plan."""
    keys = {*given.asked, *(pk for kind, pk in given.receipt_ids if kind == PlannedPeg.Supply.SCENARIO)}
    if not keys:
        return {}
    rows = ScenarioChange.objects.filter(pk__in=keys).select_related("scenario")
    return {row.pk: ("scenario", row.scenario_id, row.scenario.number) for row in rows}


def _read(model: Any, keys: Sequence[int], names: Iterable[str]) -> dict[int, tuple[Any, ...]]:
    found: dict[int, tuple[Any, ...]] = {}
    for start in range(0, len(keys), _MOST_KEYS):
        part = model.objects.filter(pk__in=keys[start : start + _MOST_KEYS])
        found |= {row[0]: row[1:] for row in part.values_list("pk", *names)}
    return found
