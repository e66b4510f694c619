"""What customers pay for what they wait for, as scenarios of planning ask it."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal

from orders.models import OrderLine

_AT_ONCE = 20_000


def demand_prices(demand_ids: Collection[int]) -> dict[int, Decimal]:
    """Net price per base unit in base currency, by demand; lines without a demand of their own are left out.

    A statement per 20,000 demands.
    """
    keys, found = sorted(demand_ids), {}
    for start in range(0, len(keys), _AT_ONCE):
        rows = OrderLine.objects.filter(demand__in=keys[start : start + _AT_ONCE], base_quantity__gt=0)
        for demand, net, rate, quantity in rows.values_list(
            "demand_id", "net", "order__rate", "base_quantity"
        ):
            found[demand] = net * rate / quantity
    return found
