"""What a customer gets for goods that came back: a credit note, money, or the goods once more."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from erp.core.actor import Actor
from erp.core.commands import command
from erp.core.errors import Conflict, Invalid
from erp.core.events import emit
from erp.core.locks import lock_upward
from erp.core.machines import move_on
from erp.core.refs import DocumentRef
from erp.core.rows import save_row
from finance.models import CreditNote
from finance.selectors.credit_notes import creditable_lines
from finance.services.credit_notes import Credit, issue_credit_note
from finance.services.payments import refund_payment
from orders import locks
from orders.events import ReturnSettled
from orders.models import Order, ReturnLine, ReturnRequest
from orders.services.entry import OrderInput, create_order
from orders.services.order_lines import LineInput
from orders.services.orders import confirm_order, submit_order

ZERO = Decimal(0)
ROUNDING = Decimal("0.00001")  # thirds of a unit over several invoices
Resolution = ReturnRequest.Resolution


@command("orders.settle_return", "Settle returns")
def settle_return(
    *,
    return_id: int,
    resolution: str,
    actor: Actor,
    expected_version: int | None = None,
    at: datetime | None = None,
) -> ReturnRequest:
    """Make good what was accepted: credit note, credit note and money back, or a replacement order.

    Locks:  the order, the return, the credit account, the invoices; for a replacement stock as a
            confirmation does; the number series last.
    Emits:  ReturnSettled; CreditNoteIssued, PaymentRefunded or what a new order tells.
    Raises: IllegalTransition; Invalid on `resolution`; Conflict `nothing_to_credit`,
            `nothing_to_refund`.
    """
    at = at or timezone.now()
    if resolution not in Resolution.values:
        text = gettext_lazy("Must be credit_note, refund or replacement.")
        raise Invalid.field("resolution", text, "unknown_choice")
    row = locks.return_for_update(return_id, expected_version)
    changes = move_on(row, "settle", at=at, resolution=resolution)
    lines = list(
        row.lines.filter(accepted__gt=0)
        .select_related("order_line__item", "order_line__unit")
        .order_by("line_no")
    )
    if resolution == Resolution.REPLACEMENT:
        row.replacement = _replace(row, lines, actor=actor, at=at)
        documents = [row.replacement.number]
    else:
        notes = _credit(row, lines, actor=actor, at=at)
        if resolution == Resolution.REFUND:
            _refund(notes, actor=actor, at=at)
        documents = [note.number for note in notes]
    save_row(row, ["state", "settled_at", "resolution", "replacement", "version"])
    event = ReturnSettled(document=row.ref, about=row.order.ref, resolution=resolution, documents=documents)
    emit(event, actor=actor, at=at, changes=changes)
    return row


def _credit(
    row: ReturnRequest, lines: Sequence[ReturnLine], *, actor: Actor, at: datetime
) -> list[CreditNote]:
    """Credit notes for what was accepted, one per invoice that bills it, oldest first.

    Raises: Conflict `nothing_to_credit` when the invoices do not bill all of it.
    """
    lock_upward([DocumentRef("customer", row.customer_id)])
    billed = creditable_lines("order_line", [line.order_line_id for line in lines])
    left = {bill.pk: free for bill, free in billed}
    credits: dict[int, dict[int, Decimal]] = {}
    sources: dict[int, DocumentRef] = {}
    for line in lines:
        wanted = line.shown(line.accepted)
        for bill, _free in billed:
            part = min(wanted, left[bill.pk])
            if bill.source_id != line.order_line_id or part <= 0:
                continue
            left[bill.pk] -= part
            wanted -= part
            parts = credits.setdefault(bill.invoice_id, {})
            parts[bill.pk] = parts.get(bill.pk, ZERO) + part
            sources[bill.pk] = DocumentRef("return_line", line.pk)
        if wanted > ROUNDING:
            raise Conflict("nothing_to_credit")
    return [
        issue_credit_note(
            invoice_id=invoice_id,
            credits=[Credit(pk, quantity, sources[pk]) for pk, quantity in sorted(parts.items())],
            reason=row.reason.name,
            source=row.ref,
            actor=actor,
            at=at,
        )
        for invoice_id, parts in sorted(credits.items())
    ]


def _refund(notes: Sequence[CreditNote], *, actor: Actor, at: datetime) -> None:
    """Give back what of the credit notes pays nothing.

    Raises: Conflict `nothing_to_refund`.
    """
    open_ones = [note.payment for note in notes if note.payment.unapplied > 0]
    if not open_ones:
        raise Conflict("nothing_to_refund")
    for payment in open_ones:
        refund_payment(payment_id=payment.pk, actor=actor, at=at)


def _replace(row: ReturnRequest, lines: Sequence[ReturnLine], *, actor: Actor, at: datetime) -> Order:
    """The same goods once more, free of charge, promised and reserved as any order."""
    order = row.order
    entered = OrderInput(
        customer_id=order.customer_id,
        lines=[
            LineInput(
                item_id=line.order_line.item_id,
                quantity=line.shown(line.accepted),
                unit_id=line.order_line.unit_id,
                unit_price=ZERO,
                discount_rate=ZERO,
                description=line.order_line.description,
            )
            for line in lines
        ],
        channel=order.channel,
        priority=order.priority,
        warehouse_id=order.warehouse_id,
        carrier_id=order.carrier_id,
        customer_po=order.customer_po,
        ship_to=order.ship_to,
        note=_("Replacement for %(return)s of order %(order)s, free of charge")
        % {"return": row.number, "order": order.number},
        prices_are_allowed=True,
    )
    made = create_order(order=entered, actor=actor, at=at)
    submit_order(order_id=made.pk, actor=actor, at=at)
    return confirm_order(order_id=made.pk, actor=actor, may_exceed_credit=True, at=at)
