"""Rows of the company's set-up: units, carriers, tax codes, warehouses, price lists and the like.

They have one life: created, changed, and deleted while nothing refers to them. The noun's own service
says the rules; these three do the checking, saving and telling.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from django.db import models
from django.utils.translation import gettext as _

from erp.core.actor import Actor
from erp.core.events import emit
from erp.core.locks import row_for_update
from erp.core.records import (
    Changes,
    Problems,
    delete_unused,
    refuse_duplicate,
    save_changed,
    save_new,
    set_values,
)
from erp.core.refs import DocumentRef
from erp.masterdata.events import SetupChanged, SetupCreated, SetupDeleted

Row = TypeVar("Row", bound=models.Model)
Check = Callable[[Any, Problems], None]


def setup_ref(row: models.Model, table: str) -> DocumentRef:
    """A set-up row as the audit trail names it; rows without a number of their own are named by text."""
    key = row.pk if isinstance(row.pk, int) else 0
    return DocumentRef(table, key, str(getattr(row, "code", None) or row)[:60])


def _checked(row: models.Model, key: str, check: Check | None, problems: Problems) -> None:
    for name in (key, "name"):
        if hasattr(row, name) and getattr(row, name) in ("", None) and name not in problems.errors:
            problems.add(name, _("This field is required."))
    if check is not None and not problems.errors:
        check(row, problems)


def create_setup(
    row: Row,
    *,
    values: Mapping[str, Any],
    table: str,
    actor: Actor,
    key: str = "code",
    unique: bool = True,
    check: Check | None = None,
) -> Row:
    """Store a new set-up row, checked; `key` names it, and is `unique` unless it counts within something.

    Emits:  SetupCreated.
    Raises: Invalid.
    """
    problems = Problems()
    set_values(row, values, problems)
    if unique and key == "code":
        refuse_duplicate(row, key, problems)
    _checked(row, key, check, problems)
    problems.refuse()
    save_new(row, key)
    emit(SetupCreated(document=setup_ref(row, table), table=table), actor=actor)
    return row


def edit_setup(
    row: Row,
    *,
    values: Mapping[str, Any],
    table: str,
    actor: Actor,
    key: str = "code",
    unique: bool = True,
    check: Check | None = None,
    told: Changes | None = None,
) -> Row:
    """Change a set-up row that the caller has locked; `told` are changes beside the row's own.

    Emits:  SetupChanged, when something changed.
    Raises: Invalid.
    """
    problems = Problems()
    changes = set_values(row, values, problems)
    if unique and key == "code" and "code" in changes:
        refuse_duplicate(row, key, problems)
    _checked(row, key, check, problems)
    problems.refuse()
    if changes:
        names = [field.name for field in row._meta.concrete_fields if not field.primary_key]
        save_changed(row, names, key)
    changes |= told or {}
    if changes:
        emit(SetupChanged(document=setup_ref(row, table), table=table), actor=actor, changes=changes)
    return row


def delete_setup(model: type[Row], pk: Any, *, table: str, actor: Actor) -> None:
    """Delete a set-up row that nothing refers to.

    Locks:  the row.
    Emits:  SetupDeleted.
    Raises: NotFound; Conflict (`in_use`).
    """
    row = row_for_update(model, pk, table)
    ref = setup_ref(row, table)
    delete_unused(row, table)
    emit(SetupDeleted(document=ref, table=table), actor=actor)
