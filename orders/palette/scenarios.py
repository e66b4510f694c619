"""What orders lend to planning: an order of a scenario that becomes real is written here."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from erp.core.actor import Actor
from erp.core.money import round_price
from erp.core.palette import lend_action
from erp.core.refs import DocumentRef
from orders.services.entry import OrderInput, create_order, rate_on, setting_for
from orders.services.order_lines import LineInput


@lend_action(
    "orders.draft_order", _("Write a draft order"), subjects=["scenario"], permission="orders.create_order"
)
def draft(subject: DocumentRef, *, actor: Actor, at: datetime, **values: Any) -> DocumentRef:
    """A draft of one line; nothing is promised or reserved before somebody submits it.

    The price is in base currency, as all figures of scenarios are; the order's is in the customer's.
    """
    customer, wanted = values["customer_id"], values["wanted_on"]
    line = LineInput(
        item_id=values["item_id"],
        quantity=Decimal(values["quantity"]),
        unit_price=_in_currency_of(customer, values["unit_price"], at),
        requested_on=wanted,
    )
    order = OrderInput(
        customer_id=customer, lines=[line], requested_on=wanted, note=str(values.get("note", ""))
    )
    return create_order(order=order, actor=actor, at=at).ref


def _in_currency_of(customer_id: int, price: Decimal | None, at: datetime) -> Decimal | None:
    """A price of the base currency in that of a customer's orders; none stays none.

    Raises: Invalid on `customer`.
    """
    if price is None:
        return None
    setting = setting_for(customer_id, at)
    return round_price(price / rate_on(setting.currency, setting.on))
