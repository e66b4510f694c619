"""Writes what the demo company's goods consist of: bills in force, those they replaced and those to come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from orders.services.demo.catalog_item import DemoItem
from orders.services.demo.catalog_words import Text
from orders.services.demo.phrases import say
from orders.services.demo.plan import DemoPlan
from orders.services.demo.written import Written
from production.models import Bom, BomComponent

ROWS_AT_ONCE = 2000
BETTERED_DAYS_AGO, BETTER_IN_DAYS, BEGAN_DAYS_AGO = 90, 35, 730
NOTHING: Text = ("", "")
BETTERED: Text = ("Fewer rejects since the new fixture", "换用新工装后损耗降低")
SOON_BETTER: Text = ("With the soldering profile of the trial run", "采用试产验证过的焊接曲线")


@dataclass(frozen=True)
class _Version:
    """One version of a bill: its days, why it was made, and how its scrap differs from the usual."""

    since: date
    until: date | None
    note: Text
    scrap: Decimal


def write_bills(plan: DemoPlan, written: Written) -> None:
    """Write a bill for all that is made; every fifth was bettered a while ago, and some will be soon."""
    boms: list[Bom] = []
    components: list[BomComponent] = []
    made = [item for item in plan.catalog.items.values() if item.is_made]
    for place, item in enumerate(made):
        for number, version in enumerate(_versions(plan, place), start=1):
            bom = Bom(
                item=written.items[item.sku],
                version=number,
                valid_from=version.since,
                valid_to=version.until,
                note=say(version.note, plan.language),
            )
            boms.append(bom)
            components += _components(item, bom, version, written)
    Bom.objects.bulk_create(boms, batch_size=ROWS_AT_ONCE)
    BomComponent.objects.bulk_create(components, batch_size=ROWS_AT_ONCE)


def _versions(plan: DemoPlan, place: int) -> list[_Version]:
    began = plan.today - timedelta(days=BEGAN_DAYS_AGO)
    bettered = plan.today - timedelta(days=BETTERED_DAYS_AGO)
    soon = plan.today + timedelta(days=BETTER_IN_DAYS)
    found = [_Version(began, None, NOTHING, Decimal(0))]
    if place % 5 == 2:
        found = [
            _Version(began, bettered - timedelta(days=1), NOTHING, Decimal("1.5")),
            _Version(bettered, None, BETTERED, Decimal(0)),
        ]
    if place % 15 == 7:
        found.append(_Version(soon, None, SOON_BETTER, Decimal("-0.5")))
    return found


def _components(item: DemoItem, bom: Bom, version: _Version, written: Written) -> list[BomComponent]:
    return [
        BomComponent(
            bom=bom,
            item=written.items[sku],
            quantity=quantity,
            scrap_percent=max(scrap + version.scrap, Decimal(0)),
        )
        for sku, quantity, scrap in item.components
    ]
