"""The only row locks of orders: always in primary-key order, before anything below them."""

from __future__ import annotations

from collections.abc import Sequence

from erp.core.commands import current
from erp.core.errors import NotFound, StaleVersion
from erp.core.locks import locked_row, register_locker, row_for_update
from erp.core.prepared import prepared
from erp.masterdata.models import Customer
from orders.models import (
    CustomerTerms,
    ImportJob,
    IntakeError,
    Order,
    PriceList,
    Quotation,
    ReturnRequest,
)

_ORDER = prepared(lambda pk: Order.objects.select_for_update(of=("self",)).filter(pk=pk).order_by())
_ORDERS = prepared(
    lambda ids: Order.objects.select_for_update(of=("self",)).filter(pk__any_of=ids).order_by("pk")
)


def order_for_update(order_id: int, expected_version: int | None = None) -> Order:
    """Lock an order.

    Raises: NotFound; StaleVersion when the caller saw another version.
    """
    unit = current()
    row = unit.recall("order", order_id)
    if row is None:
        lock_orders([order_id])
        row = unit.recall("order", order_id)
    if row is None:
        raise NotFound(kind="order", id=order_id)
    if expected_version is not None and row.version != expected_version:
        raise StaleVersion(expected=expected_version, current=row.version)
    return row


def lock_orders(order_ids: Sequence[int]) -> None:
    """Lock orders, lowest key first, and remember them for the rest of the command."""
    if len(order_ids) == 1:
        locked_row("order", _ORDER, order_ids[0])
        return
    unit = current()
    for row in _ORDERS(list(order_ids)):
        unit.remember("order", row.pk, row)


def return_for_update(return_id: int, expected_version: int | None = None) -> ReturnRequest:
    """Lock a return, its order first.

    Raises: NotFound; StaleVersion when the caller saw another version.
    """
    order_id = ReturnRequest.objects.filter(pk=return_id).values_list("order_id", flat=True).first()
    if order_id is None:
        raise NotFound(kind="return", id=return_id)
    order = order_for_update(order_id)
    row = row_for_update(ReturnRequest, return_id, "return", expected_version)
    row.order = order
    return row


def intake_error_for_update(intake_error_id: int) -> IntakeError:
    """Lock a kept intake.

    Raises: NotFound.
    """
    row = IntakeError.objects.select_for_update().filter(pk=intake_error_id).first()
    if row is None:
        raise NotFound(kind="intake_error", id=intake_error_id)
    return row


def lock_returns(return_ids: Sequence[int]) -> None:
    """Lock returns, each after its order, lowest key first, and remember them for the rest of the command."""
    for return_id in return_ids:
        current().remember("return", return_id, return_for_update(return_id))


register_locker("order", "orders", lock_orders)
register_locker("return", "orders", lock_returns)


def quotation_for_update(quotation_id: int, expected_version: int | None = None) -> Quotation:
    """Lock a quotation.

    Raises: NotFound; StaleVersion when the caller saw another version.
    """
    unit = current()
    if unit.recall("quotation", quotation_id) is None:
        lock_quotations([quotation_id])
    row = unit.recall("quotation", quotation_id)
    if row is None:
        raise NotFound(kind="quotation", id=quotation_id)
    if expected_version is not None and row.version != expected_version:
        raise StaleVersion(expected=expected_version, current=row.version)
    return row


def lock_quotations(quotation_ids: Sequence[int]) -> None:
    """Lock quotations, lowest key first, and remember them for the rest of the command."""
    unit = current()
    rows = Quotation.objects.select_for_update(of=("self",)).select_related("customer")
    for row in rows.filter(pk__in=list(quotation_ids)).order_by("pk"):
        unit.remember("quotation", row.pk, row)


register_locker("quotation", "orders", lock_quotations)


def terms_for_update(customer_id: int) -> CustomerTerms:
    """Lock a customer's terms of sale, making usual ones where there are none.

    Raises: NotFound when there is no such customer.
    """
    for _attempt in range(2):
        row = CustomerTerms.objects.select_for_update(of=("self",)).filter(customer_id=customer_id).first()
        if row is not None:
            return row
        if not Customer.objects.filter(pk=customer_id).exists():
            break
        CustomerTerms.objects.bulk_create([CustomerTerms(customer_id=customer_id)], ignore_conflicts=True)
    raise NotFound(kind="customer", id=customer_id)


def price_list_for_update(price_list_id: int) -> PriceList:
    """Lock a price list, and with it its prices.

    Raises: NotFound.
    """
    return row_for_update(PriceList, price_list_id, "price_list")


def import_for_update(import_id: int) -> ImportJob:
    """Lock an import.

    Raises: NotFound.
    """
    return row_for_update(ImportJob, import_id, "import")
