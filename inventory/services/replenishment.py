"""Replenishment: one run reckons every place anew, the rule `low_stock` and people follow it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from erp.core.actor import Actor
from erp.core.commands import command
from erp.core.copy import copy_rows
from erp.core.errors import Conflict, Invalid
from erp.core.quantity import QUANTITY_MAX, plain
from erp.core.refs import DocumentRef
from erp.masterdata.selectors.company import business_day, company
from erp.notifications.services.alerts import NewAlert, raise_alerts
from inventory import locks
from inventory.calc.replenishment import economic_lot_with_breaks, lots_above
from inventory.calc.sourcing import candidate, order_quantity
from inventory.models import (
    Item,
    ReplenishmentSetting,
    ReplenishmentSuggestion,
    StockFigure,
    Warehouse,
)
from inventory.selectors.replenishment_data import (
    Place,
    PlaceDemand,
    PlaceRow,
    demand_by_place,
    last_use_by_place,
    lead_times,
    places,
)
from inventory.selectors.sourcing import Need, Source, sources_for
from inventory.services.replenishment_plan import Plan, figure_rows, plan_place
from inventory.services.requisitions import raise_requisition

RUN = "inventory.edit_replenishment"
LOW = "stock_below_reorder"
KEPT = timedelta(days=30)
_SIX = Decimal("0.000001")
_COLUMNS = (
    "item_id", "warehouse_id", "on_hand", "on_order", "asked_for", "demand", "safety_stock", "reorder_point",
    "quantity", "total_to_ask", "needed_on", "supplier_id", "facts", "computed_at",
)  # fmt: skip
_FIGURES = (
    "item_id", "warehouse_id", "abc", "xyz", "on_hand", "stock_value", "used", "used_value", "daily_demand",
    "daily_deviation", "turnover", "cover_days", "sell_through", "last_used_on", "is_slow", "excess",
    "excess_value", "computed_at",
)  # fmt: skip


@dataclass(frozen=True)
class RunResult:
    """What a run looked at and found."""

    places: int
    suggestions: int
    figures: int


def settings_row() -> ReplenishmentSetting:
    """The company's replenishment setting."""
    return ReplenishmentSetting.objects.filter(pk=1).first() or ReplenishmentSetting(pk=1)


@command(RUN, "Change replenishment policies and run them")
def run_replenishment(*, actor: Actor, at: datetime | None = None) -> RunResult:
    """Reckon every place anew: suggestions that are open and all stock figures are replaced.

    Six queries whatever the number of items, and two bulk writes.

    Locks:  replenishment, so that two runs follow each other.
    """
    at = at or timezone.now()
    locks.replenishment_for_update()
    setting, today = settings_row(), business_day(at)
    found = list(places(today=today))
    demand = demand_by_place(now=at, weeks=setting.window_weeks)
    leads = lead_times(now=at)
    plans = []
    for row in found:
        plan = plan_place(row, demand.get((row.item_id, row.warehouse_id)), leads.get(row.item_id), setting)
        if plan is not None and row.bought_for is not None:
            plans.append(plan)
    suggestions = _write_suggestions(plans, setting, today=today, at=at)
    figures = _write_figures(found, demand, setting, today=today, at=at)
    return RunResult(len(found), suggestions, figures)


def _write_suggestions(
    plans: Sequence[Plan], setting: ReplenishmentSetting, *, today: date, at: datetime
) -> int:
    warehouses = Warehouse.objects.in_bulk()
    needs = [
        Need(
            Item(pk=plan.row.item_id, supply=plan.row.supply),  # where to buy asks for no more of it
            warehouses[plan.row.bought_for or 0],
            _six(plan.quantity),
            today + timedelta(days=round(plan.lead_days)),
        )
        for plan in plans
    ]
    sources = sources_for(needs, today=today)
    rows = [
        _suggestion(plan, need, ways, setting, at)
        for plan, need, ways in zip(plans, needs, sources, strict=True)
    ]
    ReplenishmentSuggestion.objects.filter(status="open").delete()
    ReplenishmentSuggestion.objects.filter(computed_at__lt=at - KEPT).delete()
    return copy_rows(ReplenishmentSuggestion, _COLUMNS, rows)


def _six(value: float | Decimal) -> Decimal:
    return min(Decimal(value).quantize(_SIX, ROUND_HALF_UP), QUANTITY_MAX)


def _suggestion(
    plan: Plan, need: Need, ways: Sequence[Source], setting: ReplenishmentSetting, at: datetime
) -> list[Any]:
    row, facts = plan.row, dict(plan.facts)
    quantity, supplier_id, needed_on = need.quantity, None, need.needed_on
    if row.supply == Item.Supply.BUY and ways:
        best = ways[0]
        quantity = _lot_of(plan, best, setting, facts)
        supplier_id, needed_on = best.supplier.pk, best.arrives_on
        facts["minimum"], facts["multiple"] = (
            str(best.candidate.terms.minimum),
            str(best.candidate.terms.multiple),
        )
    else:
        quantity = order_quantity(quantity, Decimal(0), Decimal(1)) if quantity > 1 else quantity
    return [
        row.item_id, need.warehouse.pk, row.on_hand, row.on_order, row.waiting, row.demand,
        _six(plan.safety_stock), _six(plan.reorder_point), quantity, quantity + row.asked_for_stock,
        needed_on, supplier_id, facts, at,
    ]  # fmt: skip


