"""Approve or reject an offer from its page or over the API: its open task decides, if there is one."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from erp.core.actor import Actor
from erp.core.commands import command
from erp.core.errors import NotPermitted
from erp.processes.models import Task
from erp.processes.selectors.tasks import OPEN, open_task_about
from erp.processes.services.tasks import approve_task, reject_task
from orders import locks
from orders.models import Quotation
from orders.services.quotations import approve_quotation, reject_quotation

RIGHT = "orders.approve_quotation"


def _open_task(row: Quotation, actor: Actor) -> Task | None:
    """The open task about a quotation, None when none is waited for.

    Raises: NotPermitted when it is somebody else's.
    """
    task = open_task_about(row.ref, actor)
    if (
        task is None
        and Task.objects.filter(subject_kind="quotation", subject_id=row.pk, state__in=OPEN).exists()
    ):
        raise NotPermitted("not_your_task", document=row.number)
    return task


@command(RIGHT)
def accept_quotation(
    *,
    quotation_id: int,
    actor: Actor,
    reason: str = "",
    expected_version: int | None = None,
    at: datetime | None = None,
) -> Quotation:
    """Approve an offer: by its open task, or at once where no process asks for it.

    Locks:  the quotation, the task.
    Raises: IllegalTransition; NotPermitted when the task is somebody else's; Conflict `price_below_floor`.
    """
    at = at or timezone.now()
    row = locks.quotation_for_update(quotation_id, expected_version)
    task = _open_task(row, actor) if row.state == Quotation.State.SUBMITTED else None
    if task is None:
        return approve_quotation(quotation_id=quotation_id, actor=actor, at=at)
    approve_task(task_id=task.pk, actor=actor, reason=reason, at=at)
    return row


@command(RIGHT)
def decline_quotation(
    *,
    quotation_id: int,
    reason: str,
    actor: Actor,
    expected_version: int | None = None,
    at: datetime | None = None,
) -> Quotation:
    """Send an offer back to sales: by its open task, or at once where no process asks for it.

    Locks:  the quotation, the task.
    Raises: IllegalTransition; Invalid without a reason; NotPermitted when the task is somebody else's.
    """
    at = at or timezone.now()
    row = locks.quotation_for_update(quotation_id, expected_version)
    task = _open_task(row, actor) if row.state == Quotation.State.SUBMITTED else None
    if task is None:
        return reject_quotation(quotation_id=quotation_id, reason=reason, actor=actor, at=at)
    reject_task(task_id=task.pk, reason=reason, actor=actor, at=at)
    return row
