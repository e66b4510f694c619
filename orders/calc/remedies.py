"""What a remedy costs: a comparison of two ways to serve the same quantity."""

from __future__ import annotations

from decimal import Decimal

ZERO = Decimal(0)


def margin_change(
    *, quantity: Decimal, unit_cost: Decimal, other_quantity: Decimal, other_unit_cost: Decimal
) -> Decimal:
    """What giving another item instead adds to the margin when the price stays; negative is a loss.

    Units: base currency.
    """
    return quantity * unit_cost - other_quantity * other_unit_cost


def purchase_premium(*, landed_total: Decimal, quantity: Decimal, standard_cost: Decimal) -> Decimal:
    """What buying now costs above the standard cost of what is bought, never below zero."""
    return max(landed_total - quantity * standard_cost, ZERO)


def lateness_penalty(*, value: Decimal, percent_per_day: Decimal, days: int) -> Decimal:
    """What late delivery costs: a share of the value for every day, at most the value itself."""
    if days <= 0:
        return ZERO
    return min(value * percent_per_day * days / 100, value)
