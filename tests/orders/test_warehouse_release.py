"""Orders go to the warehouse by themselves only where the company says so, complete and due."""

from __future__ import annotations

from typing import Any

import pytest

from erp.masterdata.models import Company
from erp.masterdata.selectors.company import forget_company
from inventory.models import Shipment
from orders.models import Order
from orders.services.orders import hold_order
from orders.services.warehouse_release import release_due_orders, releases_itself_on
from tests.factories import BOSS, assert_books_hold, confirmed, fresh, make_customer, make_item

pytestmark = pytest.mark.django_db


@pytest.fixture
def days() -> Any:
    def put(value: int | None) -> None:
        Company.objects.update_or_create(
            pk=1, defaults={"name": "Kept", "base_currency_id": "USD", "auto_release_days": value}
        )
        forget_company()

    yield put
    forget_company()


def test_by_default_nothing_goes_by_itself(days: Any) -> None:
    days(None)
    order = confirmed(make_customer(), (make_item(stock=5), 2))
    assert release_due_orders() == (0, 0) and not Shipment.objects.exists()
    assert releases_itself_on(order) is None


def test_what_is_reserved_in_full_and_due_goes_once(days: Any) -> None:
    days(3)
    item = make_item(stock=20)
    ready = confirmed(make_customer(), (item, 2))
    short = confirmed(make_customer(), (make_item(stock=1), 2))
    held = confirmed(make_customer(), (item, 2))
    hold_order(order_id=held.pk, reason="wait", actor=BOSS)
    later = confirmed(make_customer(), (item, 2))
    Order.objects.filter(pk=later.pk).update(promised_on="2099-01-01")
    assert release_due_orders() == (1, 0)
    assert release_due_orders() == (0, 0)
    assert [row.document_id for row in Shipment.objects.all()] == [ready.pk]
    assert fresh(ready).fulfillment_state == "picking"
    assert fresh(short).fulfillment_state != "picking"
    day = releases_itself_on(fresh(later))
    assert day is not None and day.isoformat() == "2098-12-29"
    assert_books_hold()
