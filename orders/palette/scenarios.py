"""What orders lend to planning: an order of a scenario that becomes real is written here."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from erp.core.actor import Actor
from erp.core.palette import lend_action
from erp.core.refs import DocumentRef
from orders.services.entry import OrderInput, create_order
from orders.services.order_lines import LineInput


@lend_action(
    "orders.draft_order", _("Write a draft order"), subjects=["scenario"], permission="orders.create_order"
)
def draft(subject: DocumentRef, *, actor: Actor, at: datetime, **values: Any) -> DocumentRef:
    """A draft of one line; nothing is promised or reserved before somebody submits it."""
    price, wanted = values["unit_price"], values["wanted_on"]
    assert isinstance(wanted, date)  # noqa: S101 - planning asks for a day
    line = LineInput(
        item_id=values["item_id"],
        quantity=Decimal(values["quantity"]),
        unit_price=price,
        requested_on=wanted,
    )
    order = OrderInput(
        customer_id=values["customer_id"],
        lines=[line],
        requested_on=wanted,
        note=str(values.get("note", "")),
    )
    return create_order(order=order, actor=actor, at=at).ref
