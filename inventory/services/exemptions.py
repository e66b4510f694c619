"""Inspection exemptions (免检): granted with evidence, frozen by the rules or a person, given back.

The supplier's own mark `is_inspection_exempt` says the same as the exemption for all of its items: whoever
changes one changes the other, and while it is frozen the mark can't be set.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from erp.core.actor import Actor
from erp.core.commands import command
from erp.core.errors import Conflict, Invalid, NotFound
from erp.core.events import emit, to_json
from erp.core.machines import move_on
from erp.core.records import need_reason
from erp.core.refs import DocumentRef
from erp.masterdata.models import Supplier
from erp.masterdata.services.suppliers import edit_supplier
from erp.notifications.services.alerts import settle_alerts
from inventory import locks
from inventory.events import ExemptionChanged
from inventory.models import InspectionExemption, Item

FROZEN_ALERT = "exemption_frozen"
RIGHT = ("inventory.freeze_exemption", "Grant, freeze and give back inspection exemptions")


def _tell(
    row: InspectionExemption, verb: str, changes: dict[str, Any], *, actor: Actor, at: datetime
) -> None:
    event = ExemptionChanged(
        document=row.ref,
        about=DocumentRef("supplier", row.supplier_id, row.supplier.code),
        verb=verb,
        supplier=row.supplier.code,
        item=row.item.sku if row.item else "",
        rule=row.frozen_rule if verb == "frozen" else "",
        reason=row.reason if verb in {"unfrozen", "ended"} else row.evidence,
    )
    emit(event, actor=actor, at=at, changes=changes)


def _write(
    supplier: Supplier, item: Item | None, evidence: str, *, actor: Actor, at: datetime
) -> InspectionExemption:
    row = InspectionExemption(
        supplier=supplier, item=item, evidence=evidence, granted_at=at, granted_by=actor.label[:150]
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise Conflict("exemption_there", supplier=supplier.code) from None
    _tell(row, "granted", {"state": ["", "granted"]}, actor=actor, at=at)
    return row


def _mark(supplier_id: int, value: bool, *, actor: Actor) -> None:
    """Set the supplier's own mark, told in its audit trail."""
    if Supplier.objects.filter(pk=supplier_id).exclude(is_inspection_exempt=value).exists():
        edit_supplier(supplier_id=supplier_id, values={"is_inspection_exempt": value}, actor=actor)


@command(*RIGHT)
def grant_exemption(
    *, supplier_id: int, item_id: int | None = None, evidence: str, actor: Actor, at: datetime | None = None
) -> InspectionExemption:
    """Let goods of a supplier, or one item of it, go past inspection, with what speaks for it.

    Emits:  ExemptionChanged; SupplierChanged when it is for all items.
    Raises: NotFound; Invalid without evidence; Conflict `exemption_there` when there is one, frozen or not.
    """
    at = at or timezone.now()
    if not evidence.strip():
        raise Invalid.field("evidence", _("Say what speaks for it."), "required")
    supplier = Supplier.objects.filter(pk=supplier_id).first()
    if supplier is None:
        raise NotFound(kind="supplier", id=supplier_id)
    item = None
    if item_id is not None:
        item = Item.objects.filter(pk=item_id).first()
        if item is None:
            raise NotFound(kind="product", id=item_id)
    row = _write(supplier, item, evidence.strip(), actor=actor, at=at)
    if item is None:
        _mark(supplier.pk, True, actor=actor)
    return row


@command(*RIGHT)
def freeze_exemptions(
    *,
    supplier_id: int,
    rule: str,
    evidence: Mapping[str, Any],
    actor: Actor,
    at: datetime | None = None,
) -> list[InspectionExemption]:
    """Stop trusting a supplier: all of its exemptions are frozen, what it delivers is inspected.

    Locks:  the supplier's exemptions, then the supplier.
    Emits:  ExemptionChanged per exemption, with the rule and its evidence; SupplierChanged.
    """
    at = at or timezone.now()
    rows = locks.exemptions_for_update(supplier_id)
    supplier = Supplier.objects.get(pk=supplier_id)
    if supplier.is_inspection_exempt and not any(row.item_id is None for row in rows):
        text = _("Marked on the supplier's record.")
        try:
            rows.append(_write(supplier, None, text, actor=actor, at=at))
        except Conflict:  # somebody else wrote it down at the same moment, and has decided about it
            rows = locks.exemptions_for_update(supplier_id)
    frozen = []
    for row in rows:
        if row.state != InspectionExemption.State.GRANTED:
            continue
        changes = move_on(row, "freeze", at=at)
        row.frozen_by, row.frozen_rule = actor.label[:150], rule
        row.frozen_evidence = to_json(dict(evidence))
        row.save()
        _tell(row, "frozen", changes, actor=actor, at=at)
        frozen.append(row)
    if frozen:
        _mark(supplier_id, False, actor=actor)
    return frozen


