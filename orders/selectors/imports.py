"""Imports as readers see them: their own, or all for who may do everything."""

from __future__ import annotations

from django.db.models import QuerySet

from erp.core.actor import Actor
from erp.core.documents import document
from orders.models import ImportJob

__all__ = ["import_rows"]


@document("import", prefix="imp")
def import_rows(actor: Actor) -> QuerySet[ImportJob]:
    """The imports that an actor has uploaded, without the files themselves; administrators see all."""
    rows = ImportJob.objects.defer("content", "errors")
    return rows if actor.has("*") else rows.filter(owner_id=actor.user_id)
