"""What becomes of supply that nobody needs: kept for stock, reduced, given up, or handed to another order."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from erp.core.actor import Actor
from erp.core.commands import command
from erp.core.errors import Conflict, IllegalTransition, Invalid, StaleVersion
from erp.core.locks import lock_upward
from erp.core.refs import DocumentRef
from erp.core.rows import save_row
from inventory.locks import demands_of_document_for_update, requisition_for_update
from inventory.models import Peg, PurchaseRequisition
from inventory.services.manual_pegs import peg_by_hand
from inventory.services.purchase_reductions import ask_reduction, line_of_requisition
from inventory.services.requisition_needs import hand_over_requested, keep_requested, reduce_requisition
from production.models.work_order import KIND
from production.selectors.left_over import LeftOver, left_over_of
from production.services.work_order_base import EDIT, open_for, tell
from production.services.work_order_supply import pegged_documents
from production.services.work_orders import cancel_work_order, change_work_order

ZERO = Decimal(0)
ASKS = ("ask_supplier", "ask_supplier_cancel")
CHOICES = ("keep", "reduce", "cancel", "hand_over", *ASKS)


@command()
def settle_left_over(
    *,
    kind: str,
    row_id: int,
    document_number: str = "",
    choice: str,
    actor: Actor,
    quantity: Decimal | None = None,
    target: DocumentRef | None = None,
    expected_version: int | None = None,
    at: datetime | None = None,
) -> None:
    """Decide what becomes of what is left over of a work order or requisition; without a quantity all of it.

    `keep`: it is made or bought for stock. `reduce`: that much less is made or asked for. `cancel`: it is
    given up as a whole. `hand_over`: the order `target` that lacks it gets it. `ask_supplier`: the supplier
    who has the purchase order is asked for that much less, `ask_supplier_cancel` for nothing of the line at
    all; either holds once the supplier agrees.

    Locks:  the documents that wait for it, and the target (upward), the work order or requisition.
    Emits:  what the single steps emit.
    Raises: NotPermitted; StaleVersion; Invalid; Conflict `nothing_left_over`, `still_needed` when others need
            a part of what is to be cancelled, `nothing_lacking`; IllegalTransition, Conflict
            `already_reported` for what was begun or ordered already.
    """
    at = at or timezone.now()
    if choice not in CHOICES:
        raise Invalid.field("choice", _("Not one of the choices."), "unknown_choice")
    named = [target] if target else []
    if kind == KIND:
        named += [*pegged_documents(row_id), DocumentRef(KIND, row_id, "")]
    lock_upward(named)
    if kind == KIND:
        open_for(row_id, expected_version)
    else:
        requisition_for_update(row_id, expected_version)
    one = left_over_of(kind, row_id, document_number)
    if one is None:
        raise Conflict("nothing_left_over")
    part = one.quantity if quantity is None else quantity
    if not part.is_finite() or not 0 < part <= one.quantity:
        raise Invalid.field("quantity", _("Must be above zero, and not more than is left over."))
    if choice == "hand_over":
        _hand_over(one, part, target, actor=actor, at=at)
    elif choice in ASKS:
        _ask_supplier(one, choice, part, expected_version, actor=actor, at=at)
    elif kind == KIND:
        _settle_work_order(one, choice, part, actor=actor, at=at)
    else:
        _settle_requisition(one, choice, part, expected_version, actor=actor, at=at)


def _refuse_needed(one: LeftOver) -> None:
    if one.quantity < one.whole:
        raise Conflict("still_needed", document=one.number, quantity=one.whole - one.quantity)


def _settle_work_order(one: LeftOver, choice: str, part: Decimal, *, actor: Actor, at: datetime) -> None:
    row = open_for(one.row_id)
    if choice == "keep":
        actor.require(EDIT[0])
        row.kept += part
        row.version += 1
        save_row(row, ["kept", "version"])
        tell(row, "kept", {}, actor=actor, at=at, reason=one.document.number)
        return
    if choice == "cancel":
        _refuse_needed(one)
    if choice == "cancel" or part >= row.quantity:
        cancel_work_order(work_order_id=row.pk, reason=_nobody(one), actor=actor, at=at)
        return
    change_work_order(work_order_id=row.pk, quantity=row.quantity - part, actor=actor, at=at)


def _nobody(one: LeftOver) -> str:
    return _("%(document)s does not need it any more") % {"document": one.document.number}


def _settle_requisition(
    one: LeftOver, choice: str, part: Decimal, version: int | None, *, actor: Actor, at: datetime
) -> None:
    about: dict[str, Any] = {
        "requisition_id": one.row_id, "document": one.document, "quantity": part, "actor": actor, "at": at,
        "expected_version": version,
    }  # fmt: skip
    if choice == "keep":
        keep_requested(**about)
        return
    if one.ordered_with:
        raise IllegalTransition(action=choice, state=one.state, document=one.ordered_with)
    if choice == "cancel":
        _refuse_needed(one)
    reduce_requisition(reason=_nobody(one), **about)


def _ask_supplier(
    one: LeftOver, choice: str, part: Decimal, version: int | None, *, actor: Actor, at: datetime
) -> None:
    """Ask the supplier who has the order.

    Raises: Conflict `not_with_supplier`, `still_needed`; what `ask_reduction` raises.
    """
    if not one.is_with_supplier:
        raise Conflict("not_with_supplier", document=one.number)
    if choice == ASKS[1]:
        if one.asked_less is None and not one.may_ask_all:
            raise Conflict("still_needed", document=one.number, quantity=one.line_left - one.quantity)
        part = one.line_left
    requisition = PurchaseRequisition.objects.select_related("purchase_line").get(pk=one.row_id)
    if version is not None and requisition.version != version:
        raise StaleVersion(expected=version, current=requisition.version)
    order_id, line_no = line_of_requisition(requisition.pk)
    ask_reduction(
        purchase_order_id=order_id, line_no=line_no, quantity=part, reason=_nobody(one),
        requisition=requisition, document=one.document, actor=actor, at=at,
    )  # fmt: skip


def _hand_over(
    one: LeftOver, part: Decimal, target: DocumentRef | None, *, actor: Actor, at: datetime
) -> None:
    """Tie it to the order's demands that lack it and have nothing yet.

    Raises: Invalid on `order`; Conflict `nothing_lacking`.
    """
    if target is None or target.kind != "order":
        raise Invalid.field("order", _("Name the order that gets it."), "required")
    left = part
    for demand in demands_of_document_for_update(target.kind, target.id):
        if (demand.item_id, demand.warehouse_id) != (one.item.pk, one.warehouse_id):
            continue
        pegs = Peg.objects.filter(demand=demand, supply__is_open=True).values_list("supply_id", "quantity")
        tied = dict(pegs)
        share = min(left, demand.backordered - sum(tied.values(), ZERO))
        if share <= 0:
            continue
        left -= share
        if one.supply_id is not None:
            peg_by_hand(
                demand_id=demand.pk, supply_id=one.supply_id, is_hard=False, actor=actor, at=at,
                quantity=share + tied.get(one.supply_id, ZERO),
            )  # fmt: skip
    if left == part:
        raise Conflict("nothing_lacking", document=target.number)
    if one.kind == KIND:
        _write_for(one, target, actor=actor, at=at)
    else:
        hand_over_requested(
            requisition_id=one.row_id, document=one.document, target=target, quantity=part - left,
            actor=actor, at=at,
        )  # fmt: skip


def _write_for(one: LeftOver, target: DocumentRef, *, actor: Actor, at: datetime) -> None:
    """A work order of which its first document needs nothing any more is written for the other one."""
    row = open_for(one.row_id)
    if one.quantity >= row.open_quantity:
        row.document_kind, row.document_id, row.document_number = target.kind, target.id, target.number
    row.version += 1
    save_row(row, ["document_kind", "document_id", "document_number", "version"])
    tell(row, "handed_over", {}, actor=actor, at=at, reason=target.number)
