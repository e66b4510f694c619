"""What the demo company buys and sells as it is: controls, accessories and spare drivers."""

from __future__ import annotations

from itertools import product

from orders.services.demo import catalog_words as words
from orders.services.demo.catalog_item import DemoItem
from orders.services.demo.dice import money


def bought_goods(language: str) -> list[DemoItem]:
    """Controls and accessories, bought and sold as they are; the most usual ones first."""
    spot = 1 if language == "zh" else 0
    rows = [("CTRL", row, 21) for row in words.CONTROL_GOODS] + [
        ("ACC", row, 10) for row in words.ACCESSORY_GOODS
    ]
    rows = [row for pair in zip(rows[:8], rows[12:20], strict=True) for row in pair] + rows[8:12]
    for prefix, text, sizes, cost, markup, weight in words.ACCESSORY_RANGES:
        for step, size in enumerate(sizes):
            name = (text[0].format(size), text[1].format(size))
            factor = 1 + 0.35 * step
            rows.append(("ACC", (f"{prefix}-{size}", name, cost * factor, markup, weight * factor), 10))
    return [
        DemoItem(
            sku=sku,
            name=text[spot],
            category=category,
            tier="goods",
            cost=money(cost),
            price=money(markup),
            kilograms=money(weight),
            lead_days=lead,
            pack=10,
            supplier_kind="controls" if category == "CTRL" else "hardware",
        )
        for category, (sku, text, cost, markup, weight), lead in rows
    ]


def spare_drivers(language: str) -> list[DemoItem]:
    """Spare drivers sold by the piece; they fill a catalog up to its size."""
    spot = 1 if language == "zh" else 0
    found = []
    for watts, control in product(words.DRIVER_WATTS, words.DRIVER_COST):
        text = words.CONTROLS[control]
        names = (
            f"Spare driver {watts} W, {text[0] or 'fixed output'}",
            f"备件驱动 {watts}W {text[1] or '恒流'}",
        )
        found.append(
            DemoItem(
                sku=f"SP-DRV-{watts}{control}",
                name=names[spot],
                category="ACC",
                tier="goods",
                cost=money((2.4 + watts * 0.09) * words.DRIVER_COST[control]),
                price=money(2.2),
                kilograms=money(0.2),
                lead_days=30,
                pack=5,
                supplier_kind="drivers",
            )
        )
    return found
