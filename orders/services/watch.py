"""The promise that keeps watch: what no longer holds is found, told, and taken back when it holds again."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.utils import timezone

from erp.core.actor import Actor, system_actor
from erp.core.commands import at_door, command
from erp.core.errors import NotFound
from erp.core.events import emit
from erp.core.outbox import is_waiting
from erp.core.quantity import plain
from erp.core.refs import DocumentRef
from erp.core.rows import save_row
from erp.masterdata.selectors.company import business_day
from erp.notifications.services.alerts import NewAlert, raise_alerts, settle_alerts
from inventory.selectors.claims import (
    Broken,
    broken_promises,
    facts_of_places,
    places_with_shortage,
)
from inventory.selectors.projection import Place
from orders import locks
from orders.events import PromiseHeld, PromiseSlipped
from orders.models import Order, OrderLine, PromiseSlip
from orders.selectors.slips import (
    lines_of_demands,
    open_slips_at,
    places_of_open_slips,
    planned_days,
    supplies_named_by,
)

ALERT = "promise_at_risk"
BATCH = 200
WATCHER = "promise watch"
Cause = PromiseSlip.Cause


@dataclass(frozen=True)
class Hint:
    """What has just happened, for promises that break without a supply of their own to blame."""

    cause: str
    document: DocumentRef


@dataclass(frozen=True)
class Finding:
    """A line whose promise no longer holds: the days, the place it waits for, and why."""

    order_id: int
    line_id: int
    place: Place
    old_promised_on: date
    new_promised_on: date | None
    cause: str
    because: DocumentRef
    facts: dict[str, Any] = field(default_factory=dict)


def watch_everything(*, at: datetime | None = None) -> int:
    """Look at every place that is short or has an open slip; gives how many orders changed.

    Running it again changes nothing. Queries per batch of places, one transaction per changed order.
    """
    at = at or timezone.now()
    places = sorted({*places_with_shortage(today=business_day(at)), *places_of_open_slips()})
    parts = (places[start : start + BATCH] for start in range(0, len(places), BATCH))
    return sum(watch_places(places=part, at=at) for part in parts)


def watch_places(*, places: Collection[Place], hint: Hint | None = None, at: datetime | None = None) -> int:
    """Find the promises at these places that no longer hold or hold again, and say so; gives how many
    orders changed.

    Reads first, eight queries whatever the number of orders; then one transaction per order with
    news, which looks again under the order's lock.
    """
    at = at or timezone.now()
    if not places:
        return 0
    findings = find_slips(places, today=business_day(at), hint=hint)
    known = {slip.line_id: slip for slip in open_slips_at(places) if _place_of(slip) in set(places)}
    found = {finding.line_id: finding for finding in findings}
    news = {f.order_id for f in findings if _is_news(f, known.get(f.line_id))}
    news |= {slip.order_id for line_id, slip in known.items() if line_id not in found}
    for order_id in sorted(news):
        own = [finding for finding in findings if finding.order_id == order_id]
        _in_turn(order_id, own, places, at)
    return len(news)


def _in_turn(order_id: int, own: Sequence[Finding], places: Collection[Place], at: datetime) -> None:
    def work() -> None:
        settle_slips(order_id=order_id, findings=own, places=places, at=at)

    if connection.in_atomic_block:
        work()
    else:
        at_door(work)


def _is_news(finding: Finding, slip: PromiseSlip | None) -> bool:
    return (
        slip is None
        or slip.old_promised_on != finding.old_promised_on
        or slip.new_promised_on != finding.new_promised_on
    )


def _place_of(slip: PromiseSlip) -> Place:
    return (slip.facts.get("item", 0), slip.facts.get("warehouse", 0))


def find_slips(places: Collection[Place], *, today: date, hint: Hint | None = None) -> list[Finding]:
    """The lines at these places whose promise does not hold, a line once with its latest day; reads only."""
    broken: list[Broken] = []
    for facts in facts_of_places(places, today=today).values():
        broken += broken_promises(facts, today=today)
    broken = [one for one in broken if not one.demand.is_held]
    if not broken:
        return []
    lines = lines_of_demands(one.demand for one in broken)
    planned = planned_days(broken, lines, today=today)
    named = supplies_named_by(lines.values())
    latest: dict[int, Finding] = {}
    for one in broken:
        line = lines.get((one.demand.document_id, one.demand.line_no))
        if line is None or one.demand.promised_on is None:
            continue
        day = one.new_promised_on or planned.get(one.demand.id)
        if day is not None and day <= max(one.demand.promised_on, today):
            continue
        finding = _finding(one, line, day, named, hint, today)
        other = latest.get(line.pk)
        if other is None or (other.new_promised_on and (day is None or day > other.new_promised_on)):
            latest[line.pk] = finding
    return [latest[pk] for pk in sorted(latest)]


def _finding(  # noqa: PLR0917 -- what one finding is made of
    one: Broken,
    line: OrderLine,
    day: date | None,
    named: dict[tuple[str, int], list[Any]],
    hint: Hint | None,
    today: date,
) -> Finding:
    demand = one.demand
    assert demand.promised_on is not None  # noqa: S101 -- the caller has looked
    cause, because, more = _cause(one, line, named, hint, today)
    item_id, warehouse_id = demand.place
    facts = {
        "item": item_id,
        "warehouse": warehouse_id,
        "product": line.item.sku,
        "quantity": plain(demand.quantity),
        **more,
    }
    return Finding(line.order_id, line.pk, demand.place, demand.promised_on, day, cause, because, facts)


def _cause(
    one: Broken,
    line: OrderLine,
    named: dict[tuple[str, int], list[Any]],
    hint: Hint | None,
    today: date,
) -> tuple[str, DocumentRef, dict[str, Any]]:
    """Why a promise broke: its pegged supply, else the supply its promise named, else what just happened."""
    promised = one.demand.promised_on or today
    for peg in one.pegs:
        supply = peg.supply
        told = _supply_cause(supply, promised, today, peg.quantity)
        if told:
            ref = DocumentRef(supply.document_kind, supply.document_id, supply.document_number)
            return told, ref, {"due": supply.due_on.isoformat()}
    from_stock = False
    for source in line.promise_reason or []:
        from_stock |= source.get("kind") == "on_hand"
        for row in named.get((source.get("document") or "", one.demand.place[0]), ()):
            ref = DocumentRef(row.document_kind, row.document_id, row.document_number)
            if row.received >= row.quantity > 0:
                continue
            told = _supply_cause(row, promised, today, None)
            if told:
                return told, ref, {"due": row.due_on.isoformat(), "was": source.get("date")}
    if hint is not None:
        return hint.cause, hint.document, {}
    return (Cause.STOCK_LOST if from_stock else Cause.SHORTAGE), DocumentRef("", 0, ""), {}


def _supply_cause(supply: Any, promised: date, today: date, needed: Any) -> str:
    if not supply.is_open:
        return Cause.SUPPLY_CLOSED
    if supply.due_on < today:
        return Cause.SUPPLY_OVERDUE
    if supply.due_on > promised:
        return Cause.SUPPLY_LATE
    if needed is not None and supply.quantity < needed:
        return Cause.SUPPLY_SHORT
    return ""


@command()
def settle_slips(
    *, order_id: int, findings: Sequence[Finding], places: Collection[Place], at: datetime
) -> Order | None:
    """Open, move and withdraw one order's slips at these places, as they were found; never one twice.

    What has shipped, was amended or ended meanwhile has no promise to slip any more.

    Locks:  the order.
    Emits:  PromiseSlipped, PromiseHeld.
    """
    actor = system_actor(WATCHER)
    try:
        order = locks.order_for_update(order_id)
    except NotFound:
        return None
    lines = {line.pk: line for line in order.lines.select_related("item", "demand")}
    known = {slip.line_id: slip for slip in order.slips.filter(state=PromiseSlip.State.OPEN)}
    is_early = _is_about_to_be_served(order)
    valid = [f for f in findings if not is_early and _still_holds(order, lines.get(f.line_id), f)]
    told = [row for f in valid if (row := _open_or_move(order, lines[f.line_id], f, known, at))]
    found = {f.line_id for f in valid}
    gone = [
        slip
        for line_id, slip in known.items()
        if line_id not in found and (not _waits(order, lines.get(line_id)) or _place_of(slip) in set(places))
    ]
    close_slips(order, gone, actor=actor, at=at)
    if told:
        emit(PromiseSlipped(document=order.ref, slips=told), actor=actor, at=at)
    follow_slips(order, actor=actor, at=at, is_worse=bool(told))
    return order


def _is_about_to_be_served(order: Order) -> bool:
    """Whether an accepted rush order has yet to take what others hold for it."""
    if order.rush_accepted_at is None:
        return False
    return is_waiting("orders.serve_rush", order.ref)


def _waits(order: Order, line: OrderLine | None) -> bool:
    """Whether a line still has a promise to keep for which goods are missing."""
    if order.state not in {Order.State.CONFIRMED, Order.State.ON_HOLD} or line is None:
        return False
    return line.demand is not None and line.demand.backordered > 0 and line.promised_on is not None


def _still_holds(order: Order, line: OrderLine | None, finding: Finding) -> bool:
    return _waits(order, line) and line is not None and line.promised_on == finding.old_promised_on


def _open_or_move(
    order: Order, line: OrderLine, finding: Finding, known: dict[int, PromiseSlip], at: datetime
) -> dict[str, Any] | None:
    slip = known.get(line.pk)
    if slip is not None and slip.old_promised_on != finding.old_promised_on:
        slip.withdraw(at=at, by=WATCHER)
        slip.save(update_fields=["state", "closed_at", "closed_by"])
        known.pop(line.pk)
        slip = None
    if slip is not None and slip.new_promised_on == finding.new_promised_on:
        return None
    if slip is None:
        slip = PromiseSlip(order=order, line=line, old_promised_on=finding.old_promised_on, opened_at=at)
    slip.new_promised_on, slip.changed_at, slip.facts = finding.new_promised_on, at, finding.facts
    if slip.pk is None or finding.because.kind:
        slip.cause, slip.cause_number = finding.cause, finding.because.number[:60]
        slip.cause_kind, slip.cause_id = finding.because.kind, finding.because.id or None
    slip.save()
    known[line.pk] = slip
    return {
        "line": line.line_no,
        "product": line.item.sku,
        "from": finding.old_promised_on,
        "to": finding.new_promised_on,
        "cause": finding.cause,
        "document": slip.cause_number,
    }


def close_slips(order: Order, slips: Sequence[PromiseSlip], *, actor: Actor, at: datetime) -> None:
    """Withdraw slips of a locked order that have no reason any more.

    Emits: PromiseHeld.
    """
    if not slips:
        return
    numbers = dict(order.lines.values_list("pk", "line_no"))
    for slip in slips:
        slip.withdraw(at=at, by=actor.label)
        slip.save(update_fields=["state", "closed_at", "closed_by"])
    held = sorted(numbers[slip.line_id] for slip in slips)
    emit(PromiseHeld(document=order.ref, lines=held), actor=actor, at=at)


def end_slips(order: Order, *, actor: Actor, at: datetime) -> None:
    """Withdraw the slips of a locked order's lines that wait for nothing any more."""
    if order.open_slips == 0:
        return
    lines = {line.pk: line for line in order.lines.select_related("demand")}
    rows = order.slips.filter(state=PromiseSlip.State.OPEN)
    close_slips(
        order, [slip for slip in rows if not _waits(order, lines.get(slip.line_id))], actor=actor, at=at
    )
    follow_slips(order, actor=actor, at=at)


