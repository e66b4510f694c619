"""Double entry: postings are collected during a command and written in one statement before commit."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from erp.core.actor import Actor
from erp.core.commands import current
from erp.core.errors import Misconfigured
from erp.core.refs import DocumentRef
from erp.core.statements import run
from erp.masterdata.selectors.company import business_day
from finance.models import Account

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
        known = Account.objects.exclude(role=None).values_list("role", "pk")
        _accounts.update({name: pk for name, pk in known if name})
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
    collected = unit.scratch.setdefault("journal", [])
    collected.append(
        {
            "seq": len(collected),
            "posted_on": business_day(at).isoformat(),
            "at": at.isoformat(),
            "kind": kind,
            "source_kind": source.kind,
            "source_id": source.id,
            "source_number": source.number,
            "order_number": order_number,
            "actor_label": actor.label,
            "sides": [
                {
                    "account_id": account_id(side.role),
                    "amount": str(side.amount),
                    "currency_id": side.currency,
                    "currency_amount": str(side.currency_amount),
                    "customer_id": side.customer_id,
                }
                for side in real
            ],
        }
    )
    unit.at_flush("journal", write_entries)


_WRITE = """
WITH told AS (
    SELECT * FROM jsonb_to_recordset(%s::jsonb) AS t(
        seq int, posted_on date, at timestamptz, kind text, source_kind text, source_id bigint,
        source_number text, order_number text, actor_label text, sides jsonb)
), numbered AS (
    SELECT told.*, nextval(pg_get_serial_sequence('finance_journalentry', 'id')) AS id FROM told
), written AS (
    INSERT INTO finance_journalentry (id, posted_on, at, kind, source_kind, source_id, source_number,
        order_number, actor_label)
    SELECT id, posted_on, at, kind, source_kind, source_id, source_number, order_number, actor_label
    FROM numbered ORDER BY seq
)
INSERT INTO finance_journalline (entry_id, account_id, amount, currency_id, currency_amount, customer_id)
SELECT numbered.id, side.account_id, side.amount, side.currency_id, side.currency_amount, side.customer_id
FROM numbered, jsonb_to_recordset(numbered.sides) AS side(
    account_id bigint, amount numeric, currency_id text, currency_amount numeric, customer_id bigint)
"""


def write_entries() -> None:
    """Write the collected postings, entries and lines, in one statement."""
    collected = current().scratch.pop("journal", [])
    if not collected:
        return
    run(_WRITE, [json.dumps(collected)])
