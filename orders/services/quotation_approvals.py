"""Whether an offer may go out: submitted, approved or sent back, by its open task if any; revised."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from erp.core.actor import Actor
from erp.core.commands import command
from erp.core.errors import Conflict, NotPermitted
from erp.core.events import emit
from erp.core.machines import move_on
from erp.core.records import need_reason
from erp.core.rows import save_row
from erp.masterdata.selectors.company import business_day
from erp.processes.models import Task
from erp.processes.selectors.tasks import OPEN, open_task_about
from erp.processes.services.tasks import approve_task, reject_task
from orders import locks
from orders.events import (
    QuotationApproved,
    QuotationEndorsed,
    QuotationRejected,
    QuotationRevised,
    QuotationSubmitted,
)
from orders.models import PriceException, Quotation
from orders.services.price_floors import flagged_lines, may_allow
from orders.services.quotation_holds import release_holds_of
from orders.services.quotation_promises import promise
from orders.services.quotation_validity import refuse_expired

RIGHT = "orders.approve_quotation"


@command("orders.submit_quotation", "Submit quotations")
def submit_quotation(
    *, quotation_id: int, actor: Actor, expected_version: int | None = None, at: datetime | None = None
) -> Quotation:
    """Ask whether an offer may go out; the dates that can be promised now are kept with its lines.

    The approval's process goes on from here after the commit.

    Locks:  the quotation.
    Emits:  QuotationSubmitted.
    Raises: IllegalTransition; Conflict `quotation_expired` when its day is over.
    """
    at = at or timezone.now()
    row = locks.quotation_for_update(quotation_id, expected_version)
    changes = move_on(row, "submit", at=at)
    refuse_expired(row, at)
    if row.price_exception == PriceException.OPEN and may_allow(actor):
        row.price_exception = PriceException.APPROVED
    promise(row, at)
    save_row(row, ["state", "submitted_at", "rejection", "price_exception", "promised_on", "version"])
    event = QuotationSubmitted(document=row.ref, total=row.total, revision=row.revision)
    emit(event, actor=actor, at=at, changes=changes)
    return row


@command(RIGHT, "Approve and reject quotations")
def approve_quotation(
    *, quotation_id: int, actor: Actor, expected_version: int | None = None, at: datetime | None = None
) -> Quotation:
    """Let an offer go out; prices below a floor need somebody who may allow them.

    One that has approved itself may be approved by a person once more, so that a name stands under it.

    Locks:  the quotation.
    Emits:  QuotationApproved, or QuotationEndorsed; goods are kept back by who listens.
    Raises: IllegalTransition; Conflict `price_below_floor`, `quotation_expired`.
    """
    at = at or timezone.now()
    row = locks.quotation_for_update(quotation_id, expected_version)
    if row.state == Quotation.State.APPROVED and row.is_self_approved and not actor.is_system:
        row.is_self_approved, row.approved_by = False, actor.label[:150]
        row.version += 1
        save_row(row, ["is_self_approved", "approved_by", "version"])
        emit(QuotationEndorsed(document=row.ref), actor=actor, at=at)
        return row
    changes = move_on(row, "approve", at=at, by=actor.label, by_itself=actor.is_system)
    refuse_expired(row, at)
    if row.price_exception == PriceException.OPEN:
        if not may_allow(actor):
            raise Conflict("price_below_floor", document=row.number, lines=flagged_lines(row))
        row.price_exception = PriceException.APPROVED
    names = ["state", "approved_at", "approved_by", "is_self_approved", "price_exception", "version"]
    save_row(row, names)
    event = QuotationApproved(document=row.ref, valid_until=row.valid_until.isoformat())
    emit(event, actor=actor, at=at, changes=changes)
    return row


@command(RIGHT)
def reject_quotation(
    *,
    quotation_id: int,
    reason: str,
    actor: Actor,
    expected_version: int | None = None,
    at: datetime | None = None,
) -> Quotation:
    """Send an offer back to sales with the reason: it is a draft again.

    Locks:  the quotation.
    Emits:  QuotationRejected.
    Raises: IllegalTransition; Invalid without a reason.
    """
    at = at or timezone.now()
    need_reason(reason)
    row = locks.quotation_for_update(quotation_id, expected_version)
    changes = move_on(row, "reject", reason=reason)
    row.price_exception = PriceException.OPEN if flagged_lines(row) else ""
    save_row(row, ["state", "rejection", "price_exception", "version"])
    emit(QuotationRejected(document=row.ref, reason=reason), actor=actor, at=at, changes=changes)
    return row


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
def sign_quotation(
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
def send_back_quotation(
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


@command("orders.edit_quotation")
def revise_quotation(
    *, quotation_id: int, actor: Actor, expected_version: int | None = None, at: datetime | None = None
) -> Quotation:
    """Write a new revision of an offer that is not decided yet; what was approved and held is void.

    Locks:  the quotation, its holds with their stock.
    Emits:  QuotationRevised; HoldReleased per hold.
    Raises: IllegalTransition.
    """
    at = at or timezone.now()
    row = locks.quotation_for_update(quotation_id, expected_version)
    changes = move_on(row, "revise")
    row.price_exception = PriceException.OPEN if flagged_lines(row) else ""
    row.valid_until = max(row.valid_until, business_day(at))
    row.save()
    release_holds_of(row, actor=actor, at=at, forget=True)
    emit(QuotationRevised(document=row.ref, revision=row.revision), actor=actor, at=at, changes=changes)
    return row
