"""The present of the demo company: the latest orders go through the real services, dated to now."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from datetime import datetime, time, timedelta
from decimal import Decimal

from erp.core.actor import Actor, system_actor
from erp.core.errors import DomainError
from erp.identity.selectors.actors import actor_for
from erp.processes.services.running import run_cases_of
from finance.models import Invoice
from finance.services.payments import record_payment
from inventory.models import Shipment
from inventory.services.dispatch import deliver_shipment, ship_shipment
from inventory.services.packing import pack_shipment
from inventory.services.picking import pick_shipment
from inventory.services.releases import ShippingTerms, release_shipments
from inventory.services.scans import ScanInput
from inventory.services.waves import create_wave, release_wave
from orders.models import Order
from orders.services.approvals import decline_order
from orders.services.demo import phrases
from orders.services.demo.decisions import approved_by_all, open_role
from orders.services.demo.dice import dice_for
from orders.services.demo.floor import do_stock_work, raise_low_stock
from orders.services.demo.making import make_things
from orders.services.demo.phrases import say
from orders.services.demo.plan import DemoPlan
from orders.services.demo.road import destinies
from orders.services.demo.stream import DemoOrder
from orders.services.demo.written import Written
from orders.services.entry import OrderInput, create_order
from orders.services.order_lines import LineInput
from orders.services.orders import cancel_order, close_order, hold_order, submit_order

STEPS = ("released", "picking", "picked", "packed", "shipped", "delivered", "paid", "closed")


class Moment:
    """The time of one order: it only goes on, and never past now."""

    def __init__(self, at: datetime, now: datetime) -> None:
        self.at, self.now = at, now

    def after(self, hours: float) -> datetime:
        """So much later, or half of what is left when that would be in the future."""
        wanted = self.at + timedelta(hours=hours)
        if wanted >= self.now - timedelta(seconds=30):
            wanted = self.at + (self.now - self.at) / 2
        self.at = wanted
        return wanted

    def not_before(self, at: datetime) -> None:
        """Skip to a later time, if it is one and has been."""
        self.at = max(self.at, min(at, self.now - timedelta(minutes=20)))


class Present:
    """Plays the latest orders through the commands that people use."""

    def __init__(self, plan: DemoPlan, written: Written) -> None:
        """Look up who acts."""
        self.plan = plan
        self.written = written
        self.dice: random.Random = dice_for(plan.seed, "present")
        self.actors: dict[str, Actor] = {name: actor_for(user) for name, user in written.people.items()}
        self.by_sales = {user.pk: self.actors[name] for name, user in written.people.items()}
        self.counts: Counter[str] = Counter()

    def play(self) -> dict[str, int]:
        """Play all; gives how many orders stand where."""
        do_stock_work(self.plan, self.written)
        waiting: list[Order] = []
        for order, destiny in zip(self.plan.present, destinies(len(self.plan.present)), strict=True):
            row = self._play(order, destiny)
            if destiny == "released" and row is not None:
                waiting.append(row)
        if waiting:
            self._wave(waiting)
        self.counts["work_orders"] = make_things(self.plan, self.written)
        raise_low_stock(self.plan, self.written)
        rows = Order.objects.filter(created_at__gte=self.plan.present[0].at).values_list(
            "state", "fulfillment_state"
        )
        for state, fulfillment in rows:
            self.counts[f"{state}/{fulfillment}"] += 1
        return dict(self.counts)

    # --- one order ------------------------------------------------------------------------------
    def _play(self, told: DemoOrder, destiny: str) -> Order | None:
        moment = Moment(told.at, self.plan.now)
        order = self._enter(told)
        if destiny == "draft":
            return order
        submit_order(
            order_id=order.pk, actor=self._entered_by(told), at=moment.after(self.dice.uniform(0.03, 0.3))
        )
        if destiny == "rejected":
            return self._reject(order, moment)
        run_cases_of(order.ref, at=moment.after(0.001))
        if destiny == "submitted" or not self._approve(order, moment):
            return order
        return self._follow(order, told, destiny, moment)

    def _enter(self, told: DemoOrder) -> Order:
        note = say(self.dice.choice(phrases.NOTES), self.plan.language) if self.dice.random() < 0.1 else ""
        entered = OrderInput(
            customer_id=self.written.customers[told.customer.code],
            lines=[
                LineInput(item_id=self.written.items[line.item.sku].pk, quantity=line.quantity)
                for line in told.lines
            ],
            external_id=told.external_id,
            priority=told.priority,
            requested_on=told.requested_on,
            customer_po=told.customer_po,
            note=note,
        )
        return create_order(order=entered, actor=self._entered_by(told), at=told.at)

    def _entered_by(self, told: DemoOrder) -> Actor:
        """Shop and EDI orders come through the connector, others from sales or customer service."""
        if told.external_id:
            return self.actors["integrator"]
        if told.customer.channel == "phone":
            return self.actors["customer_service"]
        return self.by_sales[self.written.customer_sales[told.customer.code]]

    def _reject(self, order: Order, moment: Moment) -> Order:
        run_cases_of(order.ref, at=moment.after(0.001))
        reason = say(self.dice.choice(phrases.REJECT_REASONS), self.plan.language)
        role = open_role(order)
        if role is not None:
            decider = self.actors.get(role, self.actors["finance"])
            decline_order(order_id=order.pk, reason=reason, actor=decider, at=moment.after(2))
            return order
        cancel_order(
            order_id=order.pk,
            reason=say(phrases.CANCEL_REASONS[0], self.plan.language),
            actor=self.actors["customer_service"],
            at=moment.after(20),
        )
        return order

    def _approve(self, order: Order, moment: Moment) -> bool:
        """Whoever it is routed to decides what did not pass by itself; false when somebody still thinks."""
        return approved_by_all(order, self.actors, lambda: moment.after(self.dice.uniform(0.2, 5)))

    def _follow(self, order: Order, told: DemoOrder, destiny: str, moment: Moment) -> Order:
        if destiny == "cancelled":
            reason = say(self.dice.choice(phrases.CANCEL_REASONS), self.plan.language)
            cancel_order(
                order_id=order.pk, reason=reason, actor=self.actors["customer_service"], at=moment.after(9)
            )
        elif destiny == "on_hold":
            reason = say(self.dice.choice(phrases.HOLD_REASONS), self.plan.language)
            hold_order(
                order_id=order.pk, reason=reason, actor=self.actors["customer_service"], at=moment.after(3)
            )
        elif destiny not in {"confirmed", "submitted", "released"}:
            self._fulfill(order, told, destiny, moment)
        return order

    # --- goods and money --------------------------------------------------------------------------
    def _fulfill(self, order: Order, told: DemoOrder, destiny: str, moment: Moment) -> None:
        moment.not_before(self._morning_of(told, destiny, moment))
        carrier = self.written.carriers[
            "FREIGHT" if sum(line.quantity for line in told.lines) > 60 else "PARCEL"
        ]
        terms = ShippingTerms(ship_to=order.ship_to, carrier_id=carrier.pk)
        keeper, picker = self.actors["warehouse_manager"], self.actors["warehouse_operator"]
        try:
            shipments = release_shipments(document=order.ref, actor=keeper, terms=terms, at=moment.after(1))
        except DomainError:
            return  # nothing of it is there: it waits for supply
        shipment = shipments[0]
        stop = "shipped" if destiny == "shipped_today" else destiny
        steps: dict[str, Callable[[], object]] = {
            "picking": lambda: self._pick_some(shipment, picker, moment),
            "picked": lambda: pick_shipment(shipment_id=shipment.pk, actor=picker, at=moment.after(0.6)),
            "packed": lambda: pack_shipment(shipment_id=shipment.pk, actor=picker, at=moment.after(0.5)),
            "shipped": lambda: ship_shipment(
                shipment_id=shipment.pk,
                actor=keeper,
                carrier=carrier.name,
                at=moment.after(0.7),
                tracking_number=f"{carrier.code[:2]}{self.dice.randrange(10**9, 10**10)}",
            ),
            "delivered": lambda: deliver_shipment(
                shipment_id=shipment.pk,
                actor=picker,
                delivered_to=told.customer.contact,
                at=moment.after(24 * carrier.transit_days),
            ),
            "paid": lambda: self._pay(order, moment),
            "closed": lambda: self._close(order, moment),
        }
        for step in STEPS[1 : STEPS.index(stop) + 1]:
            if step == "picking" and stop != "picking":
                continue
            steps[step]()

    def _morning_of(self, told: DemoOrder, destiny: str, moment: Moment) -> datetime:
        """When the warehouse begins with an order that has come so far: today for what is on the floor.

        What has been delivered left some days before it was wanted.
        """
        today = datetime.combine(self.plan.today, time(6, 30), self.plan.zone)
        early = (
            self.plan.now - (self.plan.now - today) * 0.7
            if self.plan.now > today
            else self.plan.now - timedelta(minutes=90)
        )
        if destiny in {"shipped_today", "packed", "picked", "picking", "released"}:
            return early
        if destiny == "shipped":
            return self.plan.now - timedelta(hours=self.dice.uniform(26, 50))
        if destiny == "delivered":
            left = self.plan.workdays.plus(told.requested_on, -self.dice.choice((2, 3, 4, 4, 5)))
            morning = datetime.combine(left, time(7, 40), self.plan.zone)
            return min(morning, self.plan.now - timedelta(hours=self.dice.uniform(80, 120)))
        return moment.at + timedelta(hours=self.dice.uniform(4, 30))

    def _pick_some(self, shipment: Shipment, picker: Actor, moment: Moment) -> None:
        """The picker has the first line and goes on to the next."""
        line = shipment.lines.select_related("item", "lot").first()
        if line is None:
            return
        part = (
            line.quantity
            if shipment.lines.count() > 1
            else (line.quantity / 2).quantize(Decimal(1), rounding="ROUND_UP")
        )
        scan = ScanInput(
            quantity=part,
            barcode=line.item.barcode,
            item_id=line.item_id,
            lot=line.lot.code if line.lot else "",
        )
        pick_shipment(
            shipment_id=shipment.pk, actor=picker, scans=[scan], is_partial=True, at=moment.after(0.4)
        )

    def _pay(self, order: Order, moment: Moment) -> None:
        invoices = Invoice.objects.filter(document_kind="order", document_id=order.pk, open_amount__gt=0)
        for invoice in invoices:
            at = moment.after(self.dice.uniform(20, 90))
            wire = say(phrases.PAYMENT_REFERENCE, self.plan.language)
            record_payment(
                customer_id=order.customer_id,
                amount=invoice.open_amount,
                currency=invoice.currency_id,
                actor=self.actors["finance"],
                received_on=at.astimezone(self.plan.zone).date(),
                at=at,
                method=say(phrases.PAYMENT_METHOD, self.plan.language),
                reference=f"{wire} {self.dice.randrange(100_000, 999_999)}",
                allocations=[(invoice.pk, invoice.open_amount)],
            )

    def _close(self, order: Order, moment: Moment) -> None:
        fresh = Order.objects.get(pk=order.pk)
        if fresh.fulfillment_state == "delivered" and fresh.billing_state == "paid":
            close_order(order_id=order.pk, actor=system_actor("order process"), at=moment.after(0.2))

    def _wave(self, orders: list[Order]) -> None:
        """Orders that wait for the pickers as one wave."""
        keeper = self.actors["warehouse_manager"]
        at = self.plan.now - timedelta(minutes=25)
        documents = [
            (order.ref, ShippingTerms(ship_to=order.ship_to, carrier_id=self.written.carriers["PARCEL"].pk))
            for order in orders
        ]
        try:
            wave = create_wave(
                warehouse=self.written.main,
                actor=keeper,
                documents=documents,
                carrier_id=self.written.carriers["PARCEL"].pk,
                at=at,
            )
        except DomainError:
            return
        release_wave(wave_id=wave.pk, actor=keeper, at=at + timedelta(minutes=2))
