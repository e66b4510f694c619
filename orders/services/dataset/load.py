"""The go-live load: masters, opening stock, past and open orders, purchases, and a reconciliation."""

from __future__ import annotations

import time
import uuid
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from erp.core.actor import Actor
from erp.core.copy import copy_rows
from erp.core.errors import Conflict
from erp.core.models import LoggedEvent
from erp.identity.models import User
from erp.masterdata.models import Carrier, Customer, Supplier
from erp.masterdata.selectors.company import business_day
from erp.processes.services.running import run_cases_of
from erp.processes.services.shipped import publish_shipped
from erp.processes.services.starting import take_up
from finance.models import CreditAccount
from inventory.models import Item
from orders.models import Order
from orders.services.dataset import items as goods
from orders.services.dataset import parties, people, purchases, reconcile, sales, stock
from orders.services.dataset import reconcile_making as made
from orders.services.dataset.calendar import LoadCalendar
from orders.services.dataset.reconcile import Check
from orders.services.dataset.shop import load_used_up, load_work_orders
from orders.services.dataset.source import Problem, Source
from orders.services.dataset.structure import Structure, load_structure
from orders.services.dataset.work_orders import Making, read_making, taken_by_open
from orders.services.history import Clerk, Clerks, HistoryResult, write_history

Say = Callable[[str], None]
STARTED, VIA = "dataset.load_started", "load_dataset"


@dataclass
class LoadReport:
    """What a load did: counts, problems of rows, and the reconciliation."""

    problems: list[Problem] = field(default_factory=list)
    checks: list[Check] = field(default_factory=list)
    history: HistoryResult = field(default_factory=HistoryResult)
    states: dict[str, int] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)

    @property
    def is_reconciled(self) -> bool:
        """Whether every figure agrees."""
        return all(check.is_right for check in self.checks)


@dataclass
class Masters:
    """Keys of the masters by their ids in the files."""

    regions: dict[int, int]
    users: dict[int, int]
    carriers: dict[int, int]
    items: dict[int, int]
    customers: dict[int, int]
    suppliers: dict[int, int]
    directory: parties.Directory
    structure: Structure
    making: Making


