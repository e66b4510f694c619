"""A small company to test with, made through the product's own models and services."""

from __future__ import annotations

import itertools
from decimal import Decimal
from typing import Any

from erp.core.actor import Actor, RowScope
from erp.core.integrity import run_checks
from erp.masterdata.models import Customer, Supplier, TaxCode, Unit
from finance.models import CreditAccount, Invoice
from finance.services.payments import record_payment
from inventory.models import Item, Location, Shipment, Warehouse
from inventory.services.dispatch import ship_shipment
from inventory.services.packing import pack_shipment
from inventory.services.picking import pick_shipment
from inventory.services.releases import release_shipments
from inventory.services.stock import receive_stock
from orders.models import Order
from orders.services.entry import OrderInput, create_order
from orders.services.order_lines import LineInput
from orders.services.orders import confirm_order, submit_order

_serial = itertools.count(1)

BOSS = Actor(
    kind="user",
    label="Boss",
    roles=("administrator",),
    permissions=frozenset({"*"}),
    scope=RowScope(kind="all"),
)


def main_warehouse() -> Warehouse:
    """The warehouse that every installation begins with."""
    return Warehouse.objects.get(code="MAIN")


def make_customer(*, limit: int | None = 1_000_000, grade: str = "A", **fields: Any) -> Customer:
    """A customer with a credit account."""
    number = next(_serial)
    customer = Customer.objects.create(
        **{"code": f"CU-{number}", "name": f"Customer {number}", "currency_id": "USD", **fields}
    )
    CreditAccount.objects.create(customer=customer, grade=grade, limit=limit)
    return customer


def make_supplier(**fields: Any) -> Supplier:
    """A supplier whose goods go past inspection unless said otherwise."""
    number = next(_serial)
    values = {
        "is_inspection_exempt": True,
        "code": f"SU-{number}",
        "name": f"Supplier {number}",
        "currency_id": "USD",
        **fields,
    }
    return Supplier.objects.create(**values)


def make_item(*, stock: int | str = 0, price: str = "10", cost: str = "4", **fields: Any) -> Item:
    """An item, with stock in the main warehouse if asked."""
    number = next(_serial)
    item = Item.objects.create(
        **{
            "sku": f"IT-{number}",
            "name": f"Item {number}",
            "unit": Unit.objects.get(code="pcs"),
            "list_price": Decimal(price),
            "standard_cost": Decimal(cost),
            "lead_time_days": 7,
            **fields,
        }
    )
    if Decimal(stock) > 0:
        receive(item, stock)
    return item


def make_tax(rate: str = "0.13") -> TaxCode:
    """A tax code."""
    return TaxCode.objects.create(code=f"T{next(_serial)}", name="Tax", rate=Decimal(rate))


def make_location(code: str, *, kind: str = "storage", usable: bool = True) -> Location:
    """A further location of the main warehouse."""
    return Location.objects.create(warehouse=main_warehouse(), code=code, kind=kind, is_usable=usable)


def receive(item: Item, quantity: int | str | Decimal, **more: Any) -> None:
    """Take stock in."""
    receive_stock(
        item=item,
        warehouse=more.pop("warehouse", None) or main_warehouse(),
        quantity=Decimal(quantity),
        reason="test",
        actor=BOSS,
        **more,
    )


def draft(customer: Customer, *lines: tuple[Item, int | str], **fields: Any) -> Order:
    """A draft order of (item, quantity) lines."""
    inputs = [LineInput(item_id=item.pk, quantity=Decimal(quantity)) for item, quantity in lines]
    return create_order(order=OrderInput(customer_id=customer.pk, lines=inputs, **fields), actor=BOSS)


def confirmed(customer: Customer, *lines: tuple[Item, int | str], **fields: Any) -> Order:
    """A confirmed order."""
    order = draft(customer, *lines, **fields)
    submit_order(order_id=order.pk, actor=BOSS)
    confirm_order(order_id=order.pk, actor=BOSS)
    return fresh(order)


def release(order: Order) -> Shipment:
    """The one shipment that an order's reservations make."""
    [shipment] = release_shipments(document=order.ref, actor=BOSS)
    return shipment


def ship(order: Order) -> Shipment:
    """Release, pick, pack and ship what an order has reserved."""
    shipment = release(order)
    pick_shipment(shipment_id=shipment.pk, actor=BOSS)
    pack_shipment(shipment_id=shipment.pk, actor=BOSS)
    return ship_shipment(shipment_id=shipment.pk, actor=BOSS, carrier="UPS", tracking_number="1Z9")


def pay(invoice: Invoice, amount: Decimal | None = None) -> None:
    """Pay an invoice, in full unless said otherwise."""
    part = invoice.open_amount if amount is None else amount
    record_payment(
        customer_id=invoice.customer_id,
        amount=part,
        currency=invoice.currency_id,
        allocations=[(invoice.pk, part)],
        actor=BOSS,
    )


def fresh(row: Any) -> Any:
    """A row as the database has it now."""
    return type(row)._base_manager.get(pk=row.pk)


def quantities(order: Order) -> list[tuple[Decimal, Decimal, Decimal, Decimal, Decimal]]:
    """Per line: ordered, reserved, back-ordered, shipped, cancelled."""
    return [
        (demand.quantity, demand.reserved, demand.backordered, demand.shipped, demand.cancelled)
        for demand in (line.demand for line in order.lines.select_related("demand"))
        if demand is not None
    ]


def assert_books_hold() -> None:
    """Every invariant of the business holds."""
    broken = {finding.check.code: finding.rows for finding in run_checks() if finding.rows}
    assert broken == {}
