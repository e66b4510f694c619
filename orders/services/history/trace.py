"""Follows one told order from shipment to shipment, and decides which states it ends in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from erp.core.refs import DocumentRef
from erp.masterdata.selectors.company import business_day
from inventory.models import Reservation, Shipment, ShipmentLine
from orders.calc.states import FulfillmentFacts, billing_state, fulfillment_state
from orders.services.history.documents import Desk, TracedLine, TracedOrder
from orders.services.history.facts import ZERO, HistoricOrder, HistoricShipment
from orders.services.history.money import Bill, Billed, in_base
from orders.services.history.states import StateTrail
from orders.services.history.stock import Place, value_of

ENDINGS = {
    "on_hold": ("order.held", None),
    "rejected": ("order.rejected", "submitted"),
    "cancelled": ("order.cancelled", None),
    "closed": ("order.closed", "confirmed"),
}


class Tracer:
    """Traces orders onto a desk."""

    def __init__(self, desk: Desk) -> None:
        """Work for one desk."""
        self.desk = desk
        self.left_waiting = 0

    def trace(self, fact: HistoricOrder, numbers: Mapping[int, str]) -> None:
        """Put one order with everything that became of it on the desk; `numbers` are its invoices'."""
        order = self.desk.open(fact)
        for part, shipment in enumerate(fact.shipments):
            if shipment.shipped_at:
                self._ship(order, shipment, shipment.shipped_at, numbers[part])
            else:
                self._prepare(order, shipment)
        if fact.state in {"closed", "cancelled"}:
            _cancel_rest(order)
        if order.confirmed_at and fact.state in {"confirmed", "on_hold"}:
            self._reserve(order)
        self._end(order)
        fulfillment, billing = _fulfillment(order), _billing(order)
        self.desk.close(order, fulfillment, billing, self._unbilled(order))
        trail = StateTrail(
            wanted=sum((line.fact.quantity for line in order.lines), ZERO),
            reserved=sum((line.reserved + line.shipped for line in order.stocked), ZERO)
            + sum((line.fact.quantity for line in order.lines if not line.item.is_stocked), ZERO),
            total=order.total,
            last_bill=order.billed,
            is_all_billed=_is_all_billed(order),
            fulfillment=fulfillment,
            billing=billing,
            quantities=order.quantities,
            amounts=order.amounts,
        )
        self.desk.timeline.end_order(order.ref, trail)

    def _asked(self, order: TracedOrder, fact: HistoricShipment) -> list[tuple[TracedLine, Decimal]]:
        if fact.quantities is None:
            return [(line, line.left) for line in order.stocked if line.left > 0]
        pairs = zip(order.lines, fact.quantities, strict=True)
        return [(line, quantity) for line, quantity in pairs if quantity > 0 and line.item.is_stocked]

    def _ship(self, order: TracedOrder, fact: HistoricShipment, at: datetime, number: str) -> None:
        """Goods that left: off the shelf, billed, and paid as far as told."""
        desk = self.desk
        ref = DocumentRef("shipment", desk.next_key(Shipment), desk.next_number("shipment"))
        moved, asked = [], self._asked(order, fact)
        for line, quantity in asked:
            parts = desk.stock.take(
                line.item, quantity, order.warehouse_id, line.fact.location_id, business_day(at)
            )
            line.shipped += quantity
            moved.append((line, quantity, self._move_out(order, line, parts, ref, at)))
        order.quantities[ref.id] = sum((quantity for _, quantity in asked), ZERO)
        cost = sum((value for _, _, value in moved), ZERO)
        desk.books.post_stock(
            "stock_shipment", at, -cost, "cogs", source=ref, order=order.ref.number, by=desk.warehouse
        )
        desk.put_shipment(order, fact, ref, "delivered" if fact.delivered_at else "shipped")
        order.on_the_road += fact.delivered_at is None
        self._tell_shipment(order, fact, ref, moved)
        self._bill(order, fact, ref, number, asked)

    def _move_out(
        self,
        order: TracedOrder,
        line: TracedLine,
        parts: list[tuple[Place, Decimal]],
        ref: DocumentRef,
        at: datetime,
    ) -> Decimal:
        desk, cost = self.desk, ZERO
        for place, quantity in parts:
            key = desk.next_key(ShipmentLine)
            desk.put(
                ShipmentLine, key, ref.id, line.demand_id, line.item.pk, place.location_id, place.lot_id,
                quantity, quantity,
            )  # fmt: skip
            value = value_of(line.item, quantity)
            desk.stock.moves.append(
                (at, "shipment", line.item.pk, place.warehouse_id, place.location_id, place.lot_id,
                 -quantity, -value, "", "shipment", ref.id, ref.number, order.ref.number,
                 order.fact.customer_id, desk.warehouse.label)
            )  # fmt: skip
            cost += value
        return cost

    def _tell_shipment(
        self,
        order: TracedOrder,
        fact: HistoricShipment,
        ref: DocumentRef,
        moved: list[tuple[TracedLine, Decimal, Decimal]],
    ) -> None:
        carrier = self.desk.reference.carriers.get(fact.carrier_id or 0, "")
        lines = [
            {
                "demand": line.demand_id,
                "source": line.pk,
                "source_kind": "order_line",
                "quantity": str(quantity),
                "cost": str(cost),
            }
            for line, quantity, cost in moved
        ]
        cost = sum((cost for _, _, cost in moved), ZERO)
        quantity = str(sum((quantity for _, quantity, _ in moved), ZERO))
        shipped = {
            "carrier": carrier,
            "tracking_number": fact.tracking_number,
            "lines": lines,
            "cost": str(cost),
        }
        steps: list[tuple[datetime | None, str, str, str, dict[str, Any]]] = [
            (fact.released_at, "released", "draft", "released", {"lines": len(lines)}),
            (fact.picked_at, "picked", "released", "picked", {"quantity": quantity, "short": []}),
            (fact.packed_at, "packed", "picked", "packed", {"packages": 1}),
            (fact.shipped_at, "shipped", "packed", "shipped", shipped),
            (fact.delivered_at, "delivered", "shipped", "delivered", {"delivered_to": fact.delivered_to}),
        ]
        before = fact.released_at
        for at, verb, source, target, facts in steps:
            if at is None and (verb == "delivered" or fact.shipped_at is None):
                break
            before = at or before
            by, state = self.desk.warehouse, (source, target)
            self.desk.tell(order, before, f"shipment.{verb}", by=by, document=ref, facts=facts, state=state)

    def _bill(
        self,
        order: TracedOrder,
        fact: HistoricShipment,
        ref: DocumentRef,
        number: str,
        asked: list[tuple[TracedLine, Decimal]],
    ) -> None:
        desk, at = self.desk, fact.shipped_at or fact.released_at
        lines = [line.bill(quantity, order.currency) for line, quantity in asked]
        for line in order.lines:
            if not line.item.is_stocked and not line.billed:
                line.shipped = line.fact.quantity
                order.quantities[ref.id] += line.fact.quantity
                lines.append(line.bill(line.fact.quantity, order.currency))
        bill = Bill(
            number=number,
            customer=desk.reference.customers[order.fact.customer_id],
            order=order.ref,
            shipment=ref,
            currency=order.currency,
            rate=order.fact.rate,
            at=at,
            due_on=fact.invoice_due_on,
            lines=lines,
            payments=fact.payments,
        )
        billed = desk.books.bill(bill, by=desk.finance)
        order.billed += billed.total
        order.amounts[billed.ref.id] = billed.total
        order.paid += billed.paid
        facts = {"total": str(billed.total), "currency": order.currency, "due_on": billed.due_on.isoformat()}
        step = ("draft", "issued")
        desk.tell(order, at, "invoice.issued", by=desk.finance, document=billed.ref, facts=facts, state=step)
        self._tell_payments(order, billed)

    def _tell_payments(self, order: TracedOrder, billed: Billed) -> None:
        desk, by, state = self.desk, self.desk.finance, "issued"
        for paid_at, payment, amount, left in billed.payments:
            facts = {"amount": str(amount), "currency": order.currency, "unapplied": "0"}
            desk.timeline.tell(
                paid_at,
                "payment.received",
                document=payment,
                about=payment,
                by=by,
                facts=facts,
                state=("", "matched"),
            )
            name, to = ("invoice.paid", "paid") if left == 0 else ("invoice.partially_paid", "partially_paid")
            facts = {"amount": str(amount), "payment": payment.number}
            if left:
                facts["open_amount"] = str(left)
            step = (state, to) if state != to else None
            desk.tell(order, paid_at, name, by=by, document=billed.ref, facts=facts, state=step)
            state = to

    def _prepare(self, order: TracedOrder, fact: HistoricShipment) -> None:
        """Goods on their way out: reserved for a shipment as far as it came, if all of it is there."""
        desk, at = self.desk, fact.released_at
        found = []
        for line, quantity in self._asked(order, fact):
            parts = desk.stock.find(
                line.item, quantity, order.warehouse_id, line.fact.location_id, business_day(at)
            )
            if sum((part for _, part in parts), ZERO) < quantity:
                self.left_waiting += 1
                return
            found.append((line, quantity, parts))
        ref = DocumentRef("shipment", desk.next_key(Shipment), desk.next_number("shipment"))
        is_picked = fact.picked_at is not None
        moved = []
        for place, (line, quantity, parts) in enumerate(found):
            picked = is_picked or (fact.picking_started and place == 0)
            self._promise(order, line, parts, ref, picked=picked)
            moved.append((line, quantity, ZERO))
        state = "picking" if fact.picking_started else "released"
        if is_picked:
            state = "packed" if fact.packed_at else "picked"
        order.packed += state == "packed"
        order.picking += state != "packed"
        desk.put_shipment(order, fact, ref, state)
        self._tell_shipment(order, fact, ref, moved)

    def _promise(
        self,
        order: TracedOrder,
        line: TracedLine,
        parts: list[tuple[Place, Decimal]],
        shipment: DocumentRef | None,
        *,
        picked: bool = False,
    ) -> None:
        desk = self.desk
        for place, quantity in parts:
            desk.stock.change(place, ZERO, quantity)
            line.reserved += quantity
            key = None
            if shipment is not None:
                key = desk.next_key(ShipmentLine)
                desk.put(
                    ShipmentLine, key, shipment.id, line.demand_id, line.item.pk, place.location_id,
                    place.lot_id, quantity, quantity if picked else ZERO,
                )  # fmt: skip
            desk.put(Reservation, line.demand_id, place.pk, quantity, key, order.confirmed_at)

    def _reserve(self, order: TracedOrder) -> None:
        """Reserve what is free for what the order still needs."""
        desk, at = self.desk, order.confirmed_at or order.fact.created_at
        for line in order.stocked:
            if line.left > 0:
                found = desk.stock.find(
                    line.item, line.left, order.warehouse_id, line.fact.location_id, business_day(at)
                )
                self._promise(order, line, found, None)

    def _end(self, order: TracedOrder) -> None:
        """The allocation as it went, and the order's last step."""
        desk, fact = self.desk, order.fact
        got = sum((line.reserved + line.shipped for line in order.stocked), ZERO)
        if order.confirmed_at and got > 0 and all(line.left == 0 for line in order.stocked):
            desk.tell(
                order, order.confirmed_at, "order.allocated", by=desk.warehouse, facts={"quantity": str(got)}
            )
        if fact.state not in ENDINGS:
            return
        name, source = ENDINGS[fact.state]
        if source is None:
            source = "confirmed" if order.confirmed_at else "submitted" if order.submitted_at else "draft"
        at = max(fact.ended_at or order.last_at or fact.created_at, order.last_at or fact.created_at)
        facts = {} if fact.state == "closed" else {"reason": fact.reason}
        desk.tell(order, at, name, by=desk.sales, facts=facts, state=(source, fact.state))

    def _unbilled(self, order: TracedOrder) -> Decimal:
        """The credit an open order still holds, in the base currency."""
        fact = order.fact
        if order.confirmed_at is None or fact.state not in {"confirmed", "on_hold"}:
            return ZERO
        return in_base(order.total - order.billed, fact.rate, self.desk.reference.currency)


