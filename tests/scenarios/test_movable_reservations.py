"""An earlier-due order takes stock reserved for a later-due one that scheduled supply covers (ADR 9)."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal as D

import pytest
from django.utils import timezone

from erp.core.models import LoggedEvent
from erp.core.outbox import relay
from inventory.models import Demand, Peg, Reservation
from inventory.services.holds import HoldInput, hold_stock
from inventory.services.moving import move_reservations
from orders.selectors.timeline import order_timeline
from orders.services.entry import OrderInput, create_order
from orders.services.order_lines import LineInput
from orders.services.orders import confirm_order, hold_order, submit_order
from orders.views.story import story
from tests.clients import person
from tests.factories import (
    BOSS,
    assert_books_hold,
    confirmed,
    fresh,
    main_warehouse,
    make_customer,
    make_item,
    quantities,
    receive,
    release,
)
from tests.scenarios.test_awaiting_supply import TODAY, coming

pytestmark = pytest.mark.django_db


def after(days):
    return TODAY + timedelta(days=days)


def later_and_supply(stock=10, supply_days=8, due=20):
    """Ten reserved for an order due in twenty days; ten more come in eight."""
    item = make_item(stock=stock, lead_time_days=60)
    later = confirmed(make_customer(), (item, 10), requested_on=after(due))
    return item, later, coming(item, 10, days=supply_days)


def test_the_earlier_order_gets_the_stock_and_the_later_one_the_supply():
    item, later, supply = later_and_supply()
    earlier = confirmed(make_customer(), (item, 6), requested_on=after(2))
    assert (earlier.fulfillment_state, earlier.promised_on) == ("allocated", after(2))
    assert quantities(earlier) == [(6, 6, 0, 0, 0)]
    assert quantities(later) == [(10, 4, 6, 0, 0)]
    assert (fresh(later).fulfillment_state, fresh(later).promised_on) == ("partially_allocated", after(20))
    assert [(peg.supply_id, peg.quantity) for peg in Peg.objects.all()] == [(supply.pk, D(6))]
    assert_books_hold()


def test_the_later_order_s_page_tells_what_backs_it_now(client):
    """A promise given on stock that went to an earlier order names the supply in its place."""
    item, later, supply = later_and_supply()
    client.force_login(person("sales_manager"))
    page, why = f"/orders/{later.number}/", f"/orders/{later.number}/promise/"
    assert f"10 {item.unit.code} from stock" in client.get(page).content.decode()
    confirmed(make_customer(), (item, 6), requested_on=after(2))
    for told in (client.get(page).content.decode(), client.get(why).content.decode()):
        assert f"4 {item.unit.code} from stock" in told
        assert f"6 {item.unit.code} from purchase {supply.document_number}" in told
        assert f"10 {item.unit.code} from stock" not in told
    supply.delete()
    assert f"6 {item.unit.code} not covered yet" in client.get(page).content.decode()


def test_both_timelines_say_so():
    item, later, supply = later_and_supply()
    earlier = confirmed(make_customer(), (item, 6), requested_on=after(2))
    away = LoggedEvent.objects.get(name="stock.moved_away")
    assert (away.about_kind, away.about_id) == ("order", later.pk)
    assert away.facts | {"quantity": D(away.facts["quantity"])} == {
        "product": item.sku,
        "quantity": D(6),
        "to": earlier.number,
        "covered_by": supply.document_number,
        "covered_on": after(8).isoformat(),
    }
    told = story(later, order_timeline(later.pk, actor=BOSS))
    assert any(earlier.number in one["detail"] and "PO-1" in one["detail"] for one in told)
    here = story(earlier, order_timeline(earlier.pk, actor=BOSS))
    assert any(later.number in one["detail"] for one in here)


def test_the_supply_refills_the_later_order():
    item, later, supply = later_and_supply()
    confirmed(make_customer(), (item, 6), requested_on=after(2))
    receive(item, 10)
    relay()
    assert fresh(later).fulfillment_state == "allocated"
    assert_books_hold()


@pytest.mark.parametrize(
    ("supply_days", "due", "why"),
    [(21, 20, "the supply comes too late for the later order"), (8, 1, "the later order is due earlier")],
)
def test_what_is_not_moved(supply_days, due, why):
    item, later, _supply = later_and_supply(supply_days=supply_days, due=due)
    confirmed(make_customer(), (item, 6), requested_on=after(2))
    assert quantities(later) == [(10, 10, 0, 0, 0)], why
    assert_books_hold()


def test_what_is_being_picked_is_never_moved():
    item, later, _supply = later_and_supply()
    release(later)
    earlier = confirmed(make_customer(), (item, 6), requested_on=after(2))
    assert quantities(later)[0][1] == 10 and quantities(earlier)[0][1] == 0
    assert_books_hold()


def test_a_held_order_and_a_soft_hold_keep_what_they_have():
    item, later, _supply = later_and_supply(stock=15)
    hold = HoldInput(
        item=item, warehouse=main_warehouse(), quantity=D(5), expires_at=timezone.now() + timedelta(days=30)
    )
    hold_stock(hold=hold, actor=BOSS)
    hold_order(order_id=later.pk, reason="credit", actor=BOSS)
    confirmed(make_customer(), (item, 6), requested_on=after(2))
    assert quantities(later)[0][1] == 10
    assert Reservation.objects.get(demand__document_kind="hold").quantity == 5
    assert_books_hold()


def test_never_more_than_the_supply_covers():
    item, later, supply = later_and_supply()
    supply.quantity = D(4)
    supply.save(update_fields=["quantity"])
    earlier = confirmed(make_customer(), (item, 4), requested_on=after(2))
    assert quantities(earlier)[0][1] == 4
    third = confirmed(make_customer(), (item, 3), requested_on=after(2))
    assert quantities(third)[0][1] == 0 and quantities(later)[0][1] == 6
    assert_books_hold()


def test_a_supply_pegged_to_somebody_else_covers_nobody():
    item, later, supply = later_and_supply()
    other = confirmed(make_customer(), (item, 10), requested_on=after(9))
    assert Peg.objects.filter(demand__document_number=other.number).exists() or quantities(other)[0][1]
    before = quantities(later)
    third = confirmed(make_customer(), (item, 6), requested_on=after(2))
    assert quantities(later) == before and quantities(third)[0][1] == 0
    assert_books_hold()


def test_what_could_not_be_moved_at_once_is_moved_right_after():
    item, later, _supply = later_and_supply()
    manual = create_order(
        order=OrderInput(
            customer_id=make_customer().pk,
            lines=[LineInput(item_id=item.pk, quantity=D(6))],
            requested_on=after(2),
            reservation_policy="manual",
        ),
        actor=BOSS,
    )
    submit_order(order_id=manual.pk, actor=BOSS)
    earlier = confirm_order(order_id=manual.pk, actor=BOSS)
    assert quantities(earlier)[0][1] == 0  # by hand means by hand
    assert move_reservations(document=earlier.ref, actor=BOSS) == 0
    Demand.objects.filter(document_id=earlier.pk, document_kind="order").update(reserve_on=None)
    assert move_reservations(document=earlier.ref, actor=BOSS) == 6
    assert fresh(earlier).fulfillment_state == "allocated"
    assert quantities(later)[0][1] == 4
    assert move_reservations(document=earlier.ref, actor=BOSS) == 0
    assert_books_hold()
