"""Late orders with their lateness split by step and party, in a fixed number of statements."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.utils import timezone

from erp.core.actor import Actor
from erp.masterdata.selectors.company import business_day, company
from erp.processes.models import ProcessVersion
from orders.models import Order
from sla.calc.lateness import CARRIER, SUPPLIER, US, Claim, Part, Span, carved, lateness, split
from sla.calc.metrics import OrderFacts
from sla.selectors.metrics import VIEW_METRICS, Question
from sla.selectors.order_facts import facts_between, facts_of, start_of
from sla.selectors.policies import levels

MOST = 5_000
HOUR = 3600
# What a step may take where no service level says so.
ALLOWANCES = {"picking": 4 * HOUR, "packing": HOUR, "dispatch": 2 * HOUR}

_PAUSES = """
SELECT t.about_id, i.ended_at, coalesce(lead(i.began_at) OVER (PARTITION BY t.id ORDER BY i.began_at, i.id),
    CASE WHEN t.state = 'paused' THEN %(known)s WHEN t.paused_at IS NULL THEN t.running_since END)
FROM sla_slatimer t JOIN sla_timerinterval i ON i.timer_id = t.id
WHERE t.about_kind = 'order' AND t.about_id = ANY(%(orders)s)
"""
_PURCHASES = """
WITH tied AS (
    SELECT d.document_id AS order_id, s.source_id AS line_id FROM inventory_demand d
    JOIN inventory_peg p ON p.demand_id = d.id JOIN inventory_expectedsupply s ON s.id = p.supply_id
    WHERE d.document_kind = 'order' AND d.document_id = ANY(%(orders)s) AND s.document_kind = 'purchase_order'
    UNION
    SELECT x.order_id, b.id FROM orders_promiseslip x JOIN orders_orderline l ON l.id = x.line_id
    JOIN inventory_purchaseorderline b ON b.purchase_order_id = x.cause_id AND b.item_id = l.item_id
    WHERE x.order_id = ANY(%(orders)s) AND x.cause_kind = 'purchase_order')
SELECT t.order_id, (coalesce(b.first_expected_on, b.expected_on) + 1)::timestamp AT TIME ZONE %(zone)s,
       CASE WHEN b.received >= b.quantity THEN came.at END
FROM tied t JOIN inventory_purchaseorderline b ON b.id = t.line_id
LEFT JOIN LATERAL (SELECT max(r.arrived_at) AS at FROM inventory_receiptline rl
    JOIN inventory_receipt r ON r.id = rl.receipt_id WHERE rl.order_line_id = b.id) came ON true
"""
_STEPS = """
SELECT c.subject_id, c.version_id, s.node, s.entered_at, s.left_at FROM processes_case c
JOIN processes_steplog s ON s.case_id = c.id
WHERE c.subject_kind = 'order' AND c.subject_id = ANY(%(orders)s)
  AND s.left_at > s.entered_at + interval '1 second'
"""
_TRANSIT = """
SELECT document_id, max(delivery_days) FROM inventory_demand
WHERE document_kind = 'order' AND document_id = ANY(%(orders)s) GROUP BY 1
"""


@dataclass(frozen=True)
class LateOrder:
    """An order that is, or arrived, later than promised, with who made it so. Units: seconds."""

    facts: OrderFacts
    seconds: int
    parts: list[Part]
    is_open: bool


def late_facts(facts: Iterable[OrderFacts], known: datetime) -> list[OrderFacts]:
    """The orders whose promised day was over before all was there."""
    zone = company().time_zone
    found = []
    for one in facts:
        if one.state in {"draft", "rejected", "cancelled"} or one.promised_on is None or not one.due_lines:
            continue
        promised = start_of(one.promised_on + timedelta(days=1), zone)
        if (one.delivered_at or known) > promised and one.submitted_at is not None:
            found.append(one)
    return found


def late_orders_between(actor: Actor, question: Question) -> list[LateOrder]:
    """The orders promised in a span that were late, the latest first.

    Raises: NotPermitted; Invalid.
    """
    actor.require(VIEW_METRICS)
    question.checked()
    facts = facts_between(
        actor, since=question.since, until=question.until, as_of=question.as_of, filters=question.filters
    )
    known = _known(question.as_of)
    chosen = [
        one
        for one in late_facts(facts, known)
        if one.promised_on is not None and question.since <= one.promised_on <= question.until
    ]
    found = explained(chosen[:MOST], known)
    return sorted(found, key=lambda one: (-one.seconds, one.facts.number))


def lateness_of(order: Order, at: datetime) -> LateOrder | None:
    """One order's lateness as of a moment; None when it is in time."""
    facts = facts_of(Order.objects.filter(pk=order.pk), as_of=business_day(at))
    found = explained(late_facts(facts, at), at)
    return found[0] if found else None


