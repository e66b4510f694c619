"""Less in the bin than asked: the missing part is freed, looked for elsewhere and else back-ordered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from erp.core.actor import Actor
from erp.core.commands import command
from erp.core.errors import Conflict, IllegalTransition, Invalid
from erp.core.events import emit
from erp.core.sets import update_rows
from inventory import locks
from inventory.events import ShipmentShort
from inventory.models import Balance, Demand, Reservation, Shipment, ShipmentLine
from inventory.services.reservations import release_reservations, reserve_demands
from inventory.services.shipments import check_not_held, open_shipment, put_on_shipment

ZERO = Decimal(0)


@command("inventory.pick_shipment")
def short_line(
    *, shipment_id: int, line_id: int, reason: str, actor: Actor, at: datetime | None = None
) -> Shipment:
    """Close a line with what was found, and send the picker to another bin or lot if there is one.

    What is missing is reserved anew from other places of the same warehouse and put on the same
    shipment; what is nowhere stays back-ordered. Closing a closed or full line changes nothing.

    Locks:  the document (upward), the shipment, its reservations, the demand, free balances by key.
    Emits:  ShipmentShort; DemandsReserved when something was found elsewhere.
    Raises: NotFound; OnHold; IllegalTransition; Invalid `reason`.
    """
    at = at or timezone.now()
    shipment = open_shipment(shipment_id)
    check_not_held(shipment)
    if shipment.state not in {Shipment.State.RELEASED, Shipment.State.PICKING}:
        raise IllegalTransition(
            kind=shipment.ref.kind, action="pick", state=shipment.state, document=shipment.number
        )
    line = shipment.lines.select_related("item", "location", "lot").filter(pk=line_id).first()
    if line is None:
        raise Conflict("line_gone", shipment=shipment.number)
    if line.short_reason or line.picked >= line.quantity:
        return shipment
    free_missing(shipment, [line], reason, actor=actor, at=at)
    _put_on(shipment, line.demand_id)
    shipment.version += 1
    shipment.save(update_fields=["version"])
    return shipment


def check_reason(reason: str) -> None:
    """A short pick says why.

    Raises: Invalid `short_reason`.
    """
    if not reason.strip():
        raise Invalid.field("short_reason", _("Say why less than asked was picked."), "short_reason_required")


def free_missing(
    shipment: Shipment, short: Sequence[ShipmentLine], reason: str, *, actor: Actor, at: datetime
) -> None:
    """Free what was not found on lines, close them with the reason, and reserve from other places.

    Emits:  ShipmentShort, so that somebody counts the places.
    Raises: Invalid `short_reason` without a reason.
    """
    check_reason(reason)
    missing = {line.pk: line.quantity - line.picked for line in short}
    rows = [
        r for r in locks.reservations_of_shipment_for_update(shipment.pk) if r.shipment_line_id in missing
    ]
    demands = {d.pk: d for d in locks.demands_for_update({line.demand_id for line in short})}
    whole = [row for row in rows if missing[row.shipment_line_id or 0] >= row.quantity]
    if whole:
        release_reservations(whole, demands)
    for row in rows:
        if row not in whole:
            part = missing[row.shipment_line_id or 0]
            update_rows(Reservation, [{"id": row.pk, "quantity": -part}], add=["quantity"])
            update_rows(Balance, [{"id": row.balance_id, "reserved": -part}], add=["reserved"])
            update_rows(Demand, [{"id": row.demand_id, "reserved": -part}], add=["reserved"])
    ShipmentLine.objects.filter(pk__in=list(missing)).update(short_reason=reason.strip()[:200])
    emit(
        ShipmentShort(
            document=shipment.ref,
            about=shipment.document,
            warehouse_id=shipment.warehouse_id,
            reason=reason.strip()[:200],
            lines=[
                {
                    "product": line.item.sku,
                    "item_id": line.item_id,
                    "location_id": line.location_id,
                    "location": line.location.code,
                    "lot_id": line.lot_id,
                    "missing": str(missing[line.pk]),
                }
                for line in short
            ],
        ),
        actor=actor,
        at=at,
    )
    reserve_demands(
        document=shipment.document, actor=actor, at=at, except_balances=_doubtful_balances(shipment)
    )


def _doubtful_balances(shipment: Shipment) -> list[int]:
    """Where pickers of this shipment have found less than the books say."""
    short = shipment.lines.exclude(short_reason="")
    found = Balance.objects.filter(item__in=short.values("item"), location__in=short.values("location"))
    places = set(short.values_list("item_id", "location_id", "lot_id"))
    return sorted(row.pk for row in found if (row.item_id, row.location_id, row.lot_id) in places)


def _put_on(shipment: Shipment, demand_id: int) -> None:
    """What was reserved anew for a demand in the shipment's warehouse is picked with it."""
    rows = [
        row
        for row in locks.reservations_of_demands_for_update([demand_id], unassigned_only=True)
        if row.balance.warehouse_id == shipment.warehouse_id
    ]
    put_on_shipment(shipment, rows)
