"""Goods that come back from customers: taken in blocked, then put where the inspection says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Sum
from django.utils.translation import gettext as _

from erp.core.actor import Actor
from erp.core.commands import command
from erp.core.errors import Conflict, Invalid
from erp.core.money import round_money
from erp.core.refs import DocumentRef
from erp.core.sets import update_rows
from inventory import locks
from inventory.models import Demand, Item, Location, Move, Warehouse
from inventory.services.ledger import MoveLine, MoveSource, post_lines
from inventory.services.stock import default_location, value_of
from inventory.services.supplier_returns import Sent, give_back_returned

ZERO = Decimal(0)
RESTOCK, SCRAP, TO_SUPPLIER = "restock", "scrap", "to_supplier"
DISPOSITIONS = (RESTOCK, SCRAP, TO_SUPPLIER)


@dataclass(frozen=True)
class ReturnedGoods:
    """Goods of one demand that are back. Units: base units of the item."""

    demand_id: int
    item: Item
    quantity: Decimal
    lot_id: int | None = None


@dataclass(frozen=True)
class ReturnDocument:
    """The return behind the moves, and the document whose goods came back."""

    ref: DocumentRef
    origin: DocumentRef
    customer_id: int | None


def returns_location(warehouse: Warehouse) -> Location:
    """Where goods that came back wait: never available.

    Raises: Conflict when the warehouse has no such place.
    """
    kind = Location.Kind.QUALITY
    rows = warehouse.locations.filter(kind=kind, is_active=True, is_usable=False)
    location = rows.order_by("pick_sequence", "code").first()
    if location is None:
        raise Conflict("no_blocked_location", warehouse=warehouse.code, place=str(Location.Kind(kind).label))
    return location


def issue_costs(origin: DocumentRef, item_ids: Sequence[int]) -> dict[int, Decimal]:
    """What a unit of each item cost when it left for a document: value ÷ quantity of its shipment moves.

    Units: base currency per base unit, unrounded.
    """
    rows = (
        Move.objects.filter(order_number=origin.number, kind=Move.Kind.SHIPMENT, item_id__in=list(item_ids))
        .order_by()
        .values("item_id")
        .annotate(units=Sum("quantity"), worth=Sum("value"))
    )
    return {row["item_id"]: row["worth"] / row["units"] for row in rows if row["units"]}


@command()
def take_back(
    *,
    document: ReturnDocument,
    goods: Sequence[ReturnedGoods],
    warehouse: Warehouse,
    location: Location | None,
    actor: Actor,
    at: datetime,
) -> None:
    """Take returned goods in, blocked until they are inspected; the cost of sales goes back with them.

    Cost of sales is credited what the goods cost when they left; stock is kept at standard cost, the
    difference is a revaluation.

    Locks:  the demands, the balances.
    Emits:  StockMoved.
    Raises: Conflict `more_than_shipped`; Invalid for a location that is not blocked.
    """
    if location is not None and location.is_usable:
        text = _("Returned goods go to a blocked location until they are inspected.")
        raise Invalid.field("location", text, "not_blocked")
    place = location or returns_location(warehouse)
    demands = {row.pk: row for row in locks.demands_for_update({one.demand_id for one in goods})}
    back: dict[int, Decimal] = {}
    for one in goods:
        back[one.demand_id] = back.get(one.demand_id, ZERO) + one.quantity
    for pk, quantity in back.items():
        if demands[pk].returned + quantity > demands[pk].shipped:
            raise Conflict("more_than_shipped", line=demands[pk].line_no)
    _count_returned(back)
    _post(document, goods, place, sign=1, actor=actor, at=at)


def _count_returned(quantities: dict[int, Decimal]) -> None:
    rows = [{"id": pk, "returned": quantities[pk]} for pk in sorted(quantities)]
    update_rows(Demand, rows, add=["returned"])


def _post(  # noqa: PLR0917 -- reads as one sentence
    document: ReturnDocument,
    goods: Sequence[ReturnedGoods],
    place: Location,
    sign: int,
    actor: Actor,
    at: datetime,
) -> None:
    costs = issue_costs(document.origin, [one.item.pk for one in goods])
    returned, revalued = [], []
    for one in goods:
        cost = round_money(one.quantity * costs.get(one.item.pk, one.item.standard_cost))
        more = value_of(one.item, one.quantity) - cost
        returned.append(_line(one, place, sign * one.quantity, sign * cost))
        if more:
            revalued.append(_line(one, place, ZERO, sign * more))
    source, reason = _source(document), document.ref.number
    post_lines(returned, kind=Move.Kind.RETURN, actor=actor, at=at, source=source, reason=reason)
    if revalued:
        post_lines(revalued, kind=Move.Kind.REVALUATION, actor=actor, at=at, source=source, reason=reason)


def _source(document: ReturnDocument) -> MoveSource:
    return MoveSource(document.ref, document.origin.number, document.customer_id)


@command()
def send_back(
    *,
    document: ReturnDocument,
    goods: Sequence[ReturnedGoods],
    location: Location,
    actor: Actor,
    at: datetime,
) -> None:
    """Give goods that were not accepted back to the customer: they count as not returned.

    Locks:  the demands, the balances.
    Emits:  StockMoved.
    Raises: Shortage when they do not lie there any more.
    """
    locks.demands_for_update({one.demand_id for one in goods})
    back: dict[int, Decimal] = {}
    for one in goods:
        back[one.demand_id] = back.get(one.demand_id, ZERO) - one.quantity
    _count_returned(back)
    _post(document, goods, location, sign=-1, actor=actor, at=at)


@command()
def dispose_returned(
    *,
    document: ReturnDocument,
    goods: Sequence[tuple[ReturnedGoods, str]],
    source_location: Location,
    warehouse: Warehouse,
    to_location: Location | None,
    actor: Actor,
    at: datetime,
) -> None:
    """Put accepted goods where they go: to stock, to scrap, or back to the supplier.

    What is scrapped leaves the books at once, as our loss, like rejected goods of a receipt.

    Locks:  the balances.
    Emits:  StockMoved; StockReceived for what is in stock again; SupplierReturnSent.
    Raises: Shortage; Conflict `no_supplier_known` for what nobody has delivered or offers.
    """
    source = _source(document)
    for disposition in DISPOSITIONS:
        rows = [one for one, where in goods if where == disposition]
        if not rows:
            continue
        lines = [_line(one, source_location, -one.quantity) for one in rows]
        kind = Move.Kind.TRANSFER
        if disposition == RESTOCK:
            place = to_location or default_location(warehouse)
            lines += [_line(one, place, one.quantity) for one in rows]
        elif disposition == SCRAP:
            kind = Move.Kind.ADJUSTMENT  # against stock differences: the loss is told when it happens
        else:
            kind = Move.Kind.RECEIPT  # a receipt taken back: the supplier owes them
            sent = [
                Sent(one.item, one.quantity, one.lot_id, value=value_of(one.item, one.quantity))
                for one in rows
            ]
            give_back_returned(sent, warehouse, source=document.ref, actor=actor, at=at)
        post_lines(lines, kind=kind, at=at, actor=actor, source=source, reason=document.ref.number)


def _line(one: ReturnedGoods, place: Location, quantity: Decimal, value: Decimal | None = None) -> MoveLine:
    worth = value_of(one.item, quantity) if value is None else value
    return MoveLine(one.item.pk, place, quantity, worth, one.lot_id, sku=one.item.sku)
