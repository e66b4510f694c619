"""The promise explainer and the days ahead of a product, as their readers see them."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from inventory.services.purchase import PurchaseLineInput, create_purchase_order, send_purchase_order
from tests.clients import person
from tests.factories import BOSS, confirmed, draft, main_warehouse, make_customer, make_item, make_supplier

pytestmark = pytest.mark.django_db

IN_DRAWER = {"HX-Request": "true"}


def client_of(*roles, **more) -> Client:
    client = Client()
    client.force_login(person(*roles, **more), backend="erp.identity.backends.RoleBackend")
    return client


def bought(item, quantity, days):
    order = create_purchase_order(
        supplier=make_supplier(),
        warehouse=main_warehouse(),
        expected_on=timezone.now().date() + timedelta(days=days),
        lines=[PurchaseLineInput(item=item, quantity=Decimal(quantity))],
        actor=BOSS,
    )
    return send_purchase_order(purchase_order_id=order.pk, actor=BOSS).number


def test_a_line_says_why_with_its_supply_and_its_peg():
    item = make_item(stock=4, lead_time_days=30)
    number = bought(item, 10, 5)
    order = confirmed(make_customer(), (item, 9))
    page = client_of("sales").get(f"/orders/{order.number}/promise/").content.decode()
    assert "from stock; " in page
    assert number in page
    assert "Pegged to" in page
    part = client_of("sales").get(f"/orders/{order.number}/promise/?line=1", headers=IN_DRAWER)
    assert "<html" not in part.content.decode()
    assert number in part.content.decode()
    assert client_of("sales").get(f"/orders/{order.number}/promise/?line=7").status_code == 404
    assert (
        f"/orders/{order.number}/promise/?line=1"
        in client_of("sales").get(f"/orders/{order.number}/").content.decode()
    )


def test_a_draft_says_what_it_would_be_promised_and_in_which_parts():
    item = make_item(stock=4)
    bought(item, 10, 5)
    page = client_of("sales").get(f"/orders/{draft(make_customer(), (item, 9)).number}/promise/")
    assert "the remaining 5" in page.content.decode()


def test_the_drawer_of_the_entry_page_explains_what_is_being_entered():
    item = make_item(stock=4)
    client = client_of("sales")
    address = f"/orders/why/?product={item.pk}&quantity=3&requested_on=nonsense&carrier=x&customer=-1"
    assert "3 pcs from stock" in client.get(address).content.decode()
    assert client.get(f"/orders/why/?product={item.pk}&quantity=1e999").status_code == 200
    assert client.get("/orders/why/?product=0").status_code == 404
    assert client_of("shop_floor").get(address).status_code == 403


def test_whom_a_reader_may_not_see_is_not_explained():
    order = confirmed(make_customer(), (make_item(stock=4), 1))
    assert client_of("sales", row_scope="own").get(f"/orders/{order.number}/promise/").status_code == 404


def test_the_product_page_shows_each_supply_and_demand_with_pegs_and_the_weeks():
    item = make_item(stock=4, safety_stock=Decimal(2))
    number = bought(item, 10, 5)
    order = confirmed(make_customer(), (item, 9))
    page = client_of("warehouse_manager").get(f"/stock/{item.sku}/").content.decode()
    assert page.count(number) >= 2
    assert order.number in page
    assert "below safety stock" in page or "short" in page
    assert "Available to promise, by week" in page


def test_the_list_s_filter_names_no_customer_of_others():
    stranger = make_customer(name="Secret Holdings")
    page = client_of("sales", row_scope="own").get("/promises-at-risk/", {"customer": stranger.pk})
    assert page.status_code == 200
    assert "Secret Holdings" not in page.content.decode()
