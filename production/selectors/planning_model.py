"""The company as a model that can be planned: items, structure, stock, demand and supply as arrays."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import numpy as np

from erp.masterdata.calc.working_time import is_open_day
from erp.masterdata.selectors.calendars import kept_calendar
from inventory.models import ExpectedSupply, PurchaseRequisition, ReplenishmentSetting
from inventory.selectors.planning_rows import PlanningRows, planning_rows
from production.calc.planning.levels import blow_through, low_level_codes, yearly_needs
from production.calc.planning.lots import economic_lot
from production.calc.planning.model import (
    ECONOMIC,
    METHODS,
    SCALE,
    Dated,
    Flags,
    Model,
    Nodes,
    OpenDays,
    PlanningError,
    Structure,
    always_open,
    micro,
)
from production.models import BomComponent, PlannedOrder, PlanningRule
from production.models.output import OUTPUT
from production.selectors.boms import heads_in_force
from production.selectors.expected_needs import Expected, expected_needs, planning_setting

EXPECTED, REQUESTED = 1, 3  # kinds of open supply, as pegs name them
DAYS_AROUND = 400
Place = tuple[int, int]
Part = tuple[int, float, bool]


@dataclass
class PlanningInput:
    """A model with what its nodes, demands and receipts are: keys of items, warehouses and documents.

    `asked` are the changes of a scenario that bring the demands which follow those of `forecasts`.
    """

    today: date
    model: Model
    places: list[Place]
    is_made: list[bool]
    suppliers: list[int | None]
    demand_ids: list[int]
    receipt_ids: list[tuple[int, int]]
    forecasts: list[ForecastNeed] = field(default_factory=list)
    asked: list[int] = field(default_factory=list)

    def need_key(self, at: int) -> int:
        """The key of what stands behind a demand of the model: a demand's, or a scenario's change's."""
        first = len(self.demand_ids) + len(self.forecasts)
        return self.asked[at - first] if at >= first else self.demand_ids[at]


@dataclass(frozen=True)
class ForecastNeed:
    """What is expected of a node in a week, what orders took of it and what is left, in millionths.

    The demands of a model that follow those of `demand_ids` are these.
    """

    node: int
    starts_on: date
    expected: int
    taken: int
    left: int


def planning_input(
    *, today: date, horizon_days: int, with_to_order: bool = False, extra: Collection[int] = ()
) -> PlanningInput:
    """Read everything that a run reckons with; some twenty statements whatever the number of items.

    A scenario asks for the items planned to order too, and for `extra` ones that nobody needs yet; these are
    planned however they are planned otherwise.
    What is expected beyond orders is needed at the first warehouse, on the first day of its week that is not
    over. Items planned to order are made and bought by their orders: here they only count as parts of what is
    planned. Phantoms pass their needs on. Raises: PlanningError (`bom_cycle`, `calendar_never_open` …).
    """
    until = today + timedelta(days=horizon_days)
    rows = planning_rows(today=today, until=until)
    rules = {rule.item_id: rule for rule in PlanningRule.objects.all()}
    expected = expected_needs(today=today, until=until, rules=rules, setting=planning_setting())
    items = {row[0]: row for row in rows.items}
    mine = {key for key, row in items.items() if with_to_order or row[2] == "mrp" or key in extra}
    parts, phantoms = _structure({key for key, row in items.items() if row[1] == "make"}, items.keys(), today)
    places = _places(rows, mine & (expected.rows.keys() | set(extra)), mine, parts)
    number = {place: at for at, place in enumerate(places)}
    demands = [
        (row[0], number[row[1:3]], *row[3:5]) for row in rows.demands if row[1] in mine and row[1:3] in number
    ]
    forecasts = _forecasts(expected, rows, mine, number)
    receipts = _receipts(rows, mine, number)
    nodes = _nodes(rows, items, mine, places, rules)
    structure = Structure.of(
        (at, number[(child, warehouse)], per, is_fixed)
        for at, (item, warehouse) in enumerate(places)
        for child, per, is_fixed in parts.get(item, ())
    )
    is_phantom = np.array([item in phantoms for item, _warehouse in places], dtype=bool)
    model = Model(
        nodes,
        blow_through(len(places), structure, is_phantom),
        Dated.of([*(row[1:] for row in demands), *_dated(forecasts, today)]),
        Dated.of(row[1] for row in receipts),
        _open_days(rows, today, horizon_days),
        np.arange(len(demands) + len(forecasts)) >= len(demands),
    )
    _economic_lots(model, horizon_days)
    offers = {row[0]: row[1] for row in rows.offers}
    return PlanningInput(
        today,
        model,
        places,
        [items[item][1] == "make" for item, _warehouse in places],
        [None if items[item][1] == "make" else offers.get(item) for item, _warehouse in places],
        [row[0] for row in demands],
        [row[0] for row in receipts],
        forecasts,
    )


