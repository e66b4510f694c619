"""What a supplier's invoice says, checked before anything is booked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from erp.core.errors import Conflict
from erp.core.money import MONEY_MAX, round_money
from erp.core.quantity import QUANTITY_MAX
from erp.core.records import Problems
from erp.masterdata.models import Supplier
from finance.models import Payable
from inventory.models import PurchaseOrderLine

MAX_LINES = 1000
MOST_NUMBER = 60


@dataclass(frozen=True)
class BilledLine:
    """What a supplier bills of a purchase order's line, at which price in the order's currency.

    Units: quantity and price in the unit that the line is ordered in.
    """

    order_line: PurchaseOrderLine
    quantity: Decimal
    unit_price: Decimal


def check_payable(
    *,
    supplier: Supplier,
    number: str,
    invoiced_on: date,
    due_on: date | None,
    today: date,
    lines: Sequence[BilledLine],
    tax: Decimal,
) -> None:
    """Refuse what can't be a supplier's invoice, and a number that was entered before.

    Raises: Invalid naming the fields; Conflict `supplier_number_used`.
    """
    problems = Problems()
    _check_head(number, invoiced_on, due_on, today, tax, problems)
    _check_lines(supplier, lines, problems)
    problems.refuse()
    taken = Payable.objects.filter(supplier=supplier, supplier_number__iexact=number)
    known = taken.exclude(state=Payable.State.VOID).values_list("number", flat=True).first()
    if known is not None:
        raise Conflict("supplier_number_used", supplier=supplier.code, number=number, payable=known)


def _check_head(  # noqa: PLR0917 -- the head as it was entered
    number: str, invoiced_on: date, due_on: date | None, today: date, tax: Decimal, problems: Problems
) -> None:
    if not number:
        problems.add("supplier_number", _("Give the supplier's invoice number."))
    elif len(number) > MOST_NUMBER or "\x00" in number:
        problems.add("supplier_number", _("Has more than 60 characters."))
    if invoiced_on > today:
        problems.add("invoice_date", _("Lies in the future."))
    if due_on is not None and due_on < invoiced_on:
        problems.add("due_date", _("Lies before the date of the invoice."))
    check_tax(tax, problems)


def check_tax(tax: Decimal, problems: Problems) -> None:
    """Note a tax that is no amount of money as a problem."""
    if not 0 <= tax <= MONEY_MAX:
        problems.add("tax", _("This can't be negative."))
    elif tax != round_money(tax):
        problems.add("tax", _("Has more decimals than the currency."))


def _check_lines(supplier: Supplier, lines: Sequence[BilledLine], problems: Problems) -> None:
    if not lines:
        problems.add("lines", _("Name at least one line."))
    if len(lines) > MAX_LINES:
        problems.add("lines", _("There may be at most %(count)s.") % {"count": MAX_LINES})
    if len({line.order_line.purchase_order.currency_id for line in lines}) > 1:
        problems.add("lines", _("All lines must be in one currency."))
    for position, line in enumerate(lines[:MAX_LINES]):
        path = f"lines[{position}]"
        if line.order_line.purchase_order.supplier_id != supplier.pk:
            problems.add(f"{path}.purchase_order", _("This order went to another supplier."))
        if not 0 < line.quantity <= QUANTITY_MAX:
            problems.add(f"{path}.quantity", _("Must be greater than zero."))
        if not 0 <= line.unit_price <= MONEY_MAX:
            problems.add(f"{path}.unit_price", _("This can't be negative."))
    if len({line.order_line.pk for line in lines}) != len(lines):
        problems.add("lines", _("A line of an order is there twice."))
