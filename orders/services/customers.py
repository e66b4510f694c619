"""Customers as the outside knows them: identity, credit and terms of sale composed by one service."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypedDict

from django.utils.translation import gettext as _

from erp.core.actor import Actor
from erp.core.commands import command
from erp.core.errors import NotFound
from erp.core.events import emit
from erp.core.records import Changes, Problems, save_changed, set_values
from erp.identity.selectors.scopes import customer_scope_q
from erp.masterdata.events import CustomerChanged, CustomerCreated
from erp.masterdata.models import Customer
from erp.masterdata.services.customers import change_customer, customer_ref, insert_customer
from erp.masterdata.services.parties import AddressValues, ContactValues, CustomerValues
from finance.models import CreditAccount
from finance.services.credit import change_credit
from orders import locks
from orders.models import CustomerTerms

RIGHT = ("masterdata.edit_customer", "Create and edit customers")
CREDIT_RIGHT = "finance.edit_credit"
UNREVIEWED_GRADE = CreditAccount.Grade.C
_TERMS = [field.name for field in CustomerTerms._meta.concrete_fields if field.name not in {"id", "customer"}]


class TermsValues(TypedDict, total=False):
    """How we sell to a customer."""

    price_list_id: int | None
    discount_rate: Decimal
    channel: str
    tier: str
    is_ship_complete: bool
    shelf_life_days: int
    reservation_policy: str
    carrier_id: int | None
    late_penalty_percent: Decimal | None


class CreditValues(TypedDict, total=False):
    """How much a customer may owe, and how long; a limit of None is no limit."""

    grade: str
    limit: Decimal | None
    payment_days: int


@dataclass(frozen=True)
class CustomerInput:
    """What a caller says about a customer; what is not named stays as it is."""

    identity: CustomerValues
    terms: TermsValues
    credit: CreditValues
    contacts: Sequence[ContactValues] | None = None
    addresses: Sequence[AddressValues] | None = None


def _take_terms(terms: CustomerTerms, values: TermsValues, problems: Problems) -> Changes:
    changes = set_values(terms, values, problems)
    if not 0 <= terms.discount_rate <= 1:
        problems.add("discount_rate", _("This must be a fraction between 0 and 1: 0.13 is 13 %."))
    percent = terms.late_penalty_percent
    if percent is not None and not 0 <= percent <= 100:
        problems.add("late_penalty_percent", _("Must be between 0 and 100 %."))
    return changes


def _checked_credit(values: CreditValues, problems: Problems) -> CreditValues:
    probe = CreditAccount(customer_id=0)
    names = {"grade": "credit_grade", "limit": "credit_limit", "payment_days": "payment_days"}
    own = Problems()
    set_values(probe, values, own)
    own.not_negative(probe, "limit", "payment_days")
    for name, messages in own.errors.items():
        problems.merge({names[name]: messages})
    return {name: getattr(probe, name) for name in values}  # type: ignore[return-value]  # the names are those of the typed dict


def _change_credit(customer: Customer, values: CreditValues, actor: Actor) -> None:
    change_credit(
        customer_id=customer.pk,
        actor=actor,
        grade=values.get("grade"),
        limit=values.get("limit"),
        clear_limit="limit" in values and values["limit"] is None,
        payment_days=values.get("payment_days"),
    )


@command(*RIGHT)
def create_customer(*, values: CustomerInput, actor: Actor) -> Customer:
    """Take up a customer with credit and terms; without a code the next of the series.

    Credit is for finance to give: taken up by anyone else, a customer starts with grade C, so that
    finance sees every order first.
    Emits:  CustomerCreated; CreditChanged.
    Raises: Invalid; NotPermitted when credit is given without the right.
    """
    if values.credit:
        actor.require(CREDIT_RIGHT)
    problems, terms = Problems(), CustomerTerms()
    _take_terms(terms, values.terms, problems)
    credit = _checked_credit(values.credit, problems)
    identity: CustomerValues = {**values.identity}
    if identity.get("salesperson_id") is None and actor.scope.kind == "own":
        identity["salesperson_id"] = actor.scope.user_id
    if identity.get("team_id") is None and actor.scope.kind == "team":
        identity["team_id"] = actor.scope.team_id
    customer = insert_customer(
        values=identity,
        contacts=values.contacts or (),
        addresses=values.addresses or (),
        problems=problems,
    )
    terms.customer = customer
    terms.save(force_insert=True)
    if not actor.has(CREDIT_RIGHT):
        credit = {"grade": UNREVIEWED_GRADE}
    _change_credit(customer, credit, actor)
    emit(CustomerCreated(document=customer_ref(customer)), actor=actor)
    return customer


@command(*RIGHT)
def edit_customer(
    *, customer_id: int, values: CustomerInput, expected_version: int | None = None, actor: Actor
) -> Customer:
    """Change a customer; contacts and addresses are replaced as a whole where given.

    Locks:  the customer's terms, credit account, then the customer.
    Emits:  CustomerChanged with all changes of identity and terms; CreditChanged.
    Raises: NotFound outside the actor's scope; StaleVersion; Invalid; NotPermitted when credit would
            change without the right.
    """
    if not Customer.objects.filter(customer_scope_q(actor, ""), pk=customer_id).exists():
        raise NotFound(kind="customer", id=customer_id)
    problems = Problems()
    terms = locks.terms_for_update(customer_id)
    told = _take_terms(terms, values.terms, problems)
    credit = _credit_to_change(customer_id, _checked_credit(values.credit, problems), actor)
    if credit and not problems.errors:
        _change_credit(Customer(pk=customer_id), credit, actor)
    customer, changes = change_customer(
        customer_id=customer_id,
        values=values.identity,
        contacts=values.contacts,
        addresses=values.addresses,
        expected_version=expected_version,
        problems=problems,
    )
    if told:
        save_changed(terms, _TERMS, "customer_id")
    changes |= told
    if changes:
        emit(CustomerChanged(document=customer_ref(customer)), actor=actor, changes=changes)
    return customer


def _credit_to_change(customer_id: int, values: CreditValues, actor: Actor) -> CreditValues:
    if not values:
        return {}
    account = CreditAccount.objects.filter(customer_id=customer_id).first() or CreditAccount()
    different: Mapping[str, Any] = {
        name: value for name, value in values.items() if value != getattr(account, name)
    }
    if different:
        actor.require(CREDIT_RIGHT)
    return different  # type: ignore[return-value]  # the names are those of the typed dict
