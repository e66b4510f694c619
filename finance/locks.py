"""The only row locks of the money: credit first, then invoices, then payments, by primary key."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import cast

from erp.core.commands import current
from erp.core.errors import NotFound, StaleVersion
from erp.core.locks import register_locker
from erp.core.prepared import prepared
from erp.core.refs import DocumentRef
from erp.core.statements import run
from finance.models import CreditAccount, CreditHold, Invoice, Payable, Payment, SupplierCredit

_CREDIT = prepared(
    lambda customers: (
        CreditAccount.objects.select_for_update(of=("self",))
        .filter(customer_id__any_of=customers)
        .order_by("customer_id")
    )
)
_HOLD = prepared(
    lambda kind, pk: (
        CreditHold.objects.select_for_update(of=("self",))
        .filter(document_kind=kind, document_id=pk)
        .order_by()
    )
)
_INVOICES = prepared(
    lambda ids: Invoice.objects.select_for_update(of=("self",)).filter(pk__any_of=ids).order_by("pk")
)


def credit_for_update(customer_id: int) -> CreditAccount:
    """Lock a customer's credit account, making one without a limit where there is none."""
    unit = current()
    if unit.recall("customer", customer_id) is None:
        lock_credit_of([customer_id])
    return cast(CreditAccount, unit.recall("customer", customer_id))


def lock_credit_of(customer_ids: Sequence[int]) -> None:
    """Lock the credit accounts of customers, lowest key first, and remember them."""
    unit = current()
    missing = set(customer_ids)
    for _attempt in range(2):
        for row in _CREDIT(list(missing)):
            unit.remember("customer", row.customer_id, row)
            missing.discard(row.customer_id)
        if not missing:
            return
        CreditAccount.objects.bulk_create(
            [CreditAccount(customer_id=pk) for pk in sorted(missing)], ignore_conflicts=True
        )


_TAKE = """
WITH taken AS (
    UPDATE finance_creditaccount SET open_orders = open_orders + %(amount)s
    WHERE customer_id = %(customer)s
      AND ("limit" IS NULL OR open_orders + open_receivables + %(amount)s <= "limit")
    RETURNING id
)
INSERT INTO finance_credithold (account_id, document_kind, document_id, document_number, amount)
SELECT id, %(kind)s, %(id)s, %(number)s, %(amount)s FROM taken
"""


def take_free_credit(customer_id: int, document: DocumentRef, amount: Decimal) -> bool:
    """Take a new document's credit in one statement, under the account's row lock.

    False when it is not free, or when this command has read the account before and has to go on
    with the row it knows.
    """
    if current().recall("customer", customer_id) is not None:
        return False
    values = {
        "amount": amount,
        "customer": customer_id,
        "kind": document.kind,
        "id": document.id,
        "number": document.number,
    }
    return run(_TAKE, values) == 1


def hold_for_update(kind: str, document_id: int) -> CreditHold | None:
    """Lock a document's credit hold, if it has one; the account's lock is held already."""
    return next(iter(_HOLD(kind, document_id)), None)


def invoices_for_update(invoice_ids: Iterable[int]) -> dict[int, Invoice]:
    """Lock invoices, lowest key first.

    Raises: NotFound when one is missing.
    """
    wanted = sorted(set(invoice_ids))
    rows = {row.pk: row for row in _INVOICES(wanted)}
    for pk in wanted:
        if pk not in rows:
            raise NotFound(kind="invoice", id=pk)
    return rows


def invoice_for_update(invoice_id: int, expected_version: int | None = None) -> Invoice:
    """Lock one invoice.

    Raises: NotFound; StaleVersion.
    """
    row = invoices_for_update([invoice_id])[invoice_id]
    if expected_version is not None and row.version != expected_version:
        raise StaleVersion(expected=expected_version, current=row.version)
    return row


def payment_for_update(payment_id: int, expected_version: int | None = None) -> Payment:
    """Lock one payment.

    Raises: NotFound; StaleVersion.
    """
    row = Payment.objects.select_for_update(of=("self",)).filter(pk=payment_id).first()
    if row is None:
        raise NotFound(kind="payment", id=payment_id)
    if expected_version is not None and row.version != expected_version:
        raise StaleVersion(expected=expected_version, current=row.version)
    return row


def payable_for_update(payable_id: int, expected_version: int | None = None) -> Payable:
    """Lock one supplier's invoice.

    Raises: NotFound; StaleVersion.
    """
    rows = Payable.objects.select_for_update(of=("self",)).select_related("supplier")
    row = rows.filter(pk=payable_id).first()
    if row is None:
        raise NotFound(kind="payable", id=payable_id)
    if expected_version is not None and row.version != expected_version:
        raise StaleVersion(expected=expected_version, current=row.version)
    return row


def supplier_credit_for_update(credit_id: int, expected_version: int | None = None) -> SupplierCredit:
    """Lock one supplier's credit note; an invoice that it pays is locked before.

    Raises: NotFound; StaleVersion.
    """
    rows = SupplierCredit.objects.select_for_update(of=("self",)).select_related("supplier")
    row = rows.filter(pk=credit_id).first()
    if row is None:
        raise NotFound(kind="supplier_credit", id=credit_id)
    if expected_version is not None and row.version != expected_version:
        raise StaleVersion(expected=expected_version, current=row.version)
    return row


register_locker("customer", "finance", lock_credit_of)