def _known(as_of: Any) -> datetime:
    return min(start_of(as_of + timedelta(days=1), company().time_zone), timezone.now())


def explained(facts: Sequence[OrderFacts], known: datetime) -> list[LateOrder]:
    """Late orders with their lateness split; five statements."""
    if not facts:
        return []
    zone = company().time_zone
    asked = {"orders": [one.order_id for one in facts], "known": known, "zone": zone}
    claims = _claims(asked, known)
    transit = {row[0]: row[1] for row in _read(_TRANSIT, asked)}
    found = []
    for one in facts:
        assert one.promised_on is not None  # noqa: S101 -- late orders have a promised day
        promised = _second(start_of(one.promised_on + timedelta(days=1), zone))
        spans = carved(_spans(one, transit.get(one.order_id) or 0, known), claims.get(one.order_id, []))
        found.append(
            LateOrder(one, lateness(spans, promised=promised), split(spans, promised=promised),
                      one.delivered_at is None)
        )  # fmt: skip
    return [one for one in found if one.seconds > 0]


def _second(moment: datetime) -> int:
    return int(moment.timestamp())


def _spans(facts: OrderFacts, transit_days: int, known: datetime) -> list[Span]:
    """The order's way from submission to arrival, or to now at the step where it stands."""
    kept = levels().by_milestone
    targets = {
        step: (kept[node].target.seconds or 0) if node in kept else 0
        for step, node in (("confirmation", "order_confirmation"), ("allocation", "order_allocation"))
    }
    way: list[tuple[str, datetime | None, str, int]] = [
        ("confirmation", facts.confirmed_at, US, targets["confirmation"]),
        ("allocation", facts.allocated_at, US, targets["allocation"]),
        ("picking", facts.picked_at, US, ALLOWANCES["picking"]),
        ("packing", facts.packed_at, US, ALLOWANCES["packing"]),
        ("dispatch", facts.shipped_at, US, ALLOWANCES["dispatch"]),
        ("transport", facts.delivered_at, CARRIER, transit_days * 86_400),
    ]
    assert facts.submitted_at is not None  # noqa: S101 -- late orders were submitted
    at = _second(facts.submitted_at)
    end = _second(facts.delivered_at or known)
    reached = max((place for place, row in enumerate(way) if row[1] is not None), default=-1)
    spans = []
    for place, (step, moment, party, allowance) in enumerate(way):
        is_here = place == reached + 1
        if moment is None and not is_here:
            if place > reached:
                break
            continue
        until = end if is_here or moment is None else min(max(_second(moment), at), end)
        spans.append(Span(at, until, step, party, allowance))
        at = until
        if is_here:
            break
    return spans


def _claims(asked: Mapping[str, Any], known: datetime) -> dict[int, list[Claim]]:
    """Who answers for which time: suppliers' delays, pauses, the drawn process's steps.

    A pause is our own: neither a hold nor a question says that a customer or a supplier was waited for.
    """
    found: dict[int, list[Claim]] = {}

    def claim(order_id: int, start: datetime | None, end: datetime | None, step: str, party: str) -> None:
        if start is not None and end is not None and end > start:
            found.setdefault(order_id, []).append(Claim(_second(start), _second(end), step, party))

    for order_id, start, end in _read(_PAUSES, asked):
        claim(order_id, start, end, "pause", US)  # nothing says who was waited for
    for order_id, due, came in _read(_PURCHASES, asked):
        claim(order_id, due, came or known, "supply", SUPPLIER)
    steps = _read(_STEPS, asked)
    names = _node_names({row[1] for row in steps})
    for order_id, version_id, node, entered, left in steps:
        kind, name = names.get((version_id, node), ("", node))
        if kind in {"task", "countersign"}:
            claim(order_id, entered, left, name, US)
    return found


def _node_names(version_ids: set[int]) -> dict[tuple[int, str], tuple[str, str]]:
    """Kind and name of the nodes of versions; one query."""
    rows = ProcessVersion.objects.filter(pk__in=version_ids).values_list("pk", "graph")
    return {
        (pk, node["id"]): (node.get("type", ""), str(node.get("name") or node["id"]))
        for pk, graph in rows
        for node in (graph or {}).get("nodes", [])
    }


def _read(statement: str, asked: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, asked)
        return cursor.fetchall()
