"""A supplier who does not answer an order is told of once, and no more when he has answered."""

from datetime import timedelta

import pytest
from django.utils import timezone

from erp.notifications.models import Alert
from inventory.models import PurchaseOrder, ReceivingSettings
from inventory.services.confirmation_watch import watch_confirmations
from tests.factories import make_supplier

pytestmark = pytest.mark.django_db


def sent(days_ago, *, due_in=30, number="PO-1", **fields):
    now = timezone.now()
    return PurchaseOrder.objects.create(
        number=number,
        supplier=make_supplier(),
        warehouse_id=fields.pop("warehouse_id", None) or _main().pk,
        currency_id="USD",
        ordered_on=now.date() - timedelta(days=days_ago),
        expected_on=now.date() + timedelta(days=due_in),
        sent_at=now - timedelta(days=days_ago),
        state="sent",
        **fields,
    )


def _main():
    from tests.factories import main_warehouse

    return main_warehouse()


def open_alerts():
    rows = Alert.objects.filter(code="purchase_unconfirmed", acknowledged_at__isnull=True)
    return [(row.subject_number, row.level) for row in rows.order_by("pk")]


def test_an_unanswered_order_is_told_once_and_settled_by_the_answer():
    late, soon = sent(4), sent(5, due_in=2, number="PO-2")
    sent(1, number="PO-3")
    sent(9, number="PO-4", confirmation="confirmed")
    assert watch_confirmations() == (2, 0)
    assert sorted(open_alerts()) == [("PO-1", "warning"), ("PO-2", "critical")]
    assert watch_confirmations() == (0, 0)
    PurchaseOrder.objects.filter(pk=soon.pk).update(confirmation="confirmed")
    assert watch_confirmations() == (0, 1)
    assert [number for number, _level in open_alerts()] == [late.number]


def test_how_long_a_supplier_has_is_a_setting():
    ReceivingSettings.objects.update_or_create(pk=1, defaults={"confirmation_days": 10})
    sent(4)
    assert watch_confirmations() == (0, 0)
