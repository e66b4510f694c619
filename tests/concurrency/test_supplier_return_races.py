"""Goods sent back are credited, replaced or written off once, whoever is at it at the same moment."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.utils import timezone

from erp.core.errors import DomainError
from finance.models import SupplierCredit
from finance.services.supplier_credits import (
    refund_supplier_credit,
    use_supplier_credit,
    void_supplier_credit,
)
from finance.services.supplier_payments import pay_payable
from inventory.selectors.supplier_returns import on_its_way
from inventory.services.supplier_returns import order_replacement, write_off_return
from tests.concurrency.conftest import at_once
from tests.factories import BOSS, fresh
from tests.finance.test_payables import billed
from tests.finance.test_supplier_credits import credited, inspected_one, sent_back


def done(outcomes):
    """What went through; whatever else happened is a refusal."""
    assert all(isinstance(one, DomainError) for one in outcomes if isinstance(one, Exception)), outcomes
    return [one for one in outcomes if not isinstance(one, Exception)]


def test_many_settle_the_same_return_and_it_is_settled_once(committed):
    order = inspected_one("100")
    billed(order, "100")
    row = sent_back(order)
    works: list[partial[Any]] = [partial(credited, row, "20", "100", number=f"K-{n}") for n in range(4)]
    works += [
        partial(order_replacement, supplier_return_id=row.pk, expected_on=timezone.now().date(), actor=BOSS)
    ] * 3
    works += [partial(write_off_return, supplier_return_id=row.pk, reason="gone", actor=BOSS)] * 3
    assert len(done(at_once(works))) == 1
    row = fresh(row)
    assert row.settled + on_its_way(row) == 20


def test_a_credit_note_is_used_refunded_or_voided_but_not_twice(committed):
    order = inspected_one("100")
    payable = billed(order, "100")
    credit = credited(sent_back(order), "20", "100")
    works: list[partial[Any]] = [
        partial(use_supplier_credit, credit_id=credit.pk, payable_id=payable.pk, actor=BOSS)
    ] * 3
    works += [partial(refund_supplier_credit, credit_id=credit.pk, actor=BOSS)] * 3
    works += [partial(void_supplier_credit, credit_id=credit.pk, reason="wrong", actor=BOSS)] * 2
    works += [partial(pay_payable, payable_id=payable.pk, actor=BOSS)] * 2
    done(at_once(works))
    credit = SupplierCredit.objects.get()
    assert (credit.state in {"used", "void"}, credit.open_amount) == (True, 0)
    assert fresh(payable).open_amount == 0
