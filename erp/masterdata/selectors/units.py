"""Units of measure and conversion between them."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from erp.core.actor import Actor
from erp.core.documents import document
from erp.core.errors import Invalid
from erp.masterdata.calc.units import NotConvertible, UnitMeasure, conversion
from erp.masterdata.models import Unit

__all__ = ["factor_between", "measured", "unit_rows"]


@document("unit", prefix="unt", key="code")
def unit_rows(actor: Actor | None = None) -> QuerySet[Unit]:
    """All units of measure."""
    return Unit.objects.order_by("code")


def _measure(unit: Unit) -> UnitMeasure:
    return UnitMeasure(unit.code, unit.dimension, unit.numerator, unit.denominator)


def factor_between(
    unit: Unit, base: Unit, own: Mapping[str, Fraction] | None = None, *, path: str = "unit"
) -> Fraction:
    """How many of `base` one `unit` is; an item's own units, by code, win over the dimension.

    Raises: Invalid on `path` when the two can't be converted.
    """
    try:
        return conversion(_measure(unit), _measure(base), own)
    except NotConvertible:
        message = _("%(unit)s can't be converted into %(base)s.") % {"unit": unit.code, "base": base.code}
        raise Invalid.field(path, message, code="unit_not_convertible") from None


def measured(unit: Unit, base: Unit) -> Fraction | None:
    """How many of `base` one `unit` is by their dimension alone (kg and g); None when it says nothing.

    What a package or a set holds is for the item to say.
    """
    if unit.dimension in {"package", "set"} and unit.code != base.code:
        return None
    try:
        return conversion(_measure(unit), _measure(base), None)
    except NotConvertible:
        return None
