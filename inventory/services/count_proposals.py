"""Counts that nobody asked for by hand: the places that are due, and those where a picker found less."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.utils import timezone

from erp.core.actor import Actor
from erp.core.commands import command
from erp.core.numbering import next_number
from erp.masterdata.selectors.company import business_day
from inventory.models import (
    StockCount,
    StockCountLine,
    Warehouse,
)
from inventory.selectors.counts import abc_classes, count_settings, due_places
from inventory.services.counts import write_count

State = StockCount.State


@dataclass(frozen=True)
class Proposal:
    """Counts that were proposed, by warehouse code."""

    counts: dict[str, str] = field(default_factory=dict)


@command("inventory.approve_count")
def propose_counts(*, actor: Actor, at: datetime | None = None) -> Proposal:
    """Make one draft per warehouse of the places that are due, unless one waits already.

    Running it again the same day makes nothing new while a proposal is not handed out.
    """
    at = at or timezone.now()
    today, settings = business_day(at), count_settings()
    if settings.lines_a_day == 0:
        return Proposal()
    classes, made = abc_classes(now=at, settings=settings), {}
    for warehouse in Warehouse.objects.filter(is_active=True).order_by("pk"):
        if StockCount.objects.filter(warehouse=warehouse, state=State.DRAFT, is_proposed=True).exists():
            continue
        due = due_places(
            warehouse_id=warehouse.pk,
            today=today,
            classes=classes,
            settings=settings,
            limit=settings.lines_a_day,
        )
        if due:
            count = StockCount(
                number=next_number("count"),
                warehouse=warehouse,
                is_proposed=True,
                due_on=today,
                created_by=actor.label[:150],
            )
            write_count(count, [(one.place, one.abc_class) for one in due])
            made[warehouse.code] = count.number
    return Proposal(made)


@command()
def propose_spot_count(
    *,
    warehouse_id: int,
    places: Sequence[tuple[int, int, int | None]],
    note: str,
    actor: Actor,
    at: datetime | None = None,
) -> StockCount | None:
    """Draft a count of places where a picker found less than the books say, so that somebody looks.

    Places that an unfinished count has already are left to that one; None when all of them are.
    """
    at = at or timezone.now()
    live = set(
        StockCountLine.objects.filter(is_live=True, item_id__in=[place[0] for place in places]).values_list(
            "item_id", "location_id", "lot_id"
        )
    )
    wanted = sorted(set(places) - live, key=lambda place: (place[1], place[0], place[2] or 0))
    if not wanted:
        return None
    classes = abc_classes(now=at)
    count = StockCount(
        number=next_number("count"),
        warehouse=Warehouse.objects.get(pk=warehouse_id),
        is_proposed=False,
        due_on=business_day(at),
        note=note[:200],
        created_by=actor.label[:150],
    )
    write_count(count, [(place, classes.get(place[0], "C")) for place in wanted])
    return count
