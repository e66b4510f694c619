"""Made items for tests: what they consist of, how they are made, and work orders for them."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from erp.masterdata.models import WorkingCalendar
from inventory.models import Item
from production.models import Bom, BomComponent, Routing, RoutingOperation, WorkCenter, WorkOrder
from production.services.making import WorkOrderInput, create_work_order
from production.services.reporting import report_work
from production.services.work_orders import release_work_order
from tests.factories import BOSS, main_warehouse, make_item

TODAY = timezone.now().date()


def made_item(
    *parts: tuple[Item, int | str],
    steps: tuple[str, ...] = (),
    planning: str = "mrp",
    **fields: Any,
) -> Item:
    """A made item of (component, quantity) parts, with an operation per step at a work center of its name."""
    item = make_item(supply="make", planning=planning, **{"lead_time_days": 3, **fields})
    bom = Bom.objects.create(item=item, valid_from=TODAY - timedelta(days=30))
    for part, quantity in parts:
        BomComponent.objects.create(bom=bom, item=part, quantity=Decimal(quantity))
    if steps:
        routing = Routing.objects.create(item=item, valid_from=TODAY - timedelta(days=30))
        for place, name in enumerate(steps, start=1):
            calendar, _made = WorkingCalendar.objects.get_or_create(code="SHOP", defaults={"name": "Shop"})
            center, _made = WorkCenter.objects.get_or_create(
                code=name.upper(), defaults={"name": name, "calendar": calendar}
            )
            RoutingOperation.objects.create(
                routing=routing, number=10 * place, work_center=center, name=name, run_minutes=2
            )
    return item


def work_order(item: Item, quantity: int | str, *, days: int = 5, **more: Any) -> WorkOrder:
    """A planned work order of the main warehouse."""
    values = WorkOrderInput(
        item=item,
        quantity=Decimal(quantity),
        due_on=TODAY + timedelta(days=days),
        warehouse=main_warehouse(),
        **more,
    )
    return create_work_order(values=values, actor=BOSS)


def released(item: Item, quantity: int | str, **more: Any) -> WorkOrder:
    """A released work order."""
    return release_work_order(work_order_id=work_order(item, quantity, **more).pk, actor=BOSS)


def report(row: WorkOrder, good: int | str = 0, scrap: int | str = 0, **more: Any) -> WorkOrder:
    """Report pieces."""
    more.setdefault("reason", "crooked" if Decimal(scrap) else "")
    return report_work(
        work_order_id=row.pk, good=Decimal(good), scrap=Decimal(scrap), actor=more.pop("actor", BOSS), **more
    )