def follow_slips(order: Order, *, actor: Actor, at: datetime, is_worse: bool = False) -> None:
    """Keep a locked order's count of open slips, and tell salesperson and buyer or take it back."""
    rows = list(order.slips.filter(state=PromiseSlip.State.OPEN).select_related("line__item").order_by("pk"))
    if order.open_slips != len(rows):
        order.open_slips = len(rows)
        save_row(order, ["open_slips"])
    if not rows:
        settle_alerts(code=ALERT, subjects=[order.ref], actor=actor, at=at)
    elif is_worse:
        settle_alerts(code=ALERT, subjects=[order.ref], actor=actor, at=at)
        raise_alerts(alerts=_alerts(order, rows), actor=actor, at=at)


def _alerts(order: Order, rows: Sequence[PromiseSlip]) -> list[NewAlert]:
    """One alert for the order's salesperson (else sales), one for the buyer, or the planner of made items."""
    worst = max(rows, key=lambda slip: slip.new_promised_on or date.max)
    facts = {
        "old": worst.old_promised_on.isoformat(),
        "new": worst.new_promised_on.isoformat() if worst.new_promised_on else "–",
        "lines": len(rows),
        "document": worst.cause_number or worst.line.item.sku,
    }
    salesperson = order.salesperson_id or order.customer.salesperson_id
    level = "critical" if order.priority == Order.Priority.RUSH else "warning"
    common: dict[str, Any] = {"code": ALERT, "subject": order.ref, "level": level, "facts": facts}
    seller = {"user_id": salesperson} if salesperson else {"role": "sales"}
    makers = {"planner" if slip.line.item.supply == "make" else "buyer" for slip in rows}
    return [
        NewAlert(customer_id=order.customer_id, **seller, **common),
        *(NewAlert(role=role, **common) for role in sorted(makers)),
    ]
