"""Buying: order from a supplier, expect the goods, receive them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django_fsm import can_proceed

from erp.core.actor import Actor
from erp.core.commands import command
from erp.core.errors import Invalid
from erp.core.events import emit
from erp.core.machines import move_on
from erp.core.money import MONEY_MAX, round_money
from erp.core.numbering import next_number
from erp.core.quantity import from_base, to_base
from erp.core.records import Problems
from erp.masterdata.models import Supplier, Unit
from erp.masterdata.selectors.company import business_day
from erp.masterdata.selectors.money import rate_between
from inventory import locks
from inventory.calc.sourcing import price_at
from inventory.events import PurchaseOrderChanged, SupplyClosed
from inventory.models import (
    ExpectedSupply,
    Item,
    PurchaseOrder,
    PurchaseOrderLine,
    PurchaseReduction,
    SupplierItem,
    Warehouse,
)
from inventory.selectors.items import unit_factor
from inventory.selectors.receiving import exempt_items
from inventory.selectors.sourcing import offers_of
from inventory.services.requisition_supply import hand_over_supply, reopen_requisitions
from inventory.services.stock import check_bought, check_quantity

ZERO = Decimal(0)
MAX_LINES = 1000
MOST_NOTE = 2000
FURTHEST = timedelta(days=3650)
LONGEST_AGO = timedelta(days=366)  # an order that is written down late may be overdue already


@dataclass(frozen=True)
class PurchaseLineInput:
    """A quantity to buy; a price left out is the supplier's offer, a date left out the order's.

    Units: `quantity` and `unit_price` in `unit` (none: the item's base unit).
    """

    item: Item
    quantity: Decimal
    unit_price: Decimal | None = None
    expected_on: date | None = None
    unit: Unit | None = None


@command("inventory.create_purchase_order")
def create_purchase_order(
    *,
    supplier: Supplier,
    warehouse: Warehouse,
    expected_on: date,
    lines: Sequence[PurchaseLineInput],
    currency: str = "",
    note: str = "",
    actor: Actor,
    at: datetime | None = None,
) -> PurchaseOrder:
    """Write a draft of what to buy; nothing is expected before it is sent.

    Emits:  PurchaseOrderChanged.
    Raises: Invalid naming the field.
    """
    at = at or timezone.now()
    currency = currency or supplier.currency_id
    check_lines(supplier, lines)
    days = {"expected_date": expected_on} | {
        f"lines[{position}].expected_date": line.expected_on for position, line in enumerate(lines)
    }
    check_days(days, business_day(at))
    rows = line_rows(supplier, currency, lines, expected_on=expected_on, at=at)
    order = PurchaseOrder(
        number=next_number("purchase_order"),
        supplier=supplier,
        warehouse=warehouse,
        currency_id=currency,
        ordered_on=business_day(at),
        note=note.strip()[:MOST_NOTE],
    )
    put_lines(order, rows)
    tell_purchase(order, "created", {"state": ["", "draft"]}, actor=actor, at=at)
    return order


def line_rows(
    supplier: Supplier,
    currency: str,
    lines: Sequence[PurchaseLineInput],
    *,
    expected_on: date,
    at: datetime,
) -> list[PurchaseOrderLine]:
    """Lines as rows; prices left out are the supplier's at the quantity, in the order's currency.

    Raises: Invalid for a unit without a factor; Misconfigured when an offer's currency has no exchange
            rate.
    """
    factors = line_factors(lines)
    rows = []
    for number, line in enumerate(lines, start=1):
        row = PurchaseOrderLine(line_no=number, item=line.item, expected_on=line.expected_on or expected_on)
        put_quantity(row, line.quantity, line.unit, factors[number - 1])
        rows.append(row)
    unpriced = [row for row, line in zip(rows, lines, strict=True) if line.unit_price is None]
    prices = offered_prices(supplier, currency, unpriced, today=business_day(at))
    for row, line in zip(rows, lines, strict=True):
        row.unit_price = prices.get(row.line_no, ZERO) if line.unit_price is None else line.unit_price
    return rows


def line_factors(lines: Sequence[PurchaseLineInput]) -> list[Fraction]:
    """How many base units one of each line's unit is; one query where further units are named.

    Raises: Invalid on `lines[n].unit` for a unit that has no factor.
    """
    if all(line.unit is None or line.unit.pk == line.item.unit_id for line in lines):
        return [Fraction(1)] * len(lines)
    problems, found = Problems(), []
    for position, line in enumerate(lines):
        factor = Fraction(1)
        if line.unit is not None and line.unit.pk != line.item.unit_id:
            try:
                factor = unit_factor(line.item, line.unit)
            except Invalid as refusal:
                problems.merge(refusal.errors, f"lines[{position}].")
        found.append(factor)
    problems.refuse()
    return found


def put_quantity(row: PurchaseOrderLine, quantity: Decimal, unit: Unit | None, factor: Fraction) -> None:
    """Give a line its quantity in a unit: what was ordered, its factor, and what it is in the base unit.

    Raises: Invalid when it is too large, or less than the smallest base quantity.
    """
    if unit is None or unit.pk == row.item.unit_id:
        row.unit, row.unit_quantity, row.quantity = None, None, quantity
        row.unit_numerator = row.unit_denominator = 1
        return
    row.unit, row.unit_quantity = unit, quantity
    row.unit_numerator, row.unit_denominator = factor.numerator, factor.denominator
    row.quantity = to_base(quantity, factor.numerator, factor.denominator)
    if row.quantity <= 0:
        raise Invalid.field("lines", _("Must be greater than zero."))


def offered_prices(
    supplier: Supplier, currency: str, rows: Sequence[PurchaseOrderLine], *, today: date
) -> dict[int, Decimal]:
    """What a supplier asks for one unit of each line at its quantity, by line number, in a currency.

    Raises: Misconfigured when an offer's currency has no exchange rate.
    """
    found: dict[int, Decimal] = {}
    wanted = {row.item_id for row in rows}
    offers = offers_of(wanted, today=today).filter(supplier=supplier) if wanted else ()
    by_item = {offer.item_id: offer for offer in offers}
    for row in rows:
        offer = by_item.get(row.item_id)
        if offer is None:
            continue
        rate = rate_between(offer.currency_id or supplier.currency_id, currency, today)
        breaks = [(one.from_quantity, one.price) for one in offer.price_breaks.all()]
        own = from_base(row.quantity, offer.unit_numerator, offer.unit_denominator)
        share = Fraction(row.unit_numerator, row.unit_denominator) / offer.factor
        price = Fraction(price_at(own, offer.price, breaks) * rate) * share
        found[row.line_no] = round_to(price)
    return found


def round_to(price: Fraction) -> Decimal:
    """An exact price with four decimals, half up."""
    exact = Decimal(price.numerator) / Decimal(price.denominator)
    return exact.quantize(Decimal("0.0001"), rounding=ROUND_HALF_UP)


def put_lines(order: PurchaseOrder, rows: Sequence[PurchaseOrderLine]) -> None:
    """Give an order its lines, its total and its day, and store it.

    Raises: Invalid when the total is too large.
    """
    total = order_total(rows, order.currency_id)
    order.total = total
    order.expected_on = max(row.expected_on for row in rows)
    order.save()
    for row in rows:
        row.purchase_order = order
    PurchaseOrderLine.objects.bulk_create(rows)


def order_total(rows: Sequence[PurchaseOrderLine], currency: str) -> Decimal:
    """What lines cost together.

    Raises: Invalid when it is too large.
    """
    total = sum((round_money(row.ordered * row.unit_price, currency) for row in rows), ZERO)
    if total > MONEY_MAX:
        raise Invalid.field("lines", _("The order's total is too large."), "too_large")
    return total


def check_lines(supplier: Supplier, lines: Sequence[PurchaseLineInput]) -> None:
    """What may be ordered from whom.

    Raises: Invalid naming the field.
    """
    problems = Problems()
    if not supplier.is_active:
        problems.add("supplier", _("This supplier is not active."))
    if not lines:
        problems.add("lines", _("An order needs at least one line."))
    if len(lines) > MAX_LINES:
        problems.add("lines", _("There may be at most %(count)s.") % {"count": MAX_LINES})
    for position, line in enumerate(lines[:MAX_LINES]):
        try:
            check_bought(line.item)
            check_quantity(line.quantity)
        except Invalid as refusal:
            problems.merge(refusal.errors, f"lines[{position}].")
        if line.unit_price is not None and not 0 <= line.unit_price <= MONEY_MAX:
            problems.add(f"lines[{position}].unit_price", _("This can't be negative."))
    problems.refuse()


def check_days(days: Mapping[str, date | None], today: date) -> None:
    """Refuse days, by field, on which no goods of a draft can be expected.

    Raises: Invalid naming the fields.
    """
    problems = Problems()
    for path, day in days.items():
        if day is not None and day < today - LONGEST_AGO:
            problems.add(path, _("Lies more than a year back."))
        elif day is not None and day > today + FURTHEST:
            problems.add(path, _("This day is too far away."))
    problems.refuse()


def tell_purchase(
    order: PurchaseOrder,
    verb: str,
    changes: dict[str, Any],
    *,
    actor: Actor,
    at: datetime,
    reason: str = "",
) -> None:
    """Tell that a purchase order went on."""
    if "state" in changes and changes["state"][0] == changes["state"][1]:
        changes = {}
    event = PurchaseOrderChanged(document=order.ref, verb=verb, reason=reason)
    emit(event, actor=actor, at=at, changes=changes)


@command("inventory.send_purchase_order")
def send_purchase_order(
    *,
    purchase_order_id: int,
    actor: Actor,
    expected_version: int | None = None,
    at: datetime | None = None,
) -> PurchaseOrder:
    """Order from the supplier: the lines are supply that promises may count on.

    Locks:  the purchase order.
    Emits:  PurchaseOrderChanged.
    Raises: IllegalTransition.
    """
    at = at or timezone.now()
    order = locks.purchase_order_for_update(purchase_order_id, expected_version)
    expect_goods(order, actor=actor, at=at)
    return order


def expect_goods(order: PurchaseOrder, *, actor: Actor, at: datetime) -> None:
    """Send an order that the caller holds: its lines are expected from now on.

    Emits:  PurchaseOrderChanged.
    Raises: IllegalTransition.
    """
    changes = move_on(order, "send")
    order.ordered_on, order.sent_at = business_day(at), at
    order.save(update_fields=["state", "ordered_on", "sent_at", "version"])
    order.lines.update(first_expected_on=F("expected_on"))  # what a supplier's punctuality is judged by
    inspection = inspection_days(order.supplier, [line.item_id for line in order.lines.all()])
    supplies = ExpectedSupply.objects.bulk_create(
        ExpectedSupply(
            source_kind="purchase_order_line",
            source_id=line.pk,
            document_kind="purchase_order",
            document_id=order.pk,
            document_number=order.number,
            kind="purchase",
            item_id=line.item_id,
            warehouse_id=order.warehouse_id,
            due_on=line.expected_on,
            inspection_days=inspection.get(line.item_id, 0),
            quantity=line.quantity,
        )
        for line in order.lines.all()
    )
    hand_over_supply(order, supplies, actor=actor, at=at)
    tell_purchase(order, "sent", changes, actor=actor, at=at)


def inspection_days(supplier: Supplier, item_ids: Sequence[int]) -> dict[int, int]:
    """How many days a supplier's goods wait for their inspection, by item; exempt ones do not."""
    inspected = set(item_ids) - exempt_items(supplier, item_ids)
    if not inspected:
        return {}
    offers = SupplierItem.objects.filter(supplier=supplier, item_id__in=inspected)
    return dict(offers.values_list("item_id", "inspection_days"))


@command("inventory.close_purchase_order")
def close_purchase_order(
    *,
    purchase_order_id: int,
    actor: Actor,
    expected_version: int | None = None,
    at: datetime | None = None,
) -> PurchaseOrder:
    """Expect nothing more of a purchase order: received ones close, those without a receipt are cancelled.

    Locks:  the purchase order.
    Emits:  PurchaseOrderChanged.
    Raises: IllegalTransition.
    """
    at = at or timezone.now()
    order = locks.purchase_order_for_update(purchase_order_id, expected_version)
    verb = "cancel" if can_proceed(order.cancel) else "close"
    asked = PurchaseReduction.objects.filter(line__purchase_order=order, answer="open")
    asked.update(answer="withdrawn", answered_at=at, answered_label=actor.label[:150])
    changes = move_on(order, verb)
    order.save(update_fields=["state", "version"])
    closing = ExpectedSupply.objects.filter(
        document_kind="purchase_order", document_id=order.pk, is_open=True
    )
    item_ids = sorted(set(closing.values_list("item_id", flat=True)))
    closing.update(is_open=False)
    if item_ids:
        event = SupplyClosed(document=order.ref, warehouse_id=order.warehouse_id, item_ids=item_ids)
        emit(event, actor=actor, at=at)
    if verb == "cancel":
        reopen_requisitions(order, actor=actor, at=at)
    tell_purchase(order, "cancelled" if verb == "cancel" else "closed", changes, actor=actor, at=at)
    return order
