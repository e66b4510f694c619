"""Versions of decision tables and rules, for readers of either."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, TypeVar

from django.db.models import Case, Prefetch, QuerySet, When

from erp.core.errors import NotFound
from erp.rules.models import Definition, Version

D = TypeVar("D", bound=Definition)
V = TypeVar("V", bound=Version)


def with_versions(rows: QuerySet[D]) -> QuerySet[D]:
    """Definitions with their versions' heads, newest first, in one more query."""
    versions: Any = rows.model._meta.get_field("versions").related_model
    heads = versions._default_manager.defer("content").order_by("-number")
    return rows.prefetch_related(Prefetch("versions", queryset=heads))


def found_version(versions: type[V], definition_id: int, number: int | None = None) -> V:
    """One version with its content: by number, else the draft, else the newest in force, else the newest.

    Raises: NotFound.
    """
    rows = versions._default_manager.filter(definition_id=definition_id)
    if number is not None:
        rows = rows.filter(number=number)
    # the states' names stand in the alphabet as they are wanted here: draft, published, retired
    found = rows.order_by("state", "-published_at", "-number").first()
    if found is None:
        raise NotFound(kind="version", number=number)
    return found


def contents_in_force(versions: Any, definition_ids: Collection[int]) -> dict[int, dict[str, Any]]:
    """What each definition says for everybody; its draft, else its newest, where nothing is in force."""
    rank = Case(When(state="published", scope={}, then=0), When(state="draft", then=1), default=2)
    rows = versions._default_manager.filter(definition_id__in=definition_ids)
    first = rows.order_by("definition_id", rank, "-number").distinct("definition_id")
    return dict(first.values_list("definition_id", "content"))
