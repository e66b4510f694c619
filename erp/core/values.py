"""Values of rows as the driver takes them: what is already of its column's kind passes as it is.

`Field.get_db_prep_save` finds out anew for every value what to do with it. On hot tables nearly all
values are what their column holds (an int, a str, a finite Decimal, an aware moment); those pass,
everything else goes through the field as Django does it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from decimal import Decimal
from operator import attrgetter
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, models

Prepare = Callable[[Any], Any]
_AS_IT_IS: dict[type[models.Field[Any, Any]], type] = {
    models.AutoField: int,
    models.BigAutoField: int,
    models.IntegerField: int,
    models.BigIntegerField: int,
    models.PositiveIntegerField: int,
    models.PositiveSmallIntegerField: int,
    models.PositiveBigIntegerField: int,
    models.SmallIntegerField: int,
    models.BooleanField: bool,
    models.CharField: str,
    models.TextField: str,
    models.DateField: dt.date,
}


class _Never:
    """The kind of no value."""


def _kind(field: models.Field[Any, Any]) -> type:
    """The type whose values a column takes as they are."""
    if field.remote_field is not None:
        target = getattr(field, "target_field", None)
        return _kind(target) if target is not None else _Never
    for one in type(field).__mro__:
        if one in _AS_IT_IS:
            changes = type(field).get_prep_value is not one.get_prep_value  # type: ignore[attr-defined]  # fields only
            return _Never if changes else _AS_IT_IS[one]
        if "get_db_prep_value" in vars(one) or "get_db_prep_save" in vars(one):
            return _Never
    return _Never


def _preparing(field: models.Field[Any, Any]) -> Prepare:
    """How a value is made ready that is not plainly of its column's kind."""

    def as_django_does(value: Any) -> Any:
        return field.get_db_prep_save(value, connections[DEFAULT_DB_ALIAS])

    def number(value: Any) -> Any:
        return value if type(value) is Decimal and value.is_finite() else as_django_does(value)

    def moment(value: Any) -> Any:
        return value if type(value) is dt.datetime and value.tzinfo is not None else as_django_does(value)

    if isinstance(field, models.DecimalField):
        return number
    if isinstance(field, models.DateTimeField):
        return moment
    return as_django_does


class Values:
    """Reads the values of some columns from rows of a model, ready for the driver."""

    def __init__(self, fields: Sequence[models.Field[Any, Any]]) -> None:
        """Look at every column once."""
        names = [field.attname for field in fields]
        self._read: Callable[[Any], tuple[Any, ...]] = (
            attrgetter(*names) if len(names) > 1 else lambda row: tuple(getattr(row, name) for name in names)
        )
        self._kinds = [_kind(field) for field in fields]
        self._prepare = [_preparing(field) for field in fields]
        self._set = [
            field for field in fields if type(field).pre_save is not models.Field.pre_save
        ]  # moments of creation and change

    def of(self, row: models.Model, *, add: bool) -> list[Any]:
        """The values of a row; fields that set themselves on saving do so."""
        for field in self._set:
            field.pre_save(row, add)
        return [
            value if value is None or type(value) is kind else prepare(value)
            for value, kind, prepare in zip(self._read(row), self._kinds, self._prepare, strict=True)
        ]
