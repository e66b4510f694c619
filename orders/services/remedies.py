"""Doing something about a promise that slips: each remedy through the commands that exist for it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from erp.core.actor import Actor
from erp.core.commands import command
from erp.core.errors import Conflict, Invalid
from erp.core.events import emit, to_json
from erp.core.locks import lock_upward
from erp.core.quantity import from_base
from erp.core.refs import DocumentRef
from erp.masterdata.selectors.company import business_day
from inventory.models import Demand, ItemSubstitute
from inventory.services.manual_pegs import move_reservations, redirect_demand
from inventory.services.requisitions import raise_requisition
from orders.events import PromiseRemedied
from orders.models import Order, OrderLine, PromiseSlip
from orders.selectors.remedies import (
    RIGHTS,
    Remedy,
    chosen,
    donors_of,
    remedies_for,
    waiting_demand,
    whole_part,
)
from orders.services.amend import HeaderChange, LineChange, amend_order
from orders.services.order_lines import LineInput
from orders.services.promise_history import PromiseCause, keep_changes
from orders.services.slip_answers import open_slip, repromise, tell_promise
from orders.services.watch import follow_slips

ZERO = Decimal(0)


@command()
def remedy_slip(
    *, slip_id: int, kind: str, choice: str = "", actor: Actor, at: datetime | None = None
) -> PromiseSlip:
    """Do one of the remedies that an open slip has now, and put the slip aside.

    Buying faster leaves the slip open: only the goods keep the promise.

    Locks:  the orders that give and get, oldest first; then what the remedy's own command locks.
    Emits:  PromiseRemedied, and what the remedy's command tells.
    Raises: NotPermitted without the right of the remedy; NotFound; IllegalTransition when the slip is
            open no more; Invalid for an unknown remedy; Conflict `remedy_gone` when it helps no more.
    """
    at = at or timezone.now()
    if kind not in RIGHTS:
        raise Invalid.field("kind", _("There is no such remedy."), "unknown_choice")
    actor.require(RIGHTS[kind])
    _lock_givers(slip_id, kind, at)
    order, slip = open_slip(slip_id)
    slip.order = order
    remedy = chosen(remedies_for(slip, actor, today=business_day(at)), kind, choice)
    if remedy is None:
        raise Conflict("remedy_gone", document=order.number)
    line = slip.line
    _DOING[kind](order, slip, remedy, actor=actor, at=at)
    if kind == "expedite":
        slip.remedy = kind
        slip.save(update_fields=["remedy"])
    else:
        slip.solve(at=at, by=actor.label, remedy=kind)
        slip.save(update_fields=["state", "closed_at", "closed_by", "remedy"])
    told = {**to_json(remedy.facts), "until": remedy.on.isoformat()}
    event = PromiseRemedied(document=order.ref, remedy=kind, line=line.line_no, facts_of_remedy=told)
    emit(event, actor=actor, at=at)
    follow_slips(order, actor=actor, at=at)
    return slip


def _lock_givers(slip_id: int, kind: str, at: datetime) -> None:
    """Lock the orders that would give stock with the one that gets it, oldest first."""
    if kind != "repeg":
        return
    slip = (
        PromiseSlip.objects.select_related("line__demand", "line__item", "order").filter(pk=slip_id).first()
    )
    demand = waiting_demand(slip.line) if slip is not None else None
    if slip is None or demand is None:
        return
    takes = donors_of(slip, demand, today=business_day(at))
    rows = Demand.objects.filter(pk__in=takes).values_list("document_kind", "document_id", "document_number")
    lock_upward([slip.order.ref, *(DocumentRef(*row) for row in rows)])


def _do_repeg(order: Order, slip: PromiseSlip, remedy: Remedy, *, actor: Actor, at: datetime) -> None:
    demand = _waiting(slip.line)
    takes = donors_of(slip, demand, today=business_day(at))
    if not takes:
        raise Conflict("remedy_gone", document=order.number)
    move_reservations(demand_id=demand.pk, takes=takes, actor=actor, at=at)


def _waiting(line: OrderLine) -> Demand:
    """The demand whose goods are missing; of a kit its one missing component's."""
    demand = waiting_demand(line)
    if demand is None:
        raise Conflict("remedy_gone", document=str(line))
    return demand


