"""What each measure counts: open, partial, cancelled and re-promised orders; exact values."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from sla.calc.metrics import (
    METRICS,
    NO,
    STAGES,
    UNKNOWN,
    YES,
    Adder,
    OrderFacts,
    Verdict,
    perfect_parts,
    stage_seconds,
    turnover,
    value_of,
)
from sla.selectors.measure_words import value_text

AS_OF = date(2026, 6, 30)
PROMISED = date(2026, 6, 10)
AT = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)


def order(**facts):
    values: dict[str, Any] = {
        "order_id": 1,
        "number": "SO-1",
        "state": "confirmed",
        "submitted_on": date(2026, 6, 1),
        "submitted_at": AT,
        "confirmed_on": date(2026, 6, 1),
        "confirmed_at": AT + timedelta(minutes=10),
        "promised_on": PROMISED,
        "due_lines": 2,
    }
    return OrderFacts(**(values | facts))


def kept(**facts):
    """An order that did everything right."""
    values = {"left_in_time": 2, "came_in_time": 2, "left_at_once": 2, "left_lines": 2, "came_lines": 2,
              "shipments": 1, "signed_shipments": 1, "billed_shipments": 1, "scans_right": 4,
              "shipped_at": AT + timedelta(days=5), "delivered_at": AT + timedelta(days=7),
              "delivered_on": date(2026, 6, 8)}  # fmt: skip
    return order(**(values | facts))


def add_up(verdicts):
    adder = Adder()
    for verdict in verdicts:
        adder.add(verdict)
    return adder.sum()


def judged(code, facts, as_of=AS_OF):
    metric = METRICS[code]
    return metric.judge(facts, as_of, metric.seconds(metric.target))


def test_an_order_kept_in_everything_is_a_hit_everywhere():
    for code in ("on_time_shipping", "on_time_delivery", "in_full", "perfect_order", "fulfillment_rate"):
        assert judged(code, kept()) == Verdict(PROMISED, is_hit=True), code
    assert judged("first_pass_rate", kept()) == Verdict(date(2026, 6, 8), is_hit=True)
    assert judged("cycle_time", kept()) == Verdict(date(2026, 6, 8), is_hit=True, seconds=7 * 86_400)


def test_an_open_order_is_not_counted_before_its_day_has_passed():
    waiting = order()
    for code in ("on_time_shipping", "on_time_delivery", "in_full", "perfect_order"):
        assert judged(code, waiting) is None, code
    assert judged("fulfillment_rate", waiting, PROMISED) is None
    assert judged("fulfillment_rate", waiting) == Verdict(PROMISED, is_hit=False)
    assert judged("completion_rate", waiting) == Verdict(date(2026, 6, 1), is_hit=False)
    assert judged("cycle_time", waiting) is None


def test_a_late_open_order_is_a_miss_as_soon_as_a_piece_is_too_late():
    late = order(left_too_late=1, came_too_late=1)
    for code in ("on_time_shipping", "on_time_delivery", "in_full", "perfect_order"):
        assert judged(code, late) == Verdict(PROMISED, is_hit=False), code


def test_a_partial_delivery_in_time_is_in_time_but_not_in_full():
    partial = kept(left_at_once=1)
    assert judged("on_time_delivery", partial).is_hit
    assert not judged("in_full", partial).is_hit
    assert not judged("perfect_order", partial).is_hit
    assert judged("fulfillment_rate", partial).is_hit


def test_cancelled_before_its_day_is_not_counted_and_after_it_a_miss():
    early = order(state="cancelled", cancelled_on=PROMISED)
    late = order(
        state="cancelled", cancelled_on=PROMISED + timedelta(days=1), left_too_late=2, came_too_late=2
    )
    for code in ("on_time_shipping", "on_time_delivery", "in_full", "perfect_order", "fulfillment_rate"):
        assert judged(code, early) is None, code
        assert judged(code, late) == Verdict(PROMISED, is_hit=False), code
    assert judged("completion_rate", early) == Verdict(date(2026, 6, 1), is_hit=False)


def test_drafts_and_rejected_orders_are_never_counted():
    for state in ("draft", "rejected"):
        for code in ("on_time_shipping", "fulfillment_rate", "completion_rate", "perfect_order"):
            assert judged(code, kept(state=state)) is None, (state, code)


def test_confirmation_and_allocation_count_open_ones_only_over_target():
    quick = order(confirm_seconds=1800, allocate_seconds=600, allocated_at=AT)
    assert judged("confirmation_time", quick) == Verdict(date(2026, 6, 1), is_hit=True, seconds=1800)
    assert judged("allocation_time", quick) == Verdict(date(2026, 6, 1), is_hit=True, seconds=600)
    slow = order(confirm_seconds=1801, allocate_seconds=601, allocated_at=AT)
    assert not judged("confirmation_time", slow).is_hit
    assert not judged("allocation_time", slow).is_hit
    assert judged("confirmation_time", order(confirmed_at=None, confirm_seconds=60)) is None
    waiting = judged("confirmation_time", order(confirmed_at=None, confirm_seconds=7200))
    assert waiting == Verdict(date(2026, 6, 1), is_hit=False, seconds=7200)


def test_every_part_of_a_perfect_order_has_its_own_evidence():
    assert set(perfect_parts(kept()).values()) == {YES}
    assert perfect_parts(kept(scans_right=0))["items"] == UNKNOWN
    assert perfect_parts(kept(pack_mistakes=1))["items"] == NO
    assert perfect_parts(kept(returns=frozenset({"wrong_item"})))["items"] == NO
    assert perfect_parts(kept(returns=frozenset({"too_much"})))["quantity"] == NO
    assert perfect_parts(kept(came_in_time=1))["time"] == NO
    assert perfect_parts(kept(strange_addresses=1))["place"] == NO
    assert perfect_parts(kept(signed_shipments=0))["place"] == UNKNOWN
    assert perfect_parts(kept(billed_shipments=0))["documents"] == UNKNOWN
    assert perfect_parts(kept(corrected_bills=1))["documents"] == NO
    assert perfect_parts(kept(returns_in_window=1))["no_return"] == NO
    assert judged("perfect_order", kept(scans_right=0, signed_shipments=0)).is_hit
    assert not judged("perfect_order", kept(returns_in_window=1)).is_hit


def test_picking_accuracy_weighs_scans_and_not_orders():
    good = kept(scans_right=998, picked_on=AT.date())
    bad = kept(scans_right=0, scans_wrong=1, pack_mistakes=1, picked_on=AT.date())
    found = add_up([judged("picking_accuracy", good), judged("picking_accuracy", bad)])
    assert value_of(METRICS["picking_accuracy"], found) == Decimal("0.998")
    assert judged("picking_accuracy", kept(scans_right=0, picked_on=AT.date())) is None


def test_values_are_shares_or_means_in_the_unit():
    verdicts = [Verdict(PROMISED, True, 60), Verdict(PROMISED, False, 180)]
    assert value_of(METRICS["on_time_shipping"], add_up(verdicts)) == Decimal("0.5")
    assert value_of(METRICS["confirmation_time"], add_up(verdicts)) == Decimal(2)
    assert value_of(METRICS["on_time_shipping"], add_up([])) is None


def test_turnover_is_for_a_year_and_needs_stock():
    assert turnover(Decimal(600), [Decimal(90), Decimal(110)], 365) == Decimal(6)
    assert turnover(Decimal(300), [Decimal(100)], 73) == Decimal(15)
    assert turnover(Decimal(300), [Decimal(0)], 365) is None


moments = st.integers(min_value=0, max_value=10**7)


@given(st.lists(st.none() | moments, min_size=5, max_size=5), moments)
def test_stages_add_up_to_the_cycle_time_exactly(ends, whole):
    names = ("confirmed_at", "allocated_at", "picked_at", "packed_at", "shipped_at")
    given_ends = {
        name: None if end is None else AT + timedelta(seconds=end)
        for name, end in zip(names, ends, strict=True)
    }
    found = stage_seconds(kept(delivered_at=AT + timedelta(seconds=whole))._replace(**given_ends))
    assert list(found) == list(STAGES)
    assert sum(found.values()) == whole
    assert min(found.values()) >= 0


def test_every_measure_has_a_unit_a_direction_a_target_and_a_department():
    assert len(METRICS) == 12
    for metric in METRICS.values():
        assert metric.unit in {"share", "minutes", "days", "times"}
        assert metric.department
        assert metric.is_met(metric.target, metric.target)


def test_a_value_that_misses_its_target_never_reads_like_it():
    share, minutes = METRICS["fulfillment_rate"], METRICS["confirmation_time"]
    assert value_text(share, Decimal("0.9796"), beside=Decimal("0.98")) == "97.96%"
    assert value_text(share, Decimal("0.97996"), beside=Decimal("0.98")) == "97.996%"
    assert value_text(share, Decimal("0.98"), beside=Decimal("0.98")) == "98.0%"
    assert value_text(share, Decimal("0.9123"), beside=Decimal("0.98")) == "91.2%"
    assert value_text(minutes, Decimal("30.04"), beside=Decimal(30)) == "30.04 min"
    assert value_text(share, Decimal("0.9799999999"), beside=Decimal("0.98")).startswith("98.0")  # bounded
