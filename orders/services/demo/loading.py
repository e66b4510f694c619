"""Loads the demo company: paper first, then set-up, past and present in one transaction."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from django.apps import apps
from django.db import connection, transaction
from django.utils import timezone, translation

from erp.core.actor import Actor, system_actor
from erp.core.numbering import next_numbers
from erp.identity.models import User
from erp.processes.services.shipped import publish_shipped
from inventory.services.replenishment import run_replenishment
from orders.models import Order
from orders.services.demo.aftermath import Aftermath
from orders.services.demo.buyers import tighten_limits, write_customers
from orders.services.demo.buying import Buying
from orders.services.demo.dock import Dock
from orders.services.demo.errands import Errands
from orders.services.demo.foresight import look_ahead
from orders.services.demo.goods import write_goods
from orders.services.demo.offers import Offers
from orders.services.demo.organization import write_organization
from orders.services.demo.past import Past
from orders.services.demo.plan import SIZES, DemoPlan, make_plan
from orders.services.demo.present import Present
from orders.services.demo.scanned import write_scans
from orders.services.demo.stockroom import Stockroom
from orders.services.demo.talks import hold_talks
from orders.services.demo.traced import trace_lots
from orders.services.demo.written import Written
from orders.services.history import Clerk, Clerks, write_history

Guest = Callable[[Actor, datetime], dict[str, int]]
_guests: list[Guest] = []


def invite(guest: Guest) -> None:
    """Have an upper app add its part to the demo company, after all else; called from its `apps.ready`."""
    if guest not in _guests:
        _guests.append(guest)


@dataclass
class DemoReport:
    """What was loaded, and how long each step took."""

    counts: dict[str, int] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)


def is_in_use() -> bool:
    """Whether somebody works with this database already, so that a demo would mix with real work."""
    return User.objects.exists() or Order.objects.exists()


def load_demo_company(
    *,
    size: str,
    language: str,
    seed: int = 1,
    now: datetime | None = None,
    tell: Callable[[str], None] = lambda text: None,
) -> DemoReport:
    """Write the demo company into an empty database, all of it or nothing.

    The same seed, size and language make the same company; its dates are relative to now.
    `tell` hears what is being done.
    """
    report = DemoReport()
    clock = _Clock(report, tell)
    now = now or timezone.now()
    with transaction.atomic():
        publish_shipped()
        plan = make_plan(size=SIZES[size], language=language, seed=seed, now=now)
        clock.done("plan")
        written = write_organization(plan)
        write_goods(plan, written)
        write_customers(plan, written)
        next_numbers("customer", len(plan.customers))
        next_numbers("supplier", 1000 + len(plan.suppliers))
        clock.done("masters")
        _write_past(plan, written, report, tell)
        _count_rows()
        clock.done("past")
        Buying(plan, written).play()
        Dock(plan, written).play()
        report.counts |= Present(plan, written).play()
        report.counts |= trace_lots(plan, written)
        report.counts |= write_scans(plan, written)
        with translation.override("zh-hans" if language == "zh" else language):
            report.counts |= Aftermath(plan, written).play()
        report.counts |= Offers(plan, written).play()
        report.counts |= Errands(plan, written).play()
        report.counts |= look_ahead(plan, written)
        clock.done("ahead")
        report.counts["S&OP decisions"] = hold_talks(plan, written)
        run_replenishment(actor=system_actor("replenishment"), at=now)
        tighten_limits(plan)
        clock.done("present")
        _count_rows()
        with translation.override("zh-hans" if language == "zh" else language):
            for guest in _guests:
                report.counts |= guest(system_actor("demo"), now)
        clock.done("guests")
    return report


def _count_rows() -> None:
    """Tell the planner of the rows written, which it can't know before they are committed."""
    tables = sorted(model._meta.db_table for model in apps.get_models() if model._meta.managed)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE " + ", ".join(map(connection.ops.quote_name, tables)))


def _write_past(plan: DemoPlan, written: Written, report: DemoReport, tell: Callable[[str], None]) -> None:
    room = Stockroom(plan, written)
    room.write_lots()
    room.write_purchases()
    actor: Actor = system_actor("demo")
    result = write_history(
        orders=Past(plan, written).orders(),
        moves=room.moves(),
        actor=actor,
        via="demo",
        clerks=Clerks(
            sales=_clerk(written, "sales"),
            finance=_clerk(written, "finance"),
            warehouse=_clerk(written, "warehouse_operator"),
        ),
        progress=lambda count: tell(f"{count} of {len(plan.past)} past orders"),
    )
    report.counts |= {
        "past orders": result.orders,
        **result.rows,
        "past waiting for stock": result.left_waiting,
    }


def _clerk(written: Written, username: str) -> Clerk:
    person = written.people[username]
    return Clerk(person.pk, str(person))


class _Clock:
    def __init__(self, report: DemoReport, tell: Callable[[str], None]) -> None:
        self.report, self.tell = report, tell
        self.began = time.monotonic()

    def done(self, step: str) -> None:
        """Note how long a step took."""
        now = time.monotonic()
        self.report.seconds[step] = now - self.began
        self.tell(f"{step}: {now - self.began:.1f} s")
        self.began = now
