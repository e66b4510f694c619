"""Inspection of what arrived: accepted goods become usable, rejected ones go back or to scrap."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from erp.core.actor import Actor
from erp.core.commands import command
from erp.core.errors import Conflict, IllegalTransition, Invalid
from erp.core.events import emit
from erp.core.records import Problems, need_reason
from erp.core.sets import update_rows
from inventory import locks
from inventory.calc.sampling import Plan, judged
from inventory.events import ReceiptDisposed, ReceiptInspected
from inventory.models import Location, Move, Receipt, ReceiptLine
from inventory.services.inbound import settle_inspected
from inventory.services.ledger import MoveLine, MoveSource, post_lines
from inventory.services.receipts import finish_inspection, place_of
from inventory.services.stock import check_quantity, value_of
from inventory.services.supplier_returns import give_back

ZERO = Decimal(0)
RETURN, SCRAP = "return", "scrap"


@dataclass(frozen=True)
class InspectionInput:
    """The verdict on a line: quantities, or how many bad pieces the sample had, so that its plan decides.

    One quantity alone stands for the rest of what waits as well.
    """

    line_no: int
    accepted: Decimal | None = None
    rejected: Decimal | None = None
    defects: int | None = None
    reason: str = ""


@command("inventory.inspect_receipt", "Inspect receipts, send back and scrap what is rejected")
def inspect_receipt(
    *,
    receipt_id: int,
    lines: Sequence[InspectionInput],
    actor: Actor,
    expected_version: int | None = None,
    at: datetime | None = None,
) -> Receipt:
    """Judge lines of a receipt: what is accepted is usable at once, what is rejected stays blocked.

    Once every line is judged the receipt is inspected, or rejected when nothing of it is good.

    Locks:  the receipt, its supplies, the balances.
    Emits:  ReceiptInspected, StockMoved, StockReceived; SupplyClosed when something was rejected.
    Raises: IllegalTransition unless it has arrived; Invalid on `lines[n]`.
    """
    at = at or timezone.now()
    receipt = locks.receipt_for_update(receipt_id, expected_version)
    if receipt.state != Receipt.State.ARRIVED:
        raise IllegalTransition(
            kind=receipt.ref.kind, action="inspect", state=receipt.state, document=receipt.number
        )
    rows = {row.line_no: row for row in receipt.lines.select_related("item", "order_line")}
    verdicts = _verdicts(rows, lines)
    for line, accepted, rejected, given in verdicts:
        line.accepted += accepted
        line.rejected += rejected
        line.defects = given.defects if given.defects is not None else line.defects
        line.reason = given.reason.strip()[:200] or line.reason
        line.judged_at = at if line.waiting == 0 else None
    changed = [line for line, *_rest in verdicts]
    ReceiptLine.objects.bulk_update(changed, ["accepted", "rejected", "defects", "reason", "judged_at"])
    settle_inspected(receipt, changed, actor=actor, at=at)
    _release(receipt, [(line, accepted) for line, accepted, _no, _given in verdicts], actor=actor, at=at)
    if all(row.waiting == 0 for row in rows.values()):
        finish_inspection(receipt, list(rows.values()), actor=actor, at=at)
        return receipt
    receipt.version += 1
    receipt.save(update_fields=["version"])
    event = ReceiptInspected(
        document=receipt.ref,
        about=receipt.purchase_order.ref,
        supplier_id=receipt.supplier_id,
        outcome="partly",
        accepted=sum((accepted for _line, accepted, _no, _given in verdicts), ZERO),
        rejected=sum((rejected for _line, _yes, rejected, _given in verdicts), ZERO),
    )
    emit(event, actor=actor, at=at)
    return receipt


def _verdicts(
    rows: dict[int, ReceiptLine], lines: Sequence[InspectionInput]
) -> list[tuple[ReceiptLine, Decimal, Decimal, InspectionInput]]:
    problems, found, seen = Problems(), [], set()
    if not lines:
        problems.add("lines", _("Name at least one line."))
    for position, given in enumerate(lines):
        path, row = f"lines[{position}]", rows.get(given.line_no)
        if row is None:
            problems.add(f"{path}.line", _("This receipt has no such line."))
        elif row.waiting == 0:
            problems.add(f"{path}.line", _("This line is judged already."))
        elif given.line_no in seen:
            problems.add(f"{path}.line", _("This line is named twice."))
        else:
            accepted, rejected = _quantities(row, given, path, problems)
            found.append((row, accepted, rejected, given))
            seen.add(given.line_no)
    problems.refuse()
    return found


def _quantities(
    row: ReceiptLine, given: InspectionInput, path: str, problems: Problems
) -> tuple[Decimal, Decimal]:
    """What of a line is accepted and rejected; noted as a problem where that can't be."""
    if given.accepted is None and given.rejected is None:
        if given.defects is None:
            problems.add(f"{path}.accepted", _("Say how much is accepted, or how many defects were found."))
            return ZERO, ZERO
        if not 0 <= given.defects <= row.sample_size:
            problems.add(f"{path}.defects", _("Must lie between zero and the size of the sample."))
            return ZERO, ZERO
        is_full = row.inspection == ReceiptLine.Inspection.FULL
        return judged(row.waiting, given.defects, Plan(row.sample_size, row.acceptance_number, is_full))
    accepted = given.accepted if given.accepted is not None else row.waiting - (given.rejected or ZERO)
    rejected = given.rejected if given.rejected is not None else row.waiting - accepted
    if given.accepted is not None and not 0 <= accepted <= row.waiting:
        problems.add(f"{path}.accepted", _("Must lie between zero and what waits for inspection."))
    elif given.rejected is not None and not 0 <= rejected <= row.waiting:
        problems.add(f"{path}.rejected", _("Must lie between zero and what waits for inspection."))
    elif accepted + rejected > row.waiting:
        problems.add(f"{path}.accepted", _("Accepted and rejected are more than what waits for inspection."))
    elif accepted + rejected == 0:
        problems.add(f"{path}.accepted", _("Must be greater than zero."))
    return accepted, rejected


