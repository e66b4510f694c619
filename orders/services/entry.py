"""Taking orders: drafts from whoever enters them, with prices, taxes and totals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from erp.core.actor import Actor
from erp.core.commands import command
from erp.core.errors import Conflict, Invalid
from erp.core.events import emit
from erp.core.new_rows import new_row
from erp.core.numbering import next_number
from erp.core.prepared import prepared
from erp.core.rows import insert_row, insert_rows
from erp.masterdata.models import Address, Company, Customer, ExchangeRate
from erp.masterdata.selectors.company import base_currency, business_day
from inventory.models import Warehouse
from orders.events import OrderCreated
from orders.models import Order
from orders.services.kits import save_contents
from orders.services.order_lines import LineInput, Setting, build_lines, set_totals
from orders.services.price_floors import judge_order

ZERO = Decimal(0)
MAX_LINES = 5000


@dataclass(frozen=True)
class OrderInput:
    """An order as somebody entered it; what is left out comes from the customer or the company.

    `prices_are_allowed` says that prices below a floor were allowed before: by the quotation's approval,
    or because the goods replace returned ones.
    """

    customer_id: int
    lines: Sequence[LineInput]
    external_id: str | None = None
    channel: str = ""
    priority: str = "normal"
    requested_on: date | None = None
    ship_complete: bool | None = None
    carrier_id: int | None = None
    warehouse_id: int | None = None
    customer_po: str = ""
    note: str = ""
    ship_to: dict[str, Any] | None = None
    custom: dict[str, Any] = field(default_factory=dict)
    reservation_policy: str | None = None
    prices_are_allowed: bool = False


@command("orders.create_order")
def create_order(*, order: OrderInput, actor: Actor, at: datetime | None = None) -> Order:
    """Write a draft with its lines priced; nothing is promised yet.

    Emits:  OrderCreated.
    Raises: Invalid naming the field; Conflict `duplicate_external_id` with the first order's number.
    """
    at = at or timezone.now()
    row, setting = order_frame(order, actor=actor, at=at)
    lines = build_lines(setting, order.lines, actor=actor, start=1)
    _refuse_duplicate(row)
    row.number = next_number("order")
    set_totals(row, lines)
    judge_order(row, lines, is_allowed=order.prices_are_allowed)
    insert_row(row)
    for line in lines:
        line.order = row
    insert_rows(lines)
    save_contents(lines)
    event = OrderCreated(document=row.ref, customer=setting.customer.code, total=row.total, lines=len(lines))
    emit(event, actor=actor, at=at, changes={"state": ["", "draft"]})
    return row


def order_frame(order: OrderInput, *, actor: Actor, at: datetime) -> tuple[Order, Setting]:
    """An order as it would be, without number and lines, and what its lines have in common; not saved.

    Raises: Invalid naming the field.
    """
    setting = setting_for(order.customer_id, at)
    check_header(order)
    row = new_row(
        Order,
        customer=setting.customer,
        channel=order.channel or (setting.terms.channel if setting.terms else ""),
        external_id=order.external_id or None,
        priority=order.priority,
        customer_po=order.customer_po,
        salesperson_id=setting.customer.salesperson_id or actor.user_id,
        warehouse_id=order.warehouse_id or _default_warehouse(setting.customer),
        currency_id=setting.currency,
        rate=rate_on(setting.currency, setting.on),
        requested_on=order.requested_on,
        is_ship_complete=(setting.terms.is_ship_complete if setting.terms else False)
        if order.ship_complete is None
        else order.ship_complete,
        shelf_life_days=setting.terms.shelf_life_days if setting.terms else 0,
        reservation_policy=order.reservation_policy
        or (setting.terms.reservation_policy if setting.terms else ""),
        carrier_id=order.carrier_id or (setting.terms.carrier_id if setting.terms else None),
        ship_to=default_ship_to(setting) if order.ship_to is None else order.ship_to,
        note=order.note,
        custom=order.custom,
        created_at=at,
    )
    return row, setting


_ADDRESS = ("recipient", "phone", "line1", "line2", "city", "state", "postal_code", "country")


def _customers(pk: int) -> QuerySet[Customer]:
    addresses = Address.objects.filter(customer=OuterRef("pk"), kind=Address.Kind.SHIPPING)
    found = JSONObject(**{name: name for name in _ADDRESS})
    warehouses = Warehouse.objects.filter(is_active=True).order_by("-is_default", "pk")
    return (
        Customer.objects.select_related("terms__price_list", "tax_code")
        .annotate(
            default_address=Subquery(addresses.order_by("-is_default", "pk").values(found=found)[:1]),
            default_warehouse_id=Subquery(warehouses.values("pk")[:1]),
        )
        .filter(pk=pk)
        .order_by()
    )


_CUSTOMER = prepared(_customers)


def setting_for(customer_id: int, at: datetime) -> Setting:
    """The customer with terms, tax code, default address and the default warehouse, in one query.

    Raises: Invalid on `customer` for one that is unknown or not active.
    """
    customer = next(iter(_CUSTOMER(customer_id)), None)
    if customer is None:
        raise Invalid.field("customer", _("There is no such customer."), "unknown")
    if not customer.is_active:
        raise Invalid.field("customer", _("This customer is not active."), "inactive")
    return setting_of(customer, business_day(at))


def setting_of(customer: Customer, on: date) -> Setting:
    """The terms and currency that apply to a customer on a day."""
    terms = getattr(customer, "terms", None)
    currency = customer.currency_id
    if terms is not None and terms.price_list is not None:
        currency = terms.price_list.currency_id
    return Setting(customer, terms, currency, on)


def rate_on(currency: str, on: date) -> Decimal:
    """Base units for one unit of the order's currency on a day.

    Raises: Invalid on `customer` when no rate is known.
    """
    if currency == base_currency():
        return Decimal(1)
    rate = (
        ExchangeRate.objects.filter(currency_id=currency, valid_from__lte=on)
        .order_by("-valid_from")
        .values_list("rate", flat=True)
        .first()
    )
    if rate is None:
        raise Invalid.field(
            "customer",
            _("There is no exchange rate for the customer's currency."),
            "no_exchange_rate",
            currency=currency,
        )
    return rate


def check_header(order: OrderInput) -> None:
    """Refuse what no order's header may say.

    Raises: Invalid naming the field.
    """
    if order.priority not in Order.Priority.values:
        raise Invalid.field("priority", _("Must be low, normal, high or rush."), "unknown_choice")
    check_policy(order.reservation_policy or "")
    if not order.lines:
        raise Invalid.field("lines", _("An order needs at least one line."), "empty")
    if len(order.lines) > MAX_LINES:
        raise Invalid.field("lines", _("An order has at most 5,000 lines."), "too_many")


def check_policy(policy: str) -> None:
    """Refuse a policy that there is not; an empty one is the customer's or the company's.

    Raises: Invalid on `reservation_policy`.
    """
    if policy and policy not in Company.ReservationPolicy.values:
        raise Invalid.field(
            "reservation_policy", _("Must be at_confirmation, before_shipping or manual."), "unknown_choice"
        )


def _refuse_duplicate(row: Order) -> None:
    if row.external_id is None:
        return
    known = Order.objects.filter(channel=row.channel, external_id=row.external_id).values_list(
        "number", flat=True
    )
    if number := known.first():
        raise Conflict("duplicate_external_id", order=number, external_id=row.external_id)


def _default_warehouse(customer: Customer) -> int:
    pk = customer.default_warehouse_id  # type: ignore[attr-defined]  # annotated by `_customers`
    if pk is None:
        raise Invalid.field("warehouse", _("There is no warehouse yet."), "required")
    return int(pk)


def default_ship_to(setting: Setting) -> dict[str, Any]:
    """The customer's default shipping address, which came with the row of `setting_for`."""
    customer = setting.customer
    address = customer.default_address or {}  # type: ignore[attr-defined]  # annotated by `_customers`
    return {"recipient": customer.name, **{name: value for name, value in address.items() if value}}
