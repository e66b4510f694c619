"""Suggestions and stock figures as their readers see them, with the sentence that says why."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from erp.core.actor import Actor
from erp.core.commands import declare_permission
from erp.core.documents import document
from erp.core.formats import percent_text, quantity_text
from inventory.calc.analysis import moving_rate, turnover
from inventory.models import ReplenishmentPolicy, ReplenishmentSuggestion, StockFigure

VIEW_REPLENISHMENT = declare_permission(
    "inventory.view_replenishment", "See replenishment and stock analysis"
)
ZERO = Decimal(0)


@document("replenishment_suggestion", prefix="sug", permission=VIEW_REPLENISHMENT)
def visible_suggestions(actor: Actor) -> QuerySet[ReplenishmentSuggestion]:
    """All suggestions, for those who may see replenishment."""
    if not actor.has(VIEW_REPLENISHMENT):
        return ReplenishmentSuggestion.objects.none()
    return ReplenishmentSuggestion.objects.select_related(
        "item__unit", "warehouse", "supplier", "requisition"
    )


@document("replenishment_policy", prefix="rpo", permission=VIEW_REPLENISHMENT)
def visible_policies(actor: Actor) -> QuerySet[ReplenishmentPolicy]:
    """All policies, for those who may see replenishment."""
    if not actor.has(VIEW_REPLENISHMENT):
        return ReplenishmentPolicy.objects.none()
    return ReplenishmentPolicy.objects.select_related("item__unit", "warehouse")


@document("stock_figure", prefix="fig", permission=VIEW_REPLENISHMENT)
def visible_figures(actor: Actor) -> QuerySet[StockFigure]:
    """Figures of all stock, for those who may see replenishment."""
    if not actor.has(VIEW_REPLENISHMENT):
        return StockFigure.objects.none()
    return StockFigure.objects.select_related("item__unit", "item__category", "warehouse")


def position_of(row: ReplenishmentSuggestion) -> Decimal:
    """On hand, on order and asked for, less what is due."""
    return row.on_hand + row.on_order + row.asked_for - row.demand


def why(row: ReplenishmentSuggestion) -> str:
    """Why so many, in sentences in the reader's language."""
    unit, facts = row.item.unit.code, row.facts

    def told(quantity: Any) -> str:
        return quantity_text(Decimal(quantity), unit)

    parts = [
        _("%(on_hand)s on hand + %(on_order)s on order + %(asked)s asked for − %(demand)s due = "
          "%(position)s, not above the reorder point %(point)s.")
        % {
            "on_hand": told(row.on_hand), "on_order": told(row.on_order), "asked": told(row.asked_for),
            "demand": told(row.demand), "position": told(position_of(row)),
            "point": told(row.reorder_point.quantize(Decimal("0.1"))),
        }
    ]  # fmt: skip
    if facts.get("calculated"):
        parts.append(
            _("The point is %(daily)s a day × %(lead)s days + %(safety)s safety stock for a service level of "
              "%(level)s.")
            % {
                "daily": told(round(facts.get("daily", 0), 2)), "lead": f"{facts.get('lead_days', 0):g}",
                "safety": told(row.safety_stock.quantize(Decimal("0.1"))),
                "level": percent_text(facts.get("service_level", 0)),
            }
        )  # fmt: skip
    parts.append(_lot_words(facts.get("lot", "")))
    return " ".join(part for part in parts if part)


def _lot_words(lot: str) -> str:
    return {
        "fixed": _("Ordered in the lot that was set."),
        "economic": _("Ordered in the economic lot."),
        "economic_breaks": _("Ordered in the lot that costs least with the supplier's price breaks."),
        "up_to": _("Ordered up to the maximum."),
        "period": _("Ordered for the period that was set."),
        "lead_time": _("Ordered for the demand of a lead time."),
        "safety": _("Ordered up to the safety stock."),
    }.get(lot, "")


@dataclass(frozen=True)
class StockSummary:
    """What all the listed stock is doing together."""

    items: int
    value: Decimal
    turnover: float | None
    slow_items: int
    slow_value: Decimal
    excess_value: Decimal
    moving_rate: float | None
    classes: dict[str, dict[str, Any]]


def summary_of(rows: QuerySet[StockFigure], *, days: int) -> StockSummary:
    """The figures of all rows together, and the ABC × XYZ matrix; two queries."""
    total = rows.order_by().aggregate(
        items=Count("pk"),
        value=Sum("stock_value"),
        used_cost=Sum("used_value"),
        slow_items=Count("pk", filter=Q(is_slow=True)),
        slow_value=Sum("stock_value", filter=Q(is_slow=True)),
        excess=Sum("excess_value"),
        sold=Count("pk", filter=Q(used__gt=0)),
        stocked=Count("pk", filter=Q(on_hand__gt=0) | Q(used__gt=0)),
    )
    cells = rows.order_by().values("abc", "xyz").annotate(n=Count("pk"), value=Sum("stock_value"))
    classes = {f"{cell['abc']}{cell['xyz']}": {"n": cell["n"], "value": cell["value"]} for cell in cells}
    return StockSummary(
        items=total["items"],
        value=total["value"] or ZERO,
        turnover=turnover(float(total["used_cost"] or 0), float(total["value"] or 0), days),
        slow_items=total["slow_items"],
        slow_value=total["slow_value"] or ZERO,
        excess_value=total["excess"] or ZERO,
        moving_rate=moving_rate(total["sold"], total["stocked"]),
        classes=classes,
    )


def by_urgency(rows: QuerySet[ReplenishmentSuggestion]) -> QuerySet[ReplenishmentSuggestion]:
    """Suggestions whose stock is used up first, first."""
    return rows.order_by(F("on_hand") - F("demand"), "pk")
