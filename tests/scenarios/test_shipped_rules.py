"""The rules that come with the product, each from its cause to whom it tells, and back (D5).

Waiting to ship, stock below safety stock and the supplier's rules have tests of their own in
`tests/rules/test_rules.py`, `tests/inventory/test_stock_alerts.py`, `test_supplier_freeze.py`.
"""

from datetime import timedelta
from decimal import Decimal as D

import pytest
from django.utils import timezone
from django.utils.translation import get_language, override

from erp.core.management.catalog import Key, merge
from erp.masterdata.selectors.company import business_day
from erp.notifications.models import Alert, Notification
from erp.notifications.selectors.alerts import shown
from erp.notifications.selectors.messages import shown_notification
from erp.rules.models import RuleDefinition
from erp.rules.selectors.rules import forget_rules
from erp.rules.services import running
from erp.rules.services.watching import watch_rules
from finance.models import Invoice
from inventory.models import PurchaseRequisition
from inventory.services.replenishment import run_replenishment
from orders.models import Order
from tests.clients import person
from tests.factories import BOSS, confirmed, make_customer, make_item, pay, receive, ship

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh_rules():
    """What a test before has published is forgotten."""
    forget_rules()


def told(code):
    """Whom a rule's alert stands open for, about what."""
    rows = Alert.objects.filter(code=f"rule.{code}", acknowledged_at__isnull=True)
    return sorted((row.subject_number, row.role or f"user {row.user_id}") for row in rows)


def ordered(customer, item, *, days_ago):
    """An order of some days ago."""
    order = confirmed(customer, (item, 1))
    Order.objects.filter(pk=order.pk).update(created_at=timezone.now() - timedelta(days=days_ago))


def test_a_regular_customer_who_stays_away_is_told_until_the_next_order():
    seller = person("sales", username="seller")
    customer, other = make_customer(salesperson=seller), make_customer()
    item = make_item(stock=50)
    for days in (90, 75, 60, 45):
        ordered(customer, item, days_ago=days)
    for days in (90, 60, 30, 5):
        ordered(other, item, days_ago=days)
    at = timezone.now() + timedelta(days=1, minutes=1)
    assert watch_rules(at=at)["churn"] == 1
    assert told("churn") == sorted([(customer.code, "sales_manager"), (customer.code, f"user {seller.pk}")])
    ordered(customer, item, days_ago=0)
    watch_rules(at=at + timedelta(days=1, minutes=1))
    assert told("churn") == []


def test_a_receivable_a_week_overdue_is_told_until_it_is_paid():
    seller = person("sales", username="seller")
    ship(confirmed(make_customer(salesperson=seller), (make_item(stock=5, price="100"), 2)))
    invoice = Invoice.objects.get()
    assert invoice.due_on is not None
    due = timezone.now() + (invoice.due_on - business_day(timezone.now()))
    soon, late = due + timedelta(days=7), due + timedelta(days=8)
    assert "overdue_receivable" not in watch_rules(at=soon)
    assert watch_rules(at=late)["overdue_receivable"] == 1
    assert told("overdue_receivable") == [(invoice.number, "finance"), (invoice.number, f"user {seller.pk}")]
    alert = Alert.objects.get(code="rule.overdue_receivable", role="finance")
    assert "8 days ago" in shown(alert).detail
    pay(invoice)
    watch_rules(at=late + timedelta(days=1))
    assert told("overdue_receivable") == []


def test_low_stock_is_asked_for_every_morning_and_the_buyer_is_told():
    buyer = person("buyer", username="buyer")
    bought = make_item(stock=3, planning="reorder_point", reorder_point=D(10))
    made = make_item(stock=3, planning="reorder_point", reorder_point=D(10), supply="make")
    planned = make_item(stock=3, planning="mrp", reorder_point=D(10))
    enough = make_item(stock=11, planning="reorder_point", reorder_point=D(10))
    run_replenishment(actor=BOSS)
    at = timezone.now() + timedelta(days=1)
    fired = watch_rules(at=at)
    assert (fired["low_stock"], fired["low_stock_told"]) == (1, 2)
    row = PurchaseRequisition.objects.get()
    assert (row.item_id, row.state, row.origin_kind) == (bought.pk, "submitted", "stock")
    news = Notification.objects.get(user=buyer, topic="rule.low_stock")
    assert news.title == f"{bought.sku} is to be bought"
    assert told("low_stock_told") == sorted([(made.sku, "planner"), (planned.sku, "planner")])
    assert enough.sku not in str(told("low_stock_told"))
    watch_rules(at=at)
    receive(made, 20)
    run_replenishment(actor=BOSS)
    watch_rules(at=at + timedelta(days=1))
    assert PurchaseRequisition.objects.count() == 1
    assert told("low_stock_told") == [(planned.sku, "planner")]


def test_slow_stock_is_told_every_week_with_its_worth():
    slow = make_item(stock=50, cost="2")
    run_replenishment(actor=BOSS)
    fired = watch_rules(at=timezone.now() + timedelta(days=7))
    assert fired["slow_stock"] == 1
    assert told("slow_stock") == [(slow.sku, "planner"), (slow.sku, "sales_manager")]
    assert "Worth 100" in Alert.objects.get(code="rule.slow_stock", role="planner").facts["text"]


def test_what_shipped_rules_are_called_and_say_is_there_in_chinese(settings):
    known = merge([settings.BASE_DIR / "locale" / "parts" / "rules.po"])
    missing = []
    for rule in RuleDefinition.objects.filter(is_shipped=True):
        assert rule.names.get("zh-hans"), rule.code
        actions = rule.versions.get().content["actions"]
        inputs = [one["input"] for one in actions if one["key"].startswith("notifications.")]
        texts = [rule.description, *(one.get(name) for one in inputs for name in ("title", "text"))]
        missing += [text for text in texts if text and Key(text) not in known]
    assert missing == []


def test_an_alert_of_a_shipped_rule_reads_in_the_readers_language(monkeypatch):
    def in_chinese(text):
        known = {"{{order.number}} waits to ship": "{{order.number}} 等待发货"}
        return known.get(text, text) if get_language() == "zh-hans" else text

    monkeypatch.setattr(running, "gettext", in_chinese)
    person("warehouse_manager")
    order = confirmed(make_customer(), (make_item(stock=5), 2))
    watch_rules(at=timezone.now() + timedelta(hours=49))
    alert = Alert.objects.get(code="rule.waiting_to_ship", role="warehouse_manager")
    news = shown_notification(Notification.objects.get(topic="rule.waiting_to_ship"))
    assert news.title == f"{order.number} waits to ship"
    with override("zh-hans"):
        assert shown(alert).title == f"{order.number} 等待发货"
        assert shown_notification(news.notification).title == f"{order.number} 等待发货"
    with override("en"):
        assert shown(alert).title == f"{order.number} waits to ship"
