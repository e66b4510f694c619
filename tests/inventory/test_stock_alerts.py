"""What runs short is told once, to the right people, and settled when it is made good."""

from decimal import Decimal

import pytest

from erp.notifications.models import Alert
from inventory.services.alerts import raise_stock_alerts
from tests.factories import make_item, receive

pytestmark = pytest.mark.django_db


def open_alerts():
    rows = Alert.objects.filter(acknowledged_at__isnull=True).order_by("subject_number")
    return list(rows.values_list("subject_number", "role", "level"))


def test_short_items_are_told_once_and_settled_later():
    bought = make_item(stock=2, safety_stock=Decimal(5), sku="A-BOUGHT")
    make_item(safety_stock=Decimal(5), supply="make", sku="B-MADE")
    make_item(stock=9, safety_stock=Decimal(5), sku="C-ENOUGH")
    assert raise_stock_alerts() == (2, 0)
    assert open_alerts() == [("A-BOUGHT", "buyer", "warning"), ("B-MADE", "planner", "critical")]
    assert raise_stock_alerts() == (0, 0)
    receive(bought, 3)
    assert raise_stock_alerts() == (0, 1)
    assert open_alerts() == [("B-MADE", "planner", "critical")]
