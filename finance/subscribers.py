"""Money values the stock: what the ledger of goods tells, the ledger of money posts at once."""

from datetime import datetime
from decimal import Decimal

from erp.core.actor import Actor
from erp.core.events import Event, inline
from finance.services.invoices import post_stock_value
from inventory.events import ShipmentShipped, StockMoved


@inline(StockMoved.name)
def post_moves(event: Event, actor: Actor, at: datetime) -> None:
    """Post the value of receipts, issues, adjustments, transfers and revaluations."""
    assert isinstance(event, StockMoved)  # noqa: S101 -- narrows the type; the name guarantees it
    for kind, value in event.values.items():
        post_stock_value(kind=kind, value=Decimal(value), source=event.document, actor=actor, at=at)


@inline(ShipmentShipped.name)
def post_cost_of_goods_sold(event: Event, actor: Actor, at: datetime) -> None:
    """Post what shipped goods cost."""
    assert isinstance(event, ShipmentShipped)  # noqa: S101 -- narrows the type; the name guarantees it
    post_stock_value(
        kind="shipment",
        value=-event.cost,
        source=event.document,
        actor=actor,
        at=at,
        order_number=event.about.number if event.about else "",
    )