def _release(
    receipt: Receipt, accepted: Sequence[tuple[ReceiptLine, Decimal]], *, actor: Actor, at: datetime
) -> None:
    """What was accepted goes from the quality area to the dock, where it counts as on hand."""
    moves: list[MoveLine] = []
    warehouse = receipt.warehouse
    for line, quantity in accepted:
        if quantity > 0:
            value = value_of(line.item, quantity)
            quality, dock = (
                place_of(warehouse, Location.Kind.QUALITY),
                place_of(warehouse, Location.Kind.RECEIVING),
            )
            moves.append(MoveLine(line.item_id, quality, -quantity, -value, line.lot_id, sku=line.item.sku))
            moves.append(MoveLine(line.item_id, dock, quantity, value, line.lot_id, sku=line.item.sku))
    if moves:
        post_lines(
            moves,
            kind=Move.Kind.TRANSFER,
            at=at,
            actor=actor,
            source=MoveSource(receipt.ref),
            reason=str(_("Inspected")),
        )


@command("inventory.inspect_receipt")
def dispose_rejected(
    *,
    receipt_id: int,
    line_no: int,
    quantity: Decimal,
    disposition: str,
    reason: str,
    actor: Actor,
    expected_version: int | None = None,
    at: datetime | None = None,
) -> Receipt:
    """Send rejected goods back to the supplier, or scrap them, with the reason.

    What goes back is not to be paid; what is scrapped is our loss.

    Locks:  the receipt, the balance.
    Emits:  ReceiptDisposed, StockMoved.
    Raises: Invalid; Conflict `nothing_rejected` when less was rejected.
    """
    at = at or timezone.now()
    need_reason(reason)
    check_quantity(quantity)
    if disposition not in {RETURN, SCRAP}:
        raise Invalid.field("disposition", _("Choose return or scrap."), "invalid_choice")
    receipt = locks.receipt_for_update(receipt_id, expected_version)
    line = receipt.lines.select_related("item", "order_line__replaces").filter(line_no=line_no).first()
    if line is None:
        raise Invalid.field("line", _("This receipt has no such line."), "unknown_line")
    if quantity > line.to_dispose:
        raise Conflict("nothing_rejected", receipt=receipt.number, left=line.to_dispose, asked=quantity)
    receipt.version += 1
    receipt.save(update_fields=["version"])
    value = _send_off(receipt, line, quantity, disposition, reason, actor=actor, at=at)
    owed = ZERO
    if disposition == RETURN:
        owed = give_back(receipt, line, quantity, reason=reason, actor=actor, at=at)
    else:
        update_rows(ReceiptLine, [{"id": line.pk, "scrapped": quantity}], add=["scrapped"])
    event = ReceiptDisposed(
        document=receipt.ref,
        about=receipt.purchase_order.ref,
        supplier_id=receipt.supplier_id,
        disposition=disposition,
        quantity=quantity,
        reason=reason.strip(),
        order_value=owed,
        stock_value=value if disposition == RETURN else ZERO,
    )
    emit(event, actor=actor, at=at)
    return receipt


def _send_off(
    receipt: Receipt,
    line: ReceiptLine,
    quantity: Decimal,
    disposition: str,
    reason: str,
    *,
    actor: Actor,
    at: datetime,
) -> Decimal:
    """Rejected goods leave the quality area; gives their value at standard cost."""
    value = value_of(line.item, quantity)
    place = place_of(receipt.warehouse, Location.Kind.QUALITY)
    post_lines(
        [MoveLine(line.item_id, place, -quantity, -value, line.lot_id, sku=line.item.sku)],
        kind=Move.Kind.RECEIPT if disposition == RETURN else Move.Kind.ADJUSTMENT,
        at=at,
        actor=actor,
        source=MoveSource(receipt.ref),
        reason=reason.strip()[:200],
    )
    return value
