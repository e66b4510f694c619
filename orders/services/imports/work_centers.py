"""Work centers from a file: machines, calendar, efficiency and costs; shops outside with their supplier."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from erp.core.actor import Actor
from erp.core.records import Problems
from erp.masterdata.models import Supplier, WorkingCalendar
from orders.calc.cells import boolean_of
from orders.services.imports.fields import Column, Row, number, text, whole
from orders.services.imports.subject import Subject, Written, names_of, refuse_repeated, resolve
from production.models import WorkCenter
from production.services.work_centers import (
    MAX_MACHINES,
    RIGHT,
    WorkCenterValues,
    check_work_center,
    create_work_center,
    edit_work_center,
)

_OWN = ("code", "name", "machines", "efficiency", "cost_per_hour", "setup_cost_per_hour", "is_outside")
_KEYS = {"calendar": "calendar_id", "supplier": "supplier_id"}


def columns() -> list[Column]:
    """What a row says of one work center; costs are per hour of one machine in the base currency."""
    return [
        Column("code", "Code", "编码", text(40), ("work center", "工作中心"), True, "ASM"),
        Column("name", "Name", "名称", text(120), (), example="Final assembly", example_zh="总装线"),
        Column("calendar", "Working calendar", "工作日历", text(120), ("calendar", "日历"), example="PLANT"),
        Column("machines", "Machines", "机台", whole(MAX_MACHINES), ("number of machines",), example="4"),
        Column("efficiency", "Efficiency", "效率", number(4, "10"), example="0.9"),
        Column("cost_per_hour", "Cost per hour", "每小时成本", number(4, "1e9"), ("cost",), example="20"),
        Column("setup_cost_per_hour", "Set-up per hour", "每小时准备成本", number(4, "1e9"), example="14"),
        Column("is_outside", "Outside", "外协", boolean_of),
        Column("supplier", "Supplier", "供应商", text(200)),
    ]


def check(rows: Sequence[Row], actor: Actor, update: bool) -> None:
    """Note what is wrong with rows, by the command's own rules; names become keys."""
    resolve(rows, "calendar", names_of(WorkingCalendar, "code", "name"))
    resolve(rows, "supplier", names_of(Supplier, "code", "name"))
    refuse_repeated(rows, "code")
    stored = {row.code: row for row in WorkCenter.objects.all()}
    for row in rows:
        known = stored.get(row.values.get("code", ""))
        row.values["_stored"] = known.pk if known else None
        if known is not None and not update:
            row.refuse("code", "taken")
        elif known is None and "name" not in row.values:
            row.refuse("name", "required")
        if row.errors:
            continue
        center, problems = known or WorkCenter(), Problems()
        for name, value in _values(row).items():
            setattr(center, name, value)
        check_work_center(center, problems)
        for path, messages in problems.errors.items():
            row.refuse(path, "refused", " ".join(messages))


def _values(row: Row) -> WorkCenterValues:
    """What a row says, by the work center's own names; empty cells say nothing."""
    found = {name: row.values[name] for name in _OWN if name in row.values}
    found |= {own: row.values[name] for name, own in _KEYS.items() if name in row.values}
    return WorkCenterValues(**found)  # type: ignore[typeddict-item]  # the columns read the right types


def write(rows: Sequence[Row], actor: Actor) -> Written:
    """Write good rows through the work center's own commands."""
    done = Written()
    for row in rows:
        if row.values["_stored"] is None:
            create_work_center(values=_values(row), actor=actor)
            done.created += 1
        else:
            edit_work_center(work_center_id=row.values["_stored"], values=_values(row), actor=actor)
            done.updated += 1
    return done


WORK_CENTERS = Subject("work_centers", _("Work centers"), RIGHT[0], columns, check, write)
