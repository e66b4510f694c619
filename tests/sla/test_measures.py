"""Measures from the books: real orders judged, scoped, exported; targets, snapshots and baselines kept."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from erp.core.actor import system_actor
from erp.core.errors import Conflict, Invalid, NotPermitted
from erp.masterdata.selectors.company import business_day
from inventory.services.dispatch import deliver_shipment
from orders.models import Order, OrderLine
from orders.services.orders import cancel_order, confirm_order, submit_order
from sla.models import MetricBaseline, MetricSnapshot, MetricTarget
from sla.selectors.metrics import Question, board, orders_behind
from sla.services.measures import TargetValues, freeze_baseline, set_target, take_snapshots
from tests.clients import actor_with, person
from tests.factories import BOSS, draft, fresh, make_customer, make_item, ship

pytestmark = pytest.mark.django_db
SYSTEM = system_actor("test")


def confirmed(customer=None, **fields):
    order = draft(customer or make_customer(), (make_item(stock=10), 2), **fields)
    submit_order(order_id=order.pk, actor=BOSS)
    confirm_order(order_id=order.pk, actor=BOSS)
    return fresh(order)


def delivered(**fields):
    order = confirmed(**fields)
    shipment = ship(order)
    deliver_shipment(shipment_id=shipment.pk, actor=BOSS)
    return fresh(order)


def asked(days=40):
    today = business_day(timezone.now())
    return Question(today - timedelta(days=days), today + timedelta(days=30), today)


def figure(code, actor=SYSTEM):
    found = board(actor, asked()).figures[code]
    return found.sum.counted, found.sum.hits


def overdue(order, days=3):
    """Let the promised day lie in the past."""
    on = business_day(timezone.now()) - timedelta(days=days)
    Order.objects.filter(pk=order.pk).update(promised_on=on, first_promised_on=on)
    OrderLine.objects.filter(order=order).update(promised_on=on, first_promised_on=on)


def test_a_delivered_order_is_counted_with_its_evidence():
    delivered()
    found = board(SYSTEM, asked())
    for code in ("on_time_shipping", "on_time_delivery", "in_full", "fulfillment_rate", "first_pass_rate"):
        assert (found.figures[code].sum.counted, found.figures[code].sum.hits) == (1, 1), code
    [facts] = found.facts
    assert (facts.due_lines, facts.came_in_time, facts.shipments, facts.billed_shipments) == (1, 1, 1, 1)
    assert facts.allocate_seconds == 0
    assert found.figures["confirmation_time"].sum.hits == 1


def test_open_orders_wait_until_their_day_has_passed():
    order = confirmed()
    assert figure("on_time_shipping") == (0, 0)
    overdue(order)
    assert figure("on_time_shipping") == (1, 0)
    assert figure("on_time_delivery") == (1, 0)
    [(facts, verdict)] = orders_behind(SYSTEM, "on_time_shipping", asked(), missed=True)
    assert (facts.number, verdict.is_hit) == (order.number, False)


def test_a_cancelled_order_counts_only_when_its_day_had_passed():
    order = confirmed()
    cancel_order(order_id=order.pk, reason="no longer needed", actor=BOSS)
    assert figure("on_time_shipping") == (0, 0)
    overdue(order)
    assert figure("on_time_shipping") == (1, 0)


def test_what_happened_after_the_as_of_day_is_not_known():
    delivered()
    today = business_day(timezone.now())
    before = Question(today - timedelta(days=40), today + timedelta(days=30), today - timedelta(days=1))
    found = board(SYSTEM, before)
    assert found.figures["on_time_delivery"].sum.counted == 0
    assert found.figures["confirmation_time"].sum.counted == 0


def test_the_number_of_statements_does_not_grow_with_the_orders():
    delivered()
    board(SYSTEM, asked())
    with CaptureQueriesContext(
        connection,
    ) as one:
        board(SYSTEM, asked())
    delivered()
    confirmed()
    with CaptureQueriesContext(connection) as three:
        board(SYSTEM, asked())
    assert len(three) <= len(one)


def test_rights_and_row_scopes_hold():
    delivered()
    with pytest.raises(NotPermitted):
        board(actor_with("shop_floor"), asked())
    assert figure("on_time_shipping", actor_with("executive")) == (1, 1)
    assert figure("on_time_shipping", actor_with("sales_manager", row_scope="own")) == (0, 0)


def test_a_target_counts_from_its_day():
    delivered()
    today = business_day(timezone.now())
    row = set_target(
        values={"metric": "on_time_shipping", "from_on": today, "target": Decimal("0.9"),
                "baseline": Decimal("0.8"), "department": "buyer"},
        actor=BOSS,
    )  # fmt: skip
    found = board(SYSTEM, asked()).trend["on_time_shipping"]
    assert [one.goal.department for one in found][-3:-1] == ["warehouse_manager", "buyer"]
    with pytest.raises(Conflict):
        set_target(
            values={
                "metric": "on_time_shipping",
                "from_on": today,
                "target": Decimal(1),
                "department": "buyer",
            },
            actor=BOSS,
        )
    refused: list[TargetValues] = [{"metric": "nothing"}, {"target": Decimal(98)}, {"department": "nobody"}]
    for wrong in refused:
        with pytest.raises(Invalid):
            set_target(values=wrong, target_id=row.pk, actor=BOSS)
    assert MetricTarget.objects.filter(metric="on_time_shipping").count() == 2


def test_snapshots_are_kept_once_and_read_in_place_of_old_orders():
    delivered()
    at = datetime(2026, 5, 10, 1, 15, tzinfo=UTC)
    assert take_snapshots(actor=SYSTEM, at=at) == take_snapshots(actor=SYSTEM, at=at)
    assert MetricSnapshot.objects.count() == 11 * 12
    MetricSnapshot.objects.filter(metric="on_time_shipping", starts_on=date(2025, 6, 1)).update(
        counted=10, hits=9, weight=10, value="0.9"
    )
    today = date(2026, 5, 10)
    found = board(SYSTEM, Question(date(2026, 4, 1), today, today)).trend["on_time_shipping"]
    assert found[1].value == Decimal("0.9")
    scoped = board(actor_with("sales_manager", row_scope="own"), Question(date(2026, 4, 1), today, today))
    assert scoped.trend["on_time_shipping"][1].value is None


def test_a_baseline_can_never_be_changed():
    delivered()
    today = business_day(timezone.now())
    row = freeze_baseline(name="Before", since=today - timedelta(days=30), until=today, actor=BOSS)
    assert {one["metric"] for one in row.figures} >= {"perfect_order", "stock_turnover"}
    with pytest.raises(Conflict):
        freeze_baseline(name="Before", since=today, until=today, actor=BOSS)
    with pytest.raises(Invalid):
        freeze_baseline(name="Later", since=today, until=today + timedelta(days=1), actor=BOSS)
    with pytest.raises(Exception, match="never changed"):
        MetricBaseline.objects.filter(pk=row.pk).update(name="Other")


def test_the_pages_show_figures_orders_and_files():
    order = delivered()
    browser = Client()
    browser.force_login(person("executive"), backend="erp.identity.backends.RoleBackend")
    assert "On-time shipping" in browser.get("/measures/").content.decode()
    assert "how" not in browser.get("/measures/nothing/").content.decode()[:10]
    assert browser.get("/measures/nothing/").status_code == 404
    for code in ("perfect_order", "cycle_time", "stock_turnover", "picking_accuracy"):
        assert browser.get(f"/measures/{code}/").status_code == 200
    late = (business_day(timezone.now()) + timedelta(days=60)).isoformat()
    assert order.number in browser.get(f"/measures/in_full/orders/?until={late}").content.decode()
    answer = browser.get(f"/measures/in_full/orders/export.csv?until={late}")
    assert order.number in answer.getvalue().decode()
    assert browser.get("/measures/?since=2026-02-01&until=2026-01-01").status_code == 302
    assert browser.get("/measures/export.xlsx").status_code == 200
    sent = {
        "metric": "in_full",
        "from_on": "2026-01-01",
        "target": "96 %",
        "baseline": "90",
        "department": "buyer",
    }
    assert browser.post("/measures/targets/", sent).status_code == 302
    row = MetricTarget.objects.get(metric="in_full", from_on=date(2026, 1, 1))
    assert (row.target, row.baseline) == (Decimal("0.96"), Decimal("0.9"))
    assert browser.post("/measures/targets/", sent | {"target": "x"}).status_code == 422
