"""Less of what a supplier has already: asked for, agreed to or refused, withdrawn."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from erp.core.actor import Actor, system_actor
from erp.core.commands import command
from erp.core.errors import Conflict, Invalid, NotFound
from erp.core.events import to_json
from erp.core.machines import move_on
from erp.core.records import MOST_REASON, need_reason
from erp.core.refs import DocumentRef
from erp.notifications.services.alerts import NewAlert, raise_alert, settle_alerts
from inventory.models import PurchaseOrder, PurchaseOrderLine, PurchaseReduction, PurchaseRequisition
from inventory.services.inbound import follow_order_lines, tell_closed
from inventory.services.pegs import trim_pegs
from inventory.services.purchase import close_purchase_order, tell_purchase
from inventory.services.purchase_changes import CONFIRM, agree_on, coming_order
from inventory.services.requisition_needs import drop_requested, reduce_requisition

ZERO = Decimal(0)
AGREED, REFUSED = "purchase_reduction_agreed", "purchase_reduction_refused"


@command(CONFIRM)
def ask_reduction(
    *,
    purchase_order_id: int,
    line_no: int,
    quantity: Decimal,
    reason: str,
    requisition: PurchaseRequisition | None = None,
    document: DocumentRef | None = None,
    actor: Actor,
    expected_version: int | None = None,
    at: datetime | None = None,
) -> PurchaseReduction:
    """Ask the supplier to deliver so much less of a line (base unit), all of it to cancel it.

    Nothing is expected otherwise before the supplier agrees: on the web link, or by telephone to the buyer.

    Locks:  the purchase order.
    Emits:  PurchaseOrderChanged.
    Raises: NotFound; StaleVersion; Conflict `purchase_order_not_open`, `proposal_waits`, `reduction_asked`;
            Invalid on `line`, `quantity`, `reason`.
    """
    at = at or timezone.now()
    need_reason(reason)
    order = coming_order(purchase_order_id, expected_version)
    for code in (AGREED, REFUSED):
        settle_alerts(code=code, subjects=[order.ref], actor=actor, at=at)
    if order.confirmation == PurchaseOrder.Confirmation.PROPOSED:
        raise Conflict("proposal_waits", document=order.number)
    row = order.lines.filter(line_no=line_no).first()
    if row is None or row.is_closed_short:
        raise Invalid.field("line", _("This order has no such line."))
    if row.reductions.filter(answer=PurchaseReduction.Answer.OPEN).exists():
        raise Conflict("reduction_asked", document=order.number, line=line_no)
    if not quantity.is_finite() or not 0 < quantity <= row.quantity - row.received:
        raise Invalid.field("quantity", _("Must be above zero, and not more than is still to come."))
    asked = PurchaseReduction.objects.create(
        line=row,
        target=row.quantity - quantity,
        quantity=quantity,
        reason=reason.strip()[:MOST_REASON],
        requisition=requisition,
        document_kind=document.kind if document else "",
        document_id=document.id if document else None,
        document_number=document.number if document else "",
        asked_at=at,
        asked_label=actor.label[:150],
    )
    _touch(order)
    told = {f"line {line_no}": [to_json(row.quantity), to_json(asked.target)]}
    tell_purchase(order, "reduction_asked", told, actor=actor, at=at, reason=asked.reason)
    return asked


@command(CONFIRM)
def withdraw_reduction(
    *,
    purchase_order_id: int,
    line_no: int,
    actor: Actor,
    expected_version: int | None = None,
    at: datetime | None = None,
) -> PurchaseOrder:
    """Take the request back: the line is wanted as it was ordered.

    Locks:  the purchase order.
    Emits:  PurchaseOrderChanged.
    Raises: NotFound; StaleVersion; Conflict `purchase_order_not_open`, `no_reduction`.
    """
    at = at or timezone.now()
    order = coming_order(purchase_order_id, expected_version)
    asked = _open_one(order, line_no)
    _note(asked, PurchaseReduction.Answer.WITHDRAWN, "", actor=actor, at=at)
    _touch(order)
    tell_purchase(order, "reduction_withdrawn", {}, actor=actor, at=at)
    return order


@command(CONFIRM)
def note_reduction_answer(
    *,
    purchase_order_id: int,
    line_no: int,
    is_agreed: bool,
    note: str = "",
    actor: Actor,
    expected_version: int | None = None,
    at: datetime | None = None,
) -> PurchaseOrder:
    """Note what the supplier said by telephone or letter to the request for less.

    Locks:  the purchase order, its supplies, the requisition.
    Emits:  PurchaseOrderChanged and what follows.
    Raises: NotFound; StaleVersion; Conflict `purchase_order_not_open`, `no_reduction`, `arrived_already`.
    """
    order = coming_order(purchase_order_id, expected_version)
    return _answer(order, line_no, is_agreed, note, actor=actor, at=at or timezone.now())


@command()
def answer_reduction(
    *,
    purchase_order_id: int,
    line_no: int,
    is_agreed: bool,
    note: str = "",
    actor: Actor,
    at: datetime | None = None,
) -> PurchaseOrder:
    """Take the supplier's own answer to the request for less; the buyers are told.

    Whoever calls this has proven to be the supplier (the web link).

    Locks:  the purchase order, its supplies, the requisition.
    Emits:  PurchaseOrderChanged and what follows.
    Raises: NotFound; Conflict `purchase_order_not_open`, `no_reduction`, `arrived_already`.
    """
    at = at or timezone.now()
    order = coming_order(purchase_order_id, None)
    order = _answer(order, line_no, is_agreed, note, actor=actor, at=at)
    facts = {"supplier": order.supplier.name, "line": line_no}
    code, level = (AGREED, "info") if is_agreed else (REFUSED, "warning")
    alert = NewAlert(code=code, subject=order.ref, role="buyer", level=level, facts=facts)
    raise_alert(alert=alert, actor=actor, at=at)
    return order


def _answer(
    order: PurchaseOrder, line_no: int, is_agreed: bool, note: str, *, actor: Actor, at: datetime
) -> PurchaseOrder:
    asked = _open_one(order, line_no)
    note = note.replace("\x00", "").strip()[:MOST_REASON]
    if not is_agreed:
        _note(asked, PurchaseReduction.Answer.REFUSED, note, actor=actor, at=at)
        _touch(order)
        tell_purchase(order, "reduction_refused", {}, actor=actor, at=at, reason=note)
        return order
    rows = {row.line_no: row for row in order.lines.select_related("item")}
    row = rows[line_no]
    left = max(min(row.quantity, asked.target), row.received)
    less = row.quantity - left
    if less <= 0:
        raise Conflict("arrived_already", document=order.number, line=line_no)
    _note(asked, PurchaseReduction.Answer.AGREED, note, actor=actor, at=at)
    changes = {f"line {line_no}": [to_json(row.quantity), to_json(left)]}
    if left == 0 and not _others_come(rows, line_no):
        tell_purchase(order, "reduction_agreed", changes, actor=actor, at=at, reason=asked.reason)
        return _cancel(order, asked, less, at=at)
    _limit_proposal(row, left)
    if left == 0:
        _close_line(order, row, actor=actor, at=at)
    else:
        wanted = {line_no: (left, row.expected_on)}
        agree_on(order, rows, wanted, cause="supplier", actor=actor, at=at)
    changes |= _complete(order, rows, at=at)
    tell_purchase(order, "reduction_agreed", changes, actor=actor, at=at, reason=asked.reason)
    if asked.requisition_id is not None and asked.document is not None:
        drop_requested(
            requisition_id=asked.requisition_id, document=asked.document, quantity=less, actor=actor, at=at
        )
    return order


def _limit_proposal(row: PurchaseOrderLine, left: Decimal) -> None:
    """What the supplier proposed before it agreed to less is not accepted beyond that."""
    if row.proposed_quantity is not None and row.proposed_quantity > left:
        row.proposed_quantity = left or None
        row.save(update_fields=["proposed_quantity"])


def _others_come(rows: dict[int, PurchaseOrderLine], line_no: int) -> bool:
    """Whether anything else of the order has come or will come."""
    return any(row.received > 0 or (no != line_no and not row.is_closed_short) for no, row in rows.items())


def _cancel(order: PurchaseOrder, asked: PurchaseReduction, less: Decimal, *, at: datetime) -> PurchaseOrder:
    """Nothing is left of the whole order: it is cancelled, and nobody buys it elsewhere."""
    actor = system_actor("supplier's agreement")
    order = close_purchase_order(purchase_order_id=order.pk, actor=actor, at=at)
    if asked.requisition_id is not None and asked.document is not None:
        reduce_requisition(
            requisition_id=asked.requisition_id, document=asked.document, quantity=less, actor=actor, at=at,
            reason=asked.reason or asked.document_number,
        )  # fmt: skip
    return order


def _close_line(order: PurchaseOrder, row: PurchaseOrderLine, *, actor: Actor, at: datetime) -> None:
    """The line will not come, others of the order will."""
    row.is_closed_short = True
    row.save(update_fields=["is_closed_short"])
    for supply in follow_order_lines([row]).values():
        trim_pegs(supply)
    _touch(order)
    tell_closed(order.ref, order.warehouse_id, [row.item_id], actor=actor, at=at)


def _complete(order: PurchaseOrder, rows: dict[int, PurchaseOrderLine], *, at: datetime) -> dict[str, Any]:
    """An order of which everything that still was to come is given up has come; gives what changed."""
    if any(row.received < row.quantity and not row.is_closed_short for row in rows.values()):
        return {}
    changes = move_on(order, "receive", at=at)
    order.save(update_fields=["state", "received_at", "version"])
    return changes


def _open_one(order: PurchaseOrder, line_no: int) -> PurchaseReduction:
    """The open request about a line of a locked order.

    Raises: Conflict `no_reduction`.
    """
    rows = PurchaseReduction.objects.filter(line__purchase_order=order, line__line_no=line_no, answer="open")
    found = rows.select_related("requisition").first()
    if found is None:
        raise Conflict("no_reduction", document=order.number, line=line_no)
    return found


def _note(asked: PurchaseReduction, answer: str, note: str, *, actor: Actor, at: datetime) -> None:
    asked.answer, asked.note, asked.answered_at = answer, note, at
    asked.answered_label = actor.label[:150]
    asked.save(update_fields=["answer", "note", "answered_at", "answered_label"])


def _touch(order: PurchaseOrder) -> None:
    order.version += 1
    order.save(update_fields=["version"])


def line_of_requisition(requisition_id: int) -> tuple[int, int]:
    """Purchase order and line number that serve a requisition.

    Raises: NotFound.
    """
    rows = PurchaseRequisition.objects.filter(pk=requisition_id, purchase_line__isnull=False)
    found = rows.values_list("purchase_line__purchase_order_id", "purchase_line__line_no").first()
    if found is None:
        raise NotFound(kind="purchase_order_line")
    return found[0], found[1]
