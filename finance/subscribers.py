"""Money values the stock: what the ledger of goods tells, the ledger of money posts at once."""

from datetime import datetime
from decimal import Decimal

from erp.core.actor import Actor
from erp.core.events import Event, inline
from erp.masterdata.selectors.company import base_currency
from finance.services.invoices import post_stock_value
from finance.services.journal import Side, post
from inventory.events import (
    ReceiptArrived,
    ReceiptDisposed,
    ShipmentShipped,
    StockMoved,
    SupplierReturnSettled,
)
from production.events import WorkOrderClosed


@inline(StockMoved.name)
def post_moves(event: StockMoved, actor: Actor, at: datetime) -> None:
    """Post the value of receipts, issues, adjustments, transfers and revaluations."""
    for kind, value in event.values.items():
        post_stock_value(kind=kind, value=Decimal(value), source=event.document, actor=actor, at=at)


@inline(ShipmentShipped.name)
def post_cost_of_goods_sold(event: ShipmentShipped, actor: Actor, at: datetime) -> None:
    """Post what shipped goods cost."""
    post_stock_value(
        kind="shipment",
        value=-event.cost,
        source=event.document,
        actor=actor,
        at=at,
        order_number=event.about.number if event.about else "",
    )


@inline(ReceiptArrived.name)
def owe_what_arrived(event: ReceiptArrived, actor: Actor, at: datetime) -> None:
    """What arrived is owed at the order's price: the difference to standard cost has its own account."""
    _post_difference(event, event.order_value - event.stock_value, actor=actor, at=at)


@inline(ReceiptDisposed.name)
def owe_no_more(event: ReceiptDisposed, actor: Actor, at: datetime) -> None:
    """What went back to the supplier is no longer owed, at the order's price."""
    _post_difference(event, event.stock_value - event.order_value, actor=actor, at=at)


@inline(SupplierReturnSettled.name)
def give_up_what_was_sent_back(event: SupplierReturnSettled, actor: Actor, at: datetime) -> None:
    """What a supplier neither credits nor replaces of goods it was paid for is our loss."""
    if event.verb == "written_off":
        _post_difference(event, event.cleared, actor=actor, at=at)


@inline(WorkOrderClosed.name)
def settle_work_order(event: WorkOrderClosed, actor: Actor, at: datetime) -> None:
    """What a work order's components cost more or less than its pieces are worth leaves work in process."""
    currency, amount = base_currency(), event.difference
    post(
        "production_difference",
        [
            Side("production_difference", amount, currency, amount),
            Side("work_in_process", -amount, currency, -amount),
        ],
        source=event.document,
        actor=actor,
        at=at,
    )


def _post_difference(event: Event, amount: Decimal, *, actor: Actor, at: datetime) -> None:
    currency = base_currency()
    post(
        "purchase_difference",
        [
            Side("price_difference", amount, currency, amount),
            Side("goods_received", -amount, currency, -amount),
        ],
        source=event.document,
        actor=actor,
        at=at,
    )
