"""Pegs as people see and edit them: which supply serves which demand, both ways."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import F, Prefetch, QuerySet

from erp.core.actor import Actor
from erp.core.documents import document
from inventory.models import Demand, ExpectedSupply, Peg
from inventory.selectors.reservations import VIEW_RESERVATION

MOST = 100


@document("peg", prefix="peg", permission=VIEW_RESERVATION)
def visible_pegs(actor: Actor) -> QuerySet[Peg]:
    """All pegs, for those who may see what is reserved."""
    return Peg.objects.all()


def pegs_in_list(rows: QuerySet[Peg]) -> QuerySet[Peg]:
    """Pegs with what lists show of them, in one query."""
    return rows.select_related("demand__item", "demand__warehouse", "supply")


@dataclass(frozen=True)
class SupplyWithPegs:
    """An open supply, whom it serves, and what of it is free."""

    supply: ExpectedSupply
    pegs: list[Peg]

    @property
    def left(self) -> Decimal:
        """What is still to come."""
        return self.supply.quantity - self.supply.received

    @property
    def free(self) -> Decimal:
        """What of it serves nobody yet."""
        return self.left - sum((peg.quantity for peg in self.pegs), Decimal(0))


@dataclass(frozen=True)
class DemandWithPegs:
    """A demand that lacks goods, what it is pegged to, and what has no supply behind it."""

    demand: Demand
    pegs: list[Peg]

    @property
    def lacks(self) -> Decimal:
        """What is neither there nor pegged."""
        pegged = sum((peg.quantity for peg in self.pegs), Decimal(0))
        return max(self.demand.backordered - pegged, Decimal(0))


def pegs_of_place(item_id: int, warehouse_id: int) -> tuple[list[SupplyWithPegs], list[DemandWithPegs]]:
    """Open supply and lacking demand of an item in a warehouse with their pegs, both ways; four queries."""
    supplies = (
        ExpectedSupply.objects.filter(
            item_id=item_id, warehouse_id=warehouse_id, is_open=True, quantity__gt=F("received")
        )
        .order_by("due_on", "pk")
        .prefetch_related(Prefetch("pegs", Peg.objects.select_related("demand").order_by("pk")))
    )
    demands = (
        Demand.objects.filter(
            item_id=item_id,
            warehouse_id=warehouse_id,
            quantity__gt=F("reserved") + F("shipped") + F("cancelled"),
        )
        .order_by("-priority", "promised_on", "pk")
        .prefetch_related(Prefetch("pegs", Peg.objects.select_related("supply").order_by("pk")))
    )
    return (
        [SupplyWithPegs(row, list(row.pegs.all())) for row in supplies[:MOST]],
        [DemandWithPegs(row, list(row.pegs.all())) for row in demands[:MOST]],
    )


def supply_by_document(demand: Demand, number: str) -> ExpectedSupply | None:
    """The open supply that a document brings of a demand's item to its warehouse."""
    rows = ExpectedSupply.objects.filter(
        document_number=number, item_id=demand.item_id, warehouse_id=demand.warehouse_id, is_open=True
    )
    return rows.order_by("due_on", "pk").first()
