"""Any sequence of commands, legal or not: every invariant holds after each of them."""

from __future__ import annotations

from decimal import Decimal as D

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from erp.core.errors import DomainError
from erp.core.outbox import relay
from finance.models import Invoice, Payment
from finance.services.invoices import void_invoice
from finance.services.payments import allocate_payment, deallocate_payment, record_payment, refund_payment
from inventory.models import Shipment
from inventory.services.dispatch import deliver_shipment, ship_shipment
from inventory.services.packing import pack_shipment
from inventory.services.picking import pick_shipment
from inventory.services.releases import release_shipments
from inventory.services.scans import ScanInput
from inventory.services.shipments import cancel_shipment
from inventory.services.stock import adjust_stock, issue_stock, revalue_item
from orders.models import Order
from orders.services.amend import LineChange, amend_order
from orders.services.order_lines import LineInput
from orders.services.orders import (
    allocate_order,
    cancel_order,
    close_order,
    confirm_order,
    hold_order,
    release_order,
    submit_order,
)
from tests.factories import (
    BOSS,
    assert_books_hold,
    draft,
    main_warehouse,
    make_customer,
    make_item,
    make_tax,
    receive,
)

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

QUANTITIES = st.sampled_from([D("0"), D("1"), D("2"), D("3.5"), D("7"), D("20"), D("-1")])
PICK = st.integers(0, 7)


