"""Amounts of order lines: net, tax, and the share of them that a part of the quantity is worth."""

from __future__ import annotations

from decimal import Decimal

from erp.core.money import round_money

ONE = Decimal(1)


def line_amounts(
    *,
    quantity: Decimal,
    unit_price: Decimal,
    discount_rate: Decimal,
    tax_rate: Decimal,
    currency: str,
) -> tuple[Decimal, Decimal]:
    """Net and tax of a line, each rounded half up to the currency."""
    net = round_money(quantity * unit_price * (ONE - discount_rate), currency)
    return net, round_money(net * tax_rate, currency)


def share(
    *,
    amount: Decimal,
    already: Decimal,
    quantity: Decimal,
    quantity_before: Decimal,
    total_quantity: Decimal,
    currency: str,
) -> Decimal:
    """The part of a line's amount that bills a part of its quantity.

    Cumulative: the parts of all deliveries add up to the line's amount exactly, whatever the
    number of deliveries and the rounding of each.
    """
    billed_after = quantity_before + quantity
    if billed_after >= total_quantity:
        return amount - already
    return round_money(amount * billed_after / total_quantity, currency) - already
