"""Requisitions: what people, orders and low stock ask the buyer to buy; approved ones count as coming."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from erp.core.actor import Actor
from erp.core.commands import command
from erp.core.errors import Invalid, NotFound, NotPermitted
from erp.core.events import emit
from erp.core.machines import move_on
from erp.core.numbering import next_number
from erp.core.records import MOST_REASON, Problems, need_reason
from erp.core.refs import DocumentRef
from erp.masterdata.selectors.company import business_day, company
from erp.processes.services.tasks import cancel_tasks_about
from inventory import locks
from inventory.events import SupplyClosed
from inventory.models import ExpectedSupply, Item, PurchaseRequisition, RequisitionNeed, Warehouse
from inventory.selectors.sourcing import Need, sources_for
from inventory.services.requisition_supply import SOURCE, tell_requisition
from inventory.services.stock import check_bought, check_quantity

ZERO = Decimal(0)
MANUAL, STOCK = "manual", "stock"
APPROVE = "inventory.approve_requisition"


@command()
def raise_requisition(
    *,
    item_id: int,
    warehouse_id: int,
    quantity: Decimal,
    needed_on: date,
    reason: str,
    origin: DocumentRef | None,
    actor: Actor,
    at: datetime | None = None,
) -> PurchaseRequisition:
    """Ask the buyer for an item that a document needs, or that runs low (no origin).

    Telling the same need again changes nothing: a document's need is raised to `quantity`, never added
    twice; other documents of the same kind add theirs to the requisition that waits; what is approved or
    ordered already counts, and only the rest is asked for.

    Locks:  the place (item × warehouse), its requisitions.
    Emits:  RequisitionChanged when something is asked for anew.
    Raises: NotFound; Invalid for what is not stocked or not above zero.
    """
    at = at or timezone.now()
    kind = origin.kind if origin is not None else STOCK
    item = _stocked(item_id, quantity)
    if not Warehouse.objects.filter(pk=warehouse_id, is_active=True).exists():
        raise NotFound(kind="warehouse", id=warehouse_id)
    rows = locks.requisitions_of_place_for_update(item_id, warehouse_id)
    same = [row for row in rows if row.origin_kind == kind]
    waiting = next((row for row in same if row.state in ("draft", "submitted")), None)
    approved = [row for row in same if row.state == "approved"]
    if origin is None:
        covered = sum((row.quantity for row in approved), ZERO)
        missing = quantity - covered - (waiting.quantity if waiting else ZERO)
    else:
        covered = _asked_for(origin, item_id, warehouse_id)
        missing = quantity - covered
    if missing <= 0:
        found = waiting or (approved[-1] if approved else _last_of(origin, item_id, warehouse_id))
        if found is not None:
            return found
    if waiting is None:
        row = PurchaseRequisition(
            item=item, warehouse_id=warehouse_id, quantity=missing, needed_on=needed_on, origin_kind=kind
        )
        waiting = _new(row, reason=reason, actor=actor)
    else:
        _raise_by(waiting, missing, needed_on, reason)
    if origin is not None:
        _note_need(waiting, origin, missing)
    tell_requisition(waiting, "raised", {}, actor=actor, at=at)
    if waiting.state == "draft":
        _submit(waiting, actor=actor, at=at)
    return waiting


def _stocked(item_id: int, quantity: Decimal) -> Item:
    item = Item.objects.filter(pk=item_id).first()
    if item is None:
        raise NotFound(kind="product", id=item_id)
    check_bought(item)
    check_quantity(quantity)
    return item


def _asked_for(origin: DocumentRef, item_id: int, warehouse_id: int) -> Decimal:
    """How much of an item was asked for a document already, at whatever step it is."""
    needs = RequisitionNeed.objects.filter(
        document_kind=origin.kind,
        document_id=origin.id,
        requisition__item_id=item_id,
        requisition__warehouse_id=warehouse_id,
    ).exclude(requisition__state="rejected")
    return sum(needs.values_list("quantity", flat=True), ZERO)


def _last_of(origin: DocumentRef | None, item_id: int, warehouse_id: int) -> PurchaseRequisition | None:
    if origin is None:
        return None
    rows = PurchaseRequisition.objects.filter(
        item_id=item_id,
        warehouse_id=warehouse_id,
        needs__document_kind=origin.kind,
        needs__document_id=origin.id,
    )
    return rows.exclude(state="rejected").order_by("-pk").first()


def _new(row: PurchaseRequisition, *, reason: str, actor: Actor) -> PurchaseRequisition:
    """Store a requisition that says what, where, how many and until when."""
    row.number = next_number("purchase_requisition")
    row.reason = reason.strip()[:MOST_REASON]
    row.unit_cost = expected_cost(row)
    row.requested_by_id = actor.user_id
    row.requested_label = actor.label[:150]
    row.save(force_insert=True)
    return row


def expected_cost(row: PurchaseRequisition) -> Decimal:
    """What a unit is expected to cost landed, from the best source; without one the standard cost."""
    need = Need(row.item, row.warehouse, row.quantity, row.needed_on)
    sources = sources_for([need], today=business_day(timezone.now()))[0]
    if not sources:
        return row.item.standard_cost
    return sources[0].landed_unit.quantize(Decimal("0.0001"))


def _raise_by(row: PurchaseRequisition, quantity: Decimal, needed_on: date, reason: str) -> None:
    row.quantity += quantity
    check_quantity(row.quantity)
    row.needed_on = min(row.needed_on, needed_on)
    row.reason = reason.strip()[:MOST_REASON] or row.reason
    row.version += 1
    row.save(update_fields=["quantity", "needed_on", "reason", "version"])


def _note_need(row: PurchaseRequisition, origin: DocumentRef, quantity: Decimal) -> None:
    need = row.needs.filter(document_kind=origin.kind, document_id=origin.id).first()
    if need is None:
        RequisitionNeed.objects.create(
            requisition=row,
            document_kind=origin.kind,
            document_id=origin.id,
            document_number=origin.number,
            quantity=quantity,
        )
        return
    need.quantity += quantity
    need.save(update_fields=["quantity"])


@command("inventory.create_requisition", "Ask for purchases")
def create_requisition(
    *,
    item: Item,
    warehouse: Warehouse,
    quantity: Decimal,
    needed_on: date,
    reason: str = "",
    actor: Actor,
    at: datetime | None = None,
) -> PurchaseRequisition:
    """Write down what a person wants to have bought; it waits as a draft until it is submitted.

    Emits:  RequisitionChanged.
    Raises: Invalid naming the field.
    """
    at = at or timezone.now()
    problems = Problems()
    try:
        check_bought(item)
        check_quantity(quantity)
    except Invalid as refusal:
        problems.merge(refusal.errors)
    if needed_on < business_day(at):
        problems.add("needed_date", _("This day has passed."))
    if not warehouse.is_active:
        problems.add("warehouse", _("This warehouse is not active."))
    if len(reason) > MOST_REASON:
        problems.add("reason", _("Has more than 500 characters."))
    problems.refuse()
    row = PurchaseRequisition(
        item=item, warehouse=warehouse, quantity=quantity, needed_on=needed_on, origin_kind=MANUAL
    )
    _new(row, reason=reason, actor=actor)
    tell_requisition(row, "raised", {"state": ["", "draft"]}, actor=actor, at=at)
    return row


@command("inventory.create_requisition")
def submit_requisition(
    *, requisition_id: int, actor: Actor, expected_version: int | None = None, at: datetime | None = None
) -> PurchaseRequisition:
    """Ask for approval; below the amount that the company has set it approves itself.

    Who is asked above it is drawn in the process of requisitions; without one it is approved by hand.

    Locks:  the requisition.
    Emits:  RequisitionChanged; TaskOpened when somebody has to decide.
    Raises: NotFound; StaleVersion; IllegalTransition.
    """
    row = locks.requisition_for_update(requisition_id, expected_version)
    _submit(row, actor=actor, at=at or timezone.now())
    return row


def _submit(row: PurchaseRequisition, *, actor: Actor, at: datetime) -> None:
    changes = move_on(row, "submit")
    row.save(update_fields=["state", "version"])
    tell_requisition(row, "submitted", changes, actor=actor, at=at)
    if row.amount < company().approve_requisitions_below:
        _approve(row, actor=actor, at=at)


@command(APPROVE, "Approve and reject requisitions")
def approve_requisition(
    *, requisition_id: int, actor: Actor, expected_version: int | None = None, at: datetime | None = None
) -> PurchaseRequisition:
    """Let it be bought: what it asks for counts as coming from now on.

    Locks:  the requisition.
    Emits:  RequisitionChanged.
    Raises: NotFound; StaleVersion; IllegalTransition; NotPermitted for one's own, unless one is
        administrator: above the company's amount two people are needed.
    """
    row = locks.requisition_for_update(requisition_id, expected_version)
    if row.state == "submitted" and not actor.has("*"):
        _refuse_own(row, actor.user_id)
    _approve(row, actor=actor, at=at or timezone.now())
    return row


def refuse_own_decision(*, requisition_id: int, decider_id: int | None) -> None:
    """Refuse that a person's task decided what the person has asked for.

    Raises: NotPermitted.
    """
    row = PurchaseRequisition.objects.filter(pk=requisition_id).first()
    if row is not None:
        _refuse_own(row, decider_id)


def _refuse_own(row: PurchaseRequisition, user_id: int | None) -> None:
    if user_id is not None and row.requested_by_id == user_id:
        raise NotPermitted("own_requisition", document=row.number)


def _approve(row: PurchaseRequisition, *, actor: Actor, at: datetime) -> None:
    changes = move_on(row, "approve", by=actor.label, at=at)
    row.save(update_fields=["state", "decided_by", "decided_at", "version"])
    ExpectedSupply.objects.update_or_create(
        source_kind=SOURCE,
        source_id=row.pk,
        defaults={
            "document_kind": SOURCE,
            "document_id": row.pk,
            "document_number": row.number,
            "kind": "plan",
            "item_id": row.item_id,
            "warehouse_id": row.warehouse_id,
            "due_on": row.needed_on,
            "quantity": row.quantity,
            "is_open": True,
        },
    )
    cancel_tasks_about(row.ref, actor=actor, at=at)
    tell_requisition(row, "approved", changes, actor=actor, at=at)


@command(APPROVE)
def reject_requisition(
    *,
    requisition_id: int,
    reason: str,
    actor: Actor,
    expected_version: int | None = None,
    at: datetime | None = None,
) -> PurchaseRequisition:
    """Refuse a requisition, or take an approved one back; promises that leaned on it lose it.

    Locks:  the requisition.
    Emits:  RequisitionChanged; SupplyClosed when it was approved.
    Raises: NotFound; StaleVersion; IllegalTransition; Invalid without a reason.
    """
    at = at or timezone.now()
    need_reason(reason)
    row = locks.requisition_for_update(requisition_id, expected_version)
    changes = move_on(row, "reject", by=actor.label, at=at, reason=reason.strip())
    row.save(update_fields=["state", "decided_by", "decided_at", "decision_reason", "version"])
    supply = ExpectedSupply.objects.filter(source_kind=SOURCE, source_id=row.pk, is_open=True)
    if supply.update(is_open=False):
        event = SupplyClosed(document=row.ref, warehouse_id=row.warehouse_id, item_ids=[row.item_id])
        emit(event, actor=actor, at=at)
    cancel_tasks_about(row.ref, actor=actor, at=at)
    tell_requisition(row, "rejected", changes, actor=actor, at=at, reason=reason.strip())
    return row
