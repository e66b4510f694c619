"""Receipts, issues, adjustments, transfers and revaluations: people's hands on the stock."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from erp.core.actor import Actor
from erp.core.commands import command
from erp.core.errors import Conflict, Invalid, Shortage
from erp.core.money import round_money
from erp.core.quantity import QUANTITY_MAX
from erp.masterdata.selectors.company import business_day
from inventory import locks
from inventory.calc.allocation import Need, Pile, allocate
from inventory.models import Balance, Item, Location, Lot, Move, Warehouse
from inventory.services.ledger import MoveLine, MoveSource, post_lines

ZERO = Decimal(0)


def default_location(warehouse: Warehouse) -> Location:
    """Where goods go when nobody says where: the first usable storage location.

    Raises: Conflict when the warehouse has none.
    """
    location = (
        warehouse.locations.filter(is_usable=True, is_active=True, kind=Location.Kind.STORAGE)
        .order_by("pick_sequence", "code")
        .first()
    )
    if location is None:
        raise Conflict("no_storage_location", warehouse=warehouse.code)
    return location


def value_of(item: Item, quantity: Decimal) -> Decimal:
    """The value a quantity adds to stock, at standard cost in the base currency."""
    return round_money(quantity * item.standard_cost)


def check_quantity(quantity: Decimal, *, signed: bool = False) -> None:
    """Refuse quantities that can't be: zero, too large, or negative where that has no meaning.

    Raises: Invalid on `quantity`.
    """
    if quantity == 0 or (quantity < 0 and not signed):
        raise Invalid.field("quantity", _("Must be greater than zero."), "not_positive")
    if abs(quantity) > QUANTITY_MAX:
        raise Invalid.field("quantity", _("Is too large."), "too_large")


def check_stocked(item: Item) -> None:
    """Refuse stock of what is not stocked.

    Raises: Invalid on `product`.
    """
    if item.kind != Item.Kind.STOCKED:
        raise Invalid.field("product", _("Only stocked products have stock."), "not_stocked")


def check_bought(item: Item) -> None:
    """Refuse to buy what can't be bought: kits are sold only. Services are bought and never in stock.

    Raises: Invalid on `product`.
    """
    if item.kind not in {Item.Kind.STOCKED, Item.Kind.SERVICE}:
        raise Invalid.field("product", _("Only stocked products and services are bought."), "not_bought")


def lot_for(item: Item, code: str | None, *, on: date, expires_on: date | None = None) -> Lot | None:
    """The lot of an item by its code, made when it is new; none for untracked items.

    Raises: Invalid on `lot` when a tracked item has none, or an untracked one has.
    """
    if item.tracking == Item.Tracking.NONE:
        if code:
            raise Invalid.field("lot", _("This product is not tracked by lot."), "not_tracked")
        return None
    if not code:
        raise Invalid.field("lot", _("This product needs a lot or serial number."), "lot_required")
    if expires_on is None and item.shelf_life_days:
        expires_on = on + timedelta(days=item.shelf_life_days)
    lot, _made = Lot.objects.get_or_create(
        item=item, code=code, defaults={"received_on": on, "expires_on": expires_on}
    )
    return lot


@command("inventory.post_move")
def receive_stock(
    *,
    item: Item,
    warehouse: Warehouse,
    quantity: Decimal,
    reason: str,
    actor: Actor,
    location: Location | None = None,
    lot: str | None = None,
    expires_on: date | None = None,
    kind: str = Move.Kind.RECEIPT,
    source: MoveSource | None = None,
    at: datetime | None = None,
) -> list[Move]:
    """Take goods into a location.

    Locks:  the balance.
    Emits:  StockMoved, StockReceived.
    Raises: Invalid.
    """
    at = at or timezone.now()
    check_stocked(item)
    check_quantity(quantity)
    place = location or default_location(warehouse)
    batch = lot_for(item, lot, on=business_day(at), expires_on=expires_on)
    _check_serial(item, batch, quantity)
    line = MoveLine(
        item.pk, place, quantity, value_of(item, quantity), batch.pk if batch else None, sku=item.sku
    )
    return post_lines([line], kind=kind, at=at, actor=actor, source=source, reason=reason)


def _check_serial(item: Item, lot: Lot | None, quantity: Decimal) -> None:
    if item.tracking != Item.Tracking.SERIAL or lot is None:
        return
    if quantity != 1:
        raise Invalid.field("quantity", _("A serial number stands for exactly one piece."), "serial_is_one")
    if lot.balances.filter(on_hand__gt=0).exists():
        raise Invalid.field("lot", _("This serial number is in stock already."), "serial_in_stock")


@command("inventory.post_move")
def issue_stock(
    *,
    item: Item,
    warehouse: Warehouse,
    quantity: Decimal,
    reason: str,
    actor: Actor,
    location: Location | None = None,
    lot: str | None = None,
    at: datetime | None = None,
) -> list[Move]:
    """Take free goods out for use: never what is reserved for somebody.

    Locks:  the balances taken from.
    Emits:  StockMoved.
    Raises: Invalid; Shortage.
    """
    at = at or timezone.now()
    check_stocked(item)
    check_quantity(quantity)
    lines = outgoing_lines(item, warehouse, quantity, location=location, lot=lot, on=business_day(at))
    return post_lines(lines, kind=Move.Kind.ISSUE, at=at, actor=actor, reason=reason)


@command("inventory.adjust_stock")
def adjust_stock(
    *,
    item: Item,
    warehouse: Warehouse,
    quantity: Decimal,
    reason: str,
    actor: Actor,
    location: Location | None = None,
    lot: str | None = None,
    at: datetime | None = None,
) -> list[Move]:
    """Correct the books by a signed quantity, with its reason.

    Locks:  the balances corrected.
    Emits:  StockMoved; StockReceived when stock grew.
    Raises: Invalid; Shortage when it would take what is reserved.
    """
    at = at or timezone.now()
    check_stocked(item)
    check_quantity(quantity, signed=True)
    if not reason.strip():
        raise Invalid.field("reason", _("An adjustment needs a reason."), "required")
    if quantity > 0:
        return receive_stock(
            item=item,
            warehouse=warehouse,
            quantity=quantity,
            reason=reason,
            actor=actor,
            location=location,
            lot=lot,
            kind=Move.Kind.ADJUSTMENT,
            at=at,
        )
    lines = outgoing_lines(item, warehouse, -quantity, location=location, lot=lot, on=business_day(at))
    return post_lines(lines, kind=Move.Kind.ADJUSTMENT, at=at, actor=actor, reason=reason)


def _unknown_lot(code: str) -> Invalid:
    """What to say about a lot that the product does not have: it may be another product's."""
    other = Lot.objects.filter(code=code).select_related("item").first() if code else None
    if other is None:
        return Invalid.field("lot", _("There is no such lot of this product."), "unknown_lot")
    message = _("Lot %(lot)s is one of %(product)s.") % {"lot": code, "product": other.item.sku}
    return Invalid.field("lot", message, "lot_of_another_product", product=other.item.sku)


