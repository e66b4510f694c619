"""Work centers: where operations run, how many machines, by which calendar and at what cost."""

from __future__ import annotations

from decimal import Decimal
from typing import TypedDict

from django.utils.translation import gettext as _

from erp.core.actor import Actor
from erp.core.commands import command
from erp.core.events import emit
from erp.core.records import Problems, delete_unused, refuse_duplicate, save_changed, save_new, set_values
from erp.core.refs import DocumentRef
from production import locks
from production.events import WorkCenterChanged, WorkCenterCreated, WorkCenterDeleted
from production.models import WorkCenter

RIGHT = ("production.edit_work_center", "Create and edit work centers")
MAX_MACHINES = 1000
MAX_RATE = Decimal(10**9)
_OWN = [field.name for field in WorkCenter._meta.concrete_fields if field.name != "id"]


class WorkCenterValues(TypedDict, total=False):
    """What can be said about a work center; costs in base currency per hour of one machine."""

    code: str
    name: str
    calendar_id: int | None
    machines: int
    efficiency: Decimal
    cost_per_hour: Decimal
    setup_cost_per_hour: Decimal
    is_outside: bool
    supplier_id: int | None
    is_active: bool


def work_center_ref(center: WorkCenter) -> DocumentRef:
    """The work center as the audit trail names it."""
    return DocumentRef("work_center", center.pk, center.code)


@command(*RIGHT)
def create_work_center(*, values: WorkCenterValues, actor: Actor) -> WorkCenter:
    """Take up a work center.

    Emits:  WorkCenterCreated.
    Raises: Invalid.
    """
    center, problems = WorkCenter(), Problems()
    set_values(center, values, problems)
    refuse_duplicate(center, "code", problems)
    check_work_center(center, problems)
    problems.refuse()
    save_new(center, "code")
    emit(WorkCenterCreated(document=work_center_ref(center), code=center.code), actor=actor)
    return center


@command(*RIGHT)
def edit_work_center(
    *,
    work_center_id: int,
    values: WorkCenterValues,
    expected_version: int | None = None,
    actor: Actor,
) -> WorkCenter:
    """Change a work center.

    Locks:  the work center.
    Emits:  WorkCenterChanged.
    Raises: NotFound; StaleVersion; Invalid.
    """
    center = locks.work_center_for_update(work_center_id, expected_version)
    problems = Problems()
    changes = set_values(center, values, problems)
    if "code" in changes:
        refuse_duplicate(center, "code", problems)
    check_work_center(center, problems)
    problems.refuse()
    if changes:
        center.version += 1
        save_changed(center, _OWN, "code")
        event = WorkCenterChanged(document=work_center_ref(center), code=center.code)
        emit(event, actor=actor, changes=changes)
    return center


@command(*RIGHT)
def delete_work_center(*, work_center_id: int, actor: Actor) -> None:
    """Delete a work center that no routing and no work order names.

    Locks:  the work center.
    Emits:  WorkCenterDeleted.
    Raises: NotFound; Conflict (`in_use`).
    """
    center = locks.work_center_for_update(work_center_id)
    ref, code = work_center_ref(center), center.code
    delete_unused(center, "work_center")
    emit(WorkCenterDeleted(document=ref, code=code), actor=actor)


def check_work_center(center: WorkCenter, problems: Problems) -> None:
    """Note what a work center may not be, by column."""
    for name in ("code", "name"):
        if not getattr(center, name) and name not in problems.errors:
            problems.add(name, _("This field is required."))
    if not 1 <= center.machines <= MAX_MACHINES:
        problems.add(
            "machines", _("This must be between %(low)s and %(top)s.") % {"low": 1, "top": MAX_MACHINES}
        )
    if "efficiency" not in problems.errors and not 0 < center.efficiency <= 10:
        problems.add("efficiency", _("This must be above 0 and at most 10."))
    problems.not_negative(center, "cost_per_hour", "setup_cost_per_hour")
    for name in ("cost_per_hour", "setup_cost_per_hour"):
        if getattr(center, name) > MAX_RATE:
            problems.add(name, _("This number is too large."))
    if not center.is_outside:
        if center.calendar_id is None and "calendar" not in problems.errors:
            problems.add("calendar", _("A work center of our own needs a working calendar."))
        if center.supplier_id is not None:
            problems.add("supplier", _("Only an outside work center belongs to a supplier."))
