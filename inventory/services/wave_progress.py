"""How a wave follows its shipments: picking once the first piece is taken, done when nothing is left."""

from __future__ import annotations

from datetime import datetime

from erp.core.actor import Actor
from erp.core.events import emit
from inventory import locks
from inventory.events import WaveDone, WaveStarted
from inventory.models import Shipment, Wave

TO_PICK = ("draft", "released", "picking")
TAKEN = ("picked", "packed", "shipped", "delivered")


def follow_wave(wave_id: int, *, actor: Actor, at: datetime) -> None:
    """Move a wave on to what its shipments say; called when one of them was picked, left or taken out.

    Locks:  the wave, after the shipment that changed: whoever takes both takes shipments first.
    Emits:  WaveStarted; WaveDone.
    """
    wave = locks.wave_for_update(wave_id)
    if wave.state not in {Wave.State.RELEASED, Wave.State.PICKING}:
        return
    states = set(Shipment.objects.filter(wave_id=wave_id).values_list("state", flat=True))
    is_done = bool(states) and not states & set(TO_PICK)
    before = wave.state
    if is_done:
        wave.finish(at=at)
        event: WaveDone | WaveStarted = WaveDone(document=wave.ref)
    elif before == Wave.State.RELEASED and states & {"picking", *TAKEN}:
        wave.start(at=at)
        event = WaveStarted(document=wave.ref)
    else:
        return
    wave.save(update_fields=["state", "started_at", "done_at"])
    emit(event, actor=actor, at=at, changes={"state": [before, wave.state]})
