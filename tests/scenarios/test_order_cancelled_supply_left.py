"""An order needs less, or nothing any more: what was made and bought for it is found and settled."""

from decimal import Decimal as D

import pytest

from erp.core.errors import Conflict, Invalid
from erp.core.integrity import run_checks
from erp.core.outbox import relay
from erp.identity.models import Role
from erp.notifications.models import Alert
from inventory.models import Demand, ExpectedSupply, Peg, PurchaseReduction, PurchaseRequisition
from inventory.services.conversion import convert_requisitions
from inventory.services.purchase import send_purchase_order
from inventory.services.receipts import ReceiptInput, receive_purchase_order
from inventory.services.requisitions import approve_requisition, submit_requisition
from inventory.services.supplier_links import make_supplier_link
from orders.services.amend import LineChange, amend_order
from orders.services.orders import cancel_order
from production.models import WorkOrder
from production.selectors.left_over import left_over, who_lacks
from production.services.left_over import settle_left_over
from production.services.work_orders import release_work_order
from tests.clients import api_with, person
from tests.factories import BOSS, confirmed, fresh, make_customer, make_item, make_supplier, quantities
from tests.factories.making import made_item, report


@pytest.fixture
def bulb():
    return make_item(planning="to_order", cost="2")


@pytest.fixture
def lamp(bulb):
    """Of a bulb that is bought to order, and a frame that is made to order."""
    frame = made_item((make_item(stock=500, cost="1"), 3), planning="to_order", cost="4")
    return made_item((bulb, 1), (frame, 1), planning="to_order", cost="10")


def nothing_broken():
    relay()
    assert [(one.check.code, one.rows) for one in run_checks() if one.rows] == []


def settle(one, choice, quantity=None, order=None):
    settle_left_over(
        kind=one.kind, row_id=one.row_id, choice=choice, actor=BOSS,
        quantity=None if quantity is None else D(quantity), target=order.ref if order else None,
    )  # fmt: skip


def told(order=None):
    return {(one.item.sku, one.kind): one.quantity for one in left_over(order=order.ref if order else None)}


def test_order_cancelled_supply_left(lamp, bulb):
    order = confirmed(make_customer(), (lamp, 10))
    assert told() == {}
    top, frame = WorkOrder.objects.order_by("pk")
    asked = PurchaseRequisition.objects.get()
    assert (top.quantity, frame.quantity, asked.quantity) == (10, 10, 10)
    release_work_order(work_order_id=frame.pk, actor=BOSS)
    cancel_order(order_id=order.pk, reason="no money", actor=BOSS)
    relay()
    assert told(order) == {(lamp.sku, "work_order"): 10}
    [one] = left_over(order=order.ref)
    with pytest.raises(Invalid):
        settle(one, "keep", 11)
    with pytest.raises(Invalid):
        settle(one, "eat")
    settle(one, "cancel")
    relay()
    # the lamps are given up, and now nobody needs their parts either
    assert told(order) == {(frame.item.sku, "work_order"): 10, (bulb.sku, "purchase_requisition"): 10}
    for one in left_over(order=order.ref):
        settle(
            one, "reduce" if one.kind == "work_order" else "cancel", 4 if one.kind == "work_order" else None
        )
    assert fresh(asked).state == "rejected"
    assert told(order) == {(frame.item.sku, "work_order"): 6}
    [one] = left_over()
    settle(one, "keep")
    assert told() == {}
    with pytest.raises(Conflict) as refusal:
        settle(one, "keep")
    assert refusal.value.code == "nothing_left_over"
    report(frame, 6)
    assert frame.item.balances.get().on_hand == 6
    assert not Peg.objects.exists()
    assert not Demand.objects.filter(reserved__gt=0).exists()
    nothing_broken()


def test_less_is_needed_and_another_order_takes_the_rest(lamp):
    order = confirmed(make_customer(), (lamp, 10))
    top = WorkOrder.objects.order_by("pk")[0]
    amend_order(order_id=order.pk, changes=[LineChange(order.lines.get().pk, D(6))], actor=BOSS)
    assert told(order) == {(lamp.sku, "work_order"): 4}
    [one] = left_over(order=order.ref)
    with pytest.raises(Conflict) as refusal:
        settle(one, "cancel")
    assert refusal.value.code == "still_needed"
    other = confirmed(make_customer(), (lamp, 3))
    Peg.objects.filter(demand__document_id=other.pk, demand__document_kind="order").delete()
    with pytest.raises(Conflict) as refusal:
        settle(one, "hand_over", order=order)
    assert refusal.value.code == "nothing_lacking"
    settle(one, "hand_over", order=other)
    relay()
    assert {
        (p.demand.document_number, p.quantity) for p in Peg.objects.filter(supply__document_id=top.pk)
    } == {
        (order.number, 6),
        (other.number, 3),
    }
    assert told(order) == {(lamp.sku, "work_order"): 1}
    [one] = left_over(order=order.ref)
    settle(one, "reduce")
    assert fresh(top).quantity == 9
    assert Demand.objects.filter(document_kind="work_order", document_id=top.pk)[0].quantity == 9
    nothing_broken()


