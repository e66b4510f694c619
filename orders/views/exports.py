"""Export of what the list of orders shows."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, StreamingHttpResponse
from django.utils.translation import gettext as _

from erp.core.custom_fields import custom_field_definitions
from erp.core.states import state_label
from erp.core.views.page import page
from erp.core.views.tables import table_answer, table_of
from orders.models import Order
from orders.selectors.orders import EXPORT_RIGHT
from orders.views.listing import order_chips, wanted_orders


@page(EXPORT_RIGHT)
def export(request: Any, kind: str) -> StreamingHttpResponse | FileResponse:
    """The filtered list as CSV or Excel, newest first, at most 100,000 rows."""
    fields = [(row.key, row.label) for row in custom_field_definitions("order")]
    head = [
        _("Number"), _("Customer code"), _("Customer"), _("State"), _("Fulfillment"), _("Billing"),
        _("Priority"), _("Created"), _("Requested"), _("Promised"), _("Currency"), _("Subtotal"),
        _("Tax"), _("Total"),
        _("Salesperson"), _("Customer's order number"), _("Warehouse"), *(label for _key, label in fields),
    ]  # fmt: skip
    rows = wanted_orders(request, order_chips(request))

    def cells(order: Order) -> list[Any]:
        return [*_cells(order), *(order.custom.get(key, "") for key, _label in fields)]

    return table_answer("orders", kind, table_of(rows, head, cells))


def _cells(order: Order) -> list[Any]:
    return [
        order.number,
        order.customer.code,
        order.customer.name,
        state_label("order", order.state),
        state_label("fulfillment", order.fulfillment_state),
        state_label("billing", order.billing_state),
        state_label("priority", order.priority),
        order.created_at,
        order.requested_on,
        order.promised_on,
        order.currency_id,
        order.subtotal,
        order.tax,
        order.total,
        str(order.salesperson or ""),
        order.customer_po,
        order.warehouse.name,
    ]
