"""Suppliers are asked for less of what they have: beside proposals, and until nothing is to come any more."""

from __future__ import annotations

from decimal import Decimal as D

import pytest
from django.test import Client
from django.urls import reverse

from erp.core.integrity import run_checks
from erp.core.models import LoggedEvent
from inventory.models import ExpectedSupply
from inventory.services.purchase_reductions import answer_reduction, ask_reduction
from inventory.services.receipts import ReceiptInput, receive_purchase_order
from inventory.services.supplier_answers import LineAnswer, accept_proposal, answer_purchase_order
from tests.clients import person
from tests.factories import BOSS, fresh, make_item
from tests.inventory.test_purchase_changes import day, sent

pytestmark = pytest.mark.django_db


def asked(order, quantity, line=1):
    ask_reduction(
        purchase_order_id=order.pk, line_no=line, quantity=D(quantity), reason="too much", actor=BOSS
    )


def agreed(order, line=1):
    answer_reduction(purchase_order_id=order.pk, line_no=line, is_agreed=True, actor=BOSS)


def nothing_broken():
    assert [(one.check.code, one.rows) for one in run_checks() if one.rows] == []


def test_a_proposal_of_before_is_not_accepted_beyond_what_was_agreed() -> None:
    order = sent((make_item(), 10), (make_item(), 3))
    asked(order, 6)
    asked(order, 3, line=2)
    answers = [LineAnswer(1, D(8), day(12)), LineAnswer(2, D(2), day(10))]
    answer_purchase_order(purchase_order_id=order.pk, answers=answers, actor=BOSS)
    agreed(order)
    agreed(order, line=2)
    accept_proposal(purchase_order_id=order.pk, actor=BOSS)
    first, second = order.lines.order_by("line_no")
    assert (first.quantity, first.expected_on) == (4, day(12))
    assert second.is_closed_short
    assert ExpectedSupply.objects.get(is_open=True).quantity == 4
    nothing_broken()


def test_the_admin_shows_them_to_those_who_see_the_orders_and_nobody_changes_them() -> None:
    order = sent((make_item(), 10))
    asked(order, 6)
    client = Client()
    client.force_login(person("buyer", is_staff=True))
    page = client.get(reverse("admin:inventory_purchasereduction_changelist")).content.decode()
    assert order.number in page
    row = reverse("admin:inventory_purchasereduction_change", args=[order.lines.get().reductions.get().pk])
    assert "too much" in client.get(row).content.decode()
    assert client.post(row, {"reason": "none"}).status_code == 403
    client.force_login(person("sales", is_staff=True))
    assert client.get(row).status_code in {302, 403, 404}


def test_giving_up_the_rest_completes_the_order_and_tells_so() -> None:
    order = sent((make_item(), 10))
    receive_purchase_order(purchase_order_id=order.pk, lines=[ReceiptInput(1, D(4))], actor=BOSS)
    asked(order, 6)
    agreed(order)
    assert fresh(order).state == "received"
    told = LoggedEvent.objects.filter(name="purchase_order.changed", facts__verb="reduction_agreed")
    assert told.get().changes["state"] == ["partially_received", "received"]
    nothing_broken()
