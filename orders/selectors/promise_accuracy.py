"""Promise accuracy from the books: lines with their promises and goods, judged by the written definition."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection

from erp.core.actor import Actor
from erp.core.commands import declare_permission
from erp.masterdata.selectors.company import company
from orders.calc.promise_accuracy import MISSED, Accuracy, Verdict, add_up, judge
from orders.models import PromiseChange
from orders.selectors.orders import visible_orders

VIEW_ACCURACY = declare_permission("orders.view_promise_accuracy", "See promise accuracy")
BY = ("month", "customer", "product")
BASES = ("first", "current")
EVENTS = ("shipped", "delivered")
MOST_LINES = 200_000
MOST_SHOWN = 500

_LINES = """
SELECT l.id, o.id, o.number, c.code, c.name, i.sku, l.line_no, l.first_promised_on, l.promised_on,
       d.id, d.quantity, d.cancelled, (x.at AT TIME ZONE %(zone)s)::date
FROM orders_orderline l
JOIN orders_order o ON o.id = l.order_id
JOIN masterdata_customer c ON c.id = o.customer_id
JOIN inventory_item i ON i.id = l.item_id
JOIN inventory_demand d ON d.id = l.demand_id
LEFT JOIN LATERAL (SELECT e.at FROM core_event e WHERE e.document_kind = 'order' AND e.document_id = o.id
    AND e.name = 'order.cancelled' ORDER BY e.id LIMIT 1) x ON d.cancelled > 0
WHERE o.confirmed_at IS NOT NULL AND {day} >= %(start)s AND {day} <= %(end)s
  AND (%(customer)s = '' OR c.code = %(customer)s) AND (%(product)s = '' OR i.sku = %(product)s)
  AND o.id IN (SELECT id FROM ({visible}) seen)
ORDER BY l.id LIMIT %(most)s
"""
_GOODS = """
SELECT sl.demand_id, (s.{column} AT TIME ZONE %(zone)s)::date, sum(sl.picked)
FROM inventory_shipmentline sl JOIN inventory_shipment s ON s.id = sl.shipment_id
WHERE sl.demand_id = ANY(%(demands)s) AND s.{column} IS NOT NULL AND s.state IN ('shipped', 'delivered')
GROUP BY 1, 2
"""


@dataclass(frozen=True)
class Question:
    """What accuracy is asked for: the promise that counts, when it is kept, until when, about whom."""

    start: date
    end: date
    as_of: date
    basis: str = "first"
    event: str = "shipped"
    customer: str = ""
    product: str = ""


@dataclass(frozen=True)
class JudgedLine:
    """One line with its verdict."""

    order_number: str
    customer_code: str
    customer_name: str
    sku: str
    line_no: int
    promised_on: date
    verdict: Verdict


@dataclass(frozen=True)
class AccuracyRow:
    """The accuracy of one month, customer or product."""

    key: str
    name: str
    accuracy: Accuracy


def judged_lines(question: Question, actor: Actor) -> list[JudgedLine]:
    """The lines of a period with their verdicts; three queries, whatever their number.

    Raises: NotPermitted.
    """
    actor.require(VIEW_ACCURACY)
    zone = company().time_zone
    visible, parameters = visible_orders(actor).order_by().values("id").query.sql_with_params()
    asked: dict[str, Any] = {
        "zone": zone,
        "start": question.start,
        "end": question.end,
        "customer": question.customer,
        "product": question.product,
        "most": MOST_LINES,
    }
    names = [f"seen_{n}" for n in range(len(parameters))]
    asked |= dict(zip(names, parameters, strict=True))
    visible = visible % tuple(f"%({name})s" for name in names)
    day = "l.first_promised_on" if question.basis == "first" else "l.promised_on"
    with connection.cursor() as cursor:
        cursor.execute(_LINES.format(day=day, visible=visible), asked)
        rows = cursor.fetchall()
        column = "shipped_at" if question.event == "shipped" else "delivered_at"
        demands = [row[9] for row in rows]
        cursor.execute(_GOODS.format(column=column), {"zone": zone, "demands": demands})
        goods: dict[int, list[tuple[date, Decimal]]] = {}
        for demand, on, quantity in cursor.fetchall():
            goods.setdefault(demand, []).append((on, quantity))
    then = _promises_then([row[0] for row in rows], question) if question.basis == "current" else {}
    return [_judged(row, goods, then, question) for row in rows]


def _promises_then(lines: Iterable[int], question: Question) -> dict[int, date | None]:
    """The promise of lines as of the day, where it was changed after it; one query."""
    found: dict[int, date | None] = {}
    rows = PromiseChange.objects.filter(line_id__in=list(lines), at__date__gt=question.as_of).order_by("-pk")
    for line_id, day in rows.values_list("line_id", "old_promised_on"):
        found[line_id] = day
    return found


def _judged(
    row: tuple[Any, ...],
    goods: dict[int, list[tuple[date, Decimal]]],
    then: dict[int, date | None],
    question: Question,
) -> JudgedLine:
    line, _order, number, code, name, sku, line_no, first, current, demand, quantity, cancelled, off_on = row
    promised = first if question.basis == "first" else then.get(line, current)
    verdict = judge(
        promised_on=promised,
        quantity=quantity,
        cancelled=cancelled,
        cancelled_on=off_on,
        goods=goods.get(demand, ()),
        as_of=question.as_of,
    )
    return JudgedLine(number, code, name, sku, line_no, promised, verdict)


def accuracy_by(question: Question, by: str, actor: Actor) -> tuple[Accuracy, list[AccuracyRow]]:
    """Accuracy in all and by month, customer or product, the most lines first (months in order).

    Raises: NotPermitted.
    """
    lines = judged_lines(question, actor)
    return add_up(line.verdict for line in lines), grouped(lines, by)


def grouped(lines: Iterable[JudgedLine], by: str) -> list[AccuracyRow]:
    """The accuracy of lines by month, customer or product."""
    groups: dict[tuple[str, str], list[Verdict]] = {}
    for line in lines:
        groups.setdefault(_key(line, by), []).append(line.verdict)
    rows = [AccuracyRow(key, name, add_up(verdicts)) for (key, name), verdicts in groups.items()]
    rows = [row for row in rows if row.accuracy.counted]
    if by == "month":
        rows.sort(key=lambda row: row.key)
    else:
        rows.sort(key=lambda row: (-row.accuracy.counted, row.key))
    return rows[:MOST_SHOWN]


def _key(line: JudgedLine, by: str) -> tuple[str, str]:
    if by == "customer":
        return line.customer_code, line.customer_name
    if by == "product":
        return line.sku, line.sku
    month = line.promised_on.strftime("%Y-%m")
    return month, month


def missed_lines(question: Question, actor: Actor) -> list[JudgedLine]:
    """The lines of a period whose promise was missed, the latest first.

    Raises: NotPermitted.
    """
    lines = [line for line in judged_lines(question, actor) if line.verdict.outcome == MISSED]
    lines.sort(key=lambda line: (-line.verdict.days_late, line.order_number, line.line_no))
    return lines[:MOST_SHOWN]
