"""Emergency lights of the demo company, lot by lot: LEDs in boards, engines, lights, shipments."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import ROUND_CEILING, Decimal

from django.db import transaction
from django.db.models import F

from erp.core.actor import Actor
from erp.core.errors import DomainError
from erp.identity.selectors.actors import actor_for
from erp.processes.services.running import run_cases_of
from inventory.models import Demand, Lot
from inventory.selectors.demands import free_stock
from inventory.services.dispatch import deliver_shipment, ship_shipment
from inventory.services.packing import pack_shipment
from inventory.services.picking import pick_shipment
from inventory.services.releases import ShippingTerms, release_shipments
from inventory.services.stock import receive_stock
from orders.models import Order
from orders.services.demo import phrases
from orders.services.demo.catalog_item import DemoItem
from orders.services.demo.decisions import approved_by_all
from orders.services.demo.phrases import say
from orders.services.demo.plan import DemoPlan
from orders.services.demo.written import Written
from orders.services.entry import OrderInput, create_order
from orders.services.order_lines import LineInput
from orders.services.orders import submit_order
from production.services.making import WorkOrderInput, create_work_order
from production.services.reporting import report_work
from production.services.work_orders import complete_work_order, release_work_order

LAST_LOT = 16  # lights of the last work order: most are sold, some lie in stock
KEPT = 5
ORDERS = 3
MOST = 90
SPARE = Decimal("1.1")  # parts are made and bought with some to spare


def trace_lots(plan: DemoPlan, written: Written) -> dict[str, int]:
    """Make lights whose lots tell what went into them, and sell some; gives how many lots came of it.

    What the stock refuses is left out, as if nobody had done it.
    """
    before = Lot.objects.count()
    try:
        with transaction.atomic():  # each command is one of its own, so that cases begin between them
            _Trace(plan, written).play()
    except DomainError:
        return {"traced lots": 0}
    return {"traced lots": Lot.objects.count() - before}


class _Trace:
    """Makes an emergency light from the board up, and ships it, through the commands that people use."""

    def __init__(self, plan: DemoPlan, written: Written) -> None:
        self.plan, self.written = plan, written
        people = written.people
        self.manager: Actor = actor_for(people["production_manager"])
        self.worker: Actor = actor_for(people["shop_floor"])
        self.keeper: Actor = actor_for(people["warehouse_manager"])
        self.clerk: Actor = actor_for(people["warehouse_operator"])
        self.sales: Actor = actor_for(people["sales_manager"])
        deciders = ("finance", "sales_manager", "executive")
        self.deciders: dict[str, Actor] = {name: actor_for(people[name]) for name in deciders}

    def play(self) -> None:
        """Engines with new boards, two lots of lights, two orders that take nearly all."""
        light = self._light()
        if light is None:
            return
        engine = next(part for part, _, _ in light.components if self._item(part).sku.startswith("LE-"))
        board = next(part for part, _, _ in self._item(engine).components if part.startswith("LB-"))
        old = min(self._free(engine), Decimal(MOST))
        boards = min(self._free(board), Decimal(MOST))
        self._make(board, Decimal(24), 10)
        self._make(engine, max(boards + 8, Decimal(20)), 8.5)
        there = self._free(light.sku)
        first = max(old.to_integral_value(rounding=ROUND_CEILING), Decimal(8))
        self._make(light.sku, first, 6.5)
        self._make(light.sku, Decimal(LAST_LOT), 5.5)
        self._sell_all(light, there + first + LAST_LOT - KEPT)

    def _sell_all(self, light: DemoItem, quantity: Decimal) -> None:
        """Good payers take it in orders that nobody has to approve, the oldest lots first."""
        payers = [one for one in self.plan.customers if one.grade == "A" and not one.is_ship_complete][
            :ORDERS
        ]
        most = Decimal(int(self.plan.words.auto_confirm_below * 0.6 / float(light.price)))
        for customer in payers:
            part = min(quantity, most)
            if part > 0:
                self._sell(self.written.customers[customer.code], light.sku, part, 4.5)
                quantity -= part

    def _light(self) -> DemoItem | None:
        """The light with a battery of which the fewest are there, and nobody waits for one."""
        lights = [item for item in self.plan.catalog.sold() if item.is_made and item.is_lot_tracked]
        keys = {self.written.items[item.sku].pk: item for item in lights}
        owed = F("quantity") - F("reserved") - F("shipped") - F("cancelled")
        rows = Demand.objects.annotate(owed=owed).filter(item__in=keys, owed__gt=0)
        waiting = set(rows.values_list("item_id", flat=True))
        free = {item.sku: self._free(item.sku) for item in lights}
        known = [item for key, item in keys.items() if key not in waiting and free[item.sku] < MOST]
        return min(known, key=lambda item: (free[item.sku], item.sku), default=None)

    def _item(self, sku: str) -> DemoItem:
        return self.plan.catalog.items[sku]

    def _free(self, sku: str) -> Decimal:
        key = self.written.items[sku].pk
        found = free_stock(warehouse_id=self.written.main.pk, item_ids=[key], today=self.plan.today)
        return found.get(key, Decimal(0))

    def _ago(self, days: float) -> datetime:
        return self.plan.now - timedelta(days=days)

    def _make(self, sku: str, quantity: Decimal, days: float) -> None:
        """Make a quantity so many days ago, after whatever of its parts is not there."""
        quantity = quantity.to_integral_value(rounding=ROUND_CEILING)
        for part, per_piece, scrap in self._item(sku).components:
            needed = quantity * per_piece * (1 + scrap / 100)
            lacks = ((needed - self._free(part)) * SPARE).to_integral_value(rounding=ROUND_CEILING)
            if lacks <= 0:
                continue
            if self._item(part).is_made:
                self._make(part, lacks, days + 0.6)
            else:
                self._receive(part, lacks, days + 0.7)
        at = self._ago(days)
        row = create_work_order(
            values=WorkOrderInput(
                item=self.written.items[sku],
                quantity=quantity,
                due_on=max(at.astimezone(self.plan.zone).date(), self.plan.today),
                warehouse=self.written.main,
            ),
            actor=self.manager,
            at=at,
        )
        release_work_order(work_order_id=row.pk, actor=self.manager, at=at + timedelta(minutes=20))
        report_work(work_order_id=row.pk, good=quantity, actor=self.worker, at=at + timedelta(hours=5))
        complete_work_order(work_order_id=row.pk, actor=self.manager, at=at + timedelta(hours=6))

    def _receive(self, sku: str, quantity: Decimal, days: float) -> None:
        item, at = self._item(sku), self._ago(days)
        day = at.astimezone(self.plan.zone).date()
        receive_stock(
            item=self.written.items[sku],
            warehouse=self.written.main,
            quantity=quantity,
            reason=say(phrases.FOUND, self.plan.language),
            lot=f"{day:%y%m%d}-E" if item.is_lot_tracked else None,
            expires_on=day + timedelta(days=item.shelf_life_days) if item.shelf_life_days else None,
            actor=self.clerk,
            at=at,
        )

    def _sell(self, customer_id: int, sku: str, quantity: Decimal, days: float) -> None:
        """An order of one line that has left the house and come to its customer."""
        at = self._ago(days)
        entered = OrderInput(
            customer_id=customer_id,
            lines=[LineInput(item_id=self.written.items[sku].pk, quantity=quantity)],
            requested_on=self.plan.today,
        )
        order = create_order(order=entered, actor=self.sales, at=at)
        submit_order(order_id=order.pk, actor=self.sales, at=at + timedelta(minutes=6))
        run_cases_of(order.ref, at=at + timedelta(minutes=7))
        approved_by_all(order, self.deciders, lambda: at + timedelta(minutes=40))
        self._send(Order.objects.get(pk=order.pk), at + timedelta(hours=3))

    def _send(self, order: Order, at: datetime) -> None:
        carrier = self.written.carriers["PARCEL"]
        terms = ShippingTerms(ship_to=order.ship_to, carrier_id=carrier.pk)
        [shipment] = release_shipments(document=order.ref, actor=self.keeper, terms=terms, at=at)
        picked, packed, left = (at + timedelta(hours=hours) for hours in (1, 2, 3))
        name = order.customer.name
        pick_shipment(shipment_id=shipment.pk, actor=self.clerk, at=picked)
        pack_shipment(shipment_id=shipment.pk, actor=self.clerk, at=packed)
        ship_shipment(shipment_id=shipment.pk, actor=self.keeper, carrier=carrier.name, at=left)
        came = left + timedelta(days=2)
        deliver_shipment(shipment_id=shipment.pk, actor=self.clerk, delivered_to=name, at=came)
