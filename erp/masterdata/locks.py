"""The only row locks of master data."""

from __future__ import annotations

from erp.core.locks import row_for_update
from erp.masterdata.models import Company, Customer, Supplier, WorkingCalendar


def customer_for_update(customer_id: int, expected_version: int | None = None) -> Customer:
    """Lock a customer's own row.

    Raises: NotFound; StaleVersion when the caller saw another version.
    """
    return row_for_update(Customer, customer_id, "customer", expected_version)


def supplier_for_update(supplier_id: int, expected_version: int | None = None) -> Supplier:
    """Lock a supplier.

    Raises: NotFound; StaleVersion.
    """
    return row_for_update(Supplier, supplier_id, "supplier", expected_version)


def calendar_for_update(calendar_id: int) -> WorkingCalendar:
    """Lock a working calendar, and with it its exceptions.

    Raises: NotFound.
    """
    return row_for_update(WorkingCalendar, calendar_id, "calendar")


def company_for_update() -> Company:
    """Lock the company's row.

    Raises: NotFound.
    """
    return row_for_update(Company, 1, "company")
