"""Credit: what a customer's documents may take, checked under lock on every rise of exposure."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from erp.core.actor import Actor
from erp.core.commands import command
from erp.core.errors import CreditExceeded, Invalid
from erp.core.events import emit
from erp.core.refs import DocumentRef
from erp.core.rows import save_row
from finance import locks
from finance.events import CreditChanged
from finance.models import CreditAccount, CreditHold

ZERO = Decimal(0)


@command()
def hold_credit(
    *,
    customer_id: int,
    document: DocumentRef,
    amount: Decimal,
    is_new: bool = False,
    may_exceed: bool = False,
) -> None:
    """Set the part of a customer's credit that a document takes; only a rise is checked.

    The new amount is final, never a difference. `is_new` says that the document holds nothing
    yet. `may_exceed` is for an approver with the release right.

    Units:  base currency.
    Locks:  the credit account, the document's hold.
    Raises: CreditExceeded with limit, exposure and what is available.
    """
    if is_new and locks.take_free_credit(customer_id, document, amount):
        return
    account = locks.credit_for_update(customer_id)
    hold = locks.hold_for_update(document.kind, document.id)
    held = hold.amount if hold else ZERO
    rise = amount - held
    if rise > 0 and not may_exceed and account.limit is not None:
        available = account.limit - account.exposure
        if rise > available:
            raise CreditExceeded(
                limit=account.limit, exposure=account.exposure, available=available, asked=rise
            )
    if rise != 0:
        account.open_orders += rise
        save_row(account, ["open_orders"])
    if hold is not None:
        if rise != 0:
            hold.amount = amount
            save_row(hold, ["amount"])
    elif amount > 0:
        CreditHold.objects.create(
            account=account,
            document_kind=document.kind,
            document_id=document.id,
            document_number=document.number,
            amount=amount,
        )


def shift_hold_to_receivable(
    *, customer_id: int, document: DocumentRef | None, hold_left: Decimal, receivable: Decimal
) -> None:
    """Turn a part of a document's hold into a receivable: exposure moves, it does not rise twice.

    Units: base currency. Locks: the account and hold, held already by the caller's order.
    """
    account = locks.credit_for_update(customer_id)
    if document is not None:
        hold = locks.hold_for_update(document.kind, document.id)
        if hold is not None and hold.amount != hold_left:
            account.open_orders += hold_left - hold.amount
            hold.amount = hold_left
            save_row(hold, ["amount"])
    account.open_receivables += receivable
    save_row(account, ["open_orders", "open_receivables"])


@command("finance.edit_credit")
def change_credit(
    *,
    customer_id: int,
    actor: Actor,
    grade: str | None = None,
    limit: Decimal | None = None,
    clear_limit: bool = False,
    payment_days: int | None = None,
    at: datetime | None = None,
) -> CreditAccount:
    """Change how much a customer may owe, and for how long.

    Locks:  the credit account.
    Emits:  CreditChanged.
    Raises: Invalid.
    """
    account = locks.credit_for_update(customer_id)
    changes: dict[str, list[object]] = {}
    if grade is not None and grade != account.grade:
        if grade not in CreditAccount.Grade.values:
            raise Invalid.field("credit_grade", _("Must be A, B, C or D."), "unknown_choice")
        changes["grade"] = [account.grade, grade]
        account.grade = grade
    if (limit is not None or clear_limit) and limit != account.limit:
        if limit is not None and limit < 0:
            raise Invalid.field("credit_limit", _("Must not be negative."), "negative")
        changes["limit"] = [account.limit, limit]
        account.limit = limit
    if payment_days is not None and payment_days != account.payment_days:
        changes["payment_days"] = [account.payment_days, payment_days]
        account.payment_days = payment_days
    if changes:
        account.version += 1
        save_row(account, ["grade", "limit", "payment_days", "version"])
        ref = DocumentRef("customer", customer_id)
        emit(CreditChanged(document=ref), actor=actor, at=at or timezone.now(), changes=changes)
    return account
