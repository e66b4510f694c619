"""How stock came to be what it is: weekly production, its parts, purchases and suppliers that are late."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from orders.services.demo.catalog import Catalog, DemoItem
from orders.services.demo.dice import dice_for
from orders.services.demo.parties import DemoSupplier
from orders.services.demo.stream import DAYS_TOLD, DemoOrder
from orders.services.demo.workdays import Workdays

ZERO = Decimal(0)
WEEK = timedelta(days=7)
LOW_SHARE = 0.12  # of the items lie below their safety stock now


@dataclass(frozen=True, slots=True)
class StockFact:
    """Stock that came or went: opening, receipt or issue; `lot` and `purchase` where there is one."""

    sku: str
    at: datetime
    quantity: Decimal
    kind: str
    lot: str = ""
    purchase: int | None = None


@dataclass(slots=True)
class PurchaseFact:
    """A purchase of the past, all received on one day, maybe late."""

    supplier: str
    ordered_on: date
    expected_on: date
    received_at: datetime
    lines: list[tuple[str, Decimal]] = field(default_factory=list)


@dataclass(slots=True)
class SupplyStory:
    """All of it, with what every item's safety stock and reorder point are and which ones are short now."""

    facts: list[StockFact] = field(default_factory=list)
    purchases: list[PurchaseFact] = field(default_factory=list)
    weekly: dict[str, float] = field(default_factory=dict)
    on_hand: dict[str, Decimal] = field(default_factory=dict)
    short: list[str] = field(default_factory=list)


