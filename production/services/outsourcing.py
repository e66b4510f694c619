"""An operation of a work order given to a supplier."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from erp.core.actor import Actor
from erp.core.commands import command
from erp.core.errors import Conflict, Invalid, NotFound
from erp.masterdata.models import Supplier
from production import locks
from production.models import Operation, ScheduledOperation, WorkCenter, WorkOrder
from production.services.work_centers import WorkCenterValues, create_work_center
from production.services.work_order_base import EDIT, open_for, tell

MOST_DAYS = 365


@command(*EDIT)
def outsource_operation(
    *, operation_id: int, supplier: Supplier, lead_days: int, actor: Actor, at: datetime | None = None
) -> WorkOrder:
    """Have a supplier do an operation that has not begun: it moves to the supplier's work center.

    A supplier without one gets one. The operation's place in the schedule is given up.

    Locks:  the work order, its operations.
    Emits:  WorkOrderChanged.
    Raises: NotFound; Invalid on `lead_days`, `supplier`; Conflict `operation_begun` once begun or done.
    """
    at = at or timezone.now()
    if not 1 <= lead_days <= MOST_DAYS:
        raise Invalid.field("lead_days", _("Between 1 and %(count)s days.") % {"count": MOST_DAYS})
    if not supplier.is_active:
        raise Invalid.field("supplier", _("This supplier is not active."))
    known = Operation.objects.filter(pk=operation_id).values_list("work_order_id", flat=True).first()
    if known is None:
        raise NotFound(kind="operation", id=operation_id)
    order = open_for(known)
    row = next(row for row in locks.operations_for_update(order.pk) if row.pk == operation_id)
    if row.state != Operation.State.PENDING or not order.is_open:
        raise Conflict("operation_begun", operation=f"{order.number}/{row.number}")
    before, center = row.work_center, _center_of(supplier, actor)
    row.work_center, row.outside_days = center, lead_days
    row.version += 1
    row.save(update_fields=["work_center", "outside_days", "version"])
    ScheduledOperation.objects.filter(operation=row).delete()
    changes = {f"operation {row.number}": [before.code if before else "", center.code]}
    tell(order, "outsourced", changes, actor=actor, at=at, reason=f"{row.number} → {supplier.name}"[:200])
    return order


def _center_of(supplier: Supplier, actor: Actor) -> WorkCenter:
    """The supplier's work center; a new one where there is none."""
    rows = WorkCenter.objects.filter(is_outside=True, is_active=True, supplier=supplier)
    found = rows.order_by("pk").first()
    if found is not None:
        return found
    code = f"OUT-{supplier.code}"[:40]
    if WorkCenter.objects.filter(code=code).exists():
        code = f"OUT-{supplier.code[:25]}-{supplier.pk}"
    values: WorkCenterValues = {
        "code": code,
        "name": supplier.name[:120],
        "is_outside": True,
        "supplier_id": supplier.pk,
    }
    return create_work_center(values=values, actor=actor)
