"""The customer's own row; credit and terms of sale are composed with it by `orders.services.customers`."""

from __future__ import annotations

from collections.abc import Sequence

from erp.core.records import Changes, Problems, save_changed, save_new
from erp.core.refs import DocumentRef
from erp.masterdata import locks
from erp.masterdata.models import Company, Customer
from erp.masterdata.services.parties import (
    AddressValues,
    ContactValues,
    CustomerValues,
    check_people,
    free_code,
    save_people,
    take_party,
    tidy_tags,
)

_OWN = [field.name for field in Customer._meta.concrete_fields if field.name not in {"id", "created_at"}]


def customer_ref(customer: Customer) -> DocumentRef:
    """The customer as timelines and the audit trail name it."""
    return DocumentRef("customer", customer.pk, customer.code)


def insert_customer(
    *,
    values: CustomerValues,
    contacts: Sequence[ContactValues] = (),
    addresses: Sequence[AddressValues] = (),
    problems: Problems,
) -> Customer:
    """Store a new customer's own row; without a code it gets the next of its series.

    Runs inside the composing command, which tells the event.
    Raises: Invalid with what `problems` holds and what is wrong here.
    """
    customer = Customer()
    filled: CustomerValues = {**values}
    if not filled.get("code"):
        filled["code"] = free_code(Customer, "customer")
    if not filled.get("currency_id"):
        filled["currency_id"] = Company.objects.values_list("base_currency_id", flat=True).get(pk=1)
    take_party(customer, tidy_tags(filled, problems), problems)
    people, places = check_people(customer, contacts, addresses, problems)
    problems.refuse()
    save_new(customer, "code")
    save_people(customer, people, "contacts")
    save_people(customer, places, "addresses")
    return customer


def change_customer(
    *,
    customer_id: int,
    values: CustomerValues,
    contacts: Sequence[ContactValues] | None = None,
    addresses: Sequence[AddressValues] | None = None,
    expected_version: int | None = None,
    problems: Problems,
) -> tuple[Customer, Changes]:
    """Change a customer's own row; gives it with what changed.

    Runs inside the composing command, which tells the event.
    Locks:  the customer.
    Raises: NotFound; StaleVersion; Invalid.
    """
    customer = locks.customer_for_update(customer_id, expected_version)
    changes = take_party(customer, tidy_tags(values, problems), problems)
    people, places = check_people(customer, contacts, addresses, problems)
    problems.refuse()
    changes |= save_people(customer, people, "contacts")
    changes |= save_people(customer, places, "addresses")
    customer.version += 1
    save_changed(customer, _OWN, "code")
    return customer, changes
