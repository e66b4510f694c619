"""Payments and the journal as files, and what payments refuse."""

from __future__ import annotations

import io
from decimal import Decimal as D

import openpyxl
import pytest

from erp.core.errors import Invalid, NotFound
from finance.models import Invoice, JournalLine
from finance.services.invoices import void_invoice
from finance.services.payments import allocate_payment, deallocate_payment, record_payment, refund_payment
from tests.factories import BOSS, assert_books_hold, confirmed, fresh, make_customer, make_item, ship
from tests.finance.test_pages_payables import client_of

pytestmark = pytest.mark.django_db


def rows_of(answer) -> list[tuple]:
    body = b"".join(answer.streaming_content)
    if "csv" in answer["Content-Type"]:
        return [tuple(line.split(",")) for line in body.decode("utf-8-sig").strip().splitlines()]
    [sheet] = openpyxl.load_workbook(io.BytesIO(body)).worksheets
    return list(sheet.iter_rows(values_only=True))


def paid(amount: str = "25"):
    customer = make_customer()
    ship(confirmed(customer, (make_item(stock=10, price="10"), 2)))
    payment = record_payment(
        customer_id=customer.pk, amount=D(amount), currency=customer.currency_id, reference="=1+1", actor=BOSS
    )
    return payment, Invoice.objects.get()


def test_lists_of_money_as_files() -> None:
    payment, invoice = paid()
    client = client_of("finance")
    assert "/payments/export.csv" in client.get("/payments/").content.decode()
    for kind in ("csv", "xlsx"):
        head, row = rows_of(client.get(f"/payments/export.{kind}?unapplied=1"))
        assert row[0] == payment.number and row[4] == "'=1+1"
        head, *sides = rows_of(client.get(f"/journal/export.{kind}?q={invoice.number}"))
        assert len(head) == 11
        assert len(sides) == JournalLine.objects.filter(entry__source_number=invoice.number).count() > 0
    assert len(rows_of(client.get("/payments/export.csv?q=nobody"))) == 1
    assert client.get("/journal/export.pdf").status_code == 404
    assert client_of("warehouse_operator").get("/journal/export.csv").status_code == 403


def test_payments_refuse_what_can_not_be() -> None:
    payment, invoice = paid()
    with pytest.raises(Invalid):
        refund_payment(payment_id=payment.pk, amount=D("0.001"), actor=BOSS)
    with pytest.raises(NotFound):
        allocate_payment(payment_id=0, allocations=[(invoice.pk, D(1))], actor=BOSS)
    with pytest.raises(NotFound):
        deallocate_payment(payment_id=0, invoice_id=invoice.pk, actor=BOSS)
    with pytest.raises(Invalid):
        void_invoice(invoice_id=invoice.pk, reason=" ", actor=BOSS)
    assert (fresh(payment).unapplied, fresh(invoice).state) == (25, "issued")
    assert_books_hold()
