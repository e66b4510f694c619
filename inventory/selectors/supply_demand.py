"""Every dated supply and demand of an item, row by row, with its pegs both ways.

The one source of what pages, alerts and planning show; promises add the same rows up by day
(`projection`). Blocked stock never counts.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import F, QuerySet

from erp.core.refs import DocumentRef
from erp.masterdata.selectors.calendars import ALWAYS, Calendar, kept_calendar, next_open_day
from inventory.calc.atp import Flow, cumulative_atp, project
from inventory.calc.atp_table import AtpTable, atp_table
from inventory.models import Demand, ExpectedSupply, Item, Peg, Warehouse
from inventory.selectors.projection import daily_flows, on_hand_by_place

ZERO = Decimal(0)
MOST_ROWS = 2000
SUPPLY, DEMAND, SAFETY = "supply", "demand", "safety_stock"


@dataclass(frozen=True)
class PegEnd:
    """The other end of a peg: which document it serves, or which serves it."""

    document: DocumentRef
    line_no: int | None
    quantity: Decimal
    on: date


@dataclass(frozen=True)
class DatedRow:
    """One dated supply (positive) or demand (negative), with the stock and the free quantity after it.

    `on` is the day it counts: a supply's after inspection on an open day, a demand's when its goods must
    leave; `due_on` is the document's own. `is_late`: its day has passed.
    """

    side: str
    kind: str
    document: DocumentRef
    line_no: int | None
    customer: str
    warehouse_id: int
    due_on: date
    on: date
    quantity: Decimal
    reserved: Decimal
    inspection_days: int
    is_late: bool
    pegs: tuple[PegEnd, ...]
    projected: Decimal = ZERO

    @property
    def pegged(self) -> Decimal:
        """How much of it has found its other end."""
        return sum((peg.quantity for peg in self.pegs), ZERO)


@dataclass(frozen=True)
class SupplyDemand:
    """All that is dated of one item at some warehouses, in the order of its days."""

    item: Item
    today: date
    on_hand: Decimal
    safety_stock: Decimal
    rows: tuple[DatedRow, ...] = field(default=())
    is_cut: bool = False

    @property
    def supplies(self) -> list[DatedRow]:
        """What comes."""
        return [row for row in self.rows if row.side == SUPPLY]

    @property
    def demands(self) -> list[DatedRow]:
        """What goes."""
        return [row for row in self.rows if row.side == DEMAND]

    @property
    def flows(self) -> list[Flow]:
        """The rows as promises reckon with them."""
        return [Flow(row.on, row.quantity, row.kind, row.document.number) for row in self.rows]

    def levels(self) -> list[tuple[date, Decimal]]:
        """Projected stock at the end of each day on which something happens."""
        return project(self.on_hand, self.flows, today=self.today).levels()

    def free(self) -> list[tuple[date, Decimal]]:
        """Cumulative available-to-promise of the same days."""
        return cumulative_atp(self.levels())


def supply_and_demand(
    item: Item, warehouse_ids: Collection[int], *, today: date, without: tuple[str, int] = ("", 0)
) -> SupplyDemand:
    """Every dated supply and demand of an item, with pegs both ways; at most 2,000 of each.

    Safety stock has no day: it is what the projected stock should not fall below, and is kept from no
    customer (ADR 11). Six statements.
    """
    ids = list(warehouse_ids)
    on_hand = sum(on_hand_by_place([item.pk], ids, today=today).values(), ZERO)
    supplies = list(_supplies(item, ids)[: MOST_ROWS + 1])
    demands = list(_demands(item, ids, without)[: MOST_ROWS + 1])
    served, serving = _pegs([row.pk for row in supplies], [row.pk for row in demands])
    calendars = _calendars(ids)
    rows = [
        _supply_row(row, calendars.get(row.warehouse_id, ALWAYS), served.get(row.pk, []), today)
        for row in supplies[:MOST_ROWS]
    ]
    rows += [_demand_row(row, serving.get(row.pk, []), today) for row in demands[:MOST_ROWS]]
    rows.sort(key=lambda row: (row.on, row.side != SUPPLY, row.document.number, row.line_no or 0))
    return SupplyDemand(
        item,
        today,
        on_hand,
        item.safety_stock,
        tuple(_with_levels(rows, on_hand)),
        len(supplies) > MOST_ROWS or len(demands) > MOST_ROWS,
    )


def _supplies(item: Item, warehouse_ids: list[int]) -> QuerySet[ExpectedSupply]:
    rows = ExpectedSupply.objects.filter(item=item, warehouse_id__in=warehouse_ids, is_open=True)
    return rows.filter(quantity__gt=F("received")).order_by("usable_on", "pk")


def _demands(item: Item, warehouse_ids: list[int], without: tuple[str, int]) -> QuerySet[Demand]:
    rows = Demand.objects.filter(
        item=item, warehouse_id__in=warehouse_ids, quantity__gt=F("shipped") + F("cancelled")
    )
    if without[1]:
        rows = rows.exclude(document_kind=without[0], document_id=without[1])
    return rows.select_related("customer").order_by("needed_on", "pk")


def _calendars(warehouse_ids: list[int]) -> dict[int, Calendar]:
    rows = Warehouse.objects.filter(pk__in=warehouse_ids).values_list("pk", "calendar_id")
    return {pk: kept_calendar(calendar_id) for pk, calendar_id in rows}


def _pegs(
    supply_ids: Sequence[int], demand_ids: Sequence[int]
) -> tuple[dict[int, list[PegEnd]], dict[int, list[PegEnd]]]:
    """The pegs by supply (whom it serves) and by demand (what serves it)."""
    served: dict[int, list[PegEnd]] = {}
    serving: dict[int, list[PegEnd]] = {}
    known = Peg.objects.select_related("supply", "demand")
    for peg in known.filter(supply_id__in=supply_ids).order_by("demand__needed_on", "pk"):
        demand = peg.demand
        served.setdefault(peg.supply_id, []).append(
            PegEnd(demand.document, demand.line_no, peg.quantity, demand.ship_by)
        )
    for peg in known.filter(demand_id__in=demand_ids).order_by("supply__usable_on", "pk"):
        supply = peg.supply
        serving.setdefault(peg.demand_id, []).append(
            PegEnd(supply.document, None, peg.quantity, supply.due_on)
        )
    return served, serving


def _supply_row(row: ExpectedSupply, calendar: Calendar, pegs: list[PegEnd], today: date) -> DatedRow:
    usable = row.due_on + timedelta(days=row.inspection_days)
    day = usable if usable >= today else today + timedelta(days=1)
    return DatedRow(
        side=SUPPLY,
        kind=row.kind,
        document=row.document,
        line_no=None,
        customer="",
        warehouse_id=row.warehouse_id,
        due_on=row.due_on,
        on=next_open_day(calendar, day),
        quantity=row.quantity - row.received,
        reserved=ZERO,
        inspection_days=row.inspection_days,
        is_late=row.due_on < today,
        pegs=tuple(pegs),
    )


def _demand_row(row: Demand, pegs: list[PegEnd], today: date) -> DatedRow:
    return DatedRow(
        side=DEMAND,
        kind=row.document_kind,
        document=row.document,
        line_no=row.line_no,
        customer=row.customer.name if row.customer else "",
        warehouse_id=row.warehouse_id,
        due_on=row.promised_on or row.due_on,
        on=max(row.ship_by, today),
        quantity=-(row.quantity - row.shipped - row.cancelled),
        reserved=row.reserved,
        inspection_days=0,
        is_late=row.ship_by < today,
        pegs=tuple(pegs),
    )


def _with_levels(rows: Sequence[DatedRow], on_hand: Decimal) -> list[DatedRow]:
    found, level = [], on_hand
    for row in rows:
        level += row.quantity
        found.append(replace(row, projected=level))
    return found


def atp_periods(
    item_id: int, warehouse_ids: Collection[int], *, today: date, start: date, days: int, periods: int
) -> AtpTable:
    """Available-to-promise of an item by period; one statement whatever is open."""
    on_hand, flows = daily_flows(item_id, warehouse_ids, today=today)
    return atp_table(on_hand, flows, today=today, start=start, days=days, periods=periods)
