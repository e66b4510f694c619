"""The dock of the demo company: receipts in every state, a supplier that is trusted no more, its invoices."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

from erp.identity.selectors.actors import actor_for
from erp.masterdata.models import Supplier
from finance.services.payables import BilledLine, record_payable
from finance.services.supplier_payments import pay_payable
from inventory.models import Receipt
from inventory.services.exemptions import grant_exemption
from inventory.services.inspections import InspectionInput, inspect_receipt
from inventory.services.purchase import PurchaseLineInput, create_purchase_order, send_purchase_order
from inventory.services.put_away import put_away_receipt
from inventory.services.receipts import ReceiptInput, receive_purchase_order
from inventory.services.supplier_watch import watch_supplier
from orders.services.demo import phrases
from orders.services.demo.catalog_item import DemoItem
from orders.services.demo.phrases import say
from orders.services.demo.plan import DemoPlan
from orders.services.demo.written import Written

LOT = Decimal(60)


class Dock:
    """What came in lately, done through the commands that people at the dock use."""

    def __init__(self, plan: DemoPlan, written: Written) -> None:
        """Look up who acts and what is bought from whom."""
        self.plan = plan
        self.written = written
        self.buyer = actor_for(written.people["buyer"])
        self.keeper = actor_for(written.people["warehouse_operator"])
        self.finance = actor_for(written.people["finance"])
        self.suppliers = {row.code: row for row in Supplier.objects.all()}

    def play(self) -> None:
        """Nine deliveries of the last days."""
        items = self._items()
        if len(items) < 2:
            return
        self._wait(items)
        self._done(items)
        self._freeze(items[0])

    def _items(self) -> list[DemoItem]:
        """Parts that are bought, not short and not tracked, of as many suppliers as there are."""
        found: dict[str, DemoItem] = {}
        short = self.plan.supply.short
        for item in self.plan.catalog.items.values():
            if item.is_made or item.is_sold or item.is_lot_tracked or item.sku in short:
                continue
            found.setdefault(self.plan.supplier_of[item.sku].code, item)
        return list(found.values())

    def _came(self, item: DemoItem, *, hours: float, late: int = 0, inspect: bool = True) -> Receipt:
        """An order of one line, sent two weeks ago and delivered some hours ago."""
        at = self._ago(hours)
        order = create_purchase_order(
            supplier=self.suppliers[self.plan.supplier_of[item.sku].code],
            warehouse=self.written.main,
            expected_on=at.astimezone(self.plan.zone).date() - timedelta(days=late),
            lines=[PurchaseLineInput(self.written.items[item.sku], LOT)],
            actor=self.buyer,
            at=at - timedelta(days=15),
        )
        send_purchase_order(purchase_order_id=order.pk, actor=self.buyer, at=at - timedelta(days=14))
        return receive_purchase_order(
            purchase_order_id=order.pk,
            lines=[ReceiptInput(1, LOT)],
            delivery_note=f"DN-{order.pk:05d}",
            inspect_all=inspect,
            actor=self.keeper,
            at=at,
        )

    def _ago(self, hours: float) -> datetime:
        return self.plan.now - timedelta(hours=hours)

    def _judge(self, receipt: Receipt, rejected: int, *, hours: float) -> None:
        inspect_receipt(
            receipt_id=receipt.pk,
            lines=[
                InspectionInput(
                    1,
                    LOT - rejected,
                    Decimal(rejected),
                    reason=say(phrases.DAMAGED, self.plan.language) if rejected else "",
                )
            ],
            actor=self.keeper,
            at=self._ago(hours),
        )

    def _wait(self, items: list[DemoItem]) -> None:
        """One waits for inspection, one to be put away, one was rejected as a whole."""
        self._came(items[1], hours=3)
        self._judge(self._came(items[1], hours=20), 0, hours=2)
        self._judge(self._came(items[1], hours=50), int(LOT), hours=45)

    def _done(self, items: list[DemoItem]) -> None:
        """Two are put away and billed: one is paid, the other's price is not what was agreed."""
        for number, (item, factor) in enumerate(((items[1], Decimal(1)), (items[-1], Decimal("1.12")))):
            receipt = self._came(item, hours=150)
            self._judge(receipt, 0, hours=140)
            put_away_receipt(receipt_id=receipt.pk, actor=self.keeper, at=self._ago(130))
            line = receipt.purchase_order.lines.select_related("purchase_order").get()
            payable = record_payable(
                supplier_id=receipt.supplier_id,
                supplier_number=f"{self.plan.today:%y%m}-{7710 + number}",
                invoiced_on=self.plan.today - timedelta(days=4),
                lines=[BilledLine(line, LOT, (line.unit_price * factor).quantize(Decimal("0.0001")))],
                actor=self.finance,
                at=self._ago(60),
            )
            if payable.open_amount and number == 0:
                pay_payable(payable_id=payable.pk, actor=self.finance, at=self._ago(30))

    def _freeze(self, item: DemoItem) -> None:
        """A trusted supplier's spot checks were bad three times in a row."""
        supplier = self.suppliers[self.plan.supplier_of[item.sku].code]
        if not supplier.is_inspection_exempt:
            grant_exemption(
                supplier_id=supplier.pk,
                evidence=say(phrases.TRUSTED, self.plan.language),
                actor=self.buyer,
                at=self._ago(24 * 200),
            )
        for hours, rejected in ((400, 5), (240, 8), (90, 6)):
            receipt = self._came(item, hours=hours)
            self._judge(receipt, rejected, hours=hours - 8)
        watch_supplier(supplier_id=supplier.pk, at=self._ago(80))