def test_what_was_bought(lamp, bulb):
    order = confirmed(make_customer(), (bulb, 10))
    asked = PurchaseRequisition.objects.get()
    if asked.state == "draft":
        submit_requisition(requisition_id=asked.pk, actor=BOSS)
    approve_requisition(requisition_id=asked.pk, actor=BOSS)
    amend_order(order_id=order.pk, changes=[LineChange(order.lines.get().pk, D(4))], actor=BOSS)
    assert told(order) == {(bulb.sku, "purchase_requisition"): 6}
    [one] = left_over(order=order.ref)
    settle(one, "keep", 1)
    settle(one, "reduce", 3)
    assert (fresh(asked).quantity, ExpectedSupply.objects.get(source_id=asked.pk, is_open=True).quantity) == (
        7,
        7,
    )
    assert told() == {(bulb.sku, "purchase_requisition"): 2}
    nothing_broken()


@pytest.fixture
def with_supplier(bulb):
    """Ten bulbs for an order that the supplier has to deliver; gives the order and the purchase order."""
    order = confirmed(make_customer(), (bulb, 10))
    asked = PurchaseRequisition.objects.get()
    if asked.state == "draft":
        submit_requisition(requisition_id=asked.pk, actor=BOSS)
    if fresh(asked).state == "submitted":
        approve_requisition(requisition_id=asked.pk, actor=BOSS)
    [purchase] = convert_requisitions(
        requisition_ids=[asked.pk], supplier=make_supplier(), reason="only one", actor=BOSS
    )
    send_purchase_order(purchase_order_id=purchase.pk, actor=BOSS)
    return order, purchase


def test_the_supplier_is_asked_for_less_and_agrees_on_the_web_link(with_supplier, bulb, client):
    order, purchase = with_supplier
    amend_order(order_id=order.pk, changes=[LineChange(order.lines.get().pk, D(4))], actor=BOSS)
    [one] = left_over()
    assert (one.may_ask, one.may_ask_all, one.quantity) == (True, False, 6)
    with pytest.raises(Conflict) as refusal:
        settle(one, "ask_supplier_cancel")
    assert refusal.value.code == "still_needed"
    settle(one, "ask_supplier", 5)
    supply = ExpectedSupply.objects.get(document_kind="purchase_order")
    assert supply.quantity == 10  # nothing changes before the answer
    [one] = left_over()
    assert (one.asked_less, one.may_ask) == (5, False)
    with pytest.raises(Conflict) as refusal:
        settle(one, "ask_supplier")
    assert refusal.value.code == "reduction_asked"
    link = make_supplier_link(purchase_order_id=purchase.pk, actor=BOSS)
    assert "Can you reduce it?" in client.get(link).content.decode()
    assert client.post(link, {"less": "agree", "line": "1", "note": "fine"}).status_code == 302
    assert client.post(link, {"less": "agree", "line": "1"}).status_code == 409
    assert (fresh(supply).quantity, fresh(purchase).lines.get().quantity) == (5, 5)
    assert Alert.objects.filter(code="purchase_reduction_agreed").exists()
    [one] = left_over()
    assert (one.quantity, one.asked_less) == (1, None)
    settle(one, "ask_supplier")
    answer = client.post(link, {"less": "refuse", "line": "1", "note": "packed already"})
    assert answer.status_code == 302
    reduction = PurchaseReduction.objects.get(answer="refused")
    assert (reduction.note, fresh(supply).quantity) == ("packed already", 5)
    nothing_broken()


def test_the_supplier_is_asked_to_cancel_and_nothing_is_bought_again(with_supplier, client):
    order, purchase = with_supplier
    cancel_order(order_id=order.pk, reason="no money", actor=BOSS)
    relay()
    api = api_with("production_manager")
    [row] = api.get("/api/v1/left-over-supply/").json()["results"]
    assert (row["may_ask_supplier"], row["asked_less"], row["purchase_order"]) == (
        True,
        None,
        purchase.number,
    )
    body = {"kind": row["kind"], "number": row["number"], "choice": "ask_supplier_cancel"}
    assert api_with("warehouse").post("/api/v1/left-over-supply/settle/", body).status_code in {403, 404}
    buyer = api_with("buyer")
    answer = buyer.post("/api/v1/left-over-supply/settle/", body)
    assert (answer.status_code, answer.json()["results"][0]["asked_less"]) == (200, "10")
    address = f"/api/v1/purchase-orders/{purchase.number}/"
    assert buyer.get(address).json()["lines"][0]["asked_quantity"] == "0"
    said = {"line": 1, "agreed": True}
    assert api_with("sales").post(f"{address}answer-reduction/", said).status_code == 403
    assert buyer.post(f"{address}answer-reduction/", said).json()["state"] == "cancelled"
    assert PurchaseRequisition.objects.get().state == "rejected"
    assert left_over() == []
    assert not ExpectedSupply.objects.filter(is_open=True).exists()
    assert buyer.post(f"{address}answer-reduction/", said).status_code == 409
    nothing_broken()


