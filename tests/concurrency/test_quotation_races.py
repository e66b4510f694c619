"""Several at once on one quotation: it becomes one order, and an expired one becomes none."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal as D
from functools import partial
from typing import Any

import pytest
from django.utils import timezone

from erp.core.errors import DomainError
from inventory.models import Balance, Hold
from orders.models import Order, Quotation, QuotationAnswer
from orders.services.entry import OrderInput
from orders.services.order_lines import LineInput
from orders.services.quotation_answers import OfferAnswer, accept_offer, decline_offer
from orders.services.quotation_approvals import approve_quotation, submit_quotation
from orders.services.quotation_ends import convert_quotation, expire_due_quotations, expire_quotation
from orders.services.quotation_holds import hold_for_quotation
from orders.services.quotation_links import make_quotation_link
from orders.services.quotations import QuotationInput, create_quotation
from tests.concurrency.conftest import at_once
from tests.factories import BOSS, assert_books_hold, make_customer, make_item

pytestmark = pytest.mark.concurrency


def approved(item):
    entered = OrderInput(customer_id=make_customer().pk, lines=[LineInput(item.pk, D(4))])
    row = create_quotation(quotation=QuotationInput(entered, holds_stock=True), actor=BOSS)
    submit_quotation(quotation_id=row.pk, actor=BOSS)
    approve_quotation(quotation_id=row.pk, actor=BOSS)
    hold_for_quotation(quotation_id=row.pk, actor=BOSS, at=timezone.now())
    return row


def test_a_quotation_becomes_one_order(committed):
    row = approved(make_item(stock=10))
    outcomes = at_once([partial(convert_quotation, quotation_id=row.pk, actor=BOSS)] * 6)
    assert [o for o in outcomes if isinstance(o, Exception) and not isinstance(o, DomainError)] == []
    assert sum(not isinstance(o, Exception) for o in outcomes) == 1
    assert Order.objects.count() == 1 and Quotation.objects.get().state == "won"
    assert_books_hold()


def test_it_is_won_or_expired_never_both(committed):
    for _round in range(3):
        row = approved(make_item(stock=10))
        later = timezone.now() + timedelta(days=60)
        works: list[Callable[[], Any]] = [
            partial(convert_quotation, quotation_id=row.pk, actor=BOSS),
            partial(expire_quotation, quotation_id=row.pk, actor=BOSS),
            partial(expire_due_quotations, at=later),
        ]
        outcomes = at_once(works)
        assert [o for o in outcomes if isinstance(o, Exception) and not isinstance(o, DomainError)] == []
        row = Quotation.objects.get(pk=row.pk)
        assert (row.state == "won") == Order.objects.filter(quotation=row).exists()
        hold = Hold.objects.get(quotation_hold__line__quotation=row)
        assert (hold.state == "open") == (row.state == "won")
        balance = Balance.objects.get(item=row.lines.get().item)
        assert balance.reserved == (4 if row.state == "won" else 0)
    assert_books_hold()


def test_customers_who_answer_at_once_are_heard_once(committed):
    row = approved(make_item(stock=10))
    token = make_quotation_link(quotation_id=row.pk, actor=BOSS).split("/")[2]
    answer = OfferAnswer(token, "Ann Li", 1)
    works: list[Callable[[], Any]] = [
        *[partial(accept_offer, answer=answer)] * 3,
        *[partial(decline_offer, answer=answer, reason="No")] * 3,
    ]
    outcomes = at_once(works)
    assert [o for o in outcomes if isinstance(o, Exception) and not isinstance(o, DomainError)] == []
    kept, row = QuotationAnswer.objects.get(), Quotation.objects.get(pk=row.pk)
    assert row.state == ("won" if kept.kind == "accepted" else "lost")
    assert Order.objects.count() == (kept.kind == "accepted")
    assert_books_hold()
