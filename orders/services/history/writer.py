"""Writes past business in chunks: what is finished first, what still needs stock last."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import islice
from typing import TypeVar

from erp.core.actor import Actor
from erp.core.commands import command
from erp.core.numbering import next_gapless_numbers
from erp.core.refs import DocumentRef
from erp.masterdata.selectors.company import business_day
from orders.models import Order
from orders.services.history.documents import URGENCY, Desk
from orders.services.history.facts import Clerk, Clerks, HistoricMove, HistoricOrder, HistoryResult
from orders.services.history.reference import Reference
from orders.services.history.trace import Tracer

T = TypeVar("T")

CHUNK = 1000
PERMISSION = "orders.import_history"
AGAINST = {
    "opening": "opening",
    "receipt": "goods_received",
    "issue": "issue",
    "adjustment": "adjustment",
    "consumption": "work_in_process",
    "production": "work_in_process",
}


def write_history(
    *,
    orders: Iterable[HistoricOrder],
    moves: Iterable[HistoricMove] = (),
    actor: Actor,
    clerks: Clerks | None = None,
    via: str = "history",
    progress: Callable[[int], None] | None = None,
) -> HistoryResult:
    """Write moves, then orders with all that became of them; each chunk is one transaction.

    Nothing is told to subscribers: these are old news. An order that is there already (by channel
    and external id, or by number) is skipped, so a broken-off run is completed by running it again.
    `progress` hears the number of orders dealt with after every chunk.

    Raises: Shortage when shipped goods were not in stock; Invalid for facts that can't be.
    """
    actor.require(PERMISSION)
    clerk = Clerk(actor.user_id, actor.label)
    desk = Desk(Reference(), clerks or Clerks(), clerk, via)
    result = HistoryResult()
    for batch in _chunks(moves, CHUNK * 10):
        _write_moves(desk, batch, result, by=clerk, actor=actor)
    waiting: list[HistoricOrder] = []
    seen = 0
    for chunk in _chunks(orders, CHUNK):
        seen += len(chunk)
        fresh = _not_there(chunk, result)
        waiting += [order for order in fresh if _needs_stock(order)]
        _write_orders(desk, [order for order in fresh if not _needs_stock(order)], result, actor=actor)
        if progress:
            progress(seen)
    waiting.sort(key=lambda o: (-URGENCY[o.priority], o.promised_on or date.max, o.created_at))
    for chunk in _chunks(waiting, CHUNK):
        _write_orders(desk, chunk, result, actor=actor)
    return result


def _chunks(rows: Iterable[T], size: int) -> Iterator[list[T]]:
    iterator = iter(rows)
    while chunk := list(islice(iterator, size)):
        yield chunk


def _needs_stock(order: HistoricOrder) -> bool:
    """Whether stock is to be reserved for the order: it is confirmed and not all shipped."""
    is_open = order.state == "confirmed" or (order.state == "on_hold" and order.held_from == "confirmed")
    if not is_open:
        return False
    last = order.shipments[-1] if order.shipments else None
    return last is None or last.shipped_at is None or last.quantities is not None


def _not_there(chunk: Sequence[HistoricOrder], result: HistoryResult) -> list[HistoricOrder]:
    ids = [order.external_id for order in chunk if order.external_id]
    channels = {order.channel for order in chunk}
    rows = Order.objects.filter(channel__in=channels, external_id__in=ids)
    known = set(rows.values_list("channel", "external_id"))
    numbers = [order.number for order in chunk if order.number]
    taken = set(Order.objects.filter(number__in=numbers).values_list("number", flat=True))
    fresh = [o for o in chunk if (o.channel, o.external_id) not in known and o.number not in taken]
    result.skipped += len(chunk) - len(fresh)
    return fresh


@command(PERMISSION, "Import past business")
def _write_moves(
    desk: Desk, moves: Sequence[HistoricMove], result: HistoryResult, *, by: Clerk, actor: Actor
) -> None:
    """Write stock that came or went without an order, with one posting per kind and day."""
    values: dict[tuple[date, str, str], Decimal] = {}
    last = {}
    for move in moves:
        key = (business_day(move.at), move.kind, move.against or AGAINST[move.kind])
        values[key] = values.get(key, Decimal(0)) + desk.stock.tell(move, by.label)
        last[key] = move.at
    for key, value in sorted(values.items()):
        _day, kind, against = key
        source = DocumentRef("", 0)
        desk.books.post_stock(f"stock_{kind}", last[key], value, against, source=source, order="", by=by)
    _count(result, desk.write())


@command(PERMISSION)
def _write_orders(
    desk: Desk, orders: Sequence[HistoricOrder], result: HistoryResult, *, actor: Actor
) -> None:
    """Write a chunk of orders; invoices are numbered in the order they were issued."""
    if not orders:
        return
    desk.reference.learn_customers(order.customer_id for order in orders)
    bills = sorted(
        (shipment.shipped_at, place, part)
        for place, order in enumerate(orders)
        for part, shipment in enumerate(order.shipments)
        if shipment.shipped_at
    )
    numbers = next_gapless_numbers("invoice", len(bills))
    numbered = {(place, part): number for (_, place, part), number in zip(bills, numbers, strict=True)}
    tracer = Tracer(desk)
    for place, order in enumerate(orders):
        tracer.trace(order, {part: numbered.get((place, part), "") for part in range(len(order.shipments))})
    result.left_waiting += tracer.left_waiting
    _count(result, desk.write())


def _count(result: HistoryResult, written: dict[str, int]) -> None:
    result.orders += written["orders"]
    for kind, count in written.items():
        result.rows[kind] = result.rows.get(kind, 0) + count
