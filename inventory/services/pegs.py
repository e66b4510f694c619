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
from inventory.models import Demand, Peg

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
