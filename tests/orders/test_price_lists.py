from datetime import date
from decimal import Decimal

import pytest

from erp.core.actor import Actor, RowScope
from erp.core.errors import Conflict, Invalid
from erp.core.models import LoggedEvent
from erp.masterdata.models import Unit
from inventory.services.items import create_item
from orders.models import PriceList, PriceListItem
from orders.services.customers import CustomerInput, create_customer
from orders.services.price_lists import (
    PriceListValues,
    PriceValues,
    create_price_list,
    delete_price_list,
    edit_price_list,
)

pytestmark = pytest.mark.django_db

ADMIN = Actor(label="Ada Min", permissions=frozenset({"*"}), scope=RowScope(kind="all"))
VALUES: PriceListValues = {"code": "RETAIL", "name": "Retail", "currency_id": "USD"}


@pytest.fixture
def item():
    unit = Unit.objects.get(code="pcs")
    return create_item(values={"sku": "A", "name": "A", "unit_id": unit.pk}, actor=ADMIN)


def test_a_list_has_breaks_and_dates(item):
    prices: list[PriceValues] = [
        {"item_id": item.pk, "price": Decimal(10)},
        {"item_id": item.pk, "price": Decimal(9), "minimum_quantity": Decimal(100)},
        {
            "item_id": item.pk,
            "price": Decimal(8),
            "valid_from": date(2026, 11, 1),
            "valid_until": date(2026, 11, 30),
        },
    ]
    price_list = create_price_list(values=VALUES, prices=prices, actor=ADMIN)
    assert price_list.prices.count() == 3
    edit_price_list(price_list_id=price_list.pk, values={"name": "Shops"}, prices=prices[:2], actor=ADMIN)
    changes = LoggedEvent.objects.get(name="setup.changed").changes
    assert changes["name"] == ["Retail", "Shops"]
    assert changes["prices"] == [[f"#{item.pk} ≥ 0: 8 2026-11-01…2026-11-30"], []]


@pytest.mark.parametrize(
    ("price", "path"),
    [
        ({"price": Decimal(-1)}, "price"),
        ({"price": Decimal("NaN")}, "price"),
        ({}, "price"),
        ({"price": Decimal(1), "minimum_quantity": Decimal(-1)}, "minimum_quantity"),
        (
            {"price": Decimal(1), "valid_from": date(2026, 2, 1), "valid_until": date(2026, 1, 1)},
            "valid_until",
        ),
    ],
)
def test_a_price_must_make_sense(item, price, path):
    with pytest.raises(Invalid) as refusal:
        create_price_list(values=VALUES, prices=[price | {"item_id": item.pk}], actor=ADMIN)
    assert f"prices[0].{path}" in refusal.value.errors
    assert not PriceList.objects.exists()


def test_the_same_break_twice_is_refused(item):
    price: PriceValues = {"item_id": item.pk, "price": Decimal(1)}
    with pytest.raises(Invalid) as refusal:
        create_price_list(values=VALUES, prices=[price, price], actor=ADMIN)
    assert list(refusal.value.errors) == ["prices[1].minimum_quantity"]
    assert not PriceListItem.objects.exists()


def test_a_list_in_use_stays_with_its_currency(item):
    price_list = create_price_list(
        values=VALUES, prices=[{"item_id": item.pk, "price": Decimal(1)}], actor=ADMIN
    )
    create_customer(
        values=CustomerInput(identity={"name": "A"}, terms={"price_list_id": price_list.pk}, credit={}),
        actor=ADMIN,
    )
    with pytest.raises(Conflict):
        delete_price_list(price_list_id=price_list.pk, actor=ADMIN)
    with pytest.raises(Conflict):
        edit_price_list(price_list_id=price_list.pk, values={"currency_id": "EUR"}, actor=ADMIN)
    assert PriceList.objects.get().currency_id == "USD"
