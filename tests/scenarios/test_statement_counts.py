"""What an order costs in statements: pinned, and the same for ten lines and for two hundred."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from benchmarks import process_engine
from benchmarks.http_order_to_cash import InProcess, one_order
from erp.core import fresh
from erp.identity.services.api_keys import create_api_key
from erp.identity.services.users import make_administrator
from erp.processes.models import StepLog
from erp.processes.services.definitions import create_process, publish_process
from erp.processes.services.running import run_case
from erp.processes.services.starting import start_case
from finance.models import Invoice
from inventory.services.dispatch import ship_shipment
from inventory.services.packing import pack_shipment
from inventory.services.picking import pick_shipment
from orders.services.orders import confirm_order, submit_order
from tests.factories import BOSS, draft, make_customer, make_item, pay, release


@pytest.fixture(autouse=True)
def company_is_kept(db, monkeypatch):
    """Nothing that is kept for seconds is read anew in the middle of counting."""
    monkeypatch.setattr(fresh, "clock", lambda: 0.0)


def statements(work):
    """How many statements a piece of work needs, transactions' brackets left out."""
    with CaptureQueriesContext(connection) as captured:
        result = work()
    brackets = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")
    return len([q for q in captured.captured_queries if not q["sql"].startswith(brackets)]), result


def life(customer, items):
    """Statements per stage of one order's life."""
    counts = {}
    counts["create"], order = statements(lambda: draft(customer, *[(item, 2) for item in items]))
    counts["submit"], _ = statements(lambda: submit_order(order_id=order.pk, actor=BOSS))
    counts["confirm"], _ = statements(lambda: confirm_order(order_id=order.pk, actor=BOSS))
    counts["release"], shipment = statements(lambda: release(order))
    counts["pick"], _ = statements(lambda: pick_shipment(shipment_id=shipment.pk, actor=BOSS))
    counts["pack"], _ = statements(lambda: pack_shipment(shipment_id=shipment.pk, actor=BOSS))
    counts["ship"], _ = statements(lambda: ship_shipment(shipment_id=shipment.pk, actor=BOSS))
    invoice = Invoice.objects.get(document_id=order.pk)
    counts["pay"], _ = statements(lambda: pay(invoice))
    return counts


def test_three_lines_from_entry_to_payment():
    customer = make_customer()
    items = [make_item(stock=100) for _ in range(3)]
    life(customer, items)  # the first one reads what is kept afterwards: company, accounts, number series
    counts = life(customer, items)
    assert sum(counts.values()) <= 80, counts  # four of them for the clocks


def test_the_drawn_process_and_its_clocks_cost_two_more_at_most(order_process):
    customer = make_customer()
    items = [make_item(stock=100) for _ in range(3)]
    life(customer, items)
    before = StepLog.objects.count()
    counts = life(customer, items)
    assert StepLog.objects.count() - before == 10
    assert sum(counts.values()) <= 80 + 2, counts


def test_over_http_with_the_drawn_process(order_process):
    customer = make_customer()
    items = [make_item(stock=100).sku for _ in range(3)]
    _key, secret = create_api_key(
        user_id=make_administrator().pk, name="count", scopes=["*"], requests_per_second=10_000,
        burst=10_000, actor=BOSS,
    )  # fmt: skip
    caller = InProcess(secret)
    one_order(caller, customer.code, items)
    count, _ = statements(lambda: one_order(caller, customer.code, items))
    assert count <= 148  # eight POSTs and a GET: sign-in, idempotency, answers and what happens behind them


@pytest.mark.slow
def test_statements_do_not_grow_with_the_lines():
    customer = make_customer(limit=None)
    items = [make_item(stock=100) for _ in range(200)]
    life(customer, items[:10])
    assert life(customer, items[:10]) == life(customer, items)


def test_a_case_of_thirteen_nodes_costs_three_statements_a_node():
    definition = create_process(
        code="thirteen", name="Thirteen", subject_kind="order", graph=process_engine.drawing(), actor=BOSS
    )
    publish_process(definition_id=definition.pk, actor=BOSS)
    customer, item = make_customer(), make_item()
    for order in (draft(customer, (item, 1)), draft(customer, (item, 1))):
        at = timezone.now()
        count, _ = statements(
            lambda order=order, at=at: run_case(
                start_case(code="thirteen", subject=order.ref, actor=BOSS, at=at), subject=order.ref
            )
        )
    assert StepLog.objects.filter(case__subject_id=order.pk).count() == 13
    assert count <= 3 * 13
