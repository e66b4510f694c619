"""From when on the components of work orders are there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.db.models import F

from erp.masterdata.selectors.company import business_day, company
from inventory.models import ExpectedSupply, Item, Peg
from inventory.selectors.demands import free_stock
from production.models import WorkOrder, WorkOrderComponent

ZERO = Decimal(0)
FIRST = 0


def material_dates(
    orders: Sequence[WorkOrder], now: datetime, *, late: Mapping[int, int] | None = None
) -> dict[tuple[int, int], datetime]:
    """When the last missing component of a work order's operation is there, by (work order, operation
    number).

    Number 0 stands for components that no operation is named for: they are needed at the first. What is
    reserved or issued is there. The rest comes with the supplies pegged to it, else with what lies free,
    else with open supplies in the order of their days, shared out by due date; what nobody has ordered
    comes after the item's lead time. A scenario says which supplies come so many days `late`.
    """
    by_id = {order.pk: order for order in orders}
    parts = list(
        WorkOrderComponent.objects.filter(work_order__in=by_id, quantity__gt=F("issued"))
        .select_related("demand", "item")
        .order_by("work_order__due_on", "work_order_id", "line_no")
    )
    if not parts:
        return {}
    today, zone = business_day(now), ZoneInfo(company().time_zone)
    pool = _Pool(parts, by_id, today, late or {})
    found: dict[tuple[int, int], datetime] = {}
    for part in parts:
        reserved = part.demand.reserved if part.demand else ZERO
        day = pool.day_of(part, by_id[part.work_order_id], part.quantity - part.issued - reserved)
        if day is not None and day > today:
            key = (part.work_order_id, part.operation_number or FIRST)
            at = datetime.combine(day, time(), zone)
            found[key] = max(found.get(key, at), at)
    return found


@dataclass(frozen=True)
class LastComponent:
    """The component of a work order that comes last: how much of it is missing, and when it is there."""

    item: Item
    quantity: Decimal
    on: date


def last_component(work_order_id: int, now: datetime) -> LastComponent | None:
    """What a work order waits for the longest, after those that are due before it have taken theirs; None
    where everything is there.
    """
    own = WorkOrder.objects.filter(pk=work_order_id, state__in=("planned", "released", "in_progress")).first()
    if own is None:
        return None
    first = WorkOrder.objects.filter(
        state__in=("planned", "released", "in_progress"), due_on__lte=own.due_on, warehouse=own.warehouse_id
    )
    orders = {order.pk: order for order in first}
    parts = list(
        WorkOrderComponent.objects.filter(work_order__in=orders, quantity__gt=F("issued"))
        .select_related("demand", "item__unit")
        .order_by("work_order__due_on", "work_order_id", "line_no")
    )
    wanted = {part.item_id for part in parts if part.work_order_id == own.pk}
    parts = [part for part in parts if part.item_id in wanted]
    if not parts:
        return None
    today, last = business_day(now), None
    pool = _Pool(parts, orders, today, {})
    for part in parts:
        need = part.quantity - part.issued - (part.demand.reserved if part.demand else ZERO)
        day = pool.day_of(part, orders[part.work_order_id], need)
        is_later = day is not None and day > (last.on if last else today)
        if part.work_order_id == own.pk and is_later and day is not None:
            last = LastComponent(part.item, need, day)
    return last


class _Pool:
    """What may still come, taken by one component after another."""

    def __init__(
        self,
        parts: list[WorkOrderComponent],
        orders: dict[int, WorkOrder],
        today: date,
        late: Mapping[int, int],
    ) -> None:
        self.today = today
        items = {part.item_id for part in parts}
        warehouses = {order.warehouse_id for order in orders.values()}
        self.free = {
            (warehouse, item): quantity
            for warehouse in warehouses
            for item, quantity in free_stock(warehouse_id=warehouse, item_ids=items, today=today).items()
        }
        self.pegs: dict[int, list[list[object]]] = defaultdict(list)
        demands = [part.demand_id for part in parts if part.demand_id]
        pegged: dict[int, Decimal] = defaultdict(Decimal)
        for peg in Peg.objects.filter(demand__in=demands, supply__is_open=True).select_related("supply"):
            self.pegs[peg.demand_id].append([_usable(peg.supply, late), peg.quantity])
            pegged[peg.supply_id] += peg.quantity
        self.coming: dict[tuple[int, int], list[list[object]]] = defaultdict(list)
        rows = ExpectedSupply.objects.filter(
            item__in=items, warehouse__in=warehouses, is_open=True, quantity__gt=F("received")
        )
        for row in sorted(rows, key=lambda row: (_usable(row, late), row.pk)):
            rest = row.quantity - row.received - pegged[row.pk]
            if rest > 0:
                self.coming[row.warehouse_id, row.item_id].append([_usable(row, late), rest])

    def day_of(self, part: WorkOrderComponent, order: WorkOrder, need: Decimal) -> date | None:
        """The day by which so much of a component has come; none when it is here."""
        place, day = (order.warehouse_id, part.item_id), None
        if need <= 0:
            return None
        day, need = _draw(self.pegs.get(part.demand_id or 0, []), need, day)
        here = min(need, self.free.get(place, ZERO))
        if here > 0:
            self.free[place] -= here
            need -= here
        day, need = _draw(self.coming[place], need, day)
        if need > 0:
            late = self.today + timedelta(days=part.item.lead_time_days)
            return max(day or late, late)
        return day


def _usable(supply: ExpectedSupply, late: Mapping[int, int]) -> date:
    return supply.usable_on + timedelta(days=late.get(supply.pk, 0))


def _draw(rows: list[list[object]], need: Decimal, day: date | None) -> tuple[date | None, Decimal]:
    for row in rows:
        if need <= 0:
            break
        coming_on, there = row
        if not isinstance(there, Decimal) or not isinstance(coming_on, date) or there <= 0:
            continue
        taken = min(there, need)
        row[1], need = there - taken, need - taken
        day = max(day or coming_on, coming_on)
    return day, need
