"""What planners do with a plan: firm planned orders into documents, settle lines of the work list."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from erp.core.actor import Actor
from erp.core.commands import command
from erp.core.errors import Conflict, Invalid, NotFound
from erp.core.events import emit
from erp.core.refs import DocumentRef
from erp.masterdata.selectors.company import business_day, company
from inventory.services.requisitions import create_requisition, submit_requisition
from production import locks
from production.events import PlannedOrderFirmed
from production.models import PlannedOrder, PlanningException
from production.services.making import WorkOrderInput, create_work_order

FIRM = ("production.firm_planned_order", "Firm planned orders and settle exceptions")
MOST_AT_ONCE = 500


@command(*FIRM)
def firm_planned_orders(
    *, order_ids: Sequence[int], actor: Actor, at: datetime | None = None
) -> list[PlannedOrder]:
    """Turn planned orders into requisitions (bought) and work orders (made), one each; all or none.

    The days are those that can be kept; one planned for a day that has passed meanwhile is for today.

    Locks:  planning; the planned orders, by key.
    Emits:  PlannedOrderFirmed and what the documents tell.
    Raises: Invalid for none or more than 500; NotFound when the plan was made anew meanwhile; Conflict
        `planned_order_firmed` when one is firmed already.
    """
    at = at or timezone.now()
    keys = sorted(set(order_ids))
    if not 1 <= len(keys) <= MOST_AT_ONCE:
        raise Invalid.field("orders", _("Between 1 and 500 planned orders."), "out_of_range")
    locks.lock_planning()
    rows = locks.planned_orders_for_update(keys)
    if len(rows) != len(keys):
        raise NotFound(kind="planned_order", id=min(set(keys) - {row.pk for row in rows}))
    for row in rows:
        if row.status != PlannedOrder.Status.PROPOSED:
            raise Conflict("planned_order_firmed", document=row.number, into=row.document_number)
    for row in rows:
        with translation.override(company().language):
            reason = _("Material plan, wanted %(day)s") % {"day": row.wanted_on.isoformat()}
        document = into_document(row, reason=reason, actor=actor, at=at)
        row.status, row.decided_by = PlannedOrder.Status.FIRMED, actor.label[:150]
        row.document_kind, row.document_id = document.kind, document.id
        row.document_number = document.number
        row.save(update_fields=["status", "decided_by", "document_kind", "document_id", "document_number"])
        emit(PlannedOrderFirmed(document=row.ref, about=document, into=document.number), actor=actor, at=at)
    return rows


def into_document(row: PlannedOrder, *, reason: str, actor: Actor, at: datetime) -> DocumentRef:
    """The work order or submitted requisition for a planned order; days that have passed become today."""
    today = business_day(at)
    due_on = max(row.due_on, today)
    if row.kind == PlannedOrder.Kind.MAKE:
        work = WorkOrderInput(
            row.item,
            row.quantity,
            due_on,
            row.warehouse,
            release_on=max(row.release_on, today),
            reason=reason,
        )
        return create_work_order(values=work, actor=actor, at=at).ref
    made = create_requisition(
        item=row.item, warehouse=row.warehouse, quantity=row.quantity, needed_on=due_on, reason=reason,
        actor=actor, at=at,
    )  # fmt: skip
    return submit_requisition(requisition_id=made.pk, actor=actor, at=at).ref


@command(*FIRM)
def settle_exceptions(
    *, exception_ids: Sequence[int], is_done: bool = True, actor: Actor
) -> list[PlanningException]:
    """Tick lines of the work list off, or take the tick back; a new plan that says the same keeps it.

    Locks:  the lines, by key.
    Raises: Invalid for none or more than 500; NotFound when the plan was made anew meanwhile.
    """
    keys = sorted(set(exception_ids))
    if not 1 <= len(keys) <= MOST_AT_ONCE:
        raise Invalid.field("exceptions", _("Between 1 and 500 exceptions."), "out_of_range")
    rows = locks.planning_exceptions_for_update(keys)
    if len(rows) != len(keys):
        raise NotFound(kind="planning_exception", id=min(set(keys) - {row.pk for row in rows}))
    values: dict[str, Any] = {"is_done": is_done, "decided_by": actor.label[:150] if is_done else ""}
    for row in rows:
        row.is_done, row.decided_by = values["is_done"], values["decided_by"]
    PlanningException.objects.filter(pk__in=keys).update(**values)
    return rows
