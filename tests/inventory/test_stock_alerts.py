"""What runs short is told once, to the right people, and settled when it is made good: a shipped rule."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from erp.notifications.models import Alert
from erp.rules.selectors.rules import forget_rules
from erp.rules.services.watching import watch_rules
from tests.factories import make_item, receive

pytestmark = pytest.mark.django_db


def open_alerts():
    rows = Alert.objects.filter(code="stock_below_safety", acknowledged_at__isnull=True)
    return list(rows.order_by("subject_number").values_list("subject_number", "role", "level"))


def test_short_items_are_told_once_and_settled_later():
    forget_rules()
    bought = make_item(stock=2, safety_stock=Decimal(5), sku="A-BOUGHT")
    make_item(safety_stock=Decimal(5), supply="make", sku="B-MADE")
    make_item(stock=9, safety_stock=Decimal(5), sku="C-ENOUGH")
    at = timezone.now() + timedelta(minutes=10)
    assert watch_rules(at=at)["stock_below_safety"] == 2
    assert open_alerts() == [("A-BOUGHT", "buyer", "warning"), ("B-MADE", "planner", "critical")]
    assert "stock_below_safety" not in watch_rules(at=at + timedelta(minutes=10))
    receive(bought, 3)
    watch_rules(at=at + timedelta(minutes=20))
    assert open_alerts() == [("B-MADE", "planner", "critical")]
