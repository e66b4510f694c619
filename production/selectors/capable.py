"""Capable to promise: what stock and supply don't cover is made or bought anew, down the bills."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from django.db import connection
from django.utils import timezone

from inventory.calc.atp import Projection, Source, Taken, cover
from inventory.models import Item
from inventory.selectors.projection import Outlooks, Place
from production.calc.explosion import Bill, Part, needed, parts_of, rounded
from production.selectors.bills import bills_in_force
from production.selectors.shop_board import FIRST, Made, ShopBoard

ZERO = Decimal(0)
MOST_LEVELS = 30
MOST_STEPS = 10_000

_OFFERS = """
SELECT DISTINCT ON (o.item_id) o.item_id, o.lead_time_days,
    CASE WHEN s.is_inspection_exempt THEN 0 ELSE o.inspection_days END
FROM inventory_supplieritem o JOIN masterdata_supplier s ON s.id = o.supplier_id AND s.is_active
WHERE o.item_id = ANY(%s) AND coalesce(o.valid_from, %s) <= %s AND coalesce(o.valid_to, %s) >= %s
ORDER BY o.item_id, o.lead_time_days + CASE WHEN s.is_inspection_exempt THEN 0 ELSE o.inspection_days END,
    o.price, o.id
"""


@dataclass(frozen=True)
class Offer:
    """How quickly a bought item can be here and usable."""

    lead_time_days: int
    inspection_days: int


@dataclass(frozen=True)
class Drawn:
    """What a plan takes of stock and supply, to be named once all lines are quoted."""

    place: tuple[int, int]
    taken: Taken
    item: Item


@dataclass
class Plan:
    """How a quantity is made or bought: when it is there, and what it draws for that."""

    source: Source
    drawn: list[Drawn] = field(default_factory=list)
    below: list[Plan] = field(default_factory=list)


@dataclass
class Workshop:
    """What can be made and bought: bills, parts and offers, read when the first line runs short.

    A plan's parts are taken from the same projections as the lines themselves, and its operations put into
    the same gaps of the schedule, so nothing is promised twice, neither to another line nor to another part
    of the same product. `standing` is what of the asks is in the projections as a demand already.
    """

    outlooks: Outlooks
    warehouse_ids: tuple[int, ...]
    items: dict[int, Item]
    _bills: dict[int, Bill] | None = None
    _offers: dict[int, Offer] = field(default_factory=dict)
    standing: dict[Place, Decimal] = field(default_factory=dict)
    _behind: set[Place] = field(default_factory=set)
    _taken: list[tuple[Projection, date, Decimal]] = field(default_factory=list)
    _made: list[Made] = field(default_factory=list)
    _shop: ShopBoard | None = None
    _steps: int = 0

    def plan(self, item: Item, warehouse_id: int, quantity: Decimal) -> Plan | None:
        """When a quantity of an item can be made or bought, taking what that needs; None when it can't."""
        self.open()
        self._taken, self._made, self._steps = [], [], 0
        found = self._plan(item, warehouse_id, quantity, ())
        if found is None:
            for projection, day, part in self._taken:
                projection.add(day, part)
            for made in self._made:
                self.shop.undo(made)
        return found

    @property
    def shop(self) -> ShopBoard:
        """The gaps of the schedule in force."""
        if self._shop is None:
            self._shop = ShopBoard(self.outlooks.today, timezone.now())
        return self._shop

    def over(self, outlooks: Outlooks) -> Workshop:
        """The same open workshop, taking from other outlooks, and its gaps as they are now."""
        return replace(
            self, outlooks=outlooks, _taken=[], _made=[], _behind=set(self._behind), _shop=self.shop.copy()
        )

    def open(self) -> None:
        """Read bills of all made items, their parts' items, stock and supply, and the offers, once.

        Five statements, whatever the number of lines and of levels; the schedule is read when the first
        operation needs a place.
        """
        if self._bills is not None:
            return
        made = [item.pk for item in self.items.values() if item.supply == Item.Supply.MAKE]
        self._bills = bills_in_force(made, self.outlooks.today) if made else {}
        parts = {part.item_id for bill in self._bills.values() for part in bill.components}
        unknown = parts - self.items.keys()
        if unknown:
            self.items |= Item.objects.select_related("unit").in_bulk(unknown)
        self.outlooks.read(parts, self.warehouse_ids)
        stocked = (item for item in self.items.values() if item.kind == Item.Kind.STOCKED)
        bought = [item.pk for item in stocked if self._bill_of(item) is None]
        self._offers = _offers_of(bought, self.outlooks.today)
        self.shop.learn(pk for pk, item in self.items.items() if item.supply == Item.Supply.MAKE)

    def _bill_of(self, item: Item) -> Bill | None:
        """The bill by which an item is made; none for what is bought, even where it has one."""
        return (self._bills or {}).get(item.pk) if item.supply == Item.Supply.MAKE else None

    def _plan(self, item: Item, warehouse_id: int, quantity: Decimal, path: tuple[int, ...]) -> Plan | None:
        self._steps += 1
        if item.planning == Item.Planning.NONE or item.pk in path:
            return None
        if len(path) >= MOST_LEVELS or self._steps > MOST_STEPS:
            return None
        bill = self._bill_of(item)
        if bill is None and self.shop.has(item.pk):
            bill = Bill(Decimal(1), ())
        if bill is None:
            return self._buy(item, warehouse_id, quantity)
        return self._make(item, bill, warehouse_id, quantity, (*path, item.pk))

    def _buy(self, item: Item, warehouse_id: int, quantity: Decimal) -> Plan:
        """Ordered today: the quickest supplier's lead time and inspection, else the item's own lead time."""
        offer = self._offers.get(item.pk) or Offer(item.lead_time_days, 0)
        days = offer.lead_time_days + offer.inspection_days
        day = self.outlooks.open_day(warehouse_id)(self.outlooks.today + timedelta(days=days))
        return Plan(
            Source(
                "plan",
                quantity,
                day,
                inspection_days=offer.inspection_days,
                product=item.sku,
                lead_time_days=offer.lead_time_days,
            )
        )

    def _make(
        self, item: Item, bill: Bill, warehouse_id: int, quantity: Decimal, path: tuple[int, ...]
    ) -> Plan | None:
        """Made once its latest part is there: by its routing in the gaps of the schedule, without one the
        item's own lead time after that.

        Phantoms are never there: what they consist of is taken instead, with the scrap of every level.
        """
        starts_on = self.outlooks.today
        plan = Plan(Source("plan", quantity, starts_on))
        starts: dict[int, date] = {}
        for part in self._parts(item, bill, quantity):
            below = self.items[part.component.item_id]
            if below.kind != Item.Kind.STOCKED:
                continue
            day = self._take(below, warehouse_id, rounded(part.quantity), path, plan)
            if day is None:
                return None
            starts_on = max(starts_on, day)
            number = part.component.operation_number or FIRST
            starts[number] = max(starts.get(number, day), day)
        self._make_lacking(item, warehouse_id)
        made = self.shop.make(item.pk, quantity, starts)
        open_day = self.outlooks.open_day(warehouse_id)
        if made is None:
            days = item.lead_time_days
            ends_on = open_day(starts_on + timedelta(days=days))
            plan.source = Source("plan", quantity, ends_on, product=item.sku, lead_time_days=days)
            return plan
        self._made.append(made)
        plan.source = Source(
            "capacity",
            quantity,
            open_day(made.on),
            product=item.sku,
            work_center=made.work_center,
            wait=made.wait,
        )
        return plan

    def _make_lacking(self, item: Item, warehouse_id: int) -> None:
        """What others were promised of an item and nobody makes yet takes its machines first."""
        place = (item.pk, warehouse_id)
        if place in self._behind:
            return
        self._behind.add(place)
        level = self.outlooks.at(*place).levels()[-1][1]
        lacking = -level - self.standing.get(place, ZERO)
        if lacking > 0:
            self.shop.make(item.pk, lacking, {})

    def _parts(self, item: Item, bill: Bill, quantity: Decimal) -> list[Part]:
        """What making a quantity takes; a phantom that consists of itself is a part like any other."""
        if not bill.components:
            return []
        try:
            return parts_of(self._bills or {}, item.pk, Fraction(quantity))
        except ValueError:
            return [
                Part(part, needed(part, bill.output_quantity, Fraction(quantity))) for part in bill.components
            ]

    def _take(
        self, item: Item, warehouse_id: int, need: Decimal, path: tuple[int, ...], plan: Plan
    ) -> date | None:
        """The day on which a part is there; what was found of it stands as demand from now on."""
        projection = self.outlooks.at(item.pk, warehouse_id)
        found = cover(projection, need, wanted=self.outlooks.today)
        day = found.on
        if day is None:
            made = self._plan(item, warehouse_id, need - found.covered, path)
            if made is None:
                return None
            plan.below.append(made)
            days = [taken.on for taken in found.taken if taken.on is not None]
            day = max([made.source.date, *days])
        if found.covered > 0:
            projection.add(day, -found.covered)
            self._taken.append((projection, day, found.covered))
            plan.drawn += [Drawn((item.pk, warehouse_id), taken, item) for taken in found.taken]
        return day


def _offers_of(item_ids: Iterable[int], today: date) -> dict[int, Offer]:
    """Per item the offer in force by which it can be here and usable first; of equals the cheaper."""
    asked = sorted(item_ids)
    if not asked:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_OFFERS, [asked, today, today, today, today])
        return {pk: Offer(lead, inspection) for pk, lead, inspection in cursor.fetchall()}
