"""The only row locks of the rules: always in primary-key order."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db.models import Model

from erp.core.errors import NotFound, StaleVersion

Row = TypeVar("Row", bound=Model)


def definition_for_update(model: type[Row], pk: int, expected_version: int | None = None) -> Row:
    """Lock one definition: whoever changes its versions holds it.

    Raises: NotFound; StaleVersion.
    """
    row: Any = model._default_manager.select_for_update().filter(pk=pk).first()
    if row is None:
        raise NotFound(kind=model._meta.model_name)
    if expected_version is not None and row.version != expected_version:
        raise StaleVersion(expected=expected_version, current=row.version)
    return row


def versions_for_update(model: type[Row], definition_id: int) -> list[Row]:
    """Lock all versions of a definition, oldest first."""
    rows = model._default_manager.select_for_update().filter(definition_id=definition_id)
    return list(rows.order_by("pk"))
