"""What a rush order would do to others: who slips when it is served first, and until when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import F

from inventory.calc.atp import Flow, Quote, quote
from inventory.models import Demand, Item
from inventory.models.demand import Priority
from inventory.selectors.projection import Place, flows_by_place, on_hand_by_place
from production.selectors.promise import Ask

ZERO = Decimal(0)
MOST_DEMANDS = 5000


@dataclass(frozen=True)
class Slip:
    """A document whose promise would move from one day to a later one."""

    number: str
    customer_id: int | None
    old_promise: date | None
    new_promise: date | None


def requote_with_rush(asks: Sequence[Ask], *, today: date) -> tuple[list[Quote], list[Slip]]:
    """Quote asks before all open demands promised later, and name the documents that would slip.

    Demands that are being picked, are promised before the asks are wanted, or rush themselves stay
    where they are. Each later one is quoted twice, without and with the asks before it: only what
    the asks cause counts. Four queries, whatever the number of lines.
    """
    stocked = [ask for ask in asks if ask.item.kind == Item.Kind.STOCKED]
    items = {ask.item.pk: ask.item for ask in stocked}
    warehouses = {ask.warehouse_id for ask in stocked}
    wanted = min((max(ask.requested_on or today, today) for ask in asks), default=today)
    later = _later_demands(items, warehouses, wanted)
    on_hand = on_hand_by_place(items, warehouses)
    fixed = flows_by_place(items, warehouses)
    for demand in later:  # they are quoted anew below
        open_quantity = demand.quantity - demand.shipped - demand.cancelled
        day = demand.promised_on or demand.due_on
        fixed.setdefault(_place(demand), []).append(Flow(day, open_quantity, "_undone"))
    fixed = {place: _netted(flows) for place, flows in fixed.items()}
    before = _in_turn(later, items, on_hand, fixed, today=today)
    mine, with_rush = _asks_first(asks, on_hand, fixed, today=today)
    after = _in_turn(later, items, on_hand, with_rush, today=today)
    return mine, _slips(later, before, after)


def _later_demands(items: dict[int, Item], warehouses: set[int], wanted: date) -> list[Demand]:
    rows = (
        Demand.objects.filter(
            document_kind="order",
            item_id__in=items,
            warehouse_id__in=warehouses,
            quantity__gt=F("shipped") + F("cancelled"),
            promised_on__gt=wanted,
            priority__lt=Priority.RUSH,
        )
        .exclude(shipment_lines__shipment__state__in=["released", "picking", "picked", "packed"])
        .order_by("-priority", "promised_on", "pk")
    )
    return list(rows[:MOST_DEMANDS])


def _place(demand: Demand) -> Place:
    return (demand.item_id, demand.warehouse_id)


def _netted(flows: list[Flow]) -> list[Flow]:
    """Flows with the later demands taken out of their day's demand."""
    undone: dict[date, Decimal] = {}
    for flow in flows:
        if flow.kind == "_undone":
            undone[flow.on] = undone.get(flow.on, ZERO) + flow.quantity
    kept = []
    for flow in flows:
        if flow.kind == "_undone":
            continue
        if flow.kind == "demand" and flow.on in undone:
            rest = flow.quantity + undone.pop(flow.on)
            if rest != 0:
                kept.append(Flow(flow.on, rest, "demand"))
        else:
            kept.append(flow)
    return kept


def _asks_first(
    asks: Sequence[Ask],
    on_hand: dict[Place, Decimal],
    fixed: dict[Place, list[Flow]],
    *,
    today: date,
) -> tuple[list[Quote], dict[Place, list[Flow]]]:
    flows = {place: list(known) for place, known in fixed.items()}
    quotes = []
    for ask in asks:
        if ask.item.kind != Item.Kind.STOCKED:
            quotes.append(Quote(ask.quantity, max(ask.requested_on or today, today), ()))
            continue
        known = flows.setdefault((ask.item.pk, ask.warehouse_id), [])
        quotes.append(
            _quote(ask.item, ask.quantity, ask.requested_on, on_hand, ask.warehouse_id, known, today)
        )
    return quotes, flows


def _quote(  # noqa: PLR0917 -- the pieces of one quotation
    item: Item,
    quantity: Decimal,
    wanted: date | None,
    on_hand: dict[Place, Decimal],
    warehouse_id: int,
    known: list[Flow],
    today: date,
) -> Quote:
    """Quote one quantity, then let it stand as a demand for those after it."""
    lead = None if item.planning == Item.Planning.NONE else item.lead_time_days
    stock = on_hand.get((item.pk, warehouse_id), ZERO)
    found = quote(quantity, stock, known, today=today, requested_on=wanted, lead_time_days=lead)
    if found.promised_on is not None:
        known.extend(Flow(s.date, s.quantity, "plan") for s in found.sources if s.kind == "plan")
        known.append(Flow(found.promised_on, -quantity, "demand"))
    return found


def _in_turn(
    demands: Sequence[Demand],
    items: dict[int, Item],
    on_hand: dict[Place, Decimal],
    base: dict[Place, list[Flow]],
    *,
    today: date,
) -> dict[int, date | None]:
    """The promise of each demand when they are served one after the other."""
    flows = {place: list(known) for place, known in base.items()}
    found: dict[int, date | None] = {}
    for demand in demands:
        known = flows.setdefault(_place(demand), [])
        quantity = demand.quantity - demand.shipped - demand.cancelled
        item = items[demand.item_id]
        wanted = demand.promised_on
        result = _quote(item, quantity, wanted, on_hand, demand.warehouse_id, known, today)
        found[demand.pk] = result.promised_on
    return found


def _slips(
    demands: Sequence[Demand], before: dict[int, date | None], after: dict[int, date | None]
) -> list[Slip]:
    """One row a document: its latest promise of today against the latest with the rush before it."""
    by_document: dict[int, Slip] = {}
    for demand in demands:
        old, new = before[demand.pk], after[demand.pk]
        if new == old or (old is None) or (new is not None and new <= old):
            continue
        known = by_document.get(demand.document_id)
        latest = new if known is None or _is_later(new, known.new_promise) else known.new_promise
        first = demand.promised_on if known is None else known.old_promise
        oldest = demand.promised_on if first is None else max(first, demand.promised_on or first)
        by_document[demand.document_id] = Slip(demand.document_number, demand.customer_id, oldest, latest)
    return sorted(by_document.values(), key=lambda slip: (slip.old_promise or date.max, slip.number))


def _is_later(day: date | None, than: date | None) -> bool:
    return day is None or (than is not None and day > than)
