"""Customers and suppliers with their addresses, contacts, terms, credit and offers."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from erp.core.commands import command
from erp.core.copy import copy_rows, take_keys
from erp.core.search import search_key
from erp.masterdata.models import Address, Company, Contact, Customer, Supplier
from finance.models import CreditAccount
from inventory.models import SupplierItem
from orders.models import CustomerTerms
from orders.services.dataset.people import teams_by_region
from orders.services.dataset.source import Source, amount, flag, integer, maybe, needed, text

RESELLER_DISCOUNT = Decimal("0.4")  # resellers of the set pay 60 % of the list price
PRIVATE_LIMIT = Decimal(5000)
CUSTOMER = (
    "id", "code", "name", "email", "phone", "currency_id", "search_key", "region_id", "team_id",
    "salesperson_id", "created_at",
)  # fmt: skip
ADDRESS = (
    "customer_id", "supplier_id", "kind", "recipient", "phone", "line1", "line2", "city", "state",
    "postal_code", "country", "is_default",
)  # fmt: skip


@dataclass
class Acquaintance:
    """Since when customers are known, and who has had goods already; by their ids in the files."""

    first: datetime
    first_orders: dict[int, datetime] = field(default_factory=dict)
    regulars: set[int] = field(default_factory=set)

    def since(self, customer_id: int) -> datetime:
        """When a customer first ordered, else when business began."""
        return self.first_orders.get(customer_id, self.first)


@dataclass
class Directory:
    """Persons, stores and their addresses, as customers and suppliers refer to them."""

    persons: dict[int, Any] = field(default_factory=dict)
    stores: dict[int, Any] = field(default_factory=dict)
    addresses: dict[int, dict[str, str]] = field(default_factory=dict)
    addresses_of: dict[int, list[tuple[int, str]]] = field(default_factory=dict)
    contacts_of: dict[int, list[tuple[int, str]]] = field(default_factory=dict)

    def name_of(self, person_id: int) -> str:
        """A person's full name."""
        person = self.persons[person_id]
        return " ".join(part for part in (person.first_name, person.middle_name, person.last_name) if part)


def read_directory(source: Source) -> Directory:
    """Read persons, stores, addresses and who has which."""
    directory = Directory()
    person = {"person_id": integer, "first_name": needed, "middle_name": text, "last_name": needed}
    for row in source.rows("persons", {**person, "email": text, "phone": text}):
        directory.persons[row.person_id] = row
    store = {
        "store_id": integer,
        "name": needed,
        "salesperson_id": maybe(integer),
        "annual_sales": maybe(amount),
    }
    for row in source.rows("stores", store):
        directory.stores[row.store_id] = row
    _read_addresses(source, directory)
    columns = {"party_id": integer, "address_id": integer, "address_type": text}
    of_party: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for row in source.rows("party_addresses", columns):
        if row.address_id not in directory.addresses:
            source.report("party_addresses", row.line, _("address %s is unknown") % row.address_id)
            continue
        of_party[row.party_id].append((row.address_id, row.address_type))
    contacts: dict[int, list[tuple[int, str]]] = defaultdict(list)
    columns = {"party_id": integer, "person_id": integer, "contact_role": text}
    for row in source.rows("party_contacts", columns):
        if row.person_id not in directory.persons:
            source.report("party_contacts", row.line, _("person %s is unknown") % row.person_id)
            continue
        contacts[row.party_id].append((row.person_id, row.contact_role))
    directory.addresses_of, directory.contacts_of = dict(of_party), dict(contacts)
    return directory


def _read_addresses(source: Source, directory: Directory) -> None:
    columns = {"state_id": integer, "name": needed, "country_code": needed}
    states = {row.state_id: row for row in source.rows("states", columns)}
    columns = {
        "address_id": integer,
        "line1": needed,
        "line2": text,
        "city": needed,
        "state_id": integer,
        "postal_code": text,
    }
    for row in source.rows("addresses", columns):
        state = states.get(row.state_id)
        if state is None:
            source.report("addresses", row.line, _("state %s is unknown") % row.state_id)
            continue
        directory.addresses[row.address_id] = {
            "line1": row.line1,
            "line2": row.line2,
            "city": row.city,
            "state": state.name,
            "postal_code": row.postal_code,
            "country": state.country_code,
        }


