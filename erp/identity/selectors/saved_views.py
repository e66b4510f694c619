"""Saved views of lists: a person's own and those that are shared."""

from __future__ import annotations

from django.db.models import Q

from erp.core.actor import Actor
from erp.identity.models import SavedView

MOST_VIEWS = 30


def saved_views(actor: Actor, page: str) -> list[SavedView]:
    """The views of one list that the actor sees, own ones first."""
    rows = SavedView.objects.filter(Q(owner_id=actor.user_id) | Q(is_shared=True), page=page)
    found = list(rows.order_by("name")[:MOST_VIEWS])
    return sorted(found, key=lambda row: (row.owner_id != actor.user_id, row.name))
