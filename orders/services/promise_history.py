"""What happened to the promises of lines: every change with its cause, its time and who caused it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from erp.core.actor import Actor
from erp.core.rows import insert_rows
from orders.models import Order, OrderLine, PromiseChange


class PromiseCause:
    """Why a promise changed otherwise than by a slip that was accepted (then the slip's cause counts)."""

    AMENDED = "amended"
    REMEDIED = "remedied"
    RUSH = "rush"


def keep_changes(
    order: Order,
    lines: Sequence[OrderLine],
    before: Mapping[int, date | None],
    *,
    cause: str,
    actor: Actor,
    at: datetime,
    cause_number: str = "",
) -> list[PromiseChange]:
    """Keep the changes of lines' promises; `before` maps the lines that had one to their day before."""
    return insert_rows(
        PromiseChange(
            order=order,
            line=line,
            at=at,
            old_promised_on=before[line.pk],
            new_promised_on=line.promised_on,
            cause=cause,
            cause_number=cause_number[:60],
            actor_label=actor.label[:150],
        )
        for line in lines
        if line.pk in before and before[line.pk] != line.promised_on
    )