class Company(RuleBasedStateMachine):
    """Two customers, three items, and everything that can happen to their orders."""

    orders = Bundle("orders")

    def __init__(self):
        super().__init__()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        tax = make_tax("0.13")
        self.customers = [make_customer(limit=500, tax_code=tax), make_customer(limit=None)]
        self.items = [make_item(stock=n, price=p) for n, p in ((5, "9.99"), (0, "0.3333"), (50, "120"))]

    def teardown(self):
        transaction.set_rollback(True)
        self.transaction.__exit__(None, None, None)

    def attempt(self, command, **arguments):
        """Run a command; a refusal is an answer and must change nothing."""
        try:
            with transaction.atomic():
                command(actor=BOSS, **arguments)
        except DomainError:
            pass

    def some(self, model, n):
        rows = list(model.objects.order_by("pk"))
        return rows[n % len(rows)] if rows else None

    @rule(
        target=orders,
        c=st.integers(0, 1),
        lines=st.lists(st.tuples(st.integers(0, 2), st.integers(1, 9)), min_size=1, max_size=3),
        complete=st.booleans(),
    )
    def enter(self, c, lines, complete):
        pairs = [(self.items[i], q) for i, q in lines]
        order = draft(self.customers[c], *pairs, ship_complete=complete)
        self.attempt(submit_order, order_id=order.pk)
        self.attempt(confirm_order, order_id=order.pk)
        return order.pk

    @rule(
        order=orders,
        verb=st.sampled_from([submit_order, confirm_order, release_order, allocate_order, close_order]),
    )
    def advance(self, order, verb):
        self.attempt(verb, order_id=order)

    @rule(order=orders, verb=st.sampled_from([cancel_order, hold_order]))
    def stop(self, order, verb):
        self.attempt(verb, order_id=order, reason="because")

    @rule(order=orders, n=PICK, quantity=QUANTITIES)
    def amend(self, order, n, quantity):
        lines = list(Order.objects.get(pk=order).lines.all())
        self.attempt(amend_order, order_id=order, changes=[LineChange(lines[n % len(lines)].pk, quantity)])

    @rule(order=orders, item=st.integers(0, 2), quantity=QUANTITIES)
    def add_line(self, order, item, quantity):
        self.attempt(amend_order, order_id=order, added=[LineInput(self.items[item].pk, quantity)])

    @rule(order=orders)
    def ship_what_is_there(self, order):
        """Release, pick, pack and ship in one go, so that deep states are reached often."""
        row = Order.objects.get(pk=order)
        try:
            with transaction.atomic():
                [shipment] = release_shipments(document=row.ref, actor=BOSS)
                pick_shipment(shipment_id=shipment.pk, actor=BOSS)
                pack_shipment(shipment_id=shipment.pk, actor=BOSS)
                ship_shipment(shipment_id=shipment.pk, actor=BOSS)
        except DomainError:
            pass

    @rule(order=orders)
    def release_to_pick(self, order):
        self.attempt(release_shipments, document=Order.objects.get(pk=order).ref)

    @rule(n=PICK, verb=st.sampled_from([pick_shipment, pack_shipment, ship_shipment, deliver_shipment]))
    def warehouse(self, n, verb):
        shipment = self.some(Shipment, n)
        if shipment is not None:
            self.attempt(verb, shipment_id=shipment.pk)

    @rule(n=PICK)
    def short_pick(self, n):
        shipment = self.some(Shipment, n)
        if shipment is not None:
            line = shipment.lines.select_related("item").first()
            scans = [ScanInput(quantity=D(1), barcode=line.item.sku)]
            self.attempt(pick_shipment, shipment_id=shipment.pk, scans=scans, short_reason="broken")

    @rule(n=PICK)
    def take_shipment_back(self, n):
        shipment = self.some(Shipment, n)
        if shipment is not None:
            self.attempt(cancel_shipment, shipment_id=shipment.pk, reason="truck broke down")

    @rule(item=st.integers(0, 2), quantity=st.sampled_from([D(1), D("2.5"), D(10)]))
    def receive(self, item, quantity):
        receive(self.items[item], quantity)

    @rule(item=st.integers(0, 2), quantity=QUANTITIES, verb=st.sampled_from([adjust_stock, issue_stock]))
    def change_stock(self, item, quantity, verb):
        self.attempt(
            verb, item=self.items[item], warehouse=main_warehouse(), quantity=quantity, reason="count"
        )

    @rule(item=st.integers(0, 2), cost=st.sampled_from([D("0"), D("3.3333"), D("12.5")]))
    def revalue(self, item, cost):
        self.attempt(revalue_item, item_id=self.items[item].pk, new_cost=cost)

    @rule(n=PICK, share=st.sampled_from([D("0.5"), D("1"), D("2")]))
    def pay(self, n, share):
        invoice = self.some(Invoice, n)
        if invoice is not None and invoice.open_amount > 0:
            amount = (invoice.open_amount * share).quantize(D("0.01"))
            part = min(amount, invoice.open_amount)
            self.attempt(
                record_payment,
                customer_id=invoice.customer_id,
                amount=amount,
                currency=invoice.currency_id,
                allocations=[(invoice.pk, part)] if share != 2 else [],
            )

    @rule(n=PICK, m=PICK, verb=st.sampled_from(["allocate", "deallocate", "refund", "void"]))
    def correct(self, n, m, verb):
        invoice, payment = self.some(Invoice, n), self.some(Payment, m)
        if verb == "void" and invoice is not None:
            self.attempt(void_invoice, invoice_id=invoice.pk, reason="wrong")
        elif payment is not None and verb == "refund":
            self.attempt(refund_payment, payment_id=payment.pk)
        elif payment is not None and invoice is not None and verb == "deallocate":
            self.attempt(deallocate_payment, payment_id=payment.pk, invoice_id=invoice.pk)
        elif payment is not None and invoice is not None:
            part = min(payment.unapplied, invoice.open_amount)
            self.attempt(allocate_payment, payment_id=payment.pk, allocations=[(invoice.pk, part)])

    @rule()
    def worker_wakes(self):
        relay(seconds=2)

    @invariant()
    def books_hold(self):
        assert_books_hold()


def test_books_hold_whatever_happens(db):
    run_state_machine_as_test(
        Company,
        settings=settings(
            max_examples=25,
            stateful_step_count=30,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
