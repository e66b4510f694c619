"""One item over HTTP: received, picked, transferred, counted, ordered and cancelled by many at once."""

from __future__ import annotations

import random
from collections.abc import Callable
from decimal import Decimal as D
from functools import partial

import pytest

from erp.core.errors import DomainError
from erp.core.outbox import relay
from inventory.models import Balance, CountSettings, Location, StockCount, TransferOrder, Warehouse
from inventory.services.transfer_edits import TransferLineChange, edit_transfer_order
from inventory.services.transfer_orders import (
    TransferInput,
    TransferLineInput,
    create_transfer_order,
    release_transfer_order,
)
from orders.models import Order
from tests.clients import api_of, person
from tests.concurrency.conftest import at_once
from tests.concurrency.test_counts_and_returns import counted
from tests.factories import BOSS, confirmed, main_warehouse, make_customer, make_item, release

pytestmark = pytest.mark.concurrency


@pytest.fixture
def depot(committed):
    row = Warehouse.objects.create(code="DEPOT", name="Depot")
    Location.objects.create(warehouse=row, code="STOCK", kind="storage", is_usable=True)
    return row


def written(depot, *lines):
    inputs = [TransferLineInput(item, D(quantity)) for item, quantity in lines]
    transfer = TransferInput(main_warehouse(), depot, inputs, transit_days=0)
    return create_transfer_order(transfer=transfer, actor=BOSS)


class Desk:
    """One person's way into the house: a client for every request, as many windows have."""

    def __init__(self) -> None:
        self.user = person("administrator")

    def post(self, path: str, body: dict[str, object] | None = None) -> tuple[int, str]:
        answer = api_of(self.user).post(f"/api/v1/{path}", body or {}, format="json")
        return answer.status_code, answer.json().get("code", "") if answer.status_code >= 400 else ""


def refused_badly(outcomes):
    """What nobody should see over HTTP: an exception, a 5xx, a lost address, or a lock that was not had."""
    return [o for o in outcomes if isinstance(o, Exception) or o[0] == 404 or o[0] >= 500 or o[1] == "busy"]


@pytest.mark.usefixtures("order_process")
def test_receipt_pick_transfer_count_and_cancel_race_on_one_item(depot):
    CountSettings.objects.create(recount_by_other=False)
    item, customer, desk = make_item(sku="HOT", stock=60), make_customer(code="C-1", limit=None), Desk()
    count = counted(item, 55)
    shipments = [release(confirmed(customer, (item, 1))) for _ in range(6)]
    cancelled = [confirmed(customer, (item, 2)) for _ in range(6)]
    transfers = [release_transfer_order(order_id=written(depot, (item, 2)).pk, actor=BOSS) for _ in range(4)]
    move: dict[str, object] = {"product": "HOT", "warehouse": "MAIN", "reason": "storm"}
    order: dict[str, object] = {"customer": "C-1", "lines": [{"product": "HOT", "quantity": "3"}]}
    works: list[Callable[[], object]] = []
    works += [partial(desk.post, f"shipments/{one.number}/pick/") for one in shipments * 2]
    works += [partial(desk.post, f"orders/{one.number}/cancel/", {"reason": "storm"}) for one in cancelled]
    works += [partial(desk.post, f"transfers/{one.number}/send/") for one in transfers * 2]
    works += [partial(desk.post, "stock-moves/", move | {"kind": "receipt", "quantity": "3"})] * 4
    works += [partial(desk.post, "stock-moves/", move | {"kind": "issue", "quantity": "2"})] * 4
    works += [partial(desk.post, "orders/", order | {"submit": True})] * 4
    works += [partial(desk.post, f"counts/{count.number}/approve/")] * 3
    random.Random(4).shuffle(works)
    outcomes = at_once(works)
    while relay():
        pass
    assert refused_badly(outcomes) == []
    assert StockCount.objects.get().state in {"posted", "counted"}
    assert set(TransferOrder.objects.values_list("state", flat=True)) == {"received"}
    assert Balance.objects.get(item=item, warehouse=depot).on_hand == 8
    assert Order.objects.filter(state="cancelled").count() == 6


@pytest.mark.usefixtures("order_process")
def test_a_hundred_orders_over_http_for_ten_units(committed):
    make_item(sku="HOT", stock=10)
    make_customer(code="C-1")
    desk = Desk()
    order: dict[str, object] = {"customer": "C-1", "lines": [{"product": "HOT", "quantity": "1"}]}
    outcomes = at_once([partial(desk.post, "orders/", order | {"submit": True})] * 100)
    while relay():
        pass
    assert refused_badly(outcomes) == []
    assert {status for status, _code in outcomes} == {201}
    assert Balance.objects.get().reserved == 10
    assert Order.objects.filter(fulfillment_state="allocated").count() == 10


def test_a_draft_is_edited_or_released_never_half(depot):
    bolt, nut = make_item(stock=20), make_item(stock=20)
    orders = [written(depot, (bolt, 3)) for _ in range(4)]
    works: list[Callable[[], object]] = []
    for order in orders:
        change = TransferLineChange(item=nut, quantity=D(2))
        works.append(partial(edit_transfer_order, order_id=order.pk, lines=[change], actor=BOSS))
        works.append(partial(release_transfer_order, order_id=order.pk, actor=BOSS))
    outcomes = at_once(works)
    assert all(isinstance(one, TransferOrder | DomainError) for one in outcomes), outcomes
    edited = sum(order.lines.count() == 2 for order in orders)
    assert Balance.objects.get(item=bolt).reserved == 12
    assert Balance.objects.get(item=nut).reserved == 2 * edited
