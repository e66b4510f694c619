"""Suppliers' scores over plain windows, with the rows they are made of; definitions in `calc/scoring.py`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import F

from erp.core.errors import Misconfigured
from erp.masterdata.selectors.company import company
from erp.masterdata.selectors.money import rate_on
from inventory.calc.scoring import Delivery, Figures, JudgedLot, figures_of
from inventory.models import PurchaseOrder, PurchaseOrderLine, ReceiptLine
from inventory.selectors.receiving import receiving_settings

ZERO = Decimal(0)
MONTHS = 12
COUNTED = (
    PurchaseOrder.State.SENT,
    PurchaseOrder.State.PARTIALLY_RECEIVED,
    PurchaseOrder.State.RECEIVED,
    PurchaseOrder.State.CLOSED,
)
_DUE = """
SELECT o.supplier_id, o.number, l.line_no, i.sku, i.name, u.code, l.quantity, l.received,
       coalesce(l.first_expected_on, l.expected_on) AS due_on,
       CASE WHEN l.received >= l.quantity OR l.is_closed_short OR o.state = 'closed'
            THEN coalesce(came.last_on, (o.received_at AT TIME ZONE %(zone)s)::date) END AS complete_on,
       l.received < l.quantity AND (l.is_closed_short OR o.state = 'closed') AS is_short
FROM inventory_purchaseorderline l
JOIN inventory_purchaseorder o ON o.id = l.purchase_order_id
JOIN inventory_item i ON i.id = l.item_id JOIN masterdata_unit u ON u.id = i.unit_id
LEFT JOIN LATERAL (SELECT max(r.arrived_on) AS last_on FROM inventory_receiptline rl
                   JOIN inventory_receipt r ON r.id = rl.receipt_id
                   WHERE rl.order_line_id = l.id) came ON true
WHERE o.supplier_id = ANY(%(suppliers)s) AND o.state = ANY(%(states)s)
  AND coalesce(l.first_expected_on, l.expected_on) BETWEEN %(since)s AND %(until)s
ORDER BY due_on, o.number, l.line_no
"""


@dataclass(frozen=True)
class DeliveryRow:
    """A line that was due, as a reader sees it."""

    supplier_id: int
    order: str
    line_no: int
    sku: str
    item: str
    unit: str
    quantity: Decimal
    received: Decimal
    delivery: Delivery
    days_late: int


@dataclass(frozen=True)
class LotRow:
    """A lot that was judged, as a reader sees it."""

    supplier_id: int
    receipt: str
    line_no: int
    sku: str
    item: str
    lot: JudgedLot
    reason: str
    judged_at: datetime


@dataclass
class _Sums:
    deliveries: list[Delivery] = field(default_factory=list)
    lots: list[JudgedLot] = field(default_factory=list)
    paid: Decimal = ZERO
    standard: Decimal = ZERO


def window_of(as_of: date, days: int | None = None) -> tuple[date, date]:
    """The first and last day that a score of a day is made of; the company's number of days unless given."""
    count = days or receiving_settings().window_days
    return as_of - timedelta(days=count - 1), as_of


