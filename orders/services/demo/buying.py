"""Purchases on their way: what is short and what is low was ordered, some of it is late or came in part."""

from __future__ import annotations

import random
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from erp.identity.selectors.actors import actor_for
from erp.masterdata.models import Supplier
from inventory.models import PurchaseOrder
from inventory.services.purchase import (
    PurchaseLineInput,
    create_purchase_order,
    send_purchase_order,
)
from inventory.services.receipts import ReceiptInput, receive_purchase_order
from orders.services.demo.catalog_item import DemoItem
from orders.services.demo.dice import dice_for
from orders.services.demo.plan import DemoPlan
from orders.services.demo.written import Written

ZERO = Decimal(0)


class Buying:
    """The buyer's open work, done through the commands that the buyer uses."""

    def __init__(self, plan: DemoPlan, written: Written) -> None:
        """Look up who acts."""
        self.plan = plan
        self.written = written
        self.dice: random.Random = dice_for(plan.seed, "open purchases")
        self.buyer = actor_for(written.people["buyer"])
        self.keeper = actor_for(written.people["warehouse_operator"])
        self.suppliers = {row.code: row for row in Supplier.objects.all()}

    def play(self) -> None:
        """Order everything that is wanted; the last order is still a draft."""
        groups: dict[tuple[str, int], list[DemoItem]] = {}
        for item in self._wanted():
            supplier = self.plan.supplier_of[item.sku].code
            groups.setdefault((supplier, self.dice.randrange(2)), []).append(item)
        for place, ((supplier, _), items) in enumerate(groups.items()):
            expected = self._expected(is_overdue=place % 4 == 1)
            sent = self._sent(supplier, expected)
            order = create_purchase_order(
                supplier=self.suppliers[supplier],
                warehouse=self.written.main,
                expected_on=expected,
                lines=[
                    PurchaseLineInput(self.written.items[item.sku], self._quantity(item)) for item in items
                ],
                actor=self.buyer,
                at=sent - timedelta(minutes=25),
            )
            if place == len(groups) - 1:
                continue
            send_purchase_order(purchase_order_id=order.pk, actor=self.buyer, at=sent)
            if place % 4 == 2:
                self._receive_some(order, items)

    def _wanted(self) -> list[DemoItem]:
        """Bought items that are short, go into something short, or lie far below their reorder point."""
        short = set(self.plan.supply.short)
        parts = {part for sku in short for part, _, _ in self.plan.catalog.items[sku].components}
        found = []
        for item in self.plan.catalog.items.values():
            if item.is_made:
                continue
            point = self.written.items[item.sku].reorder_point or ZERO
            is_low = self.plan.supply.on_hand[item.sku] < point * Decimal("0.6")
            if item.sku in short or item.sku in parts or is_low:
                found.append(item)
        return found

    def _expected(self, *, is_overdue: bool) -> date:
        days, today = self.plan.workdays, self.plan.today
        if is_overdue:
            return days.on_or_before(today - timedelta(days=self.dice.randrange(2, 9)))
        return days.on_or_after(today + timedelta(days=self.dice.randrange(2, 15)))

    def _sent(self, supplier: str, expected: date) -> datetime:
        """When it was ordered: a lead time before, and never later than yesterday."""
        lead = timedelta(days=self.suppliers[supplier].lead_time_days)
        day = min(expected - lead, self.plan.today - timedelta(days=1))
        return datetime.combine(self.plan.workdays.on_or_before(day), time(15, 20), self.plan.zone)

    def _quantity(self, item: DemoItem) -> Decimal:
        return self.written.items[item.sku].reorder_quantity or Decimal(10)

    def _receive_some(self, order: PurchaseOrder, items: list[DemoItem]) -> None:
        """The first line that nobody waits for came yesterday, half of it."""
        for number, item in enumerate(items, start=1):
            if item.sku in self.plan.supply.short or item.is_sold:
                continue
            part = (self._quantity(item) / 2).to_integral_value(rounding="ROUND_CEILING")
            lot = f"{self.plan.today:%y%m%d}-A" if item.is_lot_tracked else ""
            receive_purchase_order(
                purchase_order_id=order.pk,
                lines=[ReceiptInput(number, min(part, self._quantity(item)), lot)],
                actor=self.keeper,
                at=self.plan.now - timedelta(hours=20),
            )
            return
