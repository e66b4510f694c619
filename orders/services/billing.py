"""From shipped goods to the receivable: what left is billed in the same transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from django.utils import timezone

from erp.core.actor import Actor
from erp.core.commands import command
from erp.core.errors import Conflict
from erp.core.locks import lock_upward
from erp.core.money import round_money
from erp.core.prepared import prepared
from erp.core.quantity import portion
from erp.core.refs import DocumentRef
from erp.core.rows import save_row
from erp.core.sets import update_rows
from erp.core.statements import fetch
from finance.models import Invoice
from finance.services.invoices import Billing, BillingLine, raise_invoice
from inventory.services.demands import complete_services
from orders import locks
from orders.calc.amounts import share
from orders.calc.states import FulfillmentFacts, fulfillment_state
from orders.models import Order, OrderLine
from orders.selectors.fulfillment import fulfillment_facts
from orders.services.progress import follow_goods, follow_money, is_all_billed, move_fulfillment

ZERO = Decimal(0)


_LINES = prepared(
    lambda pk: (
        OrderLine.objects.select_related("item", "unit", "demand").filter(order_id=pk).order_by("line_no")
    )
)


def bill_shipment(
    order: Order,
    *,
    shipment: DocumentRef | None,
    shipped: Mapping[int, Decimal],
    actor: Actor,
    at: datetime,
) -> Invoice | None:
    """Bill what a shipment took of a locked order; service lines go with the first shipment.

    `shipped` maps order line ids to base quantities. Kits are billed complete: what their components
    have made and was not billed yet. Order states follow goods and money.

    Locks:  the credit account and hold, the number series.
    Emits:  InvoiceIssued; OrderFulfillmentMoved, OrderBillingMoved.
    """
    lines = _LINES(order.pk)
    wanted = _to_bill(order, lines, shipped, actor)
    has_kits = any(line.item.kind == "kit" and line.demand is not None for line in lines)
    billed = [line for line in lines if wanted.get(line.pk, ZERO) > 0]
    if not billed:
        if shipment is not None and has_kits:
            follow_goods(order, actor=actor, at=at)
        return None
    parts = [_bill_line(order, line, wanted[line.pk]) for line in billed]
    order.billed += sum((part.net + part.tax for part in parts), ZERO)
    invoice = raise_invoice(
        billing=Billing(
            customer_id=order.customer_id,
            document=order.ref,
            shipment=shipment,
            currency=order.currency_id,
            rate=order.rate,
            lines=parts,
            hold_left=max(round_money((order.total - order.billed) * order.rate), ZERO),
            buyer=_buyer(order),
        ),
        actor=actor,
        at=at,
    )
    _save_billed(billed)
    if shipment is not None:
        facts = fulfillment_facts(order.pk) if has_kits else _facts(lines)
        move_fulfillment(order, fulfillment_state(facts), actor=actor, at=at, save=False)
    follow_money(order, actor=actor, at=at, is_all_billed=is_all_billed(lines), save=False)
    save_row(order, _SAVED)
    return invoice


_SAVED = ["billed", "paid", "billing_state", "fulfillment_state", "shipped_at", "delivered_at", "version"]
_BILLED = ["billed_quantity", "billed_net", "billed_tax"]


def _to_bill(
    order: Order, lines: Sequence[OrderLine], shipped: Mapping[int, Decimal], actor: Actor
) -> dict[int, Decimal]:
    """The base quantity to bill of each line: what left, services that are done by it, complete kits."""
    wanted = dict(shipped)
    if any(line.item.kind == "service" and line.billed_quantity < line.base_quantity for line in lines):
        done = {demand.source_id: demand for demand in complete_services(document=order.ref, actor=actor)}
        for line in lines:
            if line.pk in done:
                line.demand = done[line.pk]
                wanted[line.pk] = done[line.pk].shipped - line.billed_quantity
    for line in lines:
        if line.item.kind == "kit" and line.demand is not None:
            wanted[line.pk] = line.demand.shipped - line.billed_quantity
    return wanted


def _save_billed(lines: Iterable[OrderLine]) -> None:
    rows = [{"id": line.pk, **{name: getattr(line, name) for name in _BILLED}} for line in lines]
    update_rows(OrderLine, rows, put=_BILLED)


def _facts(lines: Sequence[OrderLine]) -> FulfillmentFacts:
    """The facts right after a shipment left: something was shipped, so reservations don't matter."""
    demands = [line.demand for line in lines if line.demand is not None]
    return FulfillmentFacts(
        wanted=sum((demand.quantity - demand.cancelled for demand in demands), ZERO),
        reserved=ZERO,
        shipped=sum((demand.shipped for demand in demands), ZERO),
        shipments_shipped=1,
    )


