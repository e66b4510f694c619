"""Before and after: a frozen baseline beside the figures of a period, and what the difference is worth."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from erp.core.actor import Actor
from erp.core.documents import document
from sla.calc.metrics import METRICS, VERSION
from sla.calc.roi import Assumptions, Benefit, benefits, return_rate, total
from sla.models import MetricBaseline, RoiAssumptions
from sla.selectors.metrics import VIEW_METRICS, Figure, Question, board

NAMES = (
    "yearly_revenue",
    "yearly_orders",
    "stock_value",
    "retention_per_point",
    "contribution",
    "capital_cost",
    "labor_per_hour",
    "minutes_per_setback",
    "cost_per_error",
    "investment",
)


@document("baseline", prefix="bsl", permission=VIEW_METRICS)
def visible_baselines(actor: Actor) -> QuerySet[MetricBaseline]:
    """Frozen baselines: figures of the whole company, for those who see all of it."""
    is_whole = actor.has(VIEW_METRICS) and actor.scope.kind == "all"
    return MetricBaseline.objects.all() if is_whole else MetricBaseline.objects.none()


@dataclass(frozen=True)
class Comparison:
    """Before and after, with the worth of the difference a year."""

    baseline: MetricBaseline
    before: dict[str, Decimal | None]
    after: dict[str, Figure]
    benefits: list[Benefit]
    total: Decimal
    rate: Decimal | None
    assumptions: RoiAssumptions
    is_same_definition: bool


def given_assumptions() -> RoiAssumptions:
    """What the company assumes."""
    return RoiAssumptions.objects.get(pk=1)


def compare(actor: Actor, baseline: MetricBaseline, question: Question) -> Comparison:
    """A period against a frozen baseline.

    Raises: NotPermitted; Invalid.
    """
    found = board(actor, question, months=1)
    kept: dict[str, Any] = {one["metric"]: one["value"] for one in baseline.figures}
    before = {code: None if kept.get(code) is None else Decimal(kept[code]) for code in METRICS}
    after = {code: figure.value for code, figure in found.figures.items()}
    row = given_assumptions()
    given = Assumptions(**{name: getattr(row, name) for name in NAMES})
    lines = benefits(before, after, given)
    return Comparison(
        baseline,
        before,
        found.figures,
        lines,
        total(lines),
        return_rate(lines, given),
        row,
        baseline.definition == VERSION,
    )
