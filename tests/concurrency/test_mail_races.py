"""A purchase order by e-mail while people click twice and several workers run: sent once."""

from __future__ import annotations

from functools import partial

import pytest
from django.core import mail

from erp.core.actor import system_actor
from erp.core.outbox import relay
from inventory.models import PurchaseMail
from inventory.services.purchase import send_purchase_order
from inventory.services.purchase_mails import mail_purchase_order, send_waiting_mail
from tests.concurrency.conftest import at_once
from tests.factories import BOSS, make_item, make_supplier
from tests.inventory.test_units_of_buying import ordered

SITE = "https://erp.example.com"
WORKERS = 6


@pytest.fixture
def order(committed):
    made = ordered(make_item(), "5", price="10", supplier=make_supplier(email="sales@supplier.example"))
    return send_purchase_order(purchase_order_id=made.pk, actor=BOSS)


def test_clicks_at_once_ask_for_one_mail_and_workers_at_once_send_it_once(order):
    click = partial(mail_purchase_order, purchase_order_id=order.pk, site=SITE, actor=BOSS)
    found = at_once([click] * WORKERS)
    assert len({row.pk for row in found}) == PurchaseMail.objects.count() == 1
    at_once([partial(relay, seconds=5)] * WORKERS)
    assert len(mail.outbox) == 1
    assert PurchaseMail.objects.get().state == "sent"


def test_workers_that_were_handed_the_same_mail_send_it_once(order):
    asked = mail_purchase_order(purchase_order_id=order.pk, site=SITE, actor=BOSS)
    work = partial(send_waiting_mail, mail_id=asked.pk, actor=system_actor("mail"))
    outcomes = at_once([work] * WORKERS)
    assert {getattr(one, "code", one) for one in outcomes} <= {None, "busy"}
    assert len(mail.outbox) == 1
    mailed = PurchaseMail.objects.get()
    assert (mailed.state, mailed.attempts) == ("sent", 1)
