"""Scans as a phone sends them: one by one or in the order of its queue, each counted once.

The phone gives every action an id of its own. Whatever the network does, sent again the action answers as
before and changes nothing. A wrong scan is an answer, not an error: it counts nothing and is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from erp.core.actor import Actor
from erp.core.commands import command
from erp.core.events import emit
from erp.core.machines import move_on
from erp.core.rows import insert_rows, save_row
from erp.core.sets import update_rows
from erp.masterdata.selectors.company import business_day
from inventory.events import ShipmentPickedInPart
from inventory.models import Scan, Shipment, ShipmentLine
from inventory.selectors.scans import lines_with_packed
from inventory.services.scans import (
    CodeBook,
    ScanInput,
    Verdict,
    code_book,
    count_on_lines,
    judge,
    refusal_text,
    scan_rows,
)
from inventory.services.shipments import open_shipment
from inventory.services.wave_progress import follow_wave

OPEN = {"pick": ("released", "picking"), "pack": ("picked",)}
SEEN_ON_DEVICE = frozenset(
    {"wrong_item", "wrong_place", "wrong_lot", "expired_lot", "short_lived_lot", "too_many"}
)
_WORDS = {
    "on_hold": _("The order is on hold: leave its goods where they are."),
    "not_open": _("This shipment is not open for this any more."),
    "scan_id_used": _("This scan id was used for another scan."),
    "nothing_to_undo": _("There is no such scan to undo."),
    "line_closed": _("This line was closed with less: it can't be changed any more."),
}


@dataclass(frozen=True)
class ScanAction:
    """What a phone did: a scan, one it refused by itself (`seen`), or taking an earlier scan back."""

    uid: UUID
    scan: ScanInput | None = None
    seen: str = ""
    undo: UUID | None = None


@dataclass(frozen=True)
class ScanOutcome:
    """What became of an action: counted, undone or refused; `is_replay` when it had been answered before."""

    uid: UUID
    result: str
    code: str = ""
    detail: Any = ""
    is_replay: bool = False


@command("inventory.pick_shipment")
def scan_to_pick(
    *, shipment_id: int, actions: Sequence[ScanAction], actor: Actor, at: datetime | None = None
) -> list[ScanOutcome]:
    """Count scans of a shipment that is picked, in their order; gives an outcome per action.

    Locks:  the document (upward), the shipment.
    Emits:  ShipmentPickedInPart with the first piece.
    Raises: NotFound. What is wrong with a scan is an outcome.
    """
    return _Session("pick", shipment_id, actor, at or timezone.now()).take(actions)


@command("inventory.pack_shipment")
def scan_to_pack(
    *, shipment_id: int, actions: Sequence[ScanAction], actor: Actor, at: datetime | None = None
) -> list[ScanOutcome]:
    """Verify scans of a shipment that is packed, in their order; gives an outcome per action.

    Locks:  the document (upward), the shipment.
    Raises: NotFound. What is wrong with a scan is an outcome.
    """
    return _Session("pack", shipment_id, actor, at or timezone.now()).take(actions)


class _Session:
    """One shipment under lock, its lines, and the actions that were answered before."""

    def __init__(self, stage: str, shipment_id: int, actor: Actor, at: datetime) -> None:
        self.stage, self.actor, self.at = stage, actor, at
        self.shipment = open_shipment(shipment_id)
        self.lines = lines_with_packed(shipment_id, since_nothing=stage == "pick")
        self.before = {line.pk: line.picked for line in self.lines}
        self.known: dict[UUID, list[Scan]] = {}
        self.undone: set[UUID] = set()
        self.new: list[Scan] = []
        self.book: CodeBook = {}

    def take(self, actions: Sequence[ScanAction]) -> list[ScanOutcome]:
        self._read(actions)
        outcomes = [self._one(action) for action in actions]
        self._write()
        return outcomes

    def _read(self, actions: Sequence[ScanAction]) -> None:
        wanted = {action.uid for action in actions} | {action.undo for action in actions if action.undo}
        for row in Scan.objects.filter(uid__in=wanted).order_by("part"):
            assert row.uid is not None  # noqa: S101 -- narrows the type
            self.known.setdefault(row.uid, []).append(row)
        undone = Scan.objects.filter(undo_uid__in=wanted, shipment=self.shipment)
        self.undone = {row.undo_uid for row in undone if row.undo_uid is not None}
        self.book = code_book([action.scan for action in actions if action.scan], self.lines)

    def _one(self, action: ScanAction) -> ScanOutcome:
        before = self._answered(action)
        if before is not None:
            return before
        refusal = self._closed()
        if action.undo is not None:
            return self._undo(action, refusal)
        assert action.scan is not None  # noqa: S101 -- an action is a scan or an undo
        verdict = Verdict(refusal) if refusal else self._judged(action.scan, action.seen)
        if verdict.is_right:
            count_on_lines(verdict, self.stage)
        rows = scan_rows(self.shipment, self.stage, action.scan, verdict, actor=self.actor, at=self.at)
        self.known[action.uid] = rows
        self.new += rows
        return self._outcome(action.uid, verdict.refusal)

    def _answered(self, action: ScanAction) -> ScanOutcome | None:
        """The first answer to an action that comes again; a used id of something else is refused."""
        if action.undo is not None and action.uid in self.undone:
            return ScanOutcome(action.uid, "undone", is_replay=True)
        rows = self.known.get(action.uid)
        if not rows:
            return None
        same = action.scan is not None and (rows[0].shipment_id, rows[0].stage, rows[0].code) == (
            self.shipment.pk,
            self.stage,
            action.scan.code[:120],
        )
        if not same:
            return self._outcome(action.uid, "scan_id_used")
        return self._outcome(action.uid, rows[0].refusal, is_replay=True)

    def _closed(self) -> str:
        if self.shipment.is_held:  # type: ignore[attr-defined]  # annotated by the lock
            return "on_hold"
        return "" if self.shipment.state in OPEN[self.stage] else "not_open"

    def _judged(self, scan: ScanInput, seen: str) -> Verdict:
        """Judge a scan; what the phone refused stays refused, for the picker put it back."""
        verdict = judge(scan, self.lines, self.book, stage=self.stage, today=business_day(self.at))
        if seen in SEEN_ON_DEVICE and verdict.is_right:
            return Verdict(seen, item_id=verdict.item_id, quantity=verdict.quantity)
        return verdict

    def _undo(self, action: ScanAction, refusal: str) -> ScanOutcome:
        assert action.undo is not None  # noqa: S101 -- narrows the type
        rows = [
            row
            for row in self.known.get(action.undo, [])
            if row.is_right and row.shipment_id == self.shipment.pk and row.stage == self.stage
        ]
        if not refusal and (not rows or rows[0].undone_at is not None):
            refusal = "nothing_to_undo"
        lines = {line.pk: line for line in self.lines}
        if not refusal and any(lines[row.line_id or 0].short_reason for row in rows) and self.stage == "pick":
            refusal = "line_closed"
        if refusal:
            return self._outcome(action.uid, refusal)
        for row in rows:
            row.undone_at, row.undo_uid = self.at, action.uid
            line = lines[row.line_id or 0]
            if self.stage == "pack":
                line.packed -= row.base_quantity  # type: ignore[attr-defined]  # computed for this row, not a column
            else:
                line.picked -= row.base_quantity
            if row.pk:
                save_row(row, ["undone_at", "undo_uid"])
        self.undone.add(action.uid)
        return ScanOutcome(action.uid, "undone")

    def _outcome(self, uid: UUID, refusal: str, *, is_replay: bool = False) -> ScanOutcome:
        if not refusal:
            return ScanOutcome(uid, "counted", is_replay=is_replay)
        detail = _WORDS.get(refusal) or refusal_text(refusal, self.stage)
        return ScanOutcome(uid, "refused", refusal, detail, is_replay)

    def _write(self) -> None:
        """Write the scans, the counters, and the shipment's first step."""
        insert_rows(self.new)
        changed = [line for line in self.lines if line.picked != self.before[line.pk]]
        update_rows(ShipmentLine, [{"id": ln.pk, "picked": ln.picked} for ln in changed], put=["picked"])
        is_first = bool(changed) and self.shipment.state == Shipment.State.RELEASED
        if is_first:
            changes = move_on(self.shipment, "pick_in_part")
            event = ShipmentPickedInPart(document=self.shipment.ref, about=self.shipment.document)
            emit(event, actor=self.actor, at=self.at, changes=changes)
        elif changed:
            self.shipment.version += 1
        if changed:
            save_row(self.shipment, ["state", "version"])
        if is_first and self.shipment.wave_id:
            follow_wave(self.shipment.wave_id, actor=self.actor, at=self.at)


TAKE: dict[str, Callable[..., list[ScanOutcome]]] = {"pick": scan_to_pick, "pack": scan_to_pack}
