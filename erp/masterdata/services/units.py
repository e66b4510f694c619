"""Units of measure."""

from __future__ import annotations

from typing import TypedDict

from django.utils.translation import gettext as _

from erp.core.actor import Actor
from erp.core.commands import command
from erp.core.errors import Conflict
from erp.core.locks import row_for_update
from erp.core.records import Problems
from erp.masterdata.models import Unit
from erp.masterdata.services.setup import create_setup, delete_setup, edit_setup

RIGHT = ("masterdata.edit_setup", "Edit units, calendars, carriers, currencies and tax codes")
_MAX_FACTOR = 10**12


class UnitValues(TypedDict, total=False):
    """A unit and its exact fraction of the dimension's base unit."""

    code: str
    name: str
    dimension: str
    numerator: int
    denominator: int


def _check(unit: Unit, problems: Problems) -> None:
    for name in ("numerator", "denominator"):
        if not 0 < getattr(unit, name) <= _MAX_FACTOR:
            problems.add(name, _("This must be between 1 and %(top)s.") % {"top": _MAX_FACTOR})
    if not unit.dimension:
        problems.add("dimension", _("This field is required."))


@command(*RIGHT)
def create_unit(*, values: UnitValues, actor: Actor) -> Unit:
    """Take up a unit of measure.

    Raises: Invalid.
    """
    return create_setup(Unit(), values=values, table="unit", actor=actor, check=_check)


@command(*RIGHT)
def edit_unit(*, unit_id: int, values: UnitValues, actor: Actor) -> Unit:
    """Change a unit; what it measures stays, because documents were written with it.

    Locks:  the unit.
    Raises: NotFound; Invalid; Conflict when dimension or factor would change.
    """
    unit = row_for_update(Unit, unit_id, "unit")
    for name in ("dimension", "numerator", "denominator"):
        if name in values and values[name] != getattr(unit, name):
            raise Conflict("unit_factor_fixed", unit=unit.code, field=name)
    return edit_setup(unit, values=values, table="unit", actor=actor, check=_check)


@command(*RIGHT)
def delete_unit(*, unit_id: int, actor: Actor) -> None:
    """Delete a unit that nothing uses.

    Raises: NotFound; Conflict (`in_use`).
    """
    delete_setup(Unit, unit_id, table="unit", actor=actor)