class Loader:
    """One run of the load. Everything found there already stays as it is."""

    def __init__(self, path: Path, *, actor: Actor, say: Say) -> None:
        """Read from a directory; `say` hears what is being done."""
        self.source, self.actor, self._say = Source(path), actor, say
        self.report = LoadReport()
        self._at, self._tells_making = time.monotonic(), True

    def say(self, stage: str, text: str) -> None:
        """Tell what a stage has done and how long it took."""
        now = time.monotonic()
        self.report.seconds[stage] = round(now - self._at, 1)
        self._say(f"{now - self._at:6.1f} s  {text}")
        self._at = now

    def run(
        self, *, as_of: date | None, shift_to_now: bool, limit: int | None, now: datetime | None = None
    ) -> LoadReport:
        """Load everything that is not there yet, and reconcile.

        Raises: Conflict when the database was loaded with another day before; Invalid for a bad path.
        """
        self.actor.require("orders.import_history")
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(hashtext('load_dataset'))")
            if not cursor.fetchone()[0]:
                raise Conflict("load_running")
        try:
            calendar = self._calendar(as_of, shift_to_now=shift_to_now, now=now or timezone.now())
            masters = self._masters(calendar)
            self._history(calendar, masters, limit)
        finally:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(hashtext('load_dataset'))")
        self.report.problems = self.source.problems
        return self.report

    def _calendar(self, as_of: date | None, *, shift_to_now: bool, now: datetime) -> LoadCalendar:
        """The clock of the first load counts for all later ones, so that a second run changes nothing."""
        if shift_to_now and as_of is None:
            as_of = self._last_day()
        shift = (business_day(now) - as_of).days if shift_to_now and as_of else 0
        wanted = as_of.isoformat() if as_of else ""
        known = LoggedEvent.objects.filter(name=STARTED).order_by("id").first()
        if known is not None:
            told = known.facts
            self._tells_making = bool(told.get("making"))
            if told["as_of"] != wanted or bool(told["shift_days"]) != bool(shift):
                raise Conflict("loaded_otherwise", as_of=told["as_of"], shift_days=told["shift_days"])
            return LoadCalendar(as_of, timedelta(days=told["shift_days"]), now)
        facts = {"as_of": wanted, "shift_days": shift, "making": True}
        row = (
            uuid.uuid4(), now, STARTED, "dataset", 1, "dataset", "dataset", 1, "dataset", self.actor.kind,
            self.actor.user_id, self.actor.label, VIA, facts,
        )  # fmt: skip
        columns = (
            "uid", "at", "name", "document_kind", "document_id", "document_number", "about_kind", "about_id",
            "about_number", "actor_kind", "actor_id", "actor_label", "actor_via", "facts",
        )  # fmt: skip
        copy_rows(LoggedEvent, columns, [row])
        return LoadCalendar(as_of, timedelta(days=shift), now)

    def _last_day(self) -> date:
        columns = {"order_date": sales.HEADER["order_date"]}
        days = [row.order_date for row in self.source.rows("sales_orders", columns)]
        return max(days, default=business_day(timezone.now()))

    def _masters(self, calendar: LoadCalendar) -> Masters:
        source = self.source
        regions = people.load_regions(source)
        users = people.load_people(source, regions)
        self.say(
            "people",
            _("%(regions)d regions, %(users)d people") % {"regions": len(regions), "users": len(users)},
        )
        units, categories = goods.load_units(source), goods.load_categories(source)
        carriers, tax_code = goods.load_carriers(source), goods.load_taxes(source)
        items = goods.load_items(source, calendar, units=units, categories=categories, tax_code=tax_code)
        price_list = goods.load_prices(source, calendar, items)
        self.say("items", _("%d products, prices") % len(items))
        making = read_making(source, items) if self._tells_making else Making()
        structure = load_structure(source, calendar, items, making)
        told = {"links": structure.links, "routings": len(structure.routings)}
        told["centers"] = len(structure.centers)
        self.say(
            "structure",
            _("%(links)d BOM links, %(centers)d work centers, %(routings)d routings") % told,
        )
        directory = parties.read_directory(source)
        acquaintance = sales.read_acquaintance(source, calendar)
        customers = parties.load_customers(
            source,
            directory,
            regions=regions,
            users=users,
            price_list=price_list,
            acquaintance=acquaintance,
        )
        suppliers = parties.load_suppliers(source, directory, items)
        told = {"customers": len(customers), "suppliers": len(suppliers)}
        self.say("parties", _("%(customers)d customers, %(suppliers)d suppliers") % told)
        return Masters(regions, users, carriers, items, customers, suppliers, directory, structure, making)

    def _history(self, calendar: LoadCalendar, masters: Masters, limit: int | None) -> None:
        source, items = self.source, masters.items
        places = stock.load_places(source, items)
        told = sales.read_sales(source, customers=masters.customers, items=items, carriers=masters.carriers)
        self.say("reading", _("%d orders read") % len(told.headers))
        placed = list(islice(told.placed(calendar), limit))
        self._write_stock(calendar, masters, told, places)
        self._write_orders(calendar, masters, told, placed, places)
        self._ask_for_reviews()
        bought = purchases.load_purchases(source, calendar, suppliers=masters.suppliers, items=items)
        self.say("purchases", _("%d purchase orders") % len(bought[0]))
        self._refresh_statistics()
        checks = _check_masters(masters)
        checks += reconcile.check_orders(placed, told.lines)
        checks += reconcile.check_purchases(*bought)
        checks += made.check_structure(masters.structure, masters.items)
        checks += made.check_work_orders(masters.making, calendar, masters.structure)
        if limit is None:
            checks += reconcile.check_stock(places.counted, set(places.bins.values()))
            checks += reconcile.check_open(calendar, placed)
        checks += reconcile.check_books()
        if limit is None and calendar.as_of is None and reconcile.is_known_set(source.path):
            checks += reconcile.against_facts(checks)
        if limit is None and reconcile.is_known_set(source.path):
            checks += made.against_open_facts(calendar)
        self.report.checks, self.report.states = checks, reconcile.order_spread()
        self.say("reconciliation", _("reconciled"))

    def _write_stock(
        self, calendar: LoadCalendar, masters: Masters, told: sales.Sales, places: stock.Places
    ) -> None:
        """Opening stock, unless it was written before, and the work orders that are not there yet."""
        making, items = masters.making, masters.items
        left: dict[int, Decimal] = defaultdict(Decimal, told.shipped(calendar))
        products = {item: product for product, item in items.items()}
        for item, quantity in taken_by_open(making, calendar, items):
            left[products[item]] += quantity
        for product, quantity in making.made(calendar).items():
            left[product] -= quantity
        days = [header.order_date for header in told.headers]
        days += [making.first_day] if making.first_day else []
        opened_at = calendar.at(min(days) - timedelta(days=1), 18) if days else calendar.now
        moves, used = stock.openings(places, items, left, at=opened_at)
        if not stock.is_opened():
            write_history(orders=(), moves=moves, actor=self.actor, via=VIA)
        if not making.headers:
            return
        count = load_work_orders(
            making,
            calendar,
            items=items,
            structure=masters.structure,
            places=places,
            actor=self.actor,
        )
        load_used_up(making, calendar, used, items=items, places=places, actor=self.actor)
        self.say("work orders", _("%d work orders written") % count)

    def _write_orders(
        self,
        calendar: LoadCalendar,
        masters: Masters,
        told: sales.Sales,
        placed: list[Any],
        places: stock.Places,
    ) -> None:
        """The orders that are not there yet."""
        teller = sales.OrderTeller(
            calendar=calendar,
            directory=masters.directory,
            customers=masters.customers,
            items=masters.items,
            freight_item=Item.objects.values_list("pk", flat=True).get(sku=goods.FREIGHT),
            carriers=masters.carriers,
            users=masters.users,
            locations=places.ships_from,
            reviewed=_reviewed(masters.customers),
        )
        history = self.report.history = write_history(
            orders=teller.tell(placed, told.lines),
            actor=self.actor,
            clerks=_clerks(),
            via=VIA,
            progress=lambda done: self._say(
                _("          %(done)d of %(all)d orders") % {"done": done, "all": len(placed)}
            ),
        )
        counts = {"written": history.orders, "skipped": history.skipped}
        self.say("orders", _("%(written)d orders written, %(skipped)d were there") % counts)

    def _ask_for_reviews(self) -> None:
        """Orders that stand submitted wait for finance: their tasks are opened as for any order."""
        publish_shipped()
        waiting = Order.objects.filter(channel=sales.CHANNEL, state=Order.State.SUBMITTED).order_by("pk")
        for order in waiting:
            at = order.submitted_at or order.created_at
            take_up(subject=order.ref, name="order.submitted", actor=self.actor, at=at)
            run_cases_of(order.ref, at=at)

    def _refresh_statistics(self) -> None:
        """Tell the planner about the new rows, or the first pages after a load are slow.

        Of our tables alone: the server's own, which all of its databases share, may be held by another load.
        """
        if self.report.history.orders:
            with connection.cursor() as cursor:
                tables = connection.introspection.table_names(cursor)
                names = ", ".join(connection.ops.quote_name(table) for table in sorted(tables))
                cursor.execute(f"ANALYZE {names}")
            self.say("statistics", _("statistics of the tables refreshed"))


