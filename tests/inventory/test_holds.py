"""Soft holds: stock without an order, until a moment, a hand or an order ends them."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal as D

import pytest
from django.utils import timezone

from erp.core.errors import Conflict, IllegalTransition, Invalid, NotPermitted, Shortage
from erp.core.models import LoggedEvent
from erp.core.outbox import relay
from erp.identity.selectors.actors import actor_for
from erp.masterdata.selectors.company import business_day
from inventory.models import Balance, Hold, Lot, Reservation
from inventory.selectors.board import ready_documents
from inventory.selectors.holds import visible_holds
from inventory.services.holds import HoldInput, expire_holds, extend_hold, hold_stock, release_hold
from orders.services.holds import use_holds
from orders.services.orders import confirm_order, submit_order
from production.selectors.promise import Ask, quote_asks
from tests.clients import actor_with, api_with, person
from tests.factories import (
    BOSS,
    assert_books_hold,
    confirmed,
    draft,
    fresh,
    main_warehouse,
    make_customer,
    make_item,
    quantities,
    receive,
)

pytestmark = pytest.mark.django_db

LATER = timedelta(days=2)


def held(item, quantity, *, actor=BOSS, **more):
    values = {"expires_at": timezone.now() + LATER, **more}
    hold = HoldInput(item=item, warehouse=main_warehouse(), quantity=D(quantity), **values)
    return hold_stock(hold=hold, actor=actor)


def available(item):
    balance = Balance.objects.get(item=item)
    return balance.on_hand - balance.reserved


def test_a_hold_reserves_and_counts_as_demand():
    item = make_item(stock=10)
    hold = held(item, 4)
    assert hold.number.startswith("HLD-") and available(item) == 6
    assert Reservation.objects.get().demand.document_number == hold.number
    today = business_day(timezone.now())
    [quote] = quote_asks([Ask(item, main_warehouse().pk, D(10))], today=today)
    assert quote.available_now == 6
    assert ready_documents(BOSS) == []
    assert_books_hold()


def test_all_of_it_or_none():
    item = make_item(stock=10)
    confirmed(make_customer(), (item, 7))
    with pytest.raises(Shortage) as refusal:
        held(item, 4)
    assert refusal.value.facts == {"product": item.sku, "asked": D(4), "available": D(3)}
    assert not Hold.objects.exists() and available(item) == 3


def test_a_hold_breaks_no_promise():
    item = make_item(stock=10)
    submitted = draft(make_customer(), (item, 7), reservation_policy="manual")
    submit_order(order_id=submitted.pk, actor=BOSS)
    confirm_order(order_id=submitted.pk, actor=BOSS)
    assert available(item) == 10  # nothing reserved yet, but seven are promised
    with pytest.raises(Shortage) as refusal:
        held(item, 4)
    assert refusal.value.facts["available"] == 3
    held(item, 3)
    assert_books_hold()


def test_an_expired_lot_backs_no_promise_when_stock_is_held():
    item = make_item(tracking="lot")
    today = business_day(timezone.now())
    receive(item, 5, lot="OLD", expires_on=today + timedelta(days=1))
    receive(item, 5, lot="NEW", expires_on=today + timedelta(days=90))
    Lot.objects.filter(code="OLD").update(expires_on=today - timedelta(days=1))
    promised = draft(make_customer(), (item, 5), reservation_policy="manual")
    submit_order(order_id=promised.pk, actor=BOSS)
    confirm_order(order_id=promised.pk, actor=BOSS)
    with pytest.raises(Shortage) as refusal:
        held(item, 1)
    assert refusal.value.facts["available"] == 0
    assert not Hold.objects.exists()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"expires_at": timezone.now() - timedelta(seconds=1)}, "expires_at"),
        ({"expires_at": timezone.now() + timedelta(days=400)}, "expires_at"),
        ({"quantity": 0}, "quantity"),
        ({"quantity": -1}, "quantity"),
    ],
)
def test_what_can_not_be_held(change, field):
    item = make_item(stock=10)
    with pytest.raises(Invalid) as refusal:
        held(item, **{"quantity": 1, **change})
    assert field in refusal.value.errors
    with pytest.raises(Invalid):
        held(make_item(kind="service"), 1)
    assert available(item) == 10 and not Hold.objects.exists()


def test_it_ends_once_and_those_who_wait_are_served():
    item = make_item(stock=5)
    hold = held(item, 5)
    order = confirmed(make_customer(), (item, 3))
    assert expire_holds() == 0
    at = timezone.now() + LATER
    assert expire_holds(at=at) == 1
    assert expire_holds(at=at) == 0
    assert fresh(hold).state == "expired"
    relay()
    assert quantities(order)[0][1] == 3
    assert LoggedEvent.objects.filter(name="hold.expired").count() == 1
    assert_books_hold()


def test_an_extended_hold_stays():
    hold = held(make_item(stock=5), 5)
    until = timezone.now() + timedelta(days=9)
    extend_hold(hold_id=hold.pk, expires_at=until, actor=BOSS)
    assert expire_holds(at=timezone.now() + LATER) == 0
    with pytest.raises(Invalid):
        extend_hold(hold_id=hold.pk, expires_at=timezone.now(), actor=BOSS)
    assert fresh(hold).expires_at == until


def test_what_has_ended_is_over():
    item = make_item(stock=5)
    hold = held(item, 5)
    release_hold(hold_id=hold.pk, actor=BOSS)
    assert available(item) == 5
    for work in (
        lambda: release_hold(hold_id=hold.pk, actor=BOSS),
        lambda: extend_hold(hold_id=hold.pk, expires_at=timezone.now() + LATER, actor=BOSS),
    ):
        with pytest.raises(IllegalTransition):
            work()
    late = held(item, 5)
    after = timezone.now() + LATER + timedelta(seconds=1)
    with pytest.raises(IllegalTransition) as refusal:  # not swept yet, but its time is over
        extend_hold(hold_id=late.pk, expires_at=after + LATER, actor=BOSS, at=after)
    assert refusal.value.facts["state"] == "expired"
    assert_books_hold()


def test_an_order_takes_over_what_is_held_when_it_is_confirmed():
    customer, item = make_customer(), make_item(stock=5)
    hold = held(item, 4, customer=customer)
    order = draft(customer, (item, 3))
    use_holds(order_id=order.pk, hold_ids=[hold.pk], actor=BOSS)
    submit_order(order_id=order.pk, actor=BOSS)
    order = confirm_order(order_id=order.pk, actor=BOSS)
    assert (order.fulfillment_state, order.promised_on) == ("allocated", business_day(timezone.now()))
    assert (fresh(hold).state, fresh(hold).taken_by_number) == ("converted", order.number)
    assert available(item) == 2
    assert_books_hold()


def test_a_confirmed_order_takes_over_at_once():
    customer, item = make_customer(), make_item(stock=5)
    hold = held(item, 4)
    order = confirmed(customer, (item, 4))
    assert quantities(order)[0][1] == 1
    use_holds(order_id=order.pk, hold_ids=[hold.pk], actor=BOSS)
    assert quantities(order)[0][1] == 4 and fresh(order).fulfillment_state == "allocated"
    assert_books_hold()


def test_a_hold_is_for_its_customer_and_for_what_is_ordered():
    item = make_item(stock=9)
    hold = held(item, 4, customer=make_customer())
    order = draft(make_customer(), (item, 3))
    with pytest.raises(Conflict):
        use_holds(order_id=order.pk, hold_ids=[hold.pk], actor=BOSS)
    other = held(make_item(stock=3), 3)
    with pytest.raises(Invalid):
        use_holds(order_id=order.pk, hold_ids=[other.pk], actor=BOSS)
    with pytest.raises(Invalid):
        use_holds(order_id=order.pk, hold_ids=[10**9], actor=BOSS)


def test_an_order_is_not_confirmed_on_a_hold_that_is_over():
    customer, item = make_customer(), make_item(stock=5)
    hold = held(item, 5)
    order = draft(customer, (item, 5))
    use_holds(order_id=order.pk, hold_ids=[hold.pk], actor=BOSS)
    submit_order(order_id=order.pk, actor=BOSS)
    release_hold(hold_id=hold.pk, actor=BOSS)
    with pytest.raises(IllegalTransition):
        confirm_order(order_id=order.pk, actor=BOSS)
    assert fresh(order).state == "submitted"


def test_who_may_hold_and_see():
    with pytest.raises(NotPermitted):
        held(make_item(stock=1), 1, actor=actor_with("finance"))
    mine = person("sales", row_scope="own")
    item = make_item(stock=9)
    theirs = held(item, 1, customer=make_customer())
    ours = held(item, 1, customer=make_customer(salesperson=mine))
    nobodys = held(item, 1)
    assert set(visible_holds(actor_for(mine))) == {ours, nobodys}
    assert theirs in visible_holds(BOSS)


def test_the_api_holds_extends_releases_and_converts():
    item, customer = make_item(stock=5), make_customer()
    api = api_with("sales")
    until = (timezone.now() + LATER).isoformat()
    body = {"product": item.sku, "warehouse": "MAIN", "quantity": "4", "expires_at": until, "note": "fair"}
    made = api.post("/api/v1/reservations/", body, format="json", headers={"Idempotency-Key": "h-1"})
    assert made.status_code == 201, made.content
    told = made.json()
    assert (told["state"], told["quantity"], told["reserved"], told["note"]) == ("open", "4", "4", "fair")
    again = api.post("/api/v1/reservations/", body, format="json", headers={"Idempotency-Key": "h-1"})
    assert again.json()["id"] == told["id"] and Hold.objects.count() == 1
    short = api.post("/api/v1/holds/", body, format="json")
    assert short.status_code == 409 and short.json()["code"] == "insufficient_stock"
    wrong = api.post("/api/v1/reservations/", {**body, "expires_at": "2001-01-01T00:00:00Z"}, format="json")
    assert wrong.status_code == 400 and "expires_at" in wrong.json()["errors"]
    later = (timezone.now() + timedelta(days=5)).isoformat()
    address = f"/api/v1/holds/{told['id']}/"
    assert api.post(f"{address}extend/", {"expires_at": later}, format="json").status_code == 200
    assert [one["number"] for one in api.get("/api/v1/holds/?state=open").json()["results"]] == [
        told["number"]
    ]
    [row] = api_with("warehouse_manager").get("/api/v1/reservations/").json()["results"]
    assert row["hold"] == row["order"] == told["number"]
    lines = [{"product": item.sku, "quantity": "4"}]
    order = api.post("/api/v1/orders/", {"customer": customer.code, "lines": lines}, format="json").json()
    used = api.post(f"/api/v1/orders/{order['id']}/use-holds/", {"holds": [told["number"]]}, format="json")
    assert used.status_code == 200, used.content
    assert api.post(f"{address}release/", {}, format="json").status_code == 200
    assert api.post(f"{address}release/", {}, format="json").status_code == 409
    assert_books_hold()
