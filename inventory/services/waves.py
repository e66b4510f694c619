"""Waves: shipments released to picking together, from gathering to the last piece picked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db.models import Count
from django.utils import timezone

from erp.core.actor import Actor
from erp.core.commands import command
from erp.core.errors import Conflict, IllegalTransition
from erp.core.events import emit
from erp.core.locks import lock_upward
from erp.core.machines import move_on
from erp.core.numbering import next_number
from erp.core.refs import DocumentRef
from erp.core.sets import update_rows
from inventory import locks
from inventory.events import ShipmentReleased, WaveCancelled, WaveChanged, WaveReleased
from inventory.models import Shipment, ShipmentLine, Warehouse, Wave
from inventory.services.proof import refuse_while_stopped
from inventory.services.releases import ShippingTerms
from inventory.services.shipments import cancel_shipment
from inventory.services.wave_progress import follow_wave
from inventory.services.wave_release import draft_shipments, refuse_empty

MOST_SHIPMENTS = 5_000
Documents = Sequence[tuple[DocumentRef, ShippingTerms]]


@command("inventory.release_shipment")
def create_wave(
    *,
    warehouse: Warehouse,
    actor: Actor,
    documents: Documents = (),
    shipment_ids: Sequence[int] = (),
    carrier_id: int | None = None,
    at: datetime | None = None,
) -> Wave:
    """Gather shipments in a wave; documents without one get theirs made from what is reserved.

    Locks:  the documents (upward, by key), their demands and reservations, the shipments.
    Emits:  ShipmentCreated per shipment that was made.
    Raises: OnHold; Conflict `nothing_reserved` when nothing can be gathered.
    """
    at = at or timezone.now()
    wave = Wave.objects.create(number=next_number("wave"), warehouse=warehouse, carrier_id=carrier_id)
    made, taken = _gather(wave, documents, shipment_ids, actor=actor, at=at)
    refuse_empty(len(made) + len(taken))
    return wave


def _gather(
    wave: Wave, documents: Documents, shipment_ids: Sequence[int], *, actor: Actor, at: datetime
) -> tuple[list[Shipment], list[Shipment]]:
    """New drafts of the documents, and waiting shipments taken in: theirs and those that were named."""
    terms = dict(documents)
    of_documents = [
        row.pk
        for row in Shipment.objects.filter(
            document_id__in=[ref.id for ref in terms], wave__isnull=True, state="released"
        )
        if row.document in terms
    ]
    _lock_with_documents([*of_documents, *shipment_ids], terms)
    taken = [
        row
        for row in locks.shipments_for_update({*of_documents, *shipment_ids})
        if row.warehouse_id == wave.warehouse_id
        and row.wave_id is None
        and row.state == Shipment.State.RELEASED
    ]
    for row in taken:
        row.wave_id = wave.pk
        row.version += 1
    update_rows(
        Shipment,
        [{"id": row.pk, "wave": wave.pk, "version": row.version} for row in taken],
        put=["wave", "version"],
    )
    made = draft_shipments(terms, wave=wave, actor=actor, at=at) if terms else []
    return made, taken


def _lock_with_documents(
    shipment_ids: Sequence[int], more: Sequence[DocumentRef] | dict[DocumentRef, ShippingTerms]
) -> None:
    """Lock what stands above shipments, all at once, before the shipments themselves."""
    above = [row.document for row in Shipment.objects.filter(pk__in=list(shipment_ids))]
    lock_upward([*above, *more])


@command("inventory.release_shipment")
def release_wave(*, wave_id: int, actor: Actor, at: datetime | None = None) -> Wave:
    """Hand a wave to the pickers; every shipment gets its slot on the cart.

    Shipments of documents on hold stay drafts.

    Locks:  the documents (upward), the wave's shipments, the wave.
    Emits:  ShipmentReleased per draft; WaveReleased.
    Raises: IllegalTransition; Conflict `release_stopped`, `nothing_reserved`.
    """
    at = at or timezone.now()
    refuse_while_stopped()
    _lock_with_documents(list(Shipment.objects.filter(wave_id=wave_id).values_list("pk", flat=True)), [])
    shipments = _open_shipments(wave_id)
    wave = locks.wave_for_update(wave_id)
    if wave.state != Wave.State.DRAFT:
        raise IllegalTransition(kind=wave.ref.kind, action="release", state=wave.state, document=wave.number)
    wave.release(at=at)
    wave.save(update_fields=["state", "released_at"])
    released = _release(shipments, first_slot=1, actor=actor, at=at)
    refuse_empty(len(released))
    changes = {"state": ["draft", "released"]}
    event = WaveReleased(document=wave.ref, shipments=[row.number for row in released])
    emit(event, actor=actor, at=at, changes=changes)
    follow_wave(wave.pk, actor=actor, at=at)
    return locks.wave_for_update(wave_id)


def _open_shipments(wave_id: int) -> list[Shipment]:
    """The wave's locked shipments that are not picked yet, in the order of the slots."""
    rows = locks.shipments_for_update(Shipment.objects.filter(wave_id=wave_id).values_list("pk", flat=True))
    waiting = [row for row in rows if row.state in {"draft", "released", "picking"}]
    return sorted(waiting, key=lambda row: (-row.priority, row.due_on or date.max, row.pk))


