"""Customers from a file: identity, credit, terms, one address and one contact a row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from erp.core.actor import Actor
from erp.core.custom_fields import clean_custom, custom_field_definitions
from erp.core.documents import parse_id
from erp.core.events import emit
from erp.core.records import Problems
from erp.core.search import search_key
from erp.identity.models import Region, Team, User
from erp.identity.selectors.scopes import customer_scope_q
from erp.masterdata.events import CustomerChanged, CustomerCreated
from erp.masterdata.models import Address, Contact, Currency, Customer, TaxCode
from erp.masterdata.selectors.money import base_currency
from erp.masterdata.services.customers import customer_ref
from erp.masterdata.services.parties import free_codes
from finance.models import CreditAccount
from finance.services.accounts import open_accounts
from orders.calc.cells import boolean_of
from orders.models import CustomerTerms, PriceList
from orders.services.customers import CREDIT_RIGHT, RIGHT, UNREVIEWED_GRADE
from orders.services.imports.fields import (
    Column,
    Row,
    choice,
    custom_columns,
    mail,
    number,
    text,
    whole,
    words,
)
from orders.services.imports.subject import Subject, Written, names_of, refuse_repeated, resolve

_GRADES = dict.fromkeys(CreditAccount.Grade.values, ())
_PLAIN = ("name", "legal_name", "tax_number", "email", "phone", "tags", "is_active")
_KEYS = {
    "region": "region_id",
    "team": "team_id",
    "salesperson": "salesperson_id",
    "tax_code": "tax_code_id",
    "currency": "currency_id",
}
_TERMS = {
    "price_list": "price_list_id",
    "discount_rate": "discount_rate",
    "channel": "channel",
    "tier": "tier",
    "ship_complete": "is_ship_complete",
}
_CREDIT = {"credit_grade": "grade", "credit_limit": "limit", "payment_days": "payment_days"}
_PLACE = {
    "address": "line1",
    "city": "city",
    "state": "state",
    "postal_code": "postal_code",
    "country": "country",
}
_PERSON = {"contact": "name", "contact_email": "email", "contact_phone": "phone"}


_COLUMNS = (
    Column("code", "Code", "客户编码", text(40), ("customer code", "客户代码", "编码"), example="C-1001"),
    Column(
        "name",
        "Name",
        "客户名称",
        text(200),
        ("customer", "customer name", "名称", "客户"),
        True,
        "Northern Bearings Ltd",
        "上海精工贸易有限公司",
    ),
    Column("legal_name", "Legal name", "法定名称", text(200), ("公司全称", "开票名称")),
    Column("tax_number", "Tax number", "税号", text(60), ("vat number", "纳税人识别号", "统一社会信用代码")),
    Column("email", "E-mail", "邮箱", mail, ("email", "电子邮箱")),
    Column(
        "phone",
        "Phone",
        "电话",
        text(60),
        ("telephone", "联系电话"),
        example="+44 161 555 0100",
        example_zh="021-55550100",
    ),
    Column("region", "Region", "区域", text(120), ("sales region", "销售区域", "地区")),
    Column("team", "Sales team", "销售团队", text(120), ("team",)),
    Column("salesperson", "Salesperson", "业务员", text(150), ("sales rep", "销售员", "销售人员")),
    Column("channel", "Channel", "渠道", text(40), ("sales channel", "销售渠道")),
    Column("tier", "Tier", "客户等级", text(20), ("customer tier", "等级")),
    Column("credit_grade", "Credit grade", "信用等级", choice(_GRADES)),
    Column("credit_limit", "Credit limit", "信用额度", number(4, "1e15"), example="50000"),
    Column("payment_days", "Payment days", "付款天数", whole(3650), ("payment terms", "账期"), example="30"),
    Column("currency", "Currency", "币种", text(60), ("货币",), example="USD", example_zh="CNY"),
    Column("price_list", "Price list", "价目表", text(120)),
    Column("discount_rate", "Discount", "折扣", number(6, "1"), ("discount rate",)),
    Column("tax_code", "Tax code", "税码", text(80), ("tax", "税种")),
    Column("ship_complete", "Ship complete", "整单发货", boolean_of),
    Column("tags", "Tags", "标签", words),
    Column("address", "Address", "地址", text(200), ("street", "收货地址", "line1")),
    Column("city", "City", "城市", text(100)),
    Column("state", "State or province", "省份", text(100), ("state", "province", "省")),
    Column("postal_code", "Postal code", "邮编", text(20), ("zip", "zip code", "邮政编码")),
    Column("country", "Country", "国家代码", text(2), ("country code", "国家")),
    Column("contact", "Contact", "联系人", text(120), ("contact name",)),
    Column("contact_email", "Contact e-mail", "联系人邮箱", mail),
    Column("contact_phone", "Contact phone", "联系人电话", text(60), ("手机",)),
    Column("is_active", "Active", "是否启用", boolean_of),
)


def columns() -> list[Column]:
    """What can be said about a customer in a row."""
    return [*_COLUMNS, *custom_columns(custom_field_definitions("customer"))]


def check(rows: Sequence[Row], actor: Actor, update: bool) -> None:
    """Note what is wrong with rows among each other and with what is stored; names become keys."""
    refuse_repeated(rows, "code")
    resolve(rows, "region", names_of(Region, "code", "name"))
    resolve(rows, "team", names_of(Team, "code", "name"))
    resolve(rows, "salesperson", names_of(User, "username"))
    resolve(rows, "tax_code", names_of(TaxCode, "code", "name"))
    resolve(rows, "currency", names_of(Currency, "code", "name"))
    resolve(rows, "price_list", names_of(PriceList, "code", "name"))
    codes = [row.values["code"] for row in rows if row.values.get("code")]
    stored = {row.code: row for row in Customer.objects.filter(code__in=codes)}
    visible = set(
        Customer.objects.filter(customer_scope_q(actor, ""), code__in=codes).values_list("code", flat=True)
    )
    definitions = custom_field_definitions("customer")
    may_give_credit = actor.has(CREDIT_RIGHT)
    for row in rows:
        code = row.values.get("code", "")
        known = stored.get(code)
        row.values["_stored"] = known
        if known is not None and (not update or code not in visible):
            row.refuse("code", "taken")
        if parse_id("cus", code) is not None:
            row.refuse("code", "characters")
        for name in _CREDIT:
            if name in row.values and not may_give_credit:
                row.refuse(name, "not_permitted")
        if ("address" in row.values) != ("city" in row.values):
            row.refuse("city" if "address" in row.values else "address", "required")
        if "contact" not in row.values and any(name in row.values for name in _PERSON):
            row.refuse("contact", "required")
        if known is None or any(name.startswith("custom.") for name in row.values):
            _check_custom(row, known, definitions)


def _check_custom(row: Row, known: Customer | None, definitions: list[Any]) -> None:
    given = {name[7:]: value for name, value in row.values.items() if name.startswith("custom.")}
    problems = Problems()
    row.values["_custom"] = clean_custom(
        "customer", given, stored=known.custom if known else {}, problems=problems, definitions=definitions
    )
    broken = {column for column, _rule, _message in row.errors}
    for path, messages in problems.errors.items():
        if path not in broken:
            row.refuse(path, "custom", messages[0])


def write(rows: Sequence[Row], actor: Actor) -> Written:
    """Write good rows in sets: a bounded number of statements, whatever their number."""
    fresh = [row for row in rows if row.values["_stored"] is None]
    known = [row for row in rows if row.values["_stored"] is not None]
    unnamed = [row for row in fresh if not row.values.get("code")]
    for row, code in zip(unnamed, free_codes(Customer, "customer", len(unnamed)), strict=True):
        row.values["code"] = code
    currency = base_currency()
    made = [_fill(Customer(currency_id=currency, code=row.values["code"]), row) for row in fresh]
    Customer.objects.bulk_create(made, batch_size=1000)
    changed = [_fill(_locked(row), row) for row in known]
    names = [
        field.name
        for field in Customer._meta.concrete_fields
        if field.name not in {"id", "code", "created_at"}
    ]
    for customer in changed:
        customer.version += 1
    Customer.objects.bulk_update(changed, names, batch_size=500)
    pairs = [*zip(fresh, made, strict=True), *zip(known, changed, strict=True)]
    _write_terms(pairs)
    _write_credit(pairs, actor)
    _write_people(pairs)
    at = timezone.now()
    for customer in made:
        emit(CustomerCreated(document=customer_ref(customer)), actor=actor, at=at)
    for row, customer in zip(known, changed, strict=True):
        told = {name: [None, row.said.get(name, "")] for name in row.said if row.said[name]}
        emit(CustomerChanged(document=customer_ref(customer)), actor=actor, at=at, changes=told)
    return Written(created=len(made), updated=len(changed))


def _locked(row: Row) -> Customer:
    found: Customer = row.values["_stored"]
    return found


def _fill(customer: Customer, row: Row) -> Customer:
    for name in _PLAIN:
        if name in row.values:
            setattr(customer, name, row.values[name])
    for name, column in _KEYS.items():
        if name in row.values:
            setattr(customer, column, row.values[name])
    customer.custom = row.values.get("_custom", customer.custom)
    customer.search_key = search_key(
        customer.code, customer.name, customer.tax_number, customer.phone, customer.legal_name
    )
    return customer


Pairs = Sequence[tuple[Row, Customer]]


def _write_terms(pairs: Pairs) -> None:
    stored = {
        row.customer_id: row for row in CustomerTerms.objects.filter(customer__in=[c for _r, c in pairs])
    }
    fresh: list[CustomerTerms] = []
    changed: list[CustomerTerms] = []
    for row, customer in pairs:
        terms = stored.get(customer.pk) or CustomerTerms(customer=customer)
        for name, column in _TERMS.items():
            if name in row.values:
                setattr(terms, column, row.values[name])
        (changed if terms.pk else fresh).append(terms)
    CustomerTerms.objects.bulk_create(fresh, batch_size=1000)
    if changed:
        CustomerTerms.objects.bulk_update(changed, list(_TERMS.values()), batch_size=500)


def _write_credit(pairs: Pairs, actor: Actor) -> None:
    open_accounts(
        values={
            customer.pk: (
                {_CREDIT[name]: row.values[name] for name in _CREDIT if name in row.values}
                if actor.has(CREDIT_RIGHT)
                else {}
            )
            for row, customer in pairs
        },
        grade="" if actor.has(CREDIT_RIGHT) else UNREVIEWED_GRADE,
        actor=actor,
    )


def _write_people(pairs: Pairs) -> None:
    ids = [customer.pk for _row, customer in pairs]
    placed = set(Address.objects.filter(customer_id__in=ids).values_list("customer_id", "line1", "city"))
    with_default = {customer_id for customer_id, _line, _city in placed}
    named = set(Contact.objects.filter(customer_id__in=ids).values_list("customer_id", "name"))
    places, people = [], []
    for row, customer in pairs:
        place = {column: row.values[name] for name, column in _PLACE.items() if name in row.values}
        if place.get("line1") and (customer.pk, place["line1"], place.get("city", "")) not in placed:
            is_first = customer.pk not in with_default
            places.append(Address(customer=customer, is_default=is_first, recipient=customer.name, **place))
        person = {column: row.values[name] for name, column in _PERSON.items() if name in row.values}
        if person.get("name") and (customer.pk, person["name"]) not in named:
            people.append(Contact(customer=customer, **person))
    Address.objects.bulk_create(places, batch_size=1000)
    Contact.objects.bulk_create(people, batch_size=1000)


CUSTOMERS = Subject("customers", _("Customers"), RIGHT[0], columns, check, write)
