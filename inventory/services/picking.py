"""Picking: goods are taken off the shelf; what is not found is looked for elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from erp.core.actor import Actor
from erp.core.commands import command
from erp.core.errors import Conflict, Invalid
from erp.core.events import emit
from erp.core.machines import move_on
from erp.core.prepared import prepared
from erp.core.rows import save_row
from erp.core.sets import update_rows
from inventory import locks
from inventory.events import ShipmentPicked, ShipmentPickedInPart
from inventory.models import Balance, Demand, Reservation, Shipment, ShipmentLine
from inventory.services.reservations import release_reservations, reserve_demands
from inventory.services.scans import ScanInput, record_scans, tally_pick_scans
from inventory.services.shipments import check_not_held, open_shipment

ZERO = Decimal(0)


_LINES = prepared(
    lambda pk: (
        ShipmentLine.objects.select_related("item", "location", "lot").filter(shipment_id=pk).order_by("pk")
    )
)


@command("inventory.pick_shipment")
def pick_shipment(
    *,
    shipment_id: int,
    actor: Actor,
    scans: Sequence[ScanInput] | None = None,
    short_reason: str = "",
    is_partial: bool = False,
    expected_version: int | None = None,
    at: datetime | None = None,
) -> Shipment:
    """Take a shipment's goods off the shelf, by scan or by hand.

    Without scans everything asked is picked. With fewer scans than asked either `is_partial`
    keeps the shipment in picking, or `short_reason` ends it: what was not found goes back,
    is looked for at other places and is otherwise back-ordered.

    Locks:  the document (upward), the shipment; for a short pick its reservations.
    Emits:  ShipmentPicked or ShipmentPickedInPart.
    Raises: IllegalTransition; OnHold; Invalid `scans` for a wrong item, place or lot, too many
            or too few.
    """
    at = at or timezone.now()
    shipment = open_shipment(shipment_id, expected_version)
    check_not_held(shipment)
    verb = "pick_in_part" if is_partial else "pick"
    changes = move_on(shipment, verb, **({} if is_partial else {"at": at}))
    lines = _LINES(shipment.pk)
    before = {line.pk: line.picked for line in lines}
    if scans is None:
        for line in lines:
            line.picked = line.quantity
    else:
        tally_pick_scans(lines, scans)
        record_scans(shipment, "pick", scans, actor=actor, at=at)
    changed = [line for line in lines if line.picked != before[line.pk]]
    update_rows(ShipmentLine, [{"id": line.pk, "picked": line.picked} for line in changed], put=["picked"])
    save_row(shipment, ["state", "picked_at", "version"])
    if is_partial:
        event = ShipmentPickedInPart(document=shipment.ref, about=shipment.document)
        emit(event, actor=actor, at=at, changes=changes)
        return shipment
    short = [line for line in lines if line.picked < line.quantity]
    if short:
        _end_short(shipment, lines, short, short_reason, actor=actor, at=at)
    emit(
        ShipmentPicked(
            document=shipment.ref,
            about=shipment.document,
            quantity=sum((line.picked for line in lines), ZERO),
            short=[
                {
                    "product": line.item.sku,
                    "missing": str(line.quantity - line.picked),
                    "reason": short_reason,
                }
                for line in short
            ],
        ),
        actor=actor,
        at=at,
        changes=changes,
    )
    return shipment


def _end_short(
    shipment: Shipment,
    lines: Sequence[ShipmentLine],
    short: Sequence[ShipmentLine],
    reason: str,
    *,
    actor: Actor,
    at: datetime,
) -> None:
    """Free what was not found and look for it at other places."""
    if not reason.strip():
        raise Invalid.field("short_reason", _("Say why less than asked was picked."), "short_reason_required")
    if all(line.picked == 0 for line in lines):
        raise Conflict("nothing_picked", shipment=shipment.number)
    missing = {line.pk: line.quantity - line.picked for line in short}
    rows = [
        r for r in locks.reservations_of_shipment_for_update(shipment.pk) if r.shipment_line_id in missing
    ]
    bad_balances = sorted({row.balance_id for row in rows})
    demands = {d.pk: d for d in locks.demands_for_update({line.demand_id for line in short})}
    whole = [row for row in rows if missing[row.shipment_line_id or 0] >= row.quantity]
    cut = [row for row in rows if row not in whole]
    if whole:
        release_reservations(whole, demands)
    for row in cut:
        part = missing[row.shipment_line_id or 0]
        update_rows(Reservation, [{"id": row.pk, "quantity": -part}], add=["quantity"])
        update_rows(Balance, [{"id": row.balance_id, "reserved": -part}], add=["reserved"])
        update_rows(Demand, [{"id": row.demand_id, "reserved": -part}], add=["reserved"])
    ShipmentLine.objects.filter(pk__in=list(missing)).update(short_reason=reason)
    reserve_demands(document=shipment.document, actor=actor, at=at, except_balances=bad_balances)
