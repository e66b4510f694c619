"""The arithmetic of one run, place by place: whether to buy, how many, and what the stock is doing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from inventory.calc import analysis
from inventory.calc.replenishment import (
    DemandRate,
    economic_order_quantity,
    lots_above,
    period_days,
    rate_from_weeks,
    reorder_point,
    safety_stock,
    up_to,
)
from inventory.models import Item, ReplenishmentPolicy, ReplenishmentSetting
from inventory.selectors.counts import count_settings
from inventory.selectors.replenishment_data import Place, PlaceDemand, PlaceRow

USUAL_LEAD_DAYS = 7
_FOUR = Decimal("0.0001")
_SIX = Decimal("0.000001")
Method = ReplenishmentPolicy.Method


@dataclass
class Plan:
    """A place that is to be replenished: the figures behind it and the quantity before rounding."""

    row: PlaceRow
    safety_stock: float
    reorder_point: float
    quantity: float
    lead_days: float
    facts: dict[str, Any] = field(default_factory=dict)


def rate_of(demand: PlaceDemand | None) -> DemandRate:
    """A place's demand a day."""
    if demand is None:
        return DemandRate(0.0, 0.0)
    return rate_from_weeks(demand.used, demand.squares, demand.weeks)


def plan_place(
    row: PlaceRow,
    demand: PlaceDemand | None,
    lead: tuple[float, float] | None,
    setting: ReplenishmentSetting,
) -> Plan | None:
    """Whether a place has to be replenished now, and with how many; None when it has not."""
    rate = rate_of(demand)
    lead_days, lead_deviation = lead or (float(row.lead_time_days or USUAL_LEAD_DAYS), 0.0)
    level = float(row.service_level or setting.service_level)
    safety, point = _levels(row, rate, (lead_days, lead_deviation), level)
    position = float(row.position)
    if point is None or position > point or (point <= 0 and position >= 0):
        return None
    lot, kind = _lot(row, rate, setting)
    if row.method == Method.MIN_MAX and row.maximum is not None:
        quantity, kind = up_to(position, point, max(float(row.maximum), point)), "up_to"
    elif row.method == Method.PERIOD:
        days = row.period_days or period_days(lot, rate)
        quantity, kind = max(point - position, 0.0) + rate.mean * days, "period"
    elif lot <= 0 and point <= safety:
        quantity, kind = max(safety - position, 1.0), "safety"
    elif lot <= 0:
        lot, kind = point - safety, "lead_time"
        quantity = lots_above(position, point, lot)
    else:
        quantity = lots_above(position, point, lot)
    if quantity <= 0:
        return None
    facts = {
        "daily": round(rate.mean, 6),
        "deviation": round(rate.deviation, 6),
        "lead_days": round(lead_days, 2),
        "lead_deviation": round(lead_deviation, 2),
        "service_level": round(level, 4),
        "calculated": bool(row.is_calculated),
        "method": row.method or "item",
        "lot": kind,
    }
    return Plan(row, safety, point, quantity, lead_days, facts)


def _levels(
    row: PlaceRow, rate: DemandRate, lead: tuple[float, float], level: float
) -> tuple[float, float | None]:
    """Safety stock and reorder point: the policy's, calculated where it says so, else the item's own."""
    if row.method is None:
        safety = float(row.item_safety_stock)
        if row.item_reorder_point is not None:
            return safety, float(row.item_reorder_point)
        if safety > 0 and row.planning != Item.Planning.NONE:
            return safety, safety - float(_SIX)  # below it, not at it
        return safety, None
    if row.safety_stock is not None:
        safety = float(row.safety_stock)
    elif row.is_calculated:
        safety = safety_stock(rate, lead[0], lead[1], level)
    else:
        safety = float(row.item_safety_stock)
    if row.reorder_point is not None:
        return safety, float(row.reorder_point)
    if row.is_calculated:
        return safety, reorder_point(rate, lead[0], safety)
    return safety, None if row.item_reorder_point is None else float(row.item_reorder_point)


def _lot(row: PlaceRow, rate: DemandRate, setting: ReplenishmentSetting) -> tuple[float, str]:
    """The lot: given by the policy or the item, else the economic one, else none is known.

    Where none is known, a reorder point is refilled by the demand of a lead time: point less safety stock;
    one that is no higher than the safety stock is refilled up to that.
    """
    fixed = row.order_quantity if row.order_quantity is not None else None
    if fixed is None and not row.is_calculated:
        fixed = row.item_reorder_quantity
    if fixed is not None and fixed > 0:
        return float(fixed), "fixed"
    holding = float(setting.holding_rate) * float(row.standard_cost)
    lot = economic_order_quantity(rate.mean * 365, float(setting.order_cost), holding)
    return (lot, "economic") if lot > 0 else (0.0, "none")


def figure_rows(
    found: Sequence[PlaceRow],
    demand: Mapping[Place, PlaceDemand],
    last_use: Mapping[Place, date],
    setting: ReplenishmentSetting,
    *,
    today: date,
) -> Iterator[list[Any]]:
    """The stock figures of every place that has stock or was used, as columns."""
    days = setting.window_weeks * 7
    values = {
        (row.item_id, row.warehouse_id): demand[key].value if key in demand else 0.0
        for row in found
        for key in [(row.item_id, row.warehouse_id)]
        if row.on_hand or key in demand
    }
    borders = count_settings()
    classes = analysis.abc_classes(
        values, a_share=float(borders.a_share) / 100, b_share=float(borders.b_share) / 100
    )
    for row in found:
        key = (row.item_id, row.warehouse_id)
        if key in classes:
            yield _figure(row, demand.get(key), last_use.get(key), classes[key], (setting, today, days))


def _figure(
    row: PlaceRow,
    demand: PlaceDemand | None,
    last_on: date | None,
    abc: str,
    how: tuple[ReplenishmentSetting, date, int],
) -> list[Any]:
    setting, today, days = how
    rate, on_hand, cost = rate_of(demand), float(row.on_hand), float(row.standard_cost)
    used, value = (demand.used, demand.value) if demand else (0.0, 0.0)
    safety = float(row.safety_stock if row.safety_stock is not None else row.item_safety_stock)
    over = analysis.excess(on_hand, rate.mean, setting.cover_days, safety)
    stock_value = on_hand * cost
    return [
        row.item_id, row.warehouse_id, abc, analysis.xyz_class(rate.mean * 7, rate.deviation * 7**0.5),
        row.on_hand, _money(stock_value), _quantity(used), _money(value), rate.mean, rate.deviation,
        analysis.turnover(value, stock_value, days), analysis.cover_days(on_hand, rate.mean),
        analysis.sell_through(max(used, 0.0), on_hand), last_on,
        analysis.is_slow(on_hand, last_on, today, setting.slow_days), _quantity(over), _money(over * cost),
    ]  # fmt: skip


def _money(value: float) -> Decimal:
    return Decimal(value).quantize(_FOUR)


def _quantity(value: float) -> Decimal:
    return Decimal(value).quantize(_SIX)
