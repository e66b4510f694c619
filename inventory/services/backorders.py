"""Filling back-orders: scarce stock goes to those who wait, in the company's sequence, in sets."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from erp.core.actor import Actor, system_actor
from erp.core.commands import command
from erp.core.errors import Invalid
from erp.core.refs import DocumentRef
from erp.masterdata.selectors.company import business_day, company
from inventory.calc.sharing import SEQUENCES, Claim, share_out
from inventory.selectors.demands import Waiting, due_places, free_stock, waiting_for
from inventory.services.pegs import drop_dead_pegs
from inventory.services.reservations import reserve_together

BATCH = 200
ROUNDS = 20
LOOK_BACK = timedelta(days=31)


@dataclass(frozen=True)
class Plan:
    """Who is to get how much: demands in order, each with its share and its document."""

    shares: Mapping[int, Decimal]
    documents: Mapping[int, DocumentRef]

    def batches(self) -> list[list[int]]:
        """The demands in parts of so many documents as one transaction serves."""
        parts: list[list[int]] = []
        seen: set[DocumentRef] = set()
        for pk in self.shares:
            document = self.documents[pk]
            if not parts or (document not in seen and len(seen) >= BATCH):
                parts.append([])
                seen = set()
            seen.add(document)
            parts[-1].append(pk)
        return parts


def plan_shares(free: Mapping[int, Decimal], waiting: Sequence[Waiting], sequence: str) -> Plan:
    """Share what is free of each item out among those who wait; the order of those who wait is kept."""
    by_item: dict[int, list[Claim]] = {}
    for one in waiting:
        by_item.setdefault(one.item_id, []).append(one.claim)
    given: dict[int, Decimal] = {}
    for item_id, claims in by_item.items():
        given |= share_out(free.get(item_id, Decimal(0)), claims, sequence)
    shares = {one.claim.key: given[one.claim.key] for one in waiting if one.claim.key in given}
    return Plan(shares, {one.claim.key: one.document for one in waiting if one.claim.key in given})


def fill_backorders(
    *,
    warehouse_id: int,
    item_ids: Sequence[int],
    sequence: str = "",
    actor: Actor | None = None,
    at: datetime | None = None,
) -> int:
    """Give stock that is free to documents that wait for it; gives how many documents were served.

    One transaction for so many documents at a time, each from the top of the chain down; what is
    planned from a reading is shared out anew under the locks, never more than is free.
    """
    actor = actor or system_actor("back-orders")
    at = at or timezone.now()
    sequence = sequence or company().allocation_sequence
    served: set[DocumentRef] = set()
    refused: set[int] = set()  # could not take all of their share: too short a shelf life, or held meanwhile
    for _round in range(ROUNDS):
        plan = _plan(warehouse_id, item_ids, sequence, business_day(at), refused)
        if not plan.shares:
            break
        got = _give(plan, actor, at)
        served |= {plan.documents[pk] for pk in got}
        refused |= {pk for pk, share in plan.shares.items() if got.get(pk, Decimal(0)) < share}
    drop_dead_pegs(warehouse_id=warehouse_id, item_ids=item_ids, actor=actor)
    return len(served)


def _plan(
    warehouse_id: int, item_ids: Sequence[int], sequence: str, today: date, refused: Collection[int]
) -> Plan:
    free = free_stock(warehouse_id=warehouse_id, item_ids=item_ids, today=today)
    if not free:
        return Plan({}, {})
    waiting = waiting_for(warehouse_id=warehouse_id, item_ids=list(free), today=today, sequence=sequence)
    return plan_shares(free, [one for one in waiting if one.claim.key not in refused], sequence)


def _give(plan: Plan, actor: Actor, at: datetime) -> dict[int, Decimal]:
    """Reserve what is planned, so many documents at a time; gives what each demand got."""
    got: dict[int, Decimal] = {}
    for part in plan.batches():
        got |= reserve_together(
            demand_ids=part,
            most={pk: plan.shares[pk] for pk in part},
            documents=list(dict.fromkeys(plan.documents[pk] for pk in part)),
            actor=actor,
            at=at,
        )
    return got


@command("inventory.allocate_item", "Share out scarce stock of an item by hand")
def allocate_item(
    *, item_id: int, warehouse_id: int, sequence: str, actor: Actor, at: datetime | None = None
) -> int:
    """Give what is free of an item to those who wait, in a chosen sequence; gives how many were served.

    Locks:  per batch the documents (upward), demands, balances.
    Emits:  DemandsReserved per document.
    Raises: Invalid on an unknown sequence.
    """
    if sequence not in SEQUENCES:
        raise Invalid.field("sequence", _("Must be priority, promise_date or fair_share."), "unknown_choice")
    return fill_backorders(
        warehouse_id=warehouse_id, item_ids=[item_id], sequence=sequence, actor=actor, at=at
    )


def reserve_due(*, at: datetime | None = None) -> int:
    """Reserve for documents whose day to reserve has come; gives how many were served.

    May run at any time and again: what is reserved already waits for nothing.
    """
    at = at or timezone.now()
    today = business_day(at)
    return sum(
        fill_backorders(warehouse_id=warehouse_id, item_ids=item_ids, at=at)
        for warehouse_id, item_ids in due_places(since=today - LOOK_BACK, today=today)
    )
