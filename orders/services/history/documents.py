"""The order side of history: one told order becomes its order, lines, demands and shipments."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from erp.core.copy import copy_rows
from erp.core.errors import Invalid
from erp.core.money import round_money
from erp.core.refs import DocumentRef
from erp.masterdata.selectors.company import business_day
from inventory.models import Demand, Package, Reservation, Shipment, ShipmentLine
from inventory.models.demand import Priority as Urgency
from orders.models import Order, OrderLine
from orders.services.history.facts import ZERO, Clerk, Clerks, HistoricLine, HistoricOrder, HistoricShipment
from orders.services.history.money import BilledLine, Books
from orders.services.history.reference import KnownItem, Reference, key_pool, number_pool
from orders.services.history.stock import StockBook, share_of
from orders.services.history.timeline import Timeline

ORDER = (
    "id", "number", "customer_id", "state", "fulfillment_state", "billing_state", "held_from", "priority",
    "channel", "external_id", "customer_po", "salesperson_id", "warehouse_id", "currency_id", "rate",
    "requested_on", "first_promised_on", "promised_on", "is_ship_complete", "ship_to", "note", "subtotal",
    "tax", "total", "cost", "billed", "paid", "custom", "reason", "created_at", "submitted_at",
    "confirmed_at", "shipped_at", "delivered_at", "closed_at",
)  # fmt: skip
LINE = (
    "id", "order_id", "line_no", "item_id", "demand_id", "description", "unit_id", "quantity",
    "base_quantity", "unit_price", "discount_rate", "tax_rate", "net", "tax", "unit_cost", "billed_quantity",
    "billed_net", "billed_tax", "requested_on", "first_promised_on", "promised_on",
)  # fmt: skip
DEMAND = (
    "id", "source_kind", "source_id", "document_kind", "document_id", "document_number", "line_no",
    "customer_id", "item_id", "warehouse_id", "due_on", "promised_on", "priority", "quantity", "reserved",
    "shipped", "cancelled", "is_held", "is_ship_complete", "created_at",
)  # fmt: skip
SHIPMENT = (
    "id", "number", "warehouse_id", "customer_id", "document_kind", "document_id", "document_number",
    "carrier_id", "carrier_name", "tracking_number", "ship_to", "priority", "due_on", "state", "created_at",
    "released_at", "picked_at", "packed_at", "shipped_at", "delivered_at", "delivered_to",
)  # fmt: skip
SHIPMENT_LINE = ("id", "shipment_id", "demand_id", "item_id", "location_id", "lot_id", "quantity", "picked")
RESERVATION = ("demand_id", "balance_id", "quantity", "shipment_line_id", "created_at")

URGENCY = {
    "low": Urgency.LOW.value,
    "normal": Urgency.NORMAL.value,
    "high": Urgency.HIGH.value,
    "rush": Urgency.RUSH.value,
}


@dataclass(slots=True)
class TracedLine:
    """An order line with what became of its quantity and amount so far."""

    fact: HistoricLine
    no: int
    pk: int
    demand_id: int | None
    item: KnownItem
    net: Decimal
    tax: Decimal
    unit_cost: Decimal
    shipped: Decimal = ZERO
    reserved: Decimal = ZERO
    cancelled: Decimal = ZERO
    billed: Decimal = ZERO
    billed_net: Decimal = ZERO
    billed_tax: Decimal = ZERO

    @property
    def left(self) -> Decimal:
        """Neither shipped, reserved nor cancelled."""
        return self.fact.quantity - self.shipped - self.reserved - self.cancelled

    def bill(self, quantity: Decimal, currency: str) -> BilledLine:
        """Bill a quantity more of this line; the last bill takes what rounding left."""
        self.billed += quantity
        net = share_of(self.net, self.billed, self.fact.quantity, currency) - self.billed_net
        tax = share_of(self.tax, self.billed, self.fact.quantity, currency) - self.billed_tax
        self.billed_net += net
        self.billed_tax += tax
        return BilledLine(
            source_id=self.pk,
            item=self.item,
            description=self.fact.description or self.item.name,
            quantity=quantity,
            unit_price=self.fact.unit_price,
            discount_rate=self.fact.discount_rate,
            tax_rate=self.fact.tax_rate,
            net=net,
            tax=tax,
        )


@dataclass(slots=True)
class TracedOrder:
    """An order being written: its facts, keys, lines and how far it came."""

    fact: HistoricOrder
    ref: DocumentRef
    lines: list[TracedLine]
    warehouse_id: int
    currency: str
    ship_to: dict[str, Any]
    submitted_at: datetime | None
    confirmed_at: datetime | None
    sales: Clerk
    total: Decimal = ZERO
    billed: Decimal = ZERO
    paid: Decimal = ZERO
    last_at: datetime | None = None
    picking: int = 0  # shipments released or picked, packed, and on the road
    packed: int = 0
    on_the_road: int = 0
    quantities: dict[int, Decimal] = field(default_factory=dict)  # shipped, by shipment
    amounts: dict[int, Decimal] = field(default_factory=dict)  # billed, by invoice

    @property
    def stocked(self) -> list[TracedLine]:
        """The lines that ship."""
        return [line for line in self.lines if line.item.is_stocked]


class Desk:
    """Everything one chunk of history writes, and the ways to trace an order through it."""

    def __init__(self, reference: Reference, clerks: Clerks, fallback: Clerk, via: str) -> None:
        """Start with empty tables."""
        self.reference = reference
        self.stock = StockBook(reference)
        self.books = Books(reference)
        self.timeline = Timeline(via)
        self.sales = clerks.sales or fallback
        self.finance = clerks.finance or fallback
        self.warehouse = clerks.warehouse or fallback
        self._keys = {m: key_pool(m) for m in (Order, OrderLine, Demand, Shipment, ShipmentLine)}
        self._numbers = {"order": number_pool("order"), "shipment": number_pool("shipment")}
        self._rows: dict[type[Any], list[tuple[Any, ...]]] = {}
        self._start()

    def _start(self) -> None:
        kinds = (Order, Demand, OrderLine, Shipment, ShipmentLine, Package, Reservation)
        self._rows = {kind: [] for kind in kinds}

    def next_key(self, model: type[Any]) -> int:
        """The next primary key of a table."""
        return int(self._keys[model].next())

    def next_number(self, series: str) -> str:
        """The next number of a series."""
        return str(self._numbers[series].next())

    def put(self, model: type[Any], *row: Any) -> None:
        """Add a row to a table of the chunk."""
        self._rows[model].append(row)

    def open(self, fact: HistoricOrder) -> TracedOrder:
        """Begin an order: keys, number, amounts and its first steps.

        Raises: Invalid for an order without lines, or an unknown product.
        """
        customer = self.reference.customers.get(fact.customer_id)
        if customer is None or not fact.lines:
            raise Invalid.field(
                "customer" if customer is None else "lines", _("This field is required."), "required"
            )
        confirmed = fact.state in {"confirmed", "closed"} or (
            fact.state == "on_hold" and fact.held_from == "confirmed"
        )
        submitted = confirmed or fact.state in {"submitted", "rejected", "on_hold"}
        submitted_at = fact.submitted_at or (fact.created_at if submitted else None)
        confirmed_at = fact.confirmed_at or (submitted_at if confirmed else None)
        order = TracedOrder(
            fact,
            DocumentRef("order", self.next_key(Order), fact.number or self.next_number("order")),
            [],
            fact.warehouse_id or self.reference.warehouse_id,
            fact.currency or self.reference.currency,
            customer.address if fact.ship_to is None else fact.ship_to,
            submitted_at,
            confirmed_at,
            self.reference.clerks.get(fact.salesperson_id or 0, self.sales),
        )
        for no, line in enumerate(fact.lines, start=1):
            order.lines.append(self._line(order, no, line))
        order.total = sum((line.net + line.tax for line in order.lines), ZERO)
        self._first_steps(order)
        return order

    def _line(self, order: TracedOrder, no: int, fact: HistoricLine) -> TracedLine:
        item = self.reference.items.get(fact.item_id)
        if item is None or fact.quantity <= 0:
            raise Invalid.field(
                f"lines[{no - 1}]", _("A line needs a known product and a quantity."), "required"
            )
        net = fact.net
        if net is None:
            net = round_money(fact.quantity * fact.unit_price * (1 - fact.discount_rate), order.currency)
        tax = round_money(net * fact.tax_rate, order.currency) if fact.tax is None else fact.tax
        cost = item.standard_cost if fact.unit_cost is None else fact.unit_cost
        demand_id = self.next_key(Demand) if order.confirmed_at else None
        return TracedLine(fact, no, self.next_key(OrderLine), demand_id, item, net, tax, cost)

    def _first_steps(self, order: TracedOrder) -> None:
        fact, total = order.fact, str(order.total)
        code = self.reference.customers[fact.customer_id].code
        facts = {"customer": code, "total": total, "lines": len(order.lines)}
        self.tell(order, fact.created_at, "order.created", by=order.sales, facts=facts)
        if at := order.submitted_at:
            step = ("draft", "submitted")
            self.tell(order, at, "order.submitted", by=order.sales, facts={"total": total}, state=step)
        if at := order.confirmed_at:
            promised = fact.first_promised_on or fact.promised_on
            facts = {"promised_on": promised.isoformat() if promised else None, "total": total}
            step = ("submitted", "confirmed")
            self.tell(order, at, "order.confirmed", by=self.finance, facts=facts, state=step)

    def tell(
        self,
        order: TracedOrder,
        at: datetime,
        name: str,
        *,
        by: Clerk,
        document: DocumentRef | None = None,
        facts: dict[str, Any] | None = None,
        state: tuple[str, str] | None = None,
    ) -> None:
        """Tell one event on the order's timeline."""
        self.timeline.tell(
            at, name, document=document or order.ref, about=order.ref, by=by, facts=facts, state=state
        )
        order.last_at = max(order.last_at or at, at)

    def put_shipment(self, order: TracedOrder, fact: HistoricShipment, ref: DocumentRef, state: str) -> None:
        """Write a shipment's head, and its package when it was packed."""
        carrier = self.reference.carriers.get(fact.carrier_id or 0, "")
        is_gone = fact.shipped_at is not None
        self.put(
            Shipment, ref.id, ref.number, order.warehouse_id, order.fact.customer_id, "order", order.ref.id,
            order.ref.number, fact.carrier_id, carrier if is_gone else "", fact.tracking_number,
            order.ship_to, URGENCY[order.fact.priority], order.fact.promised_on, state, fact.released_at,
            fact.released_at, fact.picked_at, fact.packed_at, fact.shipped_at, fact.delivered_at,
            fact.delivered_to,
        )  # fmt: skip
        if fact.packed_at:
            self.put(Package, ref.id, 1)

    def close(self, order: TracedOrder, fulfillment: str, billing: str, unbilled: Decimal) -> None:
        """Write the order, its lines and demands as they stand at the end."""
        fact, ref = order.fact, order.ref
        net, tax = (sum((getattr(line, name) for line in order.lines), ZERO) for name in ("net", "tax"))
        kept = not any(line.shipped for line in order.lines)
        cost = sum(
            (
                line.unit_cost * (line.fact.quantity - (ZERO if kept else line.cancelled))
                for line in order.lines
            ),
            ZERO,
        )
        shipped = [s.shipped_at for s in fact.shipments if s.shipped_at]
        delivered = [s.delivered_at for s in fact.shipments if s.delivered_at]
        all_shipped = fulfillment in {"shipped", "delivered"}
        self.put(
            Order, ref.id, ref.number, fact.customer_id, fact.state, fulfillment, billing,
            fact.held_from if fact.state == "on_hold" else "", fact.priority, fact.channel, fact.external_id,
            fact.customer_po, fact.salesperson_id, order.warehouse_id, order.currency, fact.rate,
            fact.requested_on, fact.first_promised_on or fact.promised_on, fact.promised_on,
            fact.is_ship_complete, order.ship_to, fact.note, net, tax, net + tax, round(cost, 4),
            order.billed, order.paid, fact.custom, fact.reason, fact.created_at, order.submitted_at,
            order.confirmed_at, max(shipped) if all_shipped else None,
            max(delivered) if fulfillment == "delivered" else None,
            (fact.ended_at or order.last_at) if fact.state == "closed" else None,
        )  # fmt: skip
        for line in order.lines:
            self._put_line(order, line)
        if unbilled > 0:
            self.books.hold(self.reference.customers[fact.customer_id], ref, unbilled)

    def _put_line(self, order: TracedOrder, line: TracedLine) -> None:
        fact, told = order.fact, line.fact
        self.put(
            OrderLine, line.pk, order.ref.id, line.no, line.item.pk, line.demand_id,
            told.description or line.item.name, line.item.unit_id, told.quantity, told.quantity,
            told.unit_price, told.discount_rate, told.tax_rate, line.net, line.tax, line.unit_cost,
            line.billed, line.billed_net, line.billed_tax, fact.requested_on,
            fact.first_promised_on or fact.promised_on, fact.promised_on,
        )  # fmt: skip
        if line.demand_id is None:
            return
        due_on = fact.promised_on or fact.requested_on or business_day(fact.created_at)
        self.put(
            Demand, line.demand_id, "order_line", line.pk, "order", order.ref.id, order.ref.number, line.no,
            fact.customer_id, line.item.pk, order.warehouse_id, fact.requested_on or due_on, fact.promised_on,
            URGENCY[fact.priority], told.quantity, line.reserved, line.shipped, line.cancelled,
            fact.state == "on_hold", fact.is_ship_complete, order.confirmed_at,
        )  # fmt: skip

    def write(self) -> dict[str, int]:
        """Write the chunk; every table's rows go in by one COPY."""
        rows = self._rows
        written = {
            "orders": copy_rows(Order, ORDER, rows[Order]),
            "demands": copy_rows(Demand, DEMAND, rows[Demand]),
            "order lines": copy_rows(OrderLine, LINE, rows[OrderLine]),
            "shipments": copy_rows(Shipment, SHIPMENT, rows[Shipment]),
            "shipment lines": copy_rows(ShipmentLine, SHIPMENT_LINE, rows[ShipmentLine]),
            "reservations": 0,
        }
        copy_rows(Package, ("shipment_id", "sequence"), rows[Package])
        written |= self.stock.write()
        written["reservations"] = copy_rows(Reservation, RESERVATION, rows[Reservation])
        written |= self.books.write()
        written["events"] = self.timeline.write()
        self._start()
        return written
