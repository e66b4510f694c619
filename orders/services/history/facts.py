"""What the past looks like when it is told to the product: plain facts, nothing of the database.

All instants are aware UTC datetimes. Keys point to rows that exist already (customers, items,
locations, carriers, users). Whoever tells a history builds these and calls `write_history`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoricLine:
    """One product of a past order, in the item's base unit.

    `net` and `tax` left out are computed as an order would: rounded half up to the currency.
    A line of an item of kind `service` (freight) ships nothing and is billed with the first invoice.
    """

    item_id: int
    quantity: Decimal
    unit_price: Decimal
    discount_rate: Decimal = ZERO
    tax_rate: Decimal = ZERO
    net: Decimal | None = None
    tax: Decimal | None = None
    unit_cost: Decimal | None = None  # none: the item's standard cost
    description: str = ""  # empty: the item's name
    location_id: int | None = (
        None  # where it leaves from; none: first expiring, first received, then pick order
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoricPayment:
    """Money that a customer paid on the invoice of one shipment; without an amount, all that was open."""

    received_at: datetime
    amount: Decimal | None = None
    method: str = ""
    reference: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoricShipment:
    """Goods of an order that left together, as far as they came: the last instant given is its state.

    `quantities` are per line of the order, in their order; left out, everything not shipped before.
    A shipment with `shipped_at` is invoiced at that instant; one without holds reservations, and is
    left out (its order waits for stock) when stock does not suffice.
    """

    released_at: datetime
    picking_started: bool = False  # released, some lines picked: counts only while `picked_at` is missing
    picked_at: datetime | None = None
    packed_at: datetime | None = None
    shipped_at: datetime | None = None
    delivered_at: datetime | None = None
    quantities: tuple[Decimal, ...] | None = None
    carrier_id: int | None = None
    tracking_number: str = ""
    delivered_to: str = ""
    invoice_due_on: date | None = None  # none: the day shipped plus the customer's days to pay
    payments: tuple[HistoricPayment, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoricOrder:
    """A past or open order with all that became of it.

    `state` is where the order stands (draft, submitted, confirmed, closed, on_hold, rejected,
    cancelled); instants of steps not reached stay empty, those reached but not given follow the
    step before at once. What a confirmed order has not shipped is reserved from stock that is
    there, by priority and promise date over all orders of the call, and back-ordered beyond it.
    What a cancelled or closed order has not shipped is cancelled.
    """

    customer_id: int
    lines: tuple[HistoricLine, ...]
    created_at: datetime
    state: str = "closed"
    number: str = ""  # empty: the next of the series
    submitted_at: datetime | None = None
    confirmed_at: datetime | None = None
    ended_at: datetime | None = None  # when it was closed, put on hold, rejected or cancelled
    held_from: str = "confirmed"  # of an order on hold: submitted or confirmed
    reason: str = ""
    priority: str = "normal"
    channel: str = ""
    external_id: str | None = None
    customer_po: str = ""
    requested_on: date | None = None
    promised_on: date | None = None
    first_promised_on: date | None = None  # none: as promised
    is_ship_complete: bool = False
    salesperson_id: int | None = None
    warehouse_id: int | None = None  # none: the default warehouse
    currency: str = ""  # empty: the base currency
    rate: Decimal = Decimal(1)
    ship_to: dict[str, Any] | None = None  # none: the customer's default shipping address
    note: str = ""
    custom: dict[str, Any] = field(default_factory=dict)
    shipments: tuple[HistoricShipment, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoricMove:
    """Stock that came or went without an order: opening, receipt, issue or adjustment (signed quantity).

    Also what work orders took (consumption) and brought (production). Its value is posted against the
    account that its kind stands for, or against the one named.
    """

    item_id: int
    location_id: int
    at: datetime
    quantity: Decimal
    kind: str = "opening"
    against: str = ""
    lot_id: int | None = None
    reason: str = ""
    source_kind: str = ""
    source_id: int | None = None
    source_number: str = ""


@dataclass(frozen=True, slots=True)
class Clerk:
    """The person whom the timeline names for a kind of work."""

    user_id: int | None
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Clerks:
    """Who did the work of the past: sales enters, finance confirms and bills, the warehouse ships.

    An order's own salesperson goes before `sales`. Who is missing is the actor of the call.
    """

    sales: Clerk | None = None
    finance: Clerk | None = None
    warehouse: Clerk | None = None


@dataclass(slots=True)
class HistoryResult:
    """What was written, by kind of row, and what was there already."""

    orders: int = 0
    skipped: int = 0
    left_waiting: int = 0  # open shipments that stock did not suffice for
    rows: dict[str, int] = field(default_factory=dict)