def falls_out_beside(given: PlanningInput) -> Flags:
    """Which receipts fall out where something else is made: co-products and by-products; one query."""
    rows = ExpectedSupply.objects.filter(is_open=True, source_kind=OUTPUT)
    keys = set(rows.values_list("pk", flat=True))
    found = np.zeros(len(given.model.receipts), dtype=np.bool_)
    for place, (kind, pk) in enumerate(given.receipt_ids):
        found[place] = kind == EXPECTED and pk in keys
    return found


def _forecasts(
    expected: Expected, rows: PlanningRows, mine: set[int], number: dict[Place, int]
) -> list[ForecastNeed]:
    home = rows.warehouses[0][0] if rows.warehouses else 0
    found = []
    for item, row in sorted(expected.rows.items()):
        node = number.get((item, home))
        if item not in mine or node is None:
            continue
        figures = (expected.said[row], expected.taken[row], expected.left[row])
        for week, said, taken, left in zip(expected.weeks, *(one.tolist() for one in figures), strict=True):
            if left > 0:
                found.append(ForecastNeed(node, week, said, taken, left))
    return found


def _dated(forecasts: Iterable[ForecastNeed], today: date) -> list[tuple[int, int, int]]:
    return [(one.node, max((one.starts_on - today).days, 0), one.left) for one in forecasts]


def _structure(made: set[int], known: Iterable[int], today: date) -> tuple[dict[int, list[Part]], set[int]]:
    """What each made item takes by the bill in force, per unit or per order, and which are phantoms."""
    heads = {
        pk: (item, output, is_phantom)
        for pk, item, output, is_phantom in heads_in_force(today).values_list(
            "pk", "item_id", "output_quantity", "is_phantom"
        )
        if item in made
    }
    planned = set(known)
    found: dict[int, list[Part]] = {}
    rows = BomComponent.objects.filter(bom__in=heads_in_force(today).values("pk"))
    columns = ("bom_id", "item_id", "quantity", "scrap_percent", "is_fixed")
    for bom, item, quantity, scrap, is_fixed in rows.values_list(*columns).order_by("bom_id", "pk"):
        if bom not in heads or item not in planned:
            continue
        parent, output, _is_phantom = heads[bom]
        per = float(quantity) * (1 + float(scrap) / 100)
        share = (item, per if is_fixed else per / float(output), is_fixed)
        found.setdefault(parent, []).append(share)
    return found, {item for item, _output, is_phantom in heads.values() if is_phantom}


def _places(
    rows: PlanningRows, expected: set[int], mine: set[int], parts: dict[int, list[Part]]
) -> list[Place]:
    """Where something is needed, expected or comes, and everything that it is made of."""
    if not rows.warehouses:
        return []
    wanted: dict[int, set[int]] = {row[0]: set() for row in rows.warehouses}
    for row in (*rows.demands, *rows.supplies, *rows.waiting):
        if row[1] in mine and row[2] in wanted:
            wanted[row[2]].add(row[1])
    home = rows.warehouses[0][0]
    wanted[home] |= expected
    wanted[home] |= {row[0] for row in rows.items if row[0] in mine and row[4] > 0}
    for found in wanted.values():
        new = set(found)
        while new:
            new = {child for item in new for child, _per, _fixed in parts.get(item, ())} - found
            found.update(new)
    return [(item, warehouse) for warehouse, found in wanted.items() for item in sorted(found)]


def _receipts(
    rows: PlanningRows, mine: set[int], number: dict[Place, int]
) -> list[tuple[tuple[int, int], tuple[int, int, int, int]]]:
    """Open supply and waiting requisitions; what a plan asked for counts for the day it was wanted."""
    wanted = _wanted_days(rows)
    found = []
    for pk, item, warehouse, day, quantity, *source in rows.supplies:
        if item in mine and (item, warehouse) in number:
            first = min(day, wanted.get(tuple(source), day))
            found.append(((EXPECTED, pk), (number[(item, warehouse)], day, quantity, first)))
    for pk, item, warehouse, day, quantity in rows.waiting:
        if item in mine and (item, warehouse) in number:
            first = min(day, wanted.get(("purchase_requisition", pk), day))
            found.append(((REQUESTED, pk), (number[(item, warehouse)], day, quantity, first)))
    return found


