"""The only locks of production."""

from __future__ import annotations

from django.db import connection

from erp.core.locks import row_for_update
from production.models import Bom

_STRUCTURE = 0x4B450B03


def bom_for_update(bom_id: int) -> Bom:
    """Lock a bill of materials, and with it its components.

    Raises: NotFound.
    """
    return row_for_update(Bom, bom_id, "bom")


def lock_structure() -> None:
    """Let one command at a time change product structure: two bills together could close a circle."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_STRUCTURE])
