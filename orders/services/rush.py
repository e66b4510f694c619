"""Rush orders: saying yes is a decision, made with the price tag in sight and kept with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from erp.core.actor import Actor
from erp.core.commands import declare_permission
from erp.core.events import emit
from erp.masterdata.selectors.company import business_day
from inventory.calc.atp import Quote, Source
from orders.events import RushAccepted
from orders.models import Order, OrderLine
from orders.selectors.rush_sheet import rush_sheet
from production.selectors.kit_promise import Promise, opened
from production.selectors.promise import Ask
from production.selectors.rush import requote_with_rush

ACCEPT_RUSH = declare_permission("orders.accept_rush", "Accept rush orders that make others slip")


def accept_rush(order: Order, lines: Sequence[OrderLine], *, actor: Actor, at: datetime) -> None:
    """Let a locked rush order go before others; the caller saves `rush_accepted_at`.

    Emits:  RushAccepted with the sheet, when somebody slips.
    Raises: NotPermitted when others slip and the actor may not accept that.
    """
    sheet = rush_sheet(order, lines, actor=actor, today=business_day(at), is_stored=True)
    if sheet.first.affected:
        actor.require(ACCEPT_RUSH)
        emit(RushAccepted(document=order.ref, sheet=sheet.told()), actor=actor, at=at)
    order.rush_accepted_at = at


def change_rush(order: Order, lines: Sequence[OrderLine], *, actor: Actor, at: datetime) -> None:
    """A locked order was made a rush, or is one no more; the caller saves it.

    Emits:  RushAccepted.
    Raises: NotPermitted.
    """
    if order.priority == Order.Priority.RUSH:
        accept_rush(order, lines, actor=actor, at=at)
    else:
        order.rush_accepted_at = None


def rush_promises(
    order: Order, asks: Sequence[Ask], promises: Sequence[Promise], *, today: date
) -> list[Promise]:
    """The promises of an accepted rush: where going first helps, the earlier day counts.

    A kit goes when the last of its components can, and all of them go first. What the rush takes from
    others is named as such; what is made or bought for it anew is capable to promise as for any line.
    """
    contents = {n: promise.contents for n, promise in enumerate(promises) if promise.contents}
    single, spans = opened(asks, today=today, contents=contents)
    first = requote_with_rush(single, today=today, without=("order", order.pk))
    return [
        _earlier(promise, [single[n] for n in span], [first[n] for n in span])
        for promise, span in zip(promises, spans, strict=True)
    ]


def _earlier(promise: Promise, asks: Sequence[Ask], first: Sequence[Quote]) -> Promise:
    """The promise of a line that goes first, of a kit with its components; unchanged where nothing is won."""
    leaves = [quote.leaves_on for quote in first if quote.leaves_on is not None]
    days = [quote.promised_on for quote in first if quote.promised_on is not None]
    if len(days) < len(first) or len(leaves) < len(first):
        return promise
    usual = promise.quote.promised_on
    if usual is not None and usual <= max(days):
        return promise

    def dated(quote: Quote, sources: Sequence[Source]) -> Quote:
        return replace(quote, promised_on=max(days), ship_on=max(leaves), parts=(), sources=tuple(sources))

    sources = first[0].sources
    if promise.parts:
        sources = tuple(
            replace(source, product=ask.item.sku)
            for ask, quote in zip(asks, first, strict=True)
            for source in quote.sources
        )
    parts = [dated(part, quote.sources) for part, quote in zip(promise.parts, first, strict=False)]
    return replace(promise, quote=dated(promise.quote, sources), parts=tuple(parts))
