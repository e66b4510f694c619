from decimal import Decimal
from typing import Any

import pytest

from erp.core.actor import Actor, RowScope
from erp.core.errors import Invalid, NotFound, NotPermitted, StaleVersion
from erp.core.models import CustomFieldDefinition, LoggedEvent
from erp.identity.models import Team, User
from erp.masterdata.models import Customer
from finance.models import CreditAccount
from orders.models import CustomerTerms, PriceList
from orders.selectors.customers import customers_in_full, search_customers
from orders.services.customers import (
    CreditValues,
    CustomerInput,
    TermsValues,
    create_customer,
    edit_customer,
)

pytestmark = pytest.mark.django_db

ADMIN = Actor(label="Ada Min", permissions=frozenset({"*"}), scope=RowScope(kind="all"))
CLERK = Actor(
    label="Cle Rk",
    permissions=frozenset({"masterdata.edit_customer", "masterdata.view"}),
    scope=RowScope(kind="all"),
)


def said(
    name: str | None = "Acme",
    *,
    terms: TermsValues | None = None,
    credit: CreditValues | None = None,
    contacts: Any = None,
    addresses: Any = None,
    **identity: Any,
) -> CustomerInput:
    values: Any = {"name": name} | identity if name else identity
    return CustomerInput(
        identity=values,
        terms=terms or {},
        credit=credit or {},
        contacts=contacts,
        addresses=addresses,
    )


def test_a_customer_is_composed_of_three_apps():
    prices = PriceList.objects.create(code="A", name="A", currency_id="USD")
    customer = create_customer(
        values=said(
            tags=[" key ", "key", ""],
            contacts=[{"name": "Ann", "email": "ann@example.org"}],
            addresses=[{"line1": "1 High Street", "city": "York"}],
            terms={
                "price_list_id": prices.pk,
                "discount_rate": Decimal("0.05"),
                "channel": "web",
                "tier": "gold",
                "is_ship_complete": True,
            },
            credit={"grade": "A", "limit": Decimal(5000), "payment_days": 45},
        ),
        actor=ADMIN,
    )
    assert customer.code.startswith("C-")
    assert (customer.currency_id, customer.tags, customer.version) == ("USD", ["key"], 1)
    assert (customer.terms.discount_rate, customer.terms.tier) == (Decimal("0.05"), "gold")
    account = CreditAccount.objects.get()
    assert (account.grade, account.limit, account.payment_days) == ("A", 5000, 45)
    names = list(LoggedEvent.objects.order_by("id").values_list("name", flat=True))
    assert "customer.created" in names


def test_an_administrators_customer_has_usual_credit():
    create_customer(values=said(), actor=ADMIN)
    account = CreditAccount.objects.get()
    assert (account.grade, account.limit) == ("B", None)


def test_who_may_not_give_credit_makes_customers_that_finance_reviews(order_process):
    create_customer(values=said(), actor=CLERK)
    assert CreditAccount.objects.get().grade == "C"
    with pytest.raises(NotPermitted):
        create_customer(values=said("Other", credit={"limit": Decimal(1)}), actor=CLERK)
    assert Customer.objects.count() == 1


def test_a_change_across_the_apps_is_one_event_and_one_version():
    customer = create_customer(values=said(), actor=ADMIN)
    edit_customer(
        customer_id=customer.pk,
        values=said("Acme Ltd", terms={"tier": "gold"}, credit={"limit": Decimal(100)}),
        expected_version=1,
        actor=ADMIN,
    )
    event = LoggedEvent.objects.get(name="customer.changed")
    assert event.changes == {"name": ["Acme", "Acme Ltd"], "tier": ["", "gold"]}
    assert Customer.objects.get().version == 2
    assert CreditAccount.objects.get().limit == 100
    with pytest.raises(StaleVersion):
        edit_customer(
            customer_id=customer.pk,
            values=said("Late", terms={"tier": "iron"}, credit={"limit": Decimal(7)}),
            expected_version=1,
            actor=ADMIN,
        )
    assert CustomerTerms.objects.get().tier == "gold"
    assert CreditAccount.objects.get().limit == 100