def _check_masters(masters: Masters) -> list[Check]:
    return reconcile.check_masters(
        {
            "products": (Item, set(masters.items.values())),
            "customers": (Customer, set(masters.customers.values())),
            "employees": (User, set(masters.users.values())),
            "suppliers": (Supplier, set(masters.suppliers.values())),
            "carriers": (Carrier, set(masters.carriers.values())),
        }
    )


ROUTINE_GRADES = ("A", "B")  # those that the shipped table of order reviews lets pass


def _reviewed(customers: dict[int, int]) -> set[int]:
    """Customers of the files whose orders finance looks at."""
    grades = CreditAccount.objects.exclude(grade__in=ROUTINE_GRADES)
    keys = set(grades.filter(customer_id__in=customers.values()).values_list("customer_id", flat=True))
    return {customer for customer, key in customers.items() if key in keys}


def _clerks() -> Clerks:
    """Who did the work of the past: the first person of each post."""

    def first(role: str) -> Clerk | None:
        user = User.objects.filter(roles__contains=[role], is_active=True).order_by("pk").first()
        return Clerk(user.pk, str(user)) if user else None

    return Clerks(
        sales=first("sales_manager"), finance=first("finance"), warehouse=first("warehouse_operator")
    )


def load_dataset(
    path: Path,
    *,
    actor: Actor,
    say: Say,
    as_of: date | None = None,
    shift_to_now: bool = False,
    limit: int | None = None,
    now: datetime | None = None,
) -> LoadReport:
    """Load a company's go-live files; what is there already stays, a broken-off load is completed.

    Raises: Conflict `loaded_otherwise`, `load_running`; Invalid for a bad path.
    """
    loader = Loader(path, actor=actor, say=say)
    return loader.run(as_of=as_of, shift_to_now=shift_to_now, limit=limit, now=now)