@command()
def load_customers(
    source: Source,
    directory: Directory,
    *,
    regions: dict[int, int],
    users: dict[int, int],
    price_list: int,
    acquaintance: Acquaintance,
) -> dict[int, int]:
    """Customer accounts with addresses, contacts, terms of sale and credit; gives customer by account.

    A store is a reseller with 30 days to pay and a credit of a quarter of its yearly sales, graded
    by them; a person buys in the web shop with 14 days, grade C until a first order was shipped.
    """
    columns = {
        "customer_id": integer,
        "person_id": maybe(integer),
        "store_id": maybe(integer),
        "territory_id": maybe(integer),
        "account_number": needed,
    }
    known = dict(Customer.objects.values_list("code", "pk"))
    found, fresh = {}, []
    for row in source.rows("customers", columns):
        reason = _unknown(row, directory, regions)
        if reason:
            source.report("customers", row.line, reason)
        elif row.account_number in known:
            found[row.customer_id] = known[row.account_number]
        else:
            fresh.append(row)
    keys = take_keys(Customer, len(fresh))
    found |= {row.customer_id: key for row, key in zip(fresh, keys, strict=True)}
    _write_customers(fresh, found, directory, _Places(regions, users, acquaintance))
    _write_children(fresh, found, directory, price_list, acquaintance)
    return found


def _unknown(row: Any, directory: Directory, regions: dict[int, int]) -> str:
    if row.person_id is None and row.store_id is None:
        return _("is neither a person nor a store")
    if row.person_id is not None and row.person_id not in directory.persons:
        return _("person %s is unknown") % row.person_id
    if row.store_id is not None and row.store_id not in directory.stores:
        return _("store %s is unknown") % row.store_id
    if row.territory_id is not None and row.territory_id not in regions:
        return _("territory %s is unknown") % row.territory_id
    return ""


@dataclass(frozen=True)
class _Places:
    """Where customers belong: regions, salespeople, and since when they are known."""

    regions: dict[int, int]
    users: dict[int, int]
    acquaintance: Acquaintance


def _write_customers(fresh: list[Any], keys: dict[int, int], directory: Directory, places: _Places) -> None:
    currency, teams = Company.objects.get().base_currency_id, teams_by_region()
    rows = []
    for row in fresh:
        store = directory.stores.get(row.store_id or 0)
        person = directory.persons.get(row.person_id or 0)
        name = store.name if store else directory.name_of(row.person_id)
        phone = person.phone if person else ""
        region = places.regions.get(row.territory_id or 0)
        rows.append(
            (
                keys[row.customer_id],
                row.account_number,
                name,
                person.email if person else "",
                phone,
                currency,
                search_key(row.account_number, name, "", phone, ""),
                region,
                teams.get(region or 0),
                places.users.get(store.salesperson_id or 0) if store else None,
                places.acquaintance.since(row.customer_id),
            )
        )
    copy_rows(Customer, CUSTOMER, rows)


def _write_children(
    fresh: list[Any],
    keys: dict[int, int],
    directory: Directory,
    price_list: int,
    acquaintance: Acquaintance,
) -> None:
    addresses, contacts, terms, credit = [], [], [], []
    for row in fresh:
        key, store = keys[row.customer_id], directory.stores.get(row.store_id or 0)
        addresses += [
            (key, None, *address) for address in _addresses(directory, row.store_id or row.person_id)
        ]
        told = directory.contacts_of.get(row.store_id or 0, [])
        for person_id, role in told:
            person = directory.persons[person_id]
            contacts.append((key, directory.name_of(person_id), role, person.email, person.phone))
        if store:
            terms.append((key, price_list, RESELLER_DISCOUNT, "reseller", _tier(store.annual_sales)))
            sales = store.annual_sales or Decimal(0)
            credit.append((key, grade_of(sales), round(sales / 4, 2), 30))
        else:
            terms.append((key, price_list, Decimal(0), "web", ""))
            grade = "B" if row.customer_id in acquaintance.regulars else "C"
            credit.append((key, grade, PRIVATE_LIMIT, 14))
    copy_rows(Address, ADDRESS, addresses)
    copy_rows(Contact, ("customer_id", "name", "role", "email", "phone"), contacts)
    copy_rows(CustomerTerms, ("customer_id", "price_list_id", "discount_rate", "channel", "tier"), terms)
    copy_rows(CreditAccount, ("customer_id", "grade", "limit", "payment_days"), credit)


