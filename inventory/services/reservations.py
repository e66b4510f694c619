"""The one way stock is promised: every consumer reserves, frees and fills back-orders here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.utils import timezone

from erp.core.actor import Actor
from erp.core.commands import command
from erp.core.errors import Conflict
from erp.core.events import emit
from erp.core.locks import lock_upward
from erp.core.new_rows import new_row
from erp.core.refs import DocumentRef
from erp.core.rows import insert_rows
from erp.core.sets import delete_rows, update_rows
from erp.masterdata.selectors.company import business_day
from inventory import locks
from inventory.calc.allocation import Need, Outcome, Pile, allocate
from inventory.events import DemandsReserved
from inventory.models import Balance, Demand, Item, Lot, Reservation
from inventory.services.pegs import unpeg_demands

ZERO = Decimal(0)


@dataclass(frozen=True)
class DemandSpec:
    """What a document's line needs: the input of `open_demands`."""

    source: DocumentRef
    document: DocumentRef
    line_no: int
    item: Item
    warehouse_id: int
    quantity: Decimal
    due_on: date
    promised_on: date | None
    priority: int
    customer_id: int | None
    is_ship_complete: bool = False
    delivery_days: int = 0
    kit: KitShare | None = None
    shelf_life_days: int = 0
    reserve_on: date | None = None
    lot_id: int | None = None

    def is_due(self, today: date) -> bool:
        """Whether its stock may be reserved by itself today."""
        return self.reserve_on is None or self.reserve_on <= today


@dataclass(frozen=True)
class KitShare:
    """Marks a spec as a component of a kit: which spec is the kit, and how much goes into how many kits."""

    position: int
    quantity: Decimal
    per: Decimal


@command()
def open_demands(
    *, specs: Sequence[DemandSpec], actor: Actor, at: datetime, reserve: bool = True
) -> list[Demand]:
    """Write the demands of a document's lines and reserve what is free, in one go.

    Services need no stock: they count as reserved from the start. A kit's own demand follows those of
    its components, which are specs of their own that name it.

    Locks:  free balances of the items, by key.
    """
    demands = [
        new_row(
            Demand,
            source_kind=spec.source.kind,
            source_id=spec.source.id,
            document_kind=spec.document.kind,
            document_id=spec.document.id,
            document_number=spec.document.number,
            line_no=spec.line_no,
            customer_id=spec.customer_id,
            item=spec.item,
            warehouse_id=spec.warehouse_id,
            due_on=spec.due_on,
            promised_on=spec.promised_on,
            priority=spec.priority,
            quantity=spec.quantity,
            is_ship_complete=spec.is_ship_complete,
            shelf_life_days=spec.shelf_life_days,
            delivery_days=spec.delivery_days,
            kit_quantity=spec.kit.quantity if spec.kit else None,
            kit_per=spec.kit.per if spec.kit else None,
            reserve_on=spec.reserve_on,
            lot_id=spec.lot_id,
        )
        for spec in specs
    ]
    today = business_day(at)
    if not all(spec.is_due(today) for spec in specs):
        return _open_some(specs, demands, today, reserve=reserve)
    outcome, balances = _find(demands, today) if reserve else (Outcome(), {})
    for position, demand in enumerate(demands):
        demand.reserved = outcome.given.get(position, ZERO)
    _insert(demands, specs)
    _write_shares(demands, outcome, balances, update_demands=False)
    return demands


def _insert(demands: list[Demand], specs: Sequence[DemandSpec]) -> None:
    """Write new demands; components after the kits that they name."""
    parts = [position for position, spec in enumerate(specs) if spec.kit is not None]
    if not parts:
        insert_rows(demands)
        return
    insert_rows(demand for demand, spec in zip(demands, specs, strict=True) if spec.kit is None)
    for position in parts:
        share = specs[position].kit
        demands[position].kit_id = demands[share.position].pk if share else None
    insert_rows(demands[position] for position in parts)


def _open_some(
    specs: Sequence[DemandSpec], demands: list[Demand], today: date, *, reserve: bool
) -> list[Demand]:
    """Open demands of which some are reserved later: what is due is reserved after all are written."""
    _insert(demands, specs)
    due = [demand for spec, demand in zip(specs, demands, strict=True) if reserve and spec.is_due(today)]
    outcome, balances = _find(due, today)
    _write_shares(due, outcome, balances, update_demands=True)
    return demands


