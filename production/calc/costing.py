"""What made items cost at standard: material, set-up, run and outside work, rolled up level by level."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from production.calc.explosion import Bill, needed
from production.calc.structure import low_level_codes

_QUANTUM = Decimal("0.000001")
_ONE = Fraction(1)
ELEMENTS = ("material", "setup", "run", "outside")


@dataclass(frozen=True)
class Step:
    """An operation as it costs: minutes as they really take, rates per hour, a price where it is outside."""

    number: int
    setup_minutes: Decimal
    run_minutes: Decimal
    cost_per_hour: Decimal
    setup_cost_per_hour: Decimal
    efficiency: Decimal = Decimal(1)
    outside_price: Decimal | None = None
    is_outside: bool = False


@dataclass(frozen=True)
class Work:
    """How an item is made: its operations, and the lot over which set-ups and fixed quantities are spread."""

    steps: tuple[Step, ...] = ()
    lot_quantity: Decimal = Decimal(1)


@dataclass
class Cost:
    """What one unit costs, by elements that are kept apart through all levels; and what it was made of."""

    level: int = 0
    lot_quantity: Decimal = Decimal(1)
    material: Decimal = Decimal(0)
    setup: Decimal = Decimal(0)
    run: Decimal = Decimal(0)
    outside: Decimal = Decimal(0)
    basis: dict[str, Any] = field(default_factory=dict)

    @property
    def total(self) -> Decimal:
        """All elements together."""
        return self.material + self.setup + self.run + self.outside


def _round(value: Fraction) -> Decimal:
    return (Decimal(value.numerator) / Decimal(value.denominator)).quantize(_QUANTUM, rounding=ROUND_HALF_UP)


def _minutes_cost(minutes: Decimal, rate: Decimal, efficiency: Decimal) -> Fraction:
    return Fraction(minutes) / 60 / Fraction(efficiency) * Fraction(rate)


def step_cost(step: Step, lot: Decimal) -> dict[str, Fraction]:
    """What one unit costs at an operation: set-up spread over the lot, run, or the price outside.

    Source: standard costing as APICS describes it: rate × standard hours, set-up divided by the lot.
    """
    if step.is_outside:
        return {"outside": Fraction(step.outside_price or 0)}
    setup = _minutes_cost(step.setup_minutes, step.setup_cost_per_hour, step.efficiency) / Fraction(lot)
    return {"setup": setup, "run": _minutes_cost(step.run_minutes, step.cost_per_hour, step.efficiency)}


def roll_up(
    bills: Mapping[int, Bill], works: Mapping[int, Work], bought: Mapping[int, Decimal]
) -> dict[int, Cost]:
    """What every item with a bill or a routing costs, lowest level first; `bought` are the others' costs.

    Phantoms cost what is in them. What falls out beside an item takes its share of the cost with it.
    Units: base currency per base unit, six decimals, rounded half up once per element and level.
    Raises: Circle when an item consists of itself.
    """
    links = {item: [part.item_id for part in bill.components] for item, bill in bills.items()}
    for item in works:
        links.setdefault(item, [])
    codes = low_level_codes(links)
    costs: dict[int, Cost] = {}
    for item in sorted(links, key=lambda one: (-codes[one], one)):
        work = works.get(item, Work())
        costs[item] = _cost(item, bills.get(item), work, bought, costs)
        costs[item].level = codes[item]
    return costs


def _cost(
    item: int, bill: Bill | None, work: Work, bought: Mapping[int, Decimal], costs: Mapping[int, Cost]
) -> Cost:
    lot = work.lot_quantity
    sums: dict[str, Fraction] = dict.fromkeys(ELEMENTS, Fraction(0))
    basis: dict[str, Any] = {"components": {}, "operations": {}}
    if bill is None:
        sums["material"] += Fraction(bought.get(item, Decimal(0)))
    else:
        basis["bom"] = bill.version
        for part in bill.components:
            _add_part(part.item_id, needed(part, bill.output_quantity, Fraction(lot)) / Fraction(lot), basis)
    for part_id, share in basis["components"].items():
        below = costs.get(part_id)
        elements = {"material": bought.get(part_id, Decimal(0))} if below is None else _elements(below)
        for name, value in elements.items():
            sums[name] += share * Fraction(value)
        basis["components"][part_id] = [str(_round(share)), str(sum(elements.values()))]
    for step in work.steps:
        found = step_cost(step, lot)
        for name, amount in found.items():
            sums[name] += amount
        basis["operations"][step.number] = str(_round(sum(found.values(), Fraction(0))))
    kept = _kept_share(bill)
    own = {name: _round(value * kept) for name, value in sums.items()}
    return Cost(0, lot, own["material"], own["setup"], own["run"], own["outside"], basis)


def _add_part(item_id: int, share: Fraction, basis: dict[str, Any]) -> None:
    parts = basis["components"]
    parts[item_id] = parts.get(item_id, Fraction(0)) + share


def _elements(cost: Cost) -> dict[str, Decimal]:
    return {name: getattr(cost, name) for name in ELEMENTS}


def _kept_share(bill: Bill | None) -> Fraction:
    """What of the cost stays with the item itself."""
    gone = (
        sum((Fraction(one.cost_share_percent) for one in bill.outputs), Fraction(0)) if bill else Fraction(0)
    )
    return _ONE - gone / 100


def changes_between(
    before: Mapping[str, Any], after: Mapping[str, Any], *, most: int = 20
) -> list[dict[str, Any]]:
    """Why an item costs something else than the last time, the largest effect first.

    Shape: `before` and `after` are the bases of two roll-ups; each change is {kind, item or operation, from,
    to, effect}: kind is component_added, component_removed, quantity, component_cost or operation.
    """
    found: list[dict[str, Any]] = []
    old, new = before.get("components", {}), after.get("components", {})
    for key in sorted({*old, *new}, key=int):
        found += _part_changes(int(key), old.get(key), new.get(key))
    old_steps, new_steps = before.get("operations", {}), after.get("operations", {})
    for key in sorted({*old_steps, *new_steps}, key=int):
        was, now = Decimal(old_steps.get(key, "0")), Decimal(new_steps.get(key, "0"))
        if was != now:
            change = {"kind": "operation", "operation": int(key), "from": str(was), "to": str(now)}
            found.append(change | {"effect": str(now - was)})
    return sorted(found, key=lambda one: -abs(Decimal(one["effect"])))[:most]


def _part_changes(item: int, old: list[str] | None, new: list[str] | None) -> list[dict[str, Any]]:
    quantity, cost = (Decimal(value) for value in (old or ["0", "0"]))
    quantity_now, cost_now = (Decimal(value) for value in (new or ["0", "0"]))
    if old is None or new is None:
        kind = "component_added" if old is None else "component_removed"
        effect = quantity_now * cost_now - quantity * cost
        return [_change(kind, item, quantity, quantity_now, effect)]
    found = []
    if quantity != quantity_now:
        effect = (quantity_now - quantity) * cost
        found.append(_change("quantity", item, quantity, quantity_now, effect))
    if cost != cost_now:
        effect = quantity_now * (cost_now - cost)
        found.append(_change("component_cost", item, cost, cost_now, effect))
    return found


def _change(kind: str, item: int, was: Decimal, now: Decimal, effect: Decimal) -> dict[str, Any]:
    return {
        "kind": kind,
        "item": item,
        "from": f"{was.normalize():f}",
        "to": f"{now.normalize():f}",
        "effect": f"{effect.quantize(_QUANTUM).normalize():f}",
    }


__all__ = ["ELEMENTS", "Cost", "Step", "Work", "changes_between", "roll_up", "step_cost"]