def _tier(annual_sales: Decimal | None) -> str:
    return {"A": "gold", "B": "silver"}.get(grade_of(annual_sales or Decimal(0)), "")


def grade_of(annual_sales: Decimal) -> str:
    """The credit grade of a reseller by its yearly sales."""
    return "A" if annual_sales >= 1_500_000 else "B" if annual_sales >= 800_000 else "C"


def _addresses(directory: Directory, party_id: int) -> list[tuple[Any, ...]]:
    """A party's addresses: the one called shipping, else the main one, is where goods go."""
    told = sorted(directory.addresses_of.get(party_id, []), key=lambda pair: pair[1] != "Shipping")
    rows = []
    for place, (address_id, kind) in enumerate(told):
        address = directory.addresses[address_id]
        values = [address[name] for name in ("line1", "line2", "city", "state", "postal_code", "country")]
        if place == 0:
            rows.append(("shipping", "", "", *values, True))
        if kind != "Shipping" or len(told) == 1:
            rows.append(("billing", "", "", *values, True))
    return rows


@command()
def load_suppliers(source: Source, directory: Directory, items: dict[int, int]) -> dict[int, int]:
    """Vendors with addresses, contacts and what they offer; gives supplier by vendor."""
    offers = _offers(source, items)
    currency = Company.objects.get().base_currency_id
    known = dict(Supplier.objects.values_list("code", "pk"))
    columns = {"vendor_id": integer, "account_number": needed, "name": needed, "is_active": flag}
    codes, fresh = {}, []
    for row in source.rows("vendors", columns):
        codes[row.vendor_id] = row.account_number
        if row.account_number in known:
            continue
        times = [offer.lead_time_days for offer in offers.get(row.vendor_id, [])]
        fresh.append(
            (
                row.vendor_id,
                Supplier(
                    code=row.account_number,
                    name=row.name,
                    currency_id=currency,
                    is_active=row.is_active,
                    lead_time_days=min(times, default=7),
                    search_key=search_key(row.account_number, row.name, "", "", ""),
                ),
            )
        )
    Supplier.objects.bulk_create(supplier for _, supplier in fresh)
    known = dict(Supplier.objects.values_list("code", "pk"))
    found = {vendor: known[code] for vendor, code in codes.items()}
    for vendor, rows in offers.items():
        if vendor not in found:
            for row in rows:
                source.report("vendor_products", row.line, _("vendor %s is unknown") % vendor)
    _write_supplier_children([vendor for vendor, _ in fresh], found, directory, offers, items)
    return found


def _offers(source: Source, items: dict[int, int]) -> dict[int, list[Any]]:
    columns = {
        "product_id": integer,
        "vendor_id": integer,
        "lead_time_days": integer,
        "standard_price": amount,
        "min_order_qty": amount,
    }
    offers: dict[int, list[Any]] = defaultdict(list)
    for row in source.rows("vendor_products", columns):
        if row.product_id not in items:
            source.report("vendor_products", row.line, _("product %s is unknown") % row.product_id)
            continue
        offers[row.vendor_id].append(row)
    return offers


def _write_supplier_children(
    fresh: list[int],
    found: dict[int, int],
    directory: Directory,
    offers: dict[int, list[Any]],
    items: dict[int, int],
) -> None:
    addresses, contacts = [], []
    for vendor in fresh:
        addresses += [(None, found[vendor], *address) for address in _addresses(directory, vendor)]
        for person_id, role in directory.contacts_of.get(vendor, []):
            person = directory.persons[person_id]
            contacts.append((found[vendor], directory.name_of(person_id), role, person.email, person.phone))
    copy_rows(Address, ADDRESS, addresses)
    copy_rows(Contact, ("supplier_id", "name", "role", "email", "phone"), contacts)
    SupplierItem.objects.bulk_create(
        SupplierItem(
            supplier_id=found[vendor],
            item_id=items[row.product_id],
            price=row.standard_price,
            lead_time_days=row.lead_time_days,
            minimum_quantity=row.min_order_qty,
        )
        for vendor in fresh
        for row in offers.get(vendor, [])
    )
