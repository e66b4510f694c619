"""From requisition to purchase order: the best source, grouping, overriding, handing over, cancelling."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal as D

import pytest
from django.utils import timezone

from erp.core.errors import Conflict, IllegalTransition, Invalid
from erp.core.refs import DocumentRef
from erp.masterdata.models import ExchangeRate
from erp.masterdata.selectors.company import business_day
from inventory.models import ExpectedSupply, Peg, PurchaseOrder, SupplierItem
from inventory.services.conversion import choose_source, convert_requisitions
from inventory.services.purchase import close_purchase_order, send_purchase_order
from inventory.services.requisitions import approve_requisition, raise_requisition, reject_requisition
from tests.clients import api_with
from tests.factories import (
    BOSS,
    assert_books_hold,
    confirmed,
    fresh,
    main_warehouse,
    make_customer,
    make_item,
    make_supplier,
)

pytestmark = pytest.mark.django_db


def day(after=10):
    return business_day(timezone.now()) + timedelta(days=after)


def approved(item, quantity=10, origin=None, needed_on=None):
    row = raise_requisition(
        item_id=item.pk, warehouse_id=main_warehouse().pk, quantity=D(quantity),
        needed_on=needed_on or day(), reason="", origin=origin, actor=BOSS,
    )  # fmt: skip
    return approve_requisition(requisition_id=row.pk, actor=BOSS)


def offer(item, supplier=None, price="3", **more):
    supplier = supplier or make_supplier()
    values = {"price": D(price), "lead_time_days": 5} | more
    return SupplierItem.objects.create(supplier=supplier, item=item, **values)


def converted(*rows, **more):
    return convert_requisitions(requisition_ids=[row.pk for row in rows], actor=BOSS, **more)


def test_the_best_source_is_chosen_and_the_reason_said() -> None:
    item = make_item()
    offer(item, price="4")
    best = offer(item, price="3", minimum_quantity=12)
    row = approved(item, 10)
    (order,) = converted(row)
    line = order.lines.get()
    assert (order.supplier_id, line.quantity, line.unit_price) == (best.supplier_id, 12, 3)
    row = fresh(row)
    assert (row.state, row.purchase_line_id) == ("ordered", line.pk)
    assert best.supplier.name in row.source_reason and "2 offers" in row.source_reason
    assert_books_hold()


def test_requisitions_are_grouped_by_supplier_and_items_added_up() -> None:
    one, two, three = make_item(), make_item(), make_item()
    first, second = make_supplier(), make_supplier()
    offer(one, first), offer(two, first), offer(three, second)
    rows = [
        approved(one, 4),
        approved(one, 3, DocumentRef("order", 1, "SO-1")),
        approved(two),
        approved(three),
    ]
    orders = converted(*rows)
    assert [order.supplier_id for order in orders] == [first.pk, second.pk]
    assert sorted(orders[0].lines.values_list("item_id", "quantity")) == [(one.pk, 7), (two.pk, 10)]
    assert fresh(rows[0]).purchase_line_id == fresh(rows[1]).purchase_line_id


def test_another_currency_is_compared_in_the_currency_of_the_books() -> None:
    ExchangeRate.objects.create(currency_id="EUR", valid_from=day(-1), rate=D(2))
    item = make_item()
    offer(item, make_supplier(currency_id="EUR"), price="2")
    best = offer(item, price="3.5")
    offer(item, make_supplier(currency_id="JPY"), price="1")  # there is no rate: it can't be compared
    assert converted(approved(item))[0].supplier_id == best.supplier_id


def test_offers_out_of_their_time_do_not_count() -> None:
    item = make_item()
    offer(item, price="1", valid_to=day(-1))
    offer(item, price="2", valid_from=day(1))
    best = offer(item, price="9")
    assert converted(approved(item))[0].supplier_id == best.supplier_id


def test_another_than_the_best_needs_a_reason() -> None:
    item = make_item()
    offer(item, price="3")
    dear = offer(item, price="4").supplier
    row = approved(item)
    with pytest.raises(Invalid) as refusal:
        converted(row, supplier=dear)
    assert "reason" in refusal.value.errors
    with pytest.raises(Invalid):
        choose_source(requisition_id=row.pk, supplier=dear, reason=" ", actor=BOSS)
    choose_source(requisition_id=row.pk, supplier=dear, reason="Samples were better", actor=BOSS)
    (order,) = converted(row)
    assert order.supplier_id == dear.pk
    assert "Samples were better" in fresh(row).source_reason


def test_without_an_offer_one_says_from_whom() -> None:
    row = approved(make_item(cost="4"))
    with pytest.raises(Conflict) as refusal:
        converted(row)
    assert refusal.value.code == "no_source"
    (order,) = converted(row, supplier=make_supplier())
    assert order.lines.get().unit_price == 4


def test_only_what_is_approved_is_ordered_and_once() -> None:
    item = make_item()
    offer(item)
    row = approved(item)
    converted(row)
    with pytest.raises(IllegalTransition):
        converted(row)
    with pytest.raises(IllegalTransition):
        reject_requisition(requisition_id=row.pk, reason="Late", actor=BOSS)
    assert PurchaseOrder.objects.count() == 1


def test_promises_move_along_from_the_requisition_to_the_order_and_back() -> None:
    item = make_item(lead_time_days=60)
    offer(item, lead_time_days=5)
    row = approved(item, 10)
    order = confirmed(make_customer(), (item, 4))
    peg = Peg.objects.get(demand__document_id=order.pk)
    assert (peg.supply.document_number, peg.quantity) == (row.number, 4)
    (bought,) = converted(row)
    assert fresh(peg).supply.document_number == row.number
    send_purchase_order(purchase_order_id=bought.pk, actor=BOSS)
    assert fresh(peg).supply.document_number == bought.number
    assert ExpectedSupply.objects.filter(is_open=True).count() == 1
    assert_books_hold()
    close_purchase_order(purchase_order_id=bought.pk, actor=BOSS)
    assert fresh(row).state == "approved"
    assert fresh(peg).supply.document_number == row.number
    assert_books_hold()


def test_the_whole_way_over_the_api() -> None:
    item = make_item()
    seller = offer(item).supplier
    api = api_with("administrator")
    url = "/api/v1/purchase-requisitions/"
    body = {"product": item.sku, "quantity": "5", "warehouse": "MAIN", "needed_date": day().isoformat()}
    made = api.post(url, body, format="json")
    assert (made.status_code, made.json()["state"]) == (201, "draft")
    number = made.json()["number"]
    early = api.post(f"{url}{number}/convert/", {}, format="json")
    assert (early.status_code, early.json()["code"]) == (409, "invalid_transition")
    for verb, state in (("submit", "submitted"), ("approve", "approved"), ("convert", "ordered")):
        answer = api.post(f"{url}{number}/{verb}/", {}, format="json")
        assert (answer.status_code, answer.json()["state"]) == (200, state)
    shown = answer.json()
    assert shown["supplier"] == seller.code and shown["source_reason"]
    order = api.get(f"/api/v1/purchase-orders/{shown['purchase_order']}/").json()
    assert order["lines"][0]["quantity"] == "5"
    other = api.post(url, body | {"submit": True}, format="json").json()
    answer = api.post(f"{url}{other['id']}/reject/", {"reason": "Enough"}, format="json")
    assert answer.json()["state"] == "rejected" and answer.json()["decision_reason"] == "Enough"
    assert api.get(url, {"state": "rejected"}).json()["results"][0]["number"] == other["number"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"quantity": "0"}, "quantity"),
        ({"quantity": "-3"}, "quantity"),
        ({"quantity": "1e40"}, "quantity"),
        ({"product": "nothing"}, "product"),
        ({"warehouse": "NOWHERE"}, "warehouse"),
        ({"needed_date": "2001-01-01"}, "needed_date"),
        ({"needed_date": "soon"}, "needed_date"),
        ({"reason": "x" * 501}, "reason"),
    ],
)
def test_bad_input_names_the_field(change, field) -> None:
    body = {"product": make_item().sku, "quantity": "5", "warehouse": "MAIN"} | change
    answer = api_with("administrator").post("/api/v1/purchase-requisitions/", body, format="json")
    assert answer.status_code == 400
    assert field in answer.json()["errors"]


def test_rights_of_the_roles() -> None:
    item = make_item()
    offer(item)
    url = "/api/v1/purchase-requisitions/"
    body = {"product": item.sku, "quantity": "5", "warehouse": "MAIN", "submit": True}
    assert api_with("sales").get(url).status_code == 403
    assert api_with("finance").post(url, body, format="json").status_code == 403
    buyer = api_with("buyer")
    row = buyer.post(url, body, format="json").json()
    assert buyer.post(f"{url}{row['id']}/approve/", {}, format="json").status_code == 403
    assert api_with("executive").post(f"{url}{row['id']}/approve/", {}, format="json").status_code == 200
    assert buyer.post(f"{url}{row['id']}/convert/", {}, format="json").status_code == 200


def test_price_breaks_over_the_api() -> None:
    item, seller = make_item(), make_supplier()
    api = api_with("buyer")
    url = "/api/v1/supplier-products/"
    body = {
        "supplier": seller.code, "product": item.sku, "price": "10", "valid_to": day(30).isoformat(),
        "price_breaks": [{"from_quantity": "100", "price": "8"}, {"from_quantity": "50", "price": "9"}],
    }  # fmt: skip
    made = api.post(url, body, format="json")
    assert made.status_code == 201
    assert [row["from_quantity"] for row in made.json()["price_breaks"]] == ["50", "100"]
    assert made.json()["currency"] == "USD"
    twice = [{"from_quantity": "5", "price": "1"}, {"from_quantity": "5", "price": "2"}]
    refused = api.patch(f"{url}{made.json()['id']}/", {"price_breaks": twice}, format="json")
    assert (refused.status_code, list(refused.json()["errors"])) == (400, ["price_breaks[1].from_quantity"])
    order = api.post(
        "/api/v1/purchase-orders/",
        {
            "supplier": seller.code, "warehouse": "MAIN", "expected_date": day().isoformat(),
            "lines": [{"product": item.sku, "quantity": "60"}],
        },
        format="json",
    ).json()  # fmt: skip
    assert order["lines"][0]["unit_price"] == "9.00"