def test_saying_the_same_credit_again_needs_no_right():
    customer = create_customer(values=said(credit={"limit": Decimal(100), "grade": "A"}), actor=ADMIN)
    edit_customer(
        customer_id=customer.pk, values=said("New", credit={"limit": Decimal("100.00")}), actor=CLERK
    )
    with pytest.raises(NotPermitted):
        edit_customer(customer_id=customer.pk, values=said("Newer", credit={"limit": None}), actor=CLERK)
    assert Customer.objects.get().name == "New"
    assert CreditAccount.objects.get().limit == 100


def test_a_limit_can_be_lifted():
    customer = create_customer(values=said(credit={"limit": Decimal(100)}), actor=ADMIN)
    edit_customer(customer_id=customer.pk, values=said(None, credit={"limit": None}), actor=ADMIN)
    assert CreditAccount.objects.get().limit is None


@pytest.mark.parametrize(
    ("more", "path"),
    [
        ({"name": ""}, "name"),
        ({"code": "x" * 50}, "code"),
        ({"region_id": 99}, "region"),
        ({"salesperson_id": 99}, "salesperson"),
        ({"tags": ["x" * 60]}, "tags"),
        ({"terms": {"discount_rate": Decimal("1.5")}}, "discount_rate"),
        ({"terms": {"discount_rate": Decimal("NaN")}}, "discount_rate"),
        ({"terms": {"price_list_id": 99}}, "price_list"),
        ({"credit": {"grade": "Z"}}, "credit_grade"),
        ({"credit": {"limit": Decimal(-1)}}, "credit_limit"),
        ({"credit": {"limit": Decimal("1e30")}}, "credit_limit"),
        ({"credit": {"payment_days": -1}}, "payment_days"),
        ({"custom": {"ghost": 1}}, "custom.ghost"),
        ({"contacts": [{"name": "A", "email": "x"}]}, "contacts[0].email"),
    ],
)
def test_what_is_wrong_is_named_by_its_field(more, path):
    with pytest.raises(Invalid) as refusal:
        create_customer(values=said(**({"name": "Acme"} | more)), actor=ADMIN)
    assert path in refusal.value.errors
    assert not Customer.objects.exists()
    assert not CustomerTerms.objects.exists()
    assert not LoggedEvent.objects.exists()


def test_a_required_own_field_is_asked_for():
    CustomFieldDefinition.objects.create(
        subject="customer", key="segment", label="Segment", kind="choice", choices=["A"], is_required=True
    )
    with pytest.raises(Invalid) as refusal:
        create_customer(values=said(), actor=ADMIN)
    assert list(refusal.value.errors) == ["custom.segment"]
    assert create_customer(values=said(custom={"segment": "A"}), actor=ADMIN).custom == {"segment": "A"}


def seller(name, team=None):
    user = User.objects.create(username=name, team=team)
    actor = Actor(
        user_id=user.pk,
        permissions=frozenset({"masterdata.view", "masterdata.edit_customer"}),
        scope=RowScope(kind="own", user_id=user.pk),
    )
    return user, actor


def test_a_customer_outside_the_scope_is_not_there():
    (ann, ann_acts), (_bob, bob_acts) = seller("ann"), seller("bob")
    mine = create_customer(values=said("Mine"), actor=ann_acts)
    assert mine.salesperson_id == ann.pk
    assert [row.pk for row in search_customers(ann_acts, "mine")] == [mine.pk]
    assert search_customers(bob_acts, "mine") == []
    assert not customers_in_full(bob_acts).exists()
    with pytest.raises(NotFound):
        edit_customer(customer_id=mine.pk, values=said("Yours"), actor=bob_acts)
    assert Customer.objects.get().name == "Mine"


def test_a_team_sees_the_teams_customers():
    team = Team.objects.create(code="N", name="North")
    create_customer(values=said("Ours", team_id=team.pk), actor=ADMIN)
    create_customer(values=said("Theirs"), actor=ADMIN)
    member = Actor(permissions=frozenset({"masterdata.view"}), scope=RowScope(kind="team", team_id=team.pk))
    assert [row.name for row in search_customers(member, "")] == ["Ours"]


def test_type_ahead_is_one_query_and_lists_are_bounded(django_assert_num_queries):
    for number in range(5):
        create_customer(values=said(f"上海贸易{number}", contacts=[{"name": "A"}]), actor=ADMIN)
    with django_assert_num_queries(1):
        found = search_customers(ADMIN, "shmy")
        assert len(found) == 5
        assert found[0].terms.tier == ""
    with django_assert_num_queries(3):
        assert len(list(customers_in_full(ADMIN))) == 5
