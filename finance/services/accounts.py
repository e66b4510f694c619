"""Credit accounts of many customers at once, for go-live."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from erp.core.actor import Actor
from erp.core.commands import command
from erp.core.events import emit
from erp.core.refs import DocumentRef
from finance import locks
from finance.events import CreditChanged
from finance.models import CreditAccount


@command("finance.edit_credit", "Give and change credit")
def open_accounts(*, values: Mapping[int, Mapping[str, Any]], grade: str = "", actor: Actor) -> None:
    """Open or change credit accounts by customer: checked values of grade, limit and payment_days.

    `grade` is that of accounts that are opened without one.
    Locks:  the accounts that exist, by customer.
    Emits:  CreditChanged per account that changed.
    """
    stored = set(CreditAccount.objects.filter(customer_id__in=values).values_list("customer_id", flat=True))
    fresh = []
    for customer_id, given in values.items():
        if customer_id not in stored:
            account = CreditAccount(customer_id=customer_id, **given)
            if grade and "grade" not in given:
                account.grade = grade
            fresh.append(account)
    CreditAccount.objects.bulk_create(fresh, batch_size=1000)
    at = timezone.now()
    for customer_id in sorted(stored):
        given = values[customer_id]
        if not given:
            continue
        account = locks.credit_for_update(customer_id)
        changes = {
            name: [getattr(account, name), value]
            for name, value in given.items()
            if getattr(account, name) != value
        }
        if not changes:
            continue
        for name, (_before, after) in changes.items():
            setattr(account, name, after)
        account.version += 1
        account.save(update_fields=[*changes, "version"])
        emit(
            CreditChanged(document=DocumentRef("customer", customer_id)), actor=actor, at=at, changes=changes
        )