def _release(shipments: Sequence[Shipment], *, first_slot: int, actor: Actor, at: datetime) -> list[Shipment]:
    """Hand locked shipments to the pickers in a bounded number of statements; gives them all."""
    ready = [row for row in shipments if not (row.state == "draft" and row.is_held)]  # type: ignore[attr-defined]  # computed for this row, not a column
    counted = ShipmentLine.objects.filter(shipment__in=[row.pk for row in ready]).order_by()
    lines = {
        row["shipment_id"]: row["count"] for row in counted.values("shipment_id").annotate(count=Count("pk"))
    }
    changes = {}
    for slot, row in enumerate(ready, start=first_slot):
        row.slot = slot
        if row.state == Shipment.State.DRAFT:
            changes[row.pk] = move_on(row, "release", at=at)
    names = ["state", "released_at", "slot", "version"]
    update_rows(
        Shipment, [{"id": row.pk, **{name: getattr(row, name) for name in names}} for row in ready], put=names
    )
    for row in ready:
        if row.pk in changes:
            event = ShipmentReleased(
                document=row.ref,
                about=row.document,
                warehouse=str(row.warehouse_id),
                lines=lines.get(row.pk, 0),
            )
            emit(event, actor=actor, at=at, changes=changes[row.pk])
    return ready


@command("inventory.release_shipment")
def add_to_wave(
    *,
    wave_id: int,
    actor: Actor,
    documents: Documents = (),
    shipment_ids: Sequence[int] = (),
    at: datetime | None = None,
) -> Wave:
    """Take more into a wave that is not done; into a released one it goes to the pickers at once.

    Locks:  the documents (upward), their demands and reservations, the shipments, the wave.
    Emits:  ShipmentCreated per new shipment; ShipmentReleased where the wave is released; WaveChanged.
    Raises: NotFound; IllegalTransition; OnHold; Conflict `nothing_reserved`.
    """
    at = at or timezone.now()
    wave = _of_state(wave_id, "add", Wave.State.DRAFT, Wave.State.RELEASED, Wave.State.PICKING)
    if wave.state != Wave.State.DRAFT:
        refuse_while_stopped()
    made, taken = _gather(wave, documents, shipment_ids, actor=actor, at=at)
    refuse_empty(len(made) + len(taken))
    wave = locks.wave_for_update(wave_id)
    _check_state(wave, "add", Wave.State.DRAFT, Wave.State.RELEASED, Wave.State.PICKING)
    if wave.state != Wave.State.DRAFT:
        used = wave.shipments.exclude(slot=None).order_by("-slot").values_list("slot", flat=True).first() or 0
        fresh = locks.shipments_for_update([row.pk for row in (*made, *taken)])
        _release(fresh, first_slot=used + 1, actor=actor, at=at)
    numbers = [row.number for row in (*made, *taken)]
    emit(WaveChanged(document=wave.ref, added=numbers, removed=[]), actor=actor, at=at)
    return wave