def _cancel_rest(order: TracedOrder) -> None:
    """Cancel what was not shipped; an order of which something was shipped is worth that."""
    is_shipped = any(line.shipped for line in order.lines)
    for line in order.lines:
        if line.demand_id and line.left:
            line.cancelled = line.left
            if is_shipped:
                line.net, line.tax = line.billed_net, line.billed_tax
    order.total = sum((line.net + line.tax for line in order.lines), ZERO)


def _fulfillment(order: TracedOrder) -> str:
    """Where the goods of an order stand."""
    lines = [line for line in order.lines if line.demand_id]
    return fulfillment_state(
        FulfillmentFacts(
            wanted=sum((line.fact.quantity - line.cancelled for line in lines), ZERO),
            reserved=sum((line.reserved if line.item.is_stocked else line.left for line in lines), ZERO),
            shipped=sum((line.shipped for line in lines), ZERO),
            shipments_picking=order.picking,
            shipments_packed=order.packed,
            shipments_shipped=order.on_the_road,
        )
    )


def _billing(order: TracedOrder) -> str:
    """Where the money of an order stands."""
    return billing_state(
        total=order.total, billed=order.billed, paid=order.paid, is_all_billed=_is_all_billed(order)
    )


def _is_all_billed(order: TracedOrder) -> bool:
    return bool(order.billed) and all(
        line.billed >= line.fact.quantity - line.cancelled for line in order.lines
    )
