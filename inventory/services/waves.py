"""Waves: shipments released to picking together."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone

from erp.core.actor import Actor
from erp.core.commands import command
from erp.core.errors import Conflict, IllegalTransition
from erp.core.events import emit
from erp.core.locks import lock_upward
from erp.core.numbering import next_number
from erp.core.refs import DocumentRef
from inventory import locks
from inventory.events import WaveReleased
from inventory.models import Shipment, Warehouse, Wave
from inventory.services.releases import ShippingTerms, release_draft, release_shipments


@command("inventory.release_shipment")
def create_wave(
    *,
    warehouse: Warehouse,
    actor: Actor,
    documents: Sequence[tuple[DocumentRef, ShippingTerms]] = (),
    shipment_ids: Sequence[int] = (),
    carrier_id: int | None = None,
    at: datetime | None = None,
) -> Wave:
    """Gather shipments in a wave; documents without one get theirs made from what is reserved.

    Locks:  the documents (upward, by key), then per document its demands and reservations.
    Raises: Conflict when nothing can be gathered.
    """
    at = at or timezone.now()
    lock_upward([document for document, _ in documents])
    wave = Wave.objects.create(number=next_number("wave"), warehouse=warehouse, carrier_id=carrier_id)
    gathered = 0
    for document, terms in sorted(documents, key=lambda pair: pair[0].key()):
        gathered += _gather(document, terms, wave, warehouse, actor=actor, at=at)
    gathered += (
        Shipment.objects.filter(
            pk__in=list(shipment_ids), warehouse=warehouse, wave__isnull=True, state="released"
        ).update(wave=wave)
        if shipment_ids
        else 0
    )
    if gathered == 0:
        raise Conflict("nothing_reserved")
    return wave


def _gather(
    document: DocumentRef,
    terms: ShippingTerms,
    wave: Wave,
    warehouse: Warehouse,
    *,
    actor: Actor,
    at: datetime,
) -> int:
    waiting = Shipment.objects.filter(
        document_kind=document.kind,
        document_id=document.id,
        warehouse=warehouse,
        wave__isnull=True,
        state="released",
    ).update(wave=wave)
    try:
        made = release_shipments(document=document, actor=actor, terms=terms, wave=wave, at=at)
    except Conflict as refusal:
        if refusal.code not in {"nothing_reserved", "ship_complete_short"}:
            raise
        made = []
    return waiting + len(made)


@command("inventory.release_shipment")
def release_wave(*, wave_id: int, actor: Actor, at: datetime | None = None) -> Wave:
    """Hand a wave to the pickers.

    Shipments of documents on hold stay drafts.

    Locks:  the documents (upward), the wave, its draft shipments.
    Emits:  ShipmentReleased per draft; WaveReleased.
    Raises: IllegalTransition.
    """
    at = at or timezone.now()
    drafts = list(
        Shipment.objects.filter(wave_id=wave_id, state=Shipment.State.DRAFT)
        .exclude(lines__demand__is_held=True)
        .order_by("pk")
    )
    lock_upward([draft.document for draft in drafts])
    wave = locks.wave_for_update(wave_id)
    if wave.state != Wave.State.DRAFT:
        raise IllegalTransition(action="release", state=wave.state, document=wave.number)
    wave.release(at=at)
    wave.save(update_fields=["state", "released_at"])
    for draft in drafts:
        if locks.shipment_for_update(draft.pk).state == Shipment.State.DRAFT:
            release_draft(shipment_id=draft.pk, actor=actor, at=at)
    numbers = list(wave.shipments.order_by("pk").values_list("number", flat=True))
    ref = DocumentRef("wave", wave.pk, wave.number)
    changes = {"state": ["draft", "released"]}
    emit(WaveReleased(document=ref, shipments=numbers), actor=actor, at=at, changes=changes)
    return wave
