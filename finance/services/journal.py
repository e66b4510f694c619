"""Double entry: postings are collected during a command and written in two statements before commit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from erp.core.actor import Actor
from erp.core.commands import current
from erp.core.errors import Misconfigured
from erp.core.refs import DocumentRef
from finance.models import Account, JournalEntry, JournalLine

_accounts: dict[str, int] = {}


@dataclass(frozen=True)
class Side:
    """One side of a posting: the account by its role, debit positive, in base and document currency."""

    role: str
    amount: Decimal
    currency: str
    currency_amount: Decimal
    customer_id: int | None = None


def account_id(role: str) -> int:
    """The account that a role posts to.

    Raises: Misconfigured when the chart has none.
    """
    if role not in _accounts:
        _accounts.update(Account.objects.exclude(role=None).values_list("role", "pk"))
    try:
        return _accounts[role]
    except KeyError:
        raise Misconfigured("account_missing", role=role) from None


def post(
    kind: str,
    sides: Sequence[Side],
    *,
    source: DocumentRef,
    actor: Actor,
    at: datetime,
    order_number: str = "",
) -> None:
    """Post an entry; a deferred constraint refuses the commit unless it balances.

    Sides of no amount are left out; an entry without sides is none.
    """
    real = [side for side in sides if side.amount != 0 or side.currency_amount != 0]
    if not real:
        return
    unit = current()
    unit.scratch.setdefault("journal", []).append(
        (
            JournalEntry(
                posted_on=at.date(),
                at=at,
                kind=kind,
                source_kind=source.kind,
                source_id=source.id,
                source_number=source.number,
                order_number=order_number,
                actor_label=actor.label,
            ),
            real,
        )
    )
    unit.at_flush("journal", write_entries)


def write_entries() -> None:
    """Write the collected postings: all entries, then all their lines."""
    collected = current().scratch.pop("journal", [])
    JournalEntry.objects.bulk_create(entry for entry, _ in collected)
    JournalLine.objects.bulk_create(
        JournalLine(
            entry=entry,
            account_id=account_id(side.role),
            amount=side.amount,
            currency_id=side.currency,
            currency_amount=side.currency_amount,
            customer_id=side.customer_id,
        )
        for entry, sides in collected
        for side in sides
    )
