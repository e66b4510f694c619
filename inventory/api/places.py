"""Locations named by their code inside a warehouse, or by id."""

from __future__ import annotations

from django.utils.translation import gettext as _

from erp.core.documents import known_document, parse_id
from erp.core.errors import Invalid
from inventory.models import Location, Warehouse


def location_of(warehouse: Warehouse, text: str | None, path: str) -> Location | None:
    """The active location of a warehouse with this code, path (MAIN/A-01-03) or id; None when none is named.

    Raises: Invalid on `path`.
    """
    if not text:
        return None
    pk = parse_id(known_document("location").prefix, text)
    rows = Location.objects.filter(warehouse=warehouse, is_active=True)
    code = text.removeprefix(f"{warehouse.code}/")
    found = rows.filter(pk=pk).first() if pk is not None else rows.filter(code=code).first()
    if found is None:
        raise Invalid.field(path, _("This warehouse has no such location."), "unknown")
    return found
