"""The packing slip with prices: what a shipment's goods cost by the order they were sold on."""

from __future__ import annotations

from decimal import Decimal

from django.utils import translation

from erp.core.errors import NotFound
from finance.calc.words import amount_in_words
from inventory.models import Shipment
from inventory.selectors.shipments import shipments_in_full
from inventory.services.documents import SlipPrice, packing_slip_pdf, priced_lines
from orders.models import OrderLine

ZERO = Decimal(0)


def slip_prices(shipment: Shipment) -> dict[int, SlipPrice]:
    """Price per base unit with tax, by demand, of the order that a shipment serves."""
    rows = OrderLine.objects.filter(
        order_id=shipment.document_id, demand__isnull=False, base_quantity__gt=0
    ).select_related("order")
    prices = {}
    for line in rows:
        factor = (line.net + line.tax) / line.base_quantity
        prices[line.demand_id or 0] = SlipPrice(round(factor, 4), factor, line.order.currency_id)
    return prices


def priced_slip_pdf(*, shipment_id: int, language: str, form: str = "a4") -> bytes:
    """The packing slip of an order's shipment with prices, amounts and the total in words.

    Raises: NotFound.
    """
    rows = shipments_in_full(Shipment.objects.filter(pk=shipment_id, document_kind="order"))
    shipment = rows.first()
    if shipment is None:
        raise NotFound(kind="shipment", id=shipment_id)
    prices = slip_prices(shipment)
    total = sum((amount for _price, amount in priced_lines(shipment, prices).values()), ZERO)
    currency = next((price.currency for price in prices.values()), "")
    with translation.override(language):
        words = amount_in_words(total, currency, language) if currency else ""
    return packing_slip_pdf(
        shipment_id=shipment_id, language=language, form=form, prices=prices, amount_words=words
    )
