"""An operation of a work order given to a supplier."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from erp.core.actor import Actor, system_actor
from erp.core.commands import command
from erp.core.errors import Conflict, Invalid, NotFound, StaleVersion
from erp.core.money import MONEY_MAX
from erp.masterdata.models import Supplier
from production import locks
from production.models import Operation, ScheduledOperation, WorkCenter, WorkOrder
from production.selectors.outside_work import bought_for
from production.services.outside_work import put_offer, service_of
from production.services.work_centers import WorkCenterValues, create_work_center
from production.services.work_order_base import EDIT, open_for, tell

MOST_DAYS = 365


@command(*EDIT)
def outsource_operation(
    *,
    operation_id: int,
    supplier: Supplier,
    lead_days: int,
    unit_cost: Decimal | None = None,
    actor: Actor,
    seen: int | None = None,
    at: datetime | None = None,
) -> WorkOrder:
    """Have a supplier do an operation that has not begun: it moves to the supplier's work center.

    A supplier without one gets one. The operation's place in the schedule is given up. `unit_cost` is what
    the supplier asks for a piece, in its own currency: its offer for the service. Once the work order is
    released the worker asks the buyer for the service.

    Locks:  the work order, its operations.
    Emits:  WorkOrderChanged.
    Raises: NotFound; StaleVersion; Invalid on `lead_days`, `supplier`, `unit_cost`; Conflict
        `operation_begun` once begun or done, `bought_outside` when another supplier is asked already.
    """
    at = at or timezone.now()
    if not 1 <= lead_days <= MOST_DAYS:
        raise Invalid.field("lead_days", _("Between 1 and %(count)s days.") % {"count": MOST_DAYS})
    if not supplier.is_active:
        raise Invalid.field("supplier", _("This supplier is not active."))
    if unit_cost is not None and not 0 <= unit_cost <= MONEY_MAX:
        raise Invalid.field("unit_cost", _("This can't be negative."))
    known = Operation.objects.filter(pk=operation_id).values_list("work_order_id", flat=True).first()
    if known is None:
        raise NotFound(kind="operation", id=operation_id)
    order = open_for(known)
    row = next(row for row in locks.operations_for_update(order.pk) if row.pk == operation_id)
    if row.state != Operation.State.PENDING or not order.is_open:
        raise Conflict("operation_begun", operation=f"{order.number}/{row.number}")
    if seen is not None and row.version != seen:
        raise StaleVersion(expected=seen, current=row.version)
    asked = bought_for([row.pk]).get(row.pk)
    if asked is not None:
        raise Conflict(
            "bought_outside", operation=f"{order.number}/{row.number}", by=asked.requisition.number
        )
    if unit_cost is not None:
        buyer = system_actor("outside work")
        service = service_of(order, row, actor=buyer)
        put_offer(service, supplier, unit_cost, lead_days, actor=buyer)
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
