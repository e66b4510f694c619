"""Costs rolled up through the bills of materials, list prices and bar codes of the demo company."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from orders.services.demo.catalog_item import DemoItem
from orders.services.demo.dice import dice_for, money


def priced(items: dict[str, DemoItem], language: str, seed: int) -> dict[str, DemoItem]:
    """Roll costs up through the bills of materials, set prices, barcodes and how well each sells."""
    dice = dice_for(seed, "prices")
    factor = Decimal("5.6") if language == "zh" else Decimal(1)
    priced: dict[str, DemoItem] = {}
    for position, item in enumerate(items.values()):
        cost = item.cost * factor
        if item.is_made:
            material = sum(
                (priced[sku].cost * n * (1 + scrap / 100) for sku, n, scrap in item.components), Decimal(0)
            )
            cost = (
                material * Decimal("1.06")
                + (Decimal("0.35") if item.tier == "sub" else Decimal("1.60")) * factor
            )
        digits = 2 if item.is_sold or item.is_made else 4
        cost = max(money(cost, f"{Decimal(1).scaleb(-digits)}"), Decimal(1).scaleb(-digits))
        price = _list_price(cost * item.price, language) if item.is_sold else Decimal(0)
        appeal = dice.lognormvariate(0, 1.1) / (1 + position / max(len(items), 1)) if item.is_sold else 0.0
        priced[item.sku] = replace(
            item, cost=cost, price=price, appeal=appeal, barcode=_ean13(position, language)
        )
    return priced


def _list_price(amount: Decimal, language: str) -> Decimal:
    """A price as printed in a catalog: whole yuan, or dollars that end in 5 or 9."""
    if language == "zh":
        return Decimal(max(1, round(amount))) if amount >= 5 else money(amount, "0.1")
    if amount < 10:
        return money(amount, "0.1") - Decimal("0.01")
    return Decimal(round(amount)) - Decimal("0.05") if amount < 100 else Decimal(round(amount))


def _ean13(position: int, language: str) -> str:
    """A barcode with a right check digit, in the range of numbers for use inside a company (20 to 29).

    Source: GS1 General Specifications, check digit of GTIN-13.
    """
    body = f"{'29' if language == 'zh' else '20'}{4711:05d}{position:05d}"
    total = sum(int(digit) * (3 if index % 2 else 1) for index, digit in enumerate(body))
    return f"{body}{-total % 10}"