@command("inventory.release_shipment")
def remove_from_wave(
    *, wave_id: int, shipment_ids: Sequence[int], actor: Actor, at: datetime | None = None
) -> Wave:
    """Take shipments out of a wave before they are picked: drafts are given up, others go on by themselves.

    Locks:  the documents (upward), the shipments, the wave.
    Emits:  WaveChanged; ShipmentCancelled per draft.
    Raises: NotFound; IllegalTransition; Conflict `not_in_wave`.
    """
    at = at or timezone.now()
    wave = _of_state(wave_id, "remove", Wave.State.DRAFT, Wave.State.RELEASED, Wave.State.PICKING)
    _lock_with_documents(shipment_ids, [])
    rows = [row for row in locks.shipments_for_update(shipment_ids) if row.wave_id == wave.pk]
    if len(rows) != len(set(shipment_ids)) or any(
        row.state not in {"draft", "released", "picking"} for row in rows
    ):
        raise Conflict("not_in_wave", wave=wave.number)
    _take_out(rows, actor=actor, at=at)
    wave = locks.wave_for_update(wave_id)
    _check_state(wave, "remove", Wave.State.DRAFT, Wave.State.RELEASED, Wave.State.PICKING)
    emit(WaveChanged(document=wave.ref, added=[], removed=[r.number for r in rows]), actor=actor, at=at)
    follow_wave(wave.pk, actor=actor, at=at)
    return locks.wave_for_update(wave_id)


def _take_out(rows: Sequence[Shipment], *, actor: Actor, at: datetime) -> None:
    for row in rows:
        row.wave_id = row.slot = None
        row.version += 1
    update_rows(
        Shipment,
        [{"id": row.pk, "wave": None, "slot": None, "version": row.version} for row in rows],
        put=["wave", "slot", "version"],
    )
    for row in rows:
        if row.state == Shipment.State.DRAFT:
            cancel_shipment(shipment_id=row.pk, reason="", actor=actor, at=at)


@command("inventory.release_shipment")
def cancel_wave(*, wave_id: int, reason: str, actor: Actor, at: datetime | None = None) -> Wave:
    """Give a wave up: drafts are cancelled and their goods stay reserved, others go on by themselves.

    Locks:  the documents (upward), the shipments, the wave.
    Emits:  WaveCancelled; ShipmentCancelled per draft.
    Raises: NotFound; IllegalTransition.
    """
    at = at or timezone.now()
    _of_state(wave_id, "cancel", Wave.State.DRAFT, Wave.State.RELEASED, Wave.State.PICKING)
    pks = list(Shipment.objects.filter(wave_id=wave_id).values_list("pk", flat=True))
    _lock_with_documents(pks, [])
    rows = [r for r in locks.shipments_for_update(pks) if r.state in {"draft", "released", "picking"}]
    _take_out(rows, actor=actor, at=at)
    wave = locks.wave_for_update(wave_id)
    _check_state(wave, "cancel", Wave.State.DRAFT, Wave.State.RELEASED, Wave.State.PICKING)
    before = wave.state
    wave.cancel()
    wave.save(update_fields=["state"])
    event = WaveCancelled(document=wave.ref, reason=reason[:200])
    emit(event, actor=actor, at=at, changes={"state": [before, wave.state]})
    return wave


def _of_state(wave_id: int, action: str, *states: str) -> Wave:
    """The wave, read before its documents are locked; its state is checked again under its lock."""
    wave = Wave.objects.filter(pk=wave_id).first() or locks.wave_for_update(wave_id)
    _check_state(wave, action, *states)
    return wave


def _check_state(wave: Wave, action: str, *states: str) -> None:
    if wave.state not in states:
        raise IllegalTransition(kind=wave.ref.kind, action=action, state=wave.state, document=wave.number)