def delivery_rows(supplier_ids: Collection[int], since: date, until: date) -> list[DeliveryRow]:
    """Every line that was due from suppliers in a window, the earliest first; one query.

    Judged by the day first asked for: a date that the supplier moved later does not make it punctual.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            _DUE,
            {
                "zone": company().time_zone,
                "suppliers": list(supplier_ids),
                "states": [str(state) for state in COUNTED],
                "since": since,
                "until": until,
            },
        )
        found = []
        for (
            supplier_id,
            order,
            line_no,
            sku,
            item,
            unit,
            quantity,
            received,
            due_on,
            complete_on,
            short,
        ) in cursor.fetchall():
            delivery = Delivery(due_on, complete_on, short)
            found.append(
                DeliveryRow(
                    supplier_id, order, line_no, sku, item, unit, quantity, received, delivery,
                    delivery.days_late(until),
                )
            )  # fmt: skip
        return found


def lot_rows(supplier_ids: Collection[int], since: date, until: date) -> list[LotRow]:
    """Every lot of suppliers that was judged in a window, the earliest first; one query."""
    zone = ZoneInfo(company().time_zone)
    start = datetime.combine(since, datetime.min.time(), zone)
    end = datetime.combine(until + timedelta(days=1), datetime.min.time(), zone)
    rows = ReceiptLine.objects.filter(
        receipt__supplier_id__in=supplier_ids, judged_at__gte=start, judged_at__lt=end
    )
    return [
        LotRow(
            row.receipt.supplier_id,
            row.receipt.number,
            row.line_no,
            row.item.sku,
            row.item.name,
            JudgedLot(
                row.judged_at.astimezone(zone).date() if row.judged_at else until, row.accepted, row.rejected
            ),
            row.reason,
            row.judged_at or end,
        )
        for row in rows.select_related("receipt", "item").order_by("judged_at", "pk")
    ]


def _prices(
    supplier_ids: Collection[int], since: date, until: date
) -> dict[int, list[tuple[date, Decimal, Decimal]]]:
    """What was ordered at which price and standard cost, per supplier and day, in the base currency."""
    rows = PurchaseOrderLine.objects.filter(
        purchase_order__supplier_id__in=supplier_ids,
        purchase_order__state__in=COUNTED,
        purchase_order__ordered_on__range=(since, until),
        item__standard_cost__gt=0,
        unit_price__gt=0,
    )
    rates: dict[str, Decimal | None] = {}
    found: dict[int, list[tuple[date, Decimal, Decimal]]] = defaultdict(list)
    for supplier_id, currency, day, paid, standard in rows.values_list(
        "purchase_order__supplier_id",
        "purchase_order__currency_id",
        "purchase_order__ordered_on",
        F("quantity") * F("unit_price") * F("unit_denominator") / F("unit_numerator"),
        F("quantity") * F("item__standard_cost"),
    ):
        rate = _rate(currency, until, rates)
        if rate is not None:
            found[supplier_id].append((day, paid * rate, standard))
    return found


def _rate(currency: str, day: date, rates: dict[str, Decimal | None]) -> Decimal | None:
    if currency not in rates:
        try:
            rates[currency] = rate_on(currency, day)
        except Misconfigured:
            rates[currency] = None
    return rates[currency]


def supplier_scores(
    supplier_ids: Iterable[int], *, as_of: date, days: int | None = None
) -> dict[int, Figures]:
    """Every supplier's figures over the window that ends on a day; three queries for all of them."""
    ids = list(supplier_ids)
    since, until = window_of(as_of, days)
    sums: dict[int, _Sums] = {pk: _Sums() for pk in ids}
    for due in delivery_rows(ids, since, until):
        sums[due.supplier_id].deliveries.append(due.delivery)
    for looked_at in lot_rows(ids, since, until):
        sums[looked_at.supplier_id].lots.append(looked_at.lot)
    for pk, prices in _prices(ids, since, until).items():
        sums[pk].paid = sum((paid for _day, paid, _standard in prices), ZERO)
        sums[pk].standard = sum((standard for _day, _paid, standard in prices), ZERO)
    return {
        pk: figures_of(
            one.deliveries, one.lots, since=since, until=until, paid=one.paid, standard=one.standard
        )
        for pk, one in sums.items()
    }


def month_starts(as_of: date, months: int = MONTHS) -> list[date]:
    """The first days of the last months, the current one last."""
    first = as_of.replace(day=1)
    found = [first]
    for _step in range(months - 1):
        first = (first - timedelta(days=1)).replace(day=1)
        found.append(first)
    return found[::-1]


def monthly_scores(supplier_id: int, *, as_of: date, months: int = MONTHS) -> list[tuple[date, Figures]]:
    """A supplier's figures month by month, the current month last and not over; three queries."""
    starts = month_starts(as_of, months)
    deliveries = [row.delivery for row in delivery_rows([supplier_id], starts[0], as_of)]
    lots = [row.lot for row in lot_rows([supplier_id], starts[0], as_of)]
    prices = _prices([supplier_id], starts[0], as_of).get(supplier_id, [])
    found = []
    for start in starts:
        end = min((start + timedelta(days=32)).replace(day=1) - timedelta(days=1), as_of)
        ordered = [(paid, standard) for day, paid, standard in prices if start <= day <= end]
        figures = figures_of(
            deliveries,
            lots,
            since=start,
            until=end,
            paid=sum((paid for paid, _standard in ordered), ZERO),
            standard=sum((standard for _paid, standard in ordered), ZERO),
        )
        found.append((start, figures))
    return found
