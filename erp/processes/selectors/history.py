"""Documents that were on their way already, as their own news tell it: what replay goes through."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any

from django.db.models import Q

from erp.core.actor import Actor
from erp.core.documents import known_document
from erp.core.models import LoggedEvent
from erp.core.palette import facts_about
from erp.core.refs import DocumentRef
from erp.processes.calc.graph import Graph
from erp.processes.calc.places import words
from erp.processes.calc.replay import News, Past

CHUNK = 200
_OWN_KINDS = ("case", "task", "incident")


def begun_documents(
    kind: str, starts_on: Collection[str], since: datetime, until: datetime, *, actor: Actor, limit: int
) -> list[tuple[int, str, datetime]]:
    """Documents of a kind for which a beginning was told in a period, the latest first: key, number, moment.

    Only those that the actor may see; `limit` of them at most.
    """
    rows = (
        LoggedEvent.objects.filter(about_kind=kind, name__in=list(starts_on), at__gte=since, at__lt=until)
        .filter(about_id__in=known_document(kind).visible(actor).order_by().values("pk"))
        .order_by("-at", "-id")
    )
    found: dict[int, tuple[int, str, datetime]] = {}
    for pk, number, at in rows.values_list("about_id", "about_number", "at")[: 2 * limit]:
        found[pk] = (pk, number, at)  # the earliest of a document's beginnings stays
        if len(found) >= limit:
            break
    return list(found.values())


def past_documents(
    kind: str, begun: list[tuple[int, str, datetime]], wanted: Collection[str]
) -> Iterator[Past]:
    """The documents with their facts at the beginning and their news since; a few statements per hundred.

    A fact that an event changed since is what it was before that; other facts (a customer's grade, a
    price) are today's, for nothing keeps what they were.
    """
    for first in range(0, len(begun), CHUNK):
        chunk = begun[first : first + CHUNK]
        told = _told(kind, [pk for pk, _number, _at in chunk])
        for pk, number, at in chunk:
            facts = facts_about(DocumentRef(kind, pk, number), wanted)
            yield _past(kind, number, at, facts, told.get(pk, []))


def _told(kind: str, keys: list[int]) -> dict[int, list[tuple[Any, ...]]]:
    rows = (
        LoggedEvent.objects.filter(about_kind=kind, about_id__in=keys)
        .exclude(Q(document_kind__in=_OWN_KINDS))
        .order_by("id")
    )
    found: dict[int, list[tuple[Any, ...]]] = {}
    for row in rows.values_list("about_id", "at", "name", "document_kind", "facts", "changes"):
        found.setdefault(row[0], []).append(row[1:])
    return found


def _past(
    kind: str, number: str, began_at: datetime, facts: dict[str, Any], told: list[tuple[Any, ...]]
) -> Past:
    opening: dict[str, Any] = {}
    news = []
    for at, name, document_kind, told_facts, raw in told:
        changes = json.loads(raw) if isinstance(raw, str) else raw
        own = changes if document_kind == kind else {}
        moved = {f"{kind}.{field}": pair for field, pair in own.items() if isinstance(pair, list)}
        if at <= began_at:
            opening.update({key: pair[1] for key, pair in moved.items()})
            continue
        for key, pair in moved.items():
            opening.setdefault(key, pair[0])
        news.append(News(at, name, told_facts, {key: pair[1] for key, pair in moved.items()}))
    known = {key: value for key, value in opening.items() if key in facts}
    return Past(number, began_at, {**facts, **known}, tuple(sorted(news, key=lambda one: one.at)))


def wanted_facts(graph: Graph) -> frozenset[str]:
    """The facts that a drawing's conditions read; its tables read plain facts only."""
    from erp.core.expressions import names_in

    texts = [edge.condition for edge in graph.edges] + [
        text for node in graph.nodes for text in (node.entry, node.exit)
    ]
    return frozenset(name for text in texts if text for name in names_in(text))


def beginnings(graph: Graph) -> tuple[str, ...]:
    """The news that begin a case of this drawing."""
    return words(graph.start.wait_for)
