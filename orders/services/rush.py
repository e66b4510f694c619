"""Rush orders: saying yes is a decision, made with the price tag in sight and kept with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from erp.core.actor import Actor
from erp.core.commands import declare_permission
from erp.core.events import emit
from erp.masterdata.selectors.company import business_day
from inventory.calc.atp import Source
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

    A kit goes when the last of its components can, and all of them go first.
    """
    contents = {n: promise.contents for n, promise in enumerate(promises) if promise.contents}
    single, spans = opened(asks, today=today, contents=contents)
    first, _slips = requote_with_rush(single, today=today, without=("order", order.pk))
    found = []
    for ask, promise, span in zip(asks, promises, spans, strict=True):
        days = [first[n].promised_on for n in span]
        usual = promise.quote.leaves_on
        leaves = None if None in days else max(day for day in days if day is not None)
        if leaves is None or (usual is not None and usual <= leaves):
            found.append(promise)
            continue
        arrives = leaves + timedelta(days=promise.quote.delivery_days)
        quote = replace(
            promise.quote,
            promised_on=arrives,
            ship_on=leaves,
            sources=(Source("rush", ask.quantity, leaves),),
        )
        parts = tuple(
            replace(
                part,
                promised_on=arrives,
                ship_on=leaves,
                sources=(Source("rush", single[n].quantity, leaves),),
            )
            for part, n in zip(promise.parts, span, strict=bool(promise.parts))
        )
        found.append(replace(promise, quote=quote, parts=parts))
    return found