def _wanted_days(rows: PlanningRows) -> dict[tuple[Any, ...], int]:
    """For supply that planned orders became, the day for which it was planned; by its source."""
    today = rows.today
    firmed = PlannedOrder.objects.filter(status="firmed", document_id__isnull=False)
    found: dict[tuple[Any, ...], int] = {}
    for kind, pk, wanted_on in firmed.values_list("document_kind", "document_id", "wanted_on"):
        found[(kind, pk)] = (wanted_on - today).days
    asked = [pk for kind, pk in found if kind == "purchase_requisition"]
    ordered = PurchaseRequisition.objects.filter(pk__in=asked, purchase_line__isnull=False)
    for pk, line in ordered.values_list("pk", "purchase_line_id"):
        key = ("purchase_order_line", line)
        day = found[("purchase_requisition", pk)]
        found[key] = min(day, found.get(key, day))
    return found


def _nodes(
    rows: PlanningRows,
    items: dict[int, Any],
    mine: set[int],
    places: list[Place],
    rules: dict[int, PlanningRule],
) -> Nodes:
    """Planning figures of every place: the rule's where the item has one, else its supplier's."""
    offers = {row[0]: row for row in rows.offers}
    stock = {row[:2]: row[2] for row in rows.stock}
    setting = ReplenishmentSetting.objects.filter(pk=1).first() or ReplenishmentSetting(pk=1)
    calendars = {row[0]: at for at, row in enumerate(rows.warehouses)}
    home = rows.warehouses[0][0] if rows.warehouses else 0
    table = []
    for item, warehouse in places:
        _pk, supply, _planning, lead, safety, cost, is_counted = items[item]
        whole = SCALE if is_counted else 0  # nobody makes a part of a piece
        offer = offers.get(item) if supply == "buy" else None
        rule = rules.get(item)
        table.append((
            offer[2] if offer else lead,
            stock.get((item, warehouse), 0) if item in mine else 0,
            safety if warehouse == home and item in mine else 0,
            METHODS.index(rule.method) if rule else 0,
            micro(rule.lot_quantity or 0) if rule else 0,
            (rule.period_days or 0) if rule else 0,
            micro(rule.minimum) if rule else (offer[3] if offer else 0),
            (micro(rule.multiple) if rule else (offer[4] if offer else 0)) or whole,
            micro(rule.maximum) if rule else 0,
            float(rule.order_cost if rule and rule.order_cost is not None else setting.order_cost),
            float(setting.holding_rate) * cost / 365 / SCALE,
            rule.fence_days if rule else 0,
            calendars[warehouse],
        ))  # fmt: skip
    names = ("lead", "on_hand", "safety", "method", "lot", "period", "minimum", "multiple", "maximum",
             "setup", "holding", "fence", "calendar")  # fmt: skip
    columns = zip(*table, strict=True) if table else ((),) * len(names)
    return Nodes.of(len(places), **dict(zip(names, columns, strict=True)))


def _economic_lots(model: Model, horizon_days: int) -> None:
    """Reckon economic lots that nobody gave from the needs of the horizon, as of a year."""
    nodes = model.nodes
    open_ones = np.nonzero((nodes.method == ECONOMIC) & (nodes.lot == 0))[0]
    if not len(open_ones):
        return
    level = low_level_codes(len(nodes), model.structure)
    needs = yearly_needs(model, level, horizon_days)
    for at in open_ones:
        nodes.lot[at] = round(economic_lot(needs[at], float(nodes.setup[at]), float(nodes.holding[at]) * 365))


def _open_days(rows: PlanningRows, today: date, horizon_days: int) -> OpenDays:
    """Which days the warehouses work; a warehouse without a calendar works every day."""
    if not any(row[1] for row in rows.warehouses):
        return always_open()
    span = range(-DAYS_AROUND, horizon_days + DAYS_AROUND)
    flags = np.ones((len(rows.warehouses), len(span)), dtype=bool)
    for at, (_pk, calendar_id, _is_default) in enumerate(rows.warehouses):
        if calendar_id:
            calendar = kept_calendar(calendar_id)
            flags[at] = [is_open_day(calendar, today + timedelta(days=day)) for day in span]
            if not flags[at].any():
                raise PlanningError("calendar_never_open")
    return OpenDays.of(-DAYS_AROUND, flags)
