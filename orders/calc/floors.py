"""Floors under prices: a price list's floor price and the margin that a sale has to leave."""

from __future__ import annotations

from decimal import Decimal

from erp.core.money import round_money

HUNDRED = Decimal(100)


def price_flag(
    *,
    net: Decimal,
    base_quantity: Decimal,
    floor_price: Decimal | None,
    margin_floor_percent: Decimal | None,
    cost: Decimal,
    rate: Decimal,
    currency: str,
) -> str:
    """Which floor a line lies below: "floor", "margin" or "" for none; exactly at the floor is fine.

    One floor counts for a line: the price list's for this very product where there is one, else the margin
    floor. The price list's floor is met when the line's net is at least what the floor price makes of its
    quantity, rounded as the net was. The margin is (net − cost) / net, in the base currency.

    Units: `floor_price` per base unit in the line's currency, `net` in that currency, `cost` of the whole
    line in the base currency, `rate` base units for one unit of the line's currency.
    """
    if floor_price is not None:
        return "floor" if net < round_money(floor_price * base_quantity, currency) else ""
    if margin_floor_percent is None or base_quantity == 0:
        return ""
    earned = net * rate
    return "margin" if earned - cost < earned * margin_floor_percent / HUNDRED else ""