def _locked(exemption_id: int) -> InspectionExemption:
    seen = InspectionExemption.objects.filter(pk=exemption_id).values_list("supplier_id", flat=True).first()
    rows = locks.exemptions_for_update(seen) if seen is not None else []
    row = next((one for one in rows if one.pk == exemption_id), None)
    if row is None:
        ended = InspectionExemption.objects.select_related("supplier", "item").filter(pk=exemption_id).first()
        if ended is None:
            raise NotFound(kind="exemption", id=exemption_id)
        return ended  # its state refuses whatever is asked
    return row


@command(*RIGHT)
def freeze_exemption(
    *, exemption_id: int, reason: str, actor: Actor, at: datetime | None = None
) -> InspectionExemption:
    """Freeze one exemption by hand, with a reason.

    Locks:  the supplier's exemptions, then the supplier.
    Emits:  ExemptionChanged.
    Raises: NotFound; IllegalTransition; Invalid without a reason.
    """
    at = at or timezone.now()
    need_reason(reason)
    row = _locked(exemption_id)
    changes = move_on(row, "freeze", at=at)
    row.frozen_by, row.frozen_rule = actor.label[:150], "by_hand"
    row.frozen_evidence = {"reason": reason.strip()}
    row.save()
    _tell(row, "frozen", changes, actor=actor, at=at)
    if row.item_id is None:
        _mark(row.supplier_id, False, actor=actor)
    return row


@command(*RIGHT)
def unfreeze_exemption(
    *, exemption_id: int, reason: str, actor: Actor, at: datetime | None = None
) -> InspectionExemption:
    """Trust again, with a reason; what happened before this is judged no more.

    Locks:  the supplier's exemptions, then the supplier.
    Emits:  ExemptionChanged.
    Raises: NotFound; IllegalTransition unless it is frozen; Invalid without a reason.
    """
    return _decide(exemption_id, "unfreeze", reason, actor=actor, at=at or timezone.now())


@command(*RIGHT)
def end_exemption(
    *, exemption_id: int, reason: str, actor: Actor, at: datetime | None = None
) -> InspectionExemption:
    """Take an exemption back for good, with a reason.

    Locks:  the supplier's exemptions, then the supplier.
    Emits:  ExemptionChanged.
    Raises: NotFound; IllegalTransition when it has ended; Invalid without a reason.
    """
    return _decide(exemption_id, "end", reason, actor=actor, at=at or timezone.now())


def _decide(exemption_id: int, verb: str, reason: str, *, actor: Actor, at: datetime) -> InspectionExemption:
    need_reason(reason)
    row = _locked(exemption_id)
    changes = move_on(row, verb, at=at)
    row.decided_by, row.reason = actor.label[:150], reason.strip()
    row.save()
    _tell(row, "unfrozen" if verb == "unfreeze" else "ended", changes, actor=actor, at=at)
    if row.item_id is None:
        _mark(row.supplier_id, verb == "unfreeze", actor=actor)
    supplier = DocumentRef("supplier", row.supplier_id, row.supplier.code)
    settle_alerts(code=FROZEN_ALERT, subjects=[supplier], actor=actor, at=at)
    return row


def follow_mark(*, supplier_id: int, actor: Actor, at: datetime) -> None:
    """The exemption for all items follows the supplier's own mark; called by its news.

    Raises: Conflict `exemption_frozen` when the mark is set while the exemption is frozen.
    """
    supplier = Supplier.objects.get(pk=supplier_id)
    row = next((one for one in locks.exemptions_for_update(supplier_id) if one.item_id is None), None)
    if supplier.is_inspection_exempt:
        if row is None:
            _write(supplier, None, _("Marked on the supplier's record."), actor=actor, at=at)
        elif row.state == InspectionExemption.State.FROZEN:
            raise Conflict("exemption_frozen", supplier=supplier.code)
    elif row is not None and row.state == InspectionExemption.State.GRANTED:
        changes = move_on(row, "end", at=at)
        row.decided_by, row.reason = actor.label[:150], _("The mark on the supplier's record was taken off.")
        row.save()
        _tell(row, "ended", changes, actor=actor, at=at)
