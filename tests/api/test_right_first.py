"""Who lacks the right is told so, whatever the body says; the right is that of the command behind it."""

from typing import Any

import pytest
from django.urls import get_resolver

from erp.core.http.rights import rights_of
from inventory.api.stock_moves import StockMoves
from orders.api.orders import Orders
from tests.clients import api_with
from tests.factories import draft, make_customer, make_item

WRITES = {"post", "patch", "put", "delete"}
BAD: dict[str, Any] = {"nonsense": [1], "quantity": "x"}


@pytest.mark.django_db
def test_the_right_comes_before_the_body_and_the_record_before_the_right() -> None:
    order = draft(make_customer(), (make_item(), 1))
    floor, sales = api_with("executive"), api_with("sales")
    for path in (
        f"orders/{order.number}/amend/", f"orders/{order.number}/hold/", "orders/", "holds/", "payments/",
        "stock-moves/", "purchase-orders/", "planning/runs/", "reservations/",
    ):  # fmt: skip
        refused = floor.post(f"/api/v1/{path}", BAD)
        assert (path, refused.status_code, refused.json()["code"]) == (path, 403, "not_permitted")
    assert sales.post(f"/api/v1/orders/{order.number}/amend/", BAD).status_code == 400
    assert floor.post("/api/v1/orders/SO-NONE/amend/", BAD).status_code == 404
    assert floor.patch(f"/api/v1/orders/{order.number}/", BAD).status_code == 403


def test_rights_are_found_through_helpers_and_tables_of_them() -> None:
    assert rights_of(Orders, "amend") == ("orders.amend_order",)
    assert rights_of(Orders, "create") == ("orders.create_order", "orders.submit_order")
    assert set(rights_of(StockMoves, "create")) == {
        "inventory.post_move", "inventory.adjust_stock", "inventory.transfer_stock",
    }  # fmt: skip


def _writing(patterns: Any) -> set[tuple[Any, str]]:
    found: set[tuple[Any, str]] = set()
    for one in patterns:
        if hasattr(one, "url_patterns"):
            found |= _writing(one.url_patterns)
            continue
        view = getattr(one.callback, "cls", None)
        known = getattr(one.callback, "actions", None) or {"post": "post"}
        found |= {(view, name) for how, name in known.items() if how in WRITES and hasattr(view, name)}
    return found


def test_nearly_every_address_that_changes_something_tells_its_right() -> None:
    writing = _writing(get_resolver().url_patterns)
    without = sorted(f"{view.__name__}.{name}" for view, name in writing if not rights_of(view, name))
    assert len(writing) > 300
    assert len(without) <= 32, (
        without
    )  # these ask in their handler: by kind of record, or for no right at all
