"""Figures of service levels, reckoned from the orders' facts by period and month."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from erp.core.actor import Actor
from erp.core.commands import declare_permission
from erp.core.documents import document
from erp.core.errors import Invalid, NotFound
from erp.core.errors import Text as _
from erp.masterdata.selectors.company import company
from sla.calc.metrics import METRICS, VERSION, Adder, Metric, OrderFacts, Sum, Verdict, turnover, value_of
from sla.models import MetricSnapshot, MetricTarget
from sla.selectors.order_facts import Filters, categories_below, facts_between

VIEW_METRICS = declare_permission("sla.view_metrics", "See measures of service levels")
MONTHS = 13
MOST_DAYS = 800
LIVE_MONTHS = 2
FIRST_YEAR, LAST_YEAR = 1990, 2200
ZERO = Decimal(0)


@document("metric_target", prefix="mtg", permission=VIEW_METRICS)
def visible_targets(actor: Actor) -> QuerySet[MetricTarget]:
    """Targets of measures; no secret among those who may see the measures."""
    return MetricTarget.objects.all() if actor.has(VIEW_METRICS) else MetricTarget.objects.none()


@dataclass(frozen=True)
class Goal:
    """What a measure is to reach on a day, and who answers for it."""

    target: Decimal
    baseline: Decimal | None
    department: str


@dataclass(frozen=True)
class Figure:
    """A measure over a span as of a day."""

    metric: Metric
    starts_on: date
    ends_on: date
    as_of: date
    sum: Sum
    value: Decimal | None
    goal: Goal

    @property
    def is_missed(self) -> bool:
        """Whether there is a value and it does not reach its target."""
        return self.value is not None and not self.metric.is_met(self.value, self.goal.target)

    @property
    def misses(self) -> int:
        """Orders counted that are no hits."""
        return self.sum.counted - self.sum.hits


@dataclass(frozen=True)
class Question:
    """What is asked: the span, the as-of day and which orders."""

    since: date
    until: date
    as_of: date
    filters: Filters = Filters()

    def checked(self) -> Question:
        """The question itself.

        Raises: Invalid for an empty or too long span, or days that no business has.
        """
        for name in ("since", "until", "as_of"):
            if not FIRST_YEAR <= getattr(self, name).year <= LAST_YEAR:
                raise Invalid.field(name, _("Give a day between 1990 and 2200."), "bad_day")
        if not self.since <= self.until <= self.since + timedelta(days=MOST_DAYS):
            raise Invalid.field("until", _("Give a span of up to 800 days."), "bad_span")
        return self


@dataclass(frozen=True)
class Board:
    """All measures over the span, and by month up to its end."""

    figures: dict[str, Figure]
    trend: dict[str, list[Figure]]
    facts: list[OrderFacts]


class Goals:
    """The targets in force, read once."""

    def __init__(self) -> None:
        """Read all targets; they are few."""
        self.rows: dict[str, list[MetricTarget]] = {}
        for row in MetricTarget.objects.order_by("metric", "from_on"):
            self.rows.setdefault(row.metric, []).append(row)

    def on(self, metric: Metric, day: date) -> Goal:
        """What counts on a day; before any row's day, what the product comes with."""
        found = Goal(metric.target, None, metric.department)
        for row in self.rows.get(metric.code, ()):
            if row.from_on <= day:
                found = Goal(row.target, row.baseline, row.department)
        return found


def metric_of(code: str) -> Metric:
    """A measure by its code.

    Raises: NotFound.
    """
    found = METRICS.get(code)
    if found is None:
        raise NotFound(kind="sla_metric", code=code[:40])
    return found


def month_of(day: date) -> tuple[date, date]:
    """The first and last day of a day's month."""
    first = day.replace(day=1)
    return first, (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)


def months_until(day: date, count: int = MONTHS) -> list[tuple[date, date]]:
    """The last months up to a day's own, in order."""
    found = [month_of(day)]
    while len(found) < count:
        found.append(month_of(found[-1][0] - timedelta(days=1)))
    return found[::-1]


