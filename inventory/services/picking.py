"""Picking: goods are taken off the shelf; what is not found is looked for elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from django.utils import timezone

from erp.core.actor import Actor
from erp.core.commands import command
from erp.core.errors import Conflict
from erp.core.events import emit
from erp.core.machines import move_on
from erp.core.prepared import prepared
from erp.core.rows import save_row
from erp.core.sets import update_rows
from erp.masterdata.selectors.company import business_day
from inventory.events import ShipmentPicked, ShipmentPickedInPart
from inventory.models import Shipment, ShipmentLine
from inventory.services.scans import ScanInput, lot_refusal, tally
from inventory.services.shipments import check_not_held, open_shipment
from inventory.services.shorts import check_reason, free_missing
from inventory.services.wave_progress import follow_wave

ZERO = Decimal(0)


LINES_TO_PICK = prepared(
    lambda pk: (
        ShipmentLine.objects.select_related("item", "location", "lot", "demand")
        .filter(shipment_id=pk)
        .order_by("pk")
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
            or too few; Conflict `lot_expired`, `lot_short_lived` for what is picked by hand.
    """
    at = at or timezone.now()
    shipment = open_shipment(shipment_id, expected_version)
    check_not_held(shipment)
    verb = "pick_in_part" if is_partial else "pick"
    changes = move_on(shipment, verb, **({} if is_partial else {"at": at}))
    lines = LINES_TO_PICK(shipment.pk)
    before = {line.pk: line.picked for line in lines}
    today = business_day(at)
    if scans is None:
        _check_lots(lines, today)
        for line in lines:
            line.picked = line.picked if line.short_reason else line.quantity
    else:
        tally(shipment, lines, scans, stage="pick", actor=actor, at=at, today=today)
    changed = [line for line in lines if line.picked != before[line.pk]]
    update_rows(ShipmentLine, [{"id": line.pk, "picked": line.picked} for line in changed], put=["picked"])
    save_row(shipment, ["state", "picked_at", "version"])
    if not is_partial:
        _end_short(shipment, lines, short_reason, actor=actor, at=at)
    if shipment.wave_id:
        follow_wave(shipment.wave_id, actor=actor, at=at)
    event = _picked_in_part(shipment) if is_partial else _picked(shipment, lines, short_reason)
    emit(event, actor=actor, at=at, changes=changes)
    return shipment


def _end_short(
    shipment: Shipment, lines: Sequence[ShipmentLine], reason: str, *, actor: Actor, at: datetime
) -> None:
    """What was not found is not waited for any longer.

    Raises: Invalid without a reason; Conflict `nothing_picked`.
    """
    missing = [line for line in lines if line.picked < line.quantity and not line.short_reason]
    if missing:
        check_reason(reason)
    if not any(line.picked for line in lines):
        raise Conflict("nothing_picked", shipment=shipment.number)
    if missing:
        free_missing(shipment, missing, reason, actor=actor, at=at)


def _picked_in_part(shipment: Shipment) -> ShipmentPickedInPart:
    return ShipmentPickedInPart(document=shipment.ref, about=shipment.document)


def _picked(shipment: Shipment, lines: Sequence[ShipmentLine], reason: str) -> ShipmentPicked:
    short = [
        {
            "product": line.item.sku,
            "missing": str(line.quantity - line.picked),
            "reason": line.short_reason or reason,
        }
        for line in lines
        if line.picked < line.quantity
    ]
    quantity = sum((line.picked for line in lines), ZERO)
    return ShipmentPicked(document=shipment.ref, about=shipment.document, quantity=quantity, short=short)


def _check_lots(lines: Sequence[ShipmentLine], today: date) -> None:
    """Whoever picks without scanning takes no lot either that must not leave.

    Raises: Conflict `lot_expired`, `lot_short_lived`.
    """
    for line in lines:
        refusal = lot_refusal(line, "pick", today) if line.picked < line.quantity else ""
        if refusal and line.lot is not None and not line.short_reason:
            code = "lot_expired" if refusal == "expired_lot" else "lot_short_lived"
            raise Conflict(code, lot=line.lot.code, expired_on=line.lot.expires_on, product=line.item.sku)
