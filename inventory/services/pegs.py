"""Pegs: which expected supply serves which demand, as its promise said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from django.db.models import Sum

from erp.core.actor import Actor
from erp.core.commands import command
from erp.core.events import emit
from erp.core.locks import lock_upward
from erp.core.refs import DocumentRef
from inventory import locks
from inventory.calc.atp import Source
from inventory.events import DemandsUnpegged
from inventory.models import Demand, ExpectedSupply, Peg

ZERO = Decimal(0)


def peg_demands(demands: Sequence[Demand], sources: Mapping[int, Sequence[Source]]) -> list[Peg]:
    """Peg what demands still lack to the supplies their promises named; the caller holds the demands.

    `sources` maps demand ids to the sources of their quotes. Never more than a demand lacks, nor
    than a supply still brings and has not been pegged for.

    Locks: the supplies, by key.
    """
    wanted = {
        source.supply_id
        for demand in demands
        if demand.backordered > 0
        for source in sources.get(demand.pk, ())
        if source.supply_id is not None
    }
    if not wanted:
        return []
    supplies = {row.pk: row for row in locks.supplies_for_update(wanted)}
    taken = dict(
        Peg.objects.filter(supply_id__in=wanted)
        .order_by()
        .values_list("supply_id")
        .annotate(total=Sum("quantity"))
    )
    left = {
        pk: row.quantity - row.received - taken.get(pk, ZERO) for pk, row in supplies.items() if row.is_open
    }
    pegs = []
    for demand in demands:
        lacks = demand.backordered
        for source in sources.get(demand.pk, ()):
            supply_id = source.supply_id or 0
            part = min(lacks, source.quantity, left.get(supply_id, ZERO))
            if part > 0:
                pegs.append(Peg(demand=demand, supply_id=supply_id, quantity=part))
                left[supply_id] -= part
                lacks -= part
    return Peg.objects.bulk_create(pegs)


def unpeg_demands(demands: Sequence[Demand]) -> None:
    """Take pegs off demands that need them no more, or that are pegged anew."""
    Peg.objects.filter(demand_id__in=[demand.pk for demand in demands]).delete()


def drop_dead_pegs(*, warehouse_id: int, item_ids: Sequence[int], actor: Actor) -> int:
    """Take off the pegs to supplies that are closed, one transaction per document; gives how many documents.

    Who was served meanwhile has no peg any more; who was not has lost his supply, and his document
    is told.
    """
    dead = Peg.objects.filter(
        supply__is_open=False, supply__warehouse_id=warehouse_id, supply__item_id__in=list(item_ids)
    )
    columns = ("demand__document_kind", "demand__document_id", "demand__document_number")
    documents = [DocumentRef(*row) for row in dead.order_by(*columns).values_list(*columns).distinct()]
    for document in documents:
        _drop_of_document(document=document, actor=actor)
    return len(documents)


@command()
def _drop_of_document(*, document: DocumentRef, actor: Actor) -> None:
    lock_upward([document])
    demands = locks.demands_of_document_for_update(document.kind, document.id)
    dead = Peg.objects.filter(demand_id__in=[demand.pk for demand in demands], supply__is_open=False)
    if dead.delete()[0]:
        emit(DemandsUnpegged(document=document), actor=actor)


def move_pegs(source: ExpectedSupply, target: ExpectedSupply) -> Decimal:
    """What leaned on one supply leans on another, as far as that one still brings enough; gives how much.

    The rest stays pegged to the first. The caller holds both supplies.
    """
    taken = sum(Peg.objects.filter(supply=target).values_list("quantity", flat=True), ZERO)
    left = target.quantity - target.received - taken
    moved = ZERO
    for peg in Peg.objects.filter(supply=source).order_by("-is_hard", "demand_id"):
        part = min(peg.quantity, left)
        if part <= 0:
            break
        other = Peg.objects.filter(supply=target, demand_id=peg.demand_id).first()
        if other is not None:
            other.quantity += part
            other.save(update_fields=["quantity"])
        if part == peg.quantity and other is not None:
            peg.delete()
        elif part == peg.quantity:
            peg.supply = target
            peg.save(update_fields=["supply"])
        else:
            if other is None:
                Peg.objects.create(demand_id=peg.demand_id, supply=target, quantity=part, is_hard=peg.is_hard)
            peg.quantity -= part
            peg.save(update_fields=["quantity"])
        left -= part
        moved += part
    return moved


def trim_pegs(supply: ExpectedSupply) -> Decimal:
    """Take off a supply what it does not bring any more, from the latest soft promises first; gives how much.

    The caller holds the supply and tells that it changed.
    """
    pegs = list(Peg.objects.filter(supply=supply).select_related("demand"))
    over = sum((peg.quantity for peg in pegs), ZERO) - supply.quantity
    taken = ZERO
    pegs.sort(
        key=lambda peg: (not peg.is_hard, peg.demand.promised_on or peg.demand.due_on, peg.demand_id),
        reverse=True,
    )
    for peg in pegs:
        part = min(peg.quantity, over - taken)
        if part <= 0:
            break
        taken += part
        if part == peg.quantity:
            peg.delete()
        else:
            peg.quantity -= part
            peg.save(update_fields=["quantity"])
    return taken
