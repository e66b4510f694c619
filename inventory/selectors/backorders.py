"""Back-orders as people see them: who waits for what, since when, and what comes when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import F, QuerySet

from erp.core.actor import Actor
from erp.core.documents import document
from erp.core.refs import DocumentRef
from erp.identity.selectors.scopes import customer_scope_q
from inventory.calc.sharing import SEQUENCES, in_sequence, share_out
from inventory.models import Demand, ExpectedSupply, Item, Peg
from inventory.selectors.demands import MOST_CLAIMS, Waiting, free_stock, waiting_for
from inventory.selectors.stock import VIEW_STOCK

ZERO = Decimal(0)


@dataclass(frozen=True)
class Coming:
    """A supply that is to serve a waiting demand, or the next one for its item where none is promised."""

    document: DocumentRef
    on: date
    quantity: Decimal
    is_promised: bool


@document("backorder", prefix="bko", permission=VIEW_STOCK)
def waiting_rows(actor: Actor) -> QuerySet[Demand]:
    """Demands of customers within the reader's scope that lack stock; kits wait by their components."""
    return Demand.objects.filter(
        customer_scope_q(actor),
        item__kind=Item.Kind.STOCKED,
        quantity__gt=F("reserved") + F("shipped") + F("cancelled"),
    )


def waiting_in_list(rows: QuerySet[Demand]) -> QuerySet[Demand]:
    """Waiting demands with what a list shows of them, in one query."""
    return rows.select_related("item__unit", "warehouse", "customer")


def coming_for(demands: Sequence[Demand]) -> dict[int, Coming]:
    """Per demand the supply its promise leans on, else the next one for its item, in two queries."""
    found: dict[int, Coming] = {}
    pegs = Peg.objects.filter(demand__in=demands, supply__is_open=True).select_related("supply")
    for peg in pegs.order_by("-supply__usable_on"):
        found[peg.demand_id] = _coming(peg.supply, peg.quantity, is_promised=True)
    rest = [demand for demand in demands if demand.pk not in found]
    if not rest:
        return found
    supplies = ExpectedSupply.objects.filter(
        is_open=True,
        quantity__gt=F("received"),
        item_id__in={demand.item_id for demand in rest},
        warehouse_id__in={demand.warehouse_id for demand in rest},
    )
    nearest: dict[tuple[int, int], ExpectedSupply] = {}
    for supply in supplies.order_by("usable_on", "pk")[:MOST_CLAIMS]:
        nearest.setdefault((supply.item_id, supply.warehouse_id), supply)
    for demand in rest:
        if next_one := nearest.get((demand.item_id, demand.warehouse_id)):
            found[demand.pk] = _coming(next_one, next_one.quantity - next_one.received, is_promised=False)
    return found


def _coming(supply: ExpectedSupply, quantity: Decimal, *, is_promised: bool) -> Coming:
    ref = DocumentRef(supply.document_kind, supply.document_id, supply.document_number)
    return Coming(ref, supply.usable_on, quantity, is_promised)


@dataclass(frozen=True)
class Share:
    """One who waits for an item, and what he would get in each sequence."""

    demand: Demand
    lacks: Decimal
    given: dict[str, Decimal]


@dataclass(frozen=True)
class SharePreview:
    """What is free of an item at a warehouse, and who would get how much of it."""

    free: Decimal
    wanted: Decimal
    shares: list[Share]

    @property
    def is_scarce(self) -> bool:
        """Whether not everybody can be served."""
        return self.free < self.wanted


def preview_shares(*, item: Item, warehouse_id: int, today: date) -> SharePreview:
    """Who would get what of an item in each sequence, from the same arithmetic that shares it out."""
    free = free_stock(warehouse_id=warehouse_id, item_ids=[item.pk], today=today).get(item.pk, ZERO)
    waiting = waiting_for(warehouse_id=warehouse_id, item_ids=[item.pk], today=today)
    claims = [one.claim for one in waiting]
    given = {sequence: share_out(free, claims, sequence) for sequence in SEQUENCES}
    rows = waiting_in_list(Demand.objects.filter(pk__in=[one.key for one in claims])).in_bulk()
    shares = [
        Share(rows[c.key], c.quantity, {name: got.get(c.key, ZERO) for name, got in given.items()})
        for c in in_sequence(claims, "priority")
        if c.key in rows
    ]
    return SharePreview(free, sum((c.quantity for c in claims), ZERO), shares)


__all__ = [
    "Coming", "Share", "SharePreview", "Waiting", "coming_for", "preview_shares", "waiting_in_list",
    "waiting_rows",
]  # fmt: skip
