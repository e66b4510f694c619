"""Low stock is looked at by many at once: one requisition comes of it."""

from __future__ import annotations

from decimal import Decimal as D
from functools import partial

import pytest

from erp.core.actor import system_actor
from erp.core.errors import Conflict, DomainError
from erp.core.refs import DocumentRef
from inventory.models import PurchaseRequisition
from inventory.services.replenishment import ask_for_replenishment, run_replenishment
from inventory.services.requisitions import raise_requisition
from tests.concurrency.conftest import at_once
from tests.factories import BOSS, main_warehouse, make_item

pytestmark = pytest.mark.concurrency
SYSTEM = system_actor("replenishment")


def test_workers_at_the_same_moment_ask_once(committed):
    items = [make_item(stock=3, planning="reorder_point", reorder_point=D(10)) for _ in range(5)]
    run_replenishment(actor=SYSTEM)
    works = [
        partial(ask_for_replenishment, item_id=item.pk, actor=SYSTEM) for item in items for _ in range(4)
    ]
    outcomes = at_once(works, workers=4)
    assert [o for o in outcomes if isinstance(o, Exception) and not isinstance(o, Conflict)] == []
    rows = PurchaseRequisition.objects.values_list("item_id", "quantity")
    assert sorted(rows) == [(item.pk, 10) for item in items]


def test_orders_asking_at_the_same_moment_share_one_and_none_is_lost(committed):
    from django.utils import timezone

    from erp.masterdata.selectors.company import business_day

    item, day = make_item(), business_day(timezone.now())
    works = [
        partial(
            raise_requisition, item_id=item.pk, warehouse_id=main_warehouse().pk, quantity=D(2),
            needed_on=day, reason="", origin=DocumentRef("order", number % 6 + 1, "SO"), actor=BOSS,
        )
        for number in range(12)
    ]  # fmt: skip
    outcomes = at_once(works, workers=8)
    assert [o for o in outcomes if isinstance(o, Exception) and not isinstance(o, DomainError)] == []
    row = PurchaseRequisition.objects.get()
    assert (row.quantity, row.needs.count()) == (12, 6)