def _find(
    demands: Sequence[Demand],
    on: date,
    *,
    except_ids: Sequence[int] = (),
    most: Mapping[int, Decimal] | None = None,
) -> tuple[Outcome, dict[int, Balance]]:
    """Lock free stock and share it out; keys of the outcome are positions in `demands`.

    With `most` no demand gets more than named for it there.
    """
    needs = [
        Need(
            position,
            demand.item_id,
            demand.warehouse_id,
            demand.backordered if most is None else min(demand.backordered, most.get(demand.pk, ZERO)),
            lasts_until(demand, on),
            demand.lot_id,
        )
        for position, demand in enumerate(demands)
        if demand.backordered > 0 and demand.item.kind == Item.Kind.STOCKED
    ]
    if not needs:
        return Outcome(), {}
    balances = locks.free_balances_for_update(
        {(need.item_id, need.warehouse_id) for need in needs}, except_ids=except_ids
    )
    piles = [
        Pile(
            b.pk,
            b.item_id,
            b.warehouse_id,
            b.on_hand - b.reserved,
            b.lot.expires_on if b.lot else None,
            b.lot.received_on if b.lot else None,
            b.location.pick_sequence,
            b.lot_id,
        )
        for b in balances
    ]
    return allocate(needs, piles, on=on), {b.pk: b for b in balances}


def lasts_until(demand: Demand, today: date) -> date | None:
    """The day a lot has to last to for a demand's customer, from the day it leaves; None: any lot does."""
    if not demand.shelf_life_days:
        return None
    leaves = (demand.promised_on or demand.due_on) - timedelta(days=demand.delivery_days)
    return max(leaves, today) + timedelta(days=demand.shelf_life_days)


def suits(demand: Demand, lot: Lot | None, today: date) -> bool:
    """Whether goods of a lot, or of none, may serve a demand: the lot asked for, lasting long enough."""
    if demand.lot_id is not None and (lot is None or lot.pk != demand.lot_id):
        return False
    if lot is None or lot.expires_on is None:
        return True
    return lot.expires_on >= (lasts_until(demand, today) or today)


def _write_shares(
    demands: Sequence[Demand], outcome: Outcome, balances: dict[int, Balance], *, update_demands: bool
) -> None:
    if not outcome.shares:
        return
    taken: dict[int, Decimal] = {}
    for share in outcome.shares:
        taken[share.pile_id] = taken.get(share.pile_id, ZERO) + share.quantity
    update_rows(Balance, [{"id": pk, "reserved": taken[pk]} for pk in sorted(taken)], add=["reserved"])
    insert_rows(
        new_row(
            Reservation, demand_id=demands[share.key].pk, balance_id=share.pile_id, quantity=share.quantity
        )
        for share in outcome.shares
    )
    if update_demands:
        rows = [
            {"id": demands[key].pk, "reserved": quantity}
            for key, quantity in outcome.given.items()
            if quantity > 0
        ]
        update_rows(Demand, rows, add=["reserved"])
        for key, quantity in outcome.given.items():
            demands[key].reserved += quantity


@command()
def reserve_demands(
    *,
    document: DocumentRef,
    actor: Actor,
    at: datetime | None = None,
    except_balances: Sequence[int] = (),
    is_automatic: bool = False,
) -> Decimal:
    """Reserve what is free for a document's back-ordered demands; gives the quantity reserved.

    What `is_automatic` leaves alone demands whose policy says later, or only by hand.

    Locks:  the document (upward), its demands, free balances by key.
    Emits:  DemandsReserved when something was reserved.
    Raises: Conflict `nothing_to_reserve` never: nothing free is an answer, not an error.
    """
    at = at or timezone.now()
    lock_upward([document])
    demands = [
        demand
        for demand in locks.demands_of_document_for_update(document.kind, document.id)
        if not demand.is_held and (not is_automatic or is_due(demand, business_day(at)))
    ]
    outcome, balances = _find(demands, business_day(at), except_ids=except_balances)
    _write_shares(demands, outcome, balances, update_demands=True)
    unpeg_demands([demands[key] for key in outcome.given if demands[key].backordered == 0])
    quantity = sum(outcome.given.values(), ZERO)
    if quantity > 0:
        emit(DemandsReserved(document=document, quantity=quantity), actor=actor, at=at)
    return quantity


def is_due(demand: Demand, today: date) -> bool:
    """Whether a demand's stock may be reserved by itself today."""
    return demand.reserve_on is None or demand.reserve_on <= today


