"""Compares what is in the product with what is in the files, and with the set's published facts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db import connection, models
from django.db.models import F, Sum
from django.utils.translation import gettext as _

from inventory.models import Balance, Move, PurchaseOrder, PurchaseOrderLine
from orders.models import Order
from orders.services.dataset.calendar import LoadCalendar
from orders.services.dataset.items import FREIGHT
from orders.services.dataset.sales import CHANNEL

ZERO, CENT = Decimal(0), Decimal("0.01")
# Facts that the set's README states; they are held against the load when its README is there.
FACTS = {
    "orders": Decimal(31465),
    "order lines": Decimal(121317),
    "pieces": Decimal(274914),
    "products sold": Decimal(266),
    "customers who ordered": Decimal(19119),
    "subtotal": Decimal("109846381.40"),
    "tax": Decimal("10186974.46"),
    "freight": Decimal("3183430.25"),
    "total": Decimal("123216786.12"),
    "2011 resellers": Decimal("8778552.00"),
    "2011 online": Decimal("3863120.21"),
    "2012 resellers": Decimal("27133701.38"),
    "2012 online": Decimal("6390599.95"),
    "2013 resellers": Decimal("32890351.72"),
    "2013 online": Decimal("10732127.33"),
    "2014 resellers": Decimal("11685099.08"),
    "2014 online": Decimal("8372829.73"),
    "products": Decimal(504),
    "customers": Decimal(19820),
    "employees": Decimal(290),
    "suppliers": Decimal(104),
    "supplier offers": Decimal(460),
    "BOM links": Decimal(2383),
    "work centers": Decimal(7),
    "routed products": Decimal(149),
    "routing operations": Decimal(213),
    "work orders": Decimal(72591),
    "pieces ordered to make": Decimal(4507721),
    "pieces scrapped": Decimal(10651),
    "work orders with scrap": Decimal(729),
    "late work orders": Decimal(22790),
    "operations": Decimal(67131),
    "hours of operations": Decimal("228962.2"),
    "purchase orders": Decimal(4012),
    "purchase order lines": Decimal(8845),
    "purchase total": Decimal("70479332.64"),
    "stock pieces": Decimal(335974),
    "stock value": Decimal("20092679.17"),
}
OPEN_ON = {
    date(2013, 6, 30): (336, Decimal("4422611.08")),
    date(2013, 12, 31): (612, Decimal("3033564.18")),
    date(2014, 5, 1): (650, Decimal("3807225.32")),
    date(2014, 5, 31): (469, Decimal("394605.52")),
}


@dataclass(frozen=True, slots=True)
class Check:
    """One figure: as the files have it (or the README states it) and as the product has it."""

    name: str
    wanted: Decimal
    found: Decimal
    tolerance: Decimal = ZERO

    @property
    def is_right(self) -> bool:
        """Whether both agree."""
        return abs(self.wanted - self.found) <= self.tolerance


def is_known_set(path: Path) -> bool:
    """Whether the directory is the set whose facts are known."""
    readme = path / "README.md"
    return readme.exists() and "AdventureWorks" in readme.read_text(encoding="utf-8")[:200]


_ORDERS = """
SELECT o.external_id, o.state, o.fulfillment_state, o.customer_id, o.total, o.tax,
       sum(l.net) FILTER (WHERE i.sku <> %(freight)s), sum(l.net) FILTER (WHERE i.sku = %(freight)s),
       count(*) FILTER (WHERE i.sku <> %(freight)s), sum(l.quantity) FILTER (WHERE i.sku <> %(freight)s)
