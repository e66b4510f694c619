"""What may come to lie where: blocked and expired lots, serial numbers, bins that are full or reserved."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from erp.core.errors import Conflict, Invalid
from inventory import locks
from inventory.models import Balance, Item, Location, Lot, Move, Transfer
from inventory.selectors.putaway import Contents, category_line, contents_of, room_in

if TYPE_CHECKING:
    from inventory.services.ledger import MoveLine

ZERO = Decimal(0)
_FINDS = {Move.Kind.ADJUSTMENT, Move.Kind.RETURN}


def check_coming(lines: Sequence[MoveLine], *, kind: str, on: date) -> None:
    """Refuse what may not come to lie where the lines put it; nothing is asked of the database for others.

    Locks:  the lots that are serial numbers.
    Raises: Conflict `lot_blocked`, `lot_expired`, `bin_full`, `not_in_this_bin`; Invalid on `lot` for a
            serial number that is in stock or on its way already.
    """
    coming = [line for line in lines if line.quantity > 0]
    if any(line.lot_id is not None for line in coming):
        _check_lots(lines, coming, kind=kind, on=on)
    if any(line.location.is_limited for line in coming) and kind not in _FINDS:
        _check_bins(coming)


def _check_lots(lines: Sequence[MoveLine], coming: Sequence[MoveLine], *, kind: str, on: date) -> None:
    lots = Lot.objects.select_related("item").in_bulk({line.lot_id for line in coming if line.lot_id})
    for line in coming:
        lot = lots.get(line.lot_id or 0)
        if lot is None:
            continue
        if lot.item_id != line.item_id:
            raise Conflict("lot_of_another_product", lot=lot.code, product=lot.item.sku)
        if not line.location.is_usable:
            continue
        if lot.is_blocked:
            raise Conflict("lot_blocked", lot=lot.code, reason=lot.blocked_reason)
        if lot.expires_on is not None and lot.expires_on < on and kind not in _FINDS:
            raise Conflict("lot_expired", lot=lot.code, expired_on=lot.expires_on)
    serials = [pk for pk, lot in lots.items() if lot.item.tracking == Item.Tracking.SERIAL]
    if serials:
        _check_serials(lines, serials, kind=kind)


def _check_serials(lines: Sequence[MoveLine], serials: Sequence[int], *, kind: str) -> None:
    """A serial number stands for one piece, which is in one place."""
    lots = locks.lots_for_update(serials)
    held = dict(
        Balance.objects.filter(lot_id__in=serials)
        .order_by()
        .values_list("lot_id")
        .annotate(held=Sum("on_hand"))
    )
    moving = set()
    if kind != Move.Kind.TRANSFER:
        open_ones = Transfer.objects.filter(lot_id__in=serials, received_at__isnull=True)
        moving = set(open_ones.values_list("lot_id", flat=True))
    for lot in lots:
        change = sum((line.quantity for line in lines if line.lot_id == lot.pk), ZERO)
        if held.get(lot.pk, ZERO) + change > 1 or lot.pk in moving:
            raise Invalid.field(
                "lot", _("This serial number is in stock already."), "serial_in_stock", lot=lot.code
            )


def _check_bins(coming: Sequence[MoveLine]) -> None:
    """Category, mixing and capacity of the bins that have such limits."""
    limited = [line for line in coming if line.location.is_limited]
    items = Item.objects.in_bulk({line.item_id for line in limited})
    added: dict[int, Contents] = {}
    for line in limited:
        item, place = items[line.item_id], line.location
        known = contents_of([place.pk], item.pk).get(place.pk, Contents())
        extra = added.get(place.pk, Contents())
        contents = Contents(
            known.quantity + extra.quantity,
            known.weight + extra.weight,
            known.item_ids | extra.item_ids,
            known.lot_ids,
        )
        room = room_in(place, contents, item, line.lot_id, category_line(item.category_id))
        if room is not None and line.quantity > room:
            code = "bin_full" if room > 0 or _is_full_by_measure(place, contents) else "not_in_this_bin"
            raise Conflict(code, location=place.path, room=room, product=item.sku)
        added[place.pk] = Contents(
            extra.quantity + line.quantity,
            extra.weight + line.quantity * item.weight_kg,
            extra.item_ids | {item.pk},
        )


def _is_full_by_measure(place: Location, contents: Contents) -> bool:
    by_quantity = place.capacity_quantity is not None and contents.quantity >= place.capacity_quantity
    by_weight = place.capacity_weight_kg is not None and contents.weight >= place.capacity_weight_kg
    return by_quantity or by_weight
