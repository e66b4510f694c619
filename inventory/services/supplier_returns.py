"""Goods sent back to suppliers: what they owe for them, replacement ordered and taken in, claims given up."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from erp.core.actor import Actor
from erp.core.commands import command
from erp.core.errors import Conflict, Invalid
from erp.core.events import emit
from erp.core.money import round_money
from erp.core.numbering import next_number
from erp.core.quantity import plain
from erp.core.records import need_reason
from erp.core.refs import DocumentRef
from erp.core.sets import update_rows
from erp.masterdata.models import Supplier
from erp.masterdata.selectors.company import business_day
from inventory import locks
from inventory.events import SupplierReturnSent, SupplierReturnSettled
from inventory.models import (
    Item,
    PurchaseOrder,
    PurchaseOrderLine,
    Receipt,
    ReceiptLine,
    SupplierReturn,
    Warehouse,
)
from inventory.selectors.supplier_returns import last_supplier_of, on_its_way
from inventory.services.billing import bill_receipt_lines
from inventory.services.purchase import FURTHEST, expect_goods, put_lines, tell_purchase
from inventory.services.stock import check_quantity

ZERO = Decimal(0)
SETTLE = "inventory.settle_supplier_return"


@dataclass(frozen=True)
class Sent:
    """Goods of one item and lot that went back, and what the supplier owes for them.

    `owing` is the receipt's line that keeps their value; without one `value` does, in the base currency.
    """

    item: Item
    quantity: Decimal
    lot_id: int | None
    owing: ReceiptLine | None = None
    value: Decimal = ZERO


def give_back(
    receipt: Receipt, line: ReceiptLine, quantity: Decimal, *, reason: str, actor: Actor, at: datetime
) -> Decimal:
    """Rejected goods of a receipt went back: gives what is no longer owed for them, by the order's price.

    Goods that came as a replacement carry the value of what they replaced.

    Locks:  the line, and the one whose value is taken back.
    Emits:  SupplierReturnSent.
    """
    replaced = line.order_line.replaces
    owing_id = line.pk if replaced is None else replaced.receipt_line_id
    rows = locks.receipt_lines_for_update({line.pk, owing_id or line.pk})
    owing = rows[owing_id] if owing_id is not None else None
    before = owing.open_value if owing is not None else ZERO
    rows[line.pk].returned += quantity
    update_rows(ReceiptLine, [{"id": line.pk, "returned": quantity}], add=["returned"])
    if owing is None and replaced is not None:
        part = min(quantity, replaced.replaced)
        owed = value = round_money(replaced.value * part / replaced.quantity)
    elif owing is not None:
        if replaced is not None:
            _count_replaced(owing, -min(quantity, owing.replaced))
        owed, value = before - owing.open_value, ZERO
    sent = Sent(line.item, quantity, line.lot_id, owing, value)
    note_sent_back(
        receipt.supplier, receipt.warehouse, [sent], source=receipt.ref, reason=reason, actor=actor, at=at
    )
    return owed


def _count_replaced(owing: ReceiptLine, quantity: Decimal) -> None:
    owing.replaced += quantity
    update_rows(ReceiptLine, [{"id": owing.pk, "replaced": quantity}], add=["replaced"])


def note_sent_back(
    supplier: Supplier,
    warehouse: Warehouse,
    goods: Sequence[Sent],
    *,
    source: DocumentRef,
    reason: str,
    actor: Actor,
    at: datetime,
) -> list[SupplierReturn]:
    """Keep what a supplier owes credit or replacement for; called inside the command that sends it back.

    Emits:  SupplierReturnSent per item and lot.
    """
    found = []
    for sent in goods:
        row = SupplierReturn.objects.create(
            number=next_number("supplier_return"),
            supplier=supplier,
            warehouse=warehouse,
            item=sent.item,
            lot_id=sent.lot_id,
            receipt_line=sent.owing,
            source_kind=source.kind,
            source_id=source.id,
            source_number=source.number,
            quantity=sent.quantity,
            value=sent.value,
            reason=reason.strip()[:500],
            sent_on=business_day(at),
            sent_by=actor.label[:150],
        )
        event = SupplierReturnSent(
            document=row.ref,
            about=source,
            supplier_id=supplier.pk,
            product=sent.item.sku,
            quantity=sent.quantity,
            reason=row.reason,
        )
        emit(event, actor=actor, at=at)
        found.append(row)
    return found


def give_back_returned(
    goods: Sequence[Sent],
    warehouse: Warehouse,
    *,
    source: DocumentRef,
    actor: Actor,
    at: datetime,
) -> None:
    """Goods that a customer returned go to whoever delivered them last, by lot where they have one.

    Emits:  SupplierReturnSent per item and lot.
    Raises: Conflict `no_supplier_known` for goods that nobody delivered or offers.
    """
    for sent in goods:
        supplier = last_supplier_of(sent.item.pk, sent.lot_id)
        if supplier is None:
            raise Conflict("no_supplier_known", product=sent.item.sku)
        note_sent_back(supplier, warehouse, [sent], source=source, reason="", actor=actor, at=at)


@command(SETTLE, "Settle goods sent back to suppliers")
def order_replacement(
    *,
    supplier_return_id: int,
    expected_on: date,
    actor: Actor,
    quantity: Decimal | None = None,
    expected_version: int | None = None,
    at: datetime | None = None,
) -> SupplierReturn:
    """The supplier replaces goods that went back: a purchase order for nothing brings them on a day.

    What it brings is supply that promises may count on, and is received like any other order.
    Without a quantity all that is neither settled nor on its way.

    Locks:  the return.
    Emits:  PurchaseOrderChanged, SupplierReturnSettled.
    Raises: NotFound; StaleVersion; Invalid on `quantity`, `expected_date`; Conflict
            `supplier_return_settled`.
    """
    at = at or timezone.now()
    row = locks.supplier_return_for_update(supplier_return_id, expected_version)
    part = _open_part(row, quantity)
    today = business_day(at)
    if not today <= expected_on <= today + FURTHEST:
        raise Invalid.field("expected_date", _("Must be today or later, within ten years."), "out_of_range")
    told = {"quantity": plain(part), "product": row.item.sku, "number": row.number}
    note = _("Replaces %(quantity)s of %(product)s sent back with %(number)s; free of charge.") % told
    order = PurchaseOrder(
        number=next_number("purchase_order"),
        supplier=row.supplier,
        warehouse_id=row.warehouse_id,
        currency_id=row.supplier.currency_id,
        ordered_on=today,
        note=note,
    )
    line = PurchaseOrderLine(
        line_no=1, item=row.item, quantity=part, unit_price=ZERO, expected_on=expected_on, replaces=row
    )
    put_lines(order, [line])
    tell_purchase(order, "created", {"state": ["", "draft"]}, actor=actor, at=at)
    expect_goods(order, actor=actor, at=at)
    row.version += 1
    row.save(update_fields=["version"])
    _tell(row, "replacement_ordered", part, ZERO, reason=order.number, actor=actor, at=at)
    return row


def _open_part(row: SupplierReturn, quantity: Decimal | None) -> Decimal:
    """What of a locked return is to be settled now: neither settled nor on its way as replacement.

    Raises: Conflict when there is nothing; Invalid when it is less than asked.
    """
    left = row.open_quantity - on_its_way(row)
    if left <= 0:
        raise Conflict("supplier_return_settled", document=row.number)
    if quantity is None:
        return left
    check_quantity(quantity)
    if quantity > left:
        text = _("Is more than is still open: %(left)s.") % {"left": plain(left)}
        raise Invalid.field("quantity", text, "more_than_open")
    return quantity


def take_replacements(lines: Sequence[ReceiptLine], *, actor: Actor, at: datetime) -> Decimal:
    """What arrived as a replacement settles what was sent back; gives the value that is owed again.

    Locks:  the returns, the receipts' lines that keep their value.
    Emits:  SupplierReturnSettled.
    """
    keys = {line.order_line.replaces_id for line in lines} - {None}
    if not keys:
        return ZERO
    returns = locks.supplier_returns_for_update(key for key in keys if key is not None)
    owing = locks.receipt_lines_for_update(
        row.receipt_line_id for row in returns.values() if row.receipt_line_id is not None
    )
    total = ZERO
    for line in lines:
        row = returns.get(line.order_line.replaces_id or 0)
        part = min(line.quantity, row.open_quantity) if row is not None else ZERO
        if row is None or part <= 0:
            continue
        keeper = owing.get(row.receipt_line_id or 0)
        before = keeper.open_value if keeper is not None else -row.open_value
        row.replaced += part
        if keeper is not None:
            _count_replaced(keeper, part)
        again = (keeper.open_value if keeper is not None else -row.open_value) - before
        row.version += 1
        row.save(update_fields=["replaced", "version"])
        total += again
        _tell(row, "replaced", part, again, reason="", actor=actor, at=at)
    return total


def returns_to_credit(return_ids: Collection[int]) -> dict[int, SupplierReturn]:
    """Lock returns and the receipts' lines that keep their value, for a credit note.

    Raises: NotFound.
    """
    rows = locks.supplier_returns_for_update(return_ids)
    locks.receipt_lines_for_update(
        row.receipt_line_id for row in rows.values() if row.receipt_line_id is not None
    )
    return rows


@dataclass(frozen=True)
class Credited:
    """What a credit note has cleared: the value, and how much no longer counts as billed."""

    cleared: Decimal
    unbilled: Decimal


def settle_credited(row: SupplierReturn, quantity: Decimal, *, actor: Actor, at: datetime) -> Credited:
    """Count a quantity of a locked return as credited; called inside the command that enters the credit note.

    Emits:  SupplierReturnSettled.
    Raises: Conflict `supplier_return_settled`; Invalid on `quantity`.
    """
    part = _open_part(row, quantity)
    done = _clear(row, "credited", part)
    _tell(row, "credited", part, done.cleared, reason="", actor=actor, at=at)
    return done


def take_back_credit(
    row: SupplierReturn, quantity: Decimal, unbilled: Decimal, *, actor: Actor, at: datetime
) -> Decimal:
    """A credit note is void: what it credited of a locked return is owed anew; gives its value.

    `unbilled` is what the credit had made unbilled.

    Locks:  the receipt's line that keeps its value.
    Emits:  SupplierReturnSettled.
    """
    before = row.open_value
    row.credited -= quantity
    row.unbilled -= unbilled
    back = row.open_value - before
    if row.receipt_line_id is not None:
        back = bill_receipt_lines(_keeper(row), unbilled)
    row.version += 1
    row.save(update_fields=["credited", "unbilled", "version"])
    _tell(row, "uncredited", quantity, -back, reason="", actor=actor, at=at)
    return back


def _keeper(row: SupplierReturn) -> ReceiptLine:
    key = row.receipt_line_id or 0
    return locks.receipt_lines_for_update([key])[key]


def _clear(row: SupplierReturn, name: str, part: Decimal) -> Credited:
    """Count a part as settled in money or not at all; what was billed of it counts as billed no more."""
    before = row.open_value
    setattr(row, name, getattr(row, name) + part)
    cleared, unbilled = before - row.open_value, ZERO
    if row.receipt_line_id is not None:
        keeper = _keeper(row)
        unbilled = min(part, max(-keeper.unbilled, ZERO))
        cleared = -bill_receipt_lines(keeper, -unbilled)
        row.unbilled += unbilled
    row.version += 1
    row.save(update_fields=[name, "unbilled", "version"])
    return Credited(cleared, unbilled)


@command(SETTLE)
def write_off_return(
    *,
    supplier_return_id: int,
    reason: str,
    actor: Actor,
    quantity: Decimal | None = None,
    expected_version: int | None = None,
    at: datetime | None = None,
) -> SupplierReturn:
    """Expect neither credit nor replacement: the supplier never billed it, or refuses and it is our loss.

    Locks:  the return, the receipt's line that keeps its value.
    Emits:  SupplierReturnSettled.
    Raises: NotFound; StaleVersion; Invalid on `reason`, `quantity`; Conflict `supplier_return_settled`.
    """
    at = at or timezone.now()
    need_reason(reason)
    row = locks.supplier_return_for_update(supplier_return_id, expected_version)
    part = _open_part(row, quantity)
    done = _clear(row, "written_off", part)
    _tell(row, "written_off", part, done.cleared, reason=reason.strip(), actor=actor, at=at)
    return row


def _tell(
    row: SupplierReturn,
    verb: str,
    quantity: Decimal,
    cleared: Decimal,
    *,
    reason: str,
    actor: Actor,
    at: datetime,
) -> None:
    event = SupplierReturnSettled(
        document=row.ref, verb=verb, quantity=quantity, cleared=cleared, reason=reason
    )
    emit(event, actor=actor, at=at)