@command()
def reserve_together(
    *,
    demand_ids: Sequence[int],
    most: Mapping[int, Decimal],
    documents: Sequence[DocumentRef],
    actor: Actor,
    at: datetime,
) -> dict[int, Decimal]:
    """Reserve for demands of many documents at once, in the order of `demand_ids`, up to `most` for each.

    A bounded number of statements, whatever the number of documents. Gives what each demand got.

    Locks:  the documents (upward, by key), the demands, free balances, each by key.
    Emits:  DemandsReserved per document that got something.
    """
    lock_upward(documents)
    position = {pk: number for number, pk in enumerate(demand_ids)}
    demands = sorted(
        (demand for demand in locks.demands_for_update(demand_ids) if not demand.is_held),
        key=lambda demand: position[demand.pk],
    )
    outcome, balances = _find(demands, business_day(at), most=most)
    _write_shares(demands, outcome, balances, update_demands=True)
    served = [demands[key] for key, quantity in outcome.given.items() if quantity > 0]
    unpeg_demands([demand for demand in served if demand.backordered == 0])
    got: dict[DocumentRef, Decimal] = {}
    for key, quantity in outcome.given.items():
        if quantity > 0:
            got[demands[key].document] = got.get(demands[key].document, ZERO) + quantity
    for document, quantity in got.items():
        emit(DemandsReserved(document=document, quantity=quantity), actor=actor, at=at)
    return {demands[key].pk: quantity for key, quantity in outcome.given.items() if quantity > 0}


def release_reservations(reservations: Iterable[Reservation], demands: dict[int, Demand]) -> Decimal:
    """Give locked reservations back to free stock; the one routine for every shrinking event.

    The caller holds the locks of the reservations, their balances and demands.
    """
    rows = list(reservations)
    freed_balances: dict[int, Decimal] = {}
    freed_demands: dict[int, Decimal] = {}
    for row in rows:
        freed_balances[row.balance_id] = freed_balances.get(row.balance_id, ZERO) - row.quantity
        freed_demands[row.demand_id] = freed_demands.get(row.demand_id, ZERO) - row.quantity
    if not rows:
        return ZERO
    update_rows(
        Balance,
        [{"id": pk, "reserved": freed_balances[pk]} for pk in sorted(freed_balances)],
        add=["reserved"],
    )
    delete_rows(Reservation, [row.pk for row in rows])
    update_rows(
        Demand,
        [{"id": pk, "reserved": freed_demands[pk]} for pk in sorted(freed_demands)],
        add=["reserved"],
    )
    for pk, quantity in freed_demands.items():
        if pk in demands:
            demands[pk].reserved += quantity
    return -sum(freed_demands.values(), ZERO)


def trim_reservations(demands: Sequence[Demand], excess: dict[int, Decimal]) -> Decimal:
    """Free a part of demands' reservations, the ones not yet in a shipment, last reserved first.

    Locks:  the reservations and balances.
    Raises: Conflict `being_picked` when a shipment already holds what should be freed.
    """
    wanted = {pk: quantity for pk, quantity in excess.items() if quantity > 0}
    if not wanted:
        return ZERO
    by_id = {demand.pk: demand for demand in demands}
    rows = locks.reservations_of_demands_for_update(wanted, unassigned_only=True)
    whole: list[Reservation] = []
    cut: list[tuple[Reservation, Decimal]] = []
    for row in sorted(rows, key=lambda r: -r.pk):
        left = wanted.get(row.demand_id, ZERO)
        if left <= 0:
            continue
        part = min(left, row.quantity)
        wanted[row.demand_id] = left - part
        if part == row.quantity:
            whole.append(row)
        else:
            cut.append((row, part))
    for pk, left in wanted.items():
        if left > 0:
            demand = by_id[pk]
            raise Conflict("being_picked", line=demand.line_no, picked=demand.reserved - excess[pk] + left)
    freed = release_reservations(whole, by_id)
    if cut:
        update_rows(Reservation, [{"id": row.pk, "quantity": -part} for row, part in cut], add=["quantity"])
        update_rows(
            Balance,
            _summed((row.balance_id, -part) for row, part in cut),
            add=["reserved"],
        )
        update_rows(Demand, _summed((row.demand_id, -part) for row, part in cut), add=["reserved"])
        for row, part in cut:
            by_id[row.demand_id].reserved -= part
            freed += part
    return freed


def _summed(pairs: Iterable[tuple[int, Decimal]]) -> list[dict[str, int | Decimal]]:
    totals: dict[int, Decimal] = {}
    for pk, quantity in pairs:
        totals[pk] = totals.get(pk, ZERO) + quantity
    return [{"id": pk, "reserved": totals[pk]} for pk in sorted(totals)]
