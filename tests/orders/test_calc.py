"""Amounts and computed states of orders."""

from decimal import Decimal as D
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orders.calc.amounts import line_amounts, share
from orders.calc.states import FulfillmentFacts, billing_state, fulfillment_state


def test_net_and_tax_are_rounded_half_up_to_the_currency():
    common = {"discount_rate": D(0), "tax_rate": D("0.13")}
    assert line_amounts(quantity=D(1), unit_price=D("0.335"), currency="USD", **common) == (
        D("0.34"),
        D("0.04"),
    )
    assert line_amounts(quantity=D(3), unit_price=D("333.5"), currency="JPY", **common) == (D(1001), D(130))


@given(
    amount=st.decimals("0", "99999", places=2),
    parts=st.lists(st.integers(1, 50), min_size=1, max_size=8),
)
def test_shares_of_a_line_add_up_to_it(amount, parts):
    total, billed, done = D(sum(parts)), D(0), D(0)
    for part in parts:
        piece = share(
            amount=amount,
            already=billed,
            quantity=D(part),
            quantity_before=done,
            total_quantity=total,
            currency="USD",
        )
        assert piece >= 0
        billed, done = billed + piece, done + part
    assert billed == amount


@pytest.mark.parametrize(
    ("facts", "state"),
    [
        ({"wanted": 0, "reserved": 0, "shipped": 0}, "unallocated"),
        ({"wanted": 5, "reserved": 0, "shipped": 0}, "unallocated"),
        ({"wanted": 5, "reserved": 0, "shipped": 0, "has_pegged_supply": True}, "awaiting_supply"),
        ({"wanted": 5, "reserved": 2, "shipped": 0, "has_pegged_supply": True}, "partially_allocated"),
        ({"wanted": 5, "reserved": 2, "shipped": 0, "has_started_work": True}, "in_production"),
        ({"wanted": 5, "reserved": 5, "shipped": 0, "has_started_work": True}, "allocated"),
        ({"wanted": 5, "reserved": 5, "shipped": 0, "shipments_picking": 1}, "picking"),
        (
            {"wanted": 5, "reserved": 5, "shipped": 0, "shipments_picking": 1, "shipments_packed": 1},
            "picking",
        ),
        ({"wanted": 5, "reserved": 5, "shipped": 0, "shipments_packed": 1}, "packed"),
        ({"wanted": 5, "reserved": 3, "shipped": 2, "shipments_packed": 1}, "partially_shipped"),
        ({"wanted": 5, "reserved": 0, "shipped": 5, "shipments_shipped": 1}, "shipped"),
        ({"wanted": 5, "reserved": 0, "shipped": 5}, "delivered"),
    ],
)
def test_the_first_match_gives_the_fulfillment_state(facts, state):
    numbers: dict[str, Any] = {
        key: D(v) if key in {"wanted", "reserved", "shipped"} else v for key, v in facts.items()
    }
    assert fulfillment_state(FulfillmentFacts(**numbers)) == state


@pytest.mark.parametrize(
    ("billed", "paid", "everything", "state"),
    [
        (0, 0, False, "unbilled"),
        (40, 0, False, "partially_billed"),
        (40, 40, False, "partially_paid"),
        (100, 0, True, "billed"),
        (100, 99, True, "partially_paid"),
        (100, 100, True, "paid"),
        (0, 0, True, "paid"),
    ],
)
def test_the_billing_state_follows_the_money(billed, paid, everything, state):
    found = billing_state(total=D(100), billed=D(billed), paid=D(paid), is_all_billed=everything)
    assert found == state