def _lot_of(plan: Plan, best: Source, setting: ReplenishmentSetting, facts: dict[str, Any]) -> Decimal:
    """What to order from a source: its own economic lot where it has price breaks and no lot is given."""
    terms = best.candidate.terms
    if not terms.breaks or plan.facts["lot"] != "economic":
        return best.quantity
    tiers = [(0.0, float(terms.price)), *((float(start), float(price)) for start, price in terms.breaks)]
    lot, _price = economic_lot_with_breaks(
        plan.facts["daily"] * 365, float(setting.order_cost), float(setting.holding_rate), tiers
    )
    wanted = lots_above(float(plan.row.position), plan.reorder_point, lot)
    facts["lot"] = "economic_breaks"
    return candidate(terms, _six(max(wanted, 0.000001)), best.arrives_on).quantity


def _write_figures(
    found: Sequence[PlaceRow],
    demand: dict[Place, PlaceDemand],
    setting: ReplenishmentSetting,
    *,
    today: date,
    at: datetime,
) -> int:
    rows = figure_rows(found, demand, last_use_by_place(), setting, today=today)
    StockFigure.objects.all().delete()
    return copy_rows(StockFigure, _FIGURES, ([*row, at] for row in rows))


@command("inventory.create_requisition")
def accept_suggestion(
    *,
    suggestion_id: int,
    quantity: Decimal | None = None,
    actor: Actor,
    at: datetime | None = None,
) -> ReplenishmentSuggestion:
    """Follow a suggestion: bought items are asked for once, for made items the planner is told.

    Locks:  the suggestion; the place.
    Emits:  RequisitionChanged.
    Raises: NotFound; Conflict when it is decided already; Invalid on `quantity`.
    """
    at = at or timezone.now()
    row = _open(suggestion_id)
    wanted = row.quantity if quantity is None else quantity
    if wanted <= 0:
        raise Invalid.field("quantity", _("Must be greater than zero."), "not_positive")
    if row.item.supply == Item.Supply.BUY:
        row.requisition = raise_requisition(
            item_id=row.item_id,
            warehouse_id=row.warehouse_id,
            quantity=row.total_to_ask - row.quantity + wanted,
            needed_on=max(row.needed_on, business_day(at)),
            reason=_reason(row),
            origin=None,
            actor=actor,
            at=at,
        )
    else:
        raise_alerts(alerts=[_alert(row, "planner")], actor=actor, at=at)
    _decide(row, "accepted", actor)
    return row


def _open(suggestion_id: int) -> ReplenishmentSuggestion:
    row = locks.suggestion_for_update(suggestion_id)
    if row.status != ReplenishmentSuggestion.State.OPEN:
        raise Conflict("suggestion_decided")
    return row


def _decide(row: ReplenishmentSuggestion, status: str, actor: Actor) -> None:
    row.status, row.decided_by = status, actor.label[:150]
    row.save(update_fields=["status", "decided_by", "requisition"])


def _reason(row: ReplenishmentSuggestion) -> str:
    values = {
        "position": plain(row.on_hand + row.on_order + row.asked_for - row.demand),
        "point": plain(row.reorder_point),
    }
    with translation.override(company().language):
        return _("%(position)s available and coming, reorder point %(point)s") % values


@command("inventory.create_requisition")
def dismiss_suggestion(*, suggestion_id: int, actor: Actor) -> ReplenishmentSuggestion:
    """Do not follow a suggestion; the next run looks at it anew.

    Locks:  the suggestion.
    Raises: NotFound; Conflict when it is decided already.
    """
    row = _open(suggestion_id)
    _decide(row, "dismissed", actor)
    return row


def _alert(row: ReplenishmentSuggestion, role: str) -> NewAlert:
    position = row.on_hand + row.on_order + row.asked_for - row.demand
    facts = {
        "available": plain(position),
        "reorder_point": plain(row.reorder_point),
        "requisition": row.requisition.number if row.requisition else plain(row.quantity),
    }
    return NewAlert(
        code=LOW, subject=DocumentRef("product", row.item_id, row.item.sku), role=role, facts=facts,
        level="critical" if row.on_hand <= 0 else "warning",
    )  # fmt: skip


@command("inventory.create_requisition")
def ask_for_replenishment(*, item_id: int, actor: Actor, at: datetime | None = None) -> int:
    """Follow every open suggestion for an item; gives how many. Made items are told to the planner.

    Locks:  the suggestions; the places.
    Emits:  RequisitionChanged.
    """
    if not settings_row().raises_requisitions:
        return 0
    rows = ReplenishmentSuggestion.objects.filter(status="open", item_id=item_id).order_by("pk")
    keys = list(rows.values_list("pk", flat=True))
    for pk in keys:
        accept_suggestion(suggestion_id=pk, actor=actor, at=at)
    return len(keys)
