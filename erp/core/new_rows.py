"""New instances of hot models: as their constructor makes them, without asking every field again.

`Model(...)` walks all fields and their descriptors for each instance. What they would do is the same for
every row of a model, so it is found out once: which columns have which defaults, and where a related row
is kept. For models without signals of their own and with Django's constructor; values are given by field
or by column.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any, TypeVar

from django.db import models
from django.db.models.base import ModelState

Row = TypeVar("Row", bound=models.Model)


class _Mold:
    """What all new rows of a model have in common."""

    def __init__(self, model: type[models.Model]) -> None:
        if model.__init__ is not models.Model.__init__:
            raise TypeError(f"{model.__name__} makes its rows itself.")
        self.constants: dict[str, Any] = {}
        self.makers: list[tuple[str, Callable[[], Any]]] = []
        self.related: dict[str, tuple[str, str]] = {}  # field → its column's name here and in the other row
        self.columns: set[str] = set()
        for field in model._meta.concrete_fields:
            if field.generated:
                continue
            name = field.attname
            self.columns.add(name)
            if callable(field.default) and field.default is not models.NOT_PROVIDED:
                self.makers.append((name, field.get_default))
            else:
                self.constants[name] = field.get_default()
            if isinstance(field, models.ForeignKey):
                self.related[field.name] = (name, field.target_field.attname)


_mold = cache(_Mold)


def new_row(model: type[Row], **values: Any) -> Row:
    """A new row, not saved, with defaults for what is not named.

    Raises: TypeError for a name that the model has no column for.
    """
    mold = _mold(model)
    row = model.__new__(model)
    state = row._state = ModelState()
    held = row.__dict__
    held.update(mold.constants)
    for name, make in mold.makers:
        if name not in values:
            held[name] = make()
    for name, value in values.items():
        if name in mold.columns:
            held[name] = value
        elif name in mold.related:
            column, key = mold.related[name]
            held[column] = None if value is None else getattr(value, key)
            state.fields_cache[name] = value
        else:
            raise TypeError(f"{model.__name__} has no column {name}.")
    return row