def test_what_arrives_meanwhile_is_kept_and_requests_end_with_their_order(with_supplier, client):
    order, purchase = with_supplier
    client.force_login(person("buyer"))
    address = f"/purchases/{purchase.number}/"
    form = {"line": "1", "quantity": "11", "reason": "too much"}
    client.post(f"{address}change/less/", form)
    assert not PurchaseReduction.objects.exists()
    client.post(f"{address}change/less/", {**form, "quantity": "10"})
    side = client.get(f"{address}side/").content.decode()
    assert "too much" in side and "Supplier agrees" in side
    client.post(f"{address}change/less-withdrawn/", {"line": "1"})
    client.post(f"{address}change/less/", {**form, "quantity": "8"})
    line = ReceiptInput(1, D(7))
    receive_purchase_order(purchase_order_id=purchase.pk, lines=[line], actor=BOSS)
    client.post(f"{address}change/less-agreed/", {"line": "1"})
    purchase = fresh(purchase)
    assert (purchase.state, purchase.lines.get().quantity) == ("received", 7)
    assert not ExpectedSupply.objects.filter(source_kind="purchase_order_line", is_open=True).exists()
    assert [one.answer for one in PurchaseReduction.objects.all()] == ["withdrawn", "agreed"]
    nothing_broken()


def test_on_the_page_and_over_the_api(lamp, client):
    order = confirmed(make_customer(), (lamp, 2))
    top = WorkOrder.objects.order_by("pk")[0]
    cancel_order(order_id=order.pk, reason="no money", actor=BOSS)
    relay()
    api = api_with("production_manager")
    [row] = api.get(f"/api/v1/left-over-supply/?order={order.number}").json()["results"]
    assert (row["number"], row["quantity"], row["document"]) == (top.number, "2", order.number)
    body = {"kind": row["kind"], "number": row["number"], "choice": "keep", "quantity": "1"}
    assert api_with("sales").post("/api/v1/left-over-supply/settle/", body).status_code == 403
    assert api.post("/api/v1/left-over-supply/settle/", {**body, "version": 9}).status_code == 412
    assert api.post("/api/v1/left-over-supply/settle/", body).status_code == 200
    client.force_login(person("production_manager"))
    page = client.get(f"/left-over/?order={order.number}").content.decode()
    assert top.number in page
    assert f"/left-over/?order={order.number}" in client.get(f"/orders/{order.number}/").content.decode()
    form = {"kind": "work_order", "id": top.pk, "choice": "reduce", "back": "//evil.example"}
    assert client.post("/left-over/settle/", form).url == "/left-over/"
    assert fresh(top).quantity == 1
    assert (lamp.sku, "work_order") not in told(order)
    assert quantities(order) == [(2, 0, 0, 0, 2)]
    nothing_broken()


def test_over_the_api_what_is_not_there_is_404_and_only_who_sees_work_orders_settles(lamp):
    confirmed(make_customer(), (lamp, 10))
    body = {"kind": "work_order", "number": "WO-NONE", "choice": "keep"}
    address = "/api/v1/left-over-supply/settle/"
    assert api_with("production_manager").post(address, body).status_code == 404
    Role.objects.create(
        code="asker", permissions=["inventory.view_requisition", "inventory.create_requisition"]
    )
    body["kind"] = "purchase_requisition"
    assert api_with("asker").post(address, body).status_code == 403


def test_the_page_reads_who_lacks_something_once(lamp, client, django_assert_max_num_queries):
    orders = [confirmed(make_customer(), (lamp, 10)) for _ in range(2)]
    other = confirmed(make_customer(), (lamp, 3))
    Peg.objects.filter(demand__document_id=other.pk, demand__document_kind="order").delete()
    for order in orders:
        cancel_order(order_id=order.pk, reason="no money", actor=BOSS)
    relay()
    rows = left_over()
    assert len(rows) == 3
    with django_assert_max_num_queries(1):
        [(_place, takers)] = who_lacks(rows).items()
    assert [(ref.number, lacks) for ref, lacks, _day in takers] == [(other.number, 3)]
    client.force_login(person("production_manager"))
    assert f"hand_over:{other.number}" in client.get("/left-over/").content.decode()
