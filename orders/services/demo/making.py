"""The shop floor of the demo company: work centers, routings of some lamps, work orders in every state."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

from erp.core.actor import Actor
from erp.core.errors import DomainError
from erp.identity.selectors.actors import actor_for
from erp.masterdata.models import WorkingCalendar
from inventory.models import Item
from inventory.selectors.demands import free_stock
from orders.services.demo.catalog_words import Text
from orders.services.demo.phrases import say
from orders.services.demo.plan import DemoPlan
from orders.services.demo.written import Written
from production.models import Bom, Routing, RoutingOperation, WorkCenter, WorkOrder
from production.services.issuing import issue_components
from production.services.making import WorkOrderInput, create_work_order
from production.services.reporting import move_operation, report_work
from production.services.work_orders import (
    cancel_work_order,
    close_work_order,
    complete_work_order,
    hold_work_order,
    release_work_order,
)

CENTERS: tuple[tuple[str, Text, int], ...] = (
    ("SMT", ("Board mounting", "贴片"), 2),
    ("ASM", ("Assembly", "装配"), 4),
    ("AGE", ("Burn-in and test", "老化测试"), 6),
)
SCRAP: Text = ("Solder bridge on the board", "线路板连锡")
NO_PARTS: Text = ("Drivers of the wrong wattage were delivered", "来料电源功率不符")
NOT_NEEDED: Text = ("The same lamps lie in the depot", "分仓已有库存")
STATES = (
    "completed", "closed", "half", "late", "running", "held", "released", "cancelled", "planned", "planned",
)  # fmt: skip


def make_things(plan: DemoPlan, written: Written) -> int:
    """Work orders for made items of which components lie there, in every state; gives how many.

    What the stock refuses is left out: the demo shows what people could have done.
    """
    manager, worker = (actor_for(written.people[name]) for name in ("production_manager", "shop_floor"))
    items = _items(plan, written)
    _routings(plan, written, items[:6])
    made = 0
    for place, (state, item) in enumerate(zip(STATES, items, strict=False)):
        try:
            _make(plan, written, item, state, place, manager, worker)
        except DomainError:
            continue
        made += 1
    return made


def _items(plan: DemoPlan, written: Written) -> list[Item]:
    """Made items, those first of which most can be made from what lies there."""
    boms = Bom.objects.filter(item__in=[item.pk for item in written.items.values()], item__tracking="none")
    found = list(boms.select_related("item").prefetch_related("components").order_by("item__sku"))
    parts = {part.item_id for bom in found for part in bom.components.all()}
    free = free_stock(warehouse_id=written.main.pk, item_ids=parts, today=plan.today)

    def makes(bom: Bom) -> Decimal:
        shares = [free.get(p.item_id, Decimal(0)) / p.quantity for p in bom.components.all()]
        return -min(shares, default=Decimal(0))

    return [bom.item for bom in sorted(found, key=makes)[: len(STATES)]]


def _routings(plan: DemoPlan, written: Written, items: list[Item]) -> None:
    """Three work centers and the way of some items through them, unless there are any."""
    calendar = WorkingCalendar.objects.order_by("pk").first()
    if calendar is None or RoutingOperation.objects.exists():
        return
    centers = [
        WorkCenter.objects.get_or_create(
            code=code, defaults={"name": say(name, plan.language), "calendar": calendar, "machines": machines}
        )[0]
        for code, name, machines in CENTERS
    ]
    for item in items:
        routing = Routing.objects.create(item=item, valid_from=plan.today - timedelta(days=730))
        for place, center in enumerate(centers, start=1):
            RoutingOperation.objects.create(
                routing=routing,
                number=10 * place,
                work_center=center,
                name=center.name,
                setup_minutes=15,
                run_minutes=Decimal(place) * 2,
            )


def _make(  # noqa: PLR0917 -- who, what and when of one work order
    plan: DemoPlan, written: Written, item: Item, state: str, place: int, manager: Actor, worker: Actor
) -> None:
    began = plan.now - timedelta(days=6, hours=place)
    due_on = plan.today + timedelta(days=-1 if state == "late" else place % 4 + 1)
    values = WorkOrderInput(
        item=item,
        quantity=Decimal(8 + 2 * (place % 3)),
        due_on=due_on,
        warehouse=written.main,
        priority=30 if state == "half" else 20,
    )
    row = create_work_order(values=values, actor=manager, at=began)
    if state == "planned":
        return
    if state == "cancelled":
        reason = say(NOT_NEEDED, plan.language)
        cancel_work_order(work_order_id=row.pk, reason=reason, actor=manager, at=began + timedelta(hours=1))
        return
    release_work_order(work_order_id=row.pk, actor=manager, at=began + timedelta(hours=2))
    _work(plan, row, state, manager, worker, began + timedelta(hours=4))


def _work(  # noqa: PLR0917 -- as above
    plan: DemoPlan, row: WorkOrder, state: str, manager: Actor, worker: Actor, at: datetime
) -> None:
    """What the floor has done of a released one."""
    first = row.operations.order_by("number").values_list("number", flat=True)[0]
    if state == "held":
        hold_work_order(work_order_id=row.pk, reason=say(NO_PARTS, plan.language), actor=manager, at=at)
    if state in {"released", "held"}:
        return
    move_operation(work_order_id=row.pk, operation=first, verb="start", actor=worker, at=at)
    if state in {"running", "late"}:
        issue_components(work_order_id=row.pk, actor=worker, at=at)
        report_work(work_order_id=row.pk, operation=first, good=Decimal(3), actor=worker, at=at)
        return
    good = row.quantity / 2 if state == "half" else row.quantity - 1
    report_work(work_order_id=row.pk, good=good.to_integral_value(), actor=worker, at=at + timedelta(days=1))
    report_work(
        work_order_id=row.pk,
        operation=first,
        scrap=Decimal(1),
        reason=say(SCRAP, plan.language),
        actor=worker,
        at=at + timedelta(days=1, hours=1),
    )
    if state in {"completed", "closed"}:
        complete_work_order(work_order_id=row.pk, actor=manager, at=at + timedelta(days=2))
    if state == "closed":
        close_work_order(work_order_id=row.pk, actor=manager, at=at + timedelta(days=3))
