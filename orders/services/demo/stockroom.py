"""Writes how stock came to be: lots, purchases of the past and the moves between."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

from erp.core.copy import copy_rows, take_keys
from erp.core.models import LoggedEvent
from erp.core.numbering import next_numbers
from inventory.models import Lot, PurchaseOrder, PurchaseOrderLine
from orders.services.demo import phrases
from orders.services.demo.phrases import say
from orders.services.demo.plan import DemoPlan
from orders.services.demo.supply import StockFact
from orders.services.demo.written import Written
from orders.services.history import HistoricMove

ZERO = Decimal(0)
PURCHASE = (
    "id", "number", "supplier_id", "warehouse_id", "currency_id", "state", "ordered_on", "expected_on",
    "received_at", "total", "created_at", "version",
)  # fmt: skip
PURCHASE_LINE = (
    "purchase_order_id", "line_no", "item_id", "quantity", "received", "unit_price", "expected_on",
)  # fmt: skip
EVENT = (
    "uid",
    "at",
    "name",
    "document_kind",
    "document_id",
    "document_number",
    "about_kind",
    "about_id",
    "about_number",
    "actor_kind",
    "actor_id",
    "actor_label",
    "actor_via",
    "facts",
    "changes",
)


class Stockroom:
    """The stock side of the demo company's past."""

    def __init__(self, plan: DemoPlan, written: Written) -> None:
        """Nothing is written yet."""
        self.plan = plan
        self.written = written
        self.lots: dict[tuple[str, str], int] = {}
        self.purchases: list[tuple[int, str]] = []  # key and number, in the plan's order
        self.buyer = written.people["buyer"]
        self.keeper = written.people["warehouse_operator"]

    def write_lots(self) -> None:
        """Write the lots that came in."""
        seen: dict[tuple[str, str], date] = {}
        for fact in self.plan.supply.facts:
            if fact.lot:
                seen.setdefault((fact.sku, fact.lot), fact.at.astimezone(self.plan.zone).date())
        rows = []
        for (sku, code), day in seen.items():
            life = self.plan.catalog.items[sku].shelf_life_days
            expires = (
                max(day, self.plan.today) + timedelta(days=60)
                if life and life < 400
                else day + timedelta(days=life or 730)
            )
            rows.append(
                Lot(item=self.written.items[sku], code=code, received_on=day, expires_on=max(expires, day))
            )
        Lot.objects.bulk_create(rows, batch_size=2000)
        self.lots = {key: row.pk for key, row in zip(seen, rows, strict=True)}

    def write_purchases(self) -> None:
        """Write the purchases of the past: all received and closed, some of them late."""
        facts = self.plan.supply.purchases
        numbers = next_numbers("purchase_order", len(facts))
        keys = take_keys(PurchaseOrder, len(facts))
        self.purchases = list(zip(keys, numbers, strict=True))
        orders, lines, events = [], [], []
        by_date = sorted(range(len(facts)), key=lambda place: facts[place].ordered_on)
        for (key, number), place in zip(self.purchases, by_date, strict=True):
            fact = facts[place]
            total = ZERO
            for position, (sku, quantity) in enumerate(fact.lines, start=1):
                item = self.written.items[sku]
                total += (quantity * item.standard_cost).quantize(Decimal("0.01"))
                lines.append(
                    (key, position, item.pk, quantity, quantity, item.standard_cost, fact.expected_on)
                )
            sent = datetime.combine(fact.ordered_on, time(15, 20), self.plan.zone)
            orders.append(
                (key, number, self.written.suppliers[fact.supplier], self.written.main.pk,
                 self.plan.words.currency, "closed", fact.ordered_on, fact.expected_on, fact.received_at,
                 total, sent, 4)
            )  # fmt: skip
            events += self._steps(key, number, sent, fact.received_at)
        copy_rows(PurchaseOrder, PURCHASE, orders)
        copy_rows(PurchaseOrderLine, PURCHASE_LINE, lines)
        copy_rows(LoggedEvent, EVENT, events)
        self.purchases = [pair for _, pair in sorted(zip(by_date, self.purchases, strict=True))]

    def _steps(
        self, key: int, number: str, sent: datetime, received: datetime | None
    ) -> list[tuple[Any, ...]]:
        """What the timeline says of one purchase."""
        steps = [
            (sent - timedelta(minutes=25), "created", "", "draft", self.buyer),
            (sent, "sent", "draft", "sent", self.buyer),
        ]
        if received is not None:
            steps.append((received, "received", "sent", "received", self.keeper))
            steps.append((received + timedelta(minutes=1), "closed", "received", "closed", self.keeper))
        return [
            (
                uuid4(),
                at,
                "purchase_order.changed",
                "purchase_order",
                key,
                number,
                "purchase_order",
                key,
                number,
                "user",
                by.pk,
                str(by),
                "demo",
                {"verb": verb},
                {"state": [before, after]},
            )
            for at, verb, before, after, by in steps
        ]

    def moves(self) -> Iterator[HistoricMove]:
        """Every move of the past that no order caused."""
        facts: list[StockFact] = self.plan.supply.facts
        for fact in facts:
            purchase = self.purchases[fact.purchase] if fact.purchase is not None else None
            yield HistoricMove(
                item_id=self.written.items[fact.sku].pk,
                location_id=self.written.item_bin[fact.sku],
                at=fact.at,
                quantity=fact.quantity,
                kind=fact.kind,
                lot_id=self.lots.get((fact.sku, fact.lot)),
                reason="" if purchase else self._reason(fact),
                source_kind="purchase_order" if purchase else "",
                source_id=purchase[0] if purchase else None,
                source_number=purchase[1] if purchase else "",
            )
        yield from self._depot_moves()

    def _reason(self, fact: StockFact) -> str:
        text = {"opening": phrases.OPENING, "receipt": phrases.MADE, "issue": phrases.USED}[fact.kind]
        return say(text, self.plan.language)

    def _depot_moves(self) -> Iterator[HistoricMove]:
        """The depot holds some of what sells best."""
        best = sorted(self.plan.catalog.sold(), key=lambda item: -self.plan.supply.weekly[item.sku])
        at = min(fact.at for fact in self.plan.supply.facts) + timedelta(days=90)
        for item in [item for item in best if not item.is_lot_tracked][: max(8, len(best) // 25)]:
            quantity = Decimal(max(4, round(self.plan.supply.weekly[item.sku] * 2)))
            yield HistoricMove(
                item_id=self.written.items[item.sku].pk,
                location_id=self.written.depot_bin,
                at=at,
                quantity=quantity,
                kind="opening",
                reason=say(phrases.DEPOT_OPENING, self.plan.language),
            )
