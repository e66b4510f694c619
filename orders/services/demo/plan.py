"""The whole demo company on paper: what is made from the seed before a single row is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from orders.services.demo.catalog import Catalog, make_catalog
from orders.services.demo.company_words import WORDS, CompanyWords
from orders.services.demo.dice import dice_for
from orders.services.demo.parties import DemoCustomer, DemoSupplier, make_customers, make_suppliers
from orders.services.demo.road import with_fresh_ones, with_open_dates, with_something_to_decide
from orders.services.demo.stream import DemoOrder, OrderStream
from orders.services.demo.supply import SupplyMaker, SupplyStory
from orders.services.demo.workdays import Workdays, workdays_for


@dataclass(frozen=True)
class DemoSize:
    """How large the company is, and how many of its orders are made by its services just now."""

    customers: int
    items: int
    orders: int
    present: int
    bins: int


SIZES: dict[str, DemoSize] = {
    "small": DemoSize(customers=40, items=120, orders=600, present=60, bins=24),
    "full": DemoSize(customers=2000, items=3000, orders=60_000, present=300, bins=240),
}


@dataclass(frozen=True)
class DemoPlan:
    """Everything that will be written."""

    language: str
    seed: int
    size: DemoSize
    now: datetime
    words: CompanyWords
    workdays: Workdays
    catalog: Catalog
    customers: Sequence[DemoCustomer]
    suppliers: Sequence[DemoSupplier]
    past: Sequence[DemoOrder]
    present: Sequence[DemoOrder]
    supply: SupplyStory
    supplier_of: dict[str, DemoSupplier]

    @property
    def today(self) -> date:
        """The company's own date."""
        return self.now.astimezone(self.zone).date()

    @property
    def zone(self) -> ZoneInfo:
        """The company's own time zone."""
        return ZoneInfo(self.words.time_zone)


def make_plan(*, size: DemoSize, language: str, seed: int, now: datetime) -> DemoPlan:
    """Make it all from the seed, relative to now; nothing of it touches the database."""
    words = WORDS[language]
    workdays = workdays_for(language, range(now.year - 3, now.year + 2))
    catalog = make_catalog(count=size.items, language=language, seed=seed)
    customers = make_customers(count=size.customers, language=language, seed=seed)
    suppliers = make_suppliers(language=language, seed=seed)
    stream = OrderStream(
        items=catalog.sold(),
        customers=customers,
        workdays=workdays,
        language=language,
        time_zone=words.time_zone,
        seed=seed,
    )
    orders = stream.make(count=size.orders, now=now)
    past = orders[: -size.present]
    latest = with_fresh_ones(orders[-size.present :], now)
    today = now.astimezone(ZoneInfo(words.time_zone)).date()
    latest = with_open_dates(latest, today, workdays, dice_for(seed, "open dates"))
    present = with_something_to_decide(latest, words.auto_confirm_below)
    maker = SupplyMaker(
        catalog=catalog, suppliers=suppliers, workdays=workdays, time_zone=words.time_zone, now=now, seed=seed
    )
    supply = maker.make(past, present)
    bought = (item for item in catalog.items.values() if not item.is_made)
    return DemoPlan(
        language=language,
        seed=seed,
        size=size,
        now=now,
        words=words,
        workdays=workdays,
        catalog=catalog,
        customers=customers,
        suppliers=suppliers,
        past=past,
        present=present,
        supply=supply,
        supplier_of={item.sku: maker.supplier_of(item) for item in bought},
    )
