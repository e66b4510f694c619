"""Sales orders of the files, and how far each of them has come on the day of the load."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils.translation import gettext as _

from erp.masterdata.models import Company
from orders.services.dataset.calendar import LoadCalendar
from orders.services.dataset.parties import Acquaintance, Directory
from orders.services.dataset.source import Source, amount, day, flag, integer, maybe, needed, number, text
from orders.services.history import HistoricLine, HistoricOrder, HistoricPayment, HistoricShipment

CHANNEL = "dataset"
CENT, FINE = Decimal("0.01"), Decimal("0.0001")
HEADER = {
    "order_id": integer,
    "order_number": needed,
    "order_date": day,
    "due_date": day,
    "ship_date": day,
    "is_online": flag,
    "customer_id": integer,
    "salesperson_id": maybe(integer),
    "ship_to_address_id": integer,
    "ship_method_id": integer,
    "customer_po": text,
    "paid_by_card": flag,
    "subtotal": amount,
    "tax": amount,
    "freight": amount,
    "total_due": amount,
}
LINE = {
    "order_id": integer,
    "line_no": integer,
    "product_id": integer,
    "order_qty": amount,
    "unit_price": amount,
    "discount_rate": number,
    "line_total": amount,
    "unit_cost": amount,
    "tracking_number": text,
}


@dataclass
class Sales:
    """The good orders of the files: headers in file order, and their lines."""

    headers: list[Any]
    lines: dict[int, list[Any]]

    def shipped(self, calendar: LoadCalendar) -> dict[int, Decimal]:
        """Pieces that have left by the day of the load, by product."""
        pieces: dict[int, Decimal] = defaultdict(Decimal)
        for header in self.headers:
            if calendar.has_come(header.ship_date):
                for line in self.lines[header.order_id]:
                    pieces[line.product_id] += line.order_qty
        return pieces

    def placed(self, calendar: LoadCalendar) -> list[Any]:
        """Headers of the orders that were placed by the day of the load."""
        return [header for header in self.headers if calendar.has_come(header.order_date)]


def read_acquaintance(source: Source, calendar: LoadCalendar) -> Acquaintance:
    """When each customer ordered first, and who has had goods by the day of the load."""
    known = Acquaintance(calendar.now)
    columns = {"order_date": day, "ship_date": day, "customer_id": integer}
    problems = len(source.problems)
    for row in source.rows("sales_orders", columns):
        at = calendar.at(row.order_date, 6)
        known.first = min(known.first, at)
        known.first_orders[row.customer_id] = min(at, known.first_orders.get(row.customer_id, at))
        if calendar.has_come(row.ship_date):
            known.regulars.add(row.customer_id)
    del source.problems[problems:]  # they are told when the orders themselves are read
    return known


def read_sales(
    source: Source,
    *,
    customers: dict[int, int],
    items: dict[int, int],
    carriers: dict[int, int],
) -> Sales:
    """Read headers and lines; an order that has a bad or an unknown part is left out whole, and told."""
    headers = {}
    for row in source.rows("sales_orders", HEADER):
        reason = _bad_header(row, customers, carriers)
        if row.order_id in headers:
            reason = _("order %s comes twice") % row.order_id
        if reason:
            source.report("sales_orders", row.line, reason)
        else:
            headers[row.order_id] = row
    before = len(source.problems)
    lines: dict[int, list[Any]] = defaultdict(list)
    for row in source.rows("sales_order_lines", LINE):
        reason = ""
        if row.order_id not in headers:
            reason = _("order %s is unknown or left out") % row.order_id
        elif row.product_id not in items:
            reason = _("product %s is unknown") % row.product_id
            lines[row.order_id].append(None)
        elif row.order_qty == 0 or not 0 <= row.discount_rate <= 1:
            reason = _("the quantity is zero or the discount no fraction")
            lines[row.order_id].append(None)
        if reason:
            source.report("sales_order_lines", row.line, reason)
        else:
            lines[row.order_id].append(row)
    has_bad_lines = len(source.problems) > before
    for order_id, header in list(headers.items()):
        reason = _bad_lines(header, lines.get(order_id, []), has_bad_lines)
        if reason:
            source.report("sales_orders", header.line, reason)
            del headers[order_id]
    return Sales(list(headers.values()), lines)


def _bad_header(row: Any, customers: dict[int, int], carriers: dict[int, int]) -> str:
    if row.customer_id not in customers:
        return _("customer %s is unknown") % row.customer_id
    if row.ship_method_id not in carriers:
        return _("ship method %s is unknown") % row.ship_method_id
    if not row.order_date <= row.ship_date:
        return _("is shipped before it is ordered")
    if abs(row.subtotal + row.tax + row.freight - row.total_due) > CENT:
        return _("total_due is not subtotal + tax + freight")
    return ""


def _bad_lines(header: Any, lines: list[Any], has_bad_lines: bool) -> str:
    if not lines:
        return _("has no lines")
    if None in lines:
        return _("is left out: one of its lines is bad")
    if abs(sum(line.line_total for line in lines) - header.subtotal) > CENT:
        reason = _("its lines do not add up to its subtotal")
        return _("is left out: %s") % reason if has_bad_lines else reason
    return ""


def spread(total: Decimal, weights: list[Decimal], quantum: Decimal) -> list[Decimal]:
    """An amount shared out by weights in steps of `quantum`: largest remainders, so nothing is lost."""
    whole = sum(weights)
    if whole == total:
        return weights
    if not whole:
        weights, whole = [Decimal(1)] * len(weights), Decimal(len(weights))
    shares = [total * weight / whole for weight in weights]
    parts = [(share // quantum) * quantum for share in shares]
    left = int((total - sum(parts)) / quantum)
    order = sorted(range(len(parts)), key=lambda place: parts[place] - shares[place])
    for place in order[:left]:
        parts[place] += quantum
    return parts


class OrderTeller:
    """Tells orders of the files as history: dates, states, shipments and payments."""

    def __init__(
        self,
        *,
        calendar: LoadCalendar,
        directory: Directory,
        customers: dict[int, int],
        items: dict[int, int],
        freight_item: int,
        carriers: dict[int, int],
        users: dict[int, int],
        locations: dict[int, int],
        reviewed: set[int],
    ) -> None:
        """Know the masters that orders point to.

        `locations` says from where a product ships; orders of `reviewed` customers, and large
        ones, wait for finance before they are confirmed.
        """
        self.reviewed, self.routine_below = reviewed, Company.objects.get().auto_confirm_below
        self.calendar, self.directory, self.customers, self.items = calendar, directory, customers, items
        self.freight_item, self.carriers, self.users, self.locations = (
            freight_item,
            carriers,
            users,
            locations,
        )

    def tell(self, headers: Iterable[Any], lines: dict[int, list[Any]]) -> Iterator[HistoricOrder]:
        """The history of the orders given."""
        for header in headers:
            yield self._order(header, lines[header.order_id])

    def _order(self, row: Any, rows: list[Any]) -> HistoricOrder:
        calendar, jitter = self.calendar, row.order_id * 7919 % 14400
        created = calendar.at(row.order_date, 6, jitter)
        is_routine = row.total_due < self.routine_below and row.customer_id not in self.reviewed
        is_late = not is_routine and row.order_id % 3 == 0  # confirmed the next morning
        submit_on = row.order_date + timedelta(days=1) if row.order_id % 40 == 13 else row.order_date
        confirm_on = submit_on + timedelta(days=1) if is_late else submit_on
        submitted = calendar.happened(submit_on, 6, jitter + 120)
        confirmed = calendar.happened(confirm_on, 6, jitter + (180 if is_routine else 9000))
        shipments = (self._shipment(row, rows[0].tracking_number, jitter),) if confirmed else ()
        if shipments and shipments[0] is None:
            shipments = ()
        paid_on = self._paid_on(row)
        delivered_on = self._delivered_on(row)
        is_settled = calendar.has_come(paid_on) and calendar.has_come(row.ship_date)
        is_closed = is_settled and calendar.has_come(delivered_on)
        state, ended, reason = self._state(row, submitted, confirmed, is_closed)
        if is_closed:
            ended = calendar.at(max(paid_on, delivered_on), 18, jitter)
        promised = calendar.day(row.due_date)
        return HistoricOrder(
            customer_id=self.customers[row.customer_id],
            lines=tuple(self._lines(row, rows, FINE if is_settled else CENT)),
            created_at=created,
            state=state,
            number=row.order_number,
            submitted_at=submitted,
            confirmed_at=confirmed,
            ended_at=ended,
            reason=reason,
            channel=CHANNEL,
            external_id=str(row.order_id),
            customer_po=row.customer_po,
            requested_on=promised,
            promised_on=promised if confirmed else None,
            salesperson_id=self.users.get(row.salesperson_id or 0),
            ship_to=self.directory.addresses.get(row.ship_to_address_id),
            shipments=shipments,  # type: ignore[arg-type]  # one of two kinds, by the caller's choice
        )

    def _state(
        self, row: Any, submitted: datetime | None, confirmed: datetime | None, is_closed: bool
    ) -> tuple[str, datetime | None, str]:
        calendar = self.calendar
        if is_closed:
            return "closed", None, ""
        if submitted is None:
            return "draft", None, ""
        if confirmed is None:
            return "submitted", None, ""
        held_on = row.order_date + timedelta(days=1)
        is_held = row.order_id % 25 == 7 and calendar.has_come(held_on)
        if is_held and not calendar.has_come(row.ship_date - timedelta(days=2)):
            return "on_hold", calendar.at(held_on, 12), _("The customer asked to wait.")
        return "confirmed", None, ""

    def _shipment(self, row: Any, tracking: str, jitter: int) -> HistoricShipment | None:
        """Released two days before the ship date, picked the day before, packed that day or the next."""
        calendar = self.calendar
        released = calendar.happened(row.ship_date - timedelta(days=2), 8, jitter)
        if released is None:
            return None
        eve = row.ship_date - timedelta(days=1)
        packed_on = eve if row.order_id % 2 else row.ship_date
        shipped = calendar.happened(row.ship_date, 12, jitter)
        payments: tuple[HistoricPayment, ...] = ()
        if shipped and calendar.has_come(self._paid_on(row)):
            method = "card" if row.paid_by_card else "transfer"
            at = calendar.at(self._paid_on(row), 12, jitter + 600)
            payments = (HistoricPayment(received_at=at, method=method, reference=row.order_number),)
        return HistoricShipment(
            released_at=released,
            picking_started=row.order_id % 3 == 0,
            picked_at=calendar.happened(eve, 8, jitter),
            packed_at=calendar.happened(packed_on, 8 if packed_on > eve else 13, jitter),
            shipped_at=shipped,
            delivered_at=calendar.happened(self._delivered_on(row), 14, jitter) if shipped else None,
            carrier_id=self.carriers[row.ship_method_id],
            tracking_number=tracking if shipped else "",
            payments=payments,
        )

    def _paid_on(self, row: Any) -> date:
        """Cards pay on the ship date; invoices some days around their thirty."""
        if row.paid_by_card:
            return row.ship_date
        return row.ship_date + timedelta(days=26 + row.order_id % 17)

    def _delivered_on(self, row: Any) -> date:
        """On the road two to four days, so that goods arrive by the due date."""
        return row.ship_date + timedelta(days=2 + row.order_id % 3)

    def _lines(self, row: Any, rows: list[Any], quantum: Decimal) -> Iterator[HistoricLine]:
        """Lines whose net and tax add up to the header; freight is a line of its own, without tax.

        Settled orders keep the four decimals of the files; where something is still to be paid,
        amounts are whole cents.
        """
        net, tax, freight = (
            value.quantize(quantum, ROUND_HALF_UP) for value in (row.subtotal, row.tax, row.freight)
        )
        freight = (row.total_due.quantize(quantum, ROUND_HALF_UP) - net - tax) if quantum == CENT else freight
        weights = [line.line_total for line in rows]
        nets = spread(net, weights, quantum)
        taxes = spread(tax, weights, quantum)
        rate = min(round(tax / net, 6), Decimal(1)) if net else Decimal(0)
        for line, line_net, line_tax in zip(rows, nets, taxes, strict=True):
            yield HistoricLine(
                item_id=self.items[line.product_id],
                quantity=line.order_qty,
                unit_price=line.unit_price,
                discount_rate=line.discount_rate,
                tax_rate=rate,
                net=line_net,
                tax=line_tax,
                unit_cost=line.unit_cost,
                location_id=self.locations[line.product_id],
            )
        if freight:
            yield HistoricLine(
                item_id=self.freight_item,
                quantity=Decimal(1),
                unit_price=freight,
                net=freight,
                tax=Decimal(0),
                unit_cost=Decimal(0),
            )
