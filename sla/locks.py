"""The only row locks of service levels.

Timers are locked after the documents and tasks they watch: every command that moves a document holds it
when its clocks are written, so a sweep that acts on a document takes the document first as well.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import QuerySet

from erp.core.errors import NotFound
from erp.core.locks import row_for_update
from sla.models import ReviewAction, ReviewPack, SlaPolicy, SlaTimer
from sla.models.timer import OPEN


def policy_for_update(policy_id: int, expected_version: int | None = None) -> SlaPolicy:
    """Lock a service level.

    Raises: NotFound; StaleVersion.
    """
    return row_for_update(SlaPolicy, policy_id, "sla_policy", expected_version)


def due_timers(
    at: datetime, actions: Sequence[str], limit: int, timer_id: int | None = None
) -> list[SlaTimer]:
    """Lock the timers whose next rung is one of these and due, longest due first; locked ones are left."""
    rows = SlaTimer.objects.select_for_update(skip_locked=True, of=("self",)).filter(
        state="running", next_due_at__lte=at, next_action__in=actions
    )
    if timer_id is not None:
        rows = rows.filter(pk=timer_id)
    return list(rows.order_by("next_due_at", "id")[:limit])


def timer_for_update(timer_id: int) -> SlaTimer:
    """Lock one timer.

    Raises: NotFound.
    """
    row = SlaTimer.objects.select_for_update(of=("self",)).filter(pk=timer_id).first()
    if row is None:
        raise NotFound(kind="sla_timer", id=timer_id)
    return row


def open_timers_of(kind: str, ids: Sequence[int]) -> list[SlaTimer]:
    """Lock the open timers of documents, in key order."""
    return _in_order(SlaTimer.objects.filter(subject_kind=kind, subject_id__in=ids, state__in=OPEN))


def open_timers(rows: QuerySet[SlaTimer]) -> list[SlaTimer]:
    """Lock open timers, in key order."""
    return _in_order(rows.filter(state__in=OPEN))


def _in_order(rows: QuerySet[SlaTimer]) -> list[SlaTimer]:
    return list(rows.select_for_update(of=("self",)).order_by("pk"))


def review_for_update(pack_id: int, expected_version: int | None = None) -> ReviewPack:
    """Lock a review pack.

    Raises: NotFound; StaleVersion.
    """
    return row_for_update(ReviewPack, pack_id, "review", expected_version)


def review_action_for_update(action_id: int) -> ReviewAction:
    """Lock an action of a review, with its pack and owner read beside it.

    Raises: NotFound.
    """
    row = (
        ReviewAction.objects.select_for_update(of=("self",))
        .select_related("pack", "owner")
        .filter(pk=action_id)
        .first()
    )
    if row is None:
        raise NotFound(kind="review_action", id=action_id)
    return row