FROM orders_order o JOIN orders_orderline l ON l.order_id = o.id JOIN inventory_item i ON i.id = l.item_id
WHERE o.channel = %(channel)s GROUP BY o.id
"""


@dataclass(slots=True)
class Loaded:
    """An order as the product has it."""

    state: str
    fulfillment: str
    customer_id: int
    total: Decimal
    tax: Decimal
    subtotal: Decimal
    freight: Decimal
    lines: int
    pieces: Decimal


def loaded_orders() -> dict[int, Loaded]:
    """Orders of the data set as the product has them, by their id in the files."""
    with connection.cursor() as cursor:
        cursor.execute(_ORDERS, {"freight": FREIGHT, "channel": CHANNEL})
        rows = cursor.fetchall()
    return {
        int(key): Loaded(
            state, goods, customer, total, tax, net or ZERO, freight or ZERO, lines, pieces or ZERO
        )
        for key, state, goods, customer, total, tax, net, freight, lines, pieces in rows
    }


def check_orders(headers: list[Any], lines: dict[int, list[Any]]) -> list[Check]:
    """Every order that should be there against the product: count, sums, and the worst difference of one."""
    orders = loaded_orders()
    wanted: dict[str, Decimal] = defaultdict(Decimal)
    found: dict[str, Decimal] = defaultdict(Decimal)
    worst = ZERO
    for header in headers:
        kind = f"{header.order_date.year} {'online' if header.is_online else 'resellers'}"
        told, order = lines[header.order_id], orders.get(header.order_id)
        pieces = sum((line.order_qty for line in told), ZERO)
        values = (header.subtotal, header.tax, header.freight, header.total_due, len(told), pieces)
        _add(wanted, kind, values)
        if order is None:
            continue
        values = (order.subtotal, order.tax, order.freight, order.total, order.lines, order.pieces)
        _add(found, kind, values)
        worst = max(worst, abs(order.total - header.total_due), abs(order.subtotal - header.subtotal))
    known = {header.order_id for header in headers}
    found["orders"] += len(orders.keys() - known)  # what should not be there
    rounded = sum(
        1 for order in orders.values() if order.total != round(order.total, 2) or order.state != "closed"
    )
    slack = CENT if all(order.state == "closed" for order in orders.values()) else CENT * max(rounded, 1)
    checks = [Check(name, wanted[name], found[name], _slack(name, slack)) for name in wanted]
    return [*checks, Check("largest difference of an order", ZERO, worst, CENT)]


def _slack(name: str, slack: Decimal) -> Decimal:
    return ZERO if name in {"orders", "order lines", "pieces"} else slack


def _add(totals: dict[str, Decimal], kind: str, values: tuple[Any, ...]) -> None:
    subtotal, tax, freight, total, lines, pieces = values
    totals["orders"] += 1
    totals["order lines"] += lines
    totals["pieces"] += pieces
    totals["subtotal"] += subtotal
    totals["tax"] += tax
    totals["freight"] += freight
    totals["total"] += total
    totals[kind] += subtotal


def check_open(calendar: LoadCalendar, headers: list[Any]) -> list[Check]:
    """Orders that stand open on the day of the load: placed and not shipped."""
    if calendar.as_of is None:
        return []
    orders = loaded_orders()
    still = [h for h in headers if not calendar.has_come(h.ship_date)]
    loaded = [
        o for o in orders.values() if o.fulfillment not in {"shipped", "delivered"} and o.state != "closed"
    ]
    count, amount = OPEN_ON.get(calendar.as_of, (len(still), sum((h.subtotal for h in still), ZERO)))
    found = sum((o.subtotal for o in loaded), ZERO)
    return [
        Check("open orders", Decimal(count), Decimal(len(loaded))),
        Check("open subtotal", amount, found, CENT * max(len(loaded), 1)),
    ]


def check_books() -> list[Check]:
    """The books against each other: receivables, stock value, debit and credit."""
    checks = []
    for name, statement in _BOOKS.items():
        with connection.cursor() as cursor:
            cursor.execute(statement)
            left, right = (value or ZERO for value in cursor.fetchone())
        checks.append(Check(name, left, right))
    return checks


_BOOKS = {
    "receivables account = open invoices − unapplied": """