def verdicts_of(
    metric: Metric, facts: Iterable[OrderFacts], goal: Goal, as_of: date
) -> list[tuple[OrderFacts, Verdict]]:
    """The orders that a measure counts, judged."""
    target = metric.seconds(goal.target)
    judged = ((one, metric.judge(one, as_of, target)) for one in facts)
    return [(one, verdict) for one, verdict in judged if verdict is not None]


def board(actor: Actor, question: Question, *, months: int = MONTHS) -> Board:
    """Every measure over a span and by month.

    Closed months of the whole company come from the nightly snapshots where they are there; the rest
    is reckoned from the orders.
    Raises: NotPermitted; Invalid.
    """
    actor.require(VIEW_METRICS)
    question.checked()
    goals, spans = Goals(), months_until(question.until, months)
    kept = _snapshots(actor, question, spans)
    live_from = spans[-LIVE_MONTHS][0] if kept and len(spans) > LIVE_MONTHS else spans[0][0]
    since = min(live_from, question.since)
    facts = facts_between(
        actor, since=since, until=question.until, as_of=question.as_of, filters=question.filters
    )
    stock = _stock_by_month(actor, question)
    figures, trend = {}, {}
    for metric in METRICS.values():
        figures[metric.code], trend[metric.code] = _reckoned(
            metric, facts, question, goals, spans, kept, stock
        )
    return Board(figures, trend, facts)


def _reckoned(  # noqa: PLR0917 -- one measure over all that was read
    metric: Metric,
    facts: list[OrderFacts],
    question: Question,
    goals: Goals,
    spans: Sequence[tuple[date, date]],
    kept: Mapping[tuple[str, date], tuple[Sum, Decimal | None]],
    stock: list[tuple[date, Decimal, Decimal]],
) -> tuple[Figure, list[Figure]]:
    goal = goals.on(metric, question.until)
    chosen, by_month = _added_up(metric, facts, goal, question)
    whole = _figure(metric, (question.since, question.until), question.as_of, chosen, goal, stock)
    trend = []
    for first, last in spans:
        then = goals.on(metric, last)
        if (metric.code, first) in kept:
            found, value = kept[metric.code, first]
            trend.append(Figure(metric, first, last, question.as_of, found, value, then))
        else:
            part = by_month.get((first.year, first.month), Sum())
            trend.append(_figure(metric, (first, last), question.as_of, part, then, stock))
    return whole, trend


def _added_up(
    metric: Metric, facts: Iterable[OrderFacts], goal: Goal, question: Question
) -> tuple[Sum, dict[tuple[int, int], Sum]]:
    """The judged orders of the span, and by year and month, added up; no verdict outlives its turn."""
    judge, target, as_of = metric.judge, metric.seconds(goal.target), question.as_of
    since, until = question.since, question.until
    whole = Adder()
    by_month: dict[tuple[int, int], Adder] = {}
    for one in facts:
        verdict = judge(one, as_of, target)
        if verdict is None:
            continue
        on = verdict.on
        month = by_month.get((on.year, on.month))
        if month is None:
            month = by_month[on.year, on.month] = Adder()
        month.add(verdict)
        if since <= on <= until:
            whole.add(verdict)
    return whole.sum(), {key: adder.sum() for key, adder in by_month.items()}


def _figure(  # noqa: PLR0917 -- what a figure is made of
    metric: Metric,
    span: tuple[date, date],
    as_of: date,
    found: Sum,
    goal: Goal,
    stock: list[tuple[date, Decimal, Decimal]],
) -> Figure:
    value = _turnover(stock, span[1]) if metric.code == "stock_turnover" else value_of(metric, found)
    return Figure(metric, span[0], span[1], as_of, found, value, goal)


# ---- stock turnover: from the ledger -------------------------------------------------------------------
_LEDGER = """
SELECT date_trunc('month', m.at AT TIME ZONE %(zone)s)::date, sum(m.value),
       coalesce(-sum(m.value) FILTER (WHERE m.kind = 'shipment'), 0)
FROM inventory_move m JOIN inventory_item i ON i.id = m.item_id
WHERE (%(warehouse)s::bigint IS NULL OR m.warehouse_id = %(warehouse)s)
  AND (%(categories)s::bigint[] IS NULL OR i.category_id = ANY(%(categories)s))
GROUP BY 1 ORDER BY 1
"""


