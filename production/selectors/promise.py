"""The promise: for each line the day it can be given, and the sources that make the day true."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from inventory.calc.atp import Flow, Quote, quote
from inventory.models import Item
from inventory.selectors.projection import Place, flows_by_place, on_hand_by_place

ZERO = Decimal(0)


@dataclass(frozen=True)
class Ask:
    """A quantity of an item wanted from a warehouse, in base units."""

    item: Item
    warehouse_id: int
    quantity: Decimal
    requested_on: date | None = None


def quote_asks(asks: Sequence[Ask], *, today: date, without: tuple[str, int] = ("", 0)) -> list[Quote]:
    """Promise many lines at once; they share the stock in the order given.

    `without` names a document whose own demand is left out, for one that is quoted again.
    Two queries, whatever the number of lines.
    """
    stocked = [ask for ask in asks if ask.item.kind == Item.Kind.STOCKED]
    items = {ask.item.pk for ask in stocked}
    warehouses = {ask.warehouse_id for ask in stocked}
    on_hand = on_hand_by_place(items, warehouses) if stocked else {}
    flows = flows_by_place(items, warehouses, without=without) if stocked else {}
    quotes = []
    for ask in asks:
        if ask.item.kind != Item.Kind.STOCKED:
            day = max(ask.requested_on or today, today)
            quotes.append(Quote(ask.quantity, day, ()))
            continue
        quotes.append(_quote_one(ask, on_hand, flows, today=today))
    return quotes


def _quote_one(
    ask: Ask, on_hand: dict[Place, Decimal], flows: dict[Place, list[Flow]], *, today: date
) -> Quote:
    """Quote one line, then let it stand as a demand for the lines after it."""
    place = (ask.item.pk, ask.warehouse_id)
    known = flows.setdefault(place, [])
    can_be_planned = ask.item.planning != Item.Planning.NONE
    result = quote(
        ask.quantity,
        on_hand.get(place, ZERO),
        known,
        today=today,
        requested_on=ask.requested_on,
        lead_time_days=ask.item.lead_time_days if can_be_planned else None,
    )
    if result.promised_on is not None:
        for source in result.sources:
            if source.kind == "plan":
                _let_stand(known, Flow(source.date, source.quantity, "plan"))
        _let_stand(known, Flow(result.promised_on, -ask.quantity, "asked"))
    return result


def _let_stand(known: list[Flow], flow: Flow) -> None:
    """Add a flow; one of the same kind and day just before grows instead, so that many lines stay quick."""
    for position in range(len(known) - 1, max(len(known) - 3, -1), -1):
        last = known[position]
        if (last.kind, last.on, last.supply_id) == (flow.kind, flow.on, None):
            known[position] = Flow(flow.on, last.quantity + flow.quantity, flow.kind)
            return
    known.append(flow)