class SupplyMaker:
    """Works back from what was sold to what was made and bought, so that no shelf was ever below zero."""

    def __init__(
        self,
        *,
        catalog: Catalog,
        suppliers: Sequence[DemoSupplier],
        workdays: Workdays,
        time_zone: str,
        now: datetime,
        seed: int,
    ) -> None:
        """Set the first week of the time told."""
        self.catalog = catalog
        self.workdays = workdays
        self.zone = ZoneInfo(time_zone)
        self.now = now
        self.dice = dice_for(seed, "supply")
        self.today = now.astimezone(self.zone).date()
        first = self.today - timedelta(days=DAYS_TOLD + 7)
        self.first = first - timedelta(days=first.weekday())
        self.weeks = (self.today - self.first).days // 7 + 1
        self.by_kind: dict[str, list[DemoSupplier]] = defaultdict(list)
        for supplier in suppliers:
            self.by_kind[supplier.sells].append(supplier)
        self.story = SupplyStory()
        self._purchases: dict[tuple[str, int], int] = {}

    def make(self, past: Sequence[DemoOrder], present: Sequence[DemoOrder]) -> SupplyStory:
        """The story that serves all past orders, and of the present ones most."""
        used: dict[str, dict[int, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
        for order in past:
            if order.fate:
                continue
            week = self._week(order.at.date())
            for line in order.lines:
                used[line.item.sku][week] += line.quantity
        needed: dict[str, Decimal] = defaultdict(Decimal)
        asked: dict[str, int] = defaultdict(int)
        for order in present:
            for line in order.lines:
                needed[line.item.sku] += line.quantity
                asked[line.item.sku] += 1
        self._choose_short(needed, asked)
        for item in reversed(list(self.catalog.items.values())):  # what goes into others comes before them
            self._item(item, used, needed.get(item.sku, ZERO))
        self.story.facts.sort(key=lambda fact: (fact.at, fact.quantity < 0, fact.sku, fact.lot))
        return self.story

    def supplier_of(self, item: DemoItem) -> DemoSupplier:
        """Who usually delivers an item: always the same one of those who sell its kind."""
        offers = self.by_kind[item.supplier_kind]
        return offers[sum(map(ord, item.sku)) % len(offers)]

    def _choose_short(self, needed: Mapping[str, Decimal], asked: Mapping[str, int]) -> None:
        """A few items that some want now are short: the dearest of those in a handful of orders."""
        wanted = sorted(
            (sku for sku in needed if 2 <= asked[sku] <= 4),
            key=lambda sku: (-needed[sku] * self.catalog.items[sku].price, sku),
        )
        self.story.short = wanted[1 : max(8, len(wanted) // 8) : 2]

    def _week(self, day: date) -> int:
        return min(max((day - self.first).days // 7, 0), self.weeks - 1)

    def _monday(self, week: int) -> date:
        return self.first + WEEK * week

    def _item(self, item: DemoItem, used: dict[str, dict[int, Decimal]], needed: Decimal) -> None:
        per_week = used.get(item.sku, {})
        total = sum(per_week.values(), ZERO)
        mean = float(total) / self.weeks
        self.story.weekly[item.sku] = mean
        batch = _round_up(mean * self.dice.uniform(3.5, 6.5), item)
        safety = _round_up(mean * 0.8, item)
        stock = opening = _round_up(mean * self.dice.uniform(3, 6), item) + safety
        receipts: dict[int, Decimal] = {}
        for week in range(self.weeks):
            left = stock - per_week.get(week, ZERO)
            late = week >= self.weeks - 3  # the last weeks' supply is still on its way
            floor = ZERO if late else safety
            if left < floor:
                receipts[week] = batch + _round_up(float(floor - left), item)
                left += receipts[week]
            stock = left
        stock = self._aim(item, stock, receipts, needed, mean)
        self.story.on_hand[item.sku] = stock
        self._tell(item, opening, receipts, per_week, used)

    def _aim(
        self, item: DemoItem, stock: Decimal, receipts: dict[int, Decimal], needed: Decimal, mean: float
    ) -> Decimal:
        """Bring the last stock to what the present needs, or below it where it is short; a few lie low."""
        is_short = item.sku in self.story.short
        is_low = self.dice.random() < LOW_SHARE and mean > 1
        weeks = self.dice.uniform(0.2, 2.5)
        cover = _round_up(mean * (0.3 if is_low else weeks), item) + (1 if item.is_sold else 0)
        target = (needed * Decimal("0.35")).quantize(Decimal(1)) if is_short else needed + cover
        if is_short or is_low:
            for week in sorted(receipts, reverse=True):
                cut = min(max(stock - target, ZERO), receipts[week])
                receipts[week] -= cut
                stock -= cut
        if stock < target and not is_short:
            week = self.weeks - 1
            receipts[week] = receipts.get(week, ZERO) + target - stock
            stock = target
        return stock

    def _tell(
        self,
        item: DemoItem,
        opening: Decimal,
        receipts: dict[int, Decimal],
        per_week: Mapping[int, Decimal],
        used: dict[str, dict[int, Decimal]],
    ) -> None:
        lots = _Lots(item)
        start = datetime.combine(self.first - timedelta(days=3), time(9), self.zone)
        if opening:
            self._fact(item, start, opening, kind="opening", lot=lots.receive(opening, start.date()))
        for week in range(self.weeks):
            monday = self._monday(week)
            gained, spent = receipts.get(week, ZERO), per_week.get(week, ZERO)
            if gained > 0:
                self._gain(item, gained, lots=lots, week=week, used=used)
            if spent > 0 and not item.is_sold:  # sold items leave with their orders
                at = datetime.combine(monday, time(6, 45), self.zone)
                for lot, part in lots.spend(spent):
                    self._fact(item, at, -part, kind="issue", lot=lot)

    def _gain(
        self,
        item: DemoItem,
        quantity: Decimal,
        *,
        lots: _Lots,
        week: int,
        used: dict[str, dict[int, Decimal]],
    ) -> None:
        """A batch is made from its parts, or bought."""
        monday = self._monday(week)
        if item.is_made:
            at = datetime.combine(monday, time(7 if item.tier == "finished" else 6, 15), self.zone)
            self._fact(item, at, quantity, kind="receipt", lot=lots.receive(quantity, monday))
            for sku, per_piece, scrap in item.components:
                part = quantity * per_piece * (1 + scrap / 100)
                digits = "0.001" if self.catalog.items[sku].unit == "kg" else "1"
                used[sku][week] += part.quantize(Decimal(digits), rounding="ROUND_UP")
            return
        received = self.workdays.on_or_before(monday - timedelta(days=1))
        place = self._purchase(item, week, received)
        self.story.purchases[place].lines.append((item.sku, quantity))
        at = self.story.purchases[place].received_at
        self._fact(item, at, quantity, kind="receipt", lot=lots.receive(quantity, received), purchase=place)

    def _purchase(self, item: DemoItem, week: int, received: date) -> int:
        """The purchase that brought a supplier's goods in a week; one per supplier and week."""
        supplier = self.supplier_of(item)
        key = (supplier.code, week)
        if key not in self._purchases:
            late = round(self.dice.triangular(2, 16, 4)) if self.dice.random() < supplier.lateness else 0
            expected = (
                received - timedelta(days=late)
                if late
                else received + timedelta(days=self.dice.choice((0, 0, 1)))
            )
            ordered = self.workdays.on_or_before(expected - timedelta(days=supplier.lead_days))
            at = datetime.combine(received, time(14, 10), self.zone) + timedelta(
                minutes=self.dice.randrange(150)
            )
            self._purchases[key] = len(self.story.purchases)
            self.story.purchases.append(PurchaseFact(supplier.code, ordered, expected, min(at, self.now)))
        return self._purchases[key]

    def _fact(
        self,
        item: DemoItem,
        at: datetime,
        quantity: Decimal,
        *,
        kind: str,
        lot: str,
        purchase: int | None = None,
    ) -> None:
        self.story.facts.append(StockFact(item.sku, min(at, self.now), quantity, kind, lot, purchase))


class _Lots:
    """The lots of one item: a receipt makes one, the oldest is used first."""

    def __init__(self, item: DemoItem) -> None:
        self.item = item
        self.left: list[list[object]] = []
        self.count = 0

    def receive(self, quantity: Decimal, on: date) -> str:
        """Name the lot that comes in; empty where lots are not tracked."""
        if not self.item.is_lot_tracked:
            return ""
        self.count += 1
        code = f"{on:%y%m%d}-{self.count:02d}"
        self.left.append([code, quantity])
        return code

    def spend(self, quantity: Decimal) -> list[tuple[str, Decimal]]:
        """Which lots a quantity comes from."""
        if not self.item.is_lot_tracked:
            return [("", quantity)]
        parts: list[tuple[str, Decimal]] = []
        while quantity > 0 and self.left:
            code, there = str(self.left[0][0]), Decimal(str(self.left[0][1]))
            part = min(there, quantity)
            parts.append((code, part))
            quantity -= part
            self.left[0][1] = there - part
            if there == part:
                self.left.pop(0)
        return parts


def _round_up(quantity: float, item: DemoItem) -> Decimal:
    """A lot size: full packs, tens, or kilograms."""
    if quantity <= 0:
        return ZERO
    step = 1 if item.unit == "kg" else item.pack if item.is_sold else 10 if quantity > 20 else 1
    return Decimal(math.ceil(quantity / step) * step)