def _stock_by_month(actor: Actor, question: Question) -> list[tuple[date, Decimal, Decimal]]:
    """Month, value of the stock at its end, and cost of what was shipped in it; company figures only."""
    narrowed = question.filters
    is_whole = actor.scope.kind == "all" and actor.has("inventory.view_stock")
    if not is_whole or narrowed.region or narrowed.team or narrowed.channel:
        return []
    asked = {
        "zone": company().time_zone,
        "warehouse": narrowed.warehouse,
        "categories": categories_below(narrowed.category) if narrowed.category else None,
    }
    with connection.cursor() as cursor:
        cursor.execute(_LEDGER, asked)
        rows = cursor.fetchall()
    found, value = [], ZERO
    for month, change, cost in rows:
        value += change
        found.append((month, value, cost))
    return found


def _turnover(stock: list[tuple[date, Decimal, Decimal]], until: date) -> Decimal | None:
    """Turnover of the twelve months up to a month; the first months of the books are left out of the mean."""
    first = months_until(until, 12)[0][0]
    rows = [row for row in stock if first <= row[0] <= until]
    if not rows:
        return None
    days = (month_of(until)[1] - rows[0][0]).days + 1
    return turnover(sum((row[2] for row in rows), ZERO), [row[1] for row in rows], days)


# ---- snapshots -----------------------------------------------------------------------------------------
def _snapshots(
    actor: Actor, question: Question, spans: Sequence[tuple[date, date]]
) -> dict[tuple[str, date], tuple[Sum, Decimal | None]]:
    """Kept figures of closed months; none for part of the company, a past day, or while one is missing."""
    closed = [first for first, _last in spans[:-LIVE_MONTHS]]
    is_whole = (
        actor.scope.kind == "all" and actor.has("orders.view_order") and actor.has("inventory.view_stock")
    )
    if not closed or not is_whole or question.filters:
        return {}
    rows = MetricSnapshot.objects.filter(
        definition=VERSION,
        starts_on__in=closed,
        as_of__lte=question.as_of,
        as_of__gte=question.as_of - timedelta(days=1),
    ).order_by("as_of")
    found = {
        (row.metric, row.starts_on): (
            Sum(row.counted, row.hits, row.weight, row.right, row.seconds),
            row.value,
        )
        for row in rows
    }
    return found if len(found) == len(closed) * len(METRICS) else {}


def orders_behind(
    actor: Actor, code: str, question: Question, *, missed: bool
) -> list[tuple[OrderFacts, Verdict]]:
    """The orders that a figure is made of, the worst first; the missed ones alone if asked.

    Raises: NotPermitted; NotFound; Invalid.
    """
    actor.require(VIEW_METRICS)
    metric = metric_of(code)
    question.checked()
    goal = Goals().on(metric, question.until)
    facts = facts_between(
        actor,
        since=question.since,
        until=question.until,
        as_of=question.as_of,
        filters=question.filters,
    )
    return chosen_orders(metric, facts, goal, question, missed=missed)


def chosen_orders(
    metric: Metric, facts: Iterable[OrderFacts], goal: Goal, question: Question, *, missed: bool
) -> list[tuple[OrderFacts, Verdict]]:
    """The judged orders of a span: misses before hits, the longest first, then the latest day."""
    found = [
        (one, verdict)
        for one, verdict in verdicts_of(metric, facts, goal, question.as_of)
        if question.since <= verdict.on <= question.until and not (missed and verdict.is_hit)
    ]
    found.sort(key=lambda pair: (pair[1].is_hit, -pair[1].seconds, -pair[1].on.toordinal(), pair[0].number))
    return found


def history_value(figure: Figure) -> dict[str, Any]:
    """A figure as plain values, for snapshots, packs and baselines."""
    return {
        "metric": figure.metric.code,
        "value": None if figure.value is None else str(round(figure.value, 8)),
        "target": str(figure.goal.target.normalize()),
        "baseline": None if figure.goal.baseline is None else str(figure.goal.baseline.normalize()),
        "department": figure.goal.department,
        "counted": figure.sum.counted,
        "hits": figure.sum.hits,
        "is_missed": figure.is_missed,
    }
