"""Whom a requisition is for changes: it is for stock now, for another document, or less is asked for."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from erp.core.actor import Actor
from erp.core.commands import command
from erp.core.errors import IllegalTransition, Invalid, NotFound
from erp.core.events import to_json
from erp.core.refs import DocumentRef
from inventory import locks
from inventory.models import ExpectedSupply, PurchaseRequisition, RequisitionNeed
from inventory.services.pegs import trim_pegs
from inventory.services.requisition_supply import SOURCE, tell_requisition, tell_supply_changed
from inventory.services.requisitions import APPROVE, reject_requisition

WAITING = ("draft", "submitted", "approved")
ASK = "inventory.create_requisition"


def _need(row: PurchaseRequisition, document: DocumentRef, quantity: Decimal) -> RequisitionNeed:
    """The need of a document behind a locked requisition.

    Raises: NotFound; Invalid for more than it is.
    """
    need = row.needs.filter(document_kind=document.kind, document_id=document.id).first()
    if need is None:
        raise NotFound(kind="requisition_need", document=document.number)
    if not quantity.is_finite() or not 0 < quantity <= need.quantity:
        raise Invalid.field("quantity", _("Must be above zero, and not more than was asked for."))
    return need


def _shrink(need: RequisitionNeed, quantity: Decimal) -> None:
    if quantity == need.quantity:
        need.delete()
        return
    need.quantity -= quantity
    need.save(update_fields=["quantity"])


def _told(
    row: PurchaseRequisition, verb: str, about: DocumentRef, *, actor: Actor, at: datetime
) -> PurchaseRequisition:
    """A locked requisition is for others now: its version says so, and whoever listens."""
    row.version += 1
    row.save(update_fields=["version"])
    tell_requisition(row, verb, {}, actor=actor, at=at, reason=about.number)
    return row


@command(ASK)
def keep_requested(
    *,
    requisition_id: int,
    document: DocumentRef,
    quantity: Decimal,
    actor: Actor,
    expected_version: int | None = None,
    at: datetime | None = None,
) -> PurchaseRequisition:
    """What a document does not need any more is bought all the same, for stock.

    Locks:  the requisition.
    Emits:  RequisitionChanged.
    Raises: NotFound; StaleVersion; Invalid.
    """
    at = at or timezone.now()
    row = locks.requisition_for_update(requisition_id, expected_version)
    _shrink(_need(row, document, quantity), quantity)
    return _told(row, "kept", document, actor=actor, at=at)


@command()
def drop_requested(
    *, requisition_id: int, document: DocumentRef, quantity: Decimal, actor: Actor, at: datetime | None = None
) -> PurchaseRequisition:
    """The supplier agreed to deliver that much less of what was ordered for a document; the order is held.

    A need that is less by now, or settled otherwise, is left at what remains of it.

    Locks:  the requisition.
    Emits:  RequisitionChanged.
    Raises: NotFound.
    """
    row = locks.requisition_for_update(requisition_id)
    need = row.needs.filter(document_kind=document.kind, document_id=document.id).first()
    if need is not None:
        _shrink(need, min(quantity, need.quantity))
    return _told(row, "reduced", document, actor=actor, at=at or timezone.now())


@command(ASK)
def hand_over_requested(
    *,
    requisition_id: int,
    document: DocumentRef,
    target: DocumentRef,
    quantity: Decimal,
    actor: Actor,
    expected_version: int | None = None,
    at: datetime | None = None,
) -> PurchaseRequisition:
    """What a document does not need any more is bought for another one.

    Locks:  the requisition.
    Emits:  RequisitionChanged.
    Raises: NotFound; StaleVersion; Invalid.
    """
    at = at or timezone.now()
    row = locks.requisition_for_update(requisition_id, expected_version)
    _shrink(_need(row, document, quantity), quantity)
    other, is_new = row.needs.get_or_create(
        document_kind=target.kind,
        document_id=target.id,
        defaults={"document_number": target.number, "quantity": quantity},
    )
    if not is_new:
        other.quantity += quantity
        other.save(update_fields=["quantity"])
    return _told(row, "handed_over", target, actor=actor, at=at)


@command(APPROVE)
def reduce_requisition(
    *,
    requisition_id: int,
    document: DocumentRef,
    quantity: Decimal,
    reason: str,
    actor: Actor,
    expected_version: int | None = None,
    at: datetime | None = None,
) -> PurchaseRequisition:
    """Ask for that much less, as a document does not need it any more; with nothing left it is rejected.

    Locks:  the requisition, its supply.
    Emits:  RequisitionChanged; SupplyChanged or SupplyClosed when it was approved.
    Raises: NotFound; StaleVersion; IllegalTransition once it is ordered; Invalid.
    """
    at = at or timezone.now()
    row = locks.requisition_for_update(requisition_id, expected_version)
    if row.state not in WAITING:
        raise IllegalTransition(action="reduce", state=row.state, document=row.number)
    need = _need(row, document, quantity)
    if quantity >= row.quantity:
        need.delete()
        return reject_requisition(requisition_id=row.pk, reason=reason, actor=actor, at=at)
    _shrink(need, quantity)
    before = row.quantity
    row.quantity -= quantity
    row.version += 1
    row.save(update_fields=["quantity", "version"])
    _reduce_supply(row, quantity, actor=actor, at=at)
    changes = {"quantity": [to_json(before), to_json(row.quantity)]}
    tell_requisition(row, "reduced", changes, actor=actor, at=at, reason=reason)
    return row


def _reduce_supply(row: PurchaseRequisition, quantity: Decimal, *, actor: Actor, at: datetime) -> None:
    known = ExpectedSupply.objects.filter(source_kind=SOURCE, source_id=row.pk, is_open=True)
    for supply in locks.supplies_for_update(list(known.values_list("pk", flat=True))):
        before = supply.quantity
        supply.quantity -= quantity
        supply.save(update_fields=["quantity"])
        trim_pegs(supply)
        told = {
            "supply_id": supply.pk,
            "item_id": supply.item_id,
            "due_on": [to_json(supply.due_on), to_json(supply.due_on)],
            "quantity": [to_json(before), to_json(supply.quantity)],
        }
        tell_supply_changed(row, [told], cause="reduced", actor=actor, at=at)