def _demand_of(line: OrderLine) -> Demand:
    if line.demand is None:
        raise Conflict("remedy_gone", document=str(line))
    return line.demand


def _do_split(order: Order, slip: PromiseSlip, remedy: Remedy, *, actor: Actor, at: datetime) -> None:
    """The line keeps what is there; the rest becomes a line of its own with the new day."""
    line = slip.line
    part = whole_part(line, _demand_of(line))
    changes, added = [], []
    if 0 < part < line.quantity:
        changes = [LineChange(line_id=line.pk, quantity=part)]
        added = [
            LineInput(
                item_id=line.item_id,
                quantity=line.quantity - part,
                unit_price=line.unit_price,
                unit_id=line.unit_id,
                discount_rate=line.discount_rate,
                description=line.description,
                requested_on=slip.new_promised_on,
                custom=line.custom,
            )
        ]
    header = HeaderChange(ship_complete=False) if order.is_ship_complete else None
    amend_order(order_id=order.pk, changes=changes, added=added, header=header, actor=actor, at=at)


def _do_warehouse(order: Order, slip: PromiseSlip, remedy: Remedy, *, actor: Actor, at: datetime) -> None:
    line = slip.line
    line.demand = redirect_demand(
        demand_id=_demand_of(line).pk, warehouse_id=int(remedy.choice), actor=actor, at=at
    )
    before = {line.pk: line.promised_on}
    line.promised_on = max(slip.old_promised_on, remedy.on)
    repromise(order, [line], actor=actor, at=at)
    keep_changes(order, [line], before, cause=PromiseCause.REMEDIED, actor=actor, at=at)
    tell_promise(order, cause=PromiseCause.REMEDIED, cause_number="", actor=actor, at=at)


def _do_substitute(order: Order, slip: PromiseSlip, remedy: Remedy, *, actor: Actor, at: datetime) -> None:
    """What is lacking is given as another item at the same amount; what is there stays."""
    line = slip.line
    row = ItemSubstitute.objects.select_related("substitute").get(pk=int(remedy.choice))
    need = _demand_of(line).backordered
    own = from_base(need, line.unit_numerator, line.unit_denominator)
    quantity = need * row.ratio
    changes = [LineChange(line_id=line.pk, quantity=line.quantity - own)]
    added = [
        LineInput(
            item_id=row.substitute_id,
            quantity=quantity,
            unit_price=round(line.unit_price * own / quantity, 6),
            discount_rate=line.discount_rate,
            description=_("%(name)s instead of %(sku)s")
            % {"name": row.substitute.name, "sku": line.item.sku},
            requested_on=line.requested_on,
        )
    ]
    amend_order(order_id=order.pk, changes=changes, added=added, actor=actor, at=at)


def _do_expedite(order: Order, slip: PromiseSlip, remedy: Remedy, *, actor: Actor, at: datetime) -> None:
    demand = _waiting(slip.line)
    item_id, quantity = demand.item_id, demand.backordered
    if remedy.choice:  # a component of what is made
        item_id, quantity = int(remedy.choice), remedy.facts["quantity"]
    raise_requisition(
        item_id=item_id,
        warehouse_id=demand.warehouse_id,
        quantity=quantity,
        needed_on=slip.old_promised_on,
        reason=_("%(number)s slips without it") % {"number": order.number},
        origin=order.ref,
        actor=actor,
        at=at,
    )


_DOING: dict[str, Callable[..., Any]] = {
    "repeg": _do_repeg,
    "split": _do_split,
    "warehouse": _do_warehouse,
    "substitute": _do_substitute,
    "expedite": _do_expedite,
}
