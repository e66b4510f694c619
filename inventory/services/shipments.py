"""What every step of a shipment shares: its locks from the top, holds, and taking it back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone

from erp.core.actor import Actor
from erp.core.commands import command
from erp.core.errors import OnHold
from erp.core.events import emit
from erp.core.locks import lock_upward
from erp.core.machines import move_on
from erp.core.new_rows import new_row
from erp.core.refs import DocumentRef
from erp.core.rows import insert_rows, save_row
from erp.core.sets import update_rows
from inventory import locks
from inventory.events import ShipmentCancelled
from inventory.models import Reservation, Shipment, ShipmentLine
from inventory.selectors.shipments import document_of_shipment
from inventory.services.wave_progress import follow_wave


def open_shipment(shipment_id: int, expected_version: int | None = None) -> Shipment:
    """Lock what a shipment's news will change above it, then the shipment itself."""
    document, customer_id = document_of_shipment(shipment_id)
    lock_upward([document])
    return locks.shipment_for_update(shipment_id, expected_version)


def put_on_shipment(shipment: Shipment, reserved: Sequence[Reservation]) -> list[ShipmentLine]:
    """Have a shipment's pickers fetch what is reserved: a line for each reservation, in their order."""
    lines = insert_rows(
        new_row(
            ShipmentLine,
            shipment=shipment,
            demand_id=row.demand_id,
            item_id=row.balance.item_id,
            location_id=row.balance.location_id,
            lot_id=row.balance.lot_id,
            quantity=row.quantity,
        )
        for row in reserved
    )
    update_rows(
        Reservation,
        [{"id": row.pk, "shipment_line": line.pk} for row, line in zip(reserved, lines, strict=True)],
        put=["shipment_line"],
    )
    return lines


def check_not_held(shipment: Shipment) -> None:
    """Refuse when what a locked shipment serves is on hold.

    Raises: OnHold.
    """
    if shipment.is_held:  # type: ignore[attr-defined]  # annotated by the lock
        raise OnHold(document=shipment.document_number)


@command("inventory.release_shipment")
def cancel_shipment(
    *,
    shipment_id: int,
    reason: str,
    actor: Actor,
    expected_version: int | None = None,
    at: datetime | None = None,
) -> Shipment:
    """Take a shipment back before it leaves; its goods stay reserved for their document.

    Locks:  the document (upward), the shipment.
    Emits:  ShipmentCancelled.
    Raises: IllegalTransition.
    """
    at = at or timezone.now()
    shipment = open_shipment(shipment_id, expected_version)
    changes = move_on(shipment, "cancel")
    Reservation.objects.filter(shipment_line__shipment=shipment).update(shipment_line=None)
    save_row(shipment, ["state", "version"])
    if shipment.wave_id:
        follow_wave(shipment.wave_id, actor=actor, at=at)
    event = ShipmentCancelled(document=shipment.ref, about=shipment.document, reason=reason)
    emit(event, actor=actor, at=at, changes=changes)
    return shipment


def cancel_open_shipments(*, document: DocumentRef, reason: str, actor: Actor, at: datetime) -> int:
    """Take back every shipment of a document that has not left; used when the document is cancelled."""
    numbers = (
        Shipment.objects.filter(
            document_kind=document.kind,
            document_id=document.id,
            state__in=["draft", "released", "picking", "picked", "packed"],
        )
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    for pk in list(numbers):
        cancel_shipment(shipment_id=pk, reason=reason, actor=actor, at=at)
    return len(numbers)
