"""Pegs by hand: who gets which supply, whose stock goes to whom, from where a demand is served."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from erp.core.actor import Actor
from erp.core.commands import command
from erp.core.errors import Conflict, Invalid, NotFound
from erp.core.events import emit
from erp.core.locks import lock_upward
from inventory import locks
from inventory.events import DemandsFreed, PegChanged, StockReceived
from inventory.models import Demand, ExpectedSupply, Item, Peg, Warehouse
from inventory.services.pegs import unpeg_demands
from inventory.services.reservations import reserve_demands, reserve_together, trim_reservations

ZERO = Decimal(0)
RIGHT = ("inventory.edit_peg", "Tie supply to demand by hand")


def _demand(demand_id: int) -> Demand:
    """Lock a demand with its document above it.

    Raises: NotFound.
    """
    known = Demand.objects.filter(pk=demand_id).first()
    if known is None:
        raise NotFound(kind="demand", id=demand_id)
    lock_upward([known.document])
    return locks.demands_for_update([demand_id])[0]


@command(*RIGHT)
def peg_by_hand(
    *,
    demand_id: int,
    supply_id: int,
    quantity: Decimal,
    is_hard: bool,
    actor: Actor,
    at: datetime | None = None,
) -> Peg:
    """Tie a quantity of an expected supply to a demand; a hard tie is not moved by the system.

    The quantity is the tie's new quantity, not an addition. Soft pegs of others give way where the
    supply is pegged in full; hard ones never do.

    Locks:  the demand's document (upward), the demand, the supply.
    Emits:  PegChanged.
    Raises: NotFound; Invalid on `quantity`, or on `supply` when it brings another item or elsewhere.
    """
    demand = _demand(demand_id)
    found = locks.supplies_for_update([supply_id])
    if not found or not found[0].is_open:
        raise NotFound(kind="expected_supply", id=supply_id)
    supply = found[0]
    _check_fit(demand, supply, quantity)
    known = Peg.objects.filter(demand=demand, supply=supply).first()
    others = Peg.objects.filter(supply=supply).exclude(pk=known.pk if known else 0)
    _make_room(supply, quantity, others)
    _give_up_others(demand, quantity, except_pk=known.pk if known else 0)
    peg = known or Peg(demand=demand, supply=supply)
    peg.quantity, peg.is_hard = quantity, is_hard
    peg.save()
    _tell(peg, "fixed" if is_hard else "pegged", actor=actor, at=at)
    return peg


def _check_fit(demand: Demand, supply: ExpectedSupply, quantity: Decimal) -> None:
    if (supply.item_id, supply.warehouse_id) != (demand.item_id, demand.warehouse_id):
        raise Invalid.field("supply", _("It brings another product, or to another warehouse."), "other_place")
    if quantity <= 0:
        raise Invalid.field("quantity", _("Must be greater than zero."), "out_of_range")
    if quantity > demand.backordered:
        raise Invalid.field("quantity", _("Is more than the order still lacks."), "more_than_lacking")
    if quantity > supply.quantity - supply.received:
        raise Invalid.field("quantity", _("Is more than is still expected."), "more_than_expected")


def _make_room(supply: ExpectedSupply, quantity: Decimal, others: QuerySet[Peg]) -> None:
    """Take soft pegs off a supply, the newest first, until the quantity fits.

    Raises: Invalid when hard pegs leave too little.
    """
    rows = list(others.order_by("-pk"))
    free = supply.quantity - supply.received - sum((row.quantity for row in rows), ZERO)
    soft = sum((row.quantity for row in rows if not row.is_hard), ZERO)
    if free + soft < quantity:
        raise Invalid.field("quantity", _("The rest of this supply is fixed for others."), "fixed_for_others")
    for row in rows:
        if free >= quantity:
            return
        if row.is_hard:
            continue
        part = min(row.quantity, quantity - free)
        free += part
        _shrink(row, part)


def _give_up_others(demand: Demand, quantity: Decimal, *, except_pk: int) -> None:
    """A demand is never pegged beyond what it lacks: its other soft pegs shrink, the newest first."""
    rows = list(Peg.objects.filter(demand=demand).exclude(pk=except_pk).order_by("is_hard", "-pk"))
    excess = sum((row.quantity for row in rows), ZERO) + quantity - demand.backordered
    for row in rows:
        if excess <= 0:
            return
        if row.is_hard:
            raise Invalid.field(
                "quantity",
                _("The order is fixed to other supply already; undo that first."),
                "fixed_elsewhere",
            )
        part = min(row.quantity, excess)
        excess -= part
        _shrink(row, part)


def _shrink(row: Peg, part: Decimal) -> None:
    if part >= row.quantity:
        row.delete()
        return
    row.quantity -= part
    row.save(update_fields=["quantity"])


@command(*RIGHT)
def unpeg_by_hand(*, peg_id: int, actor: Actor, at: datetime | None = None) -> Demand:
    """Undo a tie; the supply is free for the system to use again.

    Locks:  the demand's document (upward), the demand.
    Emits:  PegChanged.
    Raises: NotFound.
    """
    known = Peg.objects.filter(pk=peg_id).first()
    if known is None:
        raise NotFound(kind="peg", id=peg_id)
    demand = _demand(known.demand_id)
    peg = Peg.objects.select_related("supply").filter(pk=peg_id).first()
    if peg is None:
        raise NotFound(kind="peg", id=peg_id)
    _tell(peg, "unpegged", actor=actor, at=at)
    peg.delete()
    return demand


def _tell(peg: Peg, verb: str, *, actor: Actor, at: datetime | None) -> None:
    event = PegChanged(
        document=peg.demand.document,
        supply=peg.supply.document_number,
        quantity=peg.quantity,
        verb=verb,
    )
    emit(event, actor=actor, at=at or timezone.now())


@command(*RIGHT)
def move_reservations(
    *, demand_id: int, takes: Mapping[int, Decimal], actor: Actor, at: datetime | None = None
) -> Decimal:
    """Give a demand the stock that others have reserved and not begun to pick; gives what it got.

    `takes` maps the others' demands to the quantities they give.

    Locks:  all documents (upward), the demands, their reservations and balances, by key.
    Emits:  DemandsFreed per document that gave; DemandsReserved for the one that got; StockReceived for
            lots that do not suit it.
    Raises: NotFound; Conflict `being_picked`, `nothing_lacking`; Invalid when a demand is of another
            product or place.
    """
    at = at or timezone.now()
    known = {row.pk: row for row in Demand.objects.filter(pk__in=[demand_id, *takes])}
    if demand_id not in known or not takes or set(takes) - set(known):
        raise NotFound(kind="demand", id=demand_id)
    lock_upward(sorted((row.document for row in known.values()), key=lambda ref: (ref.kind, ref.id)))
    rows = {row.pk: row for row in locks.demands_for_update(known)}
    target = rows[demand_id]
    place = (target.item_id, target.warehouse_id)
    givers = [rows[pk] for pk in sorted(takes)]
    if any((row.item_id, row.warehouse_id) != place for row in givers) or demand_id in takes:
        raise Invalid.field("takes", _("It is of another product, or in another warehouse."), "other_place")
    wanted = sum(takes.values(), ZERO)
    if wanted > target.backordered:
        raise Conflict("nothing_lacking", document=target.document_number)
    trim_reservations(givers, dict(takes))
    for row in givers:
        emit(DemandsFreed(document=row.document, quantity=takes[row.pk]), actor=actor, at=at)
    got = reserve_together(
        demand_ids=[target.pk], most={target.pk: wanted}, documents=[target.document], actor=actor, at=at
    ).get(target.pk, ZERO)
    if got < wanted:  # of lots that do not suit: they go back to those who wait
        tell = StockReceived(
            document=target.document, warehouse_id=target.warehouse_id, item_ids=[target.item_id]
        )
        emit(tell, actor=actor, at=at)
    return got


@command()
def redirect_demand(*, demand_id: int, warehouse_id: int, actor: Actor, at: datetime | None = None) -> Demand:
    """Serve what a demand still waits for from another warehouse; what it had reserved becomes free.

    Locks:  the document (upward), the demand, its reservations and balances, free balances.
    Emits:  DemandsFreed, DemandsReserved when stock changed hands.
    Raises: NotFound; Conflict `being_picked`; Invalid on `warehouse`.
    """
    at = at or timezone.now()
    if not Warehouse.objects.filter(pk=warehouse_id, is_active=True).exists():
        raise NotFound(kind="warehouse", id=warehouse_id)
    demand = _demand(demand_id)
    if demand.warehouse_id == warehouse_id or demand.item.kind != Item.Kind.STOCKED:
        raise Invalid.field("warehouse", _("Choose another warehouse."), "same_warehouse")
    if Peg.objects.filter(demand=demand, is_hard=True).exists():
        raise Conflict("fixed_by_hand", document=demand.document_number)
    freed = trim_reservations([demand], {demand.pk: demand.reserved})
    unpeg_demands([demand])
    demand.warehouse_id = warehouse_id
    demand.save(update_fields=["warehouse"])
    if freed > 0:
        emit(DemandsFreed(document=demand.document, quantity=freed), actor=actor, at=at)
    reserve_demands(document=demand.document, actor=actor, at=at)
    return Demand.objects.select_related("item").get(pk=demand_id)