def outgoing_lines(
    item: Item,
    warehouse: Warehouse,
    quantity: Decimal,
    *,
    location: Location | None,
    lot: str | None,
    on: date,
) -> list[MoveLine]:
    """Lines that take a quantity from one given place, or from free stock in FEFO order.

    Raises: Invalid for an unknown lot; Shortage.
    """
    if location is not None:
        is_lot_needed = bool(lot) or item.tracking != Item.Tracking.NONE
        batch = _known_lot(item, lot or "") if is_lot_needed else None
        return [_out(item, location, quantity, batch.pk if batch else None)]
    balances = locks.free_balances_for_update([(item.pk, warehouse.pk)])
    if lot:
        batch = _known_lot(item, lot)
        balances = [b for b in balances if b.lot_id == batch.pk]
    by_id = {b.pk: b for b in balances}
    outcome = allocate([Need(item.pk, item.pk, warehouse.pk, quantity)], [_pile(b) for b in balances], on=on)
    if outcome.given[item.pk] < quantity:
        raise Shortage(product=item.sku, asked=quantity, available=outcome.given[item.pk])
    return [
        _out(item, by_id[share.pile_id].location, share.quantity, by_id[share.pile_id].lot_id)
        for share in outcome.shares
    ]


def _known_lot(item: Item, code: str) -> Lot:
    batch = Lot.objects.filter(item=item, code=code).first()
    if batch is None:
        raise _unknown_lot(code)
    return batch


def _out(item: Item, location: Location, quantity: Decimal, lot_id: int | None) -> MoveLine:
    return MoveLine(item.pk, location, -quantity, -value_of(item, quantity), lot_id, sku=item.sku)


def _pile(balance: Balance) -> Pile:
    """What is free at a place, in FEFO order; an expired lot may be taken out, to be written off."""
    return Pile(
        balance.pk,
        balance.item_id,
        balance.warehouse_id,
        balance.on_hand - balance.reserved,
        None,
        balance.lot.expires_on or balance.lot.received_on if balance.lot else None,
        balance.location.pick_sequence,
    )


@command("inventory.edit_item")
def revalue_item(*, item_id: int, new_cost: Decimal, actor: Actor, at: datetime | None = None) -> Item:
    """Give an item a new standard cost and revalue what lies in stock.

    Locks:  the item, then its balances.
    Emits:  StockMoved with the difference in value.
    Raises: Invalid.
    """
    at = at or timezone.now()
    if new_cost < 0:
        raise Invalid.field("standard_cost", _("Must not be negative."), "negative")
    item = locks.item_for_update(item_id)
    old_cost, item.standard_cost = item.standard_cost, new_cost
    if old_cost == new_cost:
        return item
    item.version += 1
    item.save(update_fields=["standard_cost", "version"])
    lines = _revaluations(item, old_cost)
    if lines:
        post_lines(lines, kind=Move.Kind.REVALUATION, at=at, actor=actor)
    return item


def _revaluations(item: Item, old_cost: Decimal) -> Sequence[MoveLine]:
    balances = locks.balances_of_item_for_update(item.pk)
    places = Location.objects.in_bulk({b.location_id for b in balances if b.on_hand})
    return [
        MoveLine(
            item.pk,
            places[b.location_id],
            ZERO,
            round_money(b.on_hand * item.standard_cost) - round_money(b.on_hand * old_cost),
            b.lot_id,
            sku=item.sku,
        )
        for b in balances
        if b.on_hand
    ]
