"""A count finds less than was promised: orders hear of it at once, and the purchase makes it good."""

from decimal import Decimal as D

from erp.core.outbox import relay
from erp.notifications.models import Alert
from finance.models import JournalLine
from inventory.models import Balance, StockCount
from inventory.services.count_proposals import propose_counts
from inventory.services.counting import CountAnswer, record_counts
from inventory.services.counts import approve_count, finish_count, open_count
from tests.clients import actor_with
from tests.factories import BOSS, confirmed, fresh, make_customer, make_item, quantities, receive, ship


def test_from_the_plan_to_the_customer():
    item, other = make_item(stock=20, cost="4"), make_item(stock=8, cost="1")
    ship(confirmed(make_customer(), (item, 2)))
    rush = confirmed(make_customer(), (item, 6), priority="rush")
    usual = confirmed(make_customer(), (item, 10))
    one, two = actor_with("warehouse_operator"), actor_with("warehouse_operator")
    manager = actor_with("warehouse_manager")

    number = propose_counts(actor=manager).counts["MAIN"]
    count = StockCount.objects.get(number=number)
    open_count(count_id=count.pk, actor=manager)
    lines = {line.item_id: line.pk for line in count.lines.all()}
    found = [CountAnswer(D(13), line_id=lines[item.pk]), CountAnswer(D(8), line_id=lines[other.pk])]
    record_counts(count_id=count.pk, answers=found, actor=one)
    assert finish_count(count_id=count.pk, actor=one).state == "recount"
    record_counts(count_id=count.pk, answers=[CountAnswer(D(12), line_id=lines[item.pk])], actor=two)
    assert finish_count(count_id=count.pk, actor=two).state == "counted"
    receive(item, 1)  # goods go on moving between the count and its posting
    relay()
    posted = approve_count(count_id=count.pk, actor=manager)
    assert (posted.value, posted.state) == (D(-24), "posted")

    assert Balance.objects.get(item=item).on_hand == 20 - 2 + 1 - 6
    assert quantities(rush) == [(6, 6, 0, 0, 0)]
    assert quantities(usual) == [(10, 7, 3, 0, 0)]
    assert fresh(usual).fulfillment_state in {"partially_allocated", "awaiting_supply"}
    assert Alert.objects.filter(code="count_took_stock", subject_number=usual.number).exists()
    lost = JournalLine.objects.filter(account__role="adjustment").values_list("amount", flat=True)
    assert sum(lost) == 24

    receive(item, 5)
    relay()
    assert quantities(usual) == [(10, 10, 0, 0, 0)]
    ship(fresh(usual))
    ship(fresh(rush))
    assert Balance.objects.get(item=item).on_hand == 2
    assert propose_counts(actor=BOSS).counts == {}