def _bill_line(order: Order, line: OrderLine, quantity: Decimal) -> BillingLine:
    """The part of a line that a base quantity is worth; the line remembers it as billed."""
    cancelled = line.demand.cancelled if line.demand is not None else ZERO
    common = {
        "quantity": quantity,
        "quantity_before": line.billed_quantity,
        "total_quantity": line.base_quantity - cancelled,
        "currency": order.currency_id,
    }
    net = share(amount=line.net, already=line.billed_net, **common)  # type: ignore[arg-type]  # the names are known where it is called
    tax = share(amount=line.tax, already=line.billed_tax, **common)  # type: ignore[arg-type]  # the names are known where it is called
    line.billed_quantity += quantity
    line.billed_net += net
    line.billed_tax += tax
    return BillingLine(
        source=DocumentRef("order_line", line.pk),
        item_id=line.item_id,
        description=line.description,
        quantity=portion(quantity, base=line.base_quantity, whole=line.quantity),
        unit_code=line.unit.code,
        unit_price=line.unit_price,
        discount_rate=line.discount_rate,
        net=net,
        tax_rate=line.tax_rate,
        tax=tax,
    )


_BUYER = """
SELECT code, coalesce(nullif(legal_name, ''), name), tax_number, phone FROM masterdata_customer WHERE id = %s
"""


def _buyer(order: Order) -> dict[str, str]:
    [(code, name, tax_number, phone)] = fetch(_BUYER, [order.customer_id])
    return {"code": code, "name": name, "tax_number": tax_number, "phone": phone}


@command("orders.bill_order", "Bill what was shipped and is not billed")
def bill_order(
    *, order_id: int, actor: Actor, expected_version: int | None = None, at: datetime | None = None
) -> Order:
    """Bill what an order has shipped and no live invoice bills: after an invoice was voided.

    Locks:  the order, the credit account and hold, the number series.
    Emits:  InvoiceIssued; OrderBillingMoved.
    Raises: Conflict `nothing_to_bill`.
    """
    at = at or timezone.now()
    order = locks.order_for_update(order_id, expected_version)
    lock_upward([DocumentRef("customer", order.customer_id)])
    unbilled = {
        line.pk: line.demand.shipped - line.billed_quantity
        for line in _LINES(order.pk)
        if line.demand is not None and line.demand.shipped > line.billed_quantity
    }
    if not unbilled:
        raise Conflict("nothing_to_bill", document=order.number)
    bill_shipment(order, shipment=None, shipped=unbilled, actor=actor, at=at)
    return order


def unbill(
    order: Order, *, lines: Sequence[dict[str, str]], amount: Decimal, actor: Actor, at: datetime
) -> None:
    """Take a voided invoice's amounts back from a locked order: what it billed can be billed again."""
    by_id = {line.pk: line for line in order.lines.select_related("item", "unit", "demand")}
    for told in lines:
        line = by_id.get(int(told["source"]))
        if line is None:
            continue
        taken = portion(Decimal(told["quantity"]), base=line.quantity, whole=line.base_quantity)
        line.billed_quantity = max(line.billed_quantity - taken, ZERO)
        line.billed_net -= Decimal(told["net"])
        line.billed_tax -= Decimal(told["tax"])
    _save_billed(by_id.values())
    order.billed -= amount
    follow_money(order, actor=actor, at=at, is_all_billed=False)
