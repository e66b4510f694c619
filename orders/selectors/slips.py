"""Promises at risk as readers see them: the slips of the orders in their scope."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from django.db.models import Q, QuerySet

from erp.core.actor import Actor
from erp.core.documents import document
from erp.identity.selectors.scopes import customer_scope_q
from erp.masterdata.selectors.delivery import Route
from inventory.models import ExpectedSupply, Item
from inventory.selectors.claims import Broken, DemandFact
from inventory.selectors.projection import Place
from orders.models import OrderLine, PromiseSlip
from orders.selectors.orders import VIEW_RIGHT
from production.selectors.promise import Ask, quote_asks

Cause = PromiseSlip.Cause


@document("promise_slip", prefix="slp", permission=VIEW_RIGHT)
def visible_slips(actor: Actor) -> QuerySet[PromiseSlip]:
    """The slips of the orders that the actor may see."""
    if not actor.has(VIEW_RIGHT):
        return PromiseSlip.objects.none()
    return PromiseSlip.objects.filter(customer_scope_q(actor, "order__customer__"))


def slips_in_list(rows: QuerySet[PromiseSlip]) -> QuerySet[PromiseSlip]:
    """Slips with what lists show of them, in one query."""
    return rows.select_related(
        "order__customer", "order__salesperson", "order__warehouse", "line__item__unit", "line__demand"
    )


def mine(actor: Actor) -> Q:
    """The slips of a salesperson's own orders and customers."""
    return Q(order__salesperson_id=actor.user_id) | Q(
        order__salesperson__isnull=True, order__customer__salesperson_id=actor.user_id
    )


def open_slips_at(places: Collection[Place]) -> QuerySet[PromiseSlip]:
    """Open slips of lines that wait for something at these places, or once did."""
    items = {item for item, _ in places}
    warehouses = {warehouse for _, warehouse in places}
    return PromiseSlip.objects.filter(
        state=PromiseSlip.State.OPEN, facts__item__in=sorted(items), facts__warehouse__in=sorted(warehouses)
    )


def places_of_open_slips() -> list[Place]:
    """The places that the open slips wait for."""
    rows = PromiseSlip.objects.filter(state=PromiseSlip.State.OPEN).order_by()
    return sorted(
        {tuple(row) for row in rows.values_list("facts__item", "facts__warehouse") if None not in row}
    )


def lines_of_demands(demands: Iterable[DemandFact]) -> dict[tuple[int, int], OrderLine]:
    """The order lines behind demands, by (order, line number); one query."""
    wanted = {(demand.document_id, demand.line_no) for demand in demands}
    rows = OrderLine.objects.filter(order_id__in={order for order, _ in wanted}).select_related(
        "item", "order__customer", "demand"
    )
    return {(line.order_id, line.line_no): line for line in rows if (line.order_id, line.line_no) in wanted}


def planned_days(
    broken: Iterable[Broken], lines: dict[tuple[int, int], OrderLine], *, today: date
) -> dict[int, date | None]:
    """For demands that nothing expected will cover: the day their quantity can be made or bought anew.

    Asked of the promise service all at once, as a new order would be.
    """
    asked = [
        one
        for one in broken
        if one.new_promised_on is None and (one.demand.document_id, one.demand.line_no) in lines
    ]
    items = _items_of(asked)
    asks = [
        Ask(
            items[one.demand.place[0]],
            one.demand.place[1],
            one.demand.quantity,
            one.demand.promised_on,
            Route(transit_days=one.demand.delivery_days),
        )
        for one in asked
    ]
    quotes = quote_asks(asks, today=today, is_standing=True) if asks else []
    return {one.demand.id: quote.promised_on for one, quote in zip(asked, quotes, strict=True)}


def _items_of(broken: Iterable[Broken]) -> dict[int, Item]:
    return Item.objects.select_related("unit").in_bulk({one.demand.place[0] for one in broken})


def supplies_named_by(lines: Iterable[OrderLine]) -> dict[tuple[str, int], list[ExpectedSupply]]:
    """The supplies that lines' promises named when they were given, by (document, item); one query."""
    numbers = {
        source.get("document")
        for line in lines
        for source in (line.promise_reason or [])
        if isinstance(source, dict) and source.get("document")
    }
    found: dict[tuple[str, int], list[ExpectedSupply]] = {}
    for row in ExpectedSupply.objects.filter(document_number__in=numbers).order_by("due_on", "pk"):
        found.setdefault((row.document_number, row.item_id), []).append(row)
    return found
