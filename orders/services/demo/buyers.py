"""Writes the demo company's customers: who they are, how they are sold to and how much they may owe."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

from erp.core.search import search_key
from erp.masterdata.models import Address, Contact, Customer
from finance.models import CreditAccount
from orders.models import CustomerTerms, PriceList
from orders.services.demo.goods import ROWS_AT_ONCE, address_of
from orders.services.demo.parties import DemoCustomer
from orders.services.demo.phrases import TIERS, say
from orders.services.demo.plan import DemoPlan
from orders.services.demo.road import amount_of
from orders.services.demo.written import Written


def write_customers(plan: DemoPlan, written: Written) -> None:
    """Write customers with addresses, contacts, terms and credit."""
    rows = [_customer(plan, written, customer) for customer in plan.customers]
    Customer.objects.bulk_create(rows, batch_size=ROWS_AT_ONCE)
    pairs = list(zip(plan.customers, rows, strict=True))
    written.customers = {row.code: row.pk for row in rows}
    written.customer_sales = {row.code: row.salesperson_id or 0 for row in rows}
    Address.objects.bulk_create(
        (
            Address(
                customer=row,
                kind=kind,
                recipient=customer.contact,
                phone=customer.phone,
                is_default=True,
                **address_of(plan, customer.address),
            )
            for customer, row in pairs
            for kind in ("shipping", "billing")
        ),
        batch_size=ROWS_AT_ONCE,
    )
    Contact.objects.bulk_create(
        (Contact(customer=row, name=c.contact, email=c.email, phone=c.phone) for c, row in pairs),
        batch_size=ROWS_AT_ONCE,
    )
    _write_terms(plan, pairs)


def _write_terms(plan: DemoPlan, pairs: list[tuple[DemoCustomer, Customer]]) -> None:
    """How customers are sold to and how much they may owe."""
    lists = {row.code: row.pk for row in PriceList.objects.all()}
    CustomerTerms.objects.bulk_create(
        (
            CustomerTerms(
                customer=row,
                price_list_id=lists.get(c.price_list),
                discount_rate=Decimal(c.discount),
                channel=c.channel,
                tier=say(TIERS[c.tier], plan.language),
                is_ship_complete=c.is_ship_complete,
            )
            for c, row in pairs
        ),
        batch_size=ROWS_AT_ONCE,
    )
    limits = _limits(plan)
    CreditAccount.objects.bulk_create(
        (
            CreditAccount(customer=row, grade=c.grade, payment_days=c.payment_days, limit=limits[c.code])
            for c, row in pairs
        ),
        batch_size=ROWS_AT_ONCE,
    )


def _customer(plan: DemoPlan, written: Written, customer: DemoCustomer) -> Customer:
    taxed = plan.words.tax_codes[0][0]
    exempt = plan.language == "en" and customer.kind in {"wholesale", "retail"}  # they resell
    is_key_account = int(customer.code[2:]) % 4 == 1  # looked after from the head office
    salesperson = written.people["sales"] if is_key_account else written.sales[customer.region]
    return Customer(
        code=customer.code,
        name=customer.name,
        legal_name=customer.name,
        email=customer.email,
        phone=customer.phone,
        tax_number=_tax_number(plan, customer),
        currency_id=plan.words.currency,
        calendar_id=None,
        time_zone=plan.words.time_zone,
        region_id=written.regions[customer.region],
        team_id=written.teams[customer.region],
        salesperson=salesperson,
        tax_code_id=written.tax_codes["EXEMPT" if exempt else taxed],
        language=plan.words.language,
        tags=list(customer.tags),
        search_key=search_key(customer.code, customer.name, "", customer.phone, customer.name),
    )


def _tax_number(plan: DemoPlan, customer: DemoCustomer) -> str:
    """A number of the country's shape that belongs to nobody."""
    digits = f"{int(customer.code[2:]):04d}"
    return f"9100000000000{digits}X" if plan.language == "zh" else f"00-000{digits}"


def _limits(plan: DemoPlan) -> dict[str, Decimal]:
    """Credit limits from what customers buy in their time to pay."""
    bought: dict[str, Decimal] = defaultdict(Decimal)
    for order in [*plan.past, *plan.present]:
        bought[order.customer.code] += amount_of(order)
    largest: dict[str, Decimal] = defaultdict(Decimal)
    for order in [*plan.past, *plan.present]:
        largest[order.customer.code] = max(largest[order.customer.code], amount_of(order))
    limits = {}
    step = Decimal(5000 if plan.language == "zh" else 1000)
    for customer in plan.customers:
        owed = bought[customer.code] / 18 * customer.payment_days / 30
        room = max(owed * 4, largest[customer.code] * Decimal("2.2"))
        steps = (room / step).to_integral_value(rounding="ROUND_CEILING")
        limits[customer.code] = (steps + 1) * step
    return limits


def tighten_limits(plan: DemoPlan) -> None:
    """Of those who owe most, lower some limits: to nearly used up, and one in five to exceeded."""
    rows = [row for row in CreditAccount.objects.order_by("-open_receivables", "pk") if row.exposure > 0]
    step = Decimal(5000 if plan.language == "zh" else 500)
    for place, row in enumerate(rows[1 : max(10, len(rows) // 12) : 2]):
        share = Decimal("0.95") if place % 5 == 3 else Decimal("1.06")
        rounding = "ROUND_FLOOR" if share < 1 else "ROUND_CEILING"
        row.limit = max((row.exposure * share / step).to_integral_value(rounding=rounding), Decimal(1)) * step
        row.save(update_fields=["limit"])
