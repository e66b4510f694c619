"""What the writer of history has to know of the masters: read once, kept for the whole run."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import models

from erp.core.copy import take_keys
from erp.core.errors import Misconfigured
from erp.core.numbering import next_numbers
from erp.identity.models import User
from erp.masterdata.models import Address, Carrier, Company, Customer
from finance.models import Account, CreditAccount
from inventory.models import Item, Warehouse
from orders.services.history.facts import Clerk

ROLES = (
    "receivables",
    "sales",
    "tax",
    "cogs",
    "inventory",
    "bank",
    "opening",
    "goods_received",
    "work_in_process",
    "adjustment",
    "issue",
)


@dataclass(frozen=True, slots=True)
class KnownItem:
    """What an order line copies from its item."""

    pk: int
    sku: str
    name: str
    unit_id: int
    unit_code: str
    is_stocked: bool
    standard_cost: Decimal


@dataclass(frozen=True, slots=True)
class KnownCustomer:
    """What documents copy from their customer."""

    pk: int
    code: str
    buyer: dict[str, str]
    address: dict[str, Any]
    account_id: int
    payment_days: int


class Pool:
    """Keys or numbers taken from the database in blocks, handed out one by one."""

    def __init__(self, take: Callable[[int], list[Any]], block: int = 2000) -> None:
        """Take nothing before the first is asked for."""
        self._take, self._block = take, block
        self._left: list[Any] = []

    def next(self) -> Any:
        """The next one."""
        if not self._left:
            self._left = self._take(self._block)[::-1]
        return self._left.pop()


def key_pool(model: type[models.Model], block: int = 2000) -> Pool:
    """Primary keys of a table for rows about to be copied."""
    return Pool(lambda count: take_keys(model, count), block)


def number_pool(series: str, block: int = 500) -> Pool:
    """Numbers of an ordinary series; those left over at the end of a run are skipped."""
    return Pool(lambda count: next_numbers(series, count), block)


class Reference:
    """The masters that past orders point to."""

    def __init__(self) -> None:
        """Read items, accounts, company and default warehouse; customers come chunk by chunk.

        Raises: Misconfigured when the product was not set up.
        """
        company = Company.objects.first()
        warehouse = Warehouse.objects.filter(is_default=True).first()
        if company is None or warehouse is None:
            raise Misconfigured("no_company" if company is None else "no_warehouse")
        self.currency: str = company.base_currency_id
        self.warehouse_id: int = warehouse.pk
        self.items = {item.pk: item for item in _items()}
        self.accounts: dict[str, int] = {
            role: pk for role, pk in Account.objects.filter(role__in=ROLES).values_list("role", "pk") if role
        }
        missing = [role for role in ROLES if role not in self.accounts]
        if missing:
            raise Misconfigured("account_missing", role=missing[0])
        self.clerks = {user.pk: Clerk(user.pk, str(user)) for user in User.objects.all()}
        self.carriers: dict[int, str] = dict(Carrier.objects.values_list("pk", "name"))
        self.customers: dict[int, KnownCustomer] = {}

    def learn_customers(self, customer_ids: Iterable[int]) -> None:
        """Read customers not known yet, and give those without one a credit account."""
        wanted = sorted(set(customer_ids) - self.customers.keys())
        if not wanted:
            return
        CreditAccount.objects.bulk_create(
            [
                CreditAccount(customer_id=pk)
                for pk in Customer.objects.filter(pk__in=wanted, credit_account=None).values_list(
                    "pk", flat=True
                )
            ],
            ignore_conflicts=True,
        )
        addresses: dict[int, dict[str, Any]] = {}
        rows = Address.objects.filter(customer_id__in=wanted, kind=Address.Kind.SHIPPING)
        for address in rows.order_by("-is_default", "pk"):
            addresses.setdefault(address.customer_id or 0, as_ship_to(address))
        accounts = {a.customer_id: a for a in CreditAccount.objects.filter(customer_id__in=wanted)}
        for row in Customer.objects.filter(pk__in=wanted):
            account = accounts[row.pk]
            buyer = {
                "code": row.code,
                "name": row.legal_name or row.name,
                "tax_number": row.tax_number,
                "phone": row.phone,
            }
            ship_to = addresses.get(row.pk, {})
            self.customers[row.pk] = KnownCustomer(
                row.pk, row.code, buyer, ship_to, account.pk, account.payment_days
            )


def as_ship_to(address: Address) -> dict[str, Any]:
    """An address as an order keeps it."""
    names = ("recipient", "phone", "line1", "line2", "city", "state", "postal_code", "country")
    return {name: getattr(address, name) for name in names}


def _items() -> Iterable[KnownItem]:
    rows = Item.objects.values_list("pk", "sku", "name", "unit_id", "unit__code", "kind", "standard_cost")
    for pk, sku, name, unit_id, unit_code, kind, cost in rows:
        yield KnownItem(pk, sku, name, unit_id, unit_code, kind == Item.Kind.STOCKED, cost)
