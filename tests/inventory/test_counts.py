"""Counting: blind, again where it differs, approved by value, posted once and only by what was found."""

from datetime import timedelta
from decimal import Decimal as D

import pytest
from django.utils import timezone

from erp.core.errors import Conflict, IllegalTransition, Invalid
from erp.notifications.models import Alert
from inventory.models import Balance, CountSettings, Move, StockCount
from inventory.selectors.counts import abc_classes, count_accuracy
from inventory.services.count_proposals import propose_counts
from inventory.services.counting import CountAnswer, record_counts
from inventory.services.counts import (
    CountScope,
    approve_count,
    cancel_count,
    create_count,
    finish_count,
    recount,
)
from inventory.services.picking import pick_shipment
from inventory.services.stock import issue_stock
from tests.clients import actor_with
from tests.factories import (
    BOSS,
    assert_books_hold,
    confirmed,
    fresh,
    main_warehouse,
    make_customer,
    make_item,
    make_location,
    quantities,
    receive,
    release,
    ship,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def books(db):
    yield
    assert_books_hold()


def count_of(*items, **more):
    scope = CountScope(warehouse=main_warehouse(), item_ids=[item.pk for item in items], **more)
    return create_count(scope=scope, open_now=True, actor=BOSS)


def answer(count, quantity, line=0, actor=BOSS, **more):
    lines = list(count.lines.order_by("pk"))
    given = CountAnswer(quantity=D(quantity), line_id=lines[line].pk, **more)
    return record_counts(count_id=count.pk, answers=[given], actor=actor)


def on_hand(item):
    return sum(Balance.objects.filter(item=item).values_list("on_hand", flat=True), D(0))


def test_what_agrees_is_posted_without_anybody():
    item = make_item(stock=10)
    count = count_of(item)
    answer(count, 10)
    assert finish_count(count_id=count.pk, actor=BOSS).state == "posted"
    assert not Move.objects.filter(source_kind="count").exists()


def test_a_difference_is_counted_again_by_somebody_else_and_approved():
    item = make_item(stock=10, cost="4")
    one, two = actor_with("warehouse_operator"), actor_with("warehouse_operator")
    count = count_of(item)
    answer(count, 7, actor=one)
    assert finish_count(count_id=count.pk, actor=one).state == "recount"
    with pytest.raises(Conflict) as refusal:
        answer(count, 7, actor=one)
    assert refusal.value.code == "same_counter"
    answer(count, 8, actor=two, reason="broken")
    count = finish_count(count_id=count.pk, actor=two)
    assert (count.state, count.value) == ("counted", D(-8))
    assert on_hand(item) == 10
    assert Alert.objects.filter(code="count_waits", acknowledged_at=None).count() == 1
    approve_count(count_id=count.pk, actor=BOSS)
    assert (fresh(count).state, on_hand(item)) == ("posted", 8)
    move = Move.objects.get(source_kind="count")
    assert (move.kind, move.quantity, move.value, move.reason) == ("adjustment", -2, D(-8), "broken")
    assert not Alert.objects.filter(code="count_waits", acknowledged_at=None).exists()


def test_small_differences_post_by_themselves_up_to_the_limit():
    CountSettings.objects.create(approval_value=10, c_tolerance=50)
    item = make_item(stock=10, cost="4")
    count = count_of(item)
    answer(count, 8)
    assert finish_count(count_id=count.pk, actor=BOSS).state == "posted"
    assert on_hand(item) == 8


def test_posted_once():
    item = make_item(stock=10)
    count = count_of(item)
    answer(count, 9)
    finish_count(count_id=count.pk, actor=BOSS)
    answer(count, 9, actor=actor_with("warehouse_operator"))
    finish_count(count_id=count.pk, actor=BOSS)
    approve_count(count_id=count.pk, actor=BOSS)
    with pytest.raises(IllegalTransition):
        approve_count(count_id=count.pk, actor=BOSS)
    with pytest.raises(IllegalTransition):
        answer(count, 3)
    assert on_hand(item) == 9


def test_movements_between_count_and_posting_do_not_matter():
    CountSettings.objects.create(recount_by_other=False)
    item = make_item(stock=10)
    count = count_of(item)
    answer(count, 8)
    finish_count(count_id=count.pk, actor=BOSS)
    receive(item, 5)
    issue_stock(item=item, warehouse=main_warehouse(), quantity=D(3), reason="x", actor=BOSS)
    answer(count, 10)  # 12 by the books now
    finish_count(count_id=count.pk, actor=BOSS)
    ship(confirmed(make_customer(), (item, 4)))
    approve_count(count_id=count.pk, actor=BOSS)
    assert on_hand(item) == 10 + 5 - 3 - 4 - 2


def test_picked_goods_are_not_missing_from_the_shelf():
    item = make_item(stock=10)
    shipment = release(confirmed(make_customer(), (item, 4)))
    pick_shipment(shipment_id=shipment.pk, actor=BOSS)
    count = count_of(item)
    answer(count, 6)
    assert finish_count(count_id=count.pk, actor=BOSS).state == "posted"
    assert on_hand(item) == 10


def test_an_answer_from_a_device_without_connection_is_compared_with_its_own_moment():
    item = make_item(stock=10)
    count = count_of(item)
    then = timezone.now()
    later = then + timedelta(seconds=30)
    receive(item, 5, at=later)
    given = CountAnswer(quantity=D(10), line_id=count.lines.get().pk, at=then)
    record_counts(count_id=count.pk, answers=[given], actor=BOSS, at=later + timedelta(seconds=30))
    assert count.lines.get().expected == 10
    with pytest.raises(Invalid):
        given = CountAnswer(quantity=D(10), line_id=count.lines.get().pk, at=then + timedelta(days=1))
        record_counts(count_id=count.pk, answers=[given], actor=BOSS)


def test_reservations_that_are_not_there_are_freed_and_told():
    item = make_item(stock=10)
    customer = make_customer()
    early = confirmed(customer, (item, 4), priority="high")
    late = confirmed(customer, (item, 4))
    count = count_of(item)
    CountSettings.objects.create(recount_by_other=False)
    answer(count, 5)
    finish_count(count_id=count.pk, actor=BOSS)
    answer(count, 5)
    finish_count(count_id=count.pk, actor=BOSS)
    approve_count(count_id=count.pk, actor=BOSS)
    assert quantities(early) == [(4, 4, 0, 0, 0)]
    assert quantities(late) == [(4, 1, 3, 0, 0)]
    assert fresh(late).fulfillment_state == "partially_allocated"
    alert = Alert.objects.get(code="count_took_stock")
    assert (alert.subject_number, alert.facts["quantity"]) == (late.number, "3.000000")


def test_what_is_freed_is_looked_for_at_another_place():
    item = make_item(stock=10)
    order = confirmed(make_customer(), (item, 10))
    receive(item, 3, location=make_location("B-9"))
    CountSettings.objects.create(recount_by_other=False)
    count = count_of(item, location_ids=[Balance.objects.get(item=item, on_hand=10).location_id])
    for _round in range(2):
        answer(count, 7)
        finish_count(count_id=count.pk, actor=BOSS)
    approve_count(count_id=count.pk, actor=BOSS)
    assert quantities(order) == [(10, 10, 0, 0, 0)]
    assert not Alert.objects.filter(code="count_took_stock").exists()


def test_a_released_shipment_asks_for_less_and_an_empty_one_is_cancelled():
    item, other = make_item(stock=4), make_item(stock=1)
    customer = make_customer()
    both, alone = confirmed(customer, (item, 2), (other, 1)), confirmed(customer, (item, 2))
    first, second = release(both), release(alone)
    CountSettings.objects.create(recount_by_other=False)
    count = count_of(item)
    for _round in range(2):
        answer(count, 1)
        finish_count(count_id=count.pk, actor=BOSS)
    approve_count(count_id=count.pk, actor=BOSS)
    assert fresh(second).state == "cancelled"
    assert sorted(line.quantity for line in first.lines.all()) == [1, 1]
    assert pick_shipment(shipment_id=first.pk, actor=BOSS).state == "picked"


def test_goods_that_left_meanwhile_make_a_count_outdated():
    item = make_item(stock=10)
    CountSettings.objects.create(recount_by_other=False)
    count = count_of(item)
    for _round in range(2):
        answer(count, 0)
        finish_count(count_id=count.pk, actor=BOSS)
    ship(confirmed(make_customer(), (item, 4)))
    with pytest.raises(Conflict) as refusal:
        approve_count(count_id=count.pk, actor=BOSS)
    assert refusal.value.code == "count_outdated"
    assert (fresh(count).state, on_hand(item)) == ("counted", 6)
    recount(count_id=count.pk, actor=BOSS)
    answer(count, 6)
    assert finish_count(count_id=count.pk, actor=BOSS).state == "posted"


def test_things_that_were_not_on_the_list_are_taken_up():
    item, other = make_item(stock=10), make_item()
    count = count_of(item)
    place = count.lines.get().location
    found = CountAnswer(quantity=D(3), item=other, location=place)
    answer(count, 10)
    record_counts(count_id=count.pk, answers=[found], actor=BOSS)
    CountSettings.objects.create(recount_by_other=False)
    assert finish_count(count_id=count.pk, actor=BOSS).state == "recount"
    answer(count, 3, line=1)
    finish_count(count_id=count.pk, actor=BOSS)
    approve_count(count_id=count.pk, actor=BOSS)
    assert on_hand(other) == 3


def test_a_place_is_in_one_unfinished_count_at_a_time():
    item = make_item(stock=10)
    count = count_of(item)
    with pytest.raises(Conflict) as refusal:
        count_of(item)
    assert refusal.value.code == "nothing_to_count"
    assert StockCount.objects.count() == 1
    cancel_count(count_id=count.pk, reason="wrong day", actor=BOSS)
    assert count_of(item).state == "open"


@pytest.mark.parametrize(("quantity", "code"), [("-1", "negative"), ("1e13", "too_large")])
def test_impossible_quantities(quantity, code):
    count = count_of(make_item(stock=10))
    with pytest.raises(Invalid) as refusal:
        answer(count, quantity)
    assert refusal.value.code == code
    assert count.lines.get().counted is None


def test_serial_numbers_are_one_or_none():
    item = make_item(tracking="serial")
    receive(item, 1, lot="S-1")
    count = count_of(item)
    with pytest.raises(Invalid):
        answer(count, 2)
    with pytest.raises(Conflict) as refusal:
        finish_count(count_id=count.pk, actor=BOSS)
    assert refusal.value.code == "uncounted_places"
    answer(count, 1)
    assert finish_count(count_id=count.pk, actor=BOSS).state == "posted"


def test_classes_follow_the_value_used_in_a_year():
    items = [make_item(stock=100, cost=cost) for cost in ("70", "20", "7", "3")]
    for item in items:
        issue_stock(item=item, warehouse=main_warehouse(), quantity=D(10), reason="x", actor=BOSS)
    found = abc_classes(now=timezone.now())
    assert [found[item.pk] for item in items] == ["A", "A", "B", "C"]
    assert make_item(stock=1).pk not in found


def test_what_is_due_is_proposed_once():
    CountSettings.objects.create(lines_a_day=2)
    items = [make_item(stock=5, cost=cost) for cost in ("1", "90", "9")]
    for item in items:
        issue_stock(item=item, warehouse=main_warehouse(), quantity=D(1), reason="x", actor=BOSS)
    made = propose_counts(actor=BOSS).counts
    count = StockCount.objects.get(number=made["MAIN"])
    assert {line.item_id for line in count.lines.all()} == {items[1].pk, items[2].pk}
    assert propose_counts(actor=BOSS).counts == {}
    soon = timezone.now()
    from inventory.services.counts import open_count

    open_count(count_id=count.pk, actor=BOSS)
    for n in range(2):
        answer(count, 4, line=n)
    finish_count(count_id=count.pk, actor=BOSS)
    made = propose_counts(actor=BOSS).counts
    assert [line.item_id for line in StockCount.objects.get(number=made["MAIN"]).lines.all()] == [items[0].pk]
    cancel_count(count_id=StockCount.objects.get(number=made["MAIN"]).pk, reason="x", actor=BOSS)
    CountSettings.objects.update(c_days=0)
    assert propose_counts(actor=BOSS, at=soon + timedelta(days=29)).counts == {}
    made = propose_counts(actor=BOSS, at=soon + timedelta(days=31)).counts
    assert [line.item_id for line in StockCount.objects.get(number=made["MAIN"]).lines.all()] == [items[1].pk]


def test_accuracy_is_the_share_of_places_within_tolerance():
    CountSettings.objects.create(recount_by_other=False, approval_value=1_000_000)
    items = [make_item(stock=100, cost="2") for _ in range(4)]
    count = count_of(*items)
    for n, quantity in enumerate((100, 96, 90, 100)):
        answer(count, quantity, line=n)
    finish_count(count_id=count.pk, actor=BOSS)
    answer(count, 90, line=2)
    finish_count(count_id=count.pk, actor=BOSS)
    now = timezone.now()
    found = count_accuracy(BOSS, since=now - timedelta(days=1), until=now + timedelta(days=1))[""]
    assert (found.places, found.accurate, found.rate) == (4, 3, D("0.75"))
    assert (found.net, found.gross) == (D(-28), D(28))


def test_a_short_pick_has_its_place_counted():
    from erp.core.outbox import relay
    from inventory.services.scans import ScanInput

    item = make_item(stock=5)
    shipment = release(confirmed(make_customer(), (item, 4)))
    scans = [ScanInput(quantity=D(1), barcode=item.sku)]
    pick_shipment(shipment_id=shipment.pk, scans=scans, short_reason="bin empty", actor=BOSS)
    relay()
    relay()
    count = StockCount.objects.get()
    assert (count.state, count.note) == ("draft", f"{shipment.number}: bin empty")
    assert [line.item_id for line in count.lines.all()] == [item.pk]
