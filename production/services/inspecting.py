"""Pieces are inspected between two operations: those that pass go on, those that do not stand aside."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from erp.core.actor import Actor
from erp.core.commands import command
from erp.core.errors import Conflict, IllegalTransition, Invalid
from erp.core.events import emit
from erp.core.quantity import plain
from production import locks
from production.calc.work import inspected_at_least
from production.events import WorkInspected
from production.models import Operation, WorkInspection, WorkOrder
from production.services.goods_in import pass_on, take_in
from production.services.non_conformances import open_non_conformance
from production.services.reporting import step_called
from production.services.work_order_base import INSPECT, open_for

ZERO = Decimal(0)


@dataclass(frozen=True)
class Findings:
    """What an inspection has found: how many pieces passed, how many did not and why.

    Without a `sample` as many were looked at as the routing asks. `lot` is for pieces that go into stock.
    """

    accepted: Decimal = ZERO
    rejected: Decimal = ZERO
    sample: Decimal | None = None
    reason: str = ""
    note: str = ""
    lot: str = ""

    @property
    def total(self) -> Decimal:
        """All pieces that it is about."""
        return self.accepted + self.rejected


@command(*INSPECT)
def inspect_work(
    *,
    work_order_id: int,
    operation: int,
    findings: Findings,
    actor: Actor,
    seen: int | None = None,
    expected_version: int | None = None,
    at: datetime | None = None,
) -> WorkOrder:
    """Say what an inspection has found of pieces that wait for it.

    Accepted ones go on to the next operation, after the last into stock. Rejected ones stand aside under a
    non-conformance.

    Locks:  the documents that wait for it (upward), the work order, its operations, components, demands,
            balances and supply.
    Emits:  WorkInspected; NonConformanceFound; what receiving emits.
    Raises: NotFound; StaleVersion; IllegalTransition unless in progress; Invalid, also on `sample`, `reason`;
            Conflict `nothing_to_inspect` for more than wait.
    """
    at = at or timezone.now()
    row = open_for(work_order_id, expected_version, with_pegs=True)
    if row.state != WorkOrder.State.IN_PROGRESS:
        raise IllegalTransition(action="inspect", state=row.state, document=row.number)
    steps = locks.operations_for_update(row.pk)
    step = step_called(steps, operation, seen)
    found = _look(row, step, findings, actor=actor, at=at)
    received = take_in(row, steps, lot=findings.lot.strip(), actor=actor, at=at)
    event = WorkInspected(
        document=row.ref,
        about=row.document,
        operation=step.number,
        accepted=findings.accepted,
        rejected=findings.rejected,
        sample=found.sample,
    )
    emit(event, actor=actor, at=at)
    if findings.rejected > 0:
        open_non_conformance(
            row, step, findings.rejected, reason=findings.reason.strip(), note=findings.note.strip(),
            inspection=found, actor=actor, at=at,
        )  # fmt: skip
    pass_on(row, received, is_less=False, actor=actor, at=at)
    return row


def _look(
    row: WorkOrder, step: Operation, findings: Findings, *, actor: Actor, at: datetime
) -> WorkInspection:
    """Write down the inspection and count its pieces at the operation."""
    sample = _sample(row, step, findings)
    step.unchecked -= findings.total
    step.good -= findings.rejected
    step.rejected += findings.rejected
    step.version += 1
    step.save()
    return WorkInspection.objects.create(
        operation=step,
        sample=sample,
        accepted=findings.accepted,
        rejected=findings.rejected,
        note=findings.note.strip()[:500],
        inspector=actor.label[:150],
        at=at,
    )


def _sample(row: WorkOrder, step: Operation, findings: Findings) -> Decimal:
    """How many pieces were looked at.

    Raises: Invalid; Conflict `nothing_to_inspect`.
    """
    for name in ("accepted", "rejected", "sample"):
        value = getattr(findings, name) or ZERO
        if not value.is_finite() or value < 0:
            raise Invalid.field(name, _("This can't be negative."))
    total = findings.total
    if total == 0:
        raise Invalid.field("accepted", _("Say how many pieces passed, or how many did not."))
    if total > step.unchecked:
        raise Conflict("nothing_to_inspect", document=row.number, operation=step.number, most=step.unchecked)
    if findings.rejected > 0 and not findings.reason.strip():
        raise Invalid.field("reason", _("Say what is wrong with them."), "required")
    if len(findings.reason.strip()) > 200:
        raise Invalid.field("reason", _("Is too long."))
    least = max(inspected_at_least(total, step.inspection_percent or Decimal(100)), findings.rejected)
    if findings.sample is None:
        return least
    if not least <= findings.sample <= total:
        text = _("Look at %(least)s at least, and not at more than there are.")
        raise Invalid.field("sample", text % {"least": plain(least)})
    return findings.sample