SELECT (SELECT sum(l.amount) FROM finance_journalline l JOIN finance_account a ON a.id = l.account_id
        WHERE a.role = 'receivables'),
       coalesce((SELECT sum(base_open) FROM finance_invoice WHERE state IN ('issued', 'partially_paid')), 0)
       - coalesce((SELECT sum(round(unapplied * rate, 2)) FROM finance_payment), 0)
""",
    "inventory account = ledger value": """
SELECT (SELECT sum(l.amount) FROM finance_journalline l JOIN finance_account a ON a.id = l.account_id
        WHERE a.role = 'inventory'), (SELECT sum(value) FROM inventory_move)
""",
    "on hand = stock ledger": """
SELECT (SELECT sum(on_hand) FROM inventory_balance), (SELECT sum(quantity) FROM inventory_move)
""",
    "reserved = reservations": """
SELECT (SELECT sum(reserved) FROM inventory_balance), (SELECT sum(quantity) FROM inventory_reservation)
""",
    "credit in open orders = holds": """
SELECT (SELECT sum(open_orders) FROM finance_creditaccount), (SELECT sum(amount) FROM finance_credithold)
""",
    "credit in receivables = open invoices": """
SELECT (SELECT sum(open_receivables) FROM finance_creditaccount), (SELECT sum(base_open) FROM finance_invoice)
""",
}


def check_masters(loaded: dict[str, tuple[type[models.Model], set[int]]]) -> list[Check]:
    """Masters: how many rows of the files were taken, and how many of them are there."""
    return [
        Check(name, Decimal(len(keys)), Decimal(model._default_manager.filter(pk__in=keys).count()))
        for name, (model, keys) in loaded.items()
    ]


def check_stock(counted: dict[tuple[int, Any], Decimal], locations: set[int]) -> list[Check]:
    """Stock on hand in the places of the files against what was counted there."""
    on_hand = Balance.objects.filter(location__in=locations).aggregate(
        pieces=Sum("on_hand"), value=Sum(F("on_hand") * F("item__standard_cost"))
    )
    ledger = Move.objects.filter(location__in=locations).aggregate(value=Sum("value"))["value"]
    value = round(on_hand["value"] or ZERO, 2)
    return [
        Check("stock pieces", sum(counted.values(), ZERO), on_hand["pieces"] or ZERO),
        Check("stock value", value, value),
        Check("ledger value = on hand at standard cost", value, round(ledger or ZERO, 2)),
    ]


def check_purchases(headers: list[Any], lines: dict[int, list[Any]]) -> list[Check]:
    """Purchase orders against the files."""
    numbers = [f"PO{row.po_id:05d}" for row in headers]
    rows = PurchaseOrder.objects.filter(number__in=numbers)
    total = rows.aggregate(total=Sum("total"))["total"] or ZERO
    line_count = PurchaseOrderLine.objects.filter(purchase_order__number__in=numbers).count()
    return [
        Check("purchase orders", Decimal(len(headers)), Decimal(rows.count())),
        Check(
            "purchase order lines", Decimal(sum(len(lines[r.po_id]) for r in headers)), Decimal(line_count)
        ),
        Check("purchase total", sum((row.total_due for row in headers), ZERO), total),
    ]


def against_facts(checks: Iterable[Check]) -> list[Check]:
    """The same figures held against what the set's README states."""
    return [
        Check(_("%s (README)") % check.name, FACTS[check.name], round(check.found, 2), ZERO)
        for check in checks
        if check.name in FACTS
    ]


def order_spread() -> dict[str, int]:
    """How many orders stand in each pair of states."""
    rows: dict[str, int] = defaultdict(int)
    for state, fulfillment, billing in Order.objects.filter(channel=CHANNEL).values_list(
        "state", "fulfillment_state", "billing_state"
    ):
        rows[f"{state} / {fulfillment} / {billing}"] += 1
    return dict(sorted(rows.items()))
